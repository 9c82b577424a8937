"""Tokens of the machine interface: kept as digests, opened for some groups of calls, for a time, until revoked."""

import secrets
import time
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec
from django.db.models import Q, QuerySet
from django.utils import timezone

from tongguan.facts.actor import TOKEN_DAYS, TOKEN_SCOPES
from tongguan.web.accounts.factor import changed
from tongguan.web.models import Token

FRESH = 1.0
"""Seconds for which a token that was found is not looked up again: a revoked one ends within them."""
MINUTE = timedelta(minutes=1)
_MOST_KNOWN = 10_000


class Known(msgspec.Struct, frozen=True):
    """A token that was looked up."""

    actor: str
    scopes: frozenset[str]
    expires_at: datetime | None
    until: float
    """Monotonic second until which this may be believed."""


_known: dict[str, Known] = {}
"""By digest."""


def issue(
    actor: str, by: str = "", scopes: Collection[str] = TOKEN_SCOPES, days: int = TOKEN_DAYS, label: str = ""
) -> str:
    """A new token for an actor; it is shown once and kept as its digest. ``by``: the account that makes it."""
    token = secrets.token_urlsafe(32)
    until = timezone.now() + timedelta(days=days)
    opened = " ".join(scope for scope in TOKEN_SCOPES if scope in scopes)
    Token.objects.create(
        digest=_digest(token), actor=actor, scopes=opened, expires_at=until, label=label[:64]
    )
    changed(actor, "token_made", by)
    return token


def of(actor: str) -> "QuerySet[Token]":
    """The tokens that open something, newest first; of every actor where none is named."""
    valid = Token.objects.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()), revoked_at=None)
    return (valid.filter(actor=actor) if actor else valid).order_by("-made_at")


def revoke(tokens: Iterable[Token], by: str) -> int:
    """Revoke these tokens; returns how many there were."""
    count = 0
    for each in tokens:
        if Token.objects.filter(digest=each.digest, revoked_at=None).update(revoked_at=timezone.now()):
            changed(each.actor, "token_revoked", by)
            count += 1
    return count


def revoke_all(actor: str, by: str = "") -> int:
    """Revoke every token of an actor; returns how many there were."""
    return revoke(of(actor), by)


def find(token: str) -> Known | None:
    """Whose token this is and what it opens; None for one that is unknown, revoked or expired."""
    digest = _digest(token)
    known = _known.get(digest)
    if known is None or known.until < time.monotonic():
        known = _look_up(digest)
    if known is None or (known.expires_at is not None and known.expires_at <= timezone.now()):
        return None
    return known


def _look_up(digest: str) -> Known | None:
    found, now = Token.objects.filter(digest=digest, revoked_at=None).first(), timezone.now()
    if found is None:
        _known.pop(digest, None)
        return None
    if found.used_at is None or found.used_at < now - MINUTE:
        Token.objects.filter(digest=digest).update(used_at=now)
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    scopes = frozenset(found.scopes.split())
    known = _known[digest] = Known(found.actor, scopes, found.expires_at, time.monotonic() + FRESH)
    return known


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
