"""The yard: reports of carriers, terminals and gates become facts of consignments, containers and declarations at once."""

import re
from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from tongguan.desk.joint import Joint
from tongguan.desk.ripples import by_pass_alone
from tongguan.facts import movement
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.finding import Finding
from tongguan.process import commands as c
from tongguan.process import consignment, container
from tongguan.process.clearance import Clearance
from tongguan.process.consignment import Consignment, Quote
from tongguan.process.decide import moving
from tongguan.process.decide.moving import Report
from tongguan.process.decide.refusals import refuse
from tongguan.rules.book import RuleBook

_CONTAINER = re.compile(r"[A-Z]{4}\d{7}")
"""Number of a container: owner, category, serial and check digit (ISO 6346)."""
_LEAVING = ("gate_out", "loaded", "departed")


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """What a report came to."""

    milestone: str
    documents: tuple[str, ...]
    unit: str
    declarations: tuple[str, ...]
    """Numbers of the living declarations that it concerns."""
    complete: tuple[str, ...]
    """Those of which now all goods are past the milestone."""
    repeat: bool = False
    """True when the same was reported before: nothing is written."""


def file_manifest(
    joint: Joint, document: str, filed: movement.ConsignmentManifested, actor: Actor, at: int
) -> Refusal | None:
    """File a manifest line; the containers it lists learn what they carry."""
    stream = f"consignment/{document}"
    said = moving.manifest(consignment.fold(document, joint.facts(stream)), filed, actor)
    if isinstance(said, Refusal):
        return said
    joint.say(stream, said, at, actor.id)
    for line in filed.units:
        if is_container(line.unit) or line.container:
            listing = Report(milestone="listed", actor=actor, at=at, now=joint.now)
            _tell_container(joint, line.unit, listing, (document,))
    return None


def is_container(unit: str) -> bool:
    return bool(_CONTAINER.fullmatch(unit))


def report(
    joint: Joint,
    rules: RuleBook,
    said: Report,
) -> Moved | Refusal:
    """Let a report take effect; nothing does when it is refused."""
    refusal = moving.may_report(said)
    if refusal:
        return refusal
    documents = _documents(joint, said)
    if said.milestone in moving.YARD:
        return _in_yard(joint, said, documents)
    if not documents:
        return refuse("unknown_unit", unit=said.unit or "—")
    if all(moving.said_before(joint.goods(document), said) for document in documents):
        return _repeat(joint, said, documents)
    parts = [_one(joint, rules, each) for each in _units(joint, said)]
    return next((each for each in parts if isinstance(each, Refusal)), None) or _together(said, parts)


def _repeat(joint: Joint, said: Report, documents: Sequence[str]) -> Moved:
    numbers = (quote.number for document in documents for quote in quoting(joint.goods(document), said.unit))
    return Moved(
        milestone=said.milestone, documents=tuple(documents), unit=said.unit,
        declarations=tuple(dict.fromkeys(numbers)), complete=(), repeat=True,
    )  # fmt: skip


def _units(joint: Joint, said: Report) -> list[Report]:
    """A report of a whole consignment is one of each container that also carries goods of others, and of the rest."""
    if said.unit or said.packages or said.milestone not in ("arrived", *moving.MOVES):
        return [said]
    goods = joint.goods(said.document)
    boxes = [unit for unit in goods.units if is_container(unit)]
    joint.fetch(f"container/{box}" for box in boxes)
    shared = [box for box in boxes if len(joint.box(box).documents) > 1]
    if not shared:
        return [said]
    own = [unit for unit in goods.units if unit not in shared and not _is_past(goods, unit, said.milestone)]
    here = [box for box in shared if not _is_past(goods, box, said.milestone)]
    return [replace(said, document="", unit=box) for box in here] + [replace(said, unit=unit) for unit in own]


def _together(said: Report, parts: Sequence["Moved | Refusal"]) -> "Moved | Refusal":
    moved = [part for part in parts if isinstance(part, Moved)]
    if not moved:
        return refuse("milestone_again", milestone=said.milestone)
    if len(moved) == 1:
        return moved[0]

    def union(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for part in moved for value in getattr(part, name)))

    return Moved(
        milestone=said.milestone, documents=union("documents"), unit="", declarations=union("declarations"),
        complete=union("complete"),
    )  # fmt: skip


def _one(joint: Joint, rules: RuleBook, said: Report) -> Moved | Refusal:
    """A report of one unit, or of a consignment whose units carry goods of nobody else."""
    documents = _documents(joint, said)
    if said.milestone in _LEAVING:
        refusal = may_leave(joint, said, documents)
        if refusal:
            return refusal
    for document in documents:
        stream = f"consignment/{document}"
        facts = moving.advance(
            consignment.fold(document, joint.facts(stream)), replace(said, document=document)
        )
        if isinstance(facts, Refusal):
            return facts
        joint.say(stream, facts, said.at, said.actor.id)
    for box in _boxes(joint, said, documents):
        _tell_container(joint, box, said, documents)
    return _tell_declarations(joint, rules, said, documents)


def _boxes(joint: Joint, said: Report, documents: Sequence[str]) -> list[str]:
    """The containers that a report moves."""
    if said.unit:
        return [said.unit] if is_container(said.unit) else []
    goods = joint.goods(documents[0])
    return [unit for unit in goods.units if is_container(unit)]


def _documents(joint: Joint, said: Report) -> tuple[str, ...]:
    """The consignments that a report is about: the one it names, or all that are in the container."""
    if said.document:
        return (said.document,)
    box = joint.box(said.unit)
    return box.documents


def quoting(goods: Consignment, unit: str) -> list[Quote]:
    """The declarations that quote a unit of a consignment, or any of it when no unit is named."""
    return [quote for quote in goods.quotes.values() if not unit or not quote.units or unit in quote.units]


def may_leave(joint: Joint, said: Report, documents: Sequence[str]) -> Refusal | None:
    """Every declaration with goods in the unit must be released, and nothing may be undeclared."""
    waiting, living, orphan = 0, 0, ""
    for document in documents:
        goods = joint.goods(document)
        quotes = quoting(goods, said.unit)
        joint.fetch(quote.number for quote in quotes)
        states = [joint.clearance(quote.number) for quote in quotes]
        living += len(states)
        waiting += sum(1 for state in states if state and not (state.released and not state.revoked))
        orphan = orphan or ("" if quotes else document)
    unit = said.unit or documents[0]
    if waiting:
        return (
            refuse("goods_not_released") if living == 1 else refuse("held_at_gate", unit=unit, count=waiting)
        )
    if orphan:
        return refuse("not_declared", unit=unit, document=orphan)
    return None if said.milestone != "gate_out" or said.gate_pass else _by_pass(joint, documents, said.unit)


def _by_pass(joint: Joint, documents: Sequence[str], unit: str) -> Refusal | None:
    """What is on a verification list and has not left yet needs a gate pass."""
    states = (
        joint.clearance(quote.number)
        for document in documents
        for quote in quoting(joint.goods(document), unit)
    )
    refusals = (by_pass_alone(joint, state) for state in states if state is not None)
    return next((each for each in refusals if each is not None), None)


def _in_yard(joint: Joint, said: Report, documents: tuple[str, ...]) -> Moved | Refusal:
    box = joint.box(said.unit)
    numbers = tuple(dict.fromkeys(
        quote.number
        for document in documents
        for quote in quoting(joint.goods(document), said.unit)
    ))  # fmt: skip
    facts = moving.in_yard(box, said, numbers)
    if isinstance(facts, Refusal):
        return facts
    joint.say(f"container/{said.unit}", facts, said.at, said.actor.id)
    return Moved(
        milestone=said.milestone, documents=documents, unit=said.unit, declarations=numbers, complete=()
    )


def _tell_container(joint: Joint, number: str, said: Report, documents: tuple[str, ...]) -> None:
    stream = f"container/{number}"
    box = container.fold(number, joint.facts(stream))
    joint.say(stream, moving.container_follows(box, said, documents), said.at, said.actor.id)


def _tell_declarations(
    joint: Joint, rules: RuleBook, said: Report, documents: Sequence[str]
) -> Moved | Refusal:
    concerned: list[str] = []
    complete: list[str] = []
    for document in documents:
        goods = joint.goods(document)
        for quote in quoting(goods, said.unit):
            clearance = joint.clearance(quote.number)
            if clearance is None or not clearance.alive:
                continue
            concerned.append(quote.number)
            whole = _follow(joint, rules, said, goods, quote, clearance)
            if isinstance(whole, Refusal):
                return whole
            if whole:
                complete.append(quote.number)
    return Moved(
        milestone=said.milestone, documents=tuple(documents), unit=said.unit,
        declarations=tuple(concerned), complete=tuple(complete),
    )  # fmt: skip


def _follow(
    joint: Joint, rules: RuleBook, said: Report, goods: Consignment, quote: Quote, clearance: Clearance
) -> bool | Refusal:
    """A declaration learns of a part, and of the milestone once all it quotes is past; True when it is."""
    milestone = "arrived" if said.milestone == "tally_closed" else said.milestone
    when = _when(goods, quote, milestone, said.at)
    findings = _found(rules, clearance, goods, quote) if milestone == "arrived" else ()
    if said.unit or said.packages:
        part = _part(joint, said, milestone, quote, findings if when is None else ())
        if isinstance(part, Refusal):
            return part
    if when is None:
        return False
    if milestone in clearance.milestones:
        return True if not findings else _hold(joint, said, milestone, quote, findings)
    who = said.actor

    def move(entry_id: str, was: Clearance) -> c.Command:
        return c.Move(
            actor=who,
            at=when,
            now=joint.now,
            entry_id=entry_id,
            milestone=milestone,
            ref=said.ref,
            findings=findings,
        )

    decided = joint.decide(quote.number, move)
    return decided if isinstance(decided, Refusal) else True


def _when(goods: Consignment, quote: Quote, milestone: str, at: int) -> int | None:
    if milestone == "arrived":
        return goods.arrived_at(quote)
    if milestone in moving.MOVES:
        return goods.moved_at(quote, milestone)
    return at


def _found(rules: RuleBook, clearance: Clearance, goods: Consignment, quote: Quote) -> tuple[Finding, ...]:
    on = local_date(clearance.points.get("acceptance", clearance.last_at))
    return rules.of_goods(clearance.declaration, goods.tally(quote), on)


def _part(
    joint: Joint, said: Report, milestone: str, quote: Quote, findings: tuple[Finding, ...]
) -> Refusal | None:
    def part(entry_id: str, was: Clearance) -> c.Command:
        return c.MovePart(
            actor=said.actor, at=said.at, now=joint.now, entry_id=entry_id, milestone=milestone, unit=said.unit,
            packages=said.packages, vehicle=said.vehicle, gate_pass=said.gate_pass, findings=findings,
        )  # fmt: skip

    decided = joint.decide(quote.number, part)
    return decided if isinstance(decided, Refusal) else None


def _hold(
    joint: Joint, said: Report, milestone: str, quote: Quote, findings: tuple[Finding, ...]
) -> bool | Refusal:
    """Something more came after all was in: what is wrong with it holds."""
    refusal = _part(joint, said, milestone, quote, findings)
    return refusal or True


def reports_for(clearance: Clearance, goods: Consignment, said: Report) -> Iterable[Report]:
    """What an act on a declaration means for its goods: a report for each container it names, or for all of it."""
    quote = goods.quotes.get(clearance.number)
    document = clearance.declaration.transport_document
    if quote is None or not quote.units:
        shared = len(goods.quotes) > 1 and quote is not None
        return (replace(said, document=document, packages=quote.packages if shared and quote else 0),)
    past = {name for name in quote.units if _is_past(goods, name, said.milestone)}
    return tuple(replace(said, document=document, unit=name) for name in quote.units if name not in past)


def _is_past(goods: Consignment, unit: str, milestone: str) -> bool:
    known = goods.units.get(unit)
    if known is None:
        return False
    passage = known.arrived if milestone == "arrived" else known.past(milestone)
    return passage.whole_at is not None
