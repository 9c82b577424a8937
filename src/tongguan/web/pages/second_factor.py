"""The second factor: its code at the door, and the page where an account sets it up."""

from datetime import datetime

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from tongguan.web.accounts import factor, lockout
from tongguan.web.accounts.looks import address_of
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.web.templatetags.words import word

HALF = "half_signed_in"
"""Key of a session whose password was right and whose code is awaited: account, where to go on, until when (s)."""
PATIENCE = 300
"""Seconds in which the code must be given."""
_NONCE = "factor_nonce"


def ask(request: HttpRequest, name: str, to: str) -> HttpResponse:
    """The password was right: ask for the code before anybody is signed in."""
    request.session.cycle_key()
    request.session[HALF] = [name, to, int(timezone.now().timestamp()) + PATIENCE]
    return HttpResponseRedirect("/sign-in/code")


@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """The code's page; a wrong code counts like a wrong password."""
    name, to, until = request.session.get(HALF) or ("", "", 0)
    now = timezone.now()
    if until < now.timestamp():
        request.session.pop(HALF, None)
        return HttpResponseRedirect("/sign-in")
    if request.method != "POST":
        return render(request, "factor_code.html")
    refusal = _refused(request, name, now)
    if refusal:
        return render(request, "factor_code.html", refusal, status=429 if refusal.get("locked") else 200)
    login(request, User.objects.get(username=name), "django.contrib.auth.backends.ModelBackend")
    request.session.pop(HALF, None)
    request.session[factor.GIVEN] = True
    return HttpResponseRedirect(to)


@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """Set a second factor up, take new codes of recovery, or have another telephone."""
    name, verb, context = request.user.get_username(), request.POST.get("verb", ""), {}
    if request.method == "POST" and factor.enrolled(name):
        context = _refused(request, name, timezone.now())
        if not context and verb == "renew":
            context = {"codes": factor.renew(name)}
            factor.changed(name, "recovery_renewed", name)
        elif not context and verb == "replace":
            factor.forget(name, name)
            request.session.pop(factor.GIVEN, None)
    elif request.method == "POST" and verb == "set-up":
        context = _set_up(request, name)
    enrolled = factor.enrolled(name)
    if not enrolled:
        context |= _new(request, name)
    return render(request, "second_factor.html", {**context, "enrolled": enrolled, "left": factor.left(name)})


def _set_up(request: HttpRequest, name: str) -> dict[str, object]:
    codes = factor.set_up(name, request.session.get(_NONCE, ""), request.POST.get("code", ""), timezone.now())
    if not codes:
        return {"wrong": True}
    request.session.pop(_NONCE, None)
    request.session.cycle_key()
    request.session[factor.GIVEN] = True
    return {"codes": codes}


def _new(request: HttpRequest, name: str) -> dict[str, object]:
    """What a telephone needs; the same until it is confirmed or the session ends."""
    nonce = request.session.setdefault(_NONCE, factor.nonce())
    issuer = f"{word('brand', language(request))} ({desk().journal.kind})"
    return {"picture": factor.picture(name, nonce, issuer), "secret": factor.secret(name, nonce)}


def _refused(request: HttpRequest, name: str, now: datetime) -> dict[str, object]:
    """Why the code of this form does not do; empty when it does. Each try is counted by the lock-out."""
    address = address_of(request)
    end = lockout.locked(name, address, now)
    if end is not None:
        return {"locked": max(1, -(-(end - now).seconds // 60))}
    ok = factor.accepts(name, request.POST.get("code", ""), now)
    lockout.tried(name, address, ok, now)
    return {} if ok else {"wrong": True}
