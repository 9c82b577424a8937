"""Assessed duty and tax 税款: every figure with the steps that lead to it."""

from decimal import Decimal

import msgspec


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One arithmetic step: what was computed, from what, by which law, and how it was rounded."""

    name: str
    formula: str
    result: str
    law: str = ""


class ItemAssessment(msgspec.Struct, frozen=True, omit_defaults=True):
    """The taxes of one goods line, in yuan to fen."""

    line: int
    value: Decimal
    duty: Decimal = Decimal(0)
    anti_dumping: Decimal = Decimal(0)
    consumption_tax: Decimal = Decimal(0)
    vat: Decimal = Decimal(0)
    steps: tuple[Step, ...] = ()


class Assessment(msgspec.Struct, frozen=True, omit_defaults=True):
    """The assessment of one declaration on one day; ``total`` is what has to be paid or secured, in yuan."""

    items: tuple[ItemAssessment, ...] = ()
    total: Decimal = Decimal(0)
    on: str = ""
    missing: tuple[str, ...] = ()
    """Figures that could not be found, each with its code and date; never counted as zero."""
