"""What the fate of a declaration means for the streams around it: its goods and its verification lists."""

import re
from typing import TYPE_CHECKING

from tongguan.desk import leaving, quoting
from tongguan.facts import chain
from tongguan.facts.actor import SYSTEM
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import Declaration
from tongguan.facts.selection import InstructionCarriedOut, InstructionLapsed
from tongguan.facts.zone import covered
from tongguan.process.clearance import DONE, Clearance
from tongguan.process.decide import lists
from tongguan.process.decide.refusals import refuse
from tongguan.process.instruction import OPEN, Instruction
from tongguan.process.zone import ListState

if TYPE_CHECKING:
    from tongguan.desk.joint import Joint


def lists_quoted(declaration: Declaration) -> tuple[str, ...]:
    """Numbers of the verification lists that the message quotes."""
    quoted = declaration.list_no
    return tuple(name for name in re.split(r"[\s,;]+", quoted) if name) if quoted else ()


def lists_of(clearance: Clearance | None) -> tuple[str, ...]:
    """Lists that a living, judged declaration is bound to."""
    if clearance is None or not clearance.alive or not clearance.judged:
        return ()
    return tuple(dict.fromkeys((*lists_quoted(clearance.declaration), *clearance.lists)))


def list_for(joint: "Joint", declaration: Declaration, number: str) -> ListState | None:
    """A list that the declaration may quote; another enterprise's looks like one that nobody filed."""
    state = joint.listed(number)
    parties = {each.customs_code for each in (declaration.trader, declaration.owner, declaration.agent)}
    return state if state is not None and parties.intersection(state.list.quoted_by) else None


def by_pass_alone(joint: "Joint", clearance: Clearance) -> Refusal | None:
    """Goods of a verification list leave on its gate passes alone, until all of them have; batches come before."""
    for number in lists_of(clearance):
        state = list_for(joint, clearance.declaration, number)
        if state is not None and state.alive and not state.list.batch and not state.all_moved:
            return refuse("by_gate_pass", list=number)
    return None


def follow(joint: "Joint", before: Clearance | None, after: Clearance, at: int, actor: str) -> None:
    """Tell the goods and the lists what has become of the declaration."""
    quoting.tell_goods(joint, before, after, at, actor)
    leaving.tell_orders(joint, before, after, at, actor)
    old, new = lists_of(before), lists_of(after)
    for number in old:
        state = joint.listed(number)
        if number not in new and state is not None and after.number in state.declarations:
            freed = chain.ListFreed(after.number, after.ending or "amended")
            joint.say(f"list/{number}", [freed], at, actor)
    for number in new:
        _tell_list(joint, number, after, at, actor)
    _tell_centres(joint, before, after, at, actor)


def _tell_centres(joint: "Joint", before: Clearance | None, after: Clearance, at: int, actor: str) -> None:
    """An instruction is carried out when its control is done; it lapses when the declaration ends before that."""
    for instruction, word in after.instructed.items():
        for control in joint.model(after).control:
            now, was = after.control(control.id), before.control(control.id) if before else None
            if control.when == word and now.state == DONE and (was is None or was.state != DONE):
                done = InstructionCarriedOut(control.id, now.outcome)
                joint.say(f"instruction/{instruction}", [done], at, actor)
    if before is not None and before.alive and not after.alive:
        for instruction in after.instructed:
            state: Instruction | None = joint.state(f"instruction/{instruction}")
            if state is not None and state.state == OPEN:
                lapsed = InstructionLapsed(after.ending)
                joint.say(f"instruction/{instruction}", [lapsed], at, SYSTEM.id)


def _tell_list(joint: "Joint", number: str, after: Clearance, at: int, actor: str) -> None:
    state = list_for(joint, after.declaration, number)
    if state is None or not state.alive:
        return
    stream = f"list/{number}"
    items = covered(after.declaration, state.list.lines)
    quantities = {line: item.quantity for line, item in items.items() if item.quantity is not None}
    bound = state.declarations.get(after.number)
    if bound is None or bound.quantities != quantities:
        said = lists.bind(state, after.number, quantities)
        if not isinstance(said, lists.Says):
            return
        joint.say(stream, said.facts, at, actor)
    released = after.released and not after.revoked
    known = joint.listed(number)
    if known is not None and known.declarations[after.number].released != released:
        joint.say(stream, [chain.ListReleased(after.number, released)], at, actor)
    settle_list(joint, number, at)


def settle_list(joint: "Joint", number: str, at: int) -> None:
    """Write a list off when its declaration is released and all its goods are through the gate."""
    state = joint.listed(number)
    if state is not None:
        tell(joint, f"list/{number}", lists.settle(state), at, "system")


def tell(joint: "Joint", stream: str, says: lists.Says, at: int, actor: str) -> None:
    """Add facts with what they claim of shared streams."""
    joint.say(stream, says.facts, at, actor)
    for claim in says.claims:
        joint.claim(stream, claim.stream, claim.amount)
