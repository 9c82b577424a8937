"""Decisions about gate passes: approve, let through the gate, void."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from msgspec.structs import replace

from tongguan.facts import chain
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.zone import FIRST, IN, OUT, SECOND, GatePass, PassLine
from tongguan.process.decide import amounts, rights
from tongguan.process.decide.moving import CARRIERS
from tongguan.process.decide.refusals import refuse
from tongguan.process.zone import ListState, PassState

BEFORE_DECLARING, FIRST_LINE, SECOND_LINE, UNDECLARED, REGISTERED, EMPTY = "1", "2", "3", "4", "5", "6"
"""Kinds of gate passes 核放单类型."""
KINDS = (BEFORE_DECLARING, FIRST_LINE, SECOND_LINE, UNDECLARED, REGISTERED, EMPTY)
MANY_DOCUMENTS, ONE_AND_ONE, MANY_VEHICLES = "1", "2", "3"
"""Bindings 绑定类型."""
Lists = Mapping[str, ListState]
Value = TypeVar("Value")


def approve(
    number: str, wanted: GatePass, lists: Lists, actor: Actor
) -> tuple[chain.PassApproved, dict[str, chain.ListPassed]] | Refusal:
    """Approve a pass: what it carries is set aside on each list."""
    if actor.kind not in ("declarant", "service", "terminal"):
        return refuse("not_your_role", actor=actor.id, role="declarant")
    refusal = _form(wanted) or _documents(wanted, lists)
    if refusal:
        return refusal
    filled = replace(wanted, lines=wanted.lines or _everything(wanted, lists))
    refusal = _goods(filled, lists)
    if refusal:
        return refusal
    state = PassState(number=number, version=1, gate_pass=filled, approved_at=0)
    used = {document: chain.ListPassed(number, state.quantities(document)) for document in filled.documents}
    return chain.PassApproved(number, filled), used


def is_repeat(was: PassState, wanted: GatePass) -> bool:
    """True when the same was applied for; a pass that names no lines carries all that was left."""
    return was.gate_pass == wanted or (not wanted.lines and replace(was.gate_pass, lines=()) == wanted)


def _form(wanted: GatePass) -> Refusal | None:
    loaded = wanted.kind not in (REGISTERED, EMPTY)
    bindings = (MANY_DOCUMENTS, ONE_AND_ONE, MANY_VEHICLES) if loaded else ("",)
    known = [
        (bool(wanted.client_number), "client_number", "", "1 …"),
        (wanted.kind in KINDS, "kind", wanted.kind, ", ".join(KINDS)),
        (wanted.direction in (IN, OUT), "direction", wanted.direction, "I, E"),
        (wanted.binding in bindings, "binding", wanted.binding, ", ".join(bindings) or "—"),
        (bool(wanted.vehicle), "vehicle", "", "—"),
        (wanted.kind != EMPTY or not wanted.cargo_weight, "cargo_weight", wanted.cargo_weight, "0"),
        (loaded == bool(wanted.documents), "documents", " ".join(wanted.documents), "1…n" if loaded else "—"),
    ]
    for holds, field, value, allowed in known:
        if not holds:
            return refuse("bad_field", field=field, value=value, known=allowed)
    for name in _WEIGHTS:
        weight = getattr(wanted, name)
        if not amounts.fits(weight):
            return refuse("bad_field", field=name, value=weight, known=amounts.FORM)
    parts = wanted.vehicle_weight + wanted.frame_weight + wanted.container_weight + wanted.cargo_weight
    if parts != wanted.total_weight:
        return refuse("weights_do_not_add", parts=parts, total=wanted.total_weight)
    if wanted.binding in (ONE_AND_ONE, MANY_VEHICLES) and len(wanted.documents) != 1:
        return refuse("bad_field", field="documents", value=" ".join(wanted.documents), known="1")
    return None


_WEIGHTS = ("vehicle_weight", "frame_weight", "container_weight", "cargo_weight", "total_weight")


def _documents(wanted: GatePass, lists: Lists) -> Refusal | None:
    twice = _twice(wanted.documents)
    if twice is not None:
        return refuse("document_twice", list=twice)
    for document in wanted.documents:
        state = lists.get(document)
        if state is None:
            return refuse("unknown_list", list=document)
        if not state.alive:
            return refuse("list_not_alive", list=document, state=state.state)
        if state.list.direction != wanted.direction:
            return refuse("bad_field", field="direction", value=wanted.direction, known=state.list.direction)
        if wanted.kind not in _kinds_for(state):
            return refuse("bad_field", field="kind", value=wanted.kind, known=", ".join(_kinds_for(state)))
    return None


def _twice(values: Sequence[Value]) -> Value | None:
    """The first value that is there again; None when each is there once."""
    return next((value for place, value in enumerate(values) if value in values[:place]), None)


def _kinds_for(state: ListState) -> tuple[str, ...]:
    """Which passes may carry goods of a list."""
    if state.list.batch:
        return (BEFORE_DECLARING,)
    if state.list.customs == "2":
        return (UNDECLARED,)
    return {FIRST: (FIRST_LINE, BEFORE_DECLARING), SECOND: (SECOND_LINE,)}.get(state.list.line, (UNDECLARED,))


def _everything(wanted: GatePass, lists: Lists) -> tuple[PassLine, ...]:
    """All that is left of the documents, when the pass names no lines."""
    return tuple(
        PassLine(document=document, line=line.line, quantity=left, gross_weight=line.gross_weight)
        for document in wanted.documents
        for line in lists[document].list.lines
        if (left := line.quantity - lists[document].passed.get(str(line.line), Decimal(0))) > 0
    )


def _goods(filled: GatePass, lists: Lists) -> Refusal | None:
    if filled.documents and not filled.lines:
        return refuse("nothing_left", list=", ".join(filled.documents))
    twice = _twice([(line.document, line.line) for line in filled.lines])
    if twice is not None:
        return refuse("pass_line_twice", list=twice[0], line=twice[1])
    for line in filled.lines:
        state = lists.get(line.document)
        listed = state.line(line.line) if state else None
        if state is None or listed is None:
            return refuse("unknown_list_line", list=line.document, line=line.line)
        if not amounts.is_quantity(line.quantity):
            return refuse("bad_quantity", line=line.line, value=line.quantity, known=amounts.FORM)
        if line.gross_weight is not None and not amounts.fits(line.gross_weight):
            return refuse("bad_field", field="gross_weight", value=line.gross_weight, known=amounts.FORM)
        left = listed.quantity - state.passed.get(str(line.line), Decimal(0))
        if line.quantity > left:
            return refuse(
                "list_exceeded", list=line.document, line=line.line, quantity=line.quantity, left=left
            )
        if filled.binding == ONE_AND_ONE and line.quantity != listed.quantity:
            return refuse("not_whole", list=line.document, line=line.line, quantity=listed.quantity)
    stated = [line.gross_weight for line in filled.lines if line.gross_weight is not None]
    whole = len(stated) == len(filled.lines) and filled.binding == ONE_AND_ONE
    if whole and sum(stated, Decimal(0)) != filled.cargo_weight:
        return refuse("cargo_differs", listed=sum(stated, Decimal(0)), cargo=filled.cargo_weight)
    return None


def let_through(
    was: PassState, lists: Lists, weighed: Decimal | None, place: str, actor: Actor, weight_share: Decimal
) -> tuple[chain.PassGated, dict[str, chain.ListMoved]] | Refusal:
    """The vehicle is at the gate: green, or red with the reason. A scale may differ by ``weight_share`` of the total."""
    if actor.kind not in CARRIERS:
        return refuse("not_your_role", actor=actor.id, role="terminal")
    if was.state == "void":
        return refuse("pass_void", number=was.number)
    if was.state == "passed":
        return refuse("pass_used", number=was.number)
    stated = was.gate_pass.total_weight
    if weighed is not None and not (weighed.is_finite() and weighed >= 0):
        return refuse("bad_field", field="weighed", value=weighed, known="0 …")
    if weighed is not None and abs(weighed - stated) > stated * weight_share:
        return refuse("weight_differs", stated=stated, weighed=weighed, share=f"{weight_share:.1%}")
    if was.gate_pass.kind in (FIRST_LINE, SECOND_LINE):
        for document in was.gate_pass.documents:
            refusal = _released(lists[document], was)
            if refusal:
                return refusal
    moved = {
        document: chain.ListMoved(was.number, was.quantities(document))
        for document in was.gate_pass.documents
    }
    return chain.PassGated(weighed, place), moved


def _released(state: ListState, was: PassState) -> Refusal | None:
    """What is on the pass must be covered by released declarations, with what has left before."""
    covered = state.released
    for line, quantity in was.quantities(state.number).items():
        if state.moved.get(line, Decimal(0)) + quantity > covered.get(line, Decimal(0)):
            return refuse("list_not_released", list=state.number, line=line)
    return None


def void(
    was: PassState, lists: Lists, reason: str, actor: Actor
) -> tuple[chain.PassVoided, dict[str, chain.ListPassed]] | Refusal:
    """Void a pass that was not used; its goods may be put on another."""
    parties = {was.gate_pass.holder, *(code for state in lists.values() for code in state.list.own_parties)}
    refusal = rights.of_enterprise(actor, parties)
    if refusal:
        return refusal
    if was.state != "approved":
        return refuse("pass_used" if was.state == "passed" else "pass_void", number=was.number)
    if not reason:
        return refuse("reason_missing")
    back = {
        document: chain.ListPassed(
            was.number, {line: -quantity for line, quantity in was.quantities(document).items()}
        )
        for document in was.gate_pass.documents
    }
    return chain.PassVoided(reason), back
