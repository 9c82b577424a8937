"""Words of refusals about weekly reports."""

from tongguan.process.decide.wording import Wording

REPORTS: Wording = {
    "report_issued": (
        "{week} 的周报已签发。", "The report of {week} is issued.",
        "数字有更正的，请发更正版（restate）。", "Where figures have changed, restate it (restate).",
    ),
    "report_under_way": (
        "{week} 的周报已寄出或正在寄出。", "The report of {week} went out or is being sent.",
        "未寄出的，十分钟后自动再寄。", "If it does not go out, it is sent again after ten minutes.",
    ),
    "report_not_issued": (
        "{week} 的周报尚未签发。", "The report of {week} is not issued.", "请先签发（issue）。", "Issue it first (issue).",
    ),
    "week_not_over": (
        "该周尚未结束（至 {until}）。", "The week is not over (it ends on {until}).",
        "次周一起可签发。", "It may be issued from the next Monday on.",
    ),
    "nothing_changed": (
        "{week} 的数字与已签发的一致，无需更正。", "No figure of {week} differs from the report as issued.", "", "",
    ),
}  # fmt: skip
