"""A clearance: the engine's state of one declaration, the fold of its events through one process model."""

from decimal import Decimal

import msgspec

from tongguan.facts.assessment import Assessment
from tongguan.facts.declaration import Declaration
from tongguan.facts.finding import Finding
from tongguan.facts.question import PaperQuoted, Question

OPEN, STARTED, PAUSED, DONE = "open", "started", "paused", "done"


class ControlState(msgspec.Struct, frozen=True):
    """How far one control is. A control nobody touched yet has no entry; whether it is ready is computed."""

    state: str = OPEN
    officer: str = ""
    office: str = ""
    """Another responsible office than the model's, after a transfer."""
    since: int = 0
    outcome: str = ""
    reason: str = ""
    waits_for: str = ""
    added: bool = False
    done_by: str = ""
    by_hand: bool = False
    """An officer asked for it or opened it again: the system does not do it."""
    order: str = ""
    """Inspection order that does it; empty: none."""
    second: str = ""
    """Officer of another post who was asked to look too."""
    second_office: str = ""
    seen: bool = False
    """That officer has looked and found it in order."""


class Bound(msgspec.Struct, frozen=True):
    """What a declaration holds of a permit."""

    taken: dict[str, Decimal]
    """Shared stream → amount."""
    written_off: bool = False


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A question to the declarant and its answer."""

    version: int
    """Of the event that asked; number and version name it."""
    control: str
    question: Question
    officer: str
    at: int
    answered_at: int | None = None
    answered_by: str = ""
    text: str = ""
    papers: tuple[PaperQuoted, ...] = ()


class OpenHold(msgspec.Struct, frozen=True):
    """A hold that is open."""

    hold: str
    code: str
    points: tuple[str, ...]
    owner: str
    reason: str
    since: int


class Request(msgspec.Struct, frozen=True):
    """A declarant's request to amend or to cancel that an officer has not decided yet."""

    kind: str
    """amend or cancel."""
    ground: str
    reason: str
    at: int
    declaration: Declaration | None = None
    content: str = ""
    particulars: str = ""


class Clearance(msgspec.Struct, frozen=True, kw_only=True):
    """State of one declaration after ``version`` events. Times are microseconds since 1970 in UTC."""

    number: str
    version: int
    process: str
    process_version: int
    client_key: str
    declaration: Declaration
    declaration_version: int
    content: str
    draft: bool
    first_lodged_at: int | None
    """First lodging that was no draft; kept through returns and new versions."""
    last_at: int
    judged: bool = False
    returned: bool = False
    findings: tuple[Finding, ...] = ()
    words: frozenset[str] = frozenset()
    silent_words: tuple[str, ...] = ()
    silent_until: int = 0
    judged_words: frozenset[str] = frozenset()
    """Words of the last judgement itself, silent ones too."""
    instructed: dict[str, str] = {}
    """Instruction of a centre → the word it asks for; no new judgement takes it away."""
    agreed: frozenset[str] = frozenset()
    """Words whose controls the system does by itself."""
    controls: dict[str, ControlState] = {}
    holds: dict[str, OpenHold] = {}
    points: dict[str, int] = {}
    """First passing of each release point; never rewritten."""
    entry_id: str = ""
    milestones: dict[str, int] = {}
    lists: tuple[str, ...] = ()
    """Verification lists bound to it besides the one that its message quotes."""
    pair: str = ""
    """Number of the other side of its movement."""
    on_guarantee: bool = False
    """It was released with the duty secured and not yet paid."""
    revoked: bool = False
    """The release was revoked and not restored."""
    request: Request | None = None
    ending: str = ""
    ended_at: int | None = None
    claims: dict[str, Decimal] = {}
    """What is taken of each shared stream now."""
    questions: tuple[Asked, ...] = ()
    """Every question to the declarant, oldest first."""
    bound: dict[str, Bound] = {}
    """What is bound of each permit, by its stream."""
    paid: Decimal = Decimal(0)
    asked: Decimal = Decimal(0)
    """What the declarant last asked to pay, in yuan; 0 once it is paid."""
    asked_at: int | None = None
    assessment: Assessment | None = None
    """None on journals written before duty was assessed: then any amount settles."""
    supplement: Decimal = Decimal(0)
    """What verification after release found to be due besides."""
    refund: Decimal = Decimal(0)
    """What it ordered to be refunded and is not yet."""
    verified: str = ""
    """Result of the verification after release; open while one is asked for."""
    late_payment: Decimal = Decimal(0)
    """Late-payment surcharges reckoned so far."""
    surcharge: Decimal | None = None
    """Late-declaration surcharge; None where none was reckoned."""
    surcharge_settled: str = ""
    """paid, guaranteed or waived."""
    surcharge_claims: dict[str, Decimal] = {}
    """What of the claims secures the surcharge and not the duty."""
    late_entries: int = 0
    times: tuple[int, ...] = ()
    """When each event became true, by version."""

    @property
    def accepted(self) -> bool:
        return "acceptance" in self.points

    @property
    def released(self) -> bool:
        return "release" in self.points

    @property
    def due(self) -> Decimal:
        """Duty and taxes due in all, in yuan."""
        return (self.assessment.total if self.assessment else Decimal(0)) + self.supplement

    @property
    def outstanding(self) -> Decimal:
        """What of it is not paid."""
        return max(Decimal(0), self.due - self.paid)

    @property
    def secured(self) -> Decimal:
        """What guarantees secure of it."""
        return sum(self.claims.values(), Decimal(0)) - sum(self.surcharge_claims.values(), Decimal(0))

    @property
    def settled(self) -> bool:
        """Is the duty paid or secured, as its duty modes ask? Never while a figure is missing."""
        found = self.assessment
        if found is None:
            return bool(self.paid) or any(self.claims.values())
        if found.missing:
            return False
        if found.settle:
            return self.secured >= found.total
        return self.paid + self.secured >= found.total

    @property
    def status(self) -> str:
        """One word for people: draft, returned, received, accepted, released, revoked, closed or an ending."""
        if self.ending:
            return self.ending
        if self.draft:
            return "draft"
        if self.returned:
            return "returned"
        if "closing" in self.points:
            return "closed"
        if self.released:
            return "revoked" if self.revoked else "released"
        return "accepted" if self.accepted else "received"

    @property
    def alive(self) -> bool:
        """True while something may still happen to it in the process."""
        return not (self.ending or self.draft or self.returned)

    @property
    def open_questions(self) -> tuple[Asked, ...]:
        """Questions that wait for an answer: their control is still paused for them."""
        return tuple(each for each in self.questions if self._waits_for(each))

    def _waits_for(self, asked: Asked) -> bool:
        state = self.control(asked.control)
        waits = state.state == PAUSED and state.waits_for == "declarant" and state.since == asked.at
        return self.alive and waits and asked.answered_at is None

    def control(self, control: str) -> ControlState:
        return self.controls.get(control, _UNTOUCHED)


_UNTOUCHED = ControlState()
