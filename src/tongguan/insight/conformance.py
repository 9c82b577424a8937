"""Conformance 一致性: a case of a log replayed on a process model; what it did that the model does not know.

Each control is followed from one occurrence to the next (begun, done, reopened, dropped), and every occurrence of a
control and every passing of a release point is judged by how the others stood at that moment. Of things that a log puts
at the same moment the order is not held against the case.

Only what the model orders is judged: its controls, release points and milestones. Other activities are named once each
as unknown. Which controls were required is asked only where the log says so (the life cycle's ``schedule`` and
``withdraw``); those that the model always requires must have been done.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from tongguan.facts.registry import PAYLOADS
from tongguan.facts.words import ALWAYS
from tongguan.insight.log import ASSIGN, COMPLETE, SCHEDULE, START, WITHDRAW, Entry
from tongguan.insight.logged import MILESTONES
from tongguan.process.model import MILESTONES as GOODS
from tongguan.process.model import Control, Model, ReleasePoint

KINDS = {
    "unknown": ("模型没有此作业", "the model knows no such activity"),
    "too_early": ("先于应先通过的节点", "began before the release point that it comes after"),
    "too_late": ("节点通过后才开始", "began after the release point that waits for it was passed"),
    "out_of_order": ("先于应先完成的作业", "began before the control that it comes after was done"),
    "repeated": ("已办结，未重审而再办", "done again without being reopened"),
    "left_out": ("节点通过时未办", "not done when the release point was passed"),
    "point_too_early": ("节点先于前一节点", "passed before the release point that it comes after"),
    "point_again": ("节点重复通过", "passed again, and nothing had revoked it"),
}
"""Ways a case may leave the model: id → (zh, en)."""
REVOKED = "release.revoked"
"""Activity after which a release point may be passed, and its controls begun, once more."""
_WAITING, _OPEN, _DONE, _GONE = "waiting", "open", "done", "gone"


class Deviation(msgspec.Struct, frozen=True):
    """One thing that the model does not know; ``other`` is the control or release point that it clashes with."""

    kind: str
    activity: str
    at: int
    other: str = ""


class _Work:
    """One control through its occurrences: how it stood when."""

    def __init__(self) -> None:
        self.began: list[int] = []
        self.repeated: list[int] = []
        self._states: list[tuple[int, str]] = []

    def take(self, entry: Entry) -> None:
        """The next entry of the control; transitions that change nothing here (suspend, resume …) are passed over."""
        if entry.transition == START:
            self._begin(entry.at)
        elif entry.transition in ("", COMPLETE):
            if self._state != _OPEN:
                self._begin(entry.at)
            self._states.append((entry.at, _DONE))
        elif entry.transition in (SCHEDULE, ASSIGN):
            self._states.append((entry.at, _WAITING))
        elif entry.transition == WITHDRAW:
            self._states.append((entry.at, _GONE))

    @property
    def _state(self) -> str:
        return self._states[-1][1] if self._states else ""

    def _begin(self, at: int) -> None:
        if self._state == _DONE:
            self.repeated.append(at)
        self.began.append(at)
        self._states.append((at, _OPEN))

    def at(self, moment: int) -> set[str]:
        """The states that it was in at a moment, those that began or ended then included.

        Before its first entry: not required where that entry says that now it is, else not begun.
        """
        states = {_GONE if self._states[0][1] == _WAITING else _WAITING}
        for at, state in self._states:
            if at > moment:
                break
            states = {*states, state} if at == moment else {state}
        return states

    def required(self, moment: int) -> bool:
        """Had the log said by then that it was to be done, or was it begun?"""
        return self._states[0][0] < moment and _GONE not in self.at(moment)


class _Told:
    """The controls of the model with their work, the moments of everything else."""

    def __init__(self, model: Model, entries: Iterable[Entry], names: Mapping[str, str]) -> None:
        self.work: dict[str, _Work] = {}
        self.times: dict[str, list[int]] = {}
        for entry in entries:
            activity = names.get(entry.activity, entry.activity)
            if model.find(activity) is not None:
                self.work.setdefault(activity, _Work()).take(entry)
            if entry.transition in ("", COMPLETE):
                self.times.setdefault(activity, []).append(entry.at)
            elif entry.transition == START:
                self.times.setdefault(activity, [])

    def reached(self, name: str, moment: int) -> bool:
        """Was a point or milestone reached by then?"""
        return any(at <= moment for at in self.times.get(name, ()))

    def over(self, point: str, moment: int) -> bool:
        """Was the point passed before, and not revoked since?"""
        passed = max((at for at in self.times.get(point, ()) if at < moment), default=None)
        back = self.times.get(REVOKED, ())
        return passed is not None and not any(passed <= at <= moment for at in back)


def deviations(
    model: Model, entries: Sequence[Entry], names: Mapping[str, str] | None = None
) -> list[Deviation]:
    """What of the entries the model does not know, in order of time; empty when the case conforms.

    ``names``: milestone → the log's activity, where it is another word.
    """
    ours = {activity: milestone for milestone, activity in (names or {}).items()}
    told = _Told(model, sorted(_apart(entries), key=_moment), ours)
    found = [*_unknown(model, told, entries, ours), *_controls(model, told), *_points(model, told)]
    return sorted(found, key=lambda each: (each.at, each.activity, each.kind, each.other))


def _apart(entries: Iterable[Entry]) -> Iterable[Entry]:
    """Beginning and end as two entries where a log tells both in one."""
    for entry in entries:
        if entry.start is not None and entry.transition in ("", COMPLETE):
            yield Entry(entry.activity, entry.start, None, START, entry.resource)
        yield entry


def _moment(entry: Entry) -> int:
    return entry.at


def _unknown(
    model: Model, told: _Told, entries: Iterable[Entry], ours: Mapping[str, str]
) -> Iterable[Deviation]:
    known = {control.id for control in model.control} | {point.id for point in model.release_point}
    known |= {*MILESTONES, *GOODS, *(kind for kind, _ in PAYLOADS)}
    first: dict[str, int] = {}
    for entry in entries:
        name = ours.get(entry.activity, entry.activity)
        if name in told.times and name not in known:
            at = entry.at if entry.start is None else entry.start
            first[name] = min(at, first.get(name, at))
    return (Deviation("unknown", name, at) for name, at in first.items())


def _controls(model: Model, told: _Told) -> Iterable[Deviation]:
    for name, work in told.work.items():
        control = model.find(name)
        assert control is not None  # Only controls of the model are followed.
        yield from (Deviation("repeated", name, at) for at in work.repeated)
        for began in work.began:
            yield from _occurrence(model, told, control, began)


def _occurrence(model: Model, told: _Told, control: Control, began: int) -> Iterable[Deviation]:
    """One occurrence of a control; what a message does comes when it comes, and only the order of controls is asked."""
    point = model.point_of(control)
    if not control.done_by:
        for name in point.after:
            if not told.reached(name, began):
                yield Deviation("too_early", control.id, began, name)
        if told.over(point.id, began):
            yield Deviation("too_late", control.id, began, point.id)
    for name in control.after:
        before, known = told.work.get(name), model.find(name)
        may = (_DONE,) if known is not None and known.when == ALWAYS else (_DONE, _GONE)
        if before is not None and before.at(began).isdisjoint(may):
            yield Deviation("out_of_order", control.id, began, name)


def _points(model: Model, told: _Told) -> Iterable[Deviation]:
    for point in model.release_point:
        for passed in sorted(told.times.get(point.id, ())):
            if told.over(point.id, passed):
                yield Deviation("point_again", point.id, passed)
            for name in point.after:
                if not told.reached(name, passed):
                    yield Deviation("point_too_early", point.id, passed, name)
            yield from _open_at(model, told, point, passed)


def _open_at(model: Model, told: _Told, point: ReleasePoint, passed: int) -> Iterable[Deviation]:
    """Controls that the point waits for and that were not done when it was passed."""
    for control in model.controls_of(point):
        work = told.work.get(control.id)
        if control.done_by and told.reached(control.done_by, passed):
            continue
        if work is None:
            left = control.when == ALWAYS
        else:
            left = _DONE not in work.at(passed) and (control.when == ALWAYS or work.required(passed))
        if left:
            yield Deviation("left_out", control.id, passed, point.id)
