"""One record of times as the command and the interface give it: the figures of the group and what stands beside them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from tongguan.insight import cohort, compare, times
from tongguan.insight.life import Life
from tongguan.insight.times import Definition, Took
from tongguan.process.model import Name


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One group; seconds and shares, None where there are too few to say, nothing was counted or there is no cohort."""

    definition: str
    group: dict[str, str]
    count: int
    median_s: float | None = None
    low_s: float | None = None
    high_s: float | None = None
    mean_s: float | None = None
    p90_s: float | None = None
    p95_s: float | None = None
    percentiles: str | None = None
    """The rule of p90 and p95."""
    within_24h: float | None = None
    """Of the released; never without the cohort beside it."""
    late_entries: int | None = None
    accepted: int | None = None
    """The cohort: all accepted in the period. Times of a control have none."""
    cohort_within_24h: float | None = None
    open: int | None = None
    open_by_age: dict[str, int] | None = None
    cancelled_share: float | None = None
    conditional_share: float | None = None
    returned_share: float | None = None
    mixed: Name | None = None
    """Why the figures of this answer may not be compared with each other, where they hold serial and parallel."""

    def record(self) -> dict[str, Any]:
        """The fields that ``--json`` prints."""
        return msgspec.structs.asdict(self)


def figures(
    lives: Sequence[Life],
    definition: Definition,
    counted: Sequence[Took],
    by: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    now: int = 0,
) -> list[Figure]:
    """A figure for each group of those counted or of the cohort, groups in order; ``now`` bounds what is known."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for each in times.groups(definition, by, counted):
        found[tuple(each.group.values())] = each.record()
    for beside in () if definition.control else cohort.cohorts(lives, definition, by, since, until, now):
        empty = {"definition": definition.id, "group": beside.group, "count": 0}
        found.setdefault(tuple(beside.group.values()), empty).update(beside.record())
    barred = compare.unfair(definition, (each.row.process for each in counted))
    mixed = None if barred is None else Name(barred.zh, barred.en)
    return [Figure(**found[key], mixed=mixed) for key in sorted(found)]
