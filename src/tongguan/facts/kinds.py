"""The kinds of events: a stable name of our own, a schema number and the payload of each.

``tongguan.facts.registry`` knows them all, those of goods (``movement``) and of the zone (``chain``) too.
"""

from decimal import Decimal
from typing import ClassVar

import msgspec

from tongguan.facts.assessment import Assessment
from tongguan.facts.declaration import Declaration
from tongguan.facts.evidence import Evidence
from tongguan.facts.finding import Finding
from tongguan.facts.question import PaperQuoted, Question


class Payload(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an event says; each subclass names its kind and schema."""

    KIND: ClassVar[str] = ""
    SCHEMA: ClassVar[int] = 1


class ApplicationReceived(Payload, frozen=True, omit_defaults=True):
    """A declaration was received 收到申报; with ``draft`` it was only saved 暂存 and starts no clock."""

    KIND: ClassVar[str] = "application.received"
    number: str
    """Unified number 统一编号, also the stream's name."""
    client_key: str
    """Declarant code and client number 客户端编号, joined by a vertical bar."""
    process: str
    """Id of the process model, with ``process_version``."""
    process_version: int
    declaration_version: int
    declaration: Declaration
    content: str
    """Digest (hex) of the parsed content, by which a repeat is known."""
    particulars: str = ""
    """Salted digest (hex) of the personal particulars kept in the vault."""
    draft: bool = False


class DeclarationJudged(Payload, frozen=True, omit_defaults=True):
    """The rules were run: findings, selected words, the evidence and the editions they rest on."""

    KIND: ClassVar[str] = "declaration.judged"
    findings: tuple[Finding, ...] = ()
    words: tuple[str, ...] = ()
    """Words that require controls, such as ``review`` or ``dutiable``."""
    silent_words: tuple[str, ...] = ()
    """Words that are served only when the goods arrive, and not before ``silent_until``."""
    silent_until: int = 0
    """Moment before which nobody learns whether he is selected, goods here or not; microseconds UTC, 0: arrival alone."""
    agreed: tuple[str, ...] = ()
    """Words whose permits the system compared and found in order: their controls need no officer."""
    evidence: Evidence = Evidence()
    assessment: Assessment | None = None
    editions: dict[str, str] = {}
    """Digest of each edition used, by its name."""


class DeclarationReturned(Payload, frozen=True, omit_defaults=True):
    """The declaration was returned 退单 with findings; nothing was accepted."""

    KIND: ClassVar[str] = "declaration.returned"
    codes: tuple[str, ...] = ()
    reason: str = ""


class PointPassed(Payload, frozen=True, omit_defaults=True):
    """A release point 放行点 was passed: acceptance, release or closing."""

    KIND: ClassVar[str] = "point.passed"
    point: str
    entry_id: str = ""
    """Customs number 海关编号, given at acceptance."""
    on_guarantee: bool = False
    """Release with the duty secured and not yet paid 担保放行."""


class WordsServed(Payload, frozen=True, omit_defaults=True):
    """A silent selection became known: its words now require their controls."""

    KIND: ClassVar[str] = "words.served"
    words: tuple[str, ...]


class ControlStarted(Payload, frozen=True, omit_defaults=True):
    KIND: ClassVar[str] = "control.started"
    control: str


class ControlPaused(Payload, frozen=True, omit_defaults=True):
    """Work stopped with a reason; ``waits_for`` names who has to act (declarant, laboratory, terminal ...)."""

    KIND: ClassVar[str] = "control.paused"
    control: str
    reason: str
    waits_for: str = ""
    question: Question | None = None
    """What the declarant is asked, where that is why it stopped; the reason stays in the office."""


class ControlDone(Payload, frozen=True, omit_defaults=True):
    KIND: ClassVar[str] = "control.done"
    control: str
    outcome: str
    reason: str = ""
    ref: str = ""


class ControlReopened(Payload, frozen=True, omit_defaults=True):
    """Rework 重审: a control that was done is to be done again."""

    KIND: ClassVar[str] = "control.reopened"
    control: str
    reason: str


class ControlDropped(Payload, frozen=True, omit_defaults=True):
    """After an amendment the control is no longer required."""

    KIND: ClassVar[str] = "control.dropped"
    control: str
    reason: str


class ControlAdded(Payload, frozen=True, omit_defaults=True):
    """An officer required a control that nothing had selected."""

    KIND: ClassVar[str] = "control.added"
    control: str
    reason: str


class ControlHandedOver(Payload, frozen=True, omit_defaults=True):
    """A started control went from one officer to another 交接."""

    KIND: ClassVar[str] = "control.handed_over"
    control: str
    to: str
    reason: str = ""


class ControlTransferred(Payload, frozen=True, omit_defaults=True):
    """The responsibility for a control went to another office 移交."""

    KIND: ClassVar[str] = "control.transferred"
    control: str
    office: str
    reason: str = ""


class HoldPlaced(Payload, frozen=True, omit_defaults=True):
    """A hold 布控 names release points that may not be passed while it is open."""

    KIND: ClassVar[str] = "hold.placed"
    hold: str
    code: str
    points: tuple[str, ...]
    owner: str
    """Who has to act: office, declarant, laboratory, bank, terminal, authority."""
    reason: str = ""


class HoldLifted(Payload, frozen=True, omit_defaults=True):
    KIND: ClassVar[str] = "hold.lifted"
    hold: str
    reason: str = ""


class GoodsMoved(Payload, frozen=True, omit_defaults=True):
    """A milestone of the goods: entered 进境, arrived 运抵, a transit leg, gate_in, gate_out, loaded or departed."""

    KIND: ClassVar[str] = "goods.moved"
    milestone: str
    ref: str = ""


class PartMoved(Payload, frozen=True, omit_defaults=True):
    """A part of the goods is past a milestone; ``goods.moved`` follows with the last part."""

    KIND: ClassVar[str] = "goods.part_moved"
    milestone: str
    unit: str = ""
    packages: int = 0
    vehicle: str = ""
    gate_pass: str = ""


class PaymentRequested(Payload, frozen=True, omit_defaults=True):
    """The declarant asked to pay; nothing is paid yet."""

    KIND: ClassVar[str] = "payment.requested"
    amount: Decimal
    ref: str = ""


class PaymentConfirmed(Payload, frozen=True, omit_defaults=True):
    """A bank's message, or a treasury receipt booked by a named officer, says that the amount (yuan) is paid."""

    KIND: ClassVar[str] = "payment.confirmed"
    amount: Decimal
    ref: str


class GuaranteeOccupied(Payload, frozen=True, omit_defaults=True):
    """The duty (yuan) is secured on a guarantee 占用."""

    KIND: ClassVar[str] = "guarantee.occupied"
    guarantee: str
    amount: Decimal


class GuaranteeRestored(Payload, frozen=True, omit_defaults=True):
    """An occupied amount (yuan) was given back 恢复."""

    KIND: ClassVar[str] = "guarantee.restored"
    guarantee: str
    amount: Decimal
    reason: str = ""


class AmendmentRequested(Payload, frozen=True, omit_defaults=True):
    """The declarant asks to amend 修改 an accepted declaration on a ground of GAC Decree 220."""

    KIND: ClassVar[str] = "amendment.requested"
    ground: str
    reason: str
    declaration: Declaration
    content: str
    particulars: str = ""


class AmendmentRefused(Payload, frozen=True, omit_defaults=True):
    KIND: ClassVar[str] = "amendment.refused"
    reason: str


class DeclarationAmended(Payload, frozen=True, omit_defaults=True):
    """A new version of the declaration is in force; ``changed`` names the field paths."""

    KIND: ClassVar[str] = "declaration.amended"
    ground: str
    declaration_version: int
    declaration: Declaration
    content: str
    changed: tuple[str, ...]
    authority: str = ""
    particulars: str = ""


class CancellationRequested(Payload, frozen=True, omit_defaults=True):
    KIND: ClassVar[str] = "cancellation.requested"
    ground: str
    reason: str


class CancellationRefused(Payload, frozen=True, omit_defaults=True):
    KIND: ClassVar[str] = "cancellation.refused"
    reason: str


class ReleaseRevoked(Payload, frozen=True, omit_defaults=True):
    """A release was revoked before the goods left 撤销放行; the first release stays on record."""

    KIND: ClassVar[str] = "release.revoked"
    ground: str
    authority: str


class ReleaseRestored(Payload, frozen=True, omit_defaults=True):
    """After a revocation the conditions of release are met again."""

    KIND: ClassVar[str] = "release.restored"


class GoodsRecalled(Payload, frozen=True, omit_defaults=True):
    """Goods that had left were ordered back 责令退回."""

    KIND: ClassVar[str] = "goods.recalled"
    ground: str
    authority: str


class ConditionSettled(Payload, frozen=True, omit_defaults=True):
    """A condition of the release (such as a guarantee) was settled after it."""

    KIND: ClassVar[str] = "condition.settled"
    condition: str
    ground: str
    authority: str


class ClearanceEnded(Payload, frozen=True, omit_defaults=True):
    """An ending other than release: cancelled, returned, seized, destroyed, abandoned, sold or transferred."""

    KIND: ClassVar[str] = "clearance.ended"
    ending: str
    ground: str
    authority: str
    reason: str = ""


class QuestionAnswered(Payload, frozen=True, omit_defaults=True):
    """The declarant answered; the wait is the office's again."""

    KIND: ClassVar[str] = "question.answered"
    control: str
    text: str = ""
    ref: str = ""
    papers: tuple[PaperQuoted, ...] = ()


class TimeCorrected(Payload, frozen=True, omit_defaults=True):
    """The time of an earlier event was wrong; the old one stays on record. Two persons."""

    KIND: ClassVar[str] = "time.corrected"
    of_version: int
    happened_at: int
    reason: str
    second: str
    """The second person, another than the actor."""


class SharedOpened(Payload, frozen=True, omit_defaults=True):
    """A shared stream was opened: a guarantee, an e-ledger or a licence with what is free on it."""

    KIND: ClassVar[str] = "shared.opened"
    limit: Decimal
    unit: str
    holder: str
    instrument: str = ""


class ClaimBooked(Payload, frozen=True, omit_defaults=True):
    """A claim on a shared stream: positive takes, negative gives back."""

    KIND: ClassVar[str] = "claim.booked"
    by: str
    """Number of the declaration."""
    amount: Decimal


class ConsignmentArrived(Payload, frozen=True, omit_defaults=True):
    """Goods of a transport document, or a part of them, arrived 运抵 before or after their declaration."""

    KIND: ClassVar[str] = "consignment.arrived"
    place: str = ""
    ref: str = ""
    unit: str = ""
    """Container or lot; empty: loose goods that nobody names."""
    packages: int = 0
    """0: all of the unit, or all of the consignment when no unit is named."""
    gross_weight: Decimal | None = None
    vehicle: str = ""
