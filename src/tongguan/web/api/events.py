"""``GET /events``: pages, long polls, and event streams that end by themselves."""

import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from threading import BoundedSemaphore

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from msgspec.structs import replace

from tongguan.desk import watch
from tongguan.facts.actor import Actor
from tongguan.web.api.answers import EVENT_STREAM, encode, problem, say
from tongguan.web.office import desk

LONGEST = 25
"""Seconds that a poll may wait and a stream may last."""
_LOOK = 0.5
"""Seconds between two looks of one who waits."""
_waiting = BoundedSemaphore(max(1, settings.TONGGUAN_THREADS // 4))
"""Those who wait hold a thread: a quarter of the threads at most, so that nobody else has to."""


def events(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """What the actor may see after a cursor."""
    streams = EVENT_STREAM in request.headers.get("Accept", "")
    after = request.GET.get("after") or (request.headers.get("Last-Event-ID", "") if streams else "")
    wait = request.GET.get("wait") or "0"
    try:
        page = _page(actor, after)
    except (ValueError, OverflowError):
        return say(*problem(400, "mistyped", "This is no cursor. 游标无法识别。", field="after"))
    if not (wait.isdecimal() and wait.isascii() and int(wait) <= LONGEST):
        return say(
            *problem(400, "mistyped", f"wait is 0 to {LONGEST}. wait 为 0 至 {LONGEST}。", field="wait")
        )
    if not streams and (page.events or page.more or wait == "0"):
        return say(200, page)
    if not _waiting.acquire(blocking=False):
        return say(*problem(503, "too_many_wait", "Too many wait; poll instead. 等待者过多，请改用轮询。"))
    if streams:
        return _stream(actor, page)
    try:
        return say(200, _awaited(actor, page, int(wait)))
    finally:
        _waiting.release()


def _page(actor: Actor, after: str) -> watch.Page:
    """A page whose cursor tells nothing to who reads it. ValueError for what is no cursor."""
    cursor = b64decode(after, b"-_", validate=True).decode()
    page = watch.page(desk().journal, actor, cursor, desk().clock.now())
    return replace(page, cursor=urlsafe_b64encode(page.cursor.encode()).decode())


def _awaited(actor: Actor, page: watch.Page, wait: int) -> watch.Page:
    end = time.monotonic() + wait
    while not page.events and time.monotonic() < end:
        time.sleep(_LOOK)
        page = _page(actor, page.cursor)
    return page


def _stream(actor: Actor, page: watch.Page) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(_Lines(actor, page), content_type=EVENT_STREAM)
    answer["Cache-Control"] = "no-cache"
    return answer


class _Lines:
    """The lines of one stream; its place among those who wait is free again when it ends or is closed."""

    def __init__(self, actor: Actor, page: watch.Page) -> None:
        self._lines = _lines(actor, page)
        self._open = True

    def __iter__(self) -> Iterator[bytes]:
        yield from self._lines

    def close(self) -> None:
        if self._open:
            self._open = False
            _waiting.release()


def _lines(actor: Actor, page: watch.Page) -> Iterator[bytes]:
    """``retry`` first; then a message a page, whose id is the cursor to go on with."""
    end = time.monotonic() + LONGEST
    yield b"retry: 1000\n\n"
    while True:
        if page.events or page.more:
            yield b"id: " + page.cursor.encode() + b"\ndata: " + encode(page) + b"\n\n"
        if time.monotonic() >= end:
            return
        if not page.more:
            time.sleep(_LOOK)
        page = _page(actor, page.cursor)
