"""Times of an event log: by two definitions that any log can answer, and by the office's where it has the milestones."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from tongguan.facts.clock import DAY, SECOND, local_date
from tongguan.insight import times
from tongguan.insight.graph import way
from tongguan.insight.log import COMPLETE, Case, Entry, Step, steps

CASE, CASE_FROM_START = "case", "case_from_start"
DEFINITIONS = {
    CASE: ("首项作业完成至末项作业完成", "end of the first activity to end of the last, in the order of their starts"),
    CASE_FROM_START: ("首项作业开始至末项作业完成", "start of the first activity to the end that came last"),
}  # fmt: skip
"""What any log can answer: id → (zh, en)."""
MILESTONES = {
    "application": ("first_lodged_at", "first_application_at"), "arrived": ("arrived_at",),
    "acceptance": ("accepted_at",), "release": ("released_at",), "gate_out": ("gate_out_at",),
    "first_delivery": ("first_delivery_at",), "closing": ("closed_at",), "ended": ("ended_at",),
}  # fmt: skip
"""Activity of our own logs → the milestones of the definitions; another log says which of its activities each is."""


class NotInLogs(ValueError):
    """A definition that no event log can answer, or a grouping by nothing the log has."""


class Landmarks(msgspec.Struct, frozen=True, kw_only=True):
    """The milestones of one case, microseconds UTC; None for those it did not come to."""

    direction: str = ""
    first_lodged_at: int | None = None
    first_application_at: int | None = None
    arrived_at: int | None = None
    accepted_at: int | None = None
    released_at: int | None = None
    gate_out_at: int | None = None
    first_delivery_at: int | None = None
    closed_at: int | None = None
    ended_at: int | None = None

    @property
    def ready_at(self) -> int | None:
        """The later of acceptance and arrival; acceptance where no arrival is known."""
        return (
            None if self.accepted_at is None else max(self.accepted_at, self.arrived_at or self.accepted_at)
        )


def landmarks(entries: Iterable[Entry], direction: str, names: Mapping[str, str]) -> Landmarks:
    """The first completion of each milestone; ``names``: milestone → the log's activity, where it is another word."""
    activities = {names.get(milestone, milestone): milestone for milestone in MILESTONES}
    found: dict[str, int] = {}
    for entry in entries:
        milestone = activities.get(entry.activity)
        if milestone is not None and entry.transition in ("", COMPLETE):
            for field in MILESTONES[milestone]:
                found[field] = min(found.get(field, entry.at), entry.at)
    return Landmarks(direction=direction, **found)


class LogTimes(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of a log over one group, in seconds; of few cases too, for a log is what it is."""

    definition: str
    group: dict[str, str]
    count: int
    events: int
    variants: int
    mean_s: float
    median_s: float
    p90_s: float
    p95_s: float
    low_s: float
    high_s: float
    within_24h: float

    def record(self) -> dict[str, Any]:
        """The fields that ``--json`` prints."""
        return {name: getattr(self, name) for name in self.__struct_fields__}


class _Group:
    def __init__(self) -> None:
        self.took, self.events, self.ways = array("q"), 0, set[bytes]()


class Times:
    """Times of the cases that were added, by group."""

    def __init__(
        self,
        definition: str,
        by: Sequence[str] = (),
        since: date | None = None,
        until: date | None = None,
        names: Mapping[str, str] | None = None,
    ) -> None:
        self._definition, self._by, self._names = definition, tuple(by), names or {}
        self._since, self._until = since, until
        self._office = None if definition in DEFINITIONS else _office_definition(definition)
        self._groups: dict[tuple[str, ...], _Group] = {}
        self._activities: dict[str, int] = {}

    def add(self, case: Case, done: Sequence[Step]) -> None:
        """One more case with its steps; one without the milestones, or outside the dates, does not count."""
        found = self._took(case, done)
        if found is None or not self._within(found[1]):
            return
        group = self._groups.setdefault(self._key(case, found[1]), _Group())
        group.took.append(found[0])
        group.events += len(case.entries)
        group.ways.add(way(done, self._activities).tobytes())

    def _took(self, case: Case, done: Sequence[Step]) -> tuple[int, int] | None:
        """Microseconds, and the moment that counts."""
        if not done:
            return None
        if self._definition == CASE:
            return max(0, done[-1].at - done[0].at), done[-1].at
        if self._office is None:
            last = max(step.at for step in done)
            return last - done[0].start, last
        row: Any = landmarks(case.entries, case.attributes.get("direction", ""), self._names)
        took = times.duration(row, self._office)
        return None if took is None else (took, getattr(row, self._office.end))

    def _within(self, at: int) -> bool:
        if self._since is None and self._until is None:
            return True
        day = local_date(at)
        return (self._since is None or day >= self._since) and (self._until is None or day <= self._until)

    def _key(self, case: Case, at: int) -> tuple[str, ...]:
        return tuple(
            _PERIODS[name](at) if name in _PERIODS else case.attributes.get(name, "") for name in self._by
        )

    def figures(self) -> list[LogTimes]:
        """The figures of each group, groups in order; empty when nothing counted."""
        return [
            self._figure(dict(zip(self._by, key, strict=True)), group)
            for key, group in sorted(self._groups.items())
        ]

    def _figure(self, group: dict[str, str], found: _Group) -> LogTimes:
        took, count = sorted(found.took), len(found.took)
        return LogTimes(
            definition=self._definition,
            group=group,
            count=count,
            events=found.events,
            variants=len(found.ways),
            mean_s=round(sum(took) / count / SECOND, 6),
            median_s=(took[(count - 1) // 2] + took[count // 2]) / 2 / SECOND,
            p90_s=times.percentile(took, 90) / SECOND,
            p95_s=times.percentile(took, 95) / SECOND,
            low_s=took[0] / SECOND,
            high_s=took[-1] / SECOND,
            within_24h=round(sum(each <= DAY for each in took) / count, 6),
        )


_PERIODS = {
    "month": lambda at: local_date(at).isoformat()[:7],
    "week": lambda at: "{0[0]}-W{0[1]:02}".format(local_date(at).isocalendar()),
}
"""Groupings by the local date of the end; every other is an attribute of the case."""


def attributes(by: Sequence[str]) -> tuple[str, ...]:
    """What a log has to tell of its cases for these groupings."""
    return tuple(name for name in by if name not in _PERIODS)


def office_definitions() -> dict[str, times.Definition]:
    """The office's definitions that a log with its milestones can answer, by id."""
    milestones = {*Landmarks.__struct_fields__, "ready_at"}
    return {name: each for name, each in times.definitions().items() if {each.start, each.end} <= milestones}


def _office_definition(name: str) -> times.Definition:
    known = office_definitions()
    if name not in known:
        raise NotInLogs(f"{name}; there are {', '.join((*DEFINITIONS, *known))}")
    return known[name]


def told(cases: Iterable[Case]) -> Iterable[tuple[Case, list[Step]]]:
    """Each case with its steps."""
    return ((case, steps(case.entries)) for case in cases)
