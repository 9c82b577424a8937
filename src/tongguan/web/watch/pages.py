"""Addresses for machines that watch: no sign-in, and nothing of the office but numbers."""

from hmac import compare_digest
from ipaddress import ip_address

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from tongguan.web.office import desk
from tongguan.web.watch import figures


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Both databases answer; 503 names the one that does not."""
    found = {"journal": _answers_journal(), "office": _answers_office()}
    ready = all(found.values())
    return JsonResponse(
        {
            "status": "ok" if ready else "unready",
            **{name: "ok" if well else "away" for name, well in found.items()},
        },
        status=200 if ready else 503,
    )


def _answers_journal() -> bool:
    try:
        desk().journal.courier_state([])
    except Exception:  # whatever it is, the journal does not answer; why stands in the log of the database
        return False
    return True


def _answers_office() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_session LIMIT 1")
    except Exception:  # as above
        connection.close()
        return False
    return True


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus: with the token of the settings, or to this machine alone where there is no front server."""
    if not _may_read(request):
        return HttpResponse(status=403)
    return HttpResponse(figures.text(desk()), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    token = settings.TONGGUAN_METRICS_TOKEN
    if token:
        return compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    # Behind a front server every request comes from this machine.
    forwarded = settings.TONGGUAN_BEHIND or "X-Forwarded-For" in request.headers
    return not forwarded and _is_here(str(request.META.get("REMOTE_ADDR", "")))


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
