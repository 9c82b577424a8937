"""Exact money 金额: decimal amounts with a currency and one named rounding step."""

from decimal import ROUND_HALF_UP, Decimal

import msgspec

FEN = Decimal("0.01")


class Money(msgspec.Struct, frozen=True):
    """An amount in one currency (alpha-3 code); never a float."""

    amount: Decimal
    currency: str = "CNY"


def to_fen(amount: Decimal) -> Decimal:
    """Round an amount to fen 分 (two places), half up (GAC Order 124, Article 16)."""
    return amount.quantize(FEN, ROUND_HALF_UP)
