"""``/inspections``: results of laboratories, bookings of declarants and terminals, and what a terminal may book."""

from datetime import timedelta
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from tongguan.desk.inspections import Told
from tongguan.desk.visiting import Act
from tongguan.facts.actor import Actor
from tongguan.facts.clock import iso, local_date, parse
from tongguan.facts.decision import Refusal
from tongguan.facts.reported import Booking, LaboratoryResult
from tongguan.process.decide.refusals import refuse
from tongguan.web.api.answers import say
from tongguan.web.api.goods import each_record
from tongguan.web.office import desk

DAYS = 7
"""Local days from today on whose times may be booked."""


class Bookable(msgspec.Struct, frozen=True):
    """A visit that may still be booked; nothing of whose goods they are, or why."""

    order: str
    office: str
    units: list[str]
    """Containers or lots that stand in the terminal's yard."""
    site: str
    """Empty: no time is booked."""
    at: str


class FreeTime(msgspec.Struct, frozen=True):
    """A time at a site that is not fully booked."""

    office: str
    site: str
    at: str
    free: int


class Visits(msgspec.Struct, frozen=True):
    """What a terminal may book."""

    orders: list[Bookable]
    times: list[FreeTime]


def orders(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Visits to goods in the terminal's yard, and the free times of the offices that ordered them."""
    found = [
        Bookable(card.stream.partition("/")[2], card.facts["office"], list(units), card.facts.get("site", ""),
                 iso(int(card.facts["booked_for"])) if card.facts.get("booked_for") else "")
        for card, units in desk().inspections.at_hand(actor.id)
    ]  # fmt: skip
    return say(
        200, Visits(found, [each for office in sorted({o.office for o in found}) for each in _free(office)])
    )


def _free(office: str) -> list[FreeTime]:
    now = desk().clock.now()
    days = [local_date(now) + timedelta(days=ahead) for ahead in range(DAYS)]
    return [
        FreeTime(office, slot.site.id, iso(slot.at), slot.free)
        for _, slots in desk().inspections.calendar(office, days)
        for slot in slots
        if slot.free and slot.at >= now
    ]


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
