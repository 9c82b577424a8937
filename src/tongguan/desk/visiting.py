"""What an act on an inspection order means for everything around it: declarations, containers, slots, the vault."""

from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from typing import Any

import msgspec

from tongguan.desk import gathering, sending
from tongguan.desk.gathering import Gathered
from tongguan.desk.joint import Joint
from tongguan.desk.lodging import Conceal
from tongguan.desk.people import People
from tongguan.facts import inspection as i
from tongguan.facts import movement
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.kinds import Payload, SharedOpened
from tongguan.process import commands as c
from tongguan.process import progress
from tongguan.process.clearance import PAUSED, STARTED
from tongguan.process.decide import visits
from tongguan.process.decide.refusals import refuse
from tongguan.process.decide.visits import Verdict
from tongguan.process.inspection import Inspection
from tongguan.rules.inspection import Settings


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants done to an order, as commands, messages and pages say it."""

    verb: str
    key: str = ""
    """The sender's own mark, by which a repeat is known."""
    reason: str = ""
    note: str = ""
    seal: str = ""
    waits_for: str = ""
    to: str = ""
    """Id of the officer who takes over."""
    units: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    whole: bool = False
    item: str = ""
    outcome: str = ""
    laboratory: str = ""
    verdicts: tuple[Verdict, ...] = ()
    """Empty in ``conclude``: the outcome is that of every open declaration."""
    measure: str = ""
    text: str = ""
    due: str = ""
    site: str = ""
    at: int | None = None
    """When the visit is to begin."""
    place: int = 0
    ref: str = ""
    body: bytes = b""


class Tools(msgspec.Struct, frozen=True, kw_only=True):
    """What acts need besides the order."""

    settings: Settings
    able: Callable[[Inspection, int], dict[str, Actor]]
    """Who could be sent at a moment."""
    candidates: Callable[[Inspection, int], list[i.Candidate]]
    """The same with what each holds and has to do already."""
    people: People
    draw: Callable[[str, Collection[str], int], tuple[str, str]]
    conceal: Conceal
    sample: Callable[[str], int]


Handler = Callable[[Joint, Tools, Inspection, Act, Actor], Refusal | None]


def slot_of(site: str, at: int) -> str:
    """Stream of a time at a site."""
    return f"slot/{site}-{at}"


def stream_of(was: Inspection) -> str:
    return f"inspection/{was.order}"


def say(joint: Joint, was: Inspection, said: Iterable[Payload], actor: Actor) -> Inspection:
    joint.say(stream_of(was), said, joint.now, actor.id)
    after: Inspection = joint.state(stream_of(was))
    return after


def once(was: Inspection, said: Payload, key: str) -> bool | Refusal:
    return visits.repeat(was, said, key)


# -- the order ------------------------------------------------------------------------------------------------


def order(joint: Joint, found: Gathered, name: str, joins: bool, whole: bool, actor: Actor) -> Refusal | None:
    """Write the order, or let one that has not begun take the goods in; every declaration learns of it."""
    said: Payload = (
        i.InspectionWidened("joined", found.units, found.concerned, found.services, found.items, whole=whole)
        if joins
        else i.InspectionOrdered(
            found.office, found.units, found.concerned, found.services, found.items, found.beside, whole
        )
    )
    joint.say(f"inspection/{name}", [said], joint.now, actor.id)
    return _put_on(joint, found.concerned, name, actor)


def _put_on(joint: Joint, concerned: Iterable[i.Concerned], name: str, actor: Actor) -> Refusal | None:
    for each in concerned:
        refusal = tell(joint, each, c.Order, name, actor)
        if refusal:
            return refusal
    return None


def tell(
    joint: Joint, each: i.Concerned, kind: type[c.ControlCommand], name: str, actor: Actor, **more: Any
) -> Refusal | None:
    """One command about the control of one declaration."""

    def make(entry_id: str, was: object) -> c.Command:
        return kind(
            actor=actor, at=joint.now, now=joint.now, entry_id=entry_id, control=each.control, order=name, **more
        )  # type: ignore[arg-type]  # fmt: skip

    decided = joint.decide(each.number, make)
    return decided if isinstance(decided, Refusal) else None


def _states(joint: Joint, was: Inspection) -> list[tuple[i.Concerned, str]]:
    """The open declarations of an order, each with the state of its control."""
    found = []
    for each in was.concerned:
        clearance = joint.clearance(each.number)
        if clearance is None or each.number in was.conclusions:
            continue
        model = joint.model(clearance)
        control = model.find(each.control)
        if control is not None:
            found.append((each, progress.state_of(model, clearance, control)))
    return found


# -- before the visit -----------------------------------------------------------------------------------------


def _book(joint: Joint, tools: Tools, was: Inspection, act: Act, actor: Actor) -> Refusal | None:
    site = tools.settings.site_at(act.site, was.office, act.at or joint.now)
    if site is None or act.at is None or act.at not in site.begin_of(local_date(act.at)):
        known = ", ".join(site.begins) if site else ", ".join(each.id for each in tools.settings.site)
        return refuse("unknown_slot", site=act.site, known=known)
    slot = slot_of(site.id, act.at)
    booked = i.InspectionBooked(slot, site.id, act.at, Decimal(1))
    if was.slot == slot:
        return None
    said = visits.book(was, booked, actor, joint.now)
    if isinstance(said, Refusal):
        return said
    if not joint.facts(slot):
        opened = SharedOpened(Decimal(site.capacity), "visit", site.id)
        joint.say(slot, [opened], joint.now, actor.id)
        joint.opens(slot, opened.limit)
    if was.slot:
        joint.claim(stream_of(was), was.slot, Decimal(-1))
    joint.claim(stream_of(was), slot, booked.amount)
    sending.draw_for_booking(joint, tools, say(joint, was, said, actor))
    return None


def _assign(joint: Joint, tools: Tools, was: Inspection, act: Act, actor: Actor) -> Refusal | None:
    """Draw an officer; who was drawn already stays."""
    refusal = visits.may_direct(was, actor)
    return refusal if refusal or was.officer else sending.draw(joint, tools, was, actor)


def _miss(joint: Joint, tools: Tools, was: Inspection, act: Act, actor: Actor) -> Refusal | None:
    said = visits.miss(was, act.reason, actor, joint.now)
    if isinstance(said, Refusal):
        return said
    say(joint, was, said, actor)
    return None


def _drop(joint: Joint, tools: Tools, was: Inspection, act: Act, actor: Actor) -> Refusal | None:
    """Take declarations off the order, all of them when none is named: they may be ordered or inspected anew."""
    numbers = act.numbers or was.open_numbers
    said = visits.drop(was, numbers, act.reason, actor)
    if isinstance(said, Refusal):
        return said
    for number in numbers:
        each = was.of(number)
        refusal = tell(joint, each, c.Order, "", actor) if each else None
        if refusal:
            return refusal
    after = say(joint, was, said, actor)
    if was.slot and not after.slot:
        joint.claim(stream_of(was), was.slot, Decimal(-1))
    return None


# -- the visit ------------------------------------------------------------------------------------------------


def _start(joint: Joint, tools: Tools, was: Inspection, act: Act, actor: Actor) -> Refusal | None:
    """Begin with every declaration that is ready; the others come in when they are."""
    said = visits.start(was, actor, _opens(joint, was), act.key)
    known = once(was, i.InspectionStarted(key=act.key), act.key)
    if known:
        return known if isinstance(known, Refusal) else None
    if isinstance(said, Refusal):
        return said
    refusal = sending.unqualified(tools, was, actor.id, joint.now) or _begin(
        joint, was, actor, progress.READY
    )
    if refusal:
        return refusal
    after = say(joint, was, said, actor)
    _open(joint, after, after.opened, actor)
    return None


def _begin(joint: Joint, was: Inspection, actor: Actor, *states: str) -> Refusal | None:
    """Start the controls that are in one of these states; the refusal of the first when none can begin."""
    found = _states(joint, was)
    able = [each for each, state in found if state in states]
    for each in able or [each for each, _ in found[:1]]:
        refusal = tell(joint, each, c.Start, was.order, actor)
        if refusal:
            return refusal
    return None


def _opens(joint: Joint, was: Inspection) -> bool:
    """Are goods opened for a control of the order? A look at the destination opens nothing at the port."""
    for each in was.concerned:
        clearance = joint.clearance(each.number)
        control = joint.model(clearance).find(each.control) if clearance else None
        if control is not None and control.opening:
            return True
    return False


def _open(joint: Joint, was: Inspection, units: Iterable[str], actor: Actor) -> None:
    """Containers that stand in the yard keep in mind that they were opened: once a visit."""
    for unit in units:
        if gathering.stands(joint, unit):
            opened = movement.ContainerOpened(was.order, gathering.numbers_in(joint, unit))
            joint.say(f"container/{unit}", [opened], joint.now, actor.id)


def seal(joint: Joint, was: Inspection, number: str, actor: Actor) -> None:
    for unit in was.opened:
        if number and gathering.stands(joint, unit):
            joint.say(f"container/{unit}", [movement.ContainerSealed(number)], joint.now, actor.id)


def _pause(joint: Joint, tools: Tools, was: Inspection, act: Act, actor: Actor) -> Refusal | None:
    paused = i.InspectionPaused(act.reason, act.seal, act.waits_for, act.key)
    known = once(was, paused, act.key)
    if known:
        return known if isinstance(known, Refusal) else None
    boxes = [unit for unit in was.opened if gathering.stands(joint, unit)]
    said = visits.pause(was, paused, actor, boxes)
    if isinstance(said, Refusal):
        return said
    for each, state in _states(joint, was):
        if state == STARTED:
            refusal = tell(joint, each, c.Pause, was.order, actor, reason=act.reason, waits_for=act.waits_for)
            if refusal:
                return refusal
    seal(joint, was, act.seal, actor)
    say(joint, was, said, actor)
    return None


def _resume(joint: Joint, tools: Tools, was: Inspection, act: Act, actor: Actor) -> Refusal | None:
    known = once(was, i.InspectionResumed(act.key), act.key)
    if known:
        return known if isinstance(known, Refusal) else None
    said = visits.resume(was, actor, act.key)
    if isinstance(said, Refusal):
        return said
    refusal = _begin(joint, was, actor, PAUSED, progress.READY)
    if refusal:
        return refusal
    say(joint, was, said, actor)
    return None


def _hand_over(joint: Joint, tools: Tools, was: Inspection, act: Act, actor: Actor) -> Refusal | None:
    if not act.to:
        return refuse("field_missing", field="to")
    able = tools.able(was, sending.visit_at(was, joint.now))
    said = visits.hand_over(was, act.to, act.reason, actor, able)
    if isinstance(said, Refusal):
        return said
    for each, state in _states(joint, was):
        if state in (STARTED, PAUSED):
            refusal = tell(joint, each, c.HandOver, was.order, actor, to=able[act.to], reason=act.reason)
            if refusal:
                return refusal
    say(joint, was, said, actor)
    return None


def _widen(joint: Joint, tools: Tools, was: Inspection, act: Act, actor: Actor) -> Refusal | None:
    """More is looked at: units with all declarations in them, declarations beside, services, or the whole."""
    first = i.InspectionWidened(act.reason, key=act.key)
    known = was.keys.get(act.key) if act.key else None
    if known is not None:
        return None if type(known) is type(first) else refuse("other_under_key")
    refusal = visits.may_direct(was, actor) or gathering.known_services(act.services)
    added = [number for number in act.numbers if was.of(number) is None]
    for number in added:
        refusal = refusal or _require(joint, number, was.concerned[0].control, act.reason, actor)
    if refusal:
        return refusal
    new = tuple(unit for unit in act.units if unit not in was.units)
    found = gathering.gather(joint, tools.settings, new, added) if new or added else None
    if isinstance(found, Refusal) and found.code != "nothing_to_inspect":
        return found
    gathered = found if isinstance(found, Gathered) else None
    more = gathered.concerned if gathered else ()
    services = (*was.services, *act.services, *(gathered.services if gathered else ()))
    numbers = [each.number for each in (*was.concerned, *more)]
    said = msgspec.structs.replace(
        first, units=gathered.units if gathered else new, concerned=more,
        services=tuple(each for each in i.SERVICES if each in services),
        items=gathering.items_for(joint, tools.settings, services, numbers), whole=act.whole,
    )  # fmt: skip
    decided = visits.widen(was, said, actor)
    if isinstance(decided, Refusal):
        return decided
    refusal = _put_on(joint, more, was.order, actor)
    if refusal:
        return refusal
    after = say(joint, was, decided, actor)
    if after.state == STARTED:
        _open(joint, after, [unit for unit in after.opened if unit not in was.opened], actor)
        for each, state in _states(joint, after):
            if each in more and state == progress.READY:
                refusal = refusal or tell(joint, each, c.Start, was.order, actor)
    return refusal


def _require(joint: Joint, number: str, control: str, reason: str, actor: Actor) -> Refusal | None:
    """An officer adds the inspection to a declaration that nothing selected."""
    clearance = joint.clearance(number)
    if clearance is None:
        return refuse("unknown_number")
    if gathering.waiting(joint, clearance) is not None:
        return None
    return tell(joint, i.Concerned(number, control, ""), c.Add, "", actor, reason=reason)


ACTS: dict[str, Handler] = {
    "book": _book,
    "assign": _assign,
    "miss": _miss,
    "drop": _drop,
    "start": _start,
    "pause": _pause,
    "resume": _resume,
    "hand-over": _hand_over,
    "widen": _widen,
}
"""Acts up to the visit and on its course."""
