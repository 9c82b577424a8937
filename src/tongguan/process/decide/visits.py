"""Decisions about an inspection order itself: book, draw, visit, record, conclude, follow up. Pure.

What they mean for the declarations and containers concerned is the desk's joint act.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal

import msgspec

from tongguan.facts import inspection as i
from tongguan.facts.actor import Actor
from tongguan.facts.decision import ACCEPT, REFUSE, Refusal
from tongguan.facts.kinds import Payload
from tongguan.process.assign import in_the_draw
from tongguan.process.decide import rights
from tongguan.process.decide.ordering import INSPECTOR
from tongguan.process.decide.refusals import refuse
from tongguan.process.inspection import BOOKED, LIVING, ORDERED, PAUSED, STARTED, Inspection

Says = list[Payload] | Refusal
CONDITION = "condition"
OUTCOMES = (ACCEPT, CONDITION, REFUSE)
MEASURES = ("treatment", "return", "destruction", "transfer")
"""What may follow a refusal; a release with condition is followed by ``condition``."""
ENDINGS = {"return": "goods_returned", "destruction": "destroyed", "transfer": "transferred"}
"""How a measure ends the declaration once it is done."""
RESULTS = ("conforms", "differs", "not_applicable")
REPORTS = ("conforms", "fails")
UNDRAWS = frozenset({"head", "coordinator"})
"""Roles that may undo a draw."""
SYSTEM_KINDS = ("officer", "system")


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The conclusion for one declaration, as the officer gives it."""

    number: str
    outcome: str = ACCEPT
    reason: str = ""
    measure: str = ""
    text: str = ""
    due: str = ""


def repeat(was: Inspection, said: Payload, key: str) -> bool | Refusal:
    """Was this said before under its key? A key that said something else is refused."""
    first = was.keys.get(key) if key else None
    if first is None:
        return False
    return True if _same(first, said) else refuse("other_under_key")


def _same(first: Payload, again: Payload) -> bool:
    """The same but for what the office adds itself: numbers, digests, what was opened."""
    own = ("particulars", "place", "sample", "opened")
    fields = [name for name in first.__struct_fields__ if name not in own]
    return type(first) is type(again) and all(getattr(first, n) == getattr(again, n) for n in fields)


def may_direct(was: Inspection, actor: Actor) -> Refusal | None:
    """Orders are given, changed and dropped by officers of the inspecting office, or by the system."""
    if actor.kind not in SYSTEM_KINDS:
        return refuse("not_your_role", actor=actor.id, role="officer")
    if actor.kind == "officer" and actor.office != was.office:
        return refuse("not_your_office", office=was.office, actor=actor.id)
    return None


def may_visit(was: Inspection, actor: Actor, *states: str) -> Refusal | None:
    """The officer who was drawn, in one of these states."""
    if INSPECTOR not in actor.roles:
        return refuse("not_your_role", actor=actor.id, role=INSPECTOR)
    return may_direct(was, actor) or _in(was, *states) or _mine(was, actor)


def _in(was: Inspection, *states: str) -> Refusal | None:
    return None if was.state in states else refuse("order_state", order=was.order, state=was.state)


def _mine(was: Inspection, actor: Actor) -> Refusal | None:
    if was.officer == actor.id:
        return None
    return refuse("not_your_order", order=was.order, officer=was.officer)


# -- before the visit -----------------------------------------------------------------------------------------


def book(was: Inspection, wanted: i.InspectionBooked, actor: Actor, now: int) -> Says:
    """Take a time at the site: a declarant concerned, the terminal or an officer; a new one gives the old one back."""
    outside = actor.kind == "terminal" or (
        actor.kind == "declarant" and (not actor.party or actor.party in {c.declarant for c in was.concerned})
    )
    refusal = None if outside else may_direct(was, actor)
    if refusal and actor.kind == "declarant":
        # Whoever is not concerned learns not even that there is such an order.
        refusal = refuse("unknown_order", order=was.order)
    refusal = refusal or _in(was, ORDERED, BOOKED)
    if refusal:
        return refusal
    if wanted.at < now:
        return refuse("slot_past")
    given: list[Payload] = [i.InspectionUnbooked(was.slot, Decimal(-1), "rebooked")] if was.slot else []
    return [*given, wanted]


def assign(
    was: Inspection, candidates: Collection[i.Candidate], subjects: Mapping[str, str],
    draw: Callable[[int, Collection[str]], tuple[str, str]],
) -> Says:  # fmt: skip
    """Draw an officer; who was drawn stays until a visit is missed or handed over.

    ``draw`` tells, of the draw's number and the ids of those standing, the officer and the day whose secret drew him.
    """
    refusal = _in(was, ORDERED, BOOKED)
    if refusal:
        return refusal
    standing = in_the_draw(candidates, was.services, subjects)
    if not standing:
        return refuse("nobody_qualified", services=", ".join(was.services))
    attempt = was.draws + 1
    officer, day = draw(attempt, [each.id for each in standing])
    considered = tuple(sorted(candidates, key=lambda each: each.id))
    return [i.InspectionAssigned(officer, day, standing, attempt, considered)]


def may_drop(was: Inspection, actor: Actor) -> Refusal | None:
    """Any officer of the office before the draw; after it a fresh draw is for the head or a coordinator to allow.

    Never for the officer who was drawn.
    """
    refusal = may_direct(was, actor)
    if refusal or not was.officer or actor.kind == "system":
        return refusal
    if actor.id == was.officer:
        return refuse("own_draw", order=was.order)
    if UNDRAWS.isdisjoint(actor.roles):
        return refuse("drawn_already", order=was.order, officer=was.officer)
    return None


def drop(was: Inspection, numbers: Sequence[str], reason: str, actor: Actor) -> Says:
    """Take declarations off the order; with the last one the booked time is given back."""
    refusal = may_drop(was, actor) or _in(was, ORDERED, BOOKED)
    if refusal:
        return refusal
    if not reason:
        return refuse("reason_missing")
    unknown = [number for number in numbers if number not in was.open_numbers]
    if unknown:
        return refuse("not_on_order", number=unknown[0], known=", ".join(was.open_numbers))
    said: list[Payload] = [i.InspectionDropped(number, reason, was.officer) for number in numbers]
    if was.slot and set(numbers) == set(was.open_numbers):
        said.append(i.InspectionUnbooked(was.slot, Decimal(-1), "void"))
    return said


def miss(was: Inspection, reason: str, actor: Actor, now: int) -> Says:
    """Nobody came at the booked time; the order waits to be booked anew, with a new draw."""
    refusal = may_direct(was, actor) or _in(was, BOOKED)
    if refusal:
        return refusal
    if was.booked_for is not None and now < was.booked_for:
        return refuse("slot_ahead")
    return [i.InspectionMissed(reason)] if reason else refuse("reason_missing")


# -- the visit ------------------------------------------------------------------------------------------------


def start(was: Inspection, actor: Actor, opens: bool, key: str) -> Says:
    """Begin; the units are opened where one of the controls says so."""
    return may_visit(was, actor, ORDERED, BOOKED) or [i.InspectionStarted(was.units if opens else (), key)]


def pause(was: Inspection, said: i.InspectionPaused, actor: Actor, containers: Collection[str]) -> Says:
    """Stop with a reason; an opened container is put under seal."""
    refusal = may_visit(was, actor, STARTED)
    if refusal:
        return refusal
    if not said.reason:
        return refuse("reason_missing")
    if not said.seal and set(containers).intersection(was.opened):
        return refuse("seal_or_unit")
    return [said]


def resume(was: Inspection, actor: Actor, key: str) -> Says:
    return may_visit(was, actor, PAUSED) or [i.InspectionResumed(key)]


def hand_over(was: Inspection, to: str, reason: str, actor: Actor, able: Collection[str]) -> Says:
    """Give the order to another who could be sent; its officer does, before the visit also the head."""
    refusal = may_direct(was, actor) or _in(was, *LIVING)
    begun = was.state in (STARTED, PAUSED)
    if refusal is None and (begun or "head" not in actor.roles):
        refusal = _mine(was, actor)
    if refusal:
        return refusal
    if not reason:
        return refuse("reason_missing")
    if to not in able:
        return refuse("cannot_be_sent", officer=to, known=", ".join(able))
    return [i.InspectionHandedOver(to, reason)]


def widen(was: Inspection, said: i.InspectionWidened, actor: Actor) -> Says:
    """More units, declarations or items; during the visit its officer does, before it any of the office."""
    refusal = _in(was, ORDERED, BOOKED, STARTED) or may_direct(was, actor)
    if was.state == STARTED:
        refusal = refusal or may_visit(was, actor, STARTED)
    return refusal or ([said] if said.reason else refuse("reason_missing"))


# -- the record -----------------------------------------------------------------------------------------------


def check(was: Inspection, said: i.InspectionChecked, actor: Actor, unqualified: Refusal | None) -> Says:
    """One item of the checklist; what differs says how.

    ``unqualified`` says why its officer may not answer this item, and who may: it stays one visit and one record, each
    item answered by somebody qualified for it.
    """
    refusal = may_visit(was, actor, STARTED)
    if refusal:
        return refusal
    if said.item not in was.items:
        return refuse("unknown_item", item=said.item, known=", ".join(was.items))
    if unqualified:
        return unqualified
    if said.result not in RESULTS:
        return refuse("bad_word", field="result", value=said.result, known=", ".join(RESULTS))
    if said.result == "differs" and not said.note:
        return refuse("reason_missing")
    if said.number and was.of(said.number) is None:
        return refuse("not_on_order", number=said.number, known=", ".join(was.open_numbers))
    return [said]


_MAGIC: dict[str, Callable[[bytes], bool]] = {
    "image/jpeg": lambda body: body.startswith(b"\xff\xd8\xff"),
    "image/png": lambda body: body.startswith(b"\x89PNG\r\n\x1a\n"),
    "image/webp": lambda body: body[:4] == b"RIFF" and body[8:12] == b"WEBP",
}


def kind_of_picture(body: bytes, most: int) -> str | Refusal:
    """Media type of a picture by its first bytes; refused when it is none or has more than ``most`` bytes."""
    if not 0 < len(body) <= most:
        return refuse("photo_size", size=len(body), most=most)
    return next((kind for kind, is_it in _MAGIC.items() if is_it(body)), None) or refuse("photo_kind")


def photograph(was: Inspection, said: i.InspectionPhotographed, actor: Actor) -> Says:
    return may_visit(was, actor, STARTED, PAUSED) or [said]


def sample(was: Inspection, said: i.InspectionSampled, actor: Actor) -> Says:
    """Take a sample of one declaration's goods for a laboratory."""
    refusal = may_visit(was, actor, STARTED)
    if refusal:
        return refusal
    if said.number not in was.open_numbers:
        return refuse("not_on_order", number=said.number, known=", ".join(was.open_numbers))
    for name in ("laboratory", "what"):
        if not getattr(said, name):
            return refuse("field_missing", field=name)
    return [said]


def report(was: Inspection, said: i.SampleReported, actor: Actor) -> Says:
    """A laboratory's result; the same again adds nothing."""
    taken = was.samples[said.sample]
    if actor.kind not in ("laboratory", "service"):
        return refuse("not_your_role", actor=actor.id, role="laboratory")
    if actor.kind == "laboratory" and taken.laboratory != actor.id:
        return refuse("other_laboratory", sample=said.sample, actor=actor.id)
    if said.outcome not in REPORTS:
        return refuse("bad_word", field="outcome", value=said.outcome, known=", ".join(REPORTS))
    if not said.ref:
        return refuse("ref_missing")
    if taken.outcome:
        same = (taken.outcome, taken.ref, taken.finding) == (said.outcome, said.ref, said.finding)
        return [] if same else refuse("result_again", sample=said.sample, ref=taken.ref)
    return [said]


# -- the end --------------------------------------------------------------------------------------------------


def conclude(was: Inspection, verdicts: Sequence[Verdict], actor: Actor, key: str) -> Says:
    """Conclude for some of the declarations, or for all; goods that cannot be parted are concluded together."""
    refusal = may_visit(was, actor, STARTED)
    if refusal:
        return refusal
    known = ", ".join(was.open_numbers)
    if was.whole and {verdict.number for verdict in verdicts} != set(was.open_numbers):
        return refuse("not_parted", known=known)
    found: list[Payload] = []
    place = len(was.follow_ups)
    for verdict in verdicts:
        if verdict.number not in was.open_numbers:
            return refuse("not_on_order", number=verdict.number, known=known)
        refusal = _fits(was, verdict)
        if refusal:
            return refusal
        said = i.InspectionConcluded(verdict.number, verdict.outcome, verdict.reason, "" if found else key)
        found.append(said)
        if verdict.outcome != ACCEPT:
            place += 1
            found.append(_follow_up(verdict, place))
    return found or refuse("not_on_order", number="", known=known)


def _follow_up(verdict: Verdict, place: int) -> i.FollowUpOrdered:
    measure = CONDITION if verdict.outcome == CONDITION else verdict.measure
    return i.FollowUpOrdered(place, verdict.number, measure, verdict.text or verdict.reason, verdict.due)


def _fits(was: Inspection, verdict: Verdict) -> Refusal | None:
    """Does the conclusion fit what was recorded?"""
    if verdict.outcome not in OUTCOMES:
        return refuse("bad_word", field="outcome", value=verdict.outcome, known=", ".join(OUTCOMES))
    if verdict.outcome != ACCEPT and not verdict.reason:
        return refuse("reason_missing")
    if verdict.outcome == REFUSE:
        known = ", ".join(MEASURES)
        return None if verdict.measure in MEASURES else refuse("measure_missing", known=known)
    missing = [item for item in was.items if item not in was.checks]
    if missing:
        return refuse("checklist_open", items=", ".join(missing))
    own = [each for each in was.samples.values() if each.number == verdict.number]
    failed = next((each for each in own if each.outcome == "fails"), None)
    if failed:
        return refuse("sample_failed", sample=failed.sample)
    waiting = next((each for each in own if not each.outcome), None)
    if waiting and verdict.outcome == ACCEPT:
        return refuse("sample_open", sample=waiting.sample)
    return None


def settle(was: Inspection, said: i.FollowUpSettled, then: Verdict | None, actor: Actor) -> Says:
    """A follow-up was done, or did not help and another measure follows it."""
    refusal = rights.officer(actor) or may_direct(was, actor)
    if refusal:
        return refusal
    open_ = {each.place: each for each in was.open_follow_ups}
    if said.place not in open_:
        return refuse("unknown_follow_up", place=said.place, known=", ".join(map(str, open_)))
    if not said.ref:
        return refuse("ref_missing")
    if said.outcome == ACCEPT:
        return [said]
    if said.outcome != REFUSE or not said.reason:
        return refuse("reason_missing") if said.outcome == REFUSE else refuse("bad_outcome")
    if then is None or then.measure not in MEASURES:
        return refuse("measure_missing", known=", ".join(MEASURES))
    number = open_[said.place].number
    again = i.FollowUpOrdered(
        len(was.follow_ups) + 1, number, then.measure, then.text or said.reason, then.due
    )
    return [said, again]
