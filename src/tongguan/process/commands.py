"""Commands: what somebody wants to happen to a clearance. ``decide`` turns them into facts or a refusal."""

from decimal import Decimal

import msgspec

from tongguan.facts.actor import Actor
from tongguan.facts.assessment import Assessment
from tongguan.facts.declaration import Declaration
from tongguan.facts.dues import LatePaymentCharged, SurchargeAssessed
from tongguan.facts.evidence import Evidence, Security
from tongguan.facts.finding import Finding
from tongguan.facts.question import PaperQuoted, Question


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """An act that was done on a contingency sheet during an outage."""

    sheet: str
    second: Actor
    outage: str
    """The outage that was going on at the time of the act; empty when none was."""


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """Who wants it, when it happened, and when that is recorded (microseconds since 1970 in UTC)."""

    actor: Actor
    at: int
    now: int
    entry_id: str = ""
    """Customs number to be used should this command lead to acceptance."""
    paper: Paper | None = None


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules said of one version of a declaration."""

    findings: tuple[Finding, ...] = ()
    words: tuple[str, ...] = ()
    silent_words: tuple[str, ...] = ()
    silent_until: int = 0
    agreed: tuple[str, ...] = ()
    """Words whose permits the system found in order."""
    binds: dict[str, dict[str, Decimal]] = {}
    """Permit (its stream) → shared stream → what the declaration takes of it."""
    evidence: Evidence = Evidence()
    assessment: Assessment | None = None
    editions: dict[str, str] = {}


class Receive(Command, frozen=True, kw_only=True):
    """A declaration arrived, to be judged (``judgement``) or only to be saved (``draft``)."""

    number: str
    client_key: str
    declaration: Declaration
    content: str
    particulars: str = ""
    draft: bool = False
    judgement: Judgement | None = None


class ControlCommand(Command, frozen=True, kw_only=True):
    """A command about one control."""

    control: str
    reason: str = ""
    order: str = ""
    """Inspection order by which it is done; empty: by hand."""


class Order(ControlCommand, frozen=True, kw_only=True):
    """The control is done by an inspection order from now on; an empty order frees it."""


class Start(ControlCommand, frozen=True, kw_only=True):
    pass


class Pause(ControlCommand, frozen=True, kw_only=True):
    waits_for: str = ""


class Done(ControlCommand, frozen=True, kw_only=True):
    outcome: str = "accept"
    ref: str = ""
    binds: dict[str, dict[str, Decimal]] = {}
    """Permits (their streams) that the control is about and of which nothing was bound → shared stream → what is taken."""


class AskSecond(ControlCommand, frozen=True, kw_only=True):
    """Ask an officer of another post for the second pair of eyes."""

    to: Actor


class GiveSecond(ControlCommand, frozen=True, kw_only=True):
    """The second pair of eyes has looked."""

    outcome: str = "accept"


class Reopen(ControlCommand, frozen=True, kw_only=True):
    pass


class Add(ControlCommand, frozen=True, kw_only=True):
    pass


class HandOver(ControlCommand, frozen=True, kw_only=True):
    to: Actor


class Transfer(ControlCommand, frozen=True, kw_only=True):
    office: str


class Ask(ControlCommand, frozen=True, kw_only=True):
    """An officer asks the declarant; the control is paused until he answers. ``reason`` stays in the office."""

    question: Question


class Answer(ControlCommand, frozen=True, kw_only=True):
    """The declarant answers the question for which a control is paused."""

    ref: str = ""
    papers: tuple[PaperQuoted, ...] = ()


class Note(Command, frozen=True, kw_only=True):
    """An officer writes something down."""

    text: str


class PlaceHold(Command, frozen=True, kw_only=True):
    hold: str
    code: str
    reason: str
    points: tuple[str, ...] = ("release",)
    owner: str = "office"


class LiftHold(Command, frozen=True, kw_only=True):
    hold: str
    reason: str = ""


class Move(Command, frozen=True, kw_only=True):
    """A milestone of the goods (``tongguan.process.model.MILESTONES``), with what was found wrong on the way."""

    milestone: str
    ref: str = ""
    findings: tuple[Finding, ...] = ()


class MovePart(Command, frozen=True, kw_only=True):
    """A part of the goods is past a milestone, with what was found wrong."""

    milestone: str
    unit: str
    packages: int = 0
    vehicle: str = ""
    gate_pass: str = ""
    findings: tuple[Finding, ...] = ()


class Pair(Command, frozen=True, kw_only=True):
    """The other side of the movement is known, with what differs."""

    other: str
    findings: tuple[Finding, ...] = ()


class QuoteList(Command, frozen=True, kw_only=True):
    """The declaration is bound to a verification list besides the one that its message quotes."""

    list: str


class Pay(Command, frozen=True, kw_only=True):
    """A declarant asks to pay; a bank confirms; a named officer books a treasury receipt (``ref``)."""

    amount: Decimal | None
    """None: all that is open."""
    ref: str = ""
    late: LatePaymentCharged | None = None
    """The late-payment surcharge, where the payment comes after its last day."""


class Occupy(Command, frozen=True, kw_only=True):
    """Secure the duty (all that is open when no amount is given) on a guarantee, as the desk saw it."""

    guarantee: str
    amount: Decimal | None
    security: Security | None
    """None: there is no such guarantee."""
    surcharge: bool = False
    """Secure the late-declaration surcharge instead."""


class Assess(Command, frozen=True, kw_only=True):
    """The duty was assessed again on a ground of ``DutyAssessed``."""

    assessment: Assessment
    ground: str
    editions: dict[str, str] = {}
    free: dict[str, Decimal] = {}
    """What is free on the guarantees that secure it now."""


class AssessSurcharge(Command, frozen=True, kw_only=True):
    """A late-declaration surcharge was reckoned."""

    found: SurchargeAssessed


class SettleSurcharge(Command, frozen=True, kw_only=True):
    """The late-declaration surcharge is paid (``ref``) or waived (``ground``)."""

    how: str
    amount: Decimal | None = None
    ref: str = ""
    ground: str = ""


class Disclose(Command, frozen=True, kw_only=True):
    """The declarant discloses that too little was declared."""

    amount: Decimal | None
    reason: str


class VerifyTax(Command, frozen=True, kw_only=True):
    """A tax officer concludes the verification after release."""

    outcome: str
    amount: Decimal | None = None
    ground: str = ""
    reason: str = ""


class Refund(Command, frozen=True, kw_only=True):
    """An ordered refund left the treasury."""

    amount: Decimal | None
    ref: str


class Restore(Command, frozen=True, kw_only=True):
    """Give back what is occupied on a guarantee."""

    guarantee: str
    reason: str


class Amend(Command, frozen=True, kw_only=True):
    """The declarant asks for a new version of an accepted declaration."""

    ground: str
    reason: str
    declaration: Declaration
    content: str
    particulars: str = ""


class DecideAmendment(Command, frozen=True, kw_only=True):
    """An officer grants or refuses the request; granting brings the new judgement and the changed paths."""

    outcome: str
    reason: str = ""
    changed: tuple[str, ...] = ()
    groups: frozenset[str] = frozenset()
    judgement: Judgement | None = None
    free: dict[str, Decimal] = {}
    """What is free on the guarantees that secure the duty now."""


class Cancel(Command, frozen=True, kw_only=True):
    ground: str
    reason: str


class DecideCancellation(Command, frozen=True, kw_only=True):
    outcome: str
    reason: str = ""


class Judge(Command, frozen=True, kw_only=True):
    """The rules were run again, for example because a missing figure came."""

    judgement: Judgement
    free: dict[str, Decimal] = {}


class Revoke(Command, frozen=True, kw_only=True):
    """Revoke a release before the goods leave."""

    ground: str
    authority: str
    hold: str
    reason: str = ""


class Recall(Command, frozen=True, kw_only=True):
    ground: str
    authority: str


class SettleCondition(Command, frozen=True, kw_only=True):
    condition: str
    ground: str
    authority: str


class End(Command, frozen=True, kw_only=True):
    """End the clearance otherwise than by release."""

    ending: str
    ground: str
    authority: str
    reason: str = ""


class Instruct(Command, frozen=True, kw_only=True):
    """A centre instructs a piece of work."""

    instruction: str
    word: str


class Withdraw(Command, frozen=True, kw_only=True):
    """A centre withdraws its instruction."""

    instruction: str


class Serve(Command, frozen=True, kw_only=True):
    """A moment has come until which selections were silent."""


class CorrectTime(Command, frozen=True, kw_only=True):
    of_version: int
    happened_at: int
    reason: str
    second: Actor
