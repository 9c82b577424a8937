"""Clearance times: dated definitions, exact durations, counts beside means.

Percentiles are by nearest rank: the smallest value that at least p per cent of the values do not exceed.
"""

import tomllib
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from importlib import resources
from math import ceil
from typing import Any, NamedTuple, Protocol

import msgspec
from msgspec.structs import replace

from tongguan.facts.clock import DAY, HOUR, SECOND, local_date
from tongguan.insight.hours import OfficeHours
from tongguan.insight.hours import shipped as shipped_hours
from tongguan.process.model import Control, shipped

FEW = 20
"""Below this count only count, median and range are shown."""


class Timed(Protocol):
    """What times read of a declaration (a worklist row has it); times are microseconds UTC."""

    @property
    def direction(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def first_application_at(self) -> int | None: ...
    @property
    def arrived_at(self) -> int | None: ...
    @property
    def accepted_at(self) -> int | None: ...
    @property
    def released_at(self) -> int | None: ...
    @property
    def gate_out_at(self) -> int | None: ...
    @property
    def ended_at(self) -> int | None: ...


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """One way to measure, by the names of its two milestones."""

    id: str
    zh: str
    en: str
    start: str
    end: str
    serial_comparable: bool
    """True when serial and parallel processes may be compared by it."""
    valid_from: date
    """First local date on which it is in use."""
    direction: str = ""
    """import or export; empty: both."""
    office_hours: bool = False
    """Counted while the office is open, instead of by the clock."""
    control: str = ""
    """For waiting and working times: the control that they are of, from ``ready`` to ``done``."""
    states: tuple[str, ...] = ()
    """States of the control that count."""
    without: tuple[str, ...] = ()
    """Exclusions (``EXCLUDED``) that are switched on; each makes a definition of its own."""


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """One figure: seconds by one definition over one group; None where there are too few to say."""

    definition: str
    group: dict[str, str]
    count: int
    median_s: float
    low_s: float
    high_s: float
    mean_s: float | None
    p90_s: float | None
    p95_s: float | None
    within_24h: float | None
    """Share of those counted that took at most 24 hours."""
    late_entries: int
    """Of those counted: with an entry that was recorded a minute or more after it happened."""

    def record(self) -> dict[str, Any]:
        """The fields that ``--json`` prints; range instead of mean for few."""
        return {name: getattr(self, name) for name in self.__struct_fields__}


@cache
def definitions() -> dict[str, Definition]:
    """The definitions that come with the program, by id; ``define`` knows those that are made from them too."""
    text = (resources.files("tongguan.insight") / "definitions.toml").read_text("utf-8")
    return {
        name: msgspec.convert({"id": name, **row}, Definition) for name, row in tomllib.loads(text).items()
    }


OFFICE_HOURS = ".office"
PARTS = {
    "wait": (("ready", "paused"), "等待时间：就绪至开始，含暂停", "waiting time: ready and paused"),
    "work": (
        ("started",),
        "作业时间：开始至办结，不含暂停",
        "working time: started to done, pauses left out",
    ),
}
"""Times of a control: the states that count, and the words."""


@cache
def define(name: str) -> Definition | None:
    """A definition by its id, those of controls and of office hours included; None when there is none."""
    if name.endswith(OFFICE_HOURS):
        clock = define(name.removesuffix(OFFICE_HOURS))
        return clock and replace(
            clock, id=name, zh=f"{clock.zh}（办公时间）", en=f"{clock.en} (office hours)", office_hours=True
        )
    name_of, _, exclusion = name.rpartition(WITHOUT)
    if exclusion in EXCLUDED and (whole := define(name_of)) and exclusion not in whole.without:
        _, zh, en = EXCLUDED[exclusion]
        return replace(
            whole,
            id=name,
            zh=f"{whole.zh}，{zh}",
            en=f"{whole.en}, {en}",
            without=(*whole.without, exclusion),
        )
    part, _, control = name.partition(".")
    if part in PARTS and control in controls():
        states, zh, en = PARTS[part]
        named = controls()[control]
        return Definition(
            id=name, zh=f"{named.zh}的{zh}", en=f"{named.en}: {en}", start="ready", end="done", control=control,
            states=states, serial_comparable=True, valid_from=date(2017, 1, 1),
        )  # fmt: skip
    return definitions().get(name)


WITHOUT = "~"
_VIRTUAL = frozenset("01789HTWXYZ")
EXCLUDED: dict[str, tuple[Callable[[Any], bool], str, str]] = {
    "virtual_transport": (
        lambda row: row.transport in _VIRTUAL,
        "不含虚拟运输方式", "without virtual transport modes (goods of zones and warehouses)",
    ),
    "held_by_law": (
        lambda row: any(each.code == "offence" for each in row.holds), "不含涉嫌违法暂停的", "without goods held for an offence",
    ),
    "cancelled": (lambda row: row.status == "cancelled", "不含撤单", "without cancelled declarations"),
}  # fmt: skip
"""Switches of what an average leaves out: which declarations, and the words. Their names follow an id after a tilde."""


@cache
def controls() -> dict[str, Control]:
    """Controls that officers do, of every process, by id."""
    return {
        each.id: each for model in shipped().values() for each in model.control
        if not each.done_by and each.role not in ("terminal", "system")
    }  # fmt: skip


def _week(at: int) -> str:
    return "{0[0]}-W{0[1]:02}".format(local_date(at).isocalendar())


GROUPS: dict[str, Callable[[Any, int], str]] = {
    "office": lambda row, at: row.office,
    "direction": lambda row, at: row.direction,
    "mode": lambda row, at: row.mode,
    "transport": lambda row, at: row.transport,
    "trader_class": lambda row, at: row.trader_class,
    "chapter": lambda row, at: row.chapter,
    "zone_line": lambda row, at: row.zone_line,
    "channel": lambda row, at: row.channel,
    "process": lambda row, at: row.process,
    "settlement": lambda row, at: row.settled or "nothing_due",
    "week": lambda row, at: _week(at),
    "month": lambda row, at: local_date(at).isoformat()[:7],
}
"""Groupings by name; weeks and months are those of the moment that counts (for times, the end)."""


class Took(NamedTuple):
    """One declaration in a figure."""

    row: Any
    start: int
    end: int
    micros: int


def counts(row: Any, definition: Definition) -> bool:
    """Is the declaration of the definition's direction, and none that it leaves out?"""
    if definition.direction not in ("", row.direction):
        return False
    return not any(EXCLUDED[each][0](row) for each in definition.without)


def interval(row: Any, definition: Definition) -> tuple[int, int] | None:
    """Start and end by a definition; None while one is missing, and for what it does not count.

    Advance declarations give no negative time.
    """
    if not counts(row, definition):
        return None
    if definition.control:
        spells = row.controls.get(definition.control, ())
        if not spells or spells[-1].state != "done":
            return None
        return spells[0].start, spells[-1].start
    start: int | None = getattr(row, definition.start)
    end: int | None = getattr(row, definition.end)
    if start is None or end is None:
        return None
    return start, max(start, end)


def duration(row: Any, definition: Definition, hours: OfficeHours | None = None) -> int | None:
    """Microseconds by a definition; None as ``interval`` says. ``hours``: the office's, else those shipped."""
    found = interval(row, definition)
    return None if found is None else _between(row, definition, found, hours)


def _between(row: Any, definition: Definition, ends: tuple[int, int], hours: OfficeHours | None) -> int:
    """Microseconds that count of what lies between the two ends."""
    if not definition.control and not definition.office_hours:
        return ends[1] - ends[0]
    pieces = [ends]
    if definition.control:
        pieces = [
            (each.start, each.start if each.end is None else each.end)
            for each in row.controls[definition.control] if each.state in definition.states
        ]  # fmt: skip
    if definition.office_hours:
        open_hours = hours or shipped_hours()
        return sum(open_hours.time(start, end) for start, end in pieces)
    return sum(end - start for start, end in pieces)


def took(
    rows: Iterable[Any],
    definition: Definition,
    since: date | None = None,
    until: date | None = None,
    hours: OfficeHours | None = None,
) -> list[Took]:
    """Those whose interval ended within the local dates (both inclusive)."""
    found = []
    for row in rows:
        ends = interval(row, definition)
        if ends is None or not within(ends[1], since, until):
            continue
        found.append(Took(row, *ends, _between(row, definition, ends, hours)))
    return found


def measure(
    rows: Iterable[Any],
    definition: Definition,
    by: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> list[Measured]:
    """Times of the rows whose interval ended within the local dates (both inclusive), by group, groups in order."""
    return groups(definition, by, took(rows, definition, since, until))


def groups(definition: Definition, by: Sequence[str], counted: Iterable[Took]) -> list[Measured]:
    """The figures of each group, groups in order."""
    found = grouped(by, counted)
    return [measured(definition, dict(zip(by, key, strict=True)), found[key]) for key in sorted(found)]


def grouped(by: Sequence[str], counted: Iterable[Took]) -> dict[tuple[str, ...], list[Took]]:
    """Those counted, by the values of the groupings."""
    found: dict[tuple[str, ...], list[Took]] = {}
    for each in counted:
        found.setdefault(tuple(GROUPS[name](each.row, each.end) for name in by), []).append(each)
    return found


def within(at: int | None, since: date | None, until: date | None) -> bool:
    """Does the moment lie within the local dates, both inclusive?"""
    if at is None:
        return False
    if since is None and until is None:
        return True
    day = local_date(at)
    return (since is None or day >= since) and (until is None or day <= until)


def measured(definition: Definition, group: dict[str, str], counted: Sequence[Took]) -> Measured:
    """The figures of one group, which is not empty."""
    micros = sorted(each.micros for each in counted)
    count = len(micros)
    many = count >= FEW
    middle = (micros[(count - 1) // 2] + micros[count // 2]) / 2
    return Measured(
        definition=definition.id,
        group=group,
        count=count,
        median_s=round(middle / SECOND, 1),
        low_s=micros[0] / SECOND,
        high_s=micros[-1] / SECOND,
        mean_s=round(sum(micros) / count / SECOND, 1) if many else None,
        p90_s=percentile(micros, 90) / SECOND if many else None,
        p95_s=percentile(micros, 95) / SECOND if many else None,
        within_24h=round(sum(each <= DAY for each in micros) / count, 6) if many else None,
        late_entries=sum(bool(getattr(each.row, "late_entries", 0)) for each in counted),
    )


def percentile(ordered: Sequence[int], p: int) -> int:
    """Nearest rank of a sorted, non-empty sequence."""
    return ordered[max(1, ceil(len(ordered) * p / 100)) - 1]


class Headline(msgspec.Struct, frozen=True, kw_only=True):
    """The office's three figures for January to June of one year. Hours are means of customs clearance time."""

    year: int
    accepted: int
    growth: float | None
    """On the same months of the year before, as a share; None without a year before."""
    import_hours: float | None
    export_hours: float | None
    import_count: int
    export_count: int
    channels: dict[str, dict[str, float]]
    """Direction → channel → hours a declaration."""
    channel_counts: dict[str, dict[str, int]]
    within_24h: float | None
    """Of the released."""
    cohort_within_24h: float | None
    """Of all accepted in the period, those still open counted as not within."""
    open_at_end: int
    """Accepted in the period and neither released nor ended by 30 June."""
    definition: str = "customs_clearance"


def headline(rows: Iterable[Timed], year: int) -> Headline:
    """The headline figures of January to June, by local dates; accepted counts acceptances, times count releases."""
    every = list(rows)
    accepted = [row for row in every if _in_half_year(row.accepted_at, year)]
    before = sum(_in_half_year(row.accepted_at, year - 1) for row in every)
    released = [row for row in every if row.accepted_at is not None and _in_half_year(row.released_at, year)]
    took = [_took(row) for row in released]
    cohort = [row for row in accepted if row.released_at is not None and _took(row) <= DAY]
    split = {way: [row for row in released if row.direction == way] for way in ("import", "export")}
    return Headline(
        year=year,
        accepted=len(accepted),
        growth=len(accepted) / before - 1 if before else None,
        import_hours=_mean_hours(split["import"]),
        export_hours=_mean_hours(split["export"]),
        import_count=len(split["import"]),
        export_count=len(split["export"]),
        channels={way: _by_channel(group) for way, group in split.items()},
        channel_counts={way: _counts(group) for way, group in split.items()},
        within_24h=sum(each <= DAY for each in took) / len(took) if took else None,
        cohort_within_24h=len(cohort) / len(accepted) if accepted else None,
        open_at_end=sum(_open_at_end(row, year) for row in accepted),
    )


def _in_half_year(at: int | None, year: int) -> bool:
    if at is None:
        return False
    day = local_date(at)
    return day.year == year and day.month <= 6


def _open_at_end(row: Timed, year: int) -> bool:
    return not any(
        at is not None and local_date(at) <= date(year, 6, 30) for at in (row.released_at, row.ended_at)
    )


def _took(row: Timed) -> int:
    return max(0, (row.released_at or 0) - (row.accepted_at or 0))


def _mean_hours(rows: Sequence[Timed]) -> float | None:
    return sum(_took(row) for row in rows) / len(rows) / HOUR if rows else None


def _by_channel(rows: Sequence[Timed]) -> dict[str, float]:
    found = {name: _mean_hours([row for row in rows if row.channel == name]) for name in CHANNELS}
    return {name: hours for name, hours in found.items() if hours is not None}


def _counts(rows: Sequence[Timed]) -> dict[str, int]:
    return {name: sum(row.channel == name for row in rows) for name in CHANNELS}


CHANNELS = ("untouched", "reviewed", "inspected")
"""The deepest control that was required of officers."""
