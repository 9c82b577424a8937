"""Guarantees: limit, occupied and free as a bar, what ends soon, every use; and what a tax officer does to them."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from tongguan.desk.guarantees import View
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.process.decide.refusals import refuse
from tongguan.web.guards import language
from tongguan.web.office import actor_of, desk

VERBS = ("raise", "reduce", "freeze", "unfreeze", "close")


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """All guarantees by the end of their term, or those of one enterprise."""
    holder = request.GET.get("holder", "").strip()
    rows = [row_of(view) for view in desk().guarantees.all(holder)]
    return render(request, "guarantees.html", {"rows": rows, "holder": holder, "nav": "guarantees"})


def row_of(view: View) -> dict[str, Any]:
    """A guarantee as lists and pages draw it."""
    left, warn = view.days_left, desk().duty.figures.policy.warn_days
    terms = view.guarantee.terms
    return {
        "view": view,
        "held": view.guarantee,
        "terms": terms,
        "soon": view.state == "active" and left is not None and 0 <= left <= warn,
        "used": view.occupied,
        "width": view.share * 2,
        "unlimited": bool(terms and terms.unlimited),
    }


@login_required
def one(request: HttpRequest, name: str) -> HttpResponse:
    """One guarantee with its terms and every use."""
    return _one(request, name)


@login_required
@require_POST
def act(request: HttpRequest, name: str) -> HttpResponse:
    """Raise, reduce, freeze, unfreeze or give back; with a reason."""
    lang = language(request)
    refusal = _do(request, name, request.POST.get("verb", ""), actor_of(request.user))
    done = "已办理。" if lang == "zh" else "Done."
    return _one(request, name, refusal.text(lang) if refusal else done, refusal is not None)


def _do(request: HttpRequest, name: str, verb: str, actor: Actor) -> Refusal | None:
    held, reason = desk().guarantees, request.POST.get("reason", "").strip()
    if verb in ("raise", "reduce"):
        amount = amount_of(request.POST.get("amount", ""))
        if amount is None:
            return refuse("amount_not_positive")
        return held.change_limit(name, amount if verb == "raise" else -amount, reason, actor)
    if verb not in VERBS:
        return refuse("bad_field", field="verb", value=verb, known=", ".join(VERBS))
    decide = {"freeze": held.freeze, "unfreeze": held.unfreeze, "close": held.close}[verb]
    return decide(name, reason, actor)


def amount_of(text: str) -> Decimal | None:
    """An amount above zero that somebody typed; None when it is none."""
    try:
        amount = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount > 0 else None


def _one(request: HttpRequest, name: str, said: str = "", refused: bool = False) -> HttpResponse:
    view = desk().guarantees.view(name)
    if view is None:
        raise Http404
    uses = list(reversed(desk().guarantees.uses(name)))
    holding: dict[str, Decimal] = {}
    for use in uses:
        holding[use.number] = holding.get(use.number, Decimal(0)) + use.amount
    context = {
        **row_of(view), "uses": uses[:300], "count": len(uses), "said": said, "refused": refused, "nav": "guarantees",
        "hanging": [(number, amount) for number, amount in holding.items() if amount],
        "is_tax_officer": "tax_officer" in actor_of(request.user).roles,
    }  # fmt: skip
    return render(request, "guarantee.html", context)
