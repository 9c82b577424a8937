"""Words of refusals about e-ledgers and licences."""

from tongguan.process.decide.wording import Wording

PERMITS: Wording = {
    "unknown_permit": (
        "没有电子底账或许可证件“{permit}”。", "There is no e-ledger or licence {permit}.",
        "请核对编号。", "Check its number.",
    ),
    "permit_revoked": (
        "电子底账或许可证件“{permit}”已撤销。", "{permit} is revoked.", "", "",
    ),
    "permit_exceeded": (
        "“{permit}”第 {line} 项的 {measure} 仅余 {free}，需要 {amount}。",
        "Line {line} of {permit} has only {free} of its {measure} left; {amount} is asked for.",
        "请减少数量。", "Ask for no more than is free.",
    ),
    "permit_not_used": (
        "报关单“{number}”未使用“{permit}”。", "Declaration {number} does not use {permit}.",
        "请核对报关单编号。", "Check the number of the declaration.",
    ),
    "unknown_objection": (
        "没有待处理的异议“{objection}”。", "There is no open objection {objection}.", "", "",
    ),
    "permits_differ": (
        "与现有的底账或许可证件数据不符：{findings_zh}", "It does not fit what the office knows by now: {findings_en}",
        "请不予通过，或请申报人修改报关单。", "Refuse it, or have the declarant amend the declaration.",
    ),
    "permit_unseen": (
        "本关没有“{numbers}”的数据，通过须写明所核对的纸质证件。",
        "The office has no data of {numbers}; to accept it, name the paper that was compared.",
        "请写明理由，或请签发机构补发数据。", "Give a reason, or have the authority send its data.",
    ),
    "amendment_rejected": (
        "修改后的报关单不能通过审核：{findings_zh}", "The amended declaration would be rejected: {findings_en}",
        "请不予批准，由申报人更正后重新申请。", "Refuse it; the declarant mends it and asks again.",
    ),
    "amended_meanwhile": (
        "草稿开始后报关单已修改。", "The declaration has changed since the draft began.",
        "请放弃草稿后重新开始。", "Discard the draft and begin again.",
    ),
    "amendment_unexplained": (
        "须填写修改理由。", "A reason for the amendment is needed.", "请在表单上方填写。", "Give it at the head of the form.",
    ),
    "nothing_amended": (
        "没有修改任何栏目。", "Nothing was changed.", "请先修改，或放弃草稿。", "Change what is wrong, or discard the draft.",
    ),
}  # fmt: skip
