"""Whose papers the portal shows: the one way from a request to what its enterprise may see."""

from django.http import Http404, HttpRequest

from tongguan.desk import outward
from tongguan.desk.views import Sheet
from tongguan.facts.actor import Actor
from tongguan.web.office import actor_of, desk


def enterprise(request: HttpRequest) -> Actor:
    """The declarant who is signed in; only declarants come here."""
    return actor_of(request.user)


def paper(request: HttpRequest, number: str) -> Sheet:
    """A declaration that the enterprise may see; any other is not there (404)."""
    sheet = desk().show(number)
    if sheet is None or not outward.may_see(sheet, enterprise(request)):
        raise Http404
    return sheet
