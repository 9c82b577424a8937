"""``POST /inspections/results`` of laboratories, ``/inspections/bookings`` of declarants and terminals."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from tongguan.desk.inspections import Told
from tongguan.desk.visiting import Act
from tongguan.facts.actor import Actor
from tongguan.facts.clock import iso, parse
from tongguan.facts.decision import Refusal
from tongguan.facts.reported import Booking, LaboratoryResult
from tongguan.process.decide.refusals import refuse
from tongguan.web.api.goods import each_record
from tongguan.web.office import desk


def results(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take results of samples; the same again is answered as a repeat."""
    return each_record(request, actor, LaboratoryResult, _result)


def _result(said: LaboratoryResult, actor: Actor) -> dict[str, Any] | Refusal:
    told = desk().inspections.report(said.sample, said.outcome, said.ref, said.finding, actor)
    return told if isinstance(told, Refusal) else {"sample": said.sample, "repeat": told.repeat}


def bookings(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Book a time at the site; who else is concerned is not told."""
    return each_record(request, actor, Booking, _book)


def _book(said: Booking, actor: Actor) -> dict[str, Any] | Refusal:
    try:
        at = parse(said.at)
    except ValueError:
        return refuse("bad_word", field="at", value=said.at, known="2018-08-20T13:40:00+08:00")
    told = desk().inspections.act(said.order, Act(verb="book", site=said.site, at=at), actor)
    return told if isinstance(told, Refusal) else _booked(told)


def _booked(told: Told) -> dict[str, Any]:
    order = told.order
    begins = iso(order.booked_for) if order.booked_for is not None else ""
    return {"order": order.order, "site": order.site, "at": begins, "repeat": told.repeat}
