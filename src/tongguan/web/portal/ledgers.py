"""E-ledgers and licences of the enterprise and its clients: what is free, each use, and the objection to one."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.desk.permits import View
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.permit import LEDGER, LICENCE
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.web.pages.ledgers import MOST, MOST_USES, lines_of, row_of
from tongguan.web.paging import newest_first, on_from, place
from tongguan.web.portal.access import enterprise, may_use


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Permits of a kind by the end of their term; of one client or of all; ended ones when they are asked for.

    ``?after``: the page after a place.
    """
    actor, asked = enterprise(request), request.GET
    kind = LICENCE if asked.get("kind") == LICENCE else LEDGER
    holders = (actor.party, *desk().authorities.clients(actor.party))
    wanted = [holder for holder in holders if asked.get("client", "") in ("", holder)]
    found, last = desk().permits.page(
        kind, wanted, ended=asked.get("ended") == "1", after=place(request), limit=MOST,
        shown=lambda view: may_use(view, actor, holders),
    ) if wanted else ([], None)  # fmt: skip
    context = {
        "rows": [row_of(view) for view in found], "next": on_from(request, last), "kind_of_permit": kind, "holders": holders,
        "client": asked.get("client", ""), "ended": asked.get("ended") == "1", "nav": "portal-ledgers",
    }  # fmt: skip
    return render(request, "portal_ledgers.html", context)


@login_required
def one(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """One permit with each use; POST objects to one."""
    actor, lang = enterprise(request), language(request)
    view = _seen(kind, number, actor)
    said, refused = "", False
    if request.method == "POST":
        used, text = request.POST.get("number", ""), request.POST.get("text", "").strip()
        told = desk().permits.object_to(view.stream, used, text, actor)
        refused = isinstance(told, Refusal)
        done = "已办理。" if lang == "zh" else "Done."
        said = told.text(lang) if isinstance(told, Refusal) else done
        view = _seen(kind, number, actor)
    held = actor.party in (view.holder, view.held.permit.holder)
    every = desk().permits.uses(view.stream)
    works = desk().works(sorted({use.number for use in every}))
    rows = [(use, works.get(use.number)) for use in every]
    seen = [(use, row) for use, row in rows if held or (row is not None and row.declarant == actor.party)]
    uses, older = newest_first(request, seen, MOST_USES)
    context = {
        **row_of(view), **lines_of(view), "uses": uses, "next": older, "count": len(seen), "held_by_us": held,
        "said": said, "refused": refused, "nav": "portal-ledgers",
    }  # fmt: skip
    return render(request, "portal_ledger.html", context)


def _seen(kind: str, number: str, actor: Actor) -> View:
    """The permit as far as the actor may see it; any other is not there (404)."""
    view = desk().permits.view(desk().permits.locate(kind, number)) if kind in (LEDGER, LICENCE) else None
    if view is None or not may_use(view, actor, desk().authorities.clients(actor.party)):
        raise Http404
    return view
