"""Quantities and weights as the zone's messages may carry them."""

from decimal import Decimal

DIGITS, DECIMALS = 19, 5
"""Most digits of a number, and how many of them may stand behind the point."""
FORM = f"≥ 0 ({DIGITS}, {DECIMALS})"


def fits(amount: Decimal) -> bool:
    """True for a finite number of 0 or more with no more digits than a message has room for."""
    if not amount.is_finite() or amount < 0:
        return False
    _, digits, exponent = amount.normalize().as_tuple()
    before = len(digits) + int(exponent)
    return before <= DIGITS and len(digits) <= DIGITS and -int(exponent) <= DECIMALS


def is_quantity(amount: Decimal) -> bool:
    """True for an amount of something: more than nothing."""
    return fits(amount) and amount > 0
