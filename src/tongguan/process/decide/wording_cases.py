"""Words of refusals about the coordination desk's cases."""

from tongguan.process.decide.wording import Wording

CASES: Wording = {
    "unknown_case": (
        "没有协调事项“{case}”。", "There is no case {case}.",
        "请核对协调事项号；未超时的报关单请先开案（open）。", "Check its number; a declaration that is not late needs a case first (open).",
    ),
    "case_owned": (
        "协调事项由 {owner} 负责。", "{owner} owns the case.",
        "由其移交，或由协调员、关长指定。", "The owner hands it over, or a coordinator or head does.",
    ),
    "case_closed": (
        "协调事项已办结。", "The case is closed.", "请先重开（reopen）。", "Reopen it first.",
    ),
    "case_not_closed": (
        "协调事项尚未办结。", "The case is not closed.", "", "",
    ),
    "case_still_late": (
        "尚有超时未放行的报关单：{numbers}。", "Still late and not released: {numbers}.",
        "放行、撤销或退单后方可办结。", "Close it when they are released, cancelled or returned.",
    ),
    "case_not_suspended": (
        "协调事项未依法中止。", "The case is not suspended.", "", "",
    ),
    "in_other_case": (
        "{number} 已并入协调事项 {case}。", "{number} belongs to case {case} already.",
        "请在该案办理。", "Act on that case.",
    ),
    "no_cause_named": (
        "尚未登记原因。", "No cause was named.", "请先登记（cause）。", "Name it first (cause).",
    ),
    "not_your_section": (
        "须由被等待的科室“{section}”答复。", "Section {section}, which is waited for, must answer.", "", "",
    ),
    "promise_in_past": (
        "承诺时间须晚于当前时间。", "The time must lie ahead.", "请用 --until 填写将来的时间。", "Give a time to come with --until.",
    ),
    "review_in_past": (
        "复核日期“{day}”须为将来的日期。", "“{day}” is no date to come.", "请用 --review 填写，如 2018-09-10。", "Give one with --review, as 2018-09-10.",
    ),
    "until_too_far": (
        "答复期限最长 {days} 天。", "An answer may take {days} days at most.", "请缩短期限。", "Give an earlier time.",
    ),
    "text_missing": (
        "须填写内容。", "Words are needed.", "请用 --text 填写。", "Give them with --text.",
    ),
    "text_too_long": (
        "内容超过 {most} 字。", "More than {most} characters.", "请缩短。", "Make it shorter.",
    ),
    "unknown_outsider": (
        "协调小组名录中没有单位“{whom}”。", "The team knows no outsider {whom}.", "名录：{known}", "It knows: {known}",
    ),
    "unknown_question": (
        "链接无效。", "This link is not valid.", "请向发出人索取新的链接。", "Ask the office for a new one.",
    ),
    "question_answered": (
        "此问题已经答复。", "This question is answered already.", "", "",
    ),
    "question_expired": (
        "答复期限已过。", "The time to answer is over.", "请向发出人索取新的链接。", "Ask the office for a new one.",
    ),
    "unknown_member": (
        "{officer} 不是本关关员。", "{officer} is no officer of this office.", "", "",
    ),
}  # fmt: skip
