"""Banks: signed confirmations of payments, and the list of a day.

The signature is an HMAC-SHA256 (hex) over bank, ref, number, amount and paid_at joined by line feeds, with the key that
the office and the bank share; the amount is signed as it is written.
"""

import hmac
import secrets
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from msgspec.structs import replace

from tongguan.adapters import records
from tongguan.desk import register
from tongguan.desk.desk import Desk
from tongguan.desk.payments import Booked, Confirmation
from tongguan.desk.ports import Journal
from tongguan.facts.clock import micros
from tongguan.facts.confirmed import SignedPayment
from tongguan.facts.decision import Refusal
from tongguan.facts.unreadable import Unreadable
from tongguan.process.decide.refusals import refuse
from tongguan.rules import sheets

DEMO_KEY = "demo-bank-key"
"""Key of every bank of a demo database; nobody can take it for a secret."""
LIST_COLUMNS = ("ref", "number", "amount", "paid_at")
_LONGEST = 64
"""Most characters of a bank's name, its reference and a number."""
_DIGITS = 15
"""Most digits of an amount before the point."""


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
    """Is it signed with this key? Never without one; it takes as long whatever differs."""
    given = said.signature.lower().encode()
    return bool(key) and hmac.compare_digest(signature(said, key).encode(), given)


def read(data: bytes, line: int | None = None) -> SignedPayment:
    """One confirmation from JSON; Unreadable with line and field when it is none."""
    return _checked(records.read(data, SignedPayment, line), line)


def read_file(path: Path) -> Iterator[tuple[int, SignedPayment | Unreadable]]:
    """The confirmations of a file with their lines: one JSON object, or one a line (NDJSON)."""
    for line, record in records.read_file(path, SignedPayment):
        try:
            yield line, record if isinstance(record, Unreadable) else _checked(record, line)
        except Unreadable as error:
            yield line, error


def _checked(said: SignedPayment, line: int | None) -> SignedPayment:
    for name in ("bank", "ref", "number"):
        text = getattr(said, name)
        if not 0 < len(text) <= _LONGEST or not text.isprintable():
            raise Unreadable(
                "mistyped", f"须为 1 至 {_LONGEST} 个可见字符。", f"It has 1 to {_LONGEST} characters that can be printed.",
                line=line, field=name, remedy_zh="请改正该值。", remedy_en="Mend the value.",
            )  # fmt: skip
    if not _exact(said.amount):
        raise Unreadable(
            "mistyped", f"金额最多 {_DIGITS} 位整数、两位小数。",
            f"An amount has {_DIGITS} digits and two decimals at most.",
            line=line, field="amount", remedy_zh="请写到分，如 1234.50。", remedy_en="Write it to the fen, as 1234.50.",
        )  # fmt: skip
    _moment(said.paid_at, line)
    return said


def _exact(amount: Decimal) -> bool:
    """Is it yuan and fen, and of a size that money has?"""
    exponent = amount.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -2 and amount.adjusted() < _DIGITS


def _moment(text: str, line: int | None = None) -> int:
    try:
        return micros(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        raise Unreadable(
            "mistyped", f"“{text}”不是带时区的时间。", f"“{text}” is no time with its offset.",
            line=line, field="paid_at",
            remedy_zh="如 2018-08-20T10:20:00+08:00。", remedy_en="Write it as 2018-08-20T10:20:00+08:00.",
        ) from None  # fmt: skip


def confirm(desk: Desk, said: SignedPayment) -> Booked | Refusal:
    """Book a signed confirmation; refused when it is not signed with the key of the bank it names."""
    bank = register.shipped().find(said.bank)
    key = key_of(desk.journal, said.bank)
    if bank is None or bank.kind != "bank" or not key:
        return refuse("unknown_bank", bank=said.bank)
    if not genuine(said, key):
        return refuse("bad_signature")
    told = Confirmation(ref=said.ref, number=said.number, amount=said.amount, paid_at=_moment(said.paid_at))
    return desk.payments.confirm(told, bank)


def read_list(text: str, name: str = "list") -> dict[str, Decimal]:
    """The bank's list of a day: its reference → amount. RuleError names line and column of what cannot be used."""
    found: dict[str, Decimal] = {}
    for row in sheets.rows(name, text, LIST_COLUMNS):
        ref = row.text("ref")
        if not ref or ref in found:
            raise row.wrong("ref", f"“{ref}” is there twice" if ref else "it is missing")
        amount = row.number("amount")
        if not _exact(amount):
            raise row.wrong("amount", f"“{amount}” has more than {_DIGITS} digits or two decimals")
        try:
            _moment(row.text("paid_at"))
        except Unreadable as error:
            raise row.wrong("paid_at", error.en) from None
        found[ref] = amount
    return found
