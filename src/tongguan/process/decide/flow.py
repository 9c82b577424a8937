"""The common course of every decision: collect facts, then pass each release point that has become complete."""

from tongguan.facts import kinds
from tongguan.facts.actor import SYSTEM
from tongguan.facts.finding import HOLD, Finding
from tongguan.process import progress
from tongguan.process.apply import UNDISCLOSED
from tongguan.process.clearance import Clearance
from tongguan.process.commands import Command
from tongguan.process.decide.binding import write_off
from tongguan.process.decide.decided import Decided
from tongguan.process.model import SETTLED, SURCHARGE_SETTLED, Model


def says(command: Command, clearance: Clearance | None, *payloads: kinds.Payload) -> Decided:
    """The command's actor says these things at the command's time."""
    decided = Decided(clearance)
    for data in payloads:
        decided.add(data, command.at, command.actor.id, command.now)
    return decided


def hold_for(decided: Decided, command: Command, findings: tuple[Finding, ...]) -> None:
    """A finding that holds places one hold for its code: on the release, or on closing once that is passed."""
    points = ("closing",) if "release" in decided.after.points else ("release",)
    for finding in findings:
        if finding.consequence == HOLD and finding.code not in decided.after.holds:
            hold = kinds.HoldPlaced(finding.code, finding.code, points, "office")
            decided.add(hold, command.at, "system", command.now)


def pass_points(model: Model, decided: Decided, command: Command) -> Decided:
    """Do the controls that messages do, then pass every point that is complete, in the model's order."""
    _do_by_message(model, decided, command)
    for point in model.release_point:
        state = decided.after
        if point.id == "release" and state.revoked and progress.complete(model, state, point):
            decided.add(kinds.ReleaseRestored(), _effective(decided, command), SYSTEM.id, command.now)
        elif point.id not in state.points and progress.complete(model, state, point):
            _pass(decided, point.id, command)
            _do_by_message(model, decided, command)
    write_off(decided, command)
    return decided


def _pass(decided: Decided, point: str, command: Command) -> None:
    state = decided.after
    unpaid = state.outstanding if state.assessment else state.secured
    secured = unpaid > 0 and state.secured > 0
    entry_id = command.entry_id if point == "acceptance" else ""
    passed = kinds.PointPassed(point, entry_id, on_guarantee=point == "release" and secured)
    decided.add(passed, _effective(decided, command), SYSTEM.id, command.now)


def _effective(decided: Decided, command: Command) -> int:
    """A point is passed now; after an act on paper it was when the act was done and nothing later stood against it."""
    if command.paper is None:
        return command.now
    before = decided.before
    return max(command.at, before.last_at if before else command.at)


def _do_by_message(model: Model, decided: Decided, command: Command) -> None:
    """A control that a message does is done as soon as it is ready and the message is there.

    One whose permits the system found in order is done as soon as it is ready, unless an officer asked for it.
    """
    for control in model.control:
        state = decided.after
        if not progress.required(state, control) or progress.accepted(state, control):
            continue
        if not control.done_by:
            agreed = control.when in state.agreed and not state.control(control.id).by_hand
            if agreed and progress.state_of(model, state, control) == progress.READY:
                decided.add(kinds.ControlDone(control.id, "accept"), command.now, SYSTEM.id, command.now)
            continue
        happened = _message(state, control.done_by)
        if happened is None or progress.state_of(model, state, control) == progress.WAITING:
            continue
        if control.when == UNDISCLOSED and command.now < state.silent_until:
            continue
        at = command.at if happened == command.at else command.now
        decided.add(kinds.ControlDone(control.id, "accept"), at, SYSTEM.id, command.now)
        if control.when == UNDISCLOSED and state.silent_words:
            decided.add(kinds.WordsServed(state.silent_words), command.now, SYSTEM.id, command.now)


def _message(state: Clearance, done_by: str) -> int | None:
    if done_by == SETTLED:
        return state.last_at if state.settled else None
    if done_by == SURCHARGE_SETTLED:
        return state.last_at if state.surcharge_settled else None
    return state.milestones.get(done_by)
