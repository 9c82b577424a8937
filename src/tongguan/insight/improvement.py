"""What a measure of the improvement register brought: before and after under one definition, the mix held constant.

An effect is *shown* when the 95 % interval of the standardised compression lies on one side of zero and at least half
of the declarations after lie in strata that both sides have. It says that it took less time, not that nothing else
changed: other measures of the same days are named beside it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

from tongguan.facts.clock import HOUR, local_date
from tongguan.facts.improvement import Measure
from tongguan.insight import times
from tongguan.insight.compare import Compression, NotComparable, compress
from tongguan.insight.life import Life
from tongguan.insight.times import Measured, Took

SHORTER, LONGER, NONE, FEW_DATA, NOT_COMPARABLE, TO_COME = (
    "shorter", "longer", "none", "few", "not_comparable", "to_come",
)  # fmt: skip
"""Verdicts: an effect is shown by the first two only."""
VERDICTS = {
    SHORTER: ("见效：用时缩短", "effect shown: it takes less time"),
    LONGER: ("见反效：用时加长", "effect shown: it takes longer"),
    NONE: ("未见成效：区间含零", "no effect shown: the interval holds zero"),
    FEW_DATA: (
        "未见成效：任一侧不足 20 票，或可比结构不足一半",
        "no effect shown: under 20 declarations on a side, or under half in strata that both sides have",
    ),
    NOT_COMPARABLE: ("无法评判：口径不能比较两期", "cannot be judged: the definition does not compare the two"),
    TO_COME: ("尚未生效", "it has not begun"),
}  # fmt: skip
"""Verdict → (zh, en)."""
COVERED = 0.5
"""Least share of the declarations after that lie in strata of both sides."""
PLACES = tuple(name for name in times.GROUPS if name not in ("week", "month"))
"""Groupings that say where a measure holds."""


class Week(msgspec.Struct, frozen=True):
    """The declarations of one week of one side; hours."""

    monday: date
    after: bool
    count: int
    median: float


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What a measure brought so far. Both sides are None where nothing was counted."""

    measure: Measure
    before: Measured | None
    after: Measured | None
    change: Compression | None
    """None where there are too few on a side."""
    verdict: str
    barred: NotComparable | None
    weeks: tuple[Week, ...]

    @property
    def shown(self) -> bool:
        """Is there an effect, of either kind?"""
        return self.verdict in (SHORTER, LONGER)

    def said(self, lang: str) -> str:
        """The verdict in words."""
        zh, en = VERDICTS[self.verdict]
        return (zh if lang == "zh" else en) + (f" — {self.barred.text(lang)}" if self.barred else "")


def effect(measure: Measure, lives: Iterable[Life], today: date) -> Effect:
    """The effect as it stands today, days to come left out."""
    definition = times.define(measure.definition)
    if definition is None:
        raise ValueError(f"measure {measure.id} names the unknown definition {measure.definition}")
    began, until = date.fromisoformat(measure.since), min(date.fromisoformat(measure.until), today)
    scope = [life for life in lives if holds(measure, life)]
    base = (date.fromisoformat(measure.base_since), date.fromisoformat(measure.base_until))
    before = times.took(scope, definition, *base)
    after = times.took(scope, definition, began, until) if began <= today else []
    change, barred = None, None
    try:
        change = compress(definition, after, before)
    except NotComparable as error:
        barred = error
    return Effect(
        measure=measure, before=_side(definition, before), after=_side(definition, after), change=change, barred=barred,
        verdict=TO_COME if began > today else NOT_COMPARABLE if barred else _verdict(change),
        weeks=(*_weeks(before, False), *_weeks(after, True)),
    )  # fmt: skip


def holds(measure: Measure, life: Life) -> bool:
    """Does a declaration lie within the measure's scope?"""
    return all(times.GROUPS[name](life, 0) == value for name, value in measure.scope.items())


def _verdict(change: Compression | None) -> str:
    if change is None or change.low is None or change.high is None or change.covered < COVERED:
        return FEW_DATA
    if change.low > 0:
        return SHORTER
    return LONGER if change.high < 0 else NONE


def _side(definition: times.Definition, counted: Sequence[Took]) -> Measured | None:
    return times.measured(definition, {}, counted) if counted else None


def _weeks(counted: Sequence[Took], after: bool) -> list[Week]:
    found: dict[date, list[Took]] = {}
    for each in counted:
        day = local_date(each.end)
        found.setdefault(day - timedelta(days=day.weekday()), []).append(each)
    return [
        Week(monday, after, len(group), _median([each.micros for each in group]) / HOUR)
        for monday, group in sorted(found.items())
    ]


def _median(micros: Sequence[int]) -> float:
    ordered = sorted(micros)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def beside(measure: Measure, others: Iterable[Measure]) -> list[Measure]:
    """Other measures that began while this one is measured and that some declaration may have had as well."""
    return [
        each for each in others
        if each.id != measure.id and measure.base_since <= each.since <= measure.until and _meet(measure, each)
    ]  # fmt: skip


def _meet(one: Measure, other: Measure) -> bool:
    return all(other.scope.get(name, value) == value for name, value in one.scope.items())


def windows(since: date, days: int = 90) -> tuple[date, date, date]:
    """Where nobody says otherwise: so many days before, and as many from the beginning on (base_since, base_until, until)."""
    return since - timedelta(days=days), since - timedelta(days=1), since + timedelta(days=days - 1)
