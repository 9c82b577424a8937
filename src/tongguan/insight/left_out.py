"""What is left out of a figure, each declaration with one reason: counted beside it, never silently missing.

A declaration belongs to a period when its interval ended in it, when it ended otherwise in it (cancelled, returned), or
when its interval had begun and was not over at the period's end. Times are microseconds UTC.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec

from tongguan.facts.clock import HOUR
from tongguan.insight.cohort import AGES, age_of, end_of
from tongguan.insight.times import EXCLUDED, GROUPS, Definition, within

NO_START, ENDED, RETURNED, OPEN = "no_start", "ended", "returned", "open"
REASONS = (*EXCLUDED, NO_START, ENDED, RETURNED, OPEN)
"""Switched off by the definition, each by its own name; its first milestone is not known; it ended without reaching the
last one; it was returned and not lodged again so far; it is open at the period's end."""


class Left(msgspec.Struct, frozen=True):
    """One declaration that a figure leaves out."""

    row: Any
    reason: str
    at: int
    """The moment that puts it in the period: the interval's end, its own ending, or the period's end."""
    start: int | None
    """When the interval began; None where that is not known."""


def left_out(lives: Iterable[Any], definition: Definition, since: date, until: date, now: int) -> list[Left]:
    """Everything of the definition's direction that belongs to the local dates and does not count."""
    end = min(now, end_of(until))
    found = (_left(row, definition, since, until, end) for row in lives if definition.direction in ("", row.direction))  # fmt: skip
    return [each for each in found if each is not None]


def _left(row: Any, definition: Definition, since: date, until: date, end: int) -> Left | None:
    start, stop = _ends(row, definition)
    switched = next((name for name in definition.without if EXCLUDED[name][0](row)), "")
    if stop is not None and stop <= end:
        reason = switched or (NO_START if start is None else "")
        return Left(row, reason, stop, start) if reason and within(stop, since, until) else None
    if start is None or start > end:
        return None
    if row.ended_at is not None and row.ended_at <= end:
        return (
            Left(row, switched or ENDED, row.ended_at, start) if within(row.ended_at, since, until) else None
        )
    return Left(row, switched or (RETURNED if row.status == "returned" else OPEN), end, start)


def _ends(row: Any, definition: Definition) -> tuple[int | None, int | None]:
    """Start and end, whether they count or not."""
    if not definition.control:
        return getattr(row, definition.start), getattr(row, definition.end)
    spells = row.controls.get(definition.control, ())
    if not spells:
        return None, None
    return spells[0].start, spells[-1].start if spells[-1].state == "done" else None


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What one group leaves out, by reason (those that there are), and the open ones by age since the interval began."""

    reasons: dict[str, int]
    open_by_age: dict[str, int]


def tallies(found: Iterable[Left], by: Sequence[str]) -> dict[tuple[str, ...], Tally]:
    """By the values of the groupings."""
    groups: dict[tuple[str, ...], list[Left]] = {}
    for each in found:
        groups.setdefault(tuple(GROUPS[name](each.row, each.at) for name in by), []).append(each)
    return {key: _tally(group) for key, group in groups.items()}


def _tally(group: Sequence[Left]) -> Tally:
    reasons = {name: count for name in REASONS if (count := sum(each.reason == name for each in group))}
    ages = dict.fromkeys((name for _, name in AGES), 0)
    for each in group:
        if each.reason == OPEN and each.start is not None:
            ages[age_of((each.at - each.start) / HOUR)] += 1
    return Tally(reasons=reasons, open_by_age=ages)
