"""Which declarations are late: computed from worklist rows and a moment, whoever looks, whenever. Pure.

The clock runs in clock hours from the later of acceptance and arrival. Past 24 hours (strictly more) a declaration that
is not released is late; past 20 it is a warning.
"""

from collections.abc import Collection, Iterable

from tongguan.facts.clock import DAY, HOUR
from tongguan.insight.times import Timed
from tongguan.process.model import Model

WARN_AFTER, LATE_AFTER = 20 * HOUR, DAY
WARNING, LATE = "warning", "late"
LEVELS = ((72 * HOUR, "district"), (48 * HOUR, "head"), (24 * HOUR, "section"))
"""Past so many microseconds the case is a matter of the section, the head of the office, the district."""


def by_arrival(models: Iterable[Model]) -> frozenset[str]:
    """Processes in which the clock waits for the goods: those that require their arrival of every declaration."""
    return frozenset(
        model.id
        for model in models
        if any(control.done_by == "arrived" and control.when == "always" for control in model.control)
    )


def began(row: Timed, process: str, arriving: Collection[str]) -> int | None:
    """When the clock began, microseconds UTC; None before acceptance, and before arrival where that is waited for."""
    if row.accepted_at is None or (process in arriving and row.arrived_at is None):
        return None
    return max(row.accepted_at, row.arrived_at or 0)


def alarm(age: int) -> str:
    """late strictly past 24 hours, warning strictly past 20, else empty; ``age`` in microseconds."""
    return LATE if age > LATE_AFTER else WARNING if age > WARN_AFTER else ""


def level(age: int) -> str:
    """Whom an age concerns: section past 24 hours, head past 48, district past 72; empty before."""
    return next((name for after, name in LEVELS if age > after), "")


def passed_at(row: Timed, process: str, arriving: Collection[str]) -> int | None:
    """When a declaration passed 24 hours, released since or not; None when it was in time (so far)."""
    start = began(row, process, arriving)
    if start is None:
        return None
    end = row.released_at if row.released_at is not None else row.ended_at
    passed = start + LATE_AFTER
    return passed if end is None or end > passed else None
