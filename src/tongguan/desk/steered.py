"""The office's own visits as the test for steering wants them: who was drawn, who made the visit in the end, of whom.

What happens to a visit after the draw is followed through every way out of it: another officer, an order that is dropped
and ordered anew, a declaration that ends and is lodged again with the same goods.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby

import msgspec
from msgspec.structs import replace

from tongguan.desk.ports import Journal
from tongguan.desk.worklist import WorkRow
from tongguan.facts.clock import DAY, local_date
from tongguan.facts.event import Event, open_event
from tongguan.facts.finding import SELECT
from tongguan.facts.inspection import InspectionAssigned
from tongguan.facts.words import VISITED
from tongguan.insight.steering import NOBODY, Visit
from tongguan.process import inspection
from tongguan.process.apply import fold
from tongguan.process.inspection import DONE, LIVING

WITHIN = 30 * DAY
"""The same trader's goods in the same container are declared again after such an ending, not brought again, so long."""
AWAY = frozenset({"cancelled", "goods_returned"})
"""Endings by which goods get away from a visit and may be declared again."""
PAGE = 500


class _Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """One trader's visit by one order, or a selection without an order: when, who was drawn, who made it."""

    visit: str
    at: int
    drawn: str
    final: str
    """Empty: it was not made."""
    lives: bool = False
    trader: str
    goods: frozenset[str]
    """Numbers, containers and transport documents."""


def visits(journal: Journal, since: date | None = None, until: date | None = None) -> list[Visit]:
    """Visits first drawn between two local dates, both inclusive; each once for every trader concerned.

    A visit that was not made, and another of the same goods of the same trader after it, are one. What has not ended
    cannot be judged yet. The period is the month of the first draw.
    """
    rows = {row.number: row for row in journal.work_rows()}
    ordered = list(_ordered(journal, rows))
    known = {number for each in ordered for number in each.goods}
    chosen = sorted((*ordered, *_away(journal, rows, known)), key=lambda each: (each.at, each.visit))
    return [
        Visit(visit=each.visit, drawn=each.drawn, final=each.final, trader=each.trader, period=_month(each.at))
        for each in _chained(chosen)
        if not each.lives and _within(local_date(each.at), since, until)
    ]  # fmt: skip


def _month(at: int) -> str:
    return f"{local_date(at):%Y-%m}"


def _within(day: date, since: date | None, until: date | None) -> bool:
    return (since or day) <= day <= (until or day)


def _chained(chosen: Iterable[_Chosen]) -> Iterator[_Chosen]:
    """One for each visit: the first draw, and the officer who made it in the end."""
    lost: list[_Chosen] = []
    for each in chosen:
        before = next((was for was in lost if _again(was, each)), None)
        if before is not None:
            lost.remove(before)
            drawn = each.drawn if before.drawn == NOBODY else before.drawn
            each = replace(
                before, drawn=drawn, final=each.final, lives=each.lives, goods=before.goods | each.goods
            )
        if each.final or each.lives:
            yield each
        else:
            lost.append(each)
    yield from lost


def _again(was: _Chosen, now: _Chosen) -> bool:
    return was.trader == now.trader and now.at - was.at <= WITHIN and not was.goods.isdisjoint(now.goods)


def _ordered(journal: Journal, rows: Mapping[str, WorkRow]) -> Iterator[_Chosen]:
    """Every order for which an officer was drawn, once for each trader concerned."""
    for stream, events in groupby(journal.events("inspection/"), lambda event: event.stream):
        yield from _of_order(stream.partition("/")[2], events, rows)


def _of_order(order: str, events: Iterable[Event], rows: Mapping[str, WorkRow]) -> Iterator[_Chosen]:
    facts = [open_event(event) for event in events]
    was = inspection.fold(order, facts)
    first = next((each for each in facts if isinstance(each.data, InspectionAssigned)), None)
    if was is None or first is None or not isinstance(first.data, InspectionAssigned):
        return
    concerned = {each.number for each in was.concerned}
    traders: dict[str, set[str]] = {}
    for number in (*(each.number for each in was.concerned), *was.dropped):
        traders.setdefault(rows[number].trader if number in rows else "", set()).add(number)
    for trader, numbers in traders.items():
        made = was.state == DONE and not concerned.isdisjoint(numbers)
        yield _Chosen(
            visit=order, at=first.happened_at, drawn=first.data.officer, final=was.officer if made else "",
            lives=was.state in LIVING and not concerned.isdisjoint(numbers), trader=trader,
            goods=frozenset(numbers | set(was.units)),
        )  # fmt: skip


def _away(journal: Journal, rows: Mapping[str, WorkRow], known: set[str]) -> Iterator[_Chosen]:
    """Declarations that were selected for a visit, told of it or not, and ended before there was an order."""
    numbers = [
        row.number for row in rows.values()
        if row.ended_at and row.accepted_at and not row.released_at and row.number not in known
    ]  # fmt: skip
    for place in range(0, len(numbers), PAGE):
        for number, events in journal.read_many(numbers[place : place + PAGE]).items():
            was = fold(open_event(event) for event in events)
            if was is None or was.ended_at is None or was.ending not in AWAY:
                continue
            selected = {each.word for each in was.findings if each.consequence == SELECT}
            if selected.isdisjoint(VISITED) and VISITED.isdisjoint(was.instructed.values()):
                continue
            boxes = {each.container for each in was.declaration.containers if each.container}
            yield _Chosen(
                visit=number, at=was.ended_at, drawn=NOBODY, final="", trader=rows[number].trader,
                goods=frozenset({number, was.declaration.transport_document, *boxes} - {""}),
            )  # fmt: skip
