"""A session that rests ends: after the minutes of the office's settings without anything that somebody did."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

SEEN = "seen"
"""Of a session: when somebody last did something, seconds since 1970."""
NOTED = 60
"""Seconds between two notes of it, so that not every request writes; a tenth of the rest where that is less."""
View = Callable[[HttpRequest], HttpResponse]


def now() -> float:
    """Seconds since 1970 by the machine's clock: a session rests in real time, whatever the office's clock says."""
    return time.time()


def rest(get_response: View) -> View:
    """Middleware: signs a session out that has rested too long; a page that follows by itself is nobody's doing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _note(request, settings.TONGGUAN_IDLE)
        return get_response(request)

    return middleware


def _note(request: HttpRequest, longest: int) -> None:
    at = now()
    rested = at - request.session.get(SEEN, at)
    if rested > longest:
        logout(request)
    elif not _by_itself(request) and (SEEN not in request.session or rested >= min(NOTED, longest / 10)):
        request.session[SEEN] = at


def _by_itself(request: HttpRequest) -> bool:
    """Parts that pages ask for on and on: those of an open declaration, of lists that follow, of the display in the hall."""
    return request.method == "GET" and request.headers.get("HX-Request") == "true"
