"""Every look at a declaration is put on record: noted in memory, written in batches by a thread of its own.

What was noted in the last moment (``EVERY`` seconds) is lost when the process is killed; it is written when it ends in order.
"""

import atexit
import threading
from collections.abc import Callable
from datetime import datetime

import msgspec
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tongguan.web.accounts.models import Look

EVERY = 1.0
BATCH = 500


class Noted(msgspec.Struct, frozen=True):
    """A look that is not written yet."""

    actor: str
    number: str
    way: str
    address: str
    at: datetime


class Book:
    """Looks that wait to be written; ``write`` is called by the thread, at the end, and by who reads the record."""

    def __init__(self) -> None:
        self._waiting: list[Noted] = []
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    def note(self, look: Noted) -> None:
        """Remember a look; the first one starts the thread."""
        with self._lock:
            self._waiting.append(look)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="looks", daemon=True)
                self._thread.start()
                atexit.register(self.write)

    def write(self) -> int:
        """Write what waits; returns how many. What cannot be written waits on."""
        with self._writing:
            with self._lock:
                batch, self._waiting = self._waiting, []
            try:
                Look.objects.bulk_create([Look(**msgspec.structs.asdict(each)) for each in batch], BATCH)
            except Exception:
                with self._lock:
                    self._waiting = [*batch, *self._waiting]
                raise
        return len(batch)

    def _run(self) -> None:
        while not self._wake.wait(EVERY):
            try:
                self.write()
            except Exception:  # the database is away: the next round tries again
                connection.close()


BOOK = Book()


def look_at(request: HttpRequest, number: str, way: str) -> Noted:
    """A look by whoever signed in or whose token called."""
    actor = getattr(request, "actor", None)
    name = actor.id if actor else request.user.get_username()
    return Noted(name[:150], number.replace("\0", "")[:64], way[:64], address_of(request), timezone.now())


def address_of(request: HttpRequest) -> str:
    """Where a request comes from. Only in production, behind the server that speaks TLS, is that server's word taken."""
    told = str(request.META.get("REMOTE_ADDR", ""))
    if settings.TONGGUAN_BEHIND:
        told = request.META.get("HTTP_X_FORWARDED_FOR", told).rpartition(",")[2].strip()
    return told.replace("\0", "")[:64]


def looks(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what showed a declaration is noted."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        found = request.resolver_match
        shown = found and "number" in found.kwargs and "declarations/" in found.route
        if shown and response.status_code < 300:
            BOOK.note(look_at(request, found.kwargs["number"], found.url_name or ""))
        return response

    return middleware
