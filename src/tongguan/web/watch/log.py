"""One JSON line for each request: what, who by id, how it ended, how long. No name, number, address or text of a person."""

import secrets
import sys
import time
import traceback
from collections.abc import Callable

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tongguan.facts.clock import iso
from tongguan.web.watch import figures

WATCHED = frozenset({"healthz", "readyz", "metrics"})
"""Asked all day by machines: counted, not logged."""


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is said about a request."""

    at: str
    request: str
    """Made up here; the answer carries it as X-Request-ID."""
    actor: str
    """Id of who signed in or whose token called; empty for a stranger."""
    method: str
    path: str
    """The template of the address, never what stood in it; empty when there is no such address."""
    status: int
    ms: float
    error: str = ""
    """Sort and place of an error nobody foresaw; not its words, which may hold somebody's data."""


class Watch:
    """Middleware around everything: counts each request, and logs it where the settings say so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number, began = secrets.token_hex(8), time.monotonic()
        response = self._get_response(request)
        took = time.monotonic() - began
        response["X-Request-ID"] = number
        route, name = _template(request)
        method = request.method if request.method in _METHODS else "OTHER"
        figures.SECONDS.labels(method, route, str(response.status_code)).observe(took)
        if settings.TONGGUAN_LOG and name not in WATCHED:
            error = getattr(request, "failed_at", "")
            said = Line(
                iso(time.time_ns() // 1000), number, _actor(request), method, route, response.status_code,
                round(took * 1000, 1), error,
            )  # fmt: skip
            sys.stderr.write(msgspec.json.encode(said).decode() + "\n")
            sys.stderr.flush()
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Remember where an unforeseen error came from; Django answers it."""
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = frame.filename.rpartition("tongguan/")[2]
        request.failed_at = f"{type(error).__name__} {place}:{frame.lineno}"


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _template(request: HttpRequest) -> tuple[str, str]:
    found = getattr(request, "resolver_match", None)
    if found is None:
        return ("static/" if request.path.startswith(settings.STATIC_URL) else ""), ""
    return str(found.route), str(found.url_name or "")


def _actor(request: HttpRequest) -> str:
    """The id of who signed in or called; empty for a stranger."""
    called = getattr(request, "actor", None)
    if called is not None:
        return str(called.id)
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return str(user.get_username())
