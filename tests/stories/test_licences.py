"""Licences: compared by the system as e-ledgers are, by quantity, by value or by times of use; paper stays an officer's work."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from tests.build import Office, declaration, inspected, item
from tests.cast import BROKER, DENG, LAST_YEAR, TAN, TERMINAL
from tests.permit_cast import issue, licence, line, told
from tests.stories.test_duty import blocks
from tongguan.facts.declaration import Declaration
from tongguan.facts.parts import ItemLicence, LicenceDocument
from tongguan.facts.permit import Permit
from tongguan.rules.book import RuleBook, shipped_files

NUMBER = "18-AA-000001"
STREAM = f"licence/{NUMBER}"


def office_with(*permits: Permit) -> Office:
    office = Office()
    for permit in permits or (licence(),):
        issue(office.desk, permit)
    return office


def shipment(document: str = "IN-1", kilograms: str = "100", **changes: Any) -> Declaration:
    """An import of auto parts that quotes the licence."""
    amount = Decimal(kilograms)
    goods = item(
        1, quantity=amount, first_quantity=amount, total=(amount * Decimal("3.125")).quantize(Decimal("0.01"))
    )
    plain: dict[str, Any] = {
        "items": (goods,), "net_weight": amount, "gross_weight": amount + 20, "transport_document": document,
        "licence_documents": (LicenceDocument(code="1", number=NUMBER),),
    }  # fmt: skip
    return declaration(**{**plain, **changes})


def left(office: Office, stream: str = STREAM) -> dict[str, Decimal]:
    view = office.desk.permits.view(stream)
    assert view is not None
    return {each.measure: each.free for each in view.balances}


def test_agreement_does_the_control_without_an_officer_and_binds_the_quantity() -> None:
    office = office_with()
    said = office.lodge(shipment())
    assert said.status == "accepted"
    assert "licence_check" not in blocks(said)
    assert left(office) == {"quantity": 150}
    much = office.lodge(shipment("IN-2", "151"), "B")
    assert told(much.findings) == [("L04", "items[1].quantity", 1, "151", "150")]


def test_a_paper_licence_is_checked_by_an_officer_as_before() -> None:
    said = Office().lodge(shipment())
    assert told(said.findings) == [("L01", "licence_documents[1].number", None, "", "")]
    assert "licence_check" in blocks(said)


def test_it_is_found_in_the_head_of_the_declaration_too() -> None:
    office = office_with()
    said = office.lodge(shipment(licence_documents=(), licence_no=NUMBER))
    assert "licence_check" not in blocks(said)
    assert left(office) == {"quantity": 150}


def test_a_number_that_stands_in_two_places_is_one_licence() -> None:
    office = office_with()
    office.lodge(shipment(licence_no=NUMBER))
    assert left(office) == {"quantity": 150}


def test_another_document_code_than_the_licences_is_a_difference() -> None:
    office = office_with()
    said = office.lodge(shipment(licence_documents=(LicenceDocument(code="7", number=NUMBER),)))
    assert told(said.findings) == [("L03", "licence_documents[1].number", None, "7", "1")]


def test_a_licence_by_value_is_used_by_value_in_its_currency() -> None:
    worth = line(
        quantity=None, unit="", weight=None, value=Decimal("312.50"), destination="", valid_to="2018-12-31"
    )
    office = office_with(licence(worth))
    assert office.lodge(shipment()).status == "accepted"
    assert left(office) == {"value": 0}
    said = office.lodge(shipment("IN-2", "1"), "B")
    assert told(said.findings) == [("L04", "items[1].total", 1, "3.12", "0")]


@pytest.mark.parametrize(("terms", "fits"), [({"one_batch": True}, 1), ({"times": 2}, 2)])
def test_one_batch_one_licence_is_used_once_others_as_often_as_they_say(
    terms: dict[str, Any], fits: int
) -> None:
    office = office_with(licence(**terms))
    said = [office.lodge(shipment(f"IN-{n}", "10"), f"N{n}") for n in range(fits + 1)]
    assert [each.status for each in said] == ["accepted"] * fits + ["returned"]
    assert told(said[-1].findings) == [("L04", "licence_documents[1].number", None, "1", "0")]
    office.does(said[0].number, "cancel", actor=BROKER, ground="data_error", reason="twice")
    office.does(said[0].number, "decide-cancellation", actor=DENG)
    assert office.lodge(shipment("IN-9", "10"), "N9").status == "accepted", "a cancelled use counts no more"


def test_a_product_licence_on_a_goods_line_covers_that_line_alone() -> None:
    terms = line(
        weight=None,
        value=None,
        currency="",
        destination="",
        valid_to="2018-12-31",
        unit="001",
        quantity=Decimal(7),
    )
    office = office_with(licence(terms, code="411", number="2018-CCC-7"))
    row = ItemLicence(
        licence_type="411",
        licence_no="2018-CCC-7",
        write_off_line="1",
        write_off_quantity="5",
        write_off_unit="001",
    )
    lines = (item(1, licences=(row,)), item(2))
    content = shipment(items=lines, net_weight=Decimal(200), gross_weight=Decimal(220), licence_documents=())
    said = office.lodge(content)
    assert told(said.findings) == []
    assert "licence_check" not in blocks(said)
    assert left(office, "licence/2018-CCC-7") == {"quantity": 2}, "in pieces, as its row says"


def test_a_product_licence_without_a_number_needs_somebody_to_look() -> None:
    office = office_with()
    lines = (item(1, quantity=Decimal(100), licences=(ItemLicence(licence_type="411"),)),)
    said = office.lodge(shipment(items=lines))
    assert "licence_check" in blocks(said)


def test_in_the_serial_process_the_system_does_it_when_its_turn_comes() -> None:
    office = Office(at=LAST_YEAR)
    terms = line(weight=None, value=None, currency="", destination="", valid_to="2017-12-31")
    issue(office.desk, licence(terms, issued_on="2017-01-01"))
    form = LicenceDocument(code="A", number="430800118000001")
    said = office.lodge(inspected(licence_documents=(form, LicenceDocument(code="1", number=NUMBER))))
    assert left(office) == {"quantity": 50}
    office.does(said.number, "arrive", actor=TERMINAL)
    office.does(said.number, "done", "quarantine_review", actor=TAN)
    office.inspects(said.number)
    before = office.does(said.number, "done", "clearance_form", actor=TAN)
    assert "licence_check" in blocks(before), "customs has not accepted yet"
    after = office.does(said.number, "done", "customs_declaration", actor=BROKER)
    assert (after.status, "licence_check" in blocks(after)) == ("accepted", False)


def test_a_licence_of_somebody_else_or_for_other_goods_is_refused() -> None:
    office = office_with(licence(holder="4303960009"))
    said = office.lodge(shipment())
    assert [(each.code, each.values["why_en"]) for each in said.findings] == [
        ("L02", "its holder is not the declaration's trader")
    ]
    other = line(
        commodity="2204210000", weight=None, value=None, currency="", destination="", valid_to="2018-12-31"
    )
    said = office_with(licence(other)).lodge(shipment())
    assert [each[0] for each in told(said.findings)] == ["L05"]


def office_where_parts_need(code: str) -> Office:
    """An office whose confirmed rows ask a document of auto parts."""
    rows = shipped_files()["conditions.csv"].replace(
        "8708,2017-01-01,,,,汽车零件,Parts of motor vehicles,illustrative,none assumed",
        f"8708,2017-01-01,,{code},,汽车零件,Parts of motor vehicles,confirmed,made up for a test",
    )
    office = Office()
    office.desk.office = replace(office.desk.office, rules=RuleBook.load({"conditions.csv": rows}))
    return office


@pytest.mark.parametrize(("code", "findings"), [("1", []), ("7", [("L06", "items[1].commodity", 1, "", "")])])
def test_one_in_the_head_answers_what_its_own_code_answers_and_nothing_else(
    code: str, findings: list[Any]
) -> None:
    office = office_where_parts_need("1")
    issue(office.desk, licence(code=code))
    said = office.lodge(shipment(licence_documents=(), licence_no=NUMBER))
    assert told(said.findings) == findings
    assert said.status == ("returned" if findings else "accepted")


@pytest.mark.parametrize(
    "quoted",
    [
        {"licence_documents": (LicenceDocument(code="1", number=f" {NUMBER} "),)},
        {"licence_documents": (), "licence_no": f"{NUMBER}　"},
    ],
    ids=["document", "head"],
)
def test_blanks_around_a_number_are_no_part_of_it(quoted: dict[str, Any]) -> None:
    office = office_with()
    said = office.lodge(shipment(**quoted))
    assert told(said.findings) == []
    assert left(office) == {"quantity": 150}


def test_blanks_alone_are_no_number() -> None:
    said = office_where_parts_need("1").lodge(shipment(licence_documents=(), licence_no="  "))
    assert "C01" in [each.code for each in said.findings]
