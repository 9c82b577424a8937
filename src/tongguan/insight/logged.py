"""Times of an event log: by two definitions that any log can answer, and by the office's where it has the milestones."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from tongguan.facts.clock import DAY, SECOND, local_date, parse
from tongguan.insight import times
from tongguan.insight.graph import way
from tongguan.insight.life import Spell
from tongguan.insight.log import (
    ASSIGN,
    COMPLETE,
    REASSIGN,
    RESUME,
    SCHEDULE,
    START,
    SUSPEND,
    Case,
    Entry,
    Step,
    steps,
)  # fmt: skip
from tongguan.insight.milestones import marks

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


ASKED = ("direction", "transport", "status", "held_by_law", "first_lodging")
"""Attributes of a case that the office's definitions ask for."""


class NotInLogs(ValueError):
    """What a log was asked and cannot answer: the option that asks it, and why, in both languages."""

    def __init__(self, option: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.option, self._zh, self._en = option, zh, en

    def text(self, lang: str) -> str:
        """Why, and what would mend it."""
        return self._zh if lang == "zh" else self._en


class Landmarks(msgspec.Struct, frozen=True, kw_only=True):
    """The milestones of one case, microseconds UTC; None for those it did not come to. And what definitions ask of it."""

    direction: str = ""
    transport: str = ""
    status: str = ""
    held_by_law: bool = False
    controls: dict[str, tuple[Spell, ...]] = {}
    marks: dict[str, int] = {}
    goods_first_lodged_at: int | None = None
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


def landmarks(case: Case, names: Mapping[str, str], control: str = "") -> Landmarks:
    """The first completion of each milestone, and the work of one control.

    ``names``: milestone → the log's activity, where it is another word.
    """
    activities = {names.get(milestone, milestone): milestone for milestone in MILESTONES}
    found: dict[str, int] = {}
    for entry in case.entries:
        milestone = activities.get(entry.activity)
        if milestone is not None and entry.transition in ("", COMPLETE):
            for field in MILESTONES[milestone]:
                found[field] = min(found.get(field, entry.at), entry.at)
    told, lodging = case.attributes, case.attributes.get("first_lodging")
    return Landmarks(
        direction=told.get("direction", ""), transport=told.get("transport", ""), status=told.get("status", ""),
        held_by_law=told.get("held_by_law") == "true", goods_first_lodged_at=parse(lodging) if lodging else None,
        controls={control: spells(case.entries, control)} if control else {},
        marks=marks(((each.activity, each.transition, each.at) for each in case.entries), told.get("status", "")),
        **found,
    )  # fmt: skip


_STATES = {
    SCHEDULE: "waiting", ASSIGN: "ready", START: "started", RESUME: "started", REASSIGN: "started", SUSPEND: "paused",
    COMPLETE: "done",
}  # fmt: skip


def spells(entries: Iterable[Entry], control: str) -> tuple[Spell, ...]:
    """The states that a control was in, from the life cycle of its work."""
    found: list[Spell] = []
    for entry in entries:
        if entry.activity != control:
            continue
        if found and found[-1].end is None:
            found[-1] = replace(found[-1], end=entry.at)
        state = _STATES.get(entry.transition)
        if state is not None:
            found.append(Spell(state, entry.at, entry.at if state == "done" else None))
    return tuple(found)


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
        return {name: getattr(self, name) for name in self.__struct_fields__} | {"percentiles": times.RANK}


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
        self._needs = set() if self._office is None else _needs(self._office)

    def add(self, case: Case, done: Sequence[Step]) -> None:
        """One more case with its steps; one without the milestones, or outside the dates, does not count."""
        if self._needs:
            told = {entry.transition for entry in case.entries}
            self._needs -= told | {name for name, value in case.attributes.items() if value}
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
        row = landmarks(case, self._names, self._office.control)
        took = times.taken(row, self._office)
        return (took.micros, took.end) if took else None

    def _within(self, at: int) -> bool:
        if self._since is None and self._until is None:
            return True
        day = local_date(at)
        return (self._since is None or day >= self._since) and (self._until is None or day <= self._until)

    def _key(self, case: Case, at: int) -> tuple[str, ...]:
        return tuple(
            _PERIODS[name](at) if name in _PERIODS else case.attributes.get(name, "") for name in self._by
        )

    def answers(self) -> bool:
        """Has the log what the definition asks for?"""
        return not self._needs

    def figures(self) -> list[LogTimes]:
        """The figures of each group, groups in order; empty when nothing counted.

        NotInLogs when the log has nothing of what the definition or a grouping asks for.
        """
        if self._needs:
            lacking = ", ".join(sorted(self._needs))
            raise NotInLogs(
                "--definition",
                f"日志中没有 {lacking}，无法回答 {self._definition}；请导出带有这些内容的日志，或换一个定义",
                f"the log has no {lacking}, which {self._definition} needs; export it with them, or take another definition",
            )
        refuse_untold(self._by, self._groups)
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


def refuse_untold(by: Sequence[str], keys: Iterable[Sequence[object]]) -> None:
    """NotInLogs when no case has anything of a grouping."""
    found = list(keys)
    for place, name in enumerate(by):
        if found and not any(key[place] for key in found):
            raise NotInLogs(
                "--by",
                f"日志的案例没有“{name}”；可用 week、month 或案例自有的属性名",
                f"the log tells no {name} of its cases; use week, month or the name of an attribute that they have",
            )


def office_definitions() -> dict[str, times.Definition]:
    """The office's definitions between two milestones that a log may have, by id."""
    milestones = {*Landmarks.__struct_fields__, "ready_at"}
    return {name: each for name, each in times.definitions().items() if {each.start, each.end} <= milestones}


_EXCLUDED_BY = {"virtual_transport": "transport", "held_by_law": "held_by_law", "cancelled": "status"}
"""Exclusion of a definition → the attribute that tells of it."""


def _needs(definition: times.Definition) -> set[str]:
    """Attributes and transitions without which a log cannot answer the definition."""
    needed = {_EXCLUDED_BY[name] for name in definition.without}
    if definition.direction:
        needed.add("direction")
    if "goods_first_lodged_at" in (definition.start, definition.end):
        needed.add("first_lodging")
    if "cancelled" in (definition.start, definition.end):
        needed.add("status")
    if definition.control:
        needed.add(START if "started" in definition.states else ASSIGN)
    return needed


def _office_definition(name: str) -> times.Definition:
    known = times.define(name)
    if known is None:
        names = ", ".join((*DEFINITIONS, *office_definitions()))
        raise NotInLogs(
            "--definition", f"没有定义 {name}；可用 {names}", f"a log cannot answer {name}; there are {names}"
        )
    return known


def told(cases: Iterable[Case]) -> Iterable[tuple[Case, list[Step]]]:
    """Each case with its steps."""
    return ((case, steps(case.entries)) for case in cases)
