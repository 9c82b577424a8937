"""Refusals: every no of the process, in both languages, with what would mend it."""

from tongguan.facts.clock import iso
from tongguan.facts.decision import Refusal
from tongguan.process.decide.wording import Wording
from tongguan.process.decide.wording_authority import AUTHORITY
from tongguan.process.decide.wording_cases import CASES
from tongguan.process.decide.wording_dues import DUES
from tongguan.process.decide.wording_goods import GOODS
from tongguan.process.decide.wording_improvements import IMPROVEMENTS
from tongguan.process.decide.wording_inspection import INSPECTION
from tongguan.process.decide.wording_permits import PERMITS
from tongguan.process.decide.wording_questions import QUESTIONS
from tongguan.process.decide.wording_reports import REPORTS
from tongguan.process.decide.wording_rights import RIGHTS
from tongguan.process.decide.wording_selection import SELECTION
from tongguan.process.decide.wording_zone import ZONE

_TIMES = ("before", "low", "high")

_WORDING: Wording = {
    "time_in_future": (
        "时间晚于当前时间。", "The time lies in the future.",
        "请填写不晚于现在的时间。", "Give a time that is not later than now.",
    ),
    "time_before_predecessor": (
        "时间早于前一环节（{before}）。", "The time lies before the step it follows ({before}).",
        "请填写不早于 {before} 的时间。", "Give a time not before {before}.",
    ),
    "officer_time": (
        "关员作业以登记时间为准，不得倒填。", "An officer's act happens when it is recorded.",
        "时间确有误的，由两人更正（correct-time）。", "A wrong time is mended by two persons (correct-time).",
    ),
    "unknown_number": (
        "没有此编号的报关单。", "There is no declaration with this number.",
        "请核对统一编号或海关编号。", "Check the unified number or the customs number.",
    ),
    "already_accepted": (
        "该客户端编号的报关单已被接受申报，内容不同的报文不予接收。",
        "The declaration with this client number is accepted; other content under it is refused.",
        "请申请修改或撤销，或换用新的客户端编号。",
        "Ask for an amendment or cancellation, or use a new client number.",
    ),
    "in_process": (
        "该客户端编号的报关单正在办理受理前作业，暂不接收其他内容。",
        "The declaration with this client number is being worked on before acceptance; other content is refused.",
        "请等待受理或退单。", "Wait for its acceptance or return.",
    ),
    "not_alive": (
        "报关单状态为“{status}”，不能办理此操作。", "The declaration is {status}; this cannot be done.",
        "", "",
    ),
    "not_accepted": (
        "报关单尚未接受申报。", "The declaration is not accepted yet.",
        "退单或暂存的报关单可直接重新申报。", "A returned or saved declaration may simply be sent again.",
    ),
    "unknown_control": (
        "流程中没有作业“{control}”。", "The process has no control {control}.",
        "可用作业：{known}", "Controls: {known}",
    ),
    "not_required": (
        "作业“{control}”对本票不需要。", "Control {control} is not required here.",
        "需要时先由关员追加（add）。", "An officer may add it first (add).",
    ),
    "not_ready": (
        "作业“{control}”须等待：{waits}。", "Control {control} must wait for: {waits}.",
        "请先完成前置作业。", "Do those first.",
    ),
    "wrong_state": (
        "作业“{control}”当前为 {state}，不能办理此操作。", "Control {control} is {state}; this cannot be done now.",
        "", "",
    ),
    "by_message": (
        "作业“{control}”由报文完成，不能人工办结。", "Control {control} is done by a message, not by hand.",
        "请使用：{verb}。", "Use: {verb}.",
    ),
    "not_your_role": (
        "{actor} 没有岗位 {role}。", "{actor} does not hold the role {role}.",
        "须由该岗位人员办理。", "Somebody who holds it must act.",
    ),
    "not_your_office": (
        "该作业由 {office} 负责，{actor} 不属于该关。", "Office {office} is responsible; {actor} does not work there.",
        "由该关办理，或先移交（transfer）。", "That office must act, or transfer it first.",
    ),
    "not_your_control": (
        "作业由 {officer} 办理中。", "{officer} is doing this control.",
        "先交接（hand-over）。", "Hand it over first.",
    ),
    "not_separate": (
        "{actor} 已办理 {other}，按规定须由不同关员办理。",
        "{actor} did {other}; another officer must do this one.",
        "请由另一名关员办理，或请异地关员复核（ask-second）。",
        "Let another officer act, or have a named one of another post look too (ask-second).",
    ),
    "not_declarant": (
        "此操作须由申报人提出。", "Only the declarant may ask for this.", "", "",
    ),
    "reason_missing": (
        "须填写理由。", "A reason is needed.", "请用 --reason 说明。", "Give one with --reason.",
    ),
    "ref_missing": (
        "须注明凭证编号。", "A document reference is needed.", "请用 --ref 注明。", "Give it with --ref.",
    ),
    "field_missing": (
        "须填写 {field}。", "{field} is missing.", "请填写后重发。", "Fill it in and send it again.",
    ),
    "bad_outcome": (
        "结论只能是 accept 或 refuse。", "The outcome is either accept or refuse.", "", "",
    ),
    "hold_exists": (
        "布控“{hold}”已存在。", "Hold {hold} is open already.", "请另用名称。", "Choose another name.",
    ),
    "unknown_hold": (
        "没有未解除的布控“{hold}”。", "There is no open hold {hold}.", "未解除：{known}", "Open holds: {known}",
    ),
    "unknown_point": (
        "没有放行点“{point}”。", "There is no release point {point}.", "可用：{known}", "Points: {known}",
    ),
    "milestone_again": (
        "“{milestone}”已登记。", "Milestone {milestone} is on record already.",
        "如时间有误请更正（time.corrected）。", "If its time is wrong, correct the time.",
    ),
    "goods_not_released": (
        "货物未放行，不得提离。", "The goods are not released and may not leave.",
        "待放行后办理。", "Wait for release.",
    ),
    "amount_not_positive": (
        "金额须大于零。", "The amount must be greater than zero.",
        "请填写以元计的金额，如 1000.50（命令行：--amount）。", "Give it in CNY, such as 1000.50 (on the command line: --amount).",
    ),
    "nothing_due": (
        "本票无需缴税或担保。", "Nothing is to be paid or secured here.", "", "",
    ),
    "unknown_guarantee": (
        "没有担保“{guarantee}”。", "There is no guarantee {guarantee}.", "请核对担保编号。", "Check its number.",
    ),
    "guarantee_exceeded": (
        "担保“{guarantee}”可用额度 {free} 元，不足 {amount} 元。",
        "Guarantee {guarantee} has {free} CNY free; {amount} CNY do not fit.",
        "请补足担保或改为缴税。", "Raise the guarantee or pay.",
    ),
    "nothing_occupied": (
        "未占用担保“{guarantee}”。", "Nothing is occupied on guarantee {guarantee}.", "", "",
    ),
    "unknown_ground": (
        "修改撤销理由“{ground}”不在海关总署令第220号所列范围。",
        "Ground {ground} is not one of GAC Decree 220.", "可用：{known}", "Grounds: {known}",
    ),
    "no_request": (
        "没有待决定的申请。", "There is no request to decide.", "", "",
    ),
    "request_pending": (
        "已有待决定的申请。", "A request is waiting to be decided.", "请先决定该申请。", "Decide that one first.",
    ),
    "request_waits": (
        "已安排查验或有违法嫌疑布控，暂不能修改或撤销。",
        "An inspection is ordered or an offence is suspected: the request waits.",
        "待其了结后决定。", "Decide when that is settled.",
    ),
    "unknown_ending": (
        "没有结案方式“{ending}”。", "There is no ending {ending}.", "可用：{known}", "Endings: {known}",
    ),
    "ground_missing": (
        "须注明依据和批准机关。", "A ground and an authority are needed.", "", "",
    ),
    "not_released": (
        "尚未放行。", "It is not released.", "", "",
    ),
    "goods_gone": (
        "货物已提离，不能撤销放行。", "The goods have left; the release cannot be revoked.",
        "可责令退回（recall）。", "They may be recalled.",
    ),
    "goods_not_gone": (
        "货物尚未提离。", "The goods have not left.", "可撤销放行（revoke）。", "The release may be revoked.",
    ),
    "unknown_event": (
        "没有第 {version} 号事件。", "There is no event {version}.", "", "",
    ),
    "same_person": (
        "更正时间须两人办理。", "Correcting a time takes two persons.", "请由另一人复核。", "Name another second person.",
    ),
    "busy": (
        "他人正在办理，请重试。", "Somebody else is working on it.", "请重试。", "Try again.",
    ),
    "key_taken": (
        "编号“{value}”已被使用。", "{value} is in use already.", "请换用新的编号。", "Use a new one.",
    ),
    "time_out_of_order": (
        "更正后的时间须在 {low} 与 {high} 之间。", "The corrected time must lie between {low} and {high}.", "", "",
    ),
    **AUTHORITY,
    **CASES,
    **DUES,
    **GOODS,
    **IMPROVEMENTS,
    **REPORTS,
    **RIGHTS,
    **SELECTION,
    **PERMITS,
    **QUESTIONS,
    **INSPECTION,
    **ZONE,
}  # fmt: skip


def refuse(code: str, **values: object) -> Refusal:
    """The refusal ``code`` with its wording filled in."""
    said = {name: _said(name, value) for name, value in values.items()}
    zh, en, remedy_zh, remedy_en = (text.format(**said) for text in _WORDING[code])
    return Refusal(code, zh, en, remedy_zh, remedy_en)


def _said(name: str, value: object) -> object:
    if value == "":
        return "—"
    return iso(value) if name in _TIMES and isinstance(value, int) else value
