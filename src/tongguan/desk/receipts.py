"""Receipts 回执: which change of state tells the declarant what, by Single Window channel code."""

from collections.abc import Collection, Iterable, Sequence

import msgspec

from tongguan.facts import dues, inspection, kinds
from tongguan.facts.event import Fact
from tongguan.facts.selection import SelectionInstructed
from tongguan.process.apply import apply
from tongguan.process.clearance import Clearance


class Told(msgspec.Struct, frozen=True):
    """One receipt before it is numbered: the event it rests on, its channel and its words."""

    version: int
    channel: str
    at: int
    zh: str
    en: str
    entry_id: str = ""


CHANNELS: dict[str, tuple[str, str]] = {
    "1": ("已暂存", "draft saved"),
    "7": ("申报已收到", "declaration received"),
    "E": ("退单", "returned"),
    "L": ("接受申报", "accepted"),
    "G": ("转人工审核", "passed to document review"),
    "T": ("需缴税或提供担保", "duty to be paid or secured"),
    "C": ("查验通知", "inspection ordered"),
    "J": ("审核通过", "review passed"),
    "H": ("挂起，待处理", "held"),
    "M": ("重审", "to be reviewed again"),
    "W": ("修改撤销结果", "amendment or cancellation decided"),
    "P": ("放行", "released"),
    "K": ("担保放行", "released on guarantee"),
    "O": ("准予进卡", "admitted at the gate"),
    "OUT": ("货物出卡", "through the gate"),
    "LOD": ("货物装运", "loaded"),
    "DEP": ("运输工具离境", "departed"),
    "R": ("结关", "closed"),
    "A": ("撤单", "cancelled"),
    "D": ("其他结案", "ended otherwise"),
}
"""Channel codes this office sends, with their outward words (handbook of the trade: receipt channels).

No published channel is known for OUT, LOD and DEP: these three are ours.
"""

SENT = ("1", "7")
"""Channels of what was just received: a draft, a declaration."""
_MOVES = {"gate_in": "O", "gate_out": "OUT", "loaded": "LOD", "departed": "DEP"}
_NOTICES = {"review": "G", "dutiable": "T", "inspect": "C", "destination": "C"}


def told(facts: Sequence[Fact], after: int = 0) -> list[Told]:
    """The receipts of a declaration's facts with a version above ``after``, in order."""
    clearance: Clearance | None = None
    found: list[Told] = []
    parts: set[object] = set()
    for fact in facts:
        clearance = apply(clearance, fact)
        if fact.version > after and not _is_told(fact, parts):
            found += [_told(fact, channel, clearance) for channel in _channels(fact, clearance)]
        if isinstance(fact.data, kinds.PartMoved):
            parts |= {(fact.data.milestone, fact.happened_at), fact.data.gate_pass}
    return found


def _is_told(fact: Fact, parts: Collection[object]) -> bool:
    """A part has told it already: the last one that the goods are past a milestone, one that its lorry is."""
    match fact.data:
        case kinds.GoodsMoved(milestone=milestone):
            return (milestone, fact.happened_at) in parts
        case kinds.PartMoved(gate_pass=gate_pass):
            return bool(gate_pass) and gate_pass in parts
    return False


def _told(fact: Fact, channel: str, clearance: Clearance) -> Told:
    zh, en = CHANNELS[channel]
    if isinstance(fact.data, inspection.ControlOrdered):
        # The declarant books by this number.
        zh, en = f"{zh}：指令 {fact.data.order}", f"{en}: order {fact.data.order}"
    if isinstance(fact.data, kinds.ControlPaused):
        name = f"{clearance.number}-{fact.version}"
        zh, en = f"{zh}：询问 {name}", f"{en}: question {name}"
    return Told(fact.version, channel, fact.happened_at, zh, en, clearance.entry_id)


def _channels(fact: Fact, now: Clearance) -> Iterable[str]:
    data = fact.data
    match data:
        case kinds.ApplicationReceived():
            return ("1",) if data.draft else ("7",)
        case kinds.DeclarationReturned():
            return ("E",)
        case kinds.PointPassed(point="acceptance"):
            return ("L", *_notices(now.words))
        case kinds.PointPassed(point="release"):
            return ("K",) if data.on_guarantee else ("P",)
        case kinds.ReleaseRestored():
            return ("P",)
        case kinds.PointPassed(point="closing"):
            return ("R",)
        case kinds.WordsServed() | SelectionInstructed():
            return _notices(frozenset(data.words))
        case kinds.PartMoved() | kinds.GoodsMoved() if data.milestone in _MOVES:
            return (_MOVES[data.milestone],)
        case inspection.ControlOrdered() if data.order:
            return ("C",)
        case kinds.ControlDone(control="document_review", outcome="accept"):
            return ("J",)
        case kinds.ControlAdded() | kinds.ControlReopened():
            return ("M",)
        case kinds.ControlPaused() if data.question:
            return ("H",)
        case kinds.HoldPlaced() | kinds.ReleaseRevoked():
            return ("H",)
        case dues.DutyAssessed() if now.outstanding:
            return ("T",)
        case dues.SurchargeAssessed():
            return ("T",)
        case kinds.DeclarationAmended() | kinds.AmendmentRefused() | kinds.CancellationRefused():
            return ("W",)
        case kinds.ClearanceEnded():
            return ("A",) if data.ending == "cancelled" else ("D",)
    return ()


def _notices(words: frozenset[str]) -> tuple[str, ...]:
    """What acceptance tells the declarant to expect; silent selections are not among the words yet."""
    found = (channel for word, channel in _NOTICES.items() if word in words)
    return tuple(dict.fromkeys(found))
