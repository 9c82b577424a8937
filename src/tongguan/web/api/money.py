"""``POST /payments``: signed confirmations of banks; what is due of a declaration, for its declarant."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse

from tongguan.adapters import bank, records
from tongguan.desk import duty_record
from tongguan.desk.verbs import Act
from tongguan.desk.views import Sheet
from tongguan.facts.actor import Actor
from tongguan.facts.confirmed import SignedPayment
from tongguan.facts.decision import Refusal
from tongguan.facts.message import declarant_code
from tongguan.facts.unreadable import Unreadable
from tongguan.process.decide.refusals import refuse
from tongguan.web.api.access import get, kind_of, post, say, say_lines
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.wiring import deliver_receipts

Wanted = TypeVar("Wanted", bound=msgspec.Struct)
_STATUS = {"not_your_role": 403, "not_declarant": 403, "key_taken": 409, "unknown_number": 404, "busy": 503}
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
        return 400, _unreadable(error, lang)
    if isinstance(outcome, Refusal):
        return _refused(outcome, lang)
    return 200 if outcome["repeat"] else 201, outcome


def _book(said: SignedPayment, actor: Actor) -> dict[str, Any] | Refusal:
    if actor.kind != "bank" or said.bank != actor.id:
        return refuse("not_your_role", actor=actor.id, role="bank")
    found = bank.confirm(desk(), said)
    if isinstance(found, Refusal):
        return found
    return {"ref": said.ref, "state": found.state, "booked": found.booked, "suspended": found.suspended,
            "reason": found.reason, "repeat": found.repeat}  # fmt: skip


def _unreadable(error: Unreadable, lang: str) -> dict[str, Any]:
    return {"error": error.kind, "field": error.field, "line": error.line, "message": error.text(lang)}


def _refused(refusal: Refusal, lang: str) -> tuple[int, dict[str, Any]]:
    return _STATUS.get(refusal.code, 422), {"error": refusal.code, "message": refusal.text(lang)}


# -- one declaration ------------------------------------------------------------------------------------------


class WantsToPay(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A declarant asks to pay."""

    amount: Decimal | None = None
    """Yuan; left out: all that is open."""
    ref: str = ""


class WantsToOccupy(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A declarant wants the duty secured on a guarantee."""

    guarantee: str
    amount: Decimal | None = None
    """Yuan; left out: all that is neither paid nor secured."""


@get
def duty(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """What is due of a declaration, every figure with its steps."""
    lang = language(request)
    sheet = _sheet(number, actor)
    return say(200, _record(sheet, lang)) if sheet else say(*_refused(refuse("unknown_number"), lang))


@post
def pay(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The declarant asks to pay; a bank's confirmation makes it paid."""
    return _act(
        request, actor, number, WantsToPay, lambda said: Act(verb="pay", amount=said.amount, ref=said.ref)
    )


@post
def occupy(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The declarant has the duty secured on a guarantee."""
    return _act(
        request, actor, number, WantsToOccupy,
        lambda said: Act(verb="occupy", target=said.guarantee, amount=said.amount),
    )  # fmt: skip


def _act(
    request: HttpRequest, actor: Actor, number: str, kind: type[Wanted], act_of: Callable[[Wanted], Act]
) -> HttpResponse:
    """An act of a declarant on his own declaration; of others' he does not learn that they are there."""
    lang = language(request)
    if actor.kind != "declarant":
        return say(*_refused(refuse("not_your_role", actor=actor.id, role="declarant"), lang))
    sheet = _sheet(number, actor)
    if sheet is None:
        return say(*_refused(refuse("unknown_number"), lang))
    try:
        wanted = act_of(records.read(request.body or b"{}", kind))
    except Unreadable as error:
        return say(400, _unreadable(error, lang))
    outcome = desk().act(sheet.number, wanted, actor)
    if isinstance(outcome, Refusal):
        return say(*_refused(outcome, lang))
    deliver_receipts(desk())
    after = _sheet(sheet.number, actor)
    return say(200, _record(after or sheet, lang))


def _sheet(number: str, actor: Actor) -> Sheet | None:
    """The declaration as far as the actor may see it: officers, services, and who declared it."""
    sheet = desk().show(number)
    if sheet is None or actor.kind in ("officer", "service"):
        return sheet
    own = actor.kind == "declarant" and actor.party == declarant_code(sheet.declaration)
    return sheet if own else None


def _record(sheet: Sheet, lang: str) -> dict[str, Any]:
    told = {"number": sheet.number, "entry_id": sheet.entry_id, "status": sheet.status}
    return {**told, **duty_record.duty(sheet, desk().rules.steps, lang)}
