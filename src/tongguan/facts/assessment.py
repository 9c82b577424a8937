"""Assessed duty and tax 税款: every figure with the steps that lead to it. Amounts are yuan to fen."""

from decimal import Decimal

import msgspec

_NOTHING = Decimal(0)


class Step(msgspec.Struct, frozen=True, array_like=True):
    """One arithmetic step; its title, law and rounding stand in the step book by its name (``tongguan.rules.steps``)."""

    name: str
    formula: str
    """The arithmetic, without words: it reads the same in every language."""
    result: str
    figure: str = ""
    """The dated figure that was used, as it was; illustrative ones say so."""


class Taxes(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is due, by kind of tax."""

    duty: Decimal = _NOTHING
    """Customs duty 关税, additional duties included."""
    anti_dumping: Decimal = _NOTHING
    """Anti-dumping and countervailing duties 反倾销税、反补贴税."""
    consumption_tax: Decimal = _NOTHING
    vat: Decimal = _NOTHING

    @property
    def all(self) -> Decimal:
        return self.duty + self.anti_dumping + self.consumption_tax + self.vat

    def __add__(self, other: "Taxes") -> "Taxes":
        return Taxes(
            self.duty + other.duty,
            self.anti_dumping + other.anti_dumping,
            self.consumption_tax + other.consumption_tax,
            self.vat + other.vat,
        )

    def kinds(self) -> dict[str, Decimal]:
        """Kind of tax → amount, those that are nothing too."""
        return {name: getattr(self, name) for name in self.__struct_fields__}


class ItemAssessment(msgspec.Struct, frozen=True, omit_defaults=True):
    """The dutiable value and the taxes of one goods line."""

    line: int
    value: Decimal
    duty: Decimal = _NOTHING
    anti_dumping: Decimal = _NOTHING
    consumption_tax: Decimal = _NOTHING
    vat: Decimal = _NOTHING
    steps: tuple[Step, ...] = ()


class Assessment(msgspec.Struct, frozen=True, omit_defaults=True):
    """The assessment of one declaration on one day; ``total`` is what has to be paid or secured."""

    items: tuple[ItemAssessment, ...] = ()
    total: Decimal = _NOTHING
    on: str = ""
    """The local date whose rates and exchange rates were used."""
    missing: tuple[str, ...] = ()
    """Figures that could not be found, each with its code and date; never counted as zero."""
    taxes: Taxes = Taxes()
    steps: tuple[Step, ...] = ()
    """Steps of the whole declaration: charges before they are apportioned, waivers."""
    settle: str = ""
    """deposit or letter where a duty mode asks for that instrument; empty: paid or secured as the declarant likes."""

    @property
    def value(self) -> Decimal:
        """Dutiable value 完税价格 of all lines."""
        return sum((item.value for item in self.items), _NOTHING)
