"""Targets against a fixed baseline, day by day, and published figures beside ours. Hours are means a declaration."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from tongguan.facts.clock import HOUR, local_date
from tongguan.insight.compare import NotComparable, comparable
from tongguan.insight.times import FEW, Measured, Took, define, definitions, measured, took

TARGETS, PUBLISHED = "targets.toml", "benchmarks.toml"
"""Files of the targets, and of the published figures."""
NATIONAL = "national"
"""Scope of the figures that an office is judged against."""


class Dates(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from", "until": "to"}):
    """Local dates, both inclusive."""

    since: date
    until: date


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who said it, and where it is written."""

    zh: str
    en: str = ""


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One target of one indicator and scope."""

    id: str
    definition: str
    source: Source
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
    base: Measured | None
    """What the journal says of the baseline's dates; None where it has nothing of them."""
    this: Measured | None
    """The year so far; None where nothing counts."""
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
        days=_by_day(this), base=measured(definition, {}, base) if base else None,
        this=measured(definition, {}, this) if this else None, barred=barred,
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
    source: Source


class Aims(msgspec.Struct, frozen=True):
    """What an office measures itself against: its targets, and the published figures, oldest first."""

    targets: tuple[Target, ...]
    published: tuple[Published, ...]

    def judge(
        self, definition: str, direction: str, hours: float | None, since: date, until: date
    ) -> "Judged":
        """Is a mean shorter than the national average? Only on the same definition and overlapping dates."""
        rows = [each for each in self.published if (each.scope, each.direction) == (NATIONAL, direction)]
        return _judged(rows, definition, hours, since, until)


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """Our figure beside the national one of the same definition."""

    against: Published | None
    better: bool | None
    """Shorter than the national average; None when it cannot be judged, and then ``zh`` and ``en`` say why."""
    zh: str = ""
    en: str = ""


def _judged(
    rows: Sequence[Published], definition: str, hours: float | None, since: date, until: date
) -> Judged:
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


def read(files: Mapping[str, str]) -> Aims:
    """The aims that files say, those that are not there as shipped; ValueError names the file, the row and the remedy."""
    rows = {name: tomllib.loads(files.get(name, text)) for name, text in shipped_files().items()}
    try:
        targets = msgspec.convert(rows[TARGETS]["target"], tuple[Target, ...])
    except (KeyError, msgspec.ValidationError) as error:
        raise ValueError(f"{TARGETS}: {error}; write rows [[target]]") from None
    try:
        published = msgspec.convert(rows[PUBLISHED]["published"], tuple[Published, ...])
    except (KeyError, msgspec.ValidationError) as error:
        raise ValueError(f"{PUBLISHED}: {error}; write published = [...]") from None
    _check(targets, published)
    return Aims(targets, tuple(sorted(published, key=lambda each: (each.since, each.until))))


def _check(targets: Sequence[Target], published: Sequence[Published]) -> None:
    twice = [
        each.id for place, each in enumerate(targets) if each.id in {other.id for other in targets[:place]}
    ]
    if twice:
        raise ValueError(f"{TARGETS}: target {twice[0]} is there twice; give each an id of its own")
    for each in targets:
        place = f"{TARGETS}: target {each.id}"
        _row(
            place,
            each.direction,
            ("", "import", "export"),
            each.source,
            each.baseline.since,
            each.baseline.until,
        )
        if define(each.definition) is None:
            raise ValueError(
                f"{place}: there is no definition {each.definition}; use {', '.join(definitions())}"
            )
        if not 0 < _number(place, "cut", each.cut) < 1:
            raise ValueError(f"{place}: cut {each.cut}; write a share between 0 and 1, such as 1/3")
        if each.hours and _number(place, "hours", each.hours) <= 0:
            raise ValueError(f"{place}: hours {each.hours}; write hours such as 97.39")
    for one in published:
        place = f"{PUBLISHED}: {one.scope}, {one.direction}, from {one.since}"
        _row(place, one.direction, ("import", "export"), one.source, one.since, one.until)
        if _number(place, "hours", one.hours) <= 0:
            raise ValueError(f"{place}: hours {one.hours}; write hours such as 97.39")


def _row(place: str, direction: str, known: Sequence[str], source: Source, since: date, until: date) -> None:
    if direction not in known:
        raise ValueError(f"{place}: direction {direction}; use import or export")
    if not source.zh.strip():
        raise ValueError(f"{place}: no source; say who set it and where it is written")
    if until < since:
        raise ValueError(f"{place}: it ends on {until}, before it begins; mend the dates")


def _number(place: str, name: str, text: str) -> Fraction:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"{place}: {name} {text} is no number; write it as 1/3 or 97.39") from None


@cache
def shipped_files() -> dict[str, str]:
    """The files that come with the program: where an office's own begin."""
    folder = resources.files("tongguan.insight")
    return {name: (folder / name).read_text("utf-8") for name in (TARGETS, PUBLISHED)}


@cache
def shipped() -> Aims:
    """The aims that come with the program."""
    return read({})
