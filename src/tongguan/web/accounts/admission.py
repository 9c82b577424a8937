"""Who is let in: officers to the workbench, enterprises to the portal, an account that stands for nobody to neither."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tongguan.web.navigation import home
from tongguan.web.office import actor_of

ANYBODY = frozenset({"sign-in", "sign-out", "language", "password", "healthz", "readyz", "metrics"})
"""Names of the addresses that show nothing of the office."""
PORTAL = "portal"
"""Names of the portal's addresses begin so."""
View = Callable[..., HttpResponse]


class Admission:
    """Middleware: 403 for a signed-in account on the other side's pages; signing in itself is asked for by each page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, arguments: object, names: object
    ) -> HttpResponse | None:
        """Before every view; an enterprise that asks for the first page is shown its own."""
        name = request.resolver_match.url_name
        if not request.user.is_authenticated or name in ANYBODY:
            return None
        actor = actor_of(request.user)
        if actor.kind == "declarant" and name == "today":
            return HttpResponseRedirect(home(actor))
        side = "declarant" if name.partition("-")[0] == PORTAL else "officer"
        if actor.kind != side:
            raise PermissionDenied
        return None
