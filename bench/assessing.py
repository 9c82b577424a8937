"""Assessing declarations of five lines with every step, on one core."""

import time
from decimal import Decimal

from msgspec.structs import replace

from bench import load
from tongguan.facts.declaration import Declaration
from tongguan.rules.book import RuleBook
from tongguan.rules.duty import Duty
from tongguan.rules.figures import Figures


def taxed(serial: int) -> Declaration:
    """A general import of the five measured lines, each with a price of its own: nothing can be remembered."""
    d = load.message(serial).declaration
    prices = ((item.total or Decimal(0)) + Decimal(serial) / 100 for item in d.items)
    return replace(
        d, items=tuple(replace(item, total=price) for item, price in zip(d.items, prices, strict=True))
    )


def measure(count: int) -> tuple[float, float]:
    """Declarations a second assessed with steps; those whose values alone are worked out."""
    rules = RuleBook.shipped()
    duty = Duty(Figures.shipped(), rules.tables, rules.selection)
    declarations = [taxed(serial) for serial in range(count)]
    started = time.perf_counter()
    for each in declarations:
        found = duty.assess(each, load.ON)
        if len(found.items) != 5 or not all(len(item.steps) >= 4 for item in found.items):
            raise SystemExit(f"bench: a declaration was not assessed: {found.missing}")
    ours = count / (time.perf_counter() - started)
    started = time.perf_counter()
    for each in declarations:
        duty.value(each, load.ON)
    return ours, count / (time.perf_counter() - started)
