"""Tokens of the machine interface: each holder's own, and the administrator's view of all."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongguan.desk import register
from tongguan.desk.people import ADMINISTRATOR
from tongguan.facts.actor import TOKEN_DAYS, TOKEN_MOST_DAYS, TOKEN_SCOPES
from tongguan.web.accounts import tokens
from tongguan.web.guards import language
from tongguan.web.office import actor_of
from tongguan.web.templatetags.words import word


@login_required
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """What tokens open something now, and the form for a new one."""
    return _shown(request)


@login_required
@never_cache
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """A new token, shown this once."""
    actor, wanted = request.POST.get("actor", ""), request.POST.getlist("scope")
    _may(request, actor)
    days = request.POST.get("days", "")
    if register.shipped().find(actor) is None:
        return _shown(request, refused="no_such_actor")
    if not wanted or not {*wanted} <= {*TOKEN_SCOPES}:
        return _shown(request, refused="no_scope")
    if not (days.isascii() and days.isdecimal() and 1 <= int(days) <= TOKEN_MOST_DAYS):
        return _shown(request, refused="wrong_days")
    label = request.POST.get("label", "").replace("\0", "").strip()
    return _shown(request, made=tokens.issue(actor, request.user.get_username(), wanted, int(days), label))


@login_required
@never_cache
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Revoke one token, by its holder or the administrator."""
    found = tokens.of("").filter(digest=request.POST.get("token", "")).first()
    if found is None:
        return _shown(request, refused="no_such_token")
    _may(request, found.actor)
    tokens.revoke([found], request.user.get_username())
    return _shown(request, said="token_is_revoked")


def _administers(request: HttpRequest) -> bool:
    return ADMINISTRATOR in actor_of(request.user).roles


def _may(request: HttpRequest, actor: str) -> None:
    """Everybody looks after the own tokens alone, the administrator after all."""
    if actor != request.user.get_username() and not _administers(request):
        raise PermissionDenied


def _shown(request: HttpRequest, made: str = "", said: str = "", refused: str = "") -> HttpResponse:
    own, lang = request.user.get_username(), language(request)
    all_of_them = _administers(request)
    context: dict[str, Any] = {
        "tokens": tokens.of("" if all_of_them else own), "made": made, "own": own, "all": all_of_them,
        "actors": sorted(register.shipped().actors) if all_of_them else [own],
        "scopes": [(scope, word(f"scope_{scope}", lang)) for scope in TOKEN_SCOPES],
        "days": TOKEN_DAYS, "most": TOKEN_MOST_DAYS, "said": said, "refused": refused, "nav": "own",
    }  # fmt: skip
    return render(request, "tokens.html", context)
