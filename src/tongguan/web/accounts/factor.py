"""The second factor: codes of time by RFC 6238, and codes for the day the telephone is gone.

The secret of an account is made of a nonce in the office's records and of the server's key, so neither a stolen database
nor a backup of it tells one. A server with another key knows no telephone any more; codes of recovery still open.
"""

import base64
import secrets
from datetime import datetime
from hashlib import sha256

import pyotp
import segno
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from pyotp.utils import strings_equal

from tongguan.facts.actor import Actor
from tongguan.web.accounts.models import AccountChange, Factor, Recovery

GIVEN = "second_factor"
"""Key of a session that was opened with a second factor."""
STEP = 30
"""Seconds for which a code stands."""
DRIFT = 1
"""Steps that a telephone's clock may be off."""
CODES = 10
"""Codes of recovery that an account gets at once."""


def missing(request: HttpRequest, actor: Actor) -> bool:
    """True when a role of the actor asks for a second factor and this session was opened without one."""
    return bool(settings.TONGGUAN_SECOND_FACTOR & {*actor.roles}) and not request.session.get(GIVEN)


def enrolled(name: str) -> bool:
    """True when the account has a second factor."""
    return Factor.objects.filter(name=name).exists()


def nonce() -> str:
    """Chance of which a new secret is made."""
    return secrets.token_hex(20)


def secret(name: str, of: str) -> str:
    """The secret (Base32, 160 bits) of an account for a nonce."""
    return base64.b32encode(
        salted_hmac("tongguan.factor", f"{name}|{of}", algorithm="sha1").digest()
    ).decode()


def picture(name: str, of: str, issuer: str) -> str:
    """The QR code (SVG) from which a telephone takes the secret."""
    uri = pyotp.TOTP(secret(name, of)).provisioning_uri(name=name, issuer_name=issuer)
    return str(segno.make(uri, error="m").svg_inline(scale=5, border=4, light="#fff"))


def step_of(name: str, of: str, code: str, now: datetime) -> int | None:
    """The step of time whose code this is; None when it is none of now, give or take ``DRIFT``."""
    middle, made = int(now.timestamp()) // STEP, pyotp.TOTP(secret(name, of), interval=STEP)
    near = range(middle - DRIFT, middle + DRIFT + 1)
    return next((step for step in near if strings_equal(made.generate_otp(step), code)), None)


def set_up(name: str, of: str, code: str, now: datetime) -> list[str]:
    """Give the account a second factor; its codes of recovery, shown this once. Empty: the code was wrong."""
    step = step_of(name, of, _plain(code), now)
    if step is None:
        return []
    with transaction.atomic():
        Factor.objects.update_or_create(name=name, defaults={"nonce": of, "since": now, "step": step})
        changed(name, "factor_set_up", name)
        return renew(name)


def renew(name: str) -> list[str]:
    """New codes of recovery in place of all before them."""
    made = [base64.b32encode(secrets.token_bytes(15)).decode() for _ in range(CODES)]
    with transaction.atomic():
        Recovery.objects.filter(name=name).delete()
        Recovery.objects.bulk_create(Recovery(digest=_digest(name, code), name=name) for code in made)
    return ["-".join(code[place : place + 4] for place in range(0, len(code), 4)) for code in made]


def accepts(name: str, code: str, now: datetime) -> bool:
    """True for a code of time that was not taken before, or a code of recovery, which is used up by it."""
    found, plain = Factor.objects.filter(name=name).first(), _plain(code)
    if found is None:
        return False
    step = step_of(name, found.nonce, plain, now)
    if step is not None:
        return bool(Factor.objects.filter(name=name, step__lt=step).update(step=step))
    used = Recovery.objects.filter(digest=_digest(name, plain), name=name).delete()[0]
    if used:
        changed(name, "recovery_used", name)
    return bool(used)


def forget(name: str, by: str) -> bool:
    """Take the factor and its codes away; False when there was none."""
    Recovery.objects.filter(name=name).delete()
    gone = Factor.objects.filter(name=name).delete()[0]
    if gone:
        changed(name, "factor_forgotten", by)
    return bool(gone)


def left(name: str) -> int:
    """How many codes of recovery the account still has."""
    return Recovery.objects.filter(name=name).count()


def changed(name: str, what: str, by: str) -> None:
    """Put a change of an account on record."""
    AccountChange.objects.create(name=name[:150], what=what, by=by[:150], at=timezone.now())


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum())[:64]


def _digest(name: str, code: str) -> str:
    return sha256(f"{name}|{code}".encode()).hexdigest()
