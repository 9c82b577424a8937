"""Who calls: a bearer token stands for one actor of the office's register."""

import secrets
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from http.client import responses
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from tongguan.desk import register
from tongguan.facts.actor import Actor
from tongguan.web.models import Token

MOST = 20 * 1024 * 1024
"""Bytes of one call."""
_encoder = msgspec.json.Encoder(decimal_format="string")
Call = Callable[..., HttpResponse]
"""Answers a request of an actor; parts of its address come by name."""


def issue(actor: str) -> str:
    """A new token for an actor; it is shown once and kept as its digest."""
    token = secrets.token_urlsafe(32)
    Token.objects.create(digest=_digest(token), actor=actor)
    return token


def revoke(actor: str) -> int:
    """Revoke every token of an actor; returns how many there were."""
    return Token.objects.filter(actor=actor, revoked_at=None).update(revoked_at=timezone.now())


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _caller(request: HttpRequest) -> Actor | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    known = Token.objects.filter(digest=_digest(token.strip()), revoked_at=None).first()
    return register.shipped().find(known.actor) if known else None


def post(call: Call) -> Callable[..., HttpResponse]:
    """A call by POST with a token: 401, 405, 413 and 415 are answered here."""

    @csrf_exempt
    @wraps(call)
    def guarded(request: HttpRequest, **path: str) -> HttpResponse:
        actor = _admitted(request, "POST")
        if isinstance(actor, HttpResponse):
            return actor
        if int(request.headers.get("Content-Length") or 0) > MOST:
            return say(
                413, {"error": "too_large", "message": f"At most {MOST} bytes. 不得超过 {MOST} 字节。"}
            )
        if kind_of(request) not in ("application/json", "application/x-ndjson"):
            known = "application/json, application/x-ndjson"
            return say(415, {"error": "unsupported", "message": f"Send {known}. 请用 {known}。"})
        return call(request, actor, **path)

    return guarded


def get(call: Call) -> Callable[..., HttpResponse]:
    """A call by GET with a token: 401 and 405 are answered here."""

    @csrf_exempt
    @wraps(call)
    def guarded(request: HttpRequest, **path: str) -> HttpResponse:
        actor = _admitted(request, "GET")
        return actor if isinstance(actor, HttpResponse) else call(request, actor, **path)

    return guarded


def _admitted(request: HttpRequest, method: str) -> Actor | HttpResponse:
    """Who calls, or the answer to a wrong method or token."""
    if request.method != method:
        answer = say(405, {"error": "method", "message": f"{method} it. 请用 {method}。"})
        answer["Allow"] = method
        return answer
    actor = _caller(request)
    if actor is None:
        answer = say(401, {"error": "token", "message": "Send a valid bearer token. 请提供有效令牌。"})
        answer["WWW-Authenticate"] = "Bearer"
        return answer
    request.actor = actor
    return actor


def kind_of(request: HttpRequest) -> str:
    return request.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def say(status: int, record: dict[str, Any]) -> HttpResponse:
    """One JSON object; a no is a problem document (RFC 9457) that keeps its own fields."""
    if status < 400:
        return HttpResponse(_encoder.encode(record), status=status, content_type="application/json")
    problem = {
        "type": "about:blank",
        "title": responses.get(status, ""),
        "status": status,
        "detail": record.get("message", ""),
    }
    body = _encoder.encode({**problem, **record})
    return HttpResponse(body, status=status, content_type="application/problem+json")


def say_lines(records: list[dict[str, Any]]) -> HttpResponse:
    """A line of answer for each line of input."""
    body = b"".join(_encoder.encode(record) + b"\n" for record in records)
    return HttpResponse(body, content_type="application/x-ndjson")
