"""Words of refusals about the improvement register."""

from tongguan.process.decide.wording import Wording

IMPROVEMENTS: Wording = {
    "unknown_meeting": (
        "没有改进会议“{meeting}”。", "There is no meeting {meeting}.",
        "请先登记会议（meet）。", "Record the meeting first (meet).",
    ),
    "unknown_measure": (
        "没有改进措施“{measure}”。", "There is no measure {measure}.",
        "请核对编号（list）。", "Check its number (list).",
    ),
    "measure_dates": (
        "日期次序不对：前期 {base_since} 至 {base_until}，后期 {since} 至 {until}。",
        "The dates are out of order: before {base_since} to {base_until}, after {since} to {until}.",
        "前期须在措施生效之前结束。", "The time before must end before the measure begins.",
    ),
    "measure_before_meeting": (
        "措施自 {since} 起，早于会议（{day}）。", "The measure begins on {since}, before its meeting ({day}).",
        "事后选定的措施无法衡量成效。", "A measure that is chosen afterwards cannot be measured.",
    ),
    "measure_over": (
        "措施 {measure} 已于 {on} 结束。", "Measure {measure} ended on {on}.", "", "",
    ),
}  # fmt: skip
