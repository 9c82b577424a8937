"""From a life to the steps that stood before a milestone: each with its predecessors and whom it waited for, when.

This is where the world is laid over the life: office hours, outages, officers at work elsewhere, batches. What follows
(``causes``) is arithmetic on plain tuples. Times are microseconds UTC.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from tongguan.insight.cause import causes
from tongguan.insight.hours import Interval, OfficeHours
from tongguan.insight.life import Life, Spell
from tongguan.process.model import Control, Model

WORK, OFFICER, BATCH, IDLE, CLOSED, SYSTEM, DECLARANT = (
    "work", "officer", "batch", "idle", "closed", "system", "declarant",
)  # fmt: skip
TOGETHER = 60_000_000
"""Starts by one officer within a minute are one batch."""
Part = tuple[int, int, str]
"""(start, end, cause)."""


class Step(NamedTuple):
    """Something that had to be over before a milestone."""

    name: str
    """Control, ``hold:`` and its name, or ``lodging``."""
    begin: int
    """From then on nothing but itself stood in its way."""
    end: int
    before: tuple[int, ...]
    """Places (in the same phase) of the steps that had to be over before it began."""
    parts: tuple[Part, ...]
    """Who was waited for, without a gap from begin to end."""


class Phase(NamedTuple):
    """The way to one milestone from the milestone before it."""

    begin: int
    end: int
    steps: tuple[Step, ...]
    rest: str
    """Cause of what no step explains."""


class World(msgspec.Struct, frozen=True, kw_only=True):
    """What lies over the lives of one office."""

    hours: OfficeHours
    now: int
    """What still lasts is taken to last until then."""
    outages: tuple[Interval, ...] = ()
    busy: Mapping[str, Sequence[Interval]] = {}
    """Officer → when he was at work on any control, merged, in order."""
    filled: Mapping[tuple[str, str, int], int] = {}
    """(number, control, start) → when the batch that it was started with was complete."""


def busy_officers(lives: Iterable[Life], now: int) -> dict[str, list[Interval]]:
    """When each officer was at work, over all declarations."""
    found: dict[str, list[Interval]] = {}
    for life in lives:
        for spells in life.controls.values():
            for each in spells:
                if each.state == "started" and each.officer:
                    found.setdefault(each.officer, []).append(
                        (each.start, now if each.end is None else each.end)
                    )
    return {officer: merged(intervals) for officer, intervals in found.items()}


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Intervals in order, overlapping and touching ones joined."""
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def batches(lives: Iterable[Life]) -> dict[tuple[str, str, int], int]:
    """Controls that one officer started together: each waited until the last of its batch was ready."""
    starts: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for life in lives:
        for control, spells in life.controls.items():
            for before, after in itertools.pairwise(spells):
                if before.state == "ready" and after.state == "started" and before.end == after.start:
                    starts.setdefault((after.officer, control), []).append(
                        (after.start, before.start, life.number)
                    )
    found: dict[tuple[str, str, int], int] = {}
    for (_, control), each in starts.items():
        for batch in _together(sorted(each)):
            full = max(ready for _, ready, _ in batch)
            found.update({(number, control, start): min(full, start) for start, _, number in batch})
    return found


def _together(starts: list[tuple[int, int, str]]) -> Iterator[list[tuple[int, int, str]]]:
    """Runs of two or more starts within a minute of each other."""
    run: list[tuple[int, int, str]] = []
    for each in starts:
        if run and each[0] - run[-1][0] > TOGETHER:
            if len(run) > 1:
                yield run
            run = []
        run.append(each)
    if len(run) > 1:
        yield run


def phases(model: Model, life: Life, milestone: str, start: int, end: int, world: World) -> tuple[Phase, ...]:
    """The phases of [start, end] towards a milestone: before acceptance, before release, after it; in order."""
    target = _point_of(model, milestone)
    found: list[Phase] = []
    reached = start
    for point, at in (
        ("acceptance", life.accepted_at),
        ("release", life.released_at),
        ("closing", life.closed_at),
    ):
        if reached >= end:
            break
        stop = end if point == target or at is None else min(at, end)
        if stop > reached:
            only = _MESSAGES.get(milestone, "") if point == target else ""
            found.append(_phase(model, life, point, only, reached, stop, world))
            reached = stop
    return tuple(found)


def own(model: Model, life: Life, name: str, states: Sequence[str], world: World) -> tuple[Phase, ...]:
    """One control's time in certain states: a phase for each stretch, whose one step is the control itself."""
    control = model.find(name)
    if control is None:
        return ()
    found = []
    for run in _runs(life.controls.get(name, ())):
        parts = _parts(life, control, run, world)
        for spell in run:
            end = world.now if spell.end is None else spell.end
            if spell.state in states and end > spell.start:
                step = Step(name, spell.start, end, (), _clipped(parts, spell.start, end))
                found.append(Phase(spell.start, end, (step,), IDLE))
    return tuple(found)


_MILESTONES = {"accepted_at": "acceptance", "released_at": "release"}
_MESSAGES = {"arrived_at": "arrived", "gate_out_at": "gate_out"}


def _point_of(model: Model, milestone: str) -> str:
    """The release point that a milestone is, or whose control it does; closing for all that comes after release."""
    if milestone in _MILESTONES:
        return _MILESTONES[milestone]
    message = _MESSAGES.get(milestone)
    control = next((each for each in model.control if message and each.done_by == message), None)
    return model.point_of(control).id if control else "closing"


def _phase(model: Model, life: Life, point: str, only: str, begin: int, end: int, world: World) -> Phase:
    """With ``only``: what the message of that name ends is all that is waited for."""
    controls = model.controls_of(model.point(point))
    wanted = tuple(each for each in controls if each.done_by == only) if only else ()
    steps = _steps(life, wanted or controls, begin, end, world)
    if not wanted:
        steps += _holds(life, point, begin, end, world)
    if point == "acceptance":
        steps = _after_lodging(_lodging(model, life, begin, end, world), steps)
    return Phase(begin, end, tuple(steps), SYSTEM if point == "acceptance" else IDLE)


def _steps(life: Life, controls: Sequence[Control], begin: int, end: int, world: World) -> list[Step]:
    """A step for each time that a control stood open within [begin, end], with the steps before it."""
    made: list[tuple[Control, Step]] = []
    for control in controls:
        spells = life.controls.get(control.id)
        for run in _runs(spells) if spells else ():
            last = run[-1].end
            first, over = max(begin, run[0].start), min(end, world.now if last is None else last)
            if over > first:
                parts = _clipped(_parts(life, control, run, world), first, over)
                made.append((control, Step(control.id, first, over, (), parts)))
    return [step._replace(before=_before(control, step, made)) for control, step in made]


def _before(control: Control, step: Step, made: Sequence[tuple[Control, Step]]) -> tuple[int, ...]:
    """The last time that each control before this one was done by the time it began."""
    places = []
    for name in control.after:
        done = [(other.end, place) for place, (each, other) in enumerate(made)
                if each.id == name and other.end <= step.begin]  # fmt: skip
        places += [max(done)[1]] if done else []
    return tuple(places)


def _runs(spells: Sequence[Spell]) -> Iterator[list[Spell]]:
    """Spells from ready to done, waiting for others left out; each run is one time that the control was open."""
    run: list[Spell] = []
    for spell in spells:
        if spell.state in ("waiting", "done"):
            if run:
                yield run
            run = []
        else:
            run.append(spell)
    if run:
        yield run


def _parts(life: Life, control: Control, run: Sequence[Spell], world: World) -> list[Part]:
    """Who was waited for while a control was open."""
    outside = _outside(control)
    found: list[Part] = []
    for place, spell in enumerate(run):
        start, end = spell.start, world.now if spell.end is None else spell.end
        if outside is not None:
            found += _out(start, end, spell.whom or outside, world)
        elif spell.state == "started":
            found += _work(start, end, world)
        elif spell.state == "refused":
            found += _out(start, end, DECLARANT, world)
        elif spell.whom:
            found += _out(start, end, _known(spell.whom), world)
        else:
            taker = run[place + 1] if place + 1 < len(run) else None
            officer = taker.officer if taker and taker.state == "started" else ""
            full = world.filled.get((life.number, control.id, end), start) if officer else start
            found += _wait(start, end, officer, full, world)
    return found


def _outside(control: Control) -> str | None:
    """Whom a control waits for that no officer does; None for an officer's control."""
    by = causes()
    if control.done_by in by.message:
        return by.message[control.done_by]
    if control.when == "undisclosed":
        return "terminal"
    return by.role.get(control.role)


def _known(whom: str) -> str:
    return whom if whom in causes().cause else "authority"


def _holds(life: Life, point: str, begin: int, end: int, world: World) -> list[Step]:
    found = []
    for held in life.holds:
        first, over = max(begin, held.start), min(end, world.now if held.end is None else held.end)
        if point in held.points and over > first:
            whom = causes().hold.get(held.code, "") if held.owner == "office" else _known(held.owner)
            parts = _out(first, over, whom, world) if whom else _wait(first, over, "", first, world)
            found.append(Step(f"hold:{held.hold}", first, over, (), tuple(parts)))
    return found


def _lodging(model: Model, life: Life, begin: int, end: int, world: World) -> list[Step]:
    """Before the first lodging the declarant was waited for (batches: the deliveries), and after each return."""
    found = []
    lodged = life.first_lodged_at or begin
    spans = [(begin, lodged, BATCH if model.id == "batch_central" else DECLARANT)]
    if life.returns:
        spans += [(back, world.now if again is None else again, DECLARANT) for back, again in life.returns]
    for start, over, whom in spans:
        first, last = max(begin, start), min(end, over)
        if last > first:
            found.append(Step("lodging", first, last, (), tuple(_out(first, last, whom, world))))
    return found


def _after_lodging(lodging: list[Step], steps: list[Step]) -> list[Step]:
    """Nothing of the office begins before the lodging that it is about."""
    shift = len(lodging)
    found = [step._replace(before=(place - 1,)) if place else step for place, step in enumerate(lodging)]
    for step in steps:
        before = [shift + place for place in step.before]
        done = [(each.end, place) for place, each in enumerate(lodging) if each.end <= step.begin]
        found.append(step._replace(before=(*before, *([max(done)[1]] if done else []))))
    return found


# -- laying the world over an interval ------------------------------------------------------------------------------


def _out(start: int, end: int, cause: str, world: World) -> list[Part]:
    """Somebody outside is waited for by the clock; what lies in an outage is the system's."""
    return list(_cut(start, end, world.outages, SYSTEM, cause)) if world.outages else [(start, end, cause)]


def _work(start: int, end: int, world: World) -> list[Part]:
    """A control at work; closed hours that it spans whole (a night in between) are closed, overtime is work."""
    nights = [each for each in world.hours.closed(start, end) if start < each[0] and each[1] < end]
    return list(_cut(start, end, nights, CLOSED, WORK))


def _wait(start: int, end: int, officer: str, full: int, world: World) -> list[Part]:
    """An officer is waited for: in outages the system, then closed hours, then the batch, then contention or idleness.

    Contention is what the officer who took it was at work on meanwhile; while nobody has taken it, all of it.
    """
    found: list[Part] = []
    for opens, closes, cause in _cut(start, end, world.outages, SYSTEM, ""):
        if cause:
            found.append((opens, closes, cause))
            continue
        for since, until, shut in _cut(opens, closes, tuple(world.hours.closed(opens, closes)), CLOSED, ""):
            if shut:
                found.append((since, until, shut))
                continue
            middle = min(max(full, since), until)
            if middle > since:
                found.append((since, middle, BATCH))
            if until > middle and not officer:
                found.append((middle, until, OFFICER))
            elif until > middle:
                found += _cut(middle, until, world.busy.get(officer, ()), OFFICER, IDLE)
    return found


def _cut(start: int, end: int, masks: Sequence[Interval], inside: str, outside: str) -> Iterator[Part]:
    """[start, end] cut by masks that are in order and do not overlap."""
    reached = start
    for since, until in masks:
        since, until = max(since, reached), min(until, end)
        if until <= since:
            continue
        if since > reached:
            yield reached, since, outside
        yield since, until, inside
        reached = until
    if end > reached:
        yield reached, end, outside


def _clipped(parts: Iterable[Part], start: int, end: int) -> tuple[Part, ...]:
    return tuple(
        (max(since, start), min(until, end), cause)
        for since, until, cause in parts
        if min(until, end) > max(since, start)
    )
