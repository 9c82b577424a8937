"""Who was waited for: each microsecond between two milestones belongs to exactly one cause. Plain arithmetic on tuples.

Of the steps that are open at a moment, the one with the least slack is the one that holds the milestone: it could not
have ended later without moving it (critical path). Only between equal slacks does the priority of the causes decide.
"""

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tongguan.insight.cause import names
from tongguan.insight.hours import Interval
from tongguan.insight.steps import Phase, Step, merged

_RANK = {name: place for place, name in enumerate(names())}


class Told(NamedTuple):
    """One declaration's interval told by cause."""

    total: int
    """Microseconds; the sum of ``causes`` to the last one."""
    causes: dict[str, int]
    parts: tuple[tuple[int, int, str, str], ...]
    """(start, end, cause, step) without a gap; the step is empty where nothing but the rest was left."""
    slack: tuple[tuple[str, int], ...]
    """Step → microseconds that it could have ended later without moving the milestone."""


def tell(phases: Sequence[Phase]) -> Told:
    """The causes of the time that the phases span."""
    parts: list[tuple[int, int, str, str]] = []
    slacks: list[tuple[str, int]] = []
    for phase in phases:
        only = phase.steps[0] if len(phase.steps) == 1 else None
        if only and only.begin == phase.begin and only.end == phase.end:
            parts += [(*part, only.name) for part in only.parts]
            slacks.append((only.name, 0))
            continue
        spare = slack(phase)
        parts += _held(phase, spare)
        slacks += [(step.name, each) for step, each in zip(phase.steps, spare, strict=True)]
    found: dict[str, int] = {}
    for start, end, cause, _ in parts:
        found[cause] = found.get(cause, 0) + end - start
    return Told(sum(found.values()), found, tuple(_joined(parts)), tuple(slacks))


def slack(phase: Phase) -> list[int]:
    """Of each step: how much later it could have ended without moving the end of the phase."""
    spare = [phase.end - step.end for step in phase.steps]
    for place in sorted(range(len(spare)), key=lambda each: -phase.steps[each].begin):
        step = phase.steps[place]
        for before in step.before:
            through = step.begin - phase.steps[before].end + spare[place]
            spare[before] = min(spare[before], through)
    return spare


def _held(phase: Phase, spare: Sequence[int]) -> Iterable[tuple[int, int, str, str]]:
    """The phase cut into pieces, each with the cause and the step that held it."""
    cuts = {phase.begin, phase.end}
    for step in phase.steps:
        cuts.update(edge for part in step.parts for edge in part[:2] if phase.begin < edge < phase.end)
    edges = sorted(cuts)
    for start, end in itertools.pairwise(edges):
        best: tuple[int, int, int] | None = None
        chosen = (phase.rest, "")
        for place, step in enumerate(phase.steps):
            if step.begin <= start and end <= step.end:
                cause = _cause_at(step, start)
                key = (spare[place], _RANK[cause], place)
                if best is None or key < best:
                    best, chosen = key, (cause, step.name)
        yield start, end, *chosen


def _cause_at(step: Step, at: int) -> str:
    return step.parts[bisect_right(step.parts, at, key=lambda part: part[0]) - 1][2]


def _joined(parts: Iterable[tuple[int, int, str, str]]) -> list[tuple[int, int, str, str]]:
    found: list[tuple[int, int, str, str]] = []
    for part in parts:
        if found and found[-1][2:] == part[2:] and found[-1][1] == part[0]:
            found[-1] = (found[-1][0], *part[1:])
        else:
            found.append(part)
    return found


def without(phases: Sequence[Phase], *gone: str) -> int:
    """Microseconds that the phases would have spanned had nobody waited for the causes ``gone``.

    The same steps in the same order, each as long as it was without them; a time when nothing stood open is a step
    of its own, of the phase's rest.
    """
    return sum(_shorter(phase, gone) for phase in phases)


def without_each(phases: Sequence[Phase], told: Told) -> dict[str, int]:
    """``without`` for each cause that was waited for, in the order of the causes."""
    return {name: without(phases, name) for name in names() if name in told.causes}


def _shorter(phase: Phase, gone: Sequence[str]) -> int:
    empty = _empty(phase) if phase.rest in gone else []
    ends: dict[int, int] = {}
    for place in sorted(range(len(phase.steps)), key=lambda each: (phase.steps[each].begin, each)):
        step = phase.steps[place]
        was = max((phase.steps[each].end for each in step.before), default=phase.begin)
        now = max((ends.get(each, 0) for each in step.before), default=0)
        took = sum(end - start for start, end, each in step.parts if each not in gone)
        ends[place] = now + _outside(empty, was, step.begin) + took
    last = max((step.end for step in phase.steps), default=phase.begin)
    return max(ends.values(), default=0) + _outside(empty, last, phase.end)


def _empty(phase: Phase) -> list[Interval]:
    """When no step stood open."""
    found, reached = [], phase.begin
    for start, end in (*merged((step.begin, step.end) for step in phase.steps), (phase.end, phase.end)):
        if start > reached:
            found.append((reached, start))
        reached = max(reached, end)
    return found


def _outside(empty: Sequence[Interval], start: int, end: int) -> int:
    """How much of an interval lies outside the others; none where it ends before it starts."""
    inside = sum(max(0, min(end, over) - max(start, since)) for since, over in empty)
    return max(0, end - start) - inside
