"""The administrator's page: rules, code tables, figures and models with their dates and sources, and changes of them."""

from collections import Counter
from typing import Any

import msgspec
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from tongguan.adapters import editions, uploads
from tongguan.desk.people import ADMINISTRATOR, HEAD
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.web import office
from tongguan.web.changes import proposals
from tongguan.web.changes.models import Proposal
from tongguan.web.changes.proposals import NotDone
from tongguan.web.guards import language
from tongguan.web.office import actor_of, desk
from tongguan.web.templatetags.words import word

READERS = frozenset({ADMINISTRATOR, HEAD, "auditor"})
MOST = 50
"""Decided changes that the page shows."""


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """What is in force and from when, what is proposed, what was decided."""
    return _shown(request, _reader(request))


@login_required
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """A change as one file or a zip, with its first day and its reason."""
    actor, post, file = _decider(request), request.POST, request.FILES.get("file")
    try:
        if file is None or file.size > uploads.MOST_BYTES:
            raise NotDone("change_without_file")
        sent = uploads.read(file.name, file.read())
        proposals.propose(desk(), actor, sent, post.get("valid_from", ""), post.get("reason", "").strip())
    except editions.EditionRefused as error:
        return _shown(request, actor, "change_unusable", str(error), refused=True)
    except NotDone as error:
        return _shown(request, actor, error.word, error.detail, refused=True)
    return _shown(request, actor, "change_proposed")


@login_required
@require_POST
def decide(request: HttpRequest, proposal: int) -> HttpResponse:
    """Approve or refuse a change that somebody else proposed."""
    actor, outcome = _decider(request), request.POST.get("outcome", "")
    found = Proposal.objects.filter(pk=proposal).first()
    if found is None or outcome not in ("approved", "refused"):
        raise Http404
    try:
        proposals.decide(desk(), actor, found, outcome, request.POST.get("why", "").strip())
    except NotDone as error:
        return _shown(request, actor, error.word, error.detail, refused=True)
    office.renew()
    return _shown(request, actor, f"change_{outcome}")


def _reader(request: HttpRequest) -> Actor:
    actor = actor_of(request.user)
    if not READERS.intersection(actor.roles):
        raise PermissionDenied
    return actor


def _decider(request: HttpRequest) -> Actor:
    actor = _reader(request)
    if not proposals.APPROVERS.intersection(actor.roles):
        raise PermissionDenied
    return actor


def _shown(
    request: HttpRequest, actor: Actor, said: str = "", detail: str = "", refused: bool = False
) -> HttpResponse:
    opened, lang = desk(), language(request)
    today = local_date(opened.clock.now())
    held = opened.journal.editions()
    context: dict[str, Any] = {
        "said": f"{word(said, lang)} {detail}".strip() if said else "", "refused": refused, "today": today,
        "in_force": [(name, editions.in_force(held, name, today)) for name in (uploads.RULES, uploads.FIGURES, uploads.PROCESSES, uploads.AIMS)],
        "coming": [each for each in held if each.valid_from > today.isoformat()],
        "tables": sorted(opened.rules.tables.values(), key=lambda each: each.name),
        "series": _series(opened.duty.figures), "ending": opened.duty.figures.ending(today),
        "models": sorted(opened.models.values(), key=lambda each: (each.valid_from, each.id)),
        "adopted": opened.office.adoption.adopt, "forms": opened.rules.sheets,
        "selection": len(opened.rules.selection_rules.in_force(today)),
        "open": [(each, proposals.trial_of(each)) for each in Proposal.objects.filter(outcome="").order_by("id")],
        "decided": Proposal.objects.exclude(outcome="").order_by("-decided_at", "-id")[:MOST],
        "scanner": settings.TONGGUAN_SCANNER, "idle": settings.TONGGUAN_IDLE // 60,
        "may": bool(proposals.APPROVERS.intersection(actor.roles)), "me": actor.id, "nav": "administration",
    }  # fmt: skip
    return render(request, "administration.html", context, status=400 if refused else 200)


class Series(msgspec.Struct, frozen=True):
    """Figures of one kind and source."""

    kind: str
    source: str
    standing: str
    count: int
    since: str
    """First day or month of the earliest row."""


def _series(figures: Any) -> list[Series]:
    """Rates and agreements by kind, and exchange rates, by where they are from."""
    dated = (*figures.rates, *figures.agreements.values())
    rows = [(each.kind, each.source, each.standing, each.first.isoformat()) for each in dated]
    rows += [("exchange", "exchange.csv", each.standing, each.month) for each in figures.exchanges.values()]
    counts = Counter(row[:3] for row in rows)
    first = {key: min(row[3] for row in rows if row[:3] == key) for key in counts}
    return [Series(*key, count, first[key]) for key, count in sorted(counts.items())]
