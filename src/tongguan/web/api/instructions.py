"""``POST /instructions``: messages of the centres, one or many."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.reported import CentreInstruction
from tongguan.web.api.goods import each_record
from tongguan.web.office import desk


def instructions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Carry out what a centre instructs; the same message again is answered with where it stands."""
    return each_record(request, actor, CentreInstruction, _receive)


def _receive(message: CentreInstruction, actor: Actor) -> dict[str, Any] | Refusal:
    known = bool(desk().instructions.known(message, actor))
    said = desk().instructions.receive(message, actor)
    if isinstance(said, Refusal):
        return said
    return {
        "instruction": said.id, "number": said.said.number, "state": said.state, "outcome": said.outcome, "ending": said.ending,
        "answer": said.answer, "repeat": known,
    }  # fmt: skip
