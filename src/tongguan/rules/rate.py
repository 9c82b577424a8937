"""Rates as text: what a cell of ``rates.csv`` may say, and how it is read.

========================================================  ==========================================================
``8%``                                                    ad valorem 从价
``1.30/kg``                                               specific 从量, yuan a unit
``3% + 1500/set``                                         compound 复合
``lower of 20% and 1.50/kg``, ``higher of …``             alternative 选择
``220/t below 370 USD/t; 250/t``                          by dutiable price a unit; from 370 on the second holds
``36% + 0.6/carton below composite 70 CNY/carton; …``     by composite price a unit 组成计税价格 (the two-step of cigarettes)
``sliding 9.337 2.77% cap 40% below 15 CNY/kg; …``        sliding 滑准: a ÷ price + b × price − 1, at most the cap
========================================================  ==========================================================
"""

import itertools
import re
from decimal import Decimal

import msgspec

from tongguan.rules.errors import RuleError

NUMBER = r"\d+(?:\.\d+)?"
_PERCENT = re.compile(rf"({NUMBER})\s*%")
_AMOUNT = re.compile(rf"({NUMBER})\s*/\s*(\w+)")
_BOTH = re.compile(rf"({NUMBER})\s*%\s*\+\s*({NUMBER})\s*/\s*(\w+)")
_SLIDING = re.compile(rf"sliding ({NUMBER}) ({NUMBER})% cap ({NUMBER})%")
_CHOICE = re.compile(r"(lower|higher) of (.+) and (.+)")
_BELOW = re.compile(rf"(.+?) below (composite )?({NUMBER}) ([A-Z]{{3}})/(\w+)")
_ZERO = Decimal(0)


class Plain(msgspec.Struct, frozen=True):
    """A share of the value (0.08 for 8 %), an amount of yuan for each unit, or both."""

    share: Decimal = _ZERO
    amount: Decimal = _ZERO
    unit: str = ""


class Choice(msgspec.Struct, frozen=True):
    """Whichever of two gives less, or more."""

    higher: bool
    first: Plain
    second: Plain


class Sliding(msgspec.Struct, frozen=True):
    """``a ÷ price + b × price − 1`` with the dutiable price of one unit in yuan, at most ``cap``."""

    a: Decimal
    b: Decimal
    cap: Decimal


Simple = Plain | Choice | Sliding


class Band(msgspec.Struct, frozen=True):
    """A rate for prices below a bound; the last band of a rate has none."""

    rate: Simple
    below: Decimal | None = None
    currency: str = ""
    unit: str = ""
    composite: bool = False
    """The price is the composite one, at the share of this band."""


class Rate(msgspec.Struct, frozen=True):
    """A rate as written, and its bands from the lowest price up."""

    text: str
    bands: tuple[Band, ...]

    @property
    def plain(self) -> Plain | None:
        """The rate itself, where it is one share or amount whatever the price."""
        only = self.bands[0].rate
        return only if len(self.bands) == 1 and isinstance(only, Plain) else None


def parse(text: str) -> Rate:
    """Read a rate; RuleError says what cannot be understood."""
    pieces = [piece.strip() for piece in text.split(";")]
    bands = tuple(_band(piece, text) for piece in pieces)
    bounds = [band.below for band in bands]
    if bounds[-1] is not None:
        raise RuleError(f"rate “{text}”: the last part must hold for every price; leave out its “below”")
    known = [bound for bound in bounds[:-1] if bound is not None]
    if len(known) != len(bands) - 1 or known != sorted(set(known)):
        raise RuleError(f"rate “{text}”: the bounds must rise from part to part")
    for first, second in itertools.pairwise(bands):
        if second.below is not None and (first.unit, first.currency) != (second.unit, second.currency):
            raise RuleError(f"rate “{text}”: all bounds must be prices of one unit in one currency")
    return Rate(text, bands)


def _band(piece: str, text: str) -> Band:
    bounded = _BELOW.fullmatch(piece)
    if bounded is None:
        if isinstance(rate := _simple(piece, text), Sliding):
            raise RuleError(f"rate “{text}”: a sliding rate needs “below PRICE CNY/unit”")
        return Band(rate)
    rate = _simple(bounded[1], text)
    if isinstance(rate, Sliding) and bounded[4] != "CNY":
        raise RuleError(f"rate “{text}”: a sliding rate goes by the price in CNY")
    return Band(rate, Decimal(bounded[3]), bounded[4], bounded[5], bool(bounded[2]))


def _simple(piece: str, text: str) -> Simple:
    if found := _SLIDING.fullmatch(piece):
        return Sliding(Decimal(found[1]), Decimal(found[2]) / 100, Decimal(found[3]) / 100)
    if found := _CHOICE.fullmatch(piece):
        return Choice(found[1] == "higher", _plain(found[2], text), _plain(found[3], text))
    return _plain(piece, text)


def _plain(piece: str, text: str) -> Plain:
    piece = piece.strip()
    if found := _BOTH.fullmatch(piece):
        return Plain(Decimal(found[1]) / 100, Decimal(found[2]), found[3])
    if found := _PERCENT.fullmatch(piece):
        return Plain(Decimal(found[1]) / 100)
    if found := _AMOUNT.fullmatch(piece):
        return Plain(_ZERO, Decimal(found[1]), found[2])
    raise RuleError(f"rate “{text}”: “{piece}” is not understood; write it as 8%, 1.30/kg or 3% + 1500/set")
