"""Clearance times: dated definitions, exact durations, counts beside means.

Percentiles are by nearest rank: the smallest value that at least p per cent of the values do not exceed.
"""

import tomllib
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from importlib import resources
from math import ceil
from typing import Any, Protocol

import msgspec

from tongguan.facts.clock import DAY, HOUR, SECOND, local_date

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


class Definition(msgspec.Struct, frozen=True):
    """One way to measure, by the names of its two milestones."""

    id: str
    zh: str
    en: str
    start: str
    end: str
    serial_comparable: bool
    """True when serial and parallel processes may be compared by it."""
    direction: str = ""
    """import or export; empty: both."""


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

    def record(self) -> dict[str, Any]:
        """The fields that ``--json`` prints; range instead of mean for few."""
        return {name: getattr(self, name) for name in self.__struct_fields__}


@cache
def definitions() -> dict[str, Definition]:
    """The definitions that come with the program, by id."""
    text = (resources.files("tongguan.insight") / "definitions.toml").read_text("utf-8")
    return {
        name: msgspec.convert({"id": name, **row}, Definition) for name, row in tomllib.loads(text).items()
    }


GROUPS: dict[str, Callable[[Any], str]] = {
    "direction": lambda row: row.direction,
    "office": lambda row: row.office,
    "mode": lambda row: row.mode,
    "process": lambda row: row.process,
    "channel": lambda row: row.channel,
    "settlement": lambda row: row.settled or "nothing_due",
    "month": lambda row: local_date(row.released_at).isoformat()[:7],
    "week": lambda row: "{0[0]}-W{0[1]:02}".format(local_date(row.released_at).isocalendar()),
}
"""Groupings by name."""


def duration(row: Timed, definition: Definition) -> int | None:
    """Microseconds by a definition; None while a milestone is missing, and for the direction that it does not count.

    Advance declarations give no negative time.
    """
    if definition.direction not in ("", row.direction):
        return None
    start: int | None = getattr(row, definition.start)
    end: int | None = getattr(row, definition.end)
    if start is None or end is None:
        return None
    return max(0, end - start)


def measure(
    rows: Iterable[Any],
    definition: Definition,
    by: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> list[Measured]:
    """Times of the rows whose interval ended within the local dates (both inclusive), by group, groups in order."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for row in rows:
        took = duration(row, definition)
        if took is None or not _within(getattr(row, definition.end), since, until):
            continue
        groups.setdefault(tuple(GROUPS[name](row) for name in by), []).append(took)
    return [
        _measured(definition, dict(zip(by, key, strict=True)), sorted(groups[key])) for key in sorted(groups)
    ]


def _within(at: int, since: date | None, until: date | None) -> bool:
    if since is None and until is None:
        return True
    day = local_date(at)
    return (since is None or day >= since) and (until is None or day <= until)


def _measured(definition: Definition, group: dict[str, str], took: list[int]) -> Measured:
    count = len(took)
    many = count >= FEW
    middle = (took[(count - 1) // 2] + took[count // 2]) / 2
    return Measured(
        definition=definition.id,
        group=group,
        count=count,
        median_s=round(middle / SECOND, 1),
        low_s=took[0] / SECOND,
        high_s=took[-1] / SECOND,
        mean_s=round(sum(took) / count / SECOND, 1) if many else None,
        p90_s=percentile(took, 90) / SECOND if many else None,
        p95_s=percentile(took, 95) / SECOND if many else None,
        within_24h=round(sum(each <= DAY for each in took) / count, 6) if many else None,
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
