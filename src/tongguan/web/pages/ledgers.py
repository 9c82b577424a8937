"""E-ledgers and licences: used and free as a bar, what ends soon, every use, objections and who settles them."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from tongguan.desk.permits import Balance, View
from tongguan.facts.decision import Refusal
from tongguan.facts.permit import LEDGER, LICENCE, stream_of
from tongguan.process.decide.permits import OWNER
from tongguan.process.decide.refusals import refuse
from tongguan.web.guards import language
from tongguan.web.office import actor_of, desk
from tongguan.web.pages.objections import objections
from tongguan.web.paging import newest_first, on_from, place

SOON = 14
"""Days before the end of a term from which the list says so."""
MOST, MOST_USES = 100, 300
"""Permits and uses on one page."""
BAR = 2
"""Units of the bar's width for one per cent."""


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """All permits of a kind by the end of their term, or those of one enterprise; ``?after`` the page after a place."""
    kind = LICENCE if request.GET.get("kind") == LICENCE else LEDGER
    holder = request.GET.get("holder", "").strip()
    ended = request.GET.get("ended") == "1"
    found, last = desk().permits.page(
        kind, (holder,) if holder else (), ended=ended, after=place(request), limit=MOST
    )
    context = {
        "rows": [row_of(view) for view in found],
        "next": on_from(request, last),
        "kind_of_permit": kind,
        "holder": holder,
        "ended": ended,
        "nav": "ledgers",
        "objections": [] if holder else objections(),
    }
    return render(request, "ledgers.html", context)


def row_of(view: View) -> dict[str, Any]:
    """A permit as lists and pages draw it."""
    left = view.days_left
    quantities = [each for each in view.balances if each.measure == "quantity"]
    return {
        "view": view,
        "held": view.held,
        "permit": view.held.permit,
        "soon": view.state == "active" and left is not None and 0 <= left <= SOON,
        "width": min(100, view.share) * BAR,
        "balances": [bar_of(each) for each in quantities or view.balances],
    }


def bar_of(balance: Balance) -> dict[str, Any]:
    """A balance with the width of its bar."""
    return {"view": balance, "width": min(100, balance.share) * BAR}


def lines_of(view: View) -> dict[str, Any]:
    """What is used and free of each line of a permit, and of its times of use."""
    balances = [bar_of(each) for each in view.balances]
    lines = [
        {"line": line, "balances": [each for each in balances if each["view"].line == line.line]}
        for line in view.held.permit.lines
    ]
    return {"lines": lines, "times": [each for each in balances if not each["view"].line]}


@login_required
def one(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """One permit with each line, every use and its objections."""
    return _one(request, kind, number)


@login_required
@require_POST
def settle(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """A document officer upholds or dismisses an objection, with a reason."""
    asked, lang = request.POST.get("objection", ""), language(request)
    if not asked.isdecimal():
        said: Any = refuse("unknown_objection", objection=asked)
    else:
        outcome, reason = request.POST.get("outcome", ""), request.POST.get("reason", "").strip()
        said = desk().permits.settle(
            stream_of(kind, number), int(asked), outcome, reason, actor_of(request.user)
        )
    refused = isinstance(said, Refusal)
    done = "已办理。" if lang == "zh" else "Done."
    return _one(request, kind, number, said.text(lang) if refused else done, refused)


def _one(request: HttpRequest, kind: str, number: str, said: str = "", refused: bool = False) -> HttpResponse:
    view = desk().permits.view(desk().permits.locate(kind, number)) if kind in (LEDGER, LICENCE) else None
    if view is None:
        raise Http404
    every = desk().permits.uses(view.stream)
    uses, older = newest_first(request, every, MOST_USES)
    context = {
        **row_of(view), **lines_of(view),
        "uses": uses, "next": older, "count": len(every), "said": said, "refused": refused, "nav": "ledgers",
        "settles": OWNER in actor_of(request.user).roles,
    }  # fmt: skip
    return render(request, "ledger.html", context)
