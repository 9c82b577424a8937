"""Who is let in: only an account of an officer sees a page of the workbench, and where its role asks for it only with a second factor."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tongguan.web.accounts import factor
from tongguan.web.office import actor_of

ANYBODY = frozenset(
    {"sign-in", "sign-out", "language", "password", "healthz", "readyz", "metrics", "second-factor"}
)
"""Names of the addresses that show nothing of the office."""
WITHOUT_FACTOR = ANYBODY - {"password"}
OF_ACTORS = frozenset({"tokens", "make-token", "revoke-token"})
"""Names of the addresses of an actor's own affairs, on whichever side of the counter."""
PORTAL = "portal"
"""Names of the portal's addresses begin so."""
View = Callable[..., HttpResponse]


class Admission:
    """Middleware: 403 for a signed-in account without an officer; signing in itself is asked for by each page.

    A session without the second factor that its role needs gets as far as the page where one is set up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, arguments: object, names: object
    ) -> HttpResponse | None:
        """Before every view."""
        if request.user.is_authenticated and factor.missing(request, actor_of(request.user)):
            if request.resolver_match.url_name in WITHOUT_FACTOR:
                return None
            return HttpResponseRedirect(reverse("second-factor"))
        if not request.user.is_authenticated or request.resolver_match.url_name in ANYBODY:
            return None
        side = "declarant" if request.resolver_match.url_name.partition("-")[0] == PORTAL else "officer"
        kind = actor_of(request.user).kind
        if kind != side and not (kind == "declarant" and request.resolver_match.url_name in OF_ACTORS):
            raise PermissionDenied
        return None
