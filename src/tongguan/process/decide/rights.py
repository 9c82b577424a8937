"""Who may do it: role, office, separation of duties. Judged by the process, from the first day."""

from collections.abc import Collection

from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import Declaration
from tongguan.process.clearance import Clearance
from tongguan.process.decide.refusals import refuse
from tongguan.process.model import Control, Model

CENTRE = "0000"
"""Office number of the centres of the national service until the office's data name another."""


def office_of(declaration: Declaration, control: Control, moved_to: str = "") -> str:
    """The office responsible for a control: after a transfer the new one, else as the model says."""
    if moved_to:
        return moved_to
    declaring = declaration.office
    return {
        "declaring": declaring,
        "port": declaration.port or declaring,
        "destination": declaration.destination_office or declaring,
        "centre": CENTRE,
    }[control.office]


def may_work(clearance: Clearance, control: Control, actor: Actor) -> Refusal | None:
    """None when the actor holds the control's role in the responsible office."""
    if control.role not in actor.roles:
        return refuse("not_your_role", actor=actor.id, role=control.role)
    office = office_of(clearance.declaration, control, clearance.control(control.id).office)
    outside = control.role in ("declarant", "terminal", "system")
    if not outside and actor.office != office:
        return refuse("not_your_office", office=office, actor=actor.id)
    return None


def separate(model: Model, clearance: Clearance, control: Control, actor: Actor) -> Refusal | None:
    """None when no control that must be separate was done or is being done by the same officer.

    Nor where a named officer of another post has looked at this one too and found it in order.
    """
    for other in model.control:
        tied = other.id in control.separate_from or control.id in other.separate_from
        state = clearance.control(other.id)
        if tied and actor.id in (state.officer, state.done_by) and not clearance.control(control.id).seen:
            return refuse("not_separate", actor=actor.id, other=other.id)
    return None


def unconcerned(clearance: Clearance, actor: Actor) -> Refusal | None:
    """None unless the actor is an officer who has an interest in a party of the declaration."""
    if actor.kind != "officer" or not actor.ties:
        return None
    said = clearance.declaration
    parties = (said.trader, said.owner, said.agent, said.entry_unit)
    codes = {*(each.customs_code for each in parties), clearance.client_key.partition("|")[0]}
    tied = sorted(codes.intersection(actor.ties) - {""})
    return refuse("own_declaration", actor=actor.id, party=tied[0]) if tied else None


def officer(actor: Actor) -> Refusal | None:
    """None when the actor is an officer of some office."""
    if actor.kind != "officer":
        return refuse("not_your_role", actor=actor.id, role="officer")
    return None


def involved(model: Model, clearance: Clearance, actor: Actor) -> Refusal | None:
    """None when the actor is an officer of an office that has a control of this declaration."""
    refusal = officer(actor)
    if refusal:
        return refusal
    offices = {
        office_of(clearance.declaration, control, clearance.control(control.id).office)
        for control in model.control
    }
    if actor.office in offices:
        return None
    return refuse("not_your_office", office=", ".join(sorted(offices)), actor=actor.id)


def own_declarant(clearance: Clearance, actor: Actor) -> Refusal | None:
    """None when the actor is the declarant who lodged it."""
    declarant = clearance.client_key.split("|", 1)[0]
    if actor.kind != "declarant" or (actor.party and actor.party != declarant):
        return refuse("not_declarant")
    return None


def own_papers(clearance: Clearance, actor: Actor) -> Refusal | None:
    """None when the actor is the declarant who lodged it, or the trader whose goods they are."""
    trader = clearance.declaration.trader
    if actor.kind == "declarant" and actor.party and actor.party in (trader.customs_code, trader.social_code):
        return None
    return own_declarant(clearance, actor)


def of_enterprise(actor: Actor, parties: Collection[str]) -> Refusal | None:
    """None for an officer, and for a declarant or service that acts for one of the parties (customs codes)."""
    if actor.kind == "officer":
        return None
    if actor.kind not in ("declarant", "service"):
        return refuse("not_your_role", actor=actor.id, role="declarant")
    if actor.party and actor.party not in parties:
        return refuse("not_your_papers", actor=actor.id, party=actor.party)
    return None
