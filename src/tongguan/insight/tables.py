"""Tables of causes: hours by who was waited for, over groups of declarations, summing to the total."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from tongguan.facts.clock import SECOND
from tongguan.insight.cause import names
from tongguan.insight.causes import Told, tell, without
from tongguan.insight.life import Life
from tongguan.insight.steps import Phase, World, phases
from tongguan.insight.times import GROUPS, Definition, Took, took
from tongguan.process.model import Model


class NoCauses(ValueError):
    """The definition is no interval by the clock between two milestones."""


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

    def record(self) -> dict[str, Any]:
        """The fields that ``--json`` prints; seconds."""
        return {
            "definition": self.definition,
            "group": self.group,
            "count": self.count,
            "total_s": self.total / SECOND,
            "causes": {name: micros / SECOND for name, micros in self.causes.items()},
            "without_s": {name: micros / SECOND for name, micros in self.without.items()},
        }


Worlds = Callable[[str], World]
"""From an office to what lies over its lives."""


def way(models: Mapping[str, Model], each: Took, definition: Definition, worlds: Worlds) -> tuple[Phase, ...]:
    """The phases of one declaration's interval; NoCauses for office hours and for times of controls."""
    if definition.control or definition.office_hours:
        raise NoCauses(definition.id)
    life: Life = each.row
    return phases(models[life.process], life, definition.end, each.start, each.end, worlds(life.office))


def told(models: Mapping[str, Model], each: Took, definition: Definition, worlds: Worlds) -> Told:
    """The causes of one declaration's interval."""
    return tell(way(models, each, definition, worlds))


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
    groups: dict[tuple[str, ...], list[tuple[Phase, ...]]] = {}
    for each in took(lives, definition, since, until):
        key = tuple(GROUPS[name](each.row, each.end) for name in by)
        groups.setdefault(key, []).append(way(models, each, definition, worlds))
    return [_table(definition, dict(zip(by, key, strict=True)), groups[key]) for key in sorted(groups)]


def _table(definition: Definition, group: dict[str, str], ways: Sequence[tuple[Phase, ...]]) -> CauseTable:
    causes = dict.fromkeys(names(), 0)
    saved = dict.fromkeys(names(), 0)
    total = 0
    for each in ways:
        one = tell(each)
        total += one.total
        for name, micros in one.causes.items():
            causes[name] += micros
            saved[name] += one.total - without(each, name)
    return CauseTable(
        definition=definition.id, group=group, count=len(ways), total=total,
        causes={name: micros for name, micros in causes.items() if micros},
        without={name: total - saved[name] for name, micros in causes.items() if micros},
    )  # fmt: skip
