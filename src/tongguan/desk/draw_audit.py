"""The audit of draws: every one recomputed from the published secrets, and what chance and rules selected with it.

That is the draws of declarations, and those of the officers of inspection orders.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby

import msgspec

from tongguan.desk import officer_audit
from tongguan.desk.difference import Difference
from tongguan.desk.draws import DrawDesk
from tongguan.desk.officer_audit import Assigned, Orders
from tongguan.desk.ports import Journal
from tongguan.facts import kinds
from tongguan.facts.clock import local_date
from tongguan.facts.declaration import Declaration
from tongguan.facts.event import Event, open_event
from tongguan.facts.finding import Finding
from tongguan.process.drawing import DrawDay
from tongguan.rules.book import RuleBook
from tongguan.rules.draws import draw

_KINDS = (kinds.ApplicationReceived.KIND, kinds.DeclarationAmended.KIND, kinds.DeclarationJudged.KIND, kinds.PointPassed.KIND)  # fmt: skip
COUNTS = ("draws", "officers", "waiting", "unpublished", "unsealed", "selections", "unread")
"""What the audit counts."""


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """What the audit found."""

    draws: int
    """Draws of declarations that were recomputed."""
    officers: int
    """Draws of officers for inspection orders that were recomputed."""
    waiting: int
    """Draws of days whose secret need not be published yet."""
    unpublished: int
    """Draws of ``overdue`` days, which nobody can recompute."""
    unsealed: int
    """Draws from before secrets were sealed, which nobody can recompute."""
    selections: int
    """Selections that were recomputed with the rules of their time."""
    unread: int
    """Selections that could not be: the rule book of their time is no longer at hand."""
    late: tuple[str, ...]
    """Days whose secret was sealed only when the day had begun."""
    overdue: tuple[str, ...]
    """Days that are over, and the one after them too, without their secret being published."""
    broken: tuple[str, ...]
    """Days whose published secret is not the one that was sealed."""
    differences: tuple[Difference, ...]

    @property
    def ok(self) -> bool:
        return not (self.overdue or self.broken or self.differences)


class _Judged(msgspec.Struct, frozen=True):
    """One judgement that drew: what it said, of which declaration, by the rules of which date."""

    number: str
    version: int
    declaration: Declaration
    said: kinds.DeclarationJudged
    on: date
    drawn_at: int
    """When its draw was first recorded, microseconds UTC: an amendment keeps the first draw."""


class _Days:
    """The days of draws as they stand now."""

    def __init__(self, draws: DrawDesk, now: int) -> None:
        found = draws.days()
        self.by_name = {each.day: each for each in found}
        self.first_sealed_at = min((each.sealed_at for each in found), default=now)
        self._grace = (local_date(now) - timedelta(days=1)).isoformat()

    def overdue(self, day: DrawDay) -> bool:
        """Is it over, with a day's grace, and its secret not told?"""
        return not day.secret and day.day < self._grace

    def told(self, day: DrawDay, counts: Counter[str], told: str) -> bool:
        """Can a draw of the day be recomputed? Counted as what it is."""
        counts[told if day.secret else "unpublished" if self.overdue(day) else "waiting"] += 1
        return bool(day.secret)


def audit(
    journal: Journal, draws: DrawDesk, books: dict[str, RuleBook], subjects: Mapping[str, str], now: int,
    since: date | None = None, until: date | None = None,
) -> Audit:  # fmt: skip
    """Recompute the draws of the days between two local dates, as things stand ``now`` (microseconds UTC).

    ``books`` are rule books by their digest; ``subjects`` names the qualification that each service asks for.
    """
    days, counts, differences = _Days(draws, now), Counter[str](), list[Difference]()

    def within(day: str) -> bool:
        return not ((since and day < since.isoformat()) or (until and day > until.isoformat()))

    for judged in _judgements(journal):
        if within(judged.said.evidence.drawn_on or local_date(judged.drawn_at).isoformat()):
            differences += _compare(judged, days, books, counts)
    orders = officer_audit.read(journal)
    for each in orders.assigned:
        if within(each.said.day):
            differences += _compare_officer(each, orders, days, subjects, counts)
    shown = [each for each in days.by_name.values() if within(each.day)]
    return Audit(
        **{name: counts[name] for name in COUNTS},
        late=tuple(each.day for each in shown if each.late),
        overdue=tuple(each.day for each in shown if days.overdue(each)),
        broken=tuple(each.day for each in shown if each.secret and not each.kept),
        differences=tuple(differences),
    )


def _compare(
    judged: _Judged, days: _Days, books: dict[str, RuleBook], counts: Counter[str]
) -> Iterator[Difference]:
    evidence = judged.said.evidence

    def differs(what: str, was: str, again: str) -> Difference:
        return Difference(judged.number, judged.version, evidence.drawn_on, what, was, again)

    today = local_date(judged.drawn_at).isoformat()
    if not evidence.drawn_on:
        if judged.drawn_at >= days.first_sealed_at:
            yield differs("undated", str(evidence.draw), today)
        else:
            counts["unsealed"] += 1
        return
    if evidence.drawn_on != today:
        yield differs("other_day", evidence.drawn_on, today)
    day = days.by_name.get(evidence.drawn_on)
    if day is None:
        yield differs("not_sealed", str(evidence.draw), "")
        return
    if not days.told(day, counts, "draws"):
        return
    again = draw(bytes.fromhex(day.secret), judged.number)
    if again != evidence.draw:
        yield differs("draw", str(evidence.draw), str(again))
    if any(finding.consequence == "reject" for finding in judged.said.findings):
        return
    book = books.get(judged.said.editions.get("rules", ""))
    counts["unread" if book is None else "selections"] += 1
    recorded = _named(judged.said.findings)
    if book and recorded != (recomputed := _named(book.by_chance(judged.declaration, evidence, judged.on))):
        yield differs("selection", recorded, recomputed)


def _compare_officer(
    each: Assigned, orders: Orders, days: _Days, subjects: Mapping[str, str], counts: Counter[str]
) -> Iterator[Difference]:
    yield from officer_audit.recorded(each, orders, subjects)
    day = days.by_name.get(each.said.day)
    if day is None:
        yield Difference(
            each.was.order, each.fact.version, each.said.day, "not_sealed", each.said.officer, ""
        )
    elif days.told(day, counts, "officers"):
        yield from officer_audit.officer(each, day)


def _named(findings: Iterable[Finding]) -> str:
    """What chance and rules selected, in one line."""
    named = {
        f"{each.code} {each.values.get('rule', '')} {each.word}"
        for each in findings
        if each.code in ("S01", "S05")
    }
    return "; ".join(" ".join(each.split()) for each in sorted(named))


def _judgements(journal: Journal) -> Iterator[_Judged]:
    """Every judgement with a draw, in order of stream and version."""
    for stream, events in groupby(journal.events(), lambda event: event.stream):
        if "/" not in stream:
            yield from _of_stream(stream, events)


def _of_stream(number: str, events: Iterable[Event]) -> Iterator[_Judged]:
    declaration: Declaration | None = None
    accepted: int | None = None
    first: dict[tuple[int, str], int] = {}
    for event in events:
        if event.kind not in _KINDS:
            continue
        data = open_event(event).data
        if isinstance(data, kinds.ApplicationReceived | kinds.DeclarationAmended):
            declaration = data.declaration
        elif isinstance(data, kinds.PointPassed) and data.point == "acceptance":
            accepted = event.happened_at
        elif isinstance(data, kinds.DeclarationJudged) and declaration and data.evidence.draw is not None:
            at = event.happened_at if accepted is None else accepted
            drawn_at = first.setdefault((data.evidence.draw, data.evidence.drawn_on), event.recorded_at)
            yield _Judged(number, event.version, declaration, data, local_date(at), drawn_at)
