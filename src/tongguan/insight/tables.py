"""Tables of causes: hours by who was waited for, over groups of declarations, summing to the total."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any

import msgspec

from tongguan.facts.clock import SECOND
from tongguan.insight.cause import names
from tongguan.insight.causes import Told, tell, without_each
from tongguan.insight.life import Life
from tongguan.insight.opened import opened, squeezed
from tongguan.insight.steps import Phase, World, own, phases
from tongguan.insight.times import FEW, GROUPS, Definition, Took, took
from tongguan.process.model import Model


class CauseTable(msgspec.Struct, frozen=True, kw_only=True):
    """Causes of one group, in microseconds; ``causes`` sums to ``total`` exactly."""

    definition: str
    group: dict[str, str]
    count: int
    total: int
    causes: dict[str, int]
    """Only those that were waited for, in the order of the causes."""
    without: dict[str, int]
    """Cause → what the total would have been had nobody waited for it."""
    median: float
    without_median: dict[str, float]
    """Cause → what the median would have been had nobody waited for it."""

    @property
    def mean(self) -> float | None:
        """Of a declaration; None of fewer than 20."""
        return self.total / self.count if self.count >= FEW else None

    def without_mean(self, cause: str) -> float | None:
        """What the mean would have been had nobody waited for ``cause``; None of fewer than 20."""
        return self.without[cause] / self.count if self.count >= FEW else None

    def record(self) -> dict[str, Any]:
        """The fields that ``--json`` prints; seconds."""
        return {
            "definition": self.definition,
            "group": self.group,
            "count": self.count,
            "total_s": self.total / SECOND,
            "causes": {name: micros / SECOND for name, micros in self.causes.items()},
            "without_s": {name: micros / SECOND for name, micros in self.without.items()},
            "mean_s": None if self.mean is None else self.mean / SECOND,
            "median_s": self.median / SECOND,
            "without_median_s": {name: micros / SECOND for name, micros in self.without_median.items()},
        }


Worlds = Callable[[str], World]
"""From an office to what lies over its lives."""


Way = tuple[Phase, ...]


def way(models: Mapping[str, Model], each: Took, definition: Definition, worlds: Worlds) -> Way:
    """The phases of one declaration's interval by the clock; of a control's time its own.

    What lies in the life of an earlier declaration of the same goods is told by its own phases; from its end to the next
    lodging the declarant is waited for.
    """
    life: Life = each.row
    if definition.control:
        return own(models[life.process], life, definition.control, definition.states, worlds(life.office))
    found: list[Phase] = []
    reached = each.start
    for before in life.earlier:
        if (over := min(before.over_at or 0, each.end)) > reached:
            # It came to no end of its own, so all of its life counts, whatever milestone the goods were to reach.
            world = worlds(before.office)
            found += phases(models[before.process], before, "closed_at", reached, over, world)
            reached = over
    world = worlds(life.office)
    return (*found, *phases(models[life.process], life, definition.end, reached, each.end, world))


def explained(
    models: Mapping[str, Model], each: Took, definition: Definition, worlds: Worlds
) -> tuple[Told, Way]:
    """The causes of one declaration's interval, and the way on which ``without`` is reckoned."""
    found = way(models, each, definition, worlds)
    one = tell(found)
    if not definition.office_hours:
        return one, found
    hours = worlds(each.row.office).hours
    return opened(one, hours), squeezed(found, hours)


def told(models: Mapping[str, Model], each: Took, definition: Definition, worlds: Worlds) -> Told:
    """The causes of one declaration's interval."""
    return explained(models, each, definition, worlds)[0]


def ways(
    lives: Iterable[Life],
    definition: Definition,
    models: Mapping[str, Model],
    worlds: Worlds,
    since: date | None = None,
    until: date | None = None,
) -> list[tuple[Phase, ...]]:
    """The ways of all whose interval ended within the local dates."""
    return [way(models, each, definition, worlds) for each in took(lives, definition, since, until)]


def tables(
    lives: Iterable[Life],
    definition: Definition,
    models: Mapping[str, Model],
    worlds: Worlds,
    by: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> list[CauseTable]:
    """Causes of all whose interval ended within the local dates, by group, groups in order."""
    groups: dict[tuple[str, ...], list[tuple[Told, Way]]] = {}
    for each in took(lives, definition, since, until):
        key = tuple(GROUPS[name](each.row, each.end) for name in by)
        groups.setdefault(key, []).append(explained(models, each, definition, worlds))
    return [_table(definition, dict(zip(by, key, strict=True)), groups[key]) for key in sorted(groups)]


def _table(definition: Definition, group: dict[str, str], found: Sequence[tuple[Told, Way]]) -> CauseTable:
    causes = {name: sum(one.causes.get(name, 0) for one, _ in found) for name in names()}
    causes = {name: micros for name, micros in causes.items() if micros}
    totals = [one.total for one, _ in found]
    saved = [without_each(way, one) for one, way in found]
    without = {
        name: [each.get(name, total) for each, total in zip(saved, totals, strict=True)] for name in causes
    }
    return CauseTable(
        definition=definition.id, group=group, count=len(found), total=sum(totals), causes=causes,
        without={name: sum(took) for name, took in without.items()}, median=median(totals),
        without_median={name: median(took) for name, took in without.items()},
    )  # fmt: skip
