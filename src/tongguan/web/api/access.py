"""Who calls, what, and whether it may: every call of the table passes here before it runs."""

import logging
import secrets
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from tongguan.desk import register
from tongguan.desk.ports import StoreUnreachable
from tongguan.facts.actor import Actor
from tongguan.process.decide.refusals import refuse
from tongguan.web.api import pace
from tongguan.web.api.answers import JSON, kind_of, problem, refused, say
from tongguan.web.guards import language
from tongguan.web.models import Token

MOST = 20 * 1024 * 1024
"""Bytes of one call other than a batch."""
_log = logging.getLogger("tongguan")
Run = Callable[..., HttpResponseBase]
"""Answers a request of an actor; parts of its address come by name."""


class Query(msgspec.Struct, frozen=True):
    """A parameter after the question mark."""

    name: str
    says: str
    kind: str = "string"
    """A JSON Schema type."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One call of the interface; the router, the OpenAPI document and the reference are made of these."""

    method: str
    path: str
    """Below /api/v1, parts in braces."""
    run: Run
    says: str
    answers: dict[int, Any]
    """Status of success → type of its record."""
    answer_kind: str = JSON
    also: tuple[int, ...] = ()
    """Statuses of problems besides those that every call may have."""
    body: Any = None
    """Type of the JSON body; None where there is none."""
    kinds: tuple[str, ...] = (JSON,)
    """Media types of the body."""
    query: tuple[Query, ...] = ()
    who: tuple[str, ...] = ()
    """Kinds of actors that may call it; empty: everybody with a token."""
    most: int | None = MOST
    """Bytes of the body; None: a stream without an end."""
    open: bool = False
    """Needs no token."""


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
    digest, now = _digest(token.strip()), time.monotonic()
    actor, until = _known.get(digest, ("", 0.0))
    if until < now:
        found = Token.objects.filter(digest=digest, revoked_at=None).first()
        if found is None:
            return None
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        actor, _ = _known[digest] = (found.actor, now + _FRESH)
    return register.shipped().find(actor)


_FRESH = 1.0
"""Seconds for which a token that was found is not looked up again: a revoked one ends within them."""
_MOST_KNOWN = 10_000
_known: dict[str, tuple[str, float]] = {}
"""Digest → actor, and until when that may be believed."""


def view(calls: Sequence[Call]) -> Callable[..., HttpResponseBase]:
    """The view of one address: its calls by method."""
    by_method = {call.method: call for call in calls}

    @csrf_exempt
    def guarded(request: HttpRequest, **path: str) -> HttpResponseBase:
        call = by_method.get(request.method or "")
        if call is None:
            allowed = ", ".join(by_method)
            answer = say(*problem(405, "method", f"{allowed} it. 请用 {allowed}。"))
            answer["Allow"] = allowed
            return answer
        return _run(call, request, path)

    return guarded


def _run(call: Call, request: HttpRequest, path: dict[str, str]) -> HttpResponseBase:
    lang = language(request)
    if call.open:
        return call.run(request)
    try:
        actor = _caller(request)
        if actor is None:
            answer = say(*problem(401, "token", "Send a valid bearer token. 请提供有效令牌。"))
            answer["WWW-Authenticate"] = "Bearer"
            return answer
        request.actor = actor
        return _turned_away(call, request, actor, path, lang) or call.run(request, actor, **path)
    except StoreUnreachable as error:
        return say(*problem(503, "store", str(error)))
    except Exception:
        _log.exception("%s %s", call.method, call.path)
        return say(
            *problem(500, "fault", "A fault of ours, on record; nothing was done. 系统故障，已记录，未办理。")
        )


def _turned_away(
    call: Call, request: HttpRequest, actor: Actor, path: dict[str, str], lang: str
) -> HttpResponseBase | None:
    """The answer to a call that may not run; None when it may."""
    if not pace.admits(actor.id):
        return say(*problem(429, "too_many", "Too many calls; wait a little. 请求过于频繁，请稍候。"))
    if call.who and actor.kind not in call.who:
        return say(*refused(refuse("not_your_role", actor=actor.id, role=call.who[0]), lang))
    if not all(part.isprintable() for part in path.values()):
        return say(*refused(refuse("unknown_number"), lang))
    if call.body is None:
        return None
    if call.most is not None and _length(request) > call.most:
        said = f"At most {call.most} bytes. 不得超过 {call.most} 字节。"
        return say(*problem(413, "too_large", said))
    if kind_of(request) not in call.kinds:
        known = ", ".join(call.kinds)
        return say(*problem(415, "unsupported", f"Send {known}. 请用 {known}。"))
    return None


def _length(request: HttpRequest) -> int:
    given = request.headers.get("Content-Length") or "0"
    return int(given) if given.isdecimal() else 0
