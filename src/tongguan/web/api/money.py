"""``POST /payments``: signed confirmations of banks; what is due of a declaration, for its declarant."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from tongguan.adapters import bank
from tongguan.facts.actor import Actor
from tongguan.facts.confirmed import SignedPayment
from tongguan.facts.decision import Refusal
from tongguan.facts.unreadable import Unreadable
from tongguan.process.decide.refusals import refuse
from tongguan.web.api.access import kind_of, post, say, say_lines
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.wiring import deliver_receipts

_STATUS = {"not_your_role": 403, "key_taken": 409, "busy": 503}
"""Statuses of refusals other than 422."""


@post
def payments(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Book a bank's signed confirmations, one or many: always booked, to the debt or to suspense with its reason."""
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
        outcome = _book(bank.read(data, line), actor)
    except Unreadable as error:
        return 400, {
            "error": error.kind,
            "field": error.field,
            "line": error.line,
            "message": error.text(lang),
        }
    if isinstance(outcome, Refusal):
        return _STATUS.get(outcome.code, 422), {"error": outcome.code, "message": outcome.text(lang)}
    return 200 if outcome["repeat"] else 201, outcome


def _book(said: SignedPayment, actor: Actor) -> dict[str, Any] | Refusal:
    if actor.kind != "bank" or said.bank != actor.id:
        return refuse("not_your_role", actor=actor.id, role="bank")
    found = bank.confirm(desk(), said)
    if isinstance(found, Refusal):
        return found
    return {"ref": said.ref, "state": found.state, "booked": found.booked, "suspended": found.suspended,
            "reason": found.reason, "repeat": found.repeat}  # fmt: skip
