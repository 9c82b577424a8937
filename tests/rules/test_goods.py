"""What arrived against what was declared: codes G01 to G04."""

from decimal import Decimal

import pytest

from tests.rules.cases import BOOK, FIRST_DAY_OF_MERGED_FORM, imported
from tongguan.facts.evidence import Tally

TWELVE = imported(packages=12, gross_weight=Decimal(220), transport_document="SYN1")


def found(tally: Tally) -> list[tuple[str, str]]:
    return [(each.code, each.consequence) for each in BOOK.of_goods(TWELVE, tally, FIRST_DAY_OF_MERGED_FORM)]


@pytest.mark.parametrize(
    ("tally", "expected"),
    [
        (Tally(complete=True, counted=11), [("G01", "hold")]),
        (Tally(complete=False, counted=11), []),
        (Tally(complete=True, counted=13), [("G02", "hold")]),
        (Tally(complete=False, counted=13), [("G02", "hold")]),
        (Tally(complete=True, counted=12, others=("4907X",)), [("G03", "hold")]),
        (Tally(complete=True, gross_weight=Decimal("226.7")), [("G04", "note")]),
        (Tally(complete=True, gross_weight=Decimal("226.6")), []),
        (Tally(complete=True), []),
    ],
)
def test_the_tally_is_compared_once_it_can_be(tally: Tally, expected: list[tuple[str, str]]) -> None:
    assert found(tally) == expected


def test_nobody_outside_learns_whose_declaration_the_other_one_is() -> None:
    finding = BOOK.of_goods(TWELVE, Tally(others=("4907OTHER",)), FIRST_DAY_OF_MERGED_FORM)[0]
    assert "4907OTHER" in BOOK.catalogue.wording(finding, "en")[0]
    assert "4907OTHER" not in BOOK.catalogue.wording(finding, "en", outward=True)[0]
    assert "4907OTHER" not in BOOK.catalogue.wording(finding, "zh", outward=True)[0]
