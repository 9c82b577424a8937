"""What the calls answer with: one JSON object, lines, or a problem document (RFC 9457)."""

from collections.abc import Iterable
from http.client import responses
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from tongguan.desk.outward import FindingSaid
from tongguan.facts.decision import Refusal
from tongguan.facts.unreadable import Unreadable

JSON, NDJSON, XML, ZIP = "application/json", "application/x-ndjson", "application/xml", "application/zip"
PROBLEM, EVENT_STREAM = "application/problem+json", "text/event-stream"
encode = msgspec.json.Encoder(decimal_format="string").encode


class Problem(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Why it was not done. ``error`` is a stable word; ``message`` and ``detail`` say it in the reader's language."""

    type: str
    title: str
    status: int
    detail: str
    error: str
    message: str
    field: str = ""
    line: int | None = None
    number: str = ""
    """Unified number, where what was refused is stored as returned."""
    client_number: str = ""
    repeat: bool = False
    findings: list[FindingSaid] = []


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of answer for one line of input, with the fields of its answer; ``code`` is the status it would have alone."""

    code: int


_STATUS = {
    "not_your_role": 403, "not_declarant": 403, "not_your_papers": 403, "not_your_office": 403,
    "other_laboratory": 403, "authority_over": 403,
    "unknown_number": 404, "unknown_guarantee": 404, "unknown_order": 404, "unknown_sample": 404, "unknown_permit": 404,
    "result_again": 409, "slot_full": 409, "instruction_differs": 409,
    "key_taken": 409, "already_accepted": 409, "in_process": 409, "milestone_again": 409, "manifest_again": 409,
    "pass_used": 409, "busy": 503,
}  # fmt: skip
"""Statuses of refusals other than 422."""
_UNREAD = {"too_large": 413, "unsupported": 415}
"""Statuses of what cannot be read other than 400."""

Said = tuple[int, Any]
"""A status and the record that is answered with it."""


def problem(status: int, error: str, message: str, **more: Any) -> Said:
    """A problem and its status; ``more`` are further fields of ``Problem``."""
    title = responses.get(status, "")
    return status, Problem(
        type="about:blank", title=title, status=status, detail=message, error=error, message=message, **more
    )


def refused(refusal: Refusal, lang: str, **more: Any) -> Said:
    return problem(_STATUS.get(refusal.code, 422), refusal.code, refusal.text(lang), **more)


def unreadable(error: Unreadable, lang: str) -> Said:
    status = _UNREAD.get(error.kind, 400)
    return problem(status, error.kind, error.text(lang), field=error.field, line=error.line)


def say(status: int, record: Any) -> HttpResponse:
    """One JSON object."""
    body = encode(record)
    answer = HttpResponse(body, status=status, content_type=PROBLEM if status >= 400 else JSON)
    answer["Content-Length"] = str(len(body))
    if status in (429, 503):
        answer["Retry-After"] = "1"
    return answer


def say_lines(said: Iterable[Said]) -> HttpResponse:
    """A line of answer for each line of input."""
    return HttpResponse(b"".join(line(*each) for each in said), content_type=NDJSON)


def line(status: int, record: Any) -> bytes:
    """One line of answer: its status as ``code``, and as ``status`` unless the record has one of its own."""
    return encode({"code": status, "status": status, **msgspec.to_builtins(record)}) + b"\n"


def kind_of(request: HttpRequest) -> str:
    """Media type of a body."""
    return request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
