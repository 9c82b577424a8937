"""What stands beside a rate of the released: the accepted cohort, the open stock by age, and what became of the rest.

And counts, each with its definition. Times are microseconds UTC; periods are local dates, both inclusive.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec

from tongguan.facts.clock import DAY, HOUR, parse
from tongguan.insight.life import Life
from tongguan.insight.times import FEW, GROUPS, Definition, counts, duration, within
from tongguan.process.model import Name

AGES = ((24, "under_24h"), (48, "24_to_48h"), (72, "48_to_72h"), (0, "over_72h"))
"""Hours below which an open declaration has that age; the last has the rest."""


class Cohort(msgspec.Struct, frozen=True, kw_only=True):
    """All declarations accepted in a period. Shares are of those accepted; None of fewer than 20."""

    group: dict[str, str]
    accepted: int
    cohort_within_24h: float | None
    """Released within 24 hours by the definition; those still open count as not within."""
    open: int
    """Neither released nor ended at the period's end."""
    open_by_age: dict[str, int]
    """Age since acceptance at the period's end."""
    cancelled_share: float | None
    conditional_share: float | None
    """Released on condition: before payment on a guarantee, or with a result of the inspection to follow."""
    returned_share: float | None
    """Of those first lodged in the period: returned at least once."""

    def record(self) -> dict[str, Any]:
        """The fields that ``--json`` prints."""
        return {name: getattr(self, name) for name in self.__struct_fields__ if name != "group"}


def cohorts(
    lives: Iterable[Life],
    definition: Definition,
    by: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    now: int = 0,
) -> list[Cohort]:
    """The cohorts by group, in order. ``now`` bounds what is known; the period ends at its last day or now."""
    end = now if until is None else min(now, end_of(until))
    accepted: dict[tuple[str, ...], list[Life]] = {}
    lodged: dict[tuple[str, ...], list[Life]] = {}
    for life in lives:
        if not counts(life, definition):
            continue
        for at, groups in ((life.accepted_at, accepted), (life.first_lodged_at, lodged)):
            if at is not None and within(at, since, until):
                groups.setdefault(tuple(GROUPS[name](life, at) for name in by), []).append(life)
    return [
        _cohort(definition, dict(zip(by, key, strict=True)), accepted.get(key, []), lodged.get(key, []), end)
        for key in sorted({*accepted, *lodged})
    ]


def _cohort(
    definition: Definition, group: dict[str, str], accepted: list[Life], lodged: list[Life], end: int
) -> Cohort:
    fast = sum(_fast(life, definition) for life in accepted)
    still = [life for life in accepted if not _over(life.released_at, end) and not _over(life.ended_at, end)]
    ages = {name: 0 for _, name in AGES}
    for life in still:
        ages[age_of((end - (life.accepted_at or 0)) / HOUR)] += 1
    return Cohort(
        group=group, accepted=len(accepted), cohort_within_24h=_share(fast, accepted), open=len(still),
        open_by_age=ages, cancelled_share=_share(sum(life.status == "cancelled" for life in accepted), accepted),
        conditional_share=_share(sum(life.conditional for life in accepted), accepted),
        returned_share=_share(sum(bool(life.returns) for life in lodged), lodged),
    )  # fmt: skip


def _fast(life: Life, definition: Definition) -> bool:
    took = duration(life, definition)
    return took is not None and took <= DAY


def _over(at: int | None, end: int) -> bool:
    return at is not None and at <= end


def age_of(hours: float) -> str:
    """The name in ``AGES`` of an age."""
    return next(name for limit, name in AGES if not limit or hours < limit)


def _share(part: int, whole: Sequence[object]) -> float | None:
    return round(part / len(whole), 6) if len(whole) >= FEW else None


def end_of(day: date) -> int:
    """The last microsecond of a local date."""
    return parse(f"{day.isoformat()}T23:59:59.999999")


COUNTS: dict[str, tuple[str, Name]] = {
    "lodged": (
        "first_lodged_at",
        Name("收到：按首次申报的本地日期", "lodged: by local date of the first lodging"),
    ),
    "accepted": (
        "accepted_at",
        Name("接受申报：按接受申报的本地日期", "accepted: by local date of acceptance"),
    ),
    "released": (
        "released_at",
        Name("放行：按首次放行的本地日期", "released: by local date of the first release"),
    ),
    "closed": ("closed_at", Name("结关：按结关的本地日期", "closed: by local date of closing")),
}
"""Definitions of counts: the milestone whose date counts, and the words. Each declaration counts once."""


class Count(msgspec.Struct, frozen=True):
    """One count by its definition; ``growth`` on the same dates a year before, None where there were none."""

    id: str
    count: int
    before: int
    growth: float | None


def count(lives: Sequence[Any], what: str, since: date, until: date, pairs_as_one: bool = False) -> Count:
    """How many in the period and in the year before; a pair 关联报关单 (zone side and inland side) as one or as two."""
    name = f"{what}.pairs_as_one" if pairs_as_one else what
    milestone, _ = COUNTS[what]
    this = _counted(lives, milestone, since, until, pairs_as_one)
    last = _counted(lives, milestone, year_before(since), year_before(until), pairs_as_one)
    return Count(name, this, last, round(this / last - 1, 6) if last else None)


def _counted(lives: Sequence[Any], milestone: str, since: date, until: date, pairs_as_one: bool) -> int:
    found = [each for each in lives if within(getattr(each, milestone), since, until)]
    if not pairs_as_one:
        return len(found)
    return len({min(each.number, each.pair) if each.pair else each.number for each in found})


def year_before(day: date) -> date:
    """The same date a year before; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
