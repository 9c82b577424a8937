"""The audit of draws: every one recomputed from the published secrets, and what chance and rules selected with it.

That is the draws of declarations, and those of the officers of inspection orders.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

import msgspec

from tongguan.desk.draws import DrawDesk
from tongguan.desk.ports import Journal
from tongguan.facts import kinds
from tongguan.facts.clock import local_date
from tongguan.facts.declaration import Declaration
from tongguan.facts.event import Event, open_event
from tongguan.facts.finding import Finding
from tongguan.facts.inspection import InspectionAssigned
from tongguan.process.drawing import DrawDay
from tongguan.rules.book import RuleBook
from tongguan.rules.draws import draw, draw_officer, visit

_KINDS = (kinds.ApplicationReceived.KIND, kinds.DeclarationAmended.KIND, kinds.DeclarationJudged.KIND, kinds.PointPassed.KIND)  # fmt: skip


class Difference(msgspec.Struct, frozen=True):
    """A draw that is not what the secret makes of the number, or a selection that does not follow from it."""

    number: str
    """Of the declaration, or of the inspection order."""
    version: int
    day: str
    what: str
    """draw, selection, officer, or not_sealed: its day has no sealed secret."""
    recorded: str
    recomputed: str


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """What the audit found."""

    draws: int
    """Draws of declarations that were recomputed."""
    officers: int
    """Draws of officers for inspection orders that were recomputed."""
    waiting: int
    """Draws of days whose secret is not published yet."""
    unsealed: int
    """Draws from before secrets were sealed, which nobody can recompute."""
    selections: int
    """Selections that were recomputed with the rules of their time; those of rules no longer at hand are left out."""
    late: tuple[str, ...]
    """Days whose secret was sealed only when the day had begun."""
    broken: tuple[str, ...]
    """Days whose published secret is not the one that was sealed."""
    differences: tuple[Difference, ...]

    @property
    def ok(self) -> bool:
        return not (self.broken or self.differences)


class _Judged(msgspec.Struct, frozen=True):
    """One judgement that drew: what it said, of which declaration, by the rules of which date."""

    number: str
    version: int
    declaration: Declaration
    said: kinds.DeclarationJudged
    on: date


def audit(
    journal: Journal, draws: DrawDesk, books: dict[str, RuleBook], since: date | None = None, until: date | None = None
) -> Audit:  # fmt: skip
    """Recompute the draws of the days between two local dates; ``books`` are rule books by their digest."""
    days = {each.day: each for each in draws.days(since, until)}
    counts = {"draws": 0, "officers": 0, "waiting": 0, "unsealed": 0, "selections": 0}
    differences: list[Difference] = []

    def within(day: str) -> bool:
        return not ((since and day < since.isoformat()) or (until and day > until.isoformat()))

    for judged in _judgements(journal):
        day = judged.said.evidence.drawn_on
        if not day:
            counts["unsealed"] += 1
        elif within(day):
            differences += _compare(judged, days.get(day), books, counts)
    for event in journal.events("inspection/"):
        if event.kind == InspectionAssigned.KIND and within((said := _assigned(event)).day):
            differences += _compare_officer(event, said, days.get(said.day), counts)
    return Audit(
        **counts,
        late=tuple(each.day for each in days.values() if each.late),
        broken=tuple(each.day for each in days.values() if each.secret and not each.kept),
        differences=tuple(differences),
    )


def _compare(
    judged: _Judged, day: DrawDay | None, books: dict[str, RuleBook], counts: dict[str, int]
) -> Iterator[Difference]:
    evidence = judged.said.evidence
    if day is None:
        yield Difference(
            judged.number, judged.version, evidence.drawn_on, "not_sealed", str(evidence.draw), ""
        )
        return
    if not day.secret:
        counts["waiting"] += 1
        return
    counts["draws"] += 1
    again = draw(bytes.fromhex(day.secret), judged.number)
    if again != evidence.draw:
        yield Difference(judged.number, judged.version, day.day, "draw", str(evidence.draw), str(again))
    book = books.get(judged.said.editions.get("rules", ""))
    if book is None or any(finding.consequence == "reject" for finding in judged.said.findings):
        return
    counts["selections"] += 1
    recorded = _named(judged.said.findings)
    recomputed = _named(book.by_chance(judged.declaration, evidence, judged.on))
    if recorded != recomputed:
        yield Difference(judged.number, judged.version, day.day, "selection", recorded, recomputed)


def _assigned(event: Event) -> InspectionAssigned:
    data = open_event(event).data
    assert isinstance(data, InspectionAssigned)
    return data


def _compare_officer(
    event: Event, said: InspectionAssigned, day: DrawDay | None, counts: dict[str, int]
) -> Iterator[Difference]:
    order = event.stream.partition("/")[2]
    if day is None:
        yield Difference(order, event.version, said.day, "not_sealed", said.officer, "")
        return
    if not day.secret:
        counts["waiting"] += 1
        return
    counts["officers"] += 1
    standing = [each.id for each in said.candidates]
    again = draw_officer(bytes.fromhex(day.secret), visit(order, said.attempt), standing) if standing else ""
    if again != said.officer:
        yield Difference(order, event.version, day.day, "officer", said.officer, again)


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
            yield _Judged(number, event.version, declaration, data, local_date(at))
