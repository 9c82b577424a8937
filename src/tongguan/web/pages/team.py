"""The coordination team: sections with lead, deputy and members, and the outsiders who are asked by a link."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from tongguan.desk import register
from tongguan.facts import team as t
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.facts.kinds import Payload
from tongguan.process.decide.cases import MANAGERS
from tongguan.process.team import OUTSIDERS
from tongguan.web.guards import language
from tongguan.web.office import actor_of, desk


def _officer(request: HttpRequest) -> Actor:
    actor = actor_of(request.user)
    if actor.kind != "officer":
        raise PermissionDenied
    return actor


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Who belongs to which section, who is on duty today, and who outside may be asked."""
    return _page(request)


def _page(request: HttpRequest, said: str = "", refused: bool = False) -> HttpResponse:
    actor = _officer(request)
    officers = [each for each in register.shipped().actors.values() if each.kind == "officer" and each.office in ("", actor.office)]  # fmt: skip
    roles = {name for model in desk().models.values() for name in model.role}
    context: dict[str, Any] = {
        "team": desk().coordination.team(), "today": local_date(desk().clock.now()), "officers": officers,
        "roles": sorted({*roles, *(role for each in officers for role in each.roles)}), "kinds": OUTSIDERS,
        "manages": bool(set(actor.roles) & set(MANAGERS)), "said": said, "refused": refused, "nav": "coordination", "tab": "team",
    }  # fmt: skip
    return render(request, "team.html", context)


@login_required
@require_POST
def act(request: HttpRequest, what: str) -> HttpResponse:
    """Set a section or an outsider as the form says."""
    actor, lang = _officer(request), language(request)
    making = {"section": _section, "outsider": _outsider}.get(what)
    if making is None:
        raise Http404(what)
    refusal = desk().coordination.change_team(making(request), actor)
    if refusal:
        return _page(request, refusal.text(lang), True)
    return _page(request, "已办理。" if lang == "zh" else "Done.")


def _section(request: HttpRequest) -> Payload:
    post = request.POST
    text = {name: post.get(name, "").strip() for name in ("section", "zh", "en", "lead", "deputy")}
    return t.SectionSet(**text, members=tuple(post.getlist("members")), roles=tuple(post.getlist("roles")))


def _outsider(request: HttpRequest) -> Payload:
    return t.OutsiderSet(
        **{name: request.POST.get(name, "").strip() for name in ("outsider", "kind", "zh", "en", "address")}
    )
