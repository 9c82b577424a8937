"""Targets against a fixed baseline, day by day, and published figures beside ours. Hours are means a declaration."""

import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from tongguan.facts.clock import HOUR, local_date
from tongguan.insight.compare import NotComparable, comparable
from tongguan.insight.times import FEW, Took, define, took


class Dates(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from", "until": "to"}):
    """Local dates, both inclusive."""

    since: date
    until: date


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One target of one indicator and scope."""

    id: str
    definition: str
    cut: str
    """Share of the baseline to be saved, as 1/3."""
    baseline: Dates
    due: date
    direction: str = ""
    office: str = ""
    """Empty: every office of the journal."""
    hours: str = ""
    """A fixed baseline in hours; empty: what the journal says of the baseline's dates."""

    def counts(self, row: Any) -> bool:
        """Is the declaration within the target's scope?"""
        return self.direction in ("", row.direction) and self.office in ("", row.office)


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """Where a target stands on a day; hours are None where there are too few to say (under 20)."""

    target: Target
    baseline: float | None
    base_count: int
    aim: float | None
    now: float | None
    count: int
    days: tuple[tuple[date, float], ...]
    """Mean of the year so far, by local date of the interval's end, from the twentieth declaration on."""
    barred: NotComparable | None
    """Why it cannot be judged although both figures are there."""

    @property
    def reached(self) -> bool | None:
        """Is the mean of the year at or under the aim? None when that cannot be judged."""
        if self.aim is None or self.now is None or self.barred:
            return None
        return self.now <= self.aim

    @property
    def saved(self) -> float | None:
        """Share of the baseline that is saved; None when that cannot be judged."""
        if not self.baseline or self.now is None or self.barred:
            return None
        return 1 - self.now / self.baseline


@cache
def shipped() -> tuple[Target, ...]:
    """The targets that come with the program."""
    return msgspec.convert(_load("targets.toml")["target"], tuple[Target, ...])


def progress(target: Target, lives: Iterable[Any], today: date) -> Progress:
    """Where the target stands in the year of ``today``."""
    definition = define(target.definition)
    if definition is None:
        raise ValueError(f"target {target.id} names the unknown definition {target.definition}")
    scope = [life for life in lives if target.counts(life)]
    base = took(scope, definition, target.baseline.since, target.baseline.until)
    this = took(scope, definition, date(today.year, 1, 1), today)
    barred = None
    try:
        comparable(definition, {each.row.process for each in this}, {each.row.process for each in base})
    except NotComparable as error:
        barred = error
    baseline = float(target.hours) if target.hours else _mean(base)
    aim = None if baseline is None else baseline * float(1 - Fraction(target.cut))
    return Progress(
        target=target, baseline=baseline, base_count=len(base), aim=aim, now=_mean(this), count=len(this),
        days=_by_day(this), barred=barred,
    )  # fmt: skip


def _mean(counted: Sequence[Took]) -> float | None:
    if len(counted) < FEW:
        return None
    return sum(each.micros for each in counted) / len(counted) / HOUR


def _by_day(counted: Sequence[Took]) -> tuple[tuple[date, float], ...]:
    found: dict[date, float] = {}
    whole = 0
    for place, each in enumerate(sorted(counted, key=lambda one: one.end), start=1):
        whole += each.micros
        if place >= FEW:
            found[local_date(each.end)] = whole / place / HOUR
    return tuple(found.items())


class Published(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from", "until": "to"}
):
    """A published figure with its definition."""

    scope: str
    direction: str
    hours: str
    definition: str
    since: date
    until: date
    sources: int
    """Independent sources that give it."""


@cache
def published() -> tuple[Published, ...]:
    """The series that comes with the program, oldest first."""
    return msgspec.convert(_load("benchmarks.toml")["published"], tuple[Published, ...])


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """Our figure beside the national one of the same definition."""

    against: Published | None
    better: bool | None
    """Shorter than the national average; None when it cannot be judged, and then ``zh`` and ``en`` say why."""
    zh: str = ""
    en: str = ""


def judge(definition: str, direction: str, hours: float | None, since: date, until: date) -> Judged:
    """Is a mean shorter than the national average? Only on the same definition and overlapping dates."""
    rows = [each for each in published() if each.scope == "national" and each.direction == direction]
    same = [each for each in rows if each.definition == definition]
    if not same:
        known = ", ".join(sorted({each.definition for each in rows}))
        return Judged(
            against=None, better=None, zh=f"无法评判：全国数字只按 {known} 口径公布，本项口径为 {definition}",
            en=f"cannot be judged: national figures are published under {known}, this is {definition}",
        )  # fmt: skip
    meant = [each for each in same if each.since <= until and since <= each.until]
    if not meant:
        last = max(
            (each for each in same if each.until < since), key=lambda each: each.until, default=same[0]
        )
        return Judged(
            against=last, better=None, zh=f"无法评判：所选期间没有已公布的全国数字；最近的是 {last.since} 至 {last.until}",
            en=f"cannot be judged: no national figure of these dates is published; the nearest is of {last.since} to {last.until}",
        )  # fmt: skip
    if hours is None:
        return Judged(
            against=meant[-1],
            better=None,
            zh="无法评判：本关票数不足 20",
            en="cannot be judged: under 20 declarations of ours",
        )
    return Judged(against=meant[-1], better=hours < float(meant[-1].hours))


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("tongguan.insight") / name).read_text("utf-8"))
