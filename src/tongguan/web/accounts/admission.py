"""Who is let in: officers to the workbench, enterprises to the portal, where their role asks for it only with a second factor."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from tongguan.web.accounts import factor
from tongguan.web.navigation import home
from tongguan.web.office import actor_of

ANYBODY = frozenset(
    {"sign-in", "sign-out", "language", "password", "healthz", "readyz", "metrics", "second-factor", "draws", "api/draws"}
)  # fmt: skip
"""Names of the addresses that show nothing of the office."""
WITHOUT_FACTOR = ANYBODY - {"password"}
OF_ACTORS = frozenset({"tokens", "make-token", "revoke-token"})
"""Names of the addresses of an actor's own affairs, on whichever side of the counter."""
PORTAL = "portal"
"""Names of the portal's addresses begin so."""
View = Callable[..., HttpResponse]


class Admission:
    """Middleware: 403 for a signed-in account on the other side's pages; signing in itself is asked for by each page.

    A session without the second factor that its role needs gets as far as the page where one is set up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, arguments: object, names: object
    ) -> HttpResponse | None:
        """Before every view; an enterprise that asks for the first page is shown its own."""
        name = request.resolver_match.url_name
        if not request.user.is_authenticated:
            return _to_the_door(request) if request.htmx and name not in ANYBODY else None
        actor = actor_of(request.user)
        if factor.missing(request, actor):
            return None if name in WITHOUT_FACTOR else HttpResponseRedirect(reverse("second-factor"))
        if name in ANYBODY:
            return None
        if actor.kind == "declarant" and name == "today":
            return HttpResponseRedirect(home(actor))
        side = "declarant" if name.partition("-")[0] == PORTAL else "officer"
        if actor.kind != side and not (actor.kind == "declarant" and name in OF_ACTORS):
            raise PermissionDenied
        return None


def _to_the_door(request: HttpRequest) -> HttpResponse:
    """A part of a page is asked for and the session has ended: the whole page goes to the sign-in, not its form into that part."""
    page = request.htmx.current_url_abs_path or reverse("today")
    return HttpResponseClientRedirect(redirect_to_login(page).url)
