"""Notes on a declaration."""

from tongguan.facts.decision import Refusal
from tongguan.facts.note import DeclarationNoted
from tongguan.process import commands as c
from tongguan.process.clearance import Clearance
from tongguan.process.decide import rights
from tongguan.process.decide.decided import Decided
from tongguan.process.decide.flow import says
from tongguan.process.decide.refusals import refuse
from tongguan.process.model import Model


def note(model: Model, was: Clearance, command: c.Note) -> Decided | Refusal:
    """Write a note, whatever the state; any officer of an office involved may."""
    if not command.text:
        return refuse("note_missing")
    return rights.involved(model, was, command.actor) or says(command, was, DeclarationNoted(command.text))
