"""The handbook's worked duties: every figure of every case agrees to the fen, intermediate ones too."""

import ast
import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from tests.answers.duty_cases import Case, assessed, cases, figure
from tongguan.facts.assessment import Assessment, ItemAssessment

VECTORS = cases("vectors.toml")
NOT_A_FIGURE = {
    "policy choice",
    "difference",
    "difference in total vs T02",
    "published",
    "late surcharge 1 day",
}
"""Steps that say what follows from two others, or belong to the surcharges (``test_surcharges.py``)."""


@pytest.fixture(scope="session")
def handbook(shared: Path) -> dict[str, dict[str, str]]:
    """Case → step → figure."""
    rows = json.loads((shared / "domain/tax_vectors.json").read_text("utf-8"))
    return {row["id"]: dict(row["steps"]) for row in rows}


@pytest.mark.parametrize("case", VECTORS, ids=[f"{case['id']}-{place}" for place, case in enumerate(VECTORS)])
def test_a_worked_duty_of_the_handbook_agrees_to_the_fen(
    case: Case, handbook: dict[str, dict[str, str]]
) -> None:
    found = assessed(case)
    assert not found.missing
    for step, name in case["figures"].items():
        expected = handbook[case["id"]][step]
        listed = ast.literal_eval(expected) if expected.startswith("[") else [expected] * len(found.items)
        got = [_named(found, item, name) for item in found.items]
        for ours, theirs in zip(got, listed, strict=True):
            wanted = Decimal(theirs)
            assert ours.quantize(wanted, ROUND_HALF_UP) == wanted, f"{step}: {ours}"


def test_no_figure_of_the_handbook_is_left_out(handbook: dict[str, dict[str, str]]) -> None:
    compared: dict[str, set[str]] = {}
    for case in VECTORS:
        compared.setdefault(case["id"], set()).update(case["figures"])
    assert set(compared) == {name for name in handbook if name[0] in "TE"}
    for name, steps in compared.items():
        assert set(handbook[name]) - steps <= NOT_A_FIGURE, name


def _named(found: Assessment, item: ItemAssessment, name: str) -> Decimal:
    """A figure of the assessment by the name that ``vectors.toml`` gives it."""
    if name == "all":
        return found.total
    if name.startswith("total "):
        return found.taxes.kinds()[name.removeprefix("total ")]
    formulas = {each.name: each.formula for each in item.steps}
    match name:
        case "sliding_raw":
            a, price, b = (Decimal(each.rstrip("%")) for each in formulas["sliding_rate"].split()[:6:2][:3])
            return a / price + b / 100 * price - 1
        case "consumption_quantity" | "consumption_amount":
            quantity, amount = formulas["consumption"].split(" × ")
            return Decimal(quantity if name.endswith("quantity") else amount)
        case "insurance_in_ten_thousand":
            return Decimal(figure(item, "insurance")) / 10_000
    return Decimal(figure(item, name))
