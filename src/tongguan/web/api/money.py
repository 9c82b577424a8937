"""``POST /payments``: signed confirmations of banks."""

from decimal import Decimal

import msgspec
from django.http import HttpRequest, HttpResponse

from tongguan.adapters import bank
from tongguan.facts.actor import Actor
from tongguan.facts.confirmed import SignedPayment
from tongguan.facts.decision import Refusal
from tongguan.facts.unreadable import Unreadable
from tongguan.process.decide.refusals import refuse
from tongguan.web.api.answers import JSON, Said, kind_of, refused, say, say_lines, unreadable
from tongguan.web.courier import kick
from tongguan.web.guards import language
from tongguan.web.office import desk


class Booked(msgspec.Struct, frozen=True):
    """Where a bank's money went: to the debt, or to suspense with its reason."""

    ref: str
    state: str
    booked: Decimal
    suspended: Decimal
    reason: str
    repeat: bool


def payments(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Book a bank's signed confirmations, one or many: always booked, to the debt or to suspense with its reason."""
    lang = language(request)
    if kind_of(request) == JSON:
        said = _answer(request.body, None, actor, lang)
        kick()
        return say(*said)
    lines = [(place, line) for place, line in enumerate(request.body.splitlines(), start=1) if line.strip()]
    answers = [_answer(line, place, actor, lang) for place, line in lines]
    kick()
    return say_lines(answers)


def _answer(data: bytes, line: int | None, actor: Actor, lang: str) -> Said:
    try:
        outcome = _book(bank.read(data, line), actor)
    except Unreadable as error:
        return unreadable(error, lang)
    if isinstance(outcome, Refusal):
        return refused(outcome, lang)
    return 200 if outcome.repeat else 201, outcome


def _book(said: SignedPayment, actor: Actor) -> Booked | Refusal:
    if actor.kind != "bank" or said.bank != actor.id:
        return refuse("not_your_role", actor=actor.id, role="bank")
    found = bank.confirm(desk(), said)
    if isinstance(found, Refusal):
        return found
    return Booked(said.ref, found.state, found.booked, found.suspended, found.reason, found.repeat)
