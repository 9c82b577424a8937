"""``POST /instructions``: messages of the centres, one or many."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from tongguan.adapters import records
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.reported import CentreInstruction
from tongguan.facts.unreadable import Unreadable
from tongguan.web.api.access import kind_of, post, say, say_lines
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.wiring import deliver_receipts

_STATUS = {"not_your_role": 403, "unknown_number": 404, "instruction_differs": 409, "busy": 503}
"""Statuses of refusals other than 422."""


@post
def instructions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Carry out what a centre instructs; the same message again is answered with where it stands."""
    lang = language(request)
    if kind_of(request) == "application/json":
        status, record = _answer(request.body, None, actor, lang)
        deliver_receipts(desk())
        return say(status, record)
    lines = [(place, line) for place, line in enumerate(request.body.splitlines(), start=1) if line.strip()]
    answers = [_answer(line, place, actor, lang) for place, line in lines]
    deliver_receipts(desk())
    return say_lines([{"status": status, **record} for status, record in answers])


def _answer(data: bytes, line: int | None, actor: Actor, lang: str) -> tuple[int, dict[str, Any]]:
    try:
        message = records.read(data, CentreInstruction, line)
    except Unreadable as error:
        return 400, {
            "error": error.kind,
            "field": error.field,
            "line": error.line,
            "message": error.text(lang),
        }
    known = desk().instructions.known(message, actor)
    said = desk().instructions.receive(message, actor)
    if isinstance(said, Refusal):
        return _STATUS.get(said.code, 422), {"error": said.code, "message": said.text(lang)}
    return 200 if known else 201, {
        "instruction": said.id, "number": said.said.number, "state": said.state, "outcome": said.outcome,
        "answer": said.answer,
    }  # fmt: skip
