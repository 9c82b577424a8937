"""The office's own inspection orders as the test for steering wants them: who was drawn, who made the visit, of whom."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from tongguan.desk.ports import Journal
from tongguan.facts.clock import local_date
from tongguan.facts.event import Fact, open_event
from tongguan.facts.inspection import InspectionAssigned
from tongguan.insight.steering import Visit
from tongguan.process import inspection
from tongguan.process.inspection import DONE, LIVING


def visits(journal: Journal, since: date | None = None, until: date | None = None) -> list[Visit]:
    """Ended orders first drawn between two local dates, both inclusive; each once for every trader concerned.

    An order that became void was drawn and never made; what has not ended cannot be judged yet. The period is the month
    of the first draw.
    """
    traders = {row.number: row.trader for row in journal.work_rows()}
    found: list[Visit] = []
    for stream, events in groupby(journal.events("inspection/"), lambda event: event.stream):
        facts = [open_event(event) for event in events]
        first = next((each for each in facts if isinstance(each.data, InspectionAssigned)), None)
        if first is not None and _within(local_date(first.happened_at), since, until):
            found += _visits(stream.partition("/")[2], first, facts, traders)
    return found


def _within(day: date, since: date | None, until: date | None) -> bool:
    return (since or day) <= day <= (until or day)


def _visits(order: str, first: Fact, facts: Sequence[Fact], traders: Mapping[str, str]) -> Iterator[Visit]:
    was = inspection.fold(order, facts)
    if was is None or was.state in LIVING or not isinstance(first.data, InspectionAssigned):
        return
    numbers = (*(each.number for each in was.concerned), *was.dropped)
    for trader in dict.fromkeys(traders.get(number, "") for number in numbers):
        yield Visit(
            visit=order, drawn=first.data.officer, final=was.officer if was.state == DONE else "", trader=trader,
            period=f"{local_date(first.happened_at):%Y-%m}",
        )  # fmt: skip
