"""A bank's signed confirmation of a payment, as it comes in."""

from decimal import Decimal

import msgspec


class SignedPayment(
    msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """So much was paid for a declaration; signed with the key that the office has of the bank."""

    bank: str
    """The bank's name in the office's register."""
    ref: str
    """The bank's own number of the payment; with the bank it is unique."""
    number: str
    """Unified or customs number of the declaration."""
    amount: Decimal
    """Yuan."""
    paid_at: str
    """ISO 8601 with offset."""
    signature: str = ""
    """HMAC-SHA256 (hex) over the other five, joined by line feeds in this order."""
