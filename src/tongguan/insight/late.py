"""Open declarations that are late or will be: age, who has to act, what comes next, and the release to be expected.

The clock starts at the later of acceptance and arrival, runs day and night, and is computed from the facts whenever
anybody looks. Times are microseconds UTC.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from tongguan.facts.clock import HOUR, SECOND, iso
from tongguan.insight import causes
from tongguan.insight.forecast import Forecast, History
from tongguan.insight.life import Life
from tongguan.insight.steps import Phase, Step, World, phases
from tongguan.process.model import Model, Name

WARNING, LATE = 20 * HOUR, 24 * HOUR
"""Past them (strictly) a declaration is about to be late, or late."""
_OFFICE = ("work", "officer", "batch", "idle", "closed")


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One open declaration."""

    number: str
    age: int
    """Microseconds since the later of acceptance and arrival."""
    state: str
    """warning or late."""
    owner: str
    """Officer or role of the control when the office has to act, else the party that is waited for."""
    cause: str
    """Who is waited for now: of all open steps the first by the priority of the causes."""
    step: str
    next_action: Name
    forecast: Forecast | None

    def record(self, lang: str) -> dict[str, Any]:
        """The fields that ``--json`` prints."""
        forecast = self.forecast and {
            "p10": iso(self.forecast.p10), "p50": iso(self.forecast.p50), "p90": iso(self.forecast.p90),
            "basis": self.forecast.basis, "of": self.forecast.of,
        }  # fmt: skip
        action = self.next_action.zh if lang == "zh" else self.next_action.en
        return {
            "number": self.number, "age_s": self.age / SECOND, "state": self.state, "owner": self.owner, "cause": self.cause,
            "next_action": action, "forecast": forecast,
        }  # fmt: skip


Worlds = Callable[[str], World]


def history(lives: Iterable[Life], models: Mapping[str, Model], worlds: Worlds) -> History:
    """What the released declarations tell about the open ones."""
    found = History()
    for life in lives:
        if life.accepted_at is not None and life.released_at is not None:
            model, world = models[life.process], worlds(life.office)
            found.add(life.direction, _way(model, life, life.released_at, world))
    return found


def standing(lives: Iterable[Life], models: Mapping[str, Model], worlds: Worlds, now: int) -> list[Standing]:
    """Every open declaration past 20 hours, the oldest first."""
    every = list(lives)
    told: History | None = None
    found = []
    for life in every:
        age = age_of(models[life.process], life, now)
        if age is None or age <= WARNING:
            continue
        told = told or history(every, models, worlds)
        found.append(_standing(models[life.process], life, age, now, worlds(life.office), told))
    return sorted(found, key=lambda each: (-each.age, each.number))


def age_of(model: Model, life: Life, now: int) -> int | None:
    """Age of an open declaration; None when it is not open, or its goods have not arrived and are to."""
    if life.accepted_at is None or life.released_at is not None or life.ended_at is not None:
        return None
    arrives = any(each.done_by == "arrived" for each in model.control)
    if life.arrived_at is None and arrives:
        return None
    return now - max(life.accepted_at, life.arrived_at or 0)


def _way(model: Model, life: Life, end: int, world: World) -> tuple[Phase, ...]:
    return phases(model, life, "released_at", life.accepted_at or end, end, world)


def _standing(model: Model, life: Life, age: int, now: int, world: World, told: History) -> Standing:
    way = _way(model, life, now, world)
    _, _, cause, name = causes.tell(way).parts[-1]
    step = next((each for each in way[-1].steps if each.name == name and each.end == now), None)
    since = now - (life.accepted_at or now)
    return Standing(
        number=life.number, age=age, state="late" if age > LATE else "warning", owner=_owner(model, life, cause, name),
        cause=cause, step=name, next_action=_next(model, life, step),
        forecast=told.expect(life.direction, step, since, now),
    )  # fmt: skip


def _owner(model: Model, life: Life, cause: str, name: str) -> str:
    if cause not in _OFFICE:
        return cause
    control = model.find(name)
    if control is None:
        return "office"
    return life.controls[name][-1].officer or control.role


_VERBS = {
    "ready": ("开始{zh}", "start: {en}"),
    "started": ("办结{zh}", "finish: {en}"),
    "paused": ("恢复{zh}", "go on with: {en}"),
    "refused": ("处置{zh}不予通过", "decide what becomes of it, refused by: {en}"),
}


def _next(model: Model, life: Life, step: Step | None) -> Name:
    if step is None:
        return Name("放行", "release it")
    control = model.find(step.name)
    if control is None:
        hold = step.name.partition(":")[2]
        return Name(f"解除布控 {hold}", f"lift the hold {hold}")
    if control.done_by:
        return Name(f"催办{control.zh}", f"ask for: {control.en}")
    zh, en = _VERBS[life.controls[step.name][-1].state]
    return Name(zh.format(zh=control.zh), en.format(en=control.en))
