"""Who calls, what, and whether it may: every call of the table passes here before it runs."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from tongguan.desk import register
from tongguan.desk.ports import StoreUnreachable
from tongguan.facts.actor import Actor
from tongguan.process.decide.refusals import refuse
from tongguan.web.accounts import tokens
from tongguan.web.api import pace
from tongguan.web.api.answers import JSON, kind_of, problem, refused, say
from tongguan.web.guards import language

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
    scope: str = "report"
    """Scope that a token needs for it: report, lodge or act; a GET needs read."""

    @property
    def needs(self) -> str:
        """The scope that opens it."""
        return "read" if self.method == "GET" else self.scope


def _caller(request: HttpRequest) -> tuple[Actor, tokens.Known] | None:
    """Who calls by which token; None without a valid one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    known = tokens.find(token.strip())
    actor = register.shipped().find(known.actor) if known else None
    return (actor, known) if actor and known else None


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
    try:
        if call.open:
            return call.run(request)
        caller = _caller(request)
        if caller is None:
            answer = say(*problem(401, "token", "Send a valid bearer token. 请提供有效令牌。"))
            answer["WWW-Authenticate"] = "Bearer"
            return answer
        actor, known = caller
        request.actor = actor
        if call.needs not in known.scopes:
            said = f"This token does not open {call.needs}. 此令牌未授权 {call.needs}。"
            return say(*problem(403, "scope", said))
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
