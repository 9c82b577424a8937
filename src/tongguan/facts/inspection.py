"""Kinds of events of an inspection order 查验指令: one visit to containers or lots, for every declaration concerned.

``control.ordered`` alone stands on a declaration's own stream. ``key`` is the sender's own mark of a message that may
come twice over a bad connection: it is answered once. Times are microseconds UTC.
"""

from decimal import Decimal
from typing import ClassVar

import msgspec

from tongguan.facts.kinds import Payload

CUSTOMS, QUARANTINE = "customs", "quarantine"
SERVICES = (CUSTOMS, QUARANTINE)
"""Whose items a visit looks at: of customs, of inspection and quarantine; the two together are the joint visit."""


class Concerned(msgspec.Struct, frozen=True, omit_defaults=True):
    """A declaration that the order concludes for, by one of its controls."""

    number: str
    control: str
    declarant: str
    """Customs code of who lodged it."""
    units: tuple[str, ...] = ()
    """Units of the order that hold its goods."""


class Candidate(msgspec.Struct, frozen=True, omit_defaults=True):
    """An officer who could be sent, as the draw found him."""

    id: str
    qualifications: tuple[str, ...] = ()
    """Subjects that he held of those that the work asks for."""
    load: int = 0
    """Orders he had been given and had not finished."""


class ControlOrdered(Payload, frozen=True, omit_defaults=True):
    """On a declaration's stream: the order now does this control; an empty ``order`` frees it again."""

    KIND: ClassVar[str] = "control.ordered"
    control: str
    order: str


class InspectionOrdered(Payload, frozen=True, omit_defaults=True):
    """A visit was ordered 下达查验指令."""

    KIND: ClassVar[str] = "inspection.ordered"
    office: str
    units: tuple[str, ...]
    """Containers, or lots by their transport document."""
    concerned: tuple[Concerned, ...]
    services: tuple[str, ...]
    items: tuple[str, ...] = ()
    """Ids of the checklist's items."""
    beside: tuple[str, ...] = ()
    """Living declarations with goods in the same units that nothing selected."""
    whole: bool = False
    """The goods cannot be parted 不可分割: one held declaration holds the others."""


class InspectionWidened(Payload, frozen=True, omit_defaults=True):
    """What was found, or another selection, put more on the order 扩大查验."""

    KIND: ClassVar[str] = "inspection.widened"
    reason: str
    units: tuple[str, ...] = ()
    concerned: tuple[Concerned, ...] = ()
    services: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    whole: bool = False
    key: str = ""


class InspectionDropped(Payload, frozen=True, omit_defaults=True):
    """A declaration left the order without a conclusion; with the last one the order is void."""

    KIND: ClassVar[str] = "inspection.dropped"
    number: str
    reason: str
    undrawn: str = ""
    """The officer whose draw somebody undid by it; empty: nobody was drawn, or the declaration left by its own fate."""


class InspectionBooked(Payload, frozen=True, omit_defaults=True):
    """A time at the site was booked 预约查验; taken of the slot in the same append."""

    KIND: ClassVar[str] = "inspection.booked"
    slot: str
    """Stream of the slot."""
    site: str
    at: int
    """When the visit is to begin."""
    amount: Decimal
    """Visits it takes of the slot: one."""


class InspectionUnbooked(Payload, frozen=True, omit_defaults=True):
    """The booked time was given back before it came."""

    KIND: ClassVar[str] = "inspection.unbooked"
    slot: str
    amount: Decimal
    """Minus one."""
    reason: str = ""


class InspectionAssigned(Payload, frozen=True, omit_defaults=True):
    """An officer was drawn 随机派员, with all that the draw rested on, so that anybody can recompute it."""

    KIND: ClassVar[str] = "inspection.assigned"
    officer: str
    day: str
    """Local date whose secret drew him."""
    candidates: tuple[Candidate, ...]
    """Those who stood in the draw."""
    attempt: int = 1
    """Which draw of the order it was."""
    considered: tuple[Candidate, ...] = ()
    """Everybody on duty who could be sent, by id: those who stood were chosen among them. Older draws do not say."""


class InspectionUnassigned(Payload, frozen=True, omit_defaults=True):
    """Who was drawn cannot come at the time that was booked 改派; the next draw is made for that time."""

    KIND: ClassVar[str] = "inspection.unassigned"
    officer: str
    reason: str
    """off_duty: absent or on no shift; not_qualified: holds nothing any more that the visit asks for."""


class InspectionMissed(Payload, frozen=True, omit_defaults=True):
    """Nobody presented the goods at the booked time 未到场."""

    KIND: ClassVar[str] = "inspection.missed"
    reason: str


class InspectionStarted(Payload, frozen=True, omit_defaults=True):
    """The visit began; the units that were opened 开箱 for it."""

    KIND: ClassVar[str] = "inspection.started"
    opened: tuple[str, ...] = ()
    key: str = ""


class InspectionPaused(Payload, frozen=True, omit_defaults=True):
    """The visit stopped with a reason, and the seal that was put on; this is no working time."""

    KIND: ClassVar[str] = "inspection.paused"
    reason: str
    seal: str = ""
    waits_for: str = ""
    key: str = ""


class InspectionResumed(Payload, frozen=True, omit_defaults=True):
    """The visit went on."""

    KIND: ClassVar[str] = "inspection.resumed"
    key: str = ""


class InspectionHandedOver(Payload, frozen=True, omit_defaults=True):
    """The order went from one officer to another 交接."""

    KIND: ClassVar[str] = "inspection.handed_over"
    to: str
    reason: str


class InspectionChecked(Payload, frozen=True, omit_defaults=True):
    """An item of the checklist was looked at; a later answer takes the place of an earlier one."""

    KIND: ClassVar[str] = "inspection.checked"
    item: str
    result: str
    """conforms, differs or not_applicable."""
    note: str = ""
    number: str = ""
    """The declaration whose goods differ, where it is one of several."""
    key: str = ""


class InspectionPhotographed(Payload, frozen=True, omit_defaults=True):
    """A photograph was taken; it lies in the vault."""

    KIND: ClassVar[str] = "inspection.photographed"
    place: int
    """Its number on this order."""
    type: str
    """Such as image/jpeg."""
    size: int
    """Bytes."""
    particulars: str
    """Salted digest (hex) of the picture in the vault."""
    note: str = ""
    key: str = ""


class InspectionSampled(Payload, frozen=True, omit_defaults=True):
    """A sample 取样 was sent to a laboratory."""

    KIND: ClassVar[str] = "inspection.sampled"
    sample: str
    number: str
    laboratory: str
    what: str
    key: str = ""


class SampleReported(Payload, frozen=True, omit_defaults=True):
    """The laboratory's result 检测结果."""

    KIND: ClassVar[str] = "inspection.sample_reported"
    sample: str
    outcome: str
    """conforms or fails."""
    ref: str
    """The laboratory's own number of its report."""
    finding: str = ""


class InspectionConcluded(Payload, frozen=True, omit_defaults=True):
    """The conclusion for one declaration; its control was done in the same append."""

    KIND: ClassVar[str] = "inspection.concluded"
    number: str
    outcome: str
    """accept, condition or refuse."""
    reason: str = ""
    key: str = ""


class FollowUpOrdered(Payload, frozen=True, omit_defaults=True):
    """What has to be done after the conclusion 后续处置."""

    KIND: ClassVar[str] = "inspection.follow_up_ordered"
    place: int
    """Its number on this order."""
    number: str
    measure: str
    """treatment, return, destruction, condition or transfer."""
    text: str = ""
    due: str = ""
    """Local date by which it is to be done; empty: none."""


class FollowUpSettled(Payload, frozen=True, omit_defaults=True):
    """It was done, with the paper that shows it."""

    KIND: ClassVar[str] = "inspection.follow_up_settled"
    place: int
    ref: str
    outcome: str = "accept"
    """refuse: it did not help, and another one is to follow."""
    reason: str = ""
    key: str = ""
