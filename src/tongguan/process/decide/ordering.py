"""A control and the inspection order that does it: a visit begins on an order, one at a time, and only through it."""

from tongguan.facts.decision import Refusal
from tongguan.facts.inspection import ControlOrdered
from tongguan.process import commands as c
from tongguan.process import progress
from tongguan.process.clearance import DONE, PAUSED, STARTED, Clearance
from tongguan.process.decide.decided import Decided
from tongguan.process.decide.flow import says
from tongguan.process.decide.refusals import refuse
from tongguan.process.model import Control, Model

INSPECTOR = "inspector"
"""Role of the controls that a visit does."""


def by_visit(control: Control) -> bool:
    """Is it the work of an inspector at the goods?"""
    return control.role == INSPECTOR and not control.done_by


def order(model: Model, was: Clearance, command: c.Order) -> Decided | Refusal:
    """Put a required control on an order, or free it (an empty order)."""
    control = model.find(command.control)
    if control is None or not by_visit(control):
        known = ", ".join(each.id for each in model.control if by_visit(each))
        return refuse("unknown_control", control=command.control, known=known)
    state = was.control(control.id)
    ordered = ControlOrdered(control.id, command.order)
    if not command.order:
        return says(command, was, ordered)
    if not was.alive:
        return refuse("not_alive", status=was.status)
    if not progress.required(was, control):
        return refuse("not_required", control=control.id)
    if state.state == DONE:
        return refuse("wrong_state", control=control.id, state=progress.state_of(model, was, control))
    return through(was, command) or says(command, was, ordered)


def through(was: Clearance, command: c.ControlCommand) -> Refusal | None:
    """None unless another order than the command's is doing the control."""
    state = was.control(command.control)
    if state.order and state.state != DONE and state.order != command.order:
        return refuse("by_order", control=command.control, order=state.order)
    return None


def begun_on_order(was: Clearance, control: Control, command: c.ControlCommand) -> Refusal | None:
    """None unless a visit would begin on no order: nobody would be drawn for it, and no checklist kept.

    What an outage left on paper is entered as it was done, and a visit begun by hand before there was this rule is ended.
    """
    begun = was.control(control.id).state in (STARTED, PAUSED)
    if command.order or command.paper or begun or not by_visit(control):
        return None
    return refuse("needs_order", control=control.id)
