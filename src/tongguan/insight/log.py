"""Event logs of any system: cases and their entries, and the steps that they tell.

A log comes as an iterator of cases and is counted in one pass, so that its size never matters.
"""

from collections.abc import Iterable

import msgspec

START, COMPLETE = "start", "complete"
"""Transitions of the standard life cycle (XES) that make steps; the others are entries and no steps."""
SCHEDULE, ASSIGN, SUSPEND, RESUME, REASSIGN = "schedule", "assign", "suspend", "resume", "reassign"
WITHDRAW = "withdraw"
"""Further transitions of it."""


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """One event of a log; times are microseconds UTC."""

    activity: str
    at: int
    """When it was over."""
    start: int | None = None
    """When it began, where the log says so in the same event."""
    transition: str = ""
    """Of the life cycle, in small letters; empty where the log has none."""
    resource: str = ""


class Case(msgspec.Struct, frozen=True):
    """One case with its entries in the order of the log."""

    id: str
    entries: tuple[Entry, ...]
    attributes: dict[str, str] = {}


class Step(msgspec.Struct, frozen=True, array_like=True):
    """One activity done once, from ``start`` to ``at``; both the same where the log tells one time only."""

    activity: str
    start: int
    at: int


def steps(entries: Iterable[Entry]) -> list[Step]:
    """What was done, in order of start, then end, then place in the log.

    A start and the next completion of the same activity are one step; a start that nothing completes is a step
    of no length.
    """
    found: list[Step] = []
    begun: dict[str, list[int]] = {}
    for entry in entries:
        if entry.transition == START:
            begun.setdefault(entry.activity, []).append(entry.at)
        elif entry.transition in ("", COMPLETE):
            waiting = begun.get(entry.activity)
            start = waiting.pop(0) if waiting else entry.start
            found.append(Step(entry.activity, entry.at if start is None else start, entry.at))
    found += [Step(activity, at, at) for activity, starts in begun.items() for at in starts]
    found.sort(key=_order)
    return found


def _order(step: Step) -> tuple[int, int]:
    return step.start, step.at
