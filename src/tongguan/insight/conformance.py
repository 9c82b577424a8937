"""Conformance 一致性: a case of a log replayed on a process model; what it did that the model does not know.

Only what the model orders is judged: its controls, release points and milestones. Other activities are named once each
as unknown. Which controls were required is not asked, for a log does not tell what selected them; those that the model
always requires must have been done.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from tongguan.facts.registry import PAYLOADS
from tongguan.facts.words import ALWAYS
from tongguan.insight.log import Step
from tongguan.insight.logged import MILESTONES
from tongguan.process.model import MILESTONES as GOODS
from tongguan.process.model import Control, Model

KINDS = {
    "unknown": ("模型没有此作业", "the model knows no such activity"),
    "too_early": ("先于应先通过的节点", "began before the release point that it comes after"),
    "out_of_order": ("先于应先完成的作业", "began before the control that it comes after was done"),
    "left_out": ("节点通过时未办", "not done when the release point was passed"),
    "point_too_early": ("节点先于前一节点", "passed before the release point that it comes after"),
}
"""Ways a case may leave the model: id → (zh, en)."""


class Deviation(msgspec.Struct, frozen=True):
    """One thing that the model does not know; ``other`` is the control or release point that it clashes with."""

    kind: str
    activity: str
    at: int
    other: str = ""


class _Told:
    """When each activity first began and was first done."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.began: dict[str, int] = {}
        self.done: dict[str, int] = {}
        for step in steps:
            self.began[step.activity] = min(step.start, self.began.get(step.activity, step.start))
            self.done[step.activity] = min(step.at, self.done.get(step.activity, step.at))


def deviations(
    model: Model, steps: Sequence[Step], names: Mapping[str, str] | None = None
) -> list[Deviation]:
    """What of the steps the model does not know, in order of time; empty when the case conforms.

    ``names``: milestone → the log's activity, where it is another word.
    """
    ours = {activity: milestone for milestone, activity in (names or {}).items()}
    told = _Told(
        [replace(step, activity=ours.get(step.activity, step.activity)) for step in steps] if ours else steps
    )
    found = [*_unknown(model, told), *_controls(model, told), *_points(model, told)]
    return sorted(found, key=lambda each: (each.at, each.activity, each.kind, each.other))


def _unknown(model: Model, told: _Told) -> Iterable[Deviation]:
    known = {control.id for control in model.control} | {point.id for point in model.release_point}
    known |= {*MILESTONES, *GOODS, *(kind for kind, _ in PAYLOADS)}
    return (Deviation("unknown", name, at) for name, at in told.began.items() if name not in known)


def _controls(model: Model, told: _Told) -> Iterable[Deviation]:
    for control in model.control:
        began = told.began.get(control.id)
        if began is None:
            continue
        for point in () if control.done_by else model.point_of(control).after:
            if point not in told.done or told.done[point] > began:
                yield Deviation("too_early", control.id, began, point)
        for name in control.after:
            if name in told.done and told.done[name] > began:
                yield Deviation("out_of_order", control.id, began, name)


def _points(model: Model, told: _Told) -> Iterable[Deviation]:
    for point in model.release_point:
        passed = told.done.get(point.id)
        if passed is None:
            continue
        for name in point.after:
            if name not in told.done or told.done[name] > passed:
                yield Deviation("point_too_early", point.id, passed, name)
        for control in model.controls_of(point):
            if _left_out(control, told, passed):
                yield Deviation("left_out", control.id, passed, point.id)


def _left_out(control: Control, told: _Told, passed: int) -> bool:
    """An always required control that was not done, or one that began and was not done, when the point was passed."""
    done = told.done.get(control.done_by or control.id, told.done.get(control.id))
    if done is not None:
        return done > passed and (control.when == ALWAYS or told.began.get(control.id, passed + 1) <= passed)
    return control.when == ALWAYS
