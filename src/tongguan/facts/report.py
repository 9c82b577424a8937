"""The weekly report 周报 as it is kept: the record of a week whole, and the events of its stream. Times are microseconds UTC."""

from typing import ClassVar

import msgspec

from tongguan.facts.kinds import Payload


class Side(msgspec.Struct, frozen=True, omit_defaults=True):
    """Seconds of some declarations by one definition; mean and rate are None under 20."""

    count: int
    median_s: float
    low_s: float
    high_s: float
    mean_s: float | None = None
    within_24h: float | None = None


class Said(msgspec.Struct, frozen=True):
    """A sentence in both languages."""

    zh: str
    en: str


class Against(msgspec.Struct, frozen=True, omit_defaults=True):
    """Another period under the same definition; ``change`` is a share of its mean, None where it cannot be judged."""

    side: Side | None
    change: float | None = None
    barred: Said | None = None


class Aim(msgspec.Struct, frozen=True):
    """A target of the same definition and direction: hours, and the mean of the year up to the week's end."""

    aim: float | None
    baseline: float | None
    year: float | None
    due: str
    reached: bool | None


class Nation(msgspec.Struct, frozen=True, omit_defaults=True):
    """The published national average, or why nothing can be judged by it."""

    hours: str = ""
    better: bool | None = None
    said: Said | None = None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One definition and direction: the week and what it is compared with."""

    definition: str
    direction: str
    now: Side | None
    late_entries: int
    accepted: int
    """Accepted in the week; ``cohort`` is the share of them released within 24 hours, open ones counted as not; None
    under 20."""
    cohort: float | None
    last_week: Against
    last_year: Against
    target: Aim | None
    nation: Nation


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """Declarations accepted and not yet released: before + opened - closed - ended = carried."""

    before: int
    opened: int
    closed: int
    ended: int
    carried: int


class Standing(msgspec.Struct, frozen=True):
    """A declaration carried over; ``age`` since its acceptance at the week's end."""

    number: str
    direction: str
    trader: str
    age: int


class Waited(msgspec.Struct, frozen=True):
    """Microseconds for which one party was waited for, and what would have been saved without."""

    cause: str
    micros: int
    saved: int


class Passed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A declaration that passed 24 hours within the week; its cause as it was known when the record was made."""

    number: str
    direction: str
    trader: str
    channel: str
    passed_at: int
    took: int
    """From the later of acceptance and arrival to release, or to the week's end where ``released`` is false."""
    released: bool
    waited: str
    """Who was waited for longest; where ``released`` is false, who is waited for at the end."""
    cause: str
    section: str
    owner: str
    action: str
    finding: str
    cause_state: str = ""
    """named, confirmed by the section waited for, or objected to."""


class Request(msgspec.Struct, frozen=True):
    """What is asked of whom; ``whom`` is a party of the causes, or whom the officer named."""

    id: str
    whom: str
    said: Said


class Answered(msgspec.Struct, frozen=True, omit_defaults=True):
    """A request of the week before, with its answer; without one it is not answered."""

    request: Request
    text: str = ""
    by: str = ""
    at: int | None = None


class Decided(msgspec.Struct, frozen=True):
    """What was decided in the week about a case, by whom."""

    at: int
    by: str
    case: str
    verb: str
    text: str


class Stand(msgspec.Struct, frozen=True):
    """Microseconds past 24 hours that fell into the week, of declarations that stood one way: law (stopped by it), others
    (waiting for them), acting, nobody; ``declarations`` counts each where most of its time was."""

    how: str
    micros: int
    declarations: int


class CaseFlow(msgspec.Struct, frozen=True, kw_only=True):
    """Cases of the coordination desk: before + opened = closed + carried; one that goes on again is opened again."""

    before: int
    opened: int
    closed: int
    carried: int


class OldCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case that is carried over; ``age`` since it was opened, at the week's end."""

    case: str
    declarations: int
    trader: str
    """Of its first declaration."""
    owner: str
    age: int


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody was asked in cases that were open in the week, and did: to take a case, to confirm a cause, to keep a
    promise, to answer a question; as it is known when the record is made."""

    whom: str
    what: str
    """take, confirm, promise or answer."""
    asked: int
    done: int
    overdue: int
    """Of those not done: how many whose time is over; a case without owner and a cause without answer have none."""


class Because(msgspec.Struct, frozen=True, kw_only=True):
    """Declarations that passed 24 hours in the week by the cause that was named (empty: none), by how it stands."""

    cause: str
    confirmed: int
    named: int
    objected: int
    total: int


class Report(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The record of one week, Monday to Sunday by local dates; fields with defaults are not in the oldest records."""

    week: str
    since: str
    until: str
    made_at: int
    synthetic: bool
    definition: str
    """Of the causes; each line names its own."""
    lines: tuple[Line, ...]
    flow: Flow
    oldest: tuple[Standing, ...]
    count: int
    total: int
    causes: tuple[Waited, ...]
    """Sums to ``total``, microseconds of ``count`` declarations."""
    overrun: Side | None
    """Time past 24 hours of those in ``late``."""
    late: tuple[Passed, ...]
    reasons: tuple[Waited, ...]
    requests: tuple[Request, ...]
    last_requests: tuple[Answered, ...]
    decided: tuple[Decided, ...]
    stands: tuple[Stand, ...] = ()
    cases: CaseFlow | None = None
    old_cases: tuple[OldCase, ...] = ()
    owed: tuple[Owed, ...] = ()
    why: tuple[Because, ...] = ()
    names: dict[str, Said] = {}
    """Officers, sections and outsiders that the record names by id, as they were called when it was made."""


class Changed(msgspec.Struct, frozen=True):
    """One figure that a restatement changes, or the cause of one declaration (a text: code and how it stands)."""

    figure: str
    was: float | str | None
    now: float | str | None


class ReportIssued(Payload, frozen=True, omit_defaults=True):
    """The report of a week is issued; ``digest`` is the SHA-256 (hex) of its canonical record."""

    KIND: ClassVar[str] = "report.issued"
    report: Report
    digest: str


class ReportRestated(Payload, frozen=True, omit_defaults=True):
    """An issued report is put right: a new record under the next number, with both figures of what changed."""

    KIND: ClassVar[str] = "report.restated"
    report: Report
    digest: str
    reason: str
    changed: tuple[Changed, ...]


class RequestAnswered(Payload, frozen=True, omit_defaults=True):
    """What a report asked for was answered."""

    KIND: ClassVar[str] = "report.answered"
    request: str
    text: str


class ReportSending(Payload, frozen=True, omit_defaults=True):
    """Somebody is about to mail an issue; nobody else does meanwhile. If it does not go out, it is tried again."""

    KIND: ClassVar[str] = "report.sending"
    number: int


class ReportSent(Payload, frozen=True, omit_defaults=True):
    """A report went out by mail; ``number`` 0 is the first issue, others are restatements."""

    KIND: ClassVar[str] = "report.sent"
    number: int
    to: tuple[str, ...]
