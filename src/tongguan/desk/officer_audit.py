"""The audit of officers' draws: who was drawn, who stood in the draw, and with how much work, all from the journal."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby

import msgspec

from tongguan.desk.difference import Difference
from tongguan.desk.ports import Journal
from tongguan.facts.clock import local_date
from tongguan.facts.event import Fact, open_event
from tongguan.facts.inspection import InspectionAssigned
from tongguan.process import inspection
from tongguan.process.assign import in_the_draw
from tongguan.process.drawing import DrawDay
from tongguan.process.inspection import LIVING, Inspection
from tongguan.rules.draws import draw_officer, visit

SLACK = 60_000_000
"""Microseconds about a draw within which orders that change hands leave the load open: they were read before it."""
_NEVER = 1 << 62


class Assigned(msgspec.Struct, frozen=True):
    """One draw of an officer, with the order as it stood before."""

    was: Inspection
    fact: Fact
    said: InspectionAssigned


class Held(msgspec.Struct, frozen=True):
    """An order that an officer had from one moment of recording up to another, microseconds UTC."""

    since: int
    until: int


class Orders(msgspec.Struct, frozen=True):
    """What the journal says of all inspection orders."""

    assigned: list[Assigned]
    held: dict[str, list[Held]]
    """Officer → orders that he had been given and had not finished."""


def read(journal: Journal) -> Orders:
    """Read every inspection order once."""
    assigned: list[Assigned] = []
    held: defaultdict[str, list[Held]] = defaultdict(list)
    for stream, events in groupby(journal.events("inspection/"), lambda event: event.stream):
        was: Inspection | None = None
        since = 0
        for fact in map(open_event, events):
            if was is not None and isinstance(fact.data, InspectionAssigned):
                assigned.append(Assigned(was, fact, fact.data))
            state = inspection.fold(stream.partition("/")[2], [fact], was)
            if _holder(was) != _holder(state):
                if _holder(was):
                    held[_holder(was)].append(Held(since, fact.recorded_at))
                since = fact.recorded_at
            was = state
        if _holder(was):
            held[_holder(was)].append(Held(since, _NEVER))
    return Orders(assigned, held)


def _holder(order: Inspection | None) -> str:
    return order.officer if order is not None and order.state in LIVING else ""


def officer(each: Assigned, day: DrawDay) -> Iterator[Difference]:
    """Does the day's secret draw the same officer among those who stood?"""
    standing = [candidate.id for candidate in each.said.candidates]
    number = visit(each.was.order, each.said.attempt)
    again = draw_officer(bytes.fromhex(day.secret), number, standing) if standing else ""
    if again != each.said.officer:
        yield _difference(each, "officer", each.said.officer, again)


def recorded(each: Assigned, orders: Orders, subjects: Mapping[str, str]) -> Iterator[Difference]:
    """What the draw rests on, as far as the journal knows it: its day and number, who stood, and everybody's work.

    ``subjects`` names the qualification that each service asks for. Draws from before all who were considered were
    recorded say nothing of the last two.
    """
    said, drawn_at = each.said, each.fact.recorded_at
    today = local_date(drawn_at).isoformat()
    if said.day != today:
        yield _difference(each, "other_day", said.day, today)
    if said.attempt != each.was.draws + 1:
        yield _difference(each, "attempt", str(said.attempt), str(each.was.draws + 1))
    if not said.considered:
        return
    standing = in_the_draw(said.considered, each.was.services, subjects)
    if standing != said.candidates:
        yield _difference(each, "standing", _ids(said), ", ".join(one.id for one in standing))
    for one in said.considered:
        least, most = _load(orders.held.get(one.id, []), drawn_at)
        if not least <= one.load <= most:
            yield _difference(each, "load", f"{one.id} {one.load}", f"{one.id} {least}")


def _load(held: list[Held], at: int) -> tuple[int, int]:
    """The least and the most that an officer had about a moment; they differ where orders changed hands just then."""
    least = sum(each.since < at - SLACK and at + SLACK < each.until for each in held)
    most = sum(each.since <= at + SLACK and at - SLACK <= each.until for each in held)
    return least, most


def _ids(said: InspectionAssigned) -> str:
    return ", ".join(each.id for each in said.candidates)


def _difference(each: Assigned, what: str, was: str, again: str) -> Difference:
    return Difference(each.was.order, each.fact.version, each.said.day, what, was, again)
