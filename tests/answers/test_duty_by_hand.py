"""Duty worked by hand: what the program assesses is what a reader of the statutes worked out, to the fen."""

from decimal import Decimal

import pytest

from tests.answers.duty_cases import Case, assessed, cases, figure

BY_HAND = cases("by_hand.toml")


@pytest.mark.parametrize("case", BY_HAND, ids=[case["id"] for case in BY_HAND])
def test_a_case_worked_by_hand_agrees_to_the_fen(case: Case) -> None:
    found = assessed(case)
    assert not found.missing
    for line, item in zip(case["line"], found.items, strict=True):
        for name, expected in line["expect"].items():
            got = figure(item, name)
            assert got, f"line {item.line}: no step {name}: {item.steps}"
            assert abs(Decimal(got)) == abs(Decimal(expected)), f"line {item.line} {name}"
    totals = {**found.taxes.kinds(), "all": found.total, "value": found.value}
    for name, expected in case["expect"].items():
        assert totals[name] == Decimal(expected), name


def test_the_cases_cover_every_term_and_every_kind_of_rate() -> None:
    assert {(case["direction"], case["term"]) for case in BY_HAND} == {
        (direction, term)
        for direction in ("import", "export")
        for term in ("CIF", "C&F", "FOB", "C&I", "EXW")
    }
    kinds = {name for case in BY_HAND for line in case["line"] for name in line}
    assert kinds >= {
        "mfn", "provisional", "conventional", "special", "general", "quota", "export", "export_provisional",
        "consumption", "vat", "anti_dumping", "countervailing", "additional",
    }  # fmt: skip
