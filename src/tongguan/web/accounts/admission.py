"""Who is let in: an account that stands for no officer of the office sees no page of the workbench."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from tongguan.web.office import actor_of

ANYBODY = frozenset({"sign-in", "sign-out", "language", "password", "healthz", "readyz", "metrics"})
"""Names of the addresses that show nothing of the office."""
PORTAL = "portal"
"""Names of the portal's addresses begin so."""
View = Callable[..., HttpResponse]


class Admission:
    """Middleware: 403 for a signed-in account without an officer; signing in itself is asked for by each page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: View, arguments: object, names: object) -> None:
        """Before every view."""
        if not request.user.is_authenticated or request.resolver_match.url_name in ANYBODY:
            return
        side = "declarant" if request.resolver_match.url_name.partition("-")[0] == PORTAL else "officer"
        if actor_of(request.user).kind != side:
            raise PermissionDenied
