"""Draws for everybody: each day's sealed digest, its secret afterwards, and how to compute one's own draw again."""

from datetime import date
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.desk import draws_told
from tongguan.rules.draws import draw
from tongguan.web.office import desk

_SECRET, _SALT = sha256(b"example of a secret").digest(), sha256(b"example of a salt").digest()
_NUMBER = "4907I1808200000001"


def page(request: HttpRequest) -> HttpResponse:
    """The page; days before a local date where the address names one, else the newest."""
    try:
        before = date.fromisoformat(request.GET.get("before", ""))
    except ValueError:
        before = None
    opened = desk()
    told = draws_told.page(opened.draws, opened.journal, opened.clock.now(), before)
    example = {
        "secret": _SECRET.hex(), "salt": _SALT.hex(), "digest": sha256(_SALT + _SECRET).hexdigest(), "number": _NUMBER,
        "draw": draw(_SECRET, _NUMBER),
    }  # fmt: skip
    return render(request, "draws.html", {"told": told, "example": example, "nav": "draws"})
