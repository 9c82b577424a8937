"""Which line of which permit goods belong to: all permits that a declaration quotes are paired with its lines together."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from tests.build import Office, item
from tests.permit_cast import NUMBER, SHORT, free, issue, ledger, line, shipment, told
from tests.stories.test_duty import blocks
from tongguan.facts.declaration import Declaration, Item
from tongguan.facts.parts import LicenceDocument, OriginLine
from tongguan.facts.permit import Permit, PermitLine

PARTS, BODIES, MOTORS = "8708999990", "8708991000", "8501520000"
"""Two codes of one heading, and one of another."""
OTHER = "118000000000002000"
FIRST, SECOND = f"ledger/{NUMBER}", f"ledger/{OTHER}"


def office_with(*permits: Permit) -> Office:
    office = Office()
    for permit in permits:
        issue(office.desk, permit)
    return office


def kilograms(number: int, **changes: Any) -> PermitLine:
    """A line that limits the quantity alone."""
    return line(number, **{"weight": None, "value": None, "currency": "", **changes})


def goods(*amounts: int, **changes: Any) -> tuple[Item, ...]:
    """Goods lines of so many kilograms each."""
    plain: dict[str, Any] = {"origin_country": "CHN", "destination_country": "DEU", **changes}
    return tuple(
        item(n, quantity=Decimal(amount), first_quantity=Decimal(amount), total=Decimal("3.125") * amount, **plain)
        for n, amount in enumerate(amounts, start=1)
    )  # fmt: skip


def quoting(items: tuple[Item, ...], *numbers: str, **changes: Any) -> Declaration:
    """An export of these goods that quotes e-ledgers of these numbers."""
    net = sum((each.quantity or Decimal(0) for each in items), Decimal(0))
    documents = tuple(LicenceDocument(code="B", number=number) for number in numbers or (NUMBER, OTHER))
    return shipment(
        items=items, licence_documents=documents, net_weight=net, gross_weight=net + 20, **changes
    )  # fmt: skip


def left(office: Office, *streams: str) -> list[Decimal]:
    return [free(office, permit=stream) for stream in streams or (FIRST, SECOND)]


# -- several permits ----------------------------------------------------------------------------------------------


def test_each_of_two_ledgers_of_one_heading_is_for_the_goods_line_with_its_code() -> None:
    office = office_with(ledger(kilograms(1)), ledger(kilograms(1, commodity=BODIES), number=OTHER))
    parts, bodies = goods(100, 60)
    said = office.lodge(quoting((parts, replace(bodies, commodity=BODIES))))
    assert (said.status, told(said.findings)) == ("accepted", [])
    assert "e_ledger_check" not in blocks(said)
    assert left(office) == [150, 190]


def test_one_goods_line_is_drawn_from_one_of_two_ledgers_and_the_other_is_told_to_be_spare() -> None:
    office = office_with(ledger(), ledger(number=OTHER))
    said = office.lodge(quoting(goods(100)))
    assert said.status == "accepted"
    assert [(each.code, each.values["number"]) for each in said.findings if each.code[0] == "E"] == [
        ("E09", OTHER)
    ]
    assert "e_ledger_check" not in blocks(said)
    assert left(office) == [150, 250]
    assert office.desk.permits.uses(SECOND) == []


def test_two_goods_lines_are_drawn_from_two_ledgers_once_each() -> None:
    office = office_with(ledger(), ledger(number=OTHER))
    said = office.lodge(quoting(goods(100, 90)))
    assert (said.status, told(said.findings)) == ("accepted", [])
    assert left(office) == [150, 160]


def test_two_ledgers_that_have_just_enough_together_are_enough_for_two_goods_lines() -> None:
    just = line(quantity=Decimal(100), weight=Decimal(100), value=Decimal("312.50"))
    office = office_with(ledger(just), ledger(just, number=OTHER))
    said = office.lodge(quoting(goods(100, 100)))
    assert (said.status, told(said.findings)) == ("accepted", [])
    assert left(office) == [0, 0]


@pytest.mark.parametrize("amounts", [(100, 200), (200, 100), (50, 150, 100), (100, 100, 100)])
def test_whatever_the_order_of_the_goods_lines_they_are_shared_out_so_that_all_fit(
    amounts: tuple[int, ...],
) -> None:
    office = office_with(
        ledger(kilograms(1, quantity=Decimal(200))), ledger(kilograms(1, quantity=Decimal(100)), number=OTHER)
    )
    said = office.lodge(quoting(goods(*amounts)))
    assert (said.status, told(said.findings)) == ("accepted", [])
    assert left(office) == [0, 0]


def test_even_where_taking_the_largest_first_would_not_find_how() -> None:
    six = kilograms(1, quantity=Decimal(60))
    office = office_with(ledger(six), ledger(six, number=OTHER))
    said = office.lodge(quoting(goods(30, 30, 20, 20, 20)))
    assert (said.status, told(said.findings)) == ("accepted", [])
    assert left(office) == [0, 0]


def test_where_all_ledgers_together_have_too_little_the_line_that_is_too_much_is_named() -> None:
    just = kilograms(1, quantity=Decimal(100))
    office = office_with(ledger(just), ledger(just, number=OTHER))
    said = office.lodge(quoting(goods(100, 101)))
    assert told(said.findings) == [("E04", "items[2].quantity", 2, "101", "100")]
    assert said.findings[-1].values["number"] == OTHER
    assert left(office) == [100, 100]


def test_many_goods_lines_and_ledgers_that_cannot_fit_are_refused_all_the_same() -> None:
    small = [kilograms(n, quantity=Decimal(10)) for n in range(1, 21)]
    office = office_with(ledger(*small), ledger(*small, number=OTHER))
    said = office.lodge(quoting(goods(*[6] * 41)))
    assert said.status == "returned"
    assert [each[0] for each in told(said.findings)] == ["E04"]


def test_a_goods_line_is_never_split_over_two_ledgers() -> None:
    just = kilograms(1, quantity=Decimal(100))
    office = office_with(ledger(just), ledger(just, number=OTHER))
    said = office.lodge(quoting(goods(200)))
    assert [each for each in told(said.findings) if each[0] != "E09"] == [
        ("E04", "items[1].quantity", 1, "200", "100")
    ]


def test_a_goods_line_whose_code_no_ledger_has_is_compared_with_one_of_its_heading() -> None:
    office = office_with(ledger(kilograms(1)), ledger(kilograms(1, commodity=MOTORS), number=OTHER))
    motors, bodies = goods(100, 60)
    said = office.lodge(quoting((replace(motors, commodity=MOTORS), replace(bodies, commodity=BODIES))))
    assert told(said.findings) == [("E03", "items[2].commodity", 2, BODIES, PARTS)]
    assert said.findings[-1].values["number"] == NUMBER


def test_it_may_be_on_another_that_the_office_does_not_know_and_is_not_compared_with_its_neighbour() -> None:
    office = office_with(ledger(kilograms(1)))
    parts, bodies = goods(100, 60)
    said = office.lodge(quoting((parts, replace(bodies, commodity=BODIES)), NUMBER, "PAPER-1"))
    assert [each[0] for each in told(said.findings)] == ["E01"]
    assert "e_ledger_check" in blocks(said)
    assert left(office, FIRST) == [150]


def test_what_the_declaration_says_goes_before_what_would_fit() -> None:
    office = office_with(ledger(), ledger(number=OTHER))
    row = OriginLine(certificate_type="B", certificate=OTHER, line="1", certificate_line="1")
    said = office.lodge(quoting(goods(100, 90), origin_lines=(row,)))
    assert (said.status, told(said.findings)) == ("accepted", [])
    assert left(office) == [160, 150], "the second line is the other's, for it is free"


def test_one_ledger_quoted_by_its_short_and_its_full_number_is_one() -> None:
    office = office_with(ledger())
    said = office.lodge(quoting(goods(100, 90), SHORT, NUMBER))
    assert (said.status, told(said.findings)) == ("accepted", [])
    assert left(office, FIRST) == [60]


def test_blanks_around_a_number_are_no_part_of_it_where_a_line_is_related_to_it_either() -> None:
    office = office_with(ledger(kilograms(1), kilograms(2)))
    row = OriginLine(certificate_type="B", certificate=f" {NUMBER}", line="1", certificate_line="2")
    said = office.lodge(quoting(goods(100), f"{NUMBER} ", origin_lines=(row,)))
    assert told(said.findings) == []
    view = office.desk.permits.view(FIRST)
    assert view is not None
    assert [each.line for each in view.balances if each.used] == [2]


# -- several lines of one permit ----------------------------------------------------------------------------------


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    "worse",
    [{"destination": "FRA"}, {"unit": "001"}, {"valid_to": "2018-08-19"}, {"quantity": Decimal(99)}],
    ids=["destination", "unit", "term", "free"],
)
def test_of_two_lines_with_the_code_the_one_that_fits_is_taken(worse: dict[str, Any], turned: bool) -> None:
    terms: list[dict[str, Any]] = [{}, worse] if turned else [worse, {}]
    office = office_with(ledger(*[kilograms(n, **each) for n, each in enumerate(terms, start=1)]))
    said = office.lodge(quoting(goods(100), NUMBER))
    assert (said.status, told(said.findings)) == ("accepted", [])
    view = office.desk.permits.view(FIRST)
    assert view is not None
    used = [each.line for each in view.balances if each.used]
    assert used == [1 if turned else 2]


def test_a_line_that_is_used_up_gives_way_to_the_next() -> None:
    hundred = [kilograms(n, quantity=Decimal(100)) for n in (1, 2)]
    office = office_with(ledger(*hundred))
    for turn, status in enumerate(("accepted", "accepted", "returned")):
        content = quoting(goods(100), NUMBER, transport_document=f"OUT-{turn}")
        assert office.lodge(content, f"SYN{turn}").status == status


def test_goods_lines_for_two_countries_find_their_lines_whatever_their_order() -> None:
    office = office_with(
        ledger(kilograms(1, destination="", quantity=Decimal(100)), kilograms(2, destination="DEU", quantity=Decimal(100)))
    )  # fmt: skip
    germany, france = goods(100, 100)
    said = office.lodge(quoting((germany, replace(france, destination_country="FRA")), NUMBER))
    assert (said.status, told(said.findings)) == ("accepted", [])


def test_where_no_line_fits_the_one_that_differs_least_is_named_with_both_values() -> None:
    office = office_with(
        ledger(kilograms(1, destination="FRA"), kilograms(2, quantity=Decimal(90)), kilograms(3, destination="ITA"))
    )  # fmt: skip
    said = office.lodge(quoting(goods(100), NUMBER))
    assert told(said.findings) == [("E04", "items[1].quantity", 1, "100", "90")]
    both = office_with(ledger(kilograms(1, destination="FRA"), kilograms(2, destination="ITA")))
    said = both.lodge(quoting(goods(100), NUMBER))
    assert told(said.findings) == [("E03", "items[1].destination_country", 1, "DEU", "FRA")]


# -- short numbers ------------------------------------------------------------------------------------------------

TWIN = SHORT + "777"
"""Another e-ledger with the same first fifteen characters."""


def test_two_ledgers_with_the_same_first_fifteen_characters_are_each_quoted_by_their_full_number() -> None:
    office = office_with(ledger(), ledger(number=TWIN))
    assert office.lodge(quoting(goods(100), NUMBER)).status == "accepted"
    assert office.lodge(quoting(goods(50), TWIN, transport_document="OUT-2"), "SYN2").status == "accepted"
    assert left(office, FIRST, f"ledger/{TWIN}") == [150, 200]


def test_quoted_short_the_full_number_is_asked_for() -> None:
    office = office_with(ledger(), ledger(number=TWIN), ledger(number=SHORT + "888"))
    said = office.lodge(quoting(goods(100), SHORT))
    assert said.status == "returned"
    assert [(each.code, each.field, each.values["why_en"]) for each in said.findings] == [
        ("E02", "licence_documents[1].number", "several begin with this number; give its full number")
    ]
    assert office.desk.permits.view(office.desk.permits.locate("ledger", SHORT)) is None


@pytest.mark.parametrize("turned", [False, True])
def test_one_whose_full_number_is_the_short_one_of_another_is_meant_by_it(turned: bool) -> None:
    both = [ledger(), ledger(number=SHORT)]
    office = office_with(*(reversed(both) if turned else both))
    assert office.lodge(quoting(goods(100), SHORT)).status == "accepted"
    assert left(office, FIRST, f"ledger/{SHORT}") == [250, 150]


def test_the_opening_that_is_told_again_is_still_a_repeat() -> None:
    office = office_with(ledger(), ledger(number=TWIN))
    assert issue(office.desk, ledger(number=TWIN)).repeat
