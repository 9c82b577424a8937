"""Office hours laid over a way: only what lies within them counts, and the sums stay exact. Times are microseconds UTC."""

from bisect import bisect_right
from collections.abc import Callable, Sequence

from tongguan.insight.causes import Told
from tongguan.insight.hours import OfficeHours
from tongguan.insight.steps import Phase


def opened(told: Told, hours: OfficeHours) -> Told:
    """The same parts, each clipped to the open hours within it; the slack stays that of the clock."""
    parts = tuple(
        (opens, closes, cause, step)
        for start, end, cause, step in told.parts
        for opens, closes in hours.open(start, end)
    )
    found: dict[str, int] = {}
    for start, end, cause, _ in parts:
        found[cause] = found.get(cause, 0) + end - start
    return Told(sum(found.values()), found, parts, told.slack)


def squeezed(phases: Sequence[Phase], hours: OfficeHours) -> tuple[Phase, ...]:
    """The same phases with the closed hours taken out of time: what ``without`` is reckoned on."""
    if not phases:
        return ()
    at = _open_since(phases[0].begin, phases[-1].end, hours)
    return tuple(_squeezed(phase, at) for phase in phases)


def _squeezed(phase: Phase, at: Callable[[int], int]) -> Phase:
    steps = tuple(
        step._replace(
            begin=at(step.begin), end=at(step.end),
            parts=tuple((at(start), at(end), cause) for start, end, cause in step.parts),
        )
        for step in phase.steps
    )  # fmt: skip
    return phase._replace(begin=at(phase.begin), end=at(phase.end), steps=steps)


def _open_since(begin: int, end: int, hours: OfficeHours) -> Callable[[int], int]:
    """From a moment to how long the office has been open since ``begin``."""
    starts, ends, before, total = [begin], [begin], [0], 0
    for opens, closes in hours.open(begin, end):
        starts.append(opens)
        ends.append(closes)
        before.append(total)
        total += closes - opens

    def at(moment: int) -> int:
        place = bisect_right(starts, moment) - 1
        return before[place] + min(moment, ends[place]) - starts[place]

    return at
