"""Dutiable value 完税价格: price and charges of each goods line in yuan.

Sources: Import and Export Duty Regulation Arts. 18 to 20 (import) and 26 (export); GAC Order 124 Arts. 16 and 38.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from tongguan.facts.assessment import Step
from tongguan.facts.declaration import EXPORT, Declaration
from tongguan.facts.money import FEN
from tongguan.facts.parts import Charge
from tongguan.rules.figures import Exchange, Figures

RATE, UNIT, TOTAL = "1", "2", "3"
"""Marks of charges: per cent, per tonne of gross weight, sum."""
_NOTHING, _ONE, _HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_MICRO = Decimal("0.000001")
_YUAN = Decimal(1)

IMPORT_TERMS: dict[str, tuple[int, int]] = {
    "1": (0, 0), "2": (0, 1), "3": (1, 1), "4": (1, 0), "5": (0, 0), "6": (0, 0), "7": (1, 1),
}  # fmt: skip
"""Transaction term → freight and insurance: 1 is added to the price (Regulation Arts. 18, 19)."""
EXPORT_TERMS: dict[str, tuple[int, int]] = {
    "1": (-1, -1), "2": (-1, 0), "3": (0, 0), "4": (0, -1), "5": (0, 0), "6": (0, 0), "7": (1, 1),
}  # fmt: skip
"""Transaction term → freight and insurance: −1 is deducted from the price, for the value is that at the place of loading."""


class Amount(msgspec.Struct, frozen=True):
    """A part of a line's value in its own currency."""

    name: str
    amount: Decimal
    currency: str


class Valued(msgspec.Struct, frozen=True):
    """A line's value in yuan, not yet rounded for import, and the steps to it."""

    yuan: Decimal
    steps: tuple[Step, ...]


class Valuation:
    """Values the lines of one declaration; ``missing`` names what could not be found."""

    def __init__(self, d: Declaration, figures: Figures, on: date, currency: Callable[[str], str]) -> None:
        self.d = d
        self.figures = figures
        self.on = on
        self.missing: list[str] = []
        self.steps: list[Step] = []
        self._currency = currency
        self._prices = [self._price(item.total, place) for place, item in enumerate(d.items, start=1)]
        self._currencies = [currency(item.currency) for item in d.items]
        self._exchange: dict[str, Exchange] = {}
        for code in dict.fromkeys(self._currencies):
            self._rate(code)

    def _price(self, total: Decimal | None, line: int) -> Decimal:
        if total is None:
            self.missing.append(f"price of line {line}")
            return _NOTHING
        return total

    def _rate(self, currency: str) -> Decimal:
        found = self._exchange.get(currency) or self.figures.exchange(currency, self.on)
        if found is None:
            gap = f"exchange {currency or '—'} {self.on:%Y-%m}"
            if gap not in self.missing:
                self.missing.append(gap)
            return _NOTHING
        self._exchange[currency] = found
        return found.rate

    def lines(self) -> list[Valued]:
        """The value of every line, in order; without meaning while something is missing."""
        charges = self._charges()
        if self.missing:
            return []
        if not charges:
            return [
                self._plain(price, code) for price, code in zip(self._prices, self._currencies, strict=True)
            ]
        found = []
        for place, (price, code) in enumerate(zip(self._prices, self._currencies, strict=True)):
            parts = [Amount("price", price, code)]
            parts += [shares[place] for shares in charges if shares[place].amount]
            found.append(self._sum(parts))
        return found

    def _plain(self, price: Decimal, code: str) -> Valued:
        exchange = self._exchange[code]
        return Valued(
            price * exchange.rate,
            (Step("converted", f"{price} {code} × {exchange.rate}", "", exchange.shown),),
        )

    # -- charges ----------------------------------------------------------------------------------------------

    def _charges(self) -> list[list[Amount]]:
        """Freight, insurance and other charges, each apportioned to the lines; signs as they count."""
        d = self.d
        freight_sign, insurance_sign = self._signs()
        freight = self._charge("freight", d.freight, freight_sign) if freight_sign else []
        found = [freight] if freight else []
        if insurance_sign:
            insurance = self._insurance(freight, insurance_sign)
            found += [insurance] if insurance else []
        other = self._charge("other", d.other_charges, 1) if d.other_charges.amount else []
        return [*found, other] if other else found

    def _signs(self) -> tuple[int, int]:
        d = self.d
        terms = EXPORT_TERMS if d.direction == EXPORT else IMPORT_TERMS
        known = terms.get(d.transaction_term)
        if known is None:
            self.missing.append(f"transaction term {d.transaction_term or '—'}")
            return 0, 0
        if d.transaction_term in ("5", "6") and d.direction != EXPORT:
            return int(d.freight.amount is not None), int(d.insurance.amount is not None)
        if d.transaction_term == "7" and d.direction == EXPORT:
            return int(d.freight.amount is not None), int(d.insurance.amount is not None)
        return known

    def _charge(self, name: str, charge: Charge, sign: int) -> list[Amount]:
        if charge.amount is None:
            self.missing.append(name)
            return []
        if charge.mark == RATE:
            return self._by_rate(name, charge.amount * sign, [self._prices])
        currency = self._currency(charge.currency)
        self._rate(currency)
        total, formula = charge.amount * sign, ""
        if charge.mark == UNIT:
            if self.d.gross_weight is None:
                self.missing.append("gross weight")
                return []
            tonnes = self.d.gross_weight / 1000
            total = _fen(charge.amount * tonnes) * sign
            formula = f"{charge.amount} {currency} × {tonnes} t"
        return self._apportion(name, total, currency, formula)

    def _by_rate(self, name: str, percent: Decimal, bases: Sequence[Sequence[Decimal]]) -> list[Amount]:
        """A share of the price (and of what is added to it), in each currency of the lines."""
        sums = [sum(column, _NOTHING) for column in zip(*bases, strict=True)]
        if len(set(self._currencies)) == 1:
            whole = sum(sums, _NOTHING)
            total = _fen(whole * percent / _HUNDRED)
            return self._apportion(name, total, self._currencies[0], f"{whole} × {percent}%")
        return [
            Amount(name, _fen(base * percent / _HUNDRED), code)
            for base, code in zip(sums, self._currencies, strict=True)
        ]

    def _insurance(self, freight: list[Amount], sign: int) -> list[Amount]:
        """By sum as given; by rate of price and freight; unknown on import: the statutory rate."""
        charge, policy = self.d.insurance, self.figures.policy
        if charge.amount is None and self.d.direction != EXPORT:
            charge = Charge(mark=RATE, amount=policy.statutory_insurance)
        if charge.amount is None:
            self.missing.append("insurance")
            return []
        if charge.mark != RATE:
            return self._charge("insurance", charge, sign)
        bases = [self._prices, self._in_line_currency(freight)] if freight else [self._prices]
        if policy.insurance_formula == "divide" and len(set(self._currencies)) == 1:
            return self._divided(charge.amount, bases, sign)
        return self._by_rate("insurance", charge.amount * sign, bases)

    def _divided(self, percent: Decimal, bases: Sequence[Sequence[Decimal]], sign: int) -> list[Amount]:
        whole = sum((amount for column in bases for amount in column), _NOTHING)
        share = _ONE - percent / _HUNDRED
        total = (whole / share).quantize(_MICRO, ROUND_HALF_UP) - whole
        total = total * sign if len(self._prices) == 1 else _fen(total) * sign
        return self._apportion(
            "insurance", total, self._currencies[0], f"{whole} ÷ (1 − {percent}%) − {whole}"
        )

    def _in_line_currency(self, shares: list[Amount]) -> list[Decimal]:
        """Shares of a charge in the currency of each line's price."""
        found = []
        for share, code in zip(shares, self._currencies, strict=True):
            amount = abs(share.amount)
            if share.currency != code:
                own = self._rate(code)
                amount = amount * self._rate(share.currency) / own if own else _NOTHING
            found.append(amount)
        return found

    def _apportion(self, name: str, total: Decimal, currency: str, formula: str) -> list[Amount]:
        """Apportion a charge by line value to fen of its currency; the rest goes to the last line."""
        if formula or len(self._prices) > 1:
            self.steps.append(Step(f"{name}_total", formula or f"{total} {currency}", f"{total} {currency}"))
        if len(self._prices) == 1:
            return [Amount(name, total, currency)]
        weights = self._weights()
        whole = sum(weights, _NOTHING)
        if not whole:
            self.missing.append("price")
            return []
        shares = [_fen(total * weight / whole) for weight in weights[:-1]]
        shares.append(total - sum(shares, _NOTHING))
        return [Amount(name, share, currency) for share in shares]

    def _weights(self) -> list[Decimal]:
        if len(set(self._currencies)) == 1:
            return self._prices
        return [p * self._rate(code) for p, code in zip(self._prices, self._currencies, strict=True)]

    # -- one line ---------------------------------------------------------------------------------------------

    def _sum(self, parts: Sequence[Amount]) -> Valued:
        """All parts in yuan: those of one currency are added first, else each is converted and none is rounded."""
        codes = {part.currency for part in parts}
        steps = [Step(part.name, "", f"{part.amount} {part.currency}") for part in parts]
        if len(codes) == 1:
            code = parts[0].currency
            exchange = self._exchange[code]
            foreign = sum((part.amount for part in parts), _NOTHING)
            steps.append(Step("value_foreign", _plus([part.amount for part in parts]), f"{foreign} {code}"))
            steps.append(Step("converted", f"{foreign} {code} × {exchange.rate}", "", exchange.shown))
            return Valued(foreign * exchange.rate, tuple(steps))
        yuan = _NOTHING
        for part in parts:
            exchange = self._exchange[part.currency]
            converted = part.amount * exchange.rate
            yuan += converted
            formula = f"{part.amount} {part.currency} × {exchange.rate}"
            steps.append(Step(f"{part.name}_yuan", formula, str(_fen(converted)), exchange.shown))
        terms = _plus([f"{part.amount} × {self._exchange[part.currency].rate}" for part in parts])
        steps.append(Step("converted", terms, ""))
        return Valued(yuan, tuple(steps))


def _fen(amount: Decimal) -> Decimal:
    return amount.quantize(FEN, ROUND_HALF_UP)


def _plus(parts: Sequence[Decimal | str]) -> str:
    return " + ".join(str(part) for part in parts).replace("+ -", "− ")


def rounded(yuan: Decimal, scale: int) -> Decimal:
    """A dutiable value to fen (scale 2) or to whole yuan (0), half up."""
    return yuan.quantize(FEN if scale else _YUAN, ROUND_HALF_UP)
