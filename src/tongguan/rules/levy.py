"""Levies: from a rate and a base to an amount with its steps, whatever form the rate has."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from tongguan.facts.assessment import Step
from tongguan.facts.declaration import Item
from tongguan.facts.money import FEN
from tongguan.rules.figures import Figures, RateFigure
from tongguan.rules.rate import Band, Choice, Plain, Sliding

_NOTHING, _ONE = Decimal(0), Decimal(1)
_MILLE = Decimal("0.001")
_KILOGRAM = "035"


def fen(amount: Decimal) -> Decimal:
    """Half up to fen."""
    return amount.quantize(FEN, ROUND_HALF_UP)


class Quantities:
    """How much of a line there is in the unit that a rate asks for."""

    def __init__(self, figures: Figures, kilograms: Mapping[str, Decimal]) -> None:
        self._figures = figures
        self._kilograms = kilograms

    def of(self, item: Item, unit: str) -> Decimal | None:
        """The quantity in a unit: as declared, or converted by mass or by a conversion of the figures; None if neither."""
        given = {
            code: quantity
            for code, quantity in (
                (item.unit, item.quantity), (item.second_unit, item.second_quantity), (item.first_unit, item.first_quantity),
            )
            if code and quantity is not None
        }  # fmt: skip
        if unit in given:
            return given[unit]
        wanted = self._kilograms.get(unit)
        for code, quantity in given.items():
            kilograms = self._kilograms.get(code)
            if wanted and kilograms:
                return quantity * kilograms / wanted
        return self._converted(item.commodity, given, unit)

    def _converted(self, commodity: str, given: Mapping[str, Decimal], unit: str) -> Decimal | None:
        fitting = [each for each in self._figures.conversions if commodity.startswith(each.commodity)]
        for each in sorted(fitting, key=lambda each: -len(each.commodity)):
            if each.unit in given and each.equals_unit == unit:
                return given[each.unit] * each.equals / each.quantity
            if each.equals_unit in given and each.unit == unit:
                return given[each.equals_unit] * each.quantity / each.equals
        return None


class Taxed(Protocol):
    """A line while it is assessed, as the taxes at import see it."""

    item: Item
    value: Decimal
    duty: Decimal
    additional: Decimal
    measures: Decimal
    consumption: Decimal
    steps: list[Step]


class Levy:
    """Levies on one day; what is needed and not there is added to ``missing``."""

    def __init__(self, figures: Figures, quantities: Quantities, on: date, missing: list[str]) -> None:
        self._figures = figures
        self._quantities = quantities
        self.on = on
        self.missing = missing

    def of(self, name: str, figure: RateFigure, value: Decimal, item: Item) -> tuple[Decimal, list[Step]]:
        """The amount of a duty on a dutiable value."""
        rate = figure.rate.plain
        if rate is not None and not rate.unit:
            amount = fen(value * rate.share)
            return amount, [Step(name, f"{value} × {figure.rate.text}", str(amount), figure.shown)]
        steps: list[Step] = []
        band = self._band(figure, value, item, steps)
        if isinstance(band.rate, Sliding):
            return self._sliding(name, band, figure, value, item, steps), steps
        if isinstance(band.rate, Choice):
            return self._choice(name, band.rate, figure, value, item, steps), steps
        return self._plain(name, band.rate, figure, value, item, steps), steps

    def _plain(
        self, name: str, rate: Plain, figure: RateFigure, value: Decimal, item: Item, steps: list[Step]
    ) -> Decimal:
        share = f"{_percent(rate.share)}%"
        if not rate.unit:
            amount = fen(value * rate.share)
            steps.append(Step(name, f"{value} × {share}", str(amount), figure.shown))
            return amount
        quantity = self._quantity(item, rate.unit)
        specific = fen(quantity * rate.amount)
        if not rate.share:
            steps.append(Step(name, f"{quantity} × {rate.amount}", str(specific), figure.shown))
            return specific
        ad_valorem = fen(value * rate.share)
        steps.append(Step(f"{name}_ad_valorem", f"{value} × {share}", str(ad_valorem), figure.shown))
        steps.append(Step(f"{name}_specific", f"{quantity} × {rate.amount}", str(specific), figure.shown))
        steps.append(Step(name, f"{ad_valorem} + {specific}", str(ad_valorem + specific)))
        return ad_valorem + specific

    def _choice(
        self, name: str, rate: Choice, figure: RateFigure, value: Decimal, item: Item, steps: list[Step]
    ) -> Decimal:
        found = []
        for each in (rate.first, rate.second):
            parts: list[Step] = []
            found.append((self._plain(f"{name}_compared", each, figure, value, item, parts), parts))
        steps += [*found[0][1], *found[1][1]]
        pick = max if rate.higher else min
        amount = pick(found[0][0], found[1][0])
        steps.append(
            Step(
                name,
                f"{'max' if rate.higher else 'min'}({found[0][0]}, {found[1][0]})",
                str(amount),
                figure.shown,
            )
        )
        return amount

    def _sliding(
        self, name: str, band: Band, figure: RateFigure, value: Decimal, item: Item, steps: list[Step]
    ) -> Decimal:
        """The rate itself has three decimals, half up, and a cap; VAT and value go on as they are."""
        rate = band.rate
        assert isinstance(rate, Sliding)
        quantity = self._quantity(item, band.unit)
        if not quantity:
            return _NOTHING
        price = (value / quantity).quantize(_MILLE, ROUND_HALF_UP)
        raw = rate.a / price + rate.b * price - 1
        share = min(max(raw.quantize(_MILLE, ROUND_HALF_UP), _NOTHING), rate.cap)
        formula = f"{rate.a} ÷ {price} + {_percent(rate.b)}% × {price} − 1 ≤ {_percent(rate.cap)}%"
        steps.append(Step("sliding_rate", formula, str(share), figure.shown))
        amount = fen(value * share)
        steps.append(Step(name, f"{value} × {share}", str(amount)))
        return amount

    # -- taxes at import --------------------------------------------------------------------------------------

    def consumption(self, line: Taxed, figure: RateFigure) -> Decimal:
        """Consumption tax 消费税: of the quantity, of the composite value, or of both (Consumption Tax Regulation Art. 9)."""
        duty, policy = line.duty + line.additional, self._figures.policy
        base = line.value + duty + (line.measures if policy.composite_with_measures else _NOTHING)
        band = self._band(figure, line.value, line.item, line.steps, base)
        rate = band.rate
        if not isinstance(rate, Plain):
            self.missing.append(f"consumption tax of the form “{figure.rate.text}”")
            return _NOTHING
        specific = _NOTHING
        if rate.unit:
            quantity = self._quantity(line.item, rate.unit)
            specific = fen(quantity * rate.amount)
            name = "consumption_specific" if rate.share else "consumption"
            line.steps.append(Step(name, f"{quantity} × {rate.amount}", str(specific), figure.shown))
            if not rate.share:
                return specific
        composite = fen((base + specific) / (_ONE - rate.share))
        parts = _sum(line.value, duty, base - line.value - duty, specific)
        line.steps.append(Step("composite", f"({parts}) ÷ (1 − {_percent(rate.share)}%)", str(composite)))
        amount = fen(composite * rate.share) + specific
        extra = f" + {specific}" if specific else ""
        formula = f"{composite} × {_percent(rate.share)}%{extra}"
        line.steps.append(Step("consumption", formula, str(amount), figure.shown))
        return amount

    def vat(self, line: Taxed, figure: RateFigure) -> Decimal:
        """Value added tax 增值税 on value, duties and consumption tax (VAT Regulation Art. 14)."""
        rate = figure.rate.plain
        if rate is None or rate.unit:
            self.missing.append(f"VAT of the form “{figure.rate.text}”")
            return _NOTHING
        duty = line.duty + line.additional
        base = line.value + duty + line.measures + line.consumption
        parts = _sum(line.value, duty, line.measures, line.consumption)
        line.steps.append(Step("vat_base", parts, str(base)))
        amount = fen(base * rate.share)
        line.steps.append(Step("vat", f"{base} × {figure.rate.text}", str(amount), figure.shown))
        return amount

    # -- prices and quantities --------------------------------------------------------------------------------

    def _band(
        self, figure: RateFigure, value: Decimal, item: Item, steps: list[Step], base: Decimal | None = None
    ) -> Band:
        """The band whose price bound is not reached, by dutiable or by composite price of one unit."""
        bands = figure.rate.bands
        for band in bands[:-1]:
            price = self._price(band, value if base is None or not band.composite else base, item, steps)
            if band.below is not None and price < band.below:
                return band
        return bands[-1]

    def _price(self, band: Band, base: Decimal, item: Item, steps: list[Step]) -> Decimal:
        quantity = self._quantity(item, band.unit)
        exchange = self._figures.exchange(band.currency, self.on)
        if exchange is None:
            self.missing.append(f"exchange {band.currency} {self.on:%Y-%m}")
        if exchange is None or not quantity:
            return _NOTHING
        if band.composite and isinstance(band.rate, Plain):
            specific = quantity * band.rate.amount
            whole = (base + specific) / (_ONE - band.rate.share)
            formula = f"({base} + {specific}) ÷ (1 − {_percent(band.rate.share)}%) ÷ {quantity}"
        else:
            whole, formula = base, f"{base} ÷ {quantity}"
        if band.currency != "CNY":
            formula += f" ÷ {exchange.rate}"
        price = whole / quantity / exchange.rate
        if isinstance(band.rate, Sliding):
            price = price.quantize(_MILLE, ROUND_HALF_UP)
        shown = price.quantize(FEN, ROUND_HALF_UP)
        steps.append(
            Step("price_of_unit", f"{formula} → {band.below} {band.currency}", str(shown), exchange.shown)
        )
        return price

    def _quantity(self, item: Item, unit: str) -> Decimal:
        found = self._quantities.of(item, unit)
        if found is None:
            self.missing.append(f"quantity of {item.commodity} in unit {unit}")
            return _NOTHING
        return found


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}"


def _sum(*parts: Decimal) -> str:
    return " + ".join(str(part) for part in parts if part)
