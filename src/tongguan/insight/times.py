"""Clearance times: dated definitions, exact durations, counts beside means.

Percentiles are by nearest rank: the smallest value that at least p per cent of the values do not exceed.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from math import ceil
from typing import Any, NamedTuple, Protocol

import msgspec
from msgspec.structs import replace

from tongguan.facts.clock import DAY, SECOND, local_date
from tongguan.insight.hours import OfficeHours
from tongguan.insight.hours import shipped as shipped_hours
from tongguan.insight.milestones import milestones
from tongguan.process.model import MILESTONES as MOVEMENTS
from tongguan.process.model import Control, Model, shipped

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
    """True when serial and parallel processes may be compared by it: it begins at the first application or at arrival."""
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
    """Share of those counted that took at most 24 hours; None for times of a control, which have no cohort beside them."""
    late_entries: int
    """Of those counted: with an entry that was recorded a minute or more after it happened."""

    def record(self) -> dict[str, Any]:
        """The fields that ``--json`` prints; range instead of mean for few."""
        told = {name: getattr(self, name) for name in self.__struct_fields__}
        return told | ({} if self.p90_s is None else {"percentiles": RANK})


RANK = "nearest rank"
"""The rule of the percentiles, told beside them."""


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


Models = Mapping[str, Model]


def define(name: str, models: Models | None = None) -> Definition | None:
    """A definition by its id, those made from others included; None when there is none.

    ``models``: the processes whose controls may be timed, those shipped where none are given.
    """
    if name.endswith(OFFICE_HOURS):
        clock = define(name.removesuffix(OFFICE_HOURS), models)
        return clock and replace(
            clock, id=name, zh=f"{clock.zh}（办公时间）", en=f"{clock.en} (office hours)", office_hours=True
        )
    name_of, _, exclusion = name.rpartition(WITHOUT)
    if exclusion in EXCLUDED and (whole := define(name_of, models)) and exclusion not in whole.without:
        _, zh, en = EXCLUDED[exclusion]
        return replace(
            whole,
            id=name,
            zh=f"{whole.zh}，{zh}",
            en=f"{whole.en}, {en}",
            without=(*whole.without, exclusion),
        )
    if BETWEEN in name:
        return _between_milestones(*name.split(BETWEEN, 1))
    part, _, control = name.partition(".")
    if part in PARTS and name in parts(models):
        states, zh, en = PARTS[part]
        named = controls(models)[control]
        return Definition(
            id=name, zh=f"{named.zh}的{zh}", en=f"{named.en}: {en}", start="ready", end="done", control=control,
            states=states, serial_comparable=False, valid_from=date(2017, 1, 1),
        )  # fmt: skip
    return definitions().get(name)


def _between_milestones(start: str, end: str) -> Definition | None:
    first, last = milestones().get(start), milestones().get(end)
    if first is None or last is None or first is last:
        return None
    return Definition(
        id=f"{start}{BETWEEN}{end}", zh=f"{first.zh}至{last.zh}", en=f"{first.en} to {last.en}", start=first.place,
        end=last.place, serial_comparable=False, valid_from=max(first.valid_from, last.valid_from),
    )  # fmt: skip


BETWEEN = ".."
"""Between two milestones: the definition of the time from one to the other."""
WITHOUT = "~"
_VIRTUAL = frozenset("01789HTWXYZ")
EXCLUDED: dict[str, tuple[Callable[[Any], bool], str, str]] = {
    "virtual_transport": (
        lambda row: row.transport in _VIRTUAL,
        "不含虚拟运输方式", "without virtual transport modes (goods of zones and warehouses)",
    ),
    "held_by_law": (
        lambda row: row.held_by_law, "不含涉嫌违法暂停的", "without goods held for an offence",
    ),
    "cancelled": (lambda row: row.status == "cancelled", "不含撤单", "without cancelled declarations"),
}  # fmt: skip
"""Switches of what an average leaves out: which declarations, and the words. Their names follow an id after a tilde."""


def controls(models: Models | None = None) -> dict[str, Control]:
    """Controls that are waited for, of every process, by id; those that are a movement of the goods are milestones."""
    return {
        each.id: each for model in (shipped() if models is None else models).values() for each in model.control
        if each.id not in MOVEMENTS
    }  # fmt: skip


def parts(models: Models | None = None) -> list[str]:
    """Ids of the waiting time of each control, and of the working time of those that officers do."""
    return [
        f"{part}.{control.id}" for control in controls(models).values() for part in PARTS
        if part == "wait" or not (control.done_by or control.role in ("terminal", "system"))
    ]  # fmt: skip


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

    The end is the milestone itself, so that a figure counts in the month of release; an advance declaration, whose end
    came before its start, takes no time.
    """
    if not counts(row, definition):
        return None
    if definition.control:
        spells = row.controls.get(definition.control, ())
        if not spells or spells[-1].state != "done":
            return None
        return spells[0].start, spells[-1].start
    start, end = _reached(row, definition.start), _reached(row, definition.end)
    if start is None or end is None:
        return None
    return min(start, end), end


def _reached(row: Any, name: str) -> int | None:
    """When a milestone was reached, by the field or the mark that a definition names."""
    if name in milestones():
        marked: dict[str, int] = row.marks
        return marked.get(name)
    found: int | None = getattr(row, name)
    return found


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
    """Those whose interval ended within the local dates (both inclusive), and not before the definition was in use."""
    first = max(since or definition.valid_from, definition.valid_from)
    found = []
    for row in rows:
        ends = interval(row, definition)
        if ends is not None and within(ends[1], first, until):
            found.append(_took(row, definition, ends, hours))
    return found


def taken(row: Any, definition: Definition) -> Took | None:
    """One declaration of whatever day; None as ``interval`` says."""
    ends = interval(row, definition)
    return None if ends is None else _took(row, definition, ends, None)


def _took(row: Any, definition: Definition, ends: tuple[int, int], hours: OfficeHours | None) -> Took:
    return Took(row, *ends, _between(row, definition, ends, hours))


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
        within_24h=round(sum(each <= DAY for each in micros) / count, 6)
        if many and not definition.control
        else None,
        late_entries=sum(bool(getattr(each.row, "late_entries", 0)) for each in counted),
    )


def percentile(ordered: Sequence[int], p: int) -> int:
    """Nearest rank of a sorted, non-empty sequence."""
    return ordered[max(1, ceil(len(ordered) * p / 100)) - 1]


CHANNELS = ("untouched", "reviewed", "inspected")
"""The deepest control that was required of officers."""
