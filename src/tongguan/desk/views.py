"""What the desk answers with. Inward by default; ``outward`` views leave out what must stay in the house."""

from datetime import date

import msgspec

from tongguan.desk.changes import Change
from tongguan.desk.questions import QuestionView
from tongguan.facts.assessment import Assessment
from tongguan.facts.declaration import Declaration
from tongguan.facts.finding import Finding
from tongguan.process.progress import Block


class Span(msgspec.Struct, frozen=True):
    """A control was in one state from ``start`` to ``end`` (None: still is); microseconds UTC."""

    state: str
    start: int
    end: int | None
    officer: str = ""


class ControlView(msgspec.Struct, frozen=True):
    """One required control with its life."""

    id: str
    zh: str
    en: str
    role: str
    office: str
    state: str
    officer: str
    reason: str
    waits_for: str
    by_message: bool
    spans: tuple[Span, ...]
    order: str = ""
    """Inspection order that does it."""
    second: str = ""
    """Officer who was asked for a second look."""
    looked: bool = False
    """The second look found it in order."""
    visit: bool = False
    """An inspector does it at the goods: it begins on an inspection order."""


class TrackView(msgspec.Struct, frozen=True):
    """One track: its state and its required controls."""

    track: str
    zh: str
    en: str
    state: str
    """not_required, waiting, ready, started, paused, refused or done."""
    controls: tuple[ControlView, ...]


class HoldView(msgspec.Struct, frozen=True):
    hold: str
    code: str
    points: tuple[str, ...]
    owner: str
    reason: str
    since: int


class EventView(msgspec.Struct, frozen=True):
    """One event in short; ``payload`` is its canonical JSON."""

    version: int
    kind: str
    happened_at: int
    recorded_at: int
    actor: str
    payload: str


class ReceiptView(msgspec.Struct, frozen=True):
    channel: str
    at: int
    zh: str
    en: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What lodging or acting came to."""

    number: str
    client_number: str
    entry_id: str
    status: str
    repeat: bool
    findings: tuple[Finding, ...]
    tracks: tuple[TrackView, ...]
    blocked_by: tuple[Block, ...]
    due: str
    """Duty and taxes in yuan; ``secured`` and ``outstanding`` are what of it guarantees hold and what is not paid."""
    secured: str
    outstanding: str


class Sheet(Answer, frozen=True, kw_only=True):
    """One declaration whole, as of one moment."""

    direction: str
    process: str
    office: str
    version: int
    first_lodged_at: int | None
    accepted_at: int | None
    released_at: int | None
    closed_at: int | None
    milestones: dict[str, int]
    holds: tuple[HoldView, ...]
    request: str
    """amend or cancel while a request waits to be decided."""
    claims: dict[str, str]
    bound: dict[str, str]
    """E-ledger or licence (its stream) → bound or written_off."""
    paid: str
    assessment: Assessment | None
    """Duty and taxes with their steps; None where nothing is levied."""
    pay_by: date | None
    """Last day to pay; None before acceptance."""
    surcharge: str
    """Late-declaration surcharge in yuan; empty where none is due."""
    surcharge_settled: str
    late_payment: str
    refund: str
    verified: str
    declaration: Declaration
    events: tuple[EventView, ...]
    receipts: tuple[ReceiptView, ...]
    questions: tuple[QuestionView, ...]
    """Questions to the declarant, the newest first."""
    changes: tuple[Change, ...]
    """What the version in force has changed of the one before, field by field."""
    as_of: int
