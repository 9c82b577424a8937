"""Goods: their milestones, the lists and the other side they belong to."""

from tongguan.facts import chain, kinds
from tongguan.facts.decision import Refusal
from tongguan.process import commands as c
from tongguan.process.clearance import Clearance
from tongguan.process.decide.decided import Decided
from tongguan.process.decide.flow import hold_for, says
from tongguan.process.decide.refusals import refuse
from tongguan.process.model import MILESTONES, Model

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
