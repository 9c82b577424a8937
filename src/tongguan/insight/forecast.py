"""When an open declaration will be released: quantiles of the journal's own history, by step and state.

Of the past declarations that had the same step waiting for the same, those that had waited at least as long by then tell
how long it still took; percentiles are by nearest rank. Under 20 such cases the past of the same direction by age alone
is asked, and under 20 of those nothing is said. Times are microseconds UTC.
"""

from collections.abc import Iterable

import msgspec

from tongguan.insight.steps import Part, Phase, Step
from tongguan.insight.times import FEW, percentile

Key = tuple[str, str, str]
"""(direction, step, cause)."""


class Forecast(msgspec.Struct, frozen=True):
    """Release by the moments that 10, 50 and 90 of 100 like it were released by: p10 to p90 is an 80 % interval."""

    p10: int
    p50: int
    p90: int
    basis: str
    """step, or age where too few had the same step and state."""
    of: int
    """Past declarations it rests on."""


def states(step: Step) -> list[Part]:
    """What a step waited for, as one knows it at the time: whether the officer was free is known only afterwards."""
    found: list[Part] = []
    for start, end, told in step.parts:
        cause = _AT_THE_TIME.get(told, told)
        if found and found[-1][2] == cause:
            found[-1] = (found[-1][0], end, cause)
        else:
            found.append((start, end, cause))
    return found


_AT_THE_TIME = {"idle": "officer", "batch": "officer"}


class History:
    """What the released declarations tell."""

    def __init__(self) -> None:
        self._steps: dict[Key, list[tuple[int, int]]] = {}
        self._whole: dict[str, list[int]] = {}

    def add(self, direction: str, way: Iterable[Phase]) -> None:
        """One released declaration with its phases from acceptance to release."""
        phases = tuple(way)
        if not phases:
            self._whole.setdefault(direction, []).append(0)
            return
        released = phases[-1].end
        self._whole.setdefault(direction, []).append(released - phases[0].begin)
        for phase in phases:
            for step in phase.steps:
                for start, end, cause in states(step):
                    found = self._steps.setdefault((direction, step.name, cause), [])
                    found.append((end - start, released - start))

    def expect(self, direction: str, step: Step | None, age: int, now: int) -> Forecast | None:
        """The forecast for a declaration of ``age`` held by an open step; None with too little history."""
        alike: list[int] = []
        if step is not None:
            since, _, cause = states(step)[-1]
            past = self._steps.get((direction, step.name, cause), ())
            alike = sorted(rest - (now - since) for lasted, rest in past if lasted >= now - since)
        if len(alike) >= FEW:
            return _forecast(alike, now, "step")
        older = sorted(took - age for took in self._whole.get(direction, ()) if took >= age)
        return _forecast(older, now, "age") if len(older) >= FEW else None


def _forecast(rest: list[int], now: int, basis: str) -> Forecast:
    p10, p50, p90 = (now + percentile(rest, p) for p in (10, 50, 90))
    return Forecast(p10, p50, p90, basis, len(rest))
