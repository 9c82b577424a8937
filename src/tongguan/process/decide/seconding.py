"""The second pair of eyes from afar: what must be separate is never waived, but a named officer elsewhere may look too."""

from msgspec.structs import replace

from tongguan.facts.decision import ACCEPT, REFUSE, Refusal
from tongguan.facts.second import SecondAsked, SecondGiven
from tongguan.process import commands as c
from tongguan.process.clearance import Clearance
from tongguan.process.decide import rights
from tongguan.process.decide.controls import workable
from tongguan.process.decide.decided import Decided
from tongguan.process.decide.flow import says
from tongguan.process.decide.refusals import refuse
from tongguan.process.model import Model


def ask(model: Model, was: Clearance, command: c.AskSecond) -> Decided | Refusal:
    """Ask an officer of another post to look at a control that its asker may not do alone."""
    # A look is no part of the visit: the order that does the control does not stand in its way.
    control = workable(model, was, replace(command, order=was.control(command.control).order))
    if isinstance(control, Refusal):
        return control
    if not command.reason:
        return refuse("reason_missing")
    if rights.separate(model, was, control, command.actor) is None:
        return refuse("no_second_needed", control=control.id)
    second = command.to
    refusal = rights.officer(second) or rights.unconcerned(was, second)
    if control.role not in second.roles:
        refusal = refusal or refuse("not_your_role", actor=second.id, role=control.role)
    if second.id == command.actor.id:
        refusal = refusal or refuse("second_is_first")
    refusal = refusal or rights.separate(model, was, control, second)
    asked = SecondAsked(control.id, second.id, second.office, command.reason)
    return refusal or says(command, was, asked)


def give(model: Model, was: Clearance, command: c.GiveSecond) -> Decided | Refusal:
    """The officer who was asked says whether the control may be done; a refusal needs a reason."""
    state = was.control(command.control)
    if not was.alive:
        return refuse("not_alive", status=was.status)
    if state.second != command.actor.id or state.seen:
        return refuse("not_asked", actor=command.actor.id, control=command.control)
    if command.outcome not in (ACCEPT, REFUSE):
        return refuse("bad_outcome")
    if command.outcome == REFUSE and not command.reason:
        return refuse("reason_missing")
    return says(command, was, SecondGiven(command.control, command.outcome, command.reason))
