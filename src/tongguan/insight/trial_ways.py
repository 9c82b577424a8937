"""A change of process models rehearsed on the journal: which declarations would have gone another way. Pure."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median

from tongguan.facts.clock import HOUR
from tongguan.facts.words import ALWAYS
from tongguan.insight.life import OUTSIDE
from tongguan.insight.rehearsal import Case
from tongguan.insight.trial import SHOWN, Trial
from tongguan.process.model import Control, Model

Way = frozenset[tuple[str, str, str, str, tuple[str, ...]]]
"""Of each control that a declaration needs: its id, role, office, the point that waits for it, and what it waits for."""


def of_processes(models: Mapping[str, Model], latest: Callable[[str], str], cases: Sequence[Case]) -> Trial:
    """Each declaration by its own process beside the one that would come last for it, with the words it was given.

    Hours are those of the officers' controls that come or go, each at the median working time it had in the period.
    """
    usual = _usual(cases)
    numbers: list[str] = []
    controls, hours, is_known = 0, 0.0, True
    for case in cases:
        was, would = (_needed(models[each], case) for each in (case.process, latest(case.process)))
        if _way(models[case.process], was) == _way(models[latest(case.process)], would):
            continue
        numbers.append(case.number)
        come, gone = _work(would) - _work(was), _work(was) - _work(would)
        controls += len(come) - len(gone)
        is_known = is_known and come | gone <= usual.keys()
        hours += sum(usual.get(each, 0.0) for each in come) - sum(usual.get(each, 0.0) for each in gone)
    return Trial(
        declarations=len(cases), changed=len(numbers), numbers=tuple(numbers[:SHOWN]), controls=controls,
        hours=hours if is_known else None,
    )  # fmt: skip


def _needed(model: Model, case: Case) -> tuple[Control, ...]:
    return tuple(each for each in model.control if each.when == ALWAYS or each.when in case.words)


def _way(model: Model, needed: Sequence[Control]) -> Way:
    here = {each.id for each in needed}
    return frozenset(
        (each.id, each.role, each.office, model.point_of(each).id, tuple(sorted(here.intersection(each.after))))
        for each in needed
    )  # fmt: skip


def _work(needed: Sequence[Control]) -> frozenset[str]:
    """Controls that an officer does; the same work under another id is the same."""
    return frozenset(
        each.same_work or each.id for each in needed if not each.done_by and each.role not in OUTSIDE
    )


def _usual(cases: Sequence[Case]) -> dict[str, float]:
    """Control → median hours of work of the declarations that had it."""
    worked: dict[str, list[int]] = {}
    for case in cases:
        for control, time in case.work.items():
            worked.setdefault(control, []).append(time)
    return {control: median(times) / HOUR for control, times in worked.items()}
