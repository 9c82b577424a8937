"""What every page carries: a strict content security policy, the house's name, clock and language."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from tongguan.facts.actor import Actor
from tongguan.facts.clock import moment
from tongguan.web import navigation
from tongguan.web.office import actor_of, desk
from tongguan.web.settings import LANGUAGE_COOKIE

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: nothing is loaded from outside the server, nothing runs inline."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Content-Security-Policy"] = POLICY
        return response

    return middleware


def language(request: HttpRequest) -> str:
    """zh or en: the reader's choice, else what the browser prefers."""
    chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
    if chosen in ("zh", "en"):
        return str(chosen)
    return "zh" if request.headers.get("Accept-Language", "").lower().startswith("zh") else "en"


def house(request: HttpRequest) -> dict[str, Any]:
    """Context of every template."""
    opened = desk()
    actor = actor_of(request.user) if request.user.is_authenticated else Actor(id="", kind="visitor")
    outside = actor.kind == "declarant"
    return {
        "home": navigation.home(actor),
        "lang": language(request),
        "kind": opened.journal.kind,
        "office_time": moment(opened.clock.now()).strftime("%Y-%m-%d %H:%M"),
        "path": request.get_full_path(),
        "daily": navigation.shown(navigation.PORTAL if outside else navigation.DAILY, actor),
        "office_pages": [] if outside else navigation.shown(navigation.OFFICE, actor),
    }
