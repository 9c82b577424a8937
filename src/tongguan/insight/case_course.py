"""A case of the coordination desk over time: when it was open, stopped by law, and under a promise that was kept up. Pure."""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from tongguan.facts.event import Fact
from tongguan.insight.hours import Interval
from tongguan.insight.steps import merged
from tongguan.process import case as cases
from tongguan.process.case import Case

STILL = 1 << 62
"""End of what still lasts."""


class Stood(NamedTuple):
    """A case as it was from ``start`` to before ``end``; microseconds UTC."""

    start: int
    end: int
    case: Case


class Course(NamedTuple):
    """A case with its states in order, from its opening on without a gap; ``case`` is the last."""

    case: Case
    states: tuple[Stood, ...]


def course(name: str, facts: Sequence[Fact]) -> Course | None:
    """The course of a case; None when there is none."""
    state: Case | None = None
    found: list[Stood] = []
    for fact, after in itertools.zip_longest(facts, facts[1:]):
        state = cases.fold(name, [fact], state)
        end = after.happened_at if after else STILL
        if state is not None and end > fact.happened_at:
            found.append(Stood(fact.happened_at, end, state))
    return Course(state, tuple(found)) if state else None


def open_when(found: Course) -> list[Interval]:
    """When it was open, suspension by law included."""
    return merged(each[:2] for each in found.states if each.case.state != cases.CLOSED)


def by_law(courses: Iterable[Course], number: str) -> list[Interval]:
    """When a head had suspended a case of the declaration."""
    return _when(
        courses, number, lambda each: (each.start, each.end) if each.case.state == cases.SUSPENDED else None
    )


def promised(courses: Iterable[Course], number: str) -> list[Interval]:
    """When an owner of a case of the declaration had promised a time that was still to come."""

    def kept(each: Stood) -> Interval | None:
        until = each.case.promised_at
        if each.case.state == cases.CLOSED or not each.case.owner or until is None or until <= each.start:
            return None
        return each.start, min(each.end, until)

    return _when(courses, number, kept)


def _when(courses: Iterable[Course], number: str, part: Callable[[Stood], Interval | None]) -> list[Interval]:
    return merged(
        found for course in courses for each in course.states
        if number in each.case.declarations and (found := part(each)) is not None
    )  # fmt: skip


def spans(late: Mapping[str, Interval], courses: Mapping[str, Course]) -> dict[str, list[Interval]]:
    """Case → when it was open. ``late``: declaration → from 24 hours to its release: then it has a case of its own
    without anybody having opened one, unless it belongs to an open joint one."""
    found = {name: open_when(each) for name, each in courses.items()}
    for number, span in late.items():
        joint = merged(
            each[:2] for name, course in courses.items() if name != number
            for each in course.states if each.case.state != cases.CLOSED and number in each.case.declarations
        )  # fmt: skip
        found[number] = merged([*found.get(number, ()), *outside(span, joint)])
    return {name: each for name, each in found.items() if each}


def outside(span: Interval, masks: Iterable[Interval]) -> list[Interval]:
    """What of a span lies in none of the masks, which are in order and do not overlap."""
    reached, found = span[0], []
    for start, end in masks:
        if reached < min(start, span[1]):
            found.append((reached, min(start, span[1])))
        reached = max(reached, end)
    return [*found, (reached, span[1])] if reached < span[1] else found
