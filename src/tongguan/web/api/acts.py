"""``/declarations/{number}/amend``, ``/cancel``, ``/pay``, ``/occupy``, ``/answer``: the declarant's acts."""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse

from tongguan.adapters import records
from tongguan.desk.desk import amended
from tongguan.desk.outward import standing
from tongguan.desk.verbs import Act
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import Declaration
from tongguan.facts.question import PaperQuoted
from tongguan.facts.unreadable import Unreadable
from tongguan.web.api.answers import refused, say, unreadable
from tongguan.web.api.declarations import duty_of, seen, unknown
from tongguan.web.courier import kick
from tongguan.web.guards import language
from tongguan.web.office import desk

Wanted = TypeVar("Wanted", bound=msgspec.Struct)


class WantsToPay(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A declarant asks to pay; a bank's confirmation makes it paid."""

    amount: Decimal | None = None
    """Yuan; left out: all that is open."""
    ref: str = ""


class WantsToOccupy(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A declarant wants the duty secured on a guarantee."""

    guarantee: str
    amount: Decimal | None = None
    """Yuan; left out: all that is neither paid nor secured."""


class WantsToCancel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A declarant asks to cancel; an officer decides."""

    ground: str
    reason: str = ""


class WantsToAmend(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A declarant asks for a new version of an accepted declaration, given whole; an officer decides."""

    declaration: Declaration
    ground: str
    reason: str = ""


class Answers(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A declarant answers the question of a control that waits for him."""

    control: str
    text: str = ""
    ref: str = ""
    papers: tuple[PaperQuoted, ...] = ()
    """Documents quoted: type (electronic documents) and number."""


def pay(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Ask to pay what is due; a bank's confirmation makes it paid."""
    return _act(
        request,
        actor,
        number,
        WantsToPay,
        lambda said: Act(verb="pay", amount=said.amount, ref=said.ref),
        money=True,
    )


def occupy(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Have the duty secured on a guarantee."""
    return _act(
        request,
        actor,
        number,
        WantsToOccupy,
        lambda said: Act(verb="occupy", target=said.guarantee, amount=said.amount),
        money=True,
    )


def cancel(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Ask to cancel; an officer decides."""
    return _act(
        request, actor, number, WantsToCancel,
        lambda said: Act(verb="cancel", ground=said.ground, reason=said.reason),
    )  # fmt: skip


def amend(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Ask for a new version; an officer decides."""
    return _act(
        request, actor, number, WantsToAmend,
        lambda said: amended(Act(verb="amend", ground=said.ground, reason=said.reason), said.declaration),
    )  # fmt: skip


def answer(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Answer a question; the wait is the office's again."""
    return _act(
        request, actor, number, Answers,
        lambda said: Act(
            verb="answer", target=said.control, reason=said.text, ref=said.ref, papers=said.papers
        ),
    )  # fmt: skip


def _act(
    request: HttpRequest,
    actor: Actor,
    number: str,
    kind: type[Wanted],
    act_of: Callable[[Wanted], Act],
    money: bool = False,
) -> HttpResponse:
    """An act of a declarant on his own declaration; of others' he does not learn that they are there.

    Answered with what is due after it (``money``), or with where the declaration stands.
    """
    lang = language(request)
    sheet = seen(number, actor)
    if sheet is None:
        return unknown(lang)
    try:
        wanted = act_of(records.read(request.body or b"{}", kind))
    except Unreadable as error:
        return say(*unreadable(error, lang))
    outcome = desk().act(sheet.number, wanted, actor)
    if isinstance(outcome, Refusal):
        return say(*refused(outcome, lang))
    kick()
    if money:
        return say(200, duty_of(seen(sheet.number, actor) or sheet, lang))
    return say(200, standing(desk().rules.catalogue, outcome, lang))
