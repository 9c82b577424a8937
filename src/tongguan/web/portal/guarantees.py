"""Guarantees of the enterprise and its clients: what is free, what ends soon, each use with broker and time."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.desk.guarantees import Used
from tongguan.facts.actor import Actor
from tongguan.web.office import desk
from tongguan.web.pages.guarantees import row_of
from tongguan.web.portal.access import enterprise, guarantees

MOST = 200
"""Uses that a page shows, newest first."""


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The list, by the end of the term."""
    rows = [row_of(view) for view in guarantees(enterprise(request))]
    return render(request, "portal_guarantees.html", {"rows": rows, "nav": "portal-guarantees"})


@login_required
def one(request: HttpRequest, name: str) -> HttpResponse:
    """One guarantee. Its holder sees every use; a broker those of the declarations that it lodged."""
    actor = enterprise(request)
    view = next((each for each in guarantees(actor) if each.guarantee.name == name), None)
    if view is None:
        raise Http404
    held = view.guarantee.holder == actor.party
    found = [_use(use, actor) for use in reversed(desk().guarantees.uses(name))]
    uses = [each for each in found if held or each["own"]]
    hanging: dict[str, Decimal] = {}
    for each in uses:
        hanging[each["use"].number] = hanging.get(each["use"].number, Decimal(0)) + each["use"].amount
    context = {
        **row_of(view), "uses": uses[:MOST], "count": len(uses), "held_by_us": held, "nav": "portal-guarantees",
        "hanging": [(number, amount) for number, amount in hanging.items() if amount],
    }  # fmt: skip
    return render(request, "portal_guarantee.html", context)


def _use(use: Used, actor: Actor) -> dict[str, Any]:
    row = desk().journal.work(use.number)
    return {"use": use, "row": row, "own": row is not None and row.declarant == actor.party}
