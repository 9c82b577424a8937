"""The record of a visit and its end: checklist, pictures, samples, conclusions, follow-ups."""

from tongguan.desk.joint import Joint
from tongguan.desk.people import not_qualified
from tongguan.desk.visiting import Act, Handler, Tools, once, say, seal, stream_of, tell
from tongguan.facts import inspection as i
from tongguan.facts.actor import Actor
from tongguan.facts.decision import ACCEPT, REFUSE, Refusal
from tongguan.facts.kinds import Payload
from tongguan.process import commands as c
from tongguan.process.clearance import DONE
from tongguan.process.decide import visits
from tongguan.process.decide.refusals import refuse
from tongguan.process.decide.visits import Verdict
from tongguan.process.inspection import Inspection, held_back

# -- the record -----------------------------------------------------------------------------------------------


def _check(joint: Joint, tools: Tools, was: Inspection, act: Act, actor: Actor) -> Refusal | None:
    number = act.numbers[0] if act.numbers else ""
    said = i.InspectionChecked(act.item, act.outcome, act.note, number, act.key)
    unqualified = _unqualified(tools, was, act.item, actor.id, joint.now)
    return _record(joint, was, said, act.key, visits.check(was, said, actor, unqualified), actor)


def _unqualified(tools: Tools, was: Inspection, item: str, officer: str, at: int) -> Refusal | None:
    """None when the officer holds every subject that an item asks for; else who can be sent and does."""
    lacking = tools.settings.asked_by(item) - tools.people.holds(officer, at)
    if not lacking:
        return None
    able = [each.id for each in tools.candidates(was, at) if lacking.issubset(each.qualifications)]
    named = tools.settings.item(item)
    return not_qualified(tools.people, officer, sorted(lacking), at, named.zh, named.en, sorted(able))


def _record(
    joint: Joint, was: Inspection, said: Payload, key: str, decided: visits.Says, actor: Actor
) -> Refusal | None:
    """Write what was recorded, once under its key."""
    known = once(was, said, key)
    if known:
        return known if isinstance(known, Refusal) else None
    if isinstance(decided, Refusal):
        return decided
    say(joint, was, decided, actor)
    return None


def _photograph(joint: Joint, tools: Tools, was: Inspection, act: Act, actor: Actor) -> Refusal | None:
    kind = visits.kind_of_picture(act.body, tools.settings.photo_bytes)
    if isinstance(kind, Refusal):
        return kind
    place = len(was.photographs) + 1
    secret = tools.conceal(act.body, "photo", place)
    said = i.InspectionPhotographed(place, kind, len(act.body), secret.digest, act.note, act.key)
    refusal = _record(joint, was, said, act.key, visits.photograph(was, said, actor), actor)
    after: Inspection = joint.state(stream_of(was))
    if refusal is None and after.version > was.version:
        joint.keep(stream_of(was), secret)
    return refusal


def _sample(joint: Joint, tools: Tools, was: Inspection, act: Act, actor: Actor) -> Refusal | None:
    number = act.numbers[0] if act.numbers else next(iter(was.open_numbers), "")
    name = f"{was.order}-S{len(was.samples) + 1}"
    said = i.InspectionSampled(name, number, act.laboratory, act.text, act.key)
    if act.laboratory not in tools.settings.laboratories:
        known = ", ".join(tools.settings.laboratories)
        return refuse("bad_word", field="laboratory", value=act.laboratory, known=known)
    return _record(joint, was, said, act.key, visits.sample(was, said, actor), actor)


def _report(joint: Joint, tools: Tools, was: Inspection, act: Act, actor: Actor) -> Refusal | None:
    if act.item not in was.samples:
        return refuse("unknown_sample", sample=act.item)
    said = i.SampleReported(act.item, act.outcome, act.ref, act.note)
    return _record(joint, was, said, "", visits.report(was, said, actor), actor)


# -- the end --------------------------------------------------------------------------------------------------


def _conclude(joint: Joint, tools: Tools, was: Inspection, act: Act, actor: Actor) -> Refusal | None:
    """Conclude: the control of each declaration is done in the same append."""
    verdicts = act.verdicts or tuple(
        Verdict(number=number, outcome=act.outcome or ACCEPT, reason=act.reason, measure=act.measure,
                text=act.text, due=act.due)
        for number in act.numbers or was.open_numbers
    )  # fmt: skip
    before = was.keys.get(act.key)
    if isinstance(before, i.InspectionConcluded) and not (act.verdicts or act.numbers):
        first = Verdict(number=before.number, outcome=act.outcome or ACCEPT, reason=act.reason)
    else:
        first = verdicts[0] if verdicts else Verdict(number="")
    known = once(was, i.InspectionConcluded(first.number, first.outcome, first.reason, act.key), act.key)
    if known:
        return known if isinstance(known, Refusal) else None
    said = visits.conclude(was, verdicts, actor, act.key)
    if isinstance(said, Refusal):
        return said
    after = say(joint, was, said, actor)
    refused = held_back(after)
    for verdict in verdicts:
        each = was.of(verdict.number)
        if each is None:
            continue
        refusal = _hold(joint, each, was.order, actor) if refused and verdict.outcome != REFUSE else None
        outcome = REFUSE if verdict.outcome == REFUSE else ACCEPT
        refusal = refusal or tell(
            joint, each, c.Done, was.order, actor, outcome=outcome, reason=verdict.reason, ref=was.order
        )
        if refusal:
            return refusal
    seal(joint, was, act.seal, actor)
    return None


def _hold(joint: Joint, each: i.Concerned, name: str, actor: Actor) -> Refusal | None:
    """Goods that cannot be parted from refused ones wait with them."""

    def make(entry_id: str, was: object) -> c.Command:
        points = ("closing",) if "release" in getattr(was, "points", {}) else ("release",)
        return c.PlaceHold(
            actor=actor, at=joint.now, now=joint.now, entry_id=entry_id, hold=f"parting-{name}", code="not_parted",
            reason="同箱货物不合格且不可分割 / goods that cannot be parted from refused ones", points=points,
        )  # fmt: skip

    decided = joint.decide(each.number, make)
    return decided if isinstance(decided, Refusal) else None


def _settle(joint: Joint, tools: Tools, was: Inspection, act: Act, actor: Actor) -> Refusal | None:
    """A follow-up is done: treated goods are accepted, others end or are settled; who waited with them may go."""
    outcome = act.outcome or ACCEPT
    done = i.FollowUpSettled(act.place, act.ref, outcome, act.reason, act.key)
    known = once(was, done, act.key)
    if known:
        return known if isinstance(known, Refusal) else None
    then = Verdict(number="", measure=act.measure, text=act.text, due=act.due) if act.measure else None
    said = visits.settle(was, done, then, actor)
    if isinstance(said, Refusal):
        return said
    follow = was.follow_up(act.place)
    each = was.of(follow.number) if follow else None
    after = say(joint, was, said, actor)
    refusal = None
    if outcome == ACCEPT and follow and each:
        refusal = _mend(joint, each, follow.measure, follow.text, act.ref, actor, was.order)
    if refusal is None and held_back(was) and not held_back(after):
        refusal = _lift(joint, after, act.ref, actor)
    return refusal


def _mend(
    joint: Joint, each: i.Concerned, measure: str, text: str, ref: str, actor: Actor, name: str
) -> Refusal | None:
    clearance = joint.clearance(each.number)
    if clearance is None or not clearance.alive:
        return None
    if measure == "treatment":
        # Rework may have opened it meanwhile; treated goods are accepted either way.
        done = clearance.control(each.control).state == DONE
        again = tell(joint, each, c.Reopen, name, actor, reason=text) if done else None
        return again or tell(joint, each, c.Done, name, actor, outcome=ACCEPT, reason=text, ref=ref)
    ending = visits.ENDINGS.get(measure, "")
    if not ending and not clearance.released:
        return None

    def make(entry_id: str, was: object) -> c.Command:
        common = {"actor": actor, "at": joint.now, "now": joint.now, "entry_id": entry_id}
        if ending:
            return c.End(**common, ending=ending, ground=text, authority=ref, reason=text)  # type: ignore[arg-type]
        condition = f"inspection {name}"
        return c.SettleCondition(**common, condition=condition, ground=text, authority=ref)  # type: ignore[arg-type]

    decided = joint.decide(each.number, make)
    return decided if isinstance(decided, Refusal) else None


def _lift(joint: Joint, was: Inspection, ref: str, actor: Actor) -> Refusal | None:
    for each in was.concerned:
        clearance = joint.clearance(each.number)
        if clearance is None or f"parting-{was.order}" not in clearance.holds:
            continue

        def make(entry_id: str, _: object) -> c.Command:
            return c.LiftHold(
                actor=actor, at=joint.now, now=joint.now, entry_id=entry_id, hold=f"parting-{was.order}", reason=ref
            )  # fmt: skip

        decided = joint.decide(each.number, make)
        if isinstance(decided, Refusal):
            return decided
    return None


ACTS: dict[str, Handler] = {
    "check": _check,
    "photograph": _photograph,
    "sample": _sample,
    "report": _report,
    "conclude": _conclude,
    "settle": _settle,
}
"""Acts of the record and the end."""
