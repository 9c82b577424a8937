"""Goods and money: milestones of the goods, payment, guarantees."""

from decimal import Decimal

from tongguan.facts import chain, kinds
from tongguan.facts.decision import Refusal
from tongguan.process import commands as c
from tongguan.process.clearance import Clearance
from tongguan.process.decide import rights
from tongguan.process.decide.flow import Decided, hold_for, says
from tongguan.process.decide.refusals import refuse
from tongguan.process.model import MILESTONES, SETTLED, Model
from tongguan.process.progress import required

_AFTER = {"gate_out": "release", "loaded": "release", "departed": "release"}
"""Milestones that lie behind a release point."""


def move(model: Model, was: Clearance, command: c.Move) -> Decided | Refusal:
    """A milestone of the goods. Nothing leaves before release; a terminal, a service or an officer may report."""
    if command.milestone not in MILESTONES:
        return refuse("unknown_control", control=command.milestone, known=", ".join(MILESTONES))
    if was.ending or was.draft or was.returned:
        return refuse("not_alive", status=was.status)
    if command.milestone in was.milestones:
        return refuse("milestone_again", milestone=command.milestone)
    needs = _AFTER.get(command.milestone)
    if needs and (needs not in was.points or was.revoked):
        return refuse("goods_not_released")
    if needs and command.at < was.points[needs]:
        return refuse("time_before_predecessor", before=was.points[needs])
    if command.actor.kind not in ("terminal", "carrier", "service", "officer", "system"):
        return refuse("not_your_role", actor=command.actor.id, role="terminal")
    decided = says(command, was, kinds.GoodsMoved(command.milestone, command.ref))
    hold_for(decided, command, command.findings)
    return decided


def move_part(model: Model, was: Clearance, command: c.MovePart) -> Decided | Refusal:
    """A part of the goods is past a milestone; the milestone itself comes with the last part."""
    if not was.alive:
        return refuse("not_alive", status=was.status)
    moved = kinds.PartMoved(
        command.milestone, command.unit, command.packages, command.vehicle, command.gate_pass
    )
    decided = says(command, was, moved)
    hold_for(decided, command, command.findings)
    return decided


def pair(model: Model, was: Clearance, command: c.Pair) -> Decided | Refusal:
    """The two sides of a movement name each other; what differs holds this one too."""
    decided = says(command, was, chain.DeclarationPaired(command.other))
    hold_for(decided, command, command.findings)
    return decided


def quote_list(model: Model, was: Clearance, command: c.QuoteList) -> Decided | Refusal:
    """Bind the declaration to one more list; the declarant or an officer asks for it."""
    if not was.alive or not was.accepted:
        return refuse("not_accepted")
    if command.actor.kind not in ("declarant", "service", "officer"):
        return refuse("not_your_role", actor=command.actor.id, role="declarant")
    return says(command, was, chain.ListQuoted(command.list))


def pay(model: Model, was: Clearance, command: c.Pay) -> Decided | Refusal:
    """A declarant asks; a bank confirms; a named tax officer books a treasury receipt by its number."""
    refusal = _to_settle(model, was, command.amount)
    if refusal:
        return refusal
    if command.actor.kind == "declarant":
        asked = kinds.PaymentRequested(command.amount, command.ref)
        return rights.own_declarant(was, command.actor) or says(command, was, asked)
    if not command.ref:
        return refuse("ref_missing")
    if command.actor.kind != "bank" and "tax_officer" not in command.actor.roles:
        return refuse("not_your_role", actor=command.actor.id, role="tax_officer")
    return says(command, was, kinds.PaymentConfirmed(command.amount, command.ref))


def occupy(model: Model, was: Clearance, command: c.Occupy) -> Decided | Refusal:
    """Secure the duty on a guarantee; the claim is checked again under the lock of its head row."""
    refusal = _to_settle(model, was, command.amount)
    if refusal:
        return refusal
    if command.free is None:
        return refuse("unknown_guarantee", guarantee=command.guarantee)
    if command.free < command.amount:
        return refuse(
            "guarantee_exceeded", guarantee=command.guarantee, free=command.free, amount=command.amount
        )
    if command.actor.kind == "declarant":
        refusal = rights.own_declarant(was, command.actor)
    elif "tax_officer" not in command.actor.roles:
        refusal = refuse("not_your_role", actor=command.actor.id, role="tax_officer")
    if refusal:
        return refusal
    decided = says(command, was, kinds.GuaranteeOccupied(command.guarantee, command.amount))
    return decided.claim(command.guarantee, command.amount)


def _to_settle(model: Model, was: Clearance, amount: Decimal) -> Refusal | None:
    if not was.alive:
        return refuse("not_alive", status=was.status)
    due = [control for control in model.control if control.done_by == SETTLED and required(was, control)]
    if not due:
        return refuse("nothing_due")
    if amount <= 0:
        return refuse("amount_not_positive")
    return None


def restore(model: Model, was: Clearance, command: c.Restore) -> Decided | Refusal:
    """Give back all that is occupied on a guarantee, after payment or by a named tax officer's decision."""
    amount = was.claims.get(command.guarantee)
    if amount is None:
        return refuse("nothing_occupied", guarantee=command.guarantee)
    if "tax_officer" not in command.actor.roles:
        return refuse("not_your_role", actor=command.actor.id, role="tax_officer")
    if not was.paid and "release" not in was.points:
        return refuse("not_released")
    given = kinds.GuaranteeRestored(command.guarantee, amount, command.reason)
    return says(command, was, given).claim(command.guarantee, -amount)


def give_back_all(decided: Decided, command: c.Command, reason: str) -> None:
    """Restore every claim of a clearance that ends."""
    for stream, amount in tuple(decided.after.claims.items()):
        decided.add(
            kinds.GuaranteeRestored(stream, amount, reason), command.now, "system", command.now
        ).claim(stream, -amount)
