"""What-if: the same goods through another process model.

Each declaration keeps its own working times, arrival and outside waits; waits for officers are simulated anew in
both models. Serial and parallel are compared only from first application and from arrival: a serial process
inspects before it accepts, so the clock from acceptance starts at different places and says nothing.
"""

import heapq
from collections.abc import Callable, Iterable, Mapping
from statistics import mean, median

import msgspec

from tongguan.facts.clock import HOUR
from tongguan.insight.times import FEW
from tongguan.process.model import Control, Model

Roster = Callable[[int], int]
"""From a moment to the first moment from then on when officers work."""
OUTSIDE = ("terminal", "system", "declarant")


class Case(msgspec.Struct, frozen=True):
    """What a declaration brings to any process; times are microseconds UTC."""

    number: str
    applied_at: int
    arrived_at: int
    words: frozenset[str]
    work: dict[str, int]
    """Control → microseconds of work, or of an outside wait for controls that messages do."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two models over the same goods; hours are a declaration's: means, and medians beside them."""

    base: str
    model: str
    count: int
    base_hours: float
    hours: float
    base_hours_from_arrival: float
    hours_from_arrival: float
    base_median_hours: float
    median_hours: float
    base_median_hours_from_arrival: float
    median_hours_from_arrival: float
    held_by: dict[str, int]
    """Track → declarations whose release waited for it last, under ``model``."""
    base_held_by: dict[str, int]
    held: dict[str, str]
    """Number → the track that held its release last, under ``model``."""
    definition: str = "first_application"

    @property
    def saved(self) -> float:
        """Hours a declaration that ``base`` takes less than ``model``."""
        return self.hours - self.base_hours

    def record(self) -> dict[str, object]:
        """The fields that ``--json`` prints; under 20 declarations no mean."""
        own = {name: getattr(self, name) for name in self.__struct_fields__}
        told = {**own, "saved_hours": self.saved, "saved_hours_total": self.saved * self.count}
        return told if self.count >= FEW else {**told, **dict.fromkeys(_MEANS)}

    def sentence(self, lang: str) -> str:
        """The comparison in one line: mean and median; under 20 declarations the median alone."""
        tracks = ", ".join(f"{track} {count}" for track, count in self.held_by.items())
        now, was, arrived, had_arrived = (
            _told(self.count, getattr(self, mean), getattr(self, median), lang)
            for mean, median in zip(_MEANS, _MEDIANS, strict=False)
        )
        total = self.saved * self.count
        if lang == "zh":
            saved = f"每票平均节省 {self.saved:.2f} 小时，共 {total:.0f} 小时；" if self.count >= FEW else ""
            return (
                f"{self.count} 票货物改按 {self.model} 办理，自首次申请至放行{now}（自运抵{arrived}），"
                f"现行 {self.base} 为{was}（自运抵{had_arrived}）：{saved}"
                f"最后等待的轨道：{tracks}；接受申报起算的时间在两种流程之间不可比"
            )
        saved = (
            f"{self.saved:.2f} h saved a declaration on the mean, {total:.0f} h in all; "
            if self.count >= FEW
            else ""
        )
        return (
            f"{self.count} declarations through {self.model}: {now} from first application to release "
            f"({arrived} from arrival), {was} ({had_arrived}) through {self.base}: {saved}"
            f"held last by {tracks}; the clock from acceptance is not comparable between the two"
        )


_MEANS = (
    "hours",
    "base_hours",
    "hours_from_arrival",
    "base_hours_from_arrival",
    "saved_hours",
    "saved_hours_total",
)
_MEDIANS = (
    "median_hours",
    "base_median_hours",
    "median_hours_from_arrival",
    "base_median_hours_from_arrival",
)


def _told(count: int, mean: float, middle: float, lang: str) -> str:
    if lang == "zh":
        return f"{f'均值 {mean:.2f}、' if count >= FEW else ''}中位数 {middle:.2f} 小时"
    return f"{f'mean {mean:.2f} h, ' if count >= FEW else ''}median {middle:.2f} h"


def compare(
    cases: Iterable[Case], base: Model, other: Model, staff: Mapping[str, int], roster: Roster
) -> Comparison:
    """Simulate the cases through both models with ``staff`` officers a role and the office's ``roster``."""
    found = list(cases)
    first, second = (_run(found, model, staff, roster) for model in (base, other))
    applied = [_took(found, each, lambda case: case.applied_at) for each in (first, second)]
    arrived = [_took(found, each, lambda case: case.arrived_at) for each in (first, second)]
    return Comparison(
        base=base.id,
        model=other.id,
        count=len(found),
        base_hours=_over(mean, applied[0]),
        hours=_over(mean, applied[1]),
        base_hours_from_arrival=_over(mean, arrived[0]),
        hours_from_arrival=_over(mean, arrived[1]),
        base_median_hours=_over(median, applied[0]),
        median_hours=_over(median, applied[1]),
        base_median_hours_from_arrival=_over(median, arrived[0]),
        median_hours_from_arrival=_over(median, arrived[1]),
        held_by=_tally(second),
        base_held_by=_tally(first),
        held={number: track for number, (_, track) in sorted(second.items())},
    )


Released = dict[str, tuple[int, str]]
"""Number → release and the track that completed last."""


def _took(cases: list[Case], released: Released, start: Callable[[Case], int]) -> list[int]:
    return [max(0, released[case.number][0] - start(case)) for case in cases]


def _over(average: Callable[[list[int]], float], took: list[int]) -> float:
    return average(took) / HOUR if took else 0.0


def _tally(released: Released) -> dict[str, int]:
    tally: dict[str, int] = {}
    for _, track in released.values():
        tally[track] = tally.get(track, 0) + 1
    return dict(sorted(tally.items(), key=lambda each: -each[1]))


def _run(cases: list[Case], model: Model, staff: Mapping[str, int], roster: Roster) -> Released:
    """Discrete events: a control is asked for when all before it is done; officers serve first come, first served."""
    pools = {role: [0] * count for role, count in staff.items()}
    runs = {case.number: _Life(case, model) for case in cases}
    heap = [
        (at, case.number, control.id)
        for case in cases
        for at, control in runs[case.number].ready(case.applied_at)
    ]
    heapq.heapify(heap)
    while heap:
        asked, number, name = heapq.heappop(heap)
        life = runs[number]
        control = life.needed[name]
        took = life.case.work.get(control.same_work or name, life.case.work.get(name, 0))
        done = asked + took
        if control.role not in OUTSIDE:
            pool = pools.get(control.role)
            start = roster(max(asked, heapq.heappop(pool)) if pool else asked)
            done = start + took
            if pool is not None:
                heapq.heappush(pool, done)
        for at, following in life.finish(name, done):
            heapq.heappush(heap, (at, number, following.id))
    return {number: life.released() for number, life in runs.items()}


class _Life:
    """One case on its way through a model, up to release."""

    def __init__(self, case: Case, model: Model) -> None:
        self.case = case
        points = ("acceptance", "release")
        self.needed: dict[str, Control] = {
            control.id: control
            for point in points
            for control in model.controls_of(model.point(point))
            if control.when == "always" or control.when in case.words
        }
        self._before = {
            name: {each for each in control.after if each in self.needed}
            for name, control in self.needed.items()
        }
        gate = {name for name, control in self.needed.items() if model.point_of(control).id == "acceptance"}
        for name in self.needed.keys() - gate:
            self._before[name] |= gate
        self._done: dict[str, int] = {}
        self._asked: set[str] = set()

    def ready(self, now: int) -> list[tuple[int, Control]]:
        """Controls that may begin now, each once, with the moment they are asked for."""
        found = []
        for name, before in self._before.items():
            if name not in self._asked and before <= self._done.keys():
                self._asked.add(name)
                at = max([now, *(self._done[each] for each in before)])
                control = self.needed[name]
                found.append((max(at, self.case.arrived_at) if control.done_by == "arrived" else at, control))
        return found

    def finish(self, name: str, at: int) -> list[tuple[int, Control]]:
        """The control is done; what follows."""
        self._done[name] = at
        return self.ready(self.case.applied_at)

    def released(self) -> tuple[int, str]:
        """When all is done, and the track that was last; without controls the application itself."""
        if not self._done:
            return self.case.applied_at, "none"
        last = max(self._done, key=lambda name: (self._done[name], name))
        return self._done[last], self.needed[last].track
