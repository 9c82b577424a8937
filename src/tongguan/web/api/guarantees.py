"""``/guarantees``: an enterprise sees its guarantees, and each use of them with broker and time."""

from decimal import Decimal
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from tongguan.desk.guarantees import Used, View
from tongguan.facts.actor import Actor
from tongguan.facts.clock import iso
from tongguan.process.decide.refusals import refuse
from tongguan.web.api.answers import refused, say
from tongguan.web.guards import language
from tongguan.web.office import desk

MOST = 200
"""Uses in one answer."""


class GuaranteeSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A guarantee as it stands today; amounts in ``currency``."""

    guarantee: str
    instrument: str
    holder: str
    """Customs code of the enterprise whose duty it secures."""
    guarantor: str
    currency: str
    general: bool
    unlimited: bool
    state: str
    """active, frozen, closed, expired or not_yet."""
    valid_from: str
    valid_to: str
    scopes: list[str]
    offices: list[str]
    limit: Decimal
    occupied: Decimal
    free: Decimal


class UseSaid(msgspec.Struct, frozen=True, kw_only=True):
    """One use: what a declaration took of it or gave back, who declared, when."""

    use: int
    """Grows with time; ask again after the last one."""
    number: str
    entry_id: str
    client_number: str
    broker: str
    """Code of the declaring unit."""
    kind: str
    """occupied or restored."""
    amount: Decimal
    at: str


class Guarantees(msgspec.Struct, frozen=True):
    """An enterprise's guarantees, by the end of their term."""

    guarantees: list[GuaranteeSaid]


class GuaranteeUses(GuaranteeSaid, frozen=True, kw_only=True):
    """A guarantee with its uses, oldest first."""

    uses: list[UseSaid]
    more: bool
    """There are further uses: ask after the last one."""


def every(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The guarantees of the enterprise."""
    views = desk().guarantees.all(actor.party) if actor.party or actor.kind == "officer" else []
    return say(200, Guarantees([GuaranteeSaid(**_said(view)) for view in views]))


def one(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """One guarantee of the enterprise with every use of it."""
    lang, after = language(request), request.GET.get("after", "0")
    view = desk().guarantees.view(name)
    if view is None or (actor.kind == "declarant" and view.guarantee.holder != actor.party):
        return say(*refused(refuse("unknown_guarantee", guarantee=name), lang))
    first = int(after) if after.isdecimal() and after.isascii() and len(after) < 16 else 0
    uses = desk().guarantees.uses(name, first)
    told = [_use(use) for use in uses[:MOST]]
    return say(200, GuaranteeUses(**_said(view), uses=told, more=len(uses) > MOST))


def _said(view: View) -> dict[str, Any]:
    held, terms = view.guarantee, view.guarantee.terms
    return {
        "guarantee": held.name,
        "instrument": terms.instrument if terms else "",
        "holder": held.holder,
        "guarantor": terms.guarantor if terms else "",
        "currency": terms.currency if terms else "CNY",
        "general": terms.general if terms else True,
        "unlimited": bool(terms and terms.unlimited),
        "state": view.state,
        "valid_from": terms.valid_from if terms else "",
        "valid_to": terms.valid_to if terms else "",
        "scopes": list(terms.scopes) if terms else [],
        "offices": list(terms.offices) if terms else [],
        "limit": held.limit,
        "occupied": view.occupied,
        "free": view.free,
    }


def _use(use: Used) -> UseSaid:
    row = desk().journal.work(use.number)
    return UseSaid(
        use=use.version,
        number=use.number,
        entry_id=row.entry_id if row else "",
        client_number=row.client_number if row else "",
        broker=row.declarant if row else "",
        kind="occupied" if use.amount > 0 else "restored",
        amount=abs(use.amount),
        at=iso(use.at),
    )
