"""A document is for the goods that it lists: goods beside it, and measures the declaration does not say, are not let through."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests.build import Office, item
from tests.permit_cast import NUMBER, issue, ledger, line, shipment, told
from tests.stories.test_duty import blocks
from tongguan.facts.declaration import Declaration
from tongguan.facts.parts import LicenceDocument
from tongguan.rules.book import RuleBook, shipped_files

MOTORS = "8501520000"
ROWS = shipped_files()["conditions.csv"].replace(
    "8708,2017-01-01,,,,汽车零件,Parts of motor vehicles,illustrative,none assumed",
    "8708,2017-01-01,,B,,汽车零件,Parts of motor vehicles,confirmed,made up for a test",
)


def rules(status: str) -> RuleBook:
    """Auto parts need an e-ledger; motors too, by a row of the given status."""
    motors = "8501,2017-01-01,,,,电动机,Electric motors,illustrative,none assumed"
    needed = f"8501,2017-01-01,,B,,电动机,Electric motors,{status},made up for a test"
    return RuleBook.load({"conditions.csv": ROWS.replace(motors, needed)})


def office_with(status: str) -> Office:
    """An office with such rows and the e-ledger for the parts."""
    office = Office()
    office.desk.office = replace(office.desk.office, rules=rules(status))
    issue(office.desk, ledger())
    return office


@pytest.fixture(params=["confirmed", "illustrative"])
def office(request: pytest.FixtureRequest) -> tuple[Office, str]:
    return office_with(request.param), request.param


def mixed(**changes: object) -> Declaration:
    """A hundred kilograms of the parts on the e-ledger, and motors that ride beside them."""
    plain = shipment()
    motors = item(2, commodity=MOTORS, origin_country="CHN", destination_country="DEU")
    return replace(
        plain, items=(*plain.items, motors), net_weight=Decimal(200), gross_weight=Decimal(220), **changes
    )  # fmt: skip


def test_goods_that_need_an_e_ledger_do_not_ride_on_one_that_is_for_other_goods(
    office: tuple[Office, str],
) -> None:
    desk, status = office
    said = desk.lodge(mixed())
    assert ("E06", "items[2].commodity", 2) in [each[:3] for each in told(said.findings)]
    if status == "confirmed":
        assert said.status == "returned"
    else:
        assert "e_ledger_check" in blocks(said), "by a row that nobody confirmed an officer looks"


def test_goods_on_an_e_ledger_of_their_own_beside_the_first_need_no_officer() -> None:
    office = office_with("confirmed")
    own = "118000000000002000"
    issue(office.desk, ledger(line(commodity=MOTORS), number=own))
    both = (LicenceDocument(code="B", number=NUMBER), LicenceDocument(code="B", number=own))
    said = office.lodge(mixed(licence_documents=both))
    assert told(said.findings) == []
    assert "e_ledger_check" not in blocks(said)


def test_beside_an_e_ledger_that_the_office_does_not_know_the_officer_looks_and_nothing_is_refused() -> None:
    office = office_with("confirmed")
    both = (LicenceDocument(code="B", number=NUMBER), LicenceDocument(code="B", number="PAPER-1"))
    said = office.lodge(mixed(licence_documents=both))
    assert [each[0] for each in told(said.findings)] == ["E01"]
    assert "e_ledger_check" in blocks(said)


def test_a_weight_that_the_declaration_does_not_say_is_an_officers_to_compare() -> None:
    office = Office()
    pieces = {"unit": "001", "quantity": Decimal(100), "first_unit": "001", "first_quantity": Decimal(100)}
    issue(office.desk, ledger(line(unit="001"), line(2, unit="001", commodity=MOTORS)))
    plain = mixed()
    said = office.lodge(replace(plain, items=tuple(replace(each, **pieces) for each in plain.items)))
    assert [each for each in told(said.findings) if each[0] == "E07"] == [
        ("E07", "items[1].net_weight", 1, "—", "250"),
        ("E07", "items[2].net_weight", 2, "—", "250"),
    ]
    assert "e_ledger_check" in blocks(said)
    assert office.desk.permits.uses(f"ledger/{NUMBER}"), "what it does say is bound all the same"
