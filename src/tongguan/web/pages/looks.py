"""Looks at declarations and tries to sign in, for the auditor."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.web.accounts.looks import BOOK
from tongguan.web.accounts.models import Look, SignIn
from tongguan.web.office import actor_of

MOST = 200


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The newest looks, of one number or one actor where asked; the auditor's alone."""
    if "auditor" not in actor_of(request.user).roles:
        raise PermissionDenied
    BOOK.write()
    number, actor = (request.GET.get(name, "").replace("\0", "").strip() for name in ("number", "actor"))
    found = Look.objects.order_by("-at", "-id")
    found = found.filter(number=number) if number else found
    found = found.filter(actor=actor) if actor else found
    tries = SignIn.objects.order_by("-at", "-id")
    tries = tries.filter(name=actor.lower()) if actor else tries
    context = {
        "looks": found[:MOST], "count": found.count(), "tries": tries[:MOST], "number": number, "actor": actor,
        "nav": "looks",
    }  # fmt: skip
    return render(request, "looks.html", context)
