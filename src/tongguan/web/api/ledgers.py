"""``/ledgers``: messages about e-ledgers and licences; what their enterprise sees of them, and its objections."""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from tongguan.adapters import records
from tongguan.desk import permit_record
from tongguan.desk.permits import View
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.permit import LEDGER, LICENCE, PermitMessage
from tongguan.facts.unreadable import Unreadable
from tongguan.process.decide.refusals import refuse
from tongguan.web.api.answers import refused, say, unreadable
from tongguan.web.api.goods import each_record
from tongguan.web.guards import language
from tongguan.web.office import desk


class Objects(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An enterprise objects to a use of its permit."""

    number: str
    """The declaration."""
    text: str


def messages(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Messages of the inspection service and of licensing authorities: open, amend, revoke; one or many."""
    return each_record(request, actor, PermitMessage, _tell)


def _tell(said: PermitMessage, actor: Actor) -> dict[str, Any] | Refusal:
    outcome = desk().permits.tell(said, actor)
    if isinstance(outcome, Refusal):
        return outcome
    number = outcome.stream.partition("/")[2]
    return {"number": number, "operation": said.operation, **({"repeat": True} if outcome.repeat else {})}


def one(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """A permit with what is free of it and every use: for its enterprise, its authority and officers alone."""
    view = _seen(number, actor)
    if view is None:
        return _no(refuse("unknown_permit", permit=number), request)
    uses = [permit_record.use(each) for each in desk().permits.uses(view.stream)]
    return say(200, {**permit_record.permit(view), "uses": uses})


def object_to(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The enterprise objects to a use; an officer settles it."""
    view = _seen(number, actor)
    if view is None:
        return _no(refuse("unknown_permit", permit=number), request)
    try:
        said = records.read(request.body, Objects)
    except Unreadable as error:
        return say(*unreadable(error, language(request)))
    outcome = desk().permits.object_to(view.stream, desk().locate(said.number), said.text, actor)
    if isinstance(outcome, Refusal):
        return _no(outcome, request)
    after = desk().permits.view(view.stream)
    return say(201, permit_record.permit(after or view))


def _seen(number: str, actor: Actor) -> View | None:
    """The permit as far as the actor may see it; others do not learn that it is there."""
    held = desk().permits
    views = (held.view(held.locate(kind, number)) for kind in (LEDGER, LICENCE))
    view = next((each for each in views if each), None)
    if view is None or actor.kind in ("officer", "service"):
        return view
    own = actor.kind == "declarant" and actor.party in (view.holder, view.held.permit.holder)
    return view if own else None


def _no(refusal: Refusal, request: HttpRequest) -> HttpResponse:
    return say(*refused(refusal, language(request)))
