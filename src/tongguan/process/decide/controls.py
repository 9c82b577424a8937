"""Work on controls and holds: start, pause, done, rework, hand-over, transfer."""

from tongguan.facts import kinds
from tongguan.facts.decision import ACCEPT, REFUSE, Refusal
from tongguan.process import commands as c
from tongguan.process import progress
from tongguan.process.clearance import DONE, PAUSED, STARTED, Clearance
from tongguan.process.decide import ordering, rights
from tongguan.process.decide.binding import bind_more
from tongguan.process.decide.decided import Decided
from tongguan.process.decide.flow import says
from tongguan.process.decide.refusals import refuse
from tongguan.process.model import Control, Model

DECLARANT = "declarant"
"""Whom a question waits for."""


def workable(model: Model, was: Clearance, command: c.ControlCommand) -> Control | Refusal:
    """The control, when it is known, required, still before its release point, and this actor may work on it."""
    control = model.find(command.control)
    if control is None:
        known = ", ".join(each.id for each in model.control)
        return refuse("unknown_control", control=command.control, known=known)
    if not was.alive:
        return refuse("not_alive", status=was.status)
    if not progress.required(was, control):
        return refuse("not_required", control=control.id)
    if control.done_by:
        return refuse("by_message", control=control.id, verb=_verb(control))
    refusal = (
        ordering.through(was, command)
        or rights.may_work(was, control, command.actor)
        or _in_order(model, was, control, command)
    )
    return refusal or control


def _verb(control: Control) -> str:
    return {
        "arrived": "arrive",
        "departed": "depart",
        "settled": "pay / occupy",
        "surcharge_settled": "pay surcharge / occupy surcharge / waive surcharge",
    }.get(control.done_by, control.done_by.replace("_", "-"))


def _in_order(model: Model, was: Clearance, control: Control, command: c.ControlCommand) -> Refusal | None:
    """An act may not lie before what it follows; officers' acts happen when they are recorded."""
    since = was.control(control.id).since
    before = max([since, *(was.control(name).since for name in control.after)])
    if command.at < before:
        return refuse("time_before_predecessor", before=before)
    return None


def _ready(model: Model, was: Clearance, control: Control) -> Refusal | None:
    if progress.state_of(model, was, control) != progress.WAITING:
        return None
    waits = progress.unmet(model, was, control) or model.point_of(control).after
    return refuse("not_ready", control=control.id, waits=", ".join(waits))


def _mine(was: Clearance, control: Control, command: c.Command) -> Refusal | None:
    owner = was.control(control.id).officer
    if owner and owner != command.actor.id:
        return refuse("not_your_control", officer=owner)
    return None


def start(model: Model, was: Clearance, command: c.Start) -> Decided | Refusal:
    """Begin or resume a control; the actor becomes its officer."""
    control = workable(model, was, command)
    if isinstance(control, Refusal):
        return control
    state = progress.state_of(model, was, control)
    if state in (STARTED, DONE):
        return refuse("wrong_state", control=control.id, state=state)
    refusal = (
        _ready(model, was, control)
        or rights.separate(model, was, control, command.actor)
        or (_mine(was, control, command) if state == PAUSED else None)
        or ordering.begun_on_order(was, control, command)
    )
    return refusal or says(command, was, kinds.ControlStarted(control.id))


def pause(model: Model, was: Clearance, command: c.Pause) -> Decided | Refusal:
    """Stop work with a reason and, where somebody else has to act, who."""
    control = workable(model, was, command)
    if isinstance(control, Refusal):
        return control
    state = progress.state_of(model, was, control)
    if state != STARTED:
        return refuse("wrong_state", control=control.id, state=state)
    if not command.reason:
        return refuse("reason_missing")
    paused = kinds.ControlPaused(control.id, command.reason, command.waits_for)
    return _mine(was, control, command) or says(command, was, paused)


def ask(model: Model, was: Clearance, command: c.Ask) -> Decided | Refusal:
    """Ask the declarant: the control waits for him until he answers; one not started is started in the same breath."""
    control = workable(model, was, command)
    if isinstance(control, Refusal):
        return control
    state = progress.state_of(model, was, control)
    if state == DONE or was.control(control.id).waits_for:
        return refuse("wrong_state", control=control.id, state=state)
    refusal = (
        _ready(model, was, control)
        or rights.separate(model, was, control, command.actor)
        or _mine(was, control, command)
        or ordering.begun_on_order(was, control, command)
        or _askable(was, command)
    )
    if refusal:
        return refusal
    decided = says(command, was)
    if state != STARTED:
        decided.add(kinds.ControlStarted(control.id), command.at, command.actor.id, command.now)
    paused = kinds.ControlPaused(control.id, command.reason, DECLARANT, command.question)
    return decided.add(paused, command.at, command.actor.id, command.now)


def _askable(was: Clearance, command: c.Ask) -> Refusal | None:
    asked = command.question
    lines = {item.line for item in was.declaration.items}
    unknown = [line for line in asked.lines if line not in lines]
    if not asked.zh.strip():
        return refuse("question_missing")
    if unknown:
        return refuse("unknown_line", line=unknown[0], last=len(lines))
    if asked.until <= command.now:
        return refuse("limit_past")
    return None


def done(model: Model, was: Clearance, command: c.Done) -> Decided | Refusal:
    """Conclude a control; one that was not started is started in the same breath."""
    control = workable(model, was, command)
    if isinstance(control, Refusal):
        return control
    if command.outcome not in (ACCEPT, REFUSE):
        return refuse("bad_outcome")
    if command.outcome == REFUSE and not command.reason:
        return refuse("reason_missing")
    state = progress.state_of(model, was, control)
    if state == DONE:
        return refuse("wrong_state", control=control.id, state=state)
    refusal = (
        _ready(model, was, control)
        or rights.separate(model, was, control, command.actor)
        or _mine(was, control, command)
        or ordering.begun_on_order(was, control, command)
    )
    if refusal:
        return refusal
    decided = says(command, was)
    if state != STARTED:
        decided.add(kinds.ControlStarted(control.id), command.at, command.actor.id, command.now)
    conclusion = kinds.ControlDone(control.id, command.outcome, command.reason, command.ref)
    decided.add(conclusion, command.at, command.actor.id, command.now)
    bind_more(decided, command, command.binds)
    return decided


def reopen(model: Model, was: Clearance, command: c.Reopen) -> Decided | Refusal:
    """Rework before release: a control that was done is to be done again."""
    control = workable(model, was, command)
    if isinstance(control, Refusal):
        return control
    if was.control(control.id).state != DONE:
        return refuse("wrong_state", control=control.id, state=progress.state_of(model, was, control))
    if model.point_of(control).id in was.points:
        return refuse("wrong_state", control=control.id, state="released")
    if not command.reason:
        return refuse("reason_missing")
    return says(command, was, kinds.ControlReopened(control.id, command.reason))


def add(model: Model, was: Clearance, command: c.Add) -> Decided | Refusal:
    """Require a control that nothing selected; any officer of an office involved may, with a reason."""
    control = model.find(command.control)
    if control is None:
        known = ", ".join(each.id for each in model.control)
        return refuse("unknown_control", control=command.control, known=known)
    if not was.alive or model.point_of(control).id in was.points:
        return refuse("not_alive", status=was.status)
    if progress.required(was, control):
        return refuse("wrong_state", control=control.id, state=progress.state_of(model, was, control))
    refusal = rights.involved(model, was, command.actor)
    if not command.reason:
        refusal = refusal or refuse("reason_missing")
    return refusal or says(command, was, kinds.ControlAdded(control.id, command.reason))


def hand_over(model: Model, was: Clearance, command: c.HandOver) -> Decided | Refusal:
    """A started control goes to another officer who may work on it."""
    control = workable(model, was, command)
    if isinstance(control, Refusal):
        return control
    state = progress.state_of(model, was, control)
    if state not in (STARTED, PAUSED):
        return refuse("wrong_state", control=control.id, state=state)
    refusal = (
        _mine(was, control, command)
        or rights.may_work(was, control, command.to)
        or rights.unconcerned(was, command.to)
        or rights.separate(model, was, control, command.to)
    )
    return refusal or says(command, was, kinds.ControlHandedOver(control.id, command.to.id, command.reason))


def transfer(model: Model, was: Clearance, command: c.Transfer) -> Decided | Refusal:
    """The control becomes another office's work."""
    control = workable(model, was, command)
    if isinstance(control, Refusal):
        return control
    state = progress.state_of(model, was, control)
    if state == DONE:
        return refuse("wrong_state", control=control.id, state=state)
    if not command.reason:
        return refuse("reason_missing")
    return says(command, was, kinds.ControlTransferred(control.id, command.office, command.reason))


def answer(model: Model, was: Clearance, command: c.Answer) -> Decided | Refusal:
    """The declarant answers the question for which a control is paused; the wait is the office's again."""
    control = model.find(command.control)
    if control is None:
        return refuse("unknown_control", control=command.control, known=", ".join(was.controls))
    state = was.control(control.id)
    if state.state != PAUSED or state.waits_for != DECLARANT:
        return refuse("wrong_state", control=control.id, state=progress.state_of(model, was, control))
    if not (command.reason or command.ref or command.papers):
        return refuse("answer_missing")
    answered = kinds.QuestionAnswered(control.id, command.reason, command.ref, command.papers)
    return rights.own_declarant(was, command.actor) or says(command, was, answered)


def place_hold(model: Model, was: Clearance, command: c.PlaceHold) -> Decided | Refusal:
    """Put a hold on release points that are still ahead."""
    known = [point.id for point in model.release_point]
    unknown = [point for point in command.points if point not in known]
    if unknown:
        return refuse("unknown_point", point=unknown[0], known=", ".join(known))
    if not was.alive or all(point in was.points for point in command.points):
        return refuse("not_alive", status=was.status)
    if command.hold in was.holds:
        return refuse("hold_exists", hold=command.hold)
    if not command.reason:
        return refuse("reason_missing")
    hold = kinds.HoldPlaced(command.hold, command.code, command.points, command.owner, command.reason)
    return rights.involved(model, was, command.actor) or says(command, was, hold)


def lift_hold(model: Model, was: Clearance, command: c.LiftHold) -> Decided | Refusal:
    """Lift an open hold, with a reason."""
    hold = was.holds.get(command.hold)
    if hold is None:
        return refuse("unknown_hold", hold=command.hold, known=", ".join(was.holds) or "—")
    if not command.reason:
        return refuse("reason_missing")
    if command.at < hold.since:
        return refuse("time_before_predecessor", before=hold.since)
    lifted = kinds.HoldLifted(command.hold, command.reason)
    return rights.involved(model, was, command.actor) or says(command, was, lifted)
