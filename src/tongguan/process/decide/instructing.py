"""A centre's instruction meets a declaration: its work is required, whatever the office thinks of it."""

from tongguan.facts import kinds
from tongguan.facts.decision import Refusal
from tongguan.facts.selection import SelectionInstructed, SelectionWithdrawn
from tongguan.process import commands as c
from tongguan.process import progress
from tongguan.process.apply import UNDISCLOSED
from tongguan.process.clearance import DONE, OPEN, Clearance
from tongguan.process.decide.decided import Decided
from tongguan.process.decide.flow import says
from tongguan.process.decide.refusals import refuse
from tongguan.process.model import Model


def instruct(model: Model, was: Clearance, command: c.Instruct) -> Decided | Refusal:
    """Require the word's controls; silently while it may not be told who is selected. Done ones are done again."""
    if not was.alive:
        return refuse("not_alive", status=was.status)
    controls = [control for control in model.control if control.when == command.word]
    if not controls:
        known = ", ".join(sorted({control.when for control in model.control}))
        return refuse("unknown_word", word=command.word, known=known)
    passed = [control.id for control in controls if model.point_of(control).id in was.points]
    if passed:
        return refuse("instruction_late", control=passed[0])
    words = (command.word,)
    if _silent(model, was):
        return says(command, was, SelectionInstructed(command.instruction, silent_words=words))
    again = [
        kinds.ControlReopened(control.id, command.instruction)
        for control in controls
        if was.control(control.id).state == DONE
    ]
    return says(command, was, SelectionInstructed(command.instruction, words), *again)


def withdraw(model: Model, was: Clearance, command: c.Withdraw) -> Decided | Refusal:
    """The centre takes its instruction back; work that has begun, or that something else asks for, goes on."""
    word = was.instructed.get(command.instruction)
    if word is None:
        return refuse("unknown_instruction", instruction=command.instruction)
    others = {other for name, other in was.instructed.items() if name != command.instruction}
    wanted = {*was.judged_words, *others}
    begun = any(control.when == word and _begun(was, control.id) for control in model.control)
    words = () if word in wanted or begun else (word,)
    return says(command, was, SelectionWithdrawn(command.instruction, words))


def _begun(was: Clearance, control: str) -> bool:
    state = was.control(control)
    return state.state != OPEN or bool(state.order)


def pending(model: Model, was: Clearance) -> tuple[str, ...]:
    """Instructions whose work is not done."""
    done = {control.when for control in model.control if was.control(control.id).state == DONE}
    return tuple(name for name, word in was.instructed.items() if word not in done)


def serve(model: Model, was: Clearance, command: c.Serve) -> Decided | Refusal:
    """The moment until which nobody might be told who is selected has come: what waited for it goes on."""
    return says(command, was)


def _silent(model: Model, was: Clearance) -> bool:
    """Does it still wait for the moment when everybody learns whether he is selected?"""
    return any(
        control.when == UNDISCLOSED
        and progress.required(was, control)
        and not progress.accepted(was, control)
        for control in model.control
    )
