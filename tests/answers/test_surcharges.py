"""Surcharges and terms of the handbook: L01 to L03, P01 to P03, E01, G01."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tongguan.rules.book import RuleBook
from tongguan.rules.figures import Figures
from tongguan.rules.surcharge import consolidated_due, late_declaration, late_payment, payment_due

FIGURES, TERMS = Figures.shipped(), RuleBook.shipped().terms


@pytest.fixture(scope="session")
def handbook(shared: Path) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    """Case → inputs and steps."""
    rows = json.loads((shared / "domain/tax_vectors.json").read_text("utf-8"))
    return {row["id"]: (row["inputs"], dict(row["steps"])) for row in rows}


Handbook = dict[str, tuple[dict[str, str], dict[str, str]]]


@pytest.mark.parametrize("name", ["L01", "L02", "L03"])
def test_a_late_declaration_pays_for_each_day_in_whole_yuan(name: str, handbook: Handbook) -> None:
    given, steps = handbook[name]
    entered, accepted = date.fromisoformat(given["transport_entry"]), date.fromisoformat(given["accepted"])
    found = late_declaration(entered, accepted, Decimal(given["dutiable_value"]), FIGURES, TERMS)
    assert found.start.isoformat() == steps["start after holiday shift"]
    assert found.days == int(steps["days inclusive"])
    assert found.raw == Decimal(steps["raw"])
    assert found.amount == Decimal(steps["collected (floor to yuan, below 50 -> 0)"])


@pytest.mark.parametrize("name", ["P01", "P02", "P03"])
def test_a_late_payment_pays_for_each_day_after_the_last_one(name: str, handbook: Handbook) -> None:
    given, steps = handbook[name]
    due = payment_due(date.fromisoformat(given["issued"]), FIGURES)
    assert due.isoformat() == steps["due after holiday shift"]
    found = late_payment(due, date.fromisoformat(given["paid"]), {"duty": Decimal(given["tax"])}, FIGURES)
    assert found.days == int(steps["days late"])
    assert found.raw["duty"] == Decimal(steps["raw"])
    assert found.total == Decimal(steps["collected (to fen, below 50.00 -> 0)"])


def test_one_day_late_costs_five_in_ten_thousand(handbook: Handbook) -> None:
    _, steps = handbook["E01"]
    due = date(2018, 8, 15)
    found = late_payment(due, due + timedelta(days=1), {"duty": Decimal(steps["duty"])}, FIGURES)
    assert found.total == Decimal(steps["late surcharge 1 day"])


def test_each_kind_of_tax_is_tested_for_itself_against_the_limit() -> None:
    due = date(2018, 8, 15)
    found = late_payment(
        due, due + timedelta(days=1), {"duty": Decimal(99_900), "vat": Decimal(100_000)}, FIGURES
    )
    assert found.amounts == {"duty": Decimal(0), "vat": Decimal("50.00")}


def test_consolidated_payments_are_due_by_the_fifth_working_day(handbook: Handbook) -> None:
    _, steps = handbook["G01"]
    for name, due in steps.items():
        month = date.fromisoformat(name.removeprefix("declarations of ") + "-01")
        assert consolidated_due(month, FIGURES).isoformat() == due
