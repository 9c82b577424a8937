"""Banks: signed confirmations of payments, and the list of a day.

The signature is an HMAC-SHA256 (hex) over bank, ref, number, amount and paid_at joined by line feeds, with the key that
the office and the bank share.
"""

import hmac
import secrets
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from msgspec.structs import replace

from tongguan.desk.payments import Confirmation
from tongguan.desk.ports import Journal
from tongguan.facts.clock import OFFICE_ZONE, micros
from tongguan.facts.confirmed import SignedPayment
from tongguan.facts.unreadable import Unreadable
from tongguan.rules import sheets

DEMO_KEY = "demo-bank-key"
"""Key of every bank of a demo database; nobody can take it for a secret."""
LIST_COLUMNS = ("ref", "number", "amount", "paid_at")


def key_of(journal: Journal, bank: str) -> str:
    """The key shared with a bank; empty in a live database that has none."""
    return journal.setting(f"bank_key/{bank}") or (DEMO_KEY if journal.kind == "demo" else "")


def make_key(journal: Journal, bank: str) -> str:
    """A new key for a bank, in the place of the one before; it is shown once."""
    key = secrets.token_hex(32)
    journal.set_setting(f"bank_key/{bank}", key)
    return key


def signature(said: SignedPayment, key: str) -> str:
    """What a bank signs a confirmation with."""
    text = "\n".join((said.bank, said.ref, said.number, str(said.amount), said.paid_at))
    return hmac.new(key.encode(), text.encode(), sha256).hexdigest()


def sign(said: SignedPayment, key: str) -> SignedPayment:
    return replace(said, signature=signature(said, key))


def genuine(said: SignedPayment, key: str) -> bool:
    """Is it signed with this key? Never without one."""
    return bool(key) and hmac.compare_digest(signature(said, key), said.signature.lower())


def confirmation(said: SignedPayment, line: int | None = None) -> Confirmation:
    """What it confirms; Unreadable when its time is none."""
    try:
        moment = datetime.fromisoformat(said.paid_at)
    except ValueError:
        raise Unreadable(
            "mistyped", f"“{said.paid_at}”不是时间。", f"“{said.paid_at}” is no time.", line=line, field="paid_at",
            remedy_zh="如 2018-08-20T10:20:00+08:00。", remedy_en="Write it as 2018-08-20T10:20:00+08:00.",
        ) from None  # fmt: skip
    at = micros(moment if moment.tzinfo else moment.replace(tzinfo=OFFICE_ZONE))
    return Confirmation(ref=said.ref, number=said.number, amount=said.amount, paid_at=at)


def read_list(text: str, name: str = "list") -> dict[str, Decimal]:
    """The bank's list of a day: its reference → amount. RuleError names line and column of what cannot be used."""
    found: dict[str, Decimal] = {}
    for row in sheets.rows(name, text, LIST_COLUMNS):
        ref = row.text("ref")
        if not ref or ref in found:
            raise row.wrong("ref", f"“{ref}” is there twice" if ref else "it is missing")
        found[ref] = row.number("amount")
    return found
