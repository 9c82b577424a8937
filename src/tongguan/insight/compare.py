"""Comparing two periods under one definition: the change as it is, and with the mix held constant.

Mix held constant: direct standardisation. Strata are commodity chapter, supervision mode and trader class (and
direction); both periods' means are weighted by how many of each stratum the later period has. Strata that only one
period has are left out, and the share that is left in is told. The interval is a closed form: delta method on the
logarithm of the ratio of the two standardised means, normal, 95 %; a stratum of one borrows the pooled variance.
"""

from collections.abc import Iterable, Sequence
from math import exp, log, sqrt

import msgspec

from tongguan.insight.times import FEW, Definition, Took

METHOD = "direct standardisation over chapter, mode, trader class, direction; delta method, normal, 95 %"
_Z = 1.959964
SERIAL, PARALLEL = "import_serial", "import_parallel"
INSTEAD = ("first_application", "overall")
"""Definitions that put the two processes side by side."""


class NotComparable(ValueError):
    """Two figures that may not stand in one comparison; ``zh`` and ``en`` say why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en

    def text(self, lang: str) -> str:
        """Why, in one language."""
        return self.zh if lang == "zh" else self.en


class Compression(msgspec.Struct, frozen=True, kw_only=True):
    """How much shorter than the baseline; shares of the baseline's mean, negative when it took longer."""

    definition: str
    count: int
    base_count: int
    mean_s: float
    base_mean_s: float
    crude: float
    """(baseline − now) ÷ baseline of the plain means."""
    standardised: float | None
    """The same with the mix held constant; None where no stratum is in both."""
    low: float | None
    high: float | None
    covered: float
    """Share of the later period's declarations in strata that both have."""
    method: str = METHOD

    def record(self) -> dict[str, object]:
        """The fields that ``--json`` prints, shares to six places."""
        found = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: round(each, 6) if isinstance(each, float) else each for name, each in found.items()}


def one_definition(names: Iterable[str]) -> str:
    """The one definition of several figures; NotComparable when they have more than one."""
    found = sorted(set(names))
    if len(found) != 1:
        listed = ", ".join(found)
        raise NotComparable(
            f"不同口径不得放在同一数字或比较中：{listed}；请只用一个",
            f"two definitions never meet in one figure or comparison: {listed}; name one",
        )
    return found[0]


def comparable(definition: Definition, processes: Iterable[str], others: Iterable[str]) -> None:
    """NotComparable as ``unfair`` says of both sides together: one straggler on a side is enough."""
    barred = unfair(definition, (*processes, *others))
    if barred is not None:
        raise barred


def unfair(definition: Definition, processes: Iterable[str]) -> NotComparable | None:
    """Why these processes may not stand side by side, or None where they may.

    The serial process inspects before acceptance: an interval that does not begin at the first application or at
    arrival leaves out what that cost, and no such definition is for both.
    """
    if definition.serial_comparable or not {SERIAL, PARALLEL} <= set(processes):
        return None
    return NotComparable(
        f"口径 {definition.id} 不能比较串联与并联流程：串联流程在接受申报之前已先行查验；请用 {' 或 '.join(INSTEAD)}",
        f"{definition.id} does not compare the serial process with the parallel one, which inspects after acceptance;"
        f" use {' or '.join(INSTEAD)}",
    )


def compress(definition: Definition, now: Sequence[Took], base: Sequence[Took]) -> Compression | None:
    """The compression of ``now`` against ``base``; None under 20 declarations on either side or a baseline of zero."""
    comparable(definition, {each.row.process for each in now}, {each.row.process for each in base})
    if min(len(now), len(base)) < FEW:
        return None
    mean, was = _mean([each.micros for each in now]), _mean([each.micros for each in base])
    if not was:
        return None
    strata, before = _strata(now), _strata(base)
    common = {key: len(strata[key]) for key in strata if key in before}
    covered = sum(common.values())
    ratio, error = _ratio(strata, before, common)
    spread = None if error is None else exp(_Z * error)
    return Compression(
        definition=definition.id, count=len(now), base_count=len(base), mean_s=mean / 1e6, base_mean_s=was / 1e6,
        crude=1 - mean / was, standardised=None if ratio is None else 1 - ratio,
        low=None if ratio is None or spread is None else 1 - ratio * spread,
        high=None if ratio is None or spread is None else 1 - ratio / spread, covered=covered / len(now),
    )  # fmt: skip


def side_by_side(definition: Definition, counted: Sequence[Took]) -> tuple[list[Took], list[Took]] | None:
    """Imports that ran serially, and those that ran in parallel; None where one kind is missing.

    NotComparable as ``unfair`` says.
    """
    serial = [each for each in counted if each.row.process == SERIAL]
    parallel = [each for each in counted if each.row.process == PARALLEL]
    if not serial or not parallel:
        return None
    comparable(definition, (SERIAL,), (PARALLEL,))
    return serial, parallel


_Key = tuple[str, str, str, str]


def _strata(counted: Sequence[Took]) -> dict[_Key, list[int]]:
    found: dict[_Key, list[int]] = {}
    for each in counted:
        row = each.row
        found.setdefault((row.chapter, row.mode, row.trader_class, row.direction), []).append(each.micros)
    return found


def _ratio(
    now: dict[_Key, list[int]], base: dict[_Key, list[int]], weights: dict[_Key, int]
) -> tuple[float | None, float | None]:
    """The ratio of the standardised means and the standard error of its logarithm."""
    whole = sum(weights.values())
    if not whole:
        return None, None
    means, errors = [], []
    for strata in (now, base):
        pooled = _pooled([strata[key] for key in weights])
        mean = sum(weights[key] / whole * _mean(strata[key]) for key in weights)
        spread = sum(
            (weights[key] / whole) ** 2 * _variance(strata[key], pooled) / len(strata[key]) for key in weights
        )
        means.append(mean)
        errors.append(spread / mean**2 if mean else 0.0)
    if not means[0] or not means[1]:
        return (means[0] / means[1] if means[1] else None), None
    return exp(log(means[0]) - log(means[1])), sqrt(sum(errors))


def _mean(values: Sequence[int]) -> float:
    return sum(values) / len(values)


def _variance(values: Sequence[int], pooled: float) -> float:
    if len(values) < 2:
        return pooled
    mean = _mean(values)
    return sum((each - mean) ** 2 for each in values) / (len(values) - 1)


def _pooled(strata: Sequence[Sequence[int]]) -> float:
    """The variance within strata, over all of them."""
    squares = sum(sum((each - _mean(values)) ** 2 for each in values) for values in strata)
    freedom = sum(len(values) - 1 for values in strata)
    return squares / freedom if freedom else 0.0
