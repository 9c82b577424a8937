"""Lists by pages: from where the next page goes on, as an address carries it. What cannot be read is the first page."""

from collections.abc import Sequence
from typing import TypeVar

from django.http import HttpRequest

Place = tuple[int, str]
"""(since, stream) of the last of a page."""
T = TypeVar("T")
_DIGITS = 18
"""More than any count or time has."""


def place(request: HttpRequest) -> Place | None:
    """The place after which ``?after`` asks for a page; None: the first."""
    since, _, stream = request.GET.get("after", "").partition(".")
    known = _is_number(since)
    return (int(since), stream) if known else None


def on_from(request: HttpRequest, last: Place | None) -> str:
    """Query of the next page: what the address asks for, after this place; empty after the last page."""
    return _query(request, "after", f"{last[0]}.{last[1]}") if last else ""


def newest_first(request: HttpRequest, found: Sequence[T], most: int) -> tuple[Sequence[T], str]:
    """A page of what only grows, the newest first, with the query of the next page; empty after the last.

    ``?before`` counts from the oldest, so that what is added meanwhile moves nothing.
    """
    asked = request.GET.get("before", "")
    end = min(int(asked), len(found)) if _is_number(asked) else len(found)
    start = max(0, end - most)
    return found[start:end][::-1], _query(request, "before", str(start)) if start else ""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS


def _query(request: HttpRequest, name: str, value: str) -> str:
    asked = request.GET.copy()
    asked[name] = value
    return asked.urlencode()
