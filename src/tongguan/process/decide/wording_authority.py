"""Words of refusals about authority to declare."""

from tongguan.process.decide.wording import Wording

AUTHORITY: Wording = {
    "authority_over": (
        "AgentCode：“{broker}”没有“{client}”当前有效的报关委托，不予受理。",
        "AgentCode: {broker} has no authority in force to declare for {client}; nothing was taken in.",
        "请委托人在平台重新委托，或由委托人自行申报。",
        "Let the client give authority anew on the portal, or declare itself.",
    ),
    "authority_stands": (
        "已委托“{broker}”代理报关。", "{broker} has authority already.",
        "如需变更，请先终止现有委托。", "End it first to give it anew.",
    ),
    "no_authority": (
        "没有对“{broker}”有效的报关委托。", "{broker} has no authority to end.", "请核对编码。", "Check the code.",
    ),
}  # fmt: skip
