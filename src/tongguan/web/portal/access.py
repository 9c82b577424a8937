"""Whose papers the portal shows: the one way from a request to what its enterprise may see."""

from collections.abc import Collection

from django.http import Http404, HttpRequest

from tongguan.desk.guarantees import View
from tongguan.desk.permits import View as Permit
from tongguan.desk.views import Sheet
from tongguan.facts.actor import Actor
from tongguan.web.office import actor_of, desk


def enterprise(request: HttpRequest) -> Actor:
    """The declarant who is signed in; only declarants come here."""
    return actor_of(request.user)


def paper(request: HttpRequest, number: str) -> Sheet:
    """A declaration that the enterprise may see; any other is not there (404)."""
    sheet = desk().show(number)
    if sheet is None or not desk().authorities.may_see(sheet, enterprise(request)):
        raise Http404
    return sheet


def guarantees(actor: Actor) -> list[View]:
    """Guarantees of the enterprise, and of the clients for whom it has authority; by the end of their term."""
    holders = (actor.party, *desk().authorities.clients(actor.party))
    found = [view for holder in holders for view in desk().guarantees.all(holder)]
    return sorted(found, key=lambda view: (view.days_left is None, view.days_left or 0, view.guarantee.name))


def may_use(view: Permit, actor: Actor, clients: Collection[str]) -> bool:
    """Is the permit the enterprise's own, or of one of its ``clients`` for whom it has authority and that lets it use it?"""
    permit = view.held.permit
    if actor.party in (view.holder, permit.holder):
        return True
    return actor.party in permit.brokers and view.holder in clients
