"""The form in force by date, real messages, and declarations as they should be."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.rules.cases import (
    BOOK,
    FIRST_DAY_OF_MERGED_FORM,
    LAST_DAY_OF_OLD_FORM,
    before_merger,
    exported,
    found,
    imported,
    inspected,
    line,
)
from tongguan.adapters.singlewindow import read
from tongguan.facts.declaration import Declaration
from tongguan.facts.finding import REJECT, Finding
from tongguan.facts.parts import Charge, Container, ElectronicDocument, LicenceDocument, OriginLine

D = Decimal
MAPPED = OriginLine(certificate_type="Y03", line="1", certificate="SYN1", certificate_line="1")
ATTACHED = tuple(ElectronicDocument(code=code, document=f"{code}.pdf") for code in ("00000001", "00000003"))
BY_WEIGHT = line(1, unit="035", quantity=D(50), first_unit="035", first_quantity=D(50), price=D(25))
RATE = Charge(mark="1", amount=D("0.3"))


@pytest.mark.parametrize(
    "declaration",
    [
        imported(),
        exported(),
        inspected(),
        imported(containers=(Container(container="CSQU3054383", container_type="11", lines="1，2"),)),
        imported(package_type="00", packages=1),
        imported(
            transaction_term="3", insurance=RATE, freight=Charge(mark="2", amount=D(40), currency="USD")
        ),
        imported(other_charges=Charge(mark="3", amount=D(-9), currency="USD")),
        imported(partner_country="CHN", licence_documents=(LicenceDocument(code="a", number="SYN1"),)),
        imported(
            licence_documents=(LicenceDocument(code="Y", number="<03>SYN1"),),
            origin_lines=(MAPPED,),
            documents=ATTACHED,
        ),
        imported(items=(BY_WEIGHT,)),
    ],
    ids=[
        "import",
        "export",
        "food",
        "container",
        "bulk",
        "FOB",
        "deduction",
        "from China",
        "origin",
        "by weight",
    ],
)
def test_a_declaration_as_it_should_be_has_no_finding(declaration: Declaration) -> None:
    assert found(declaration) == []


def test_a_declaration_of_the_old_form_as_it_should_be_has_no_finding() -> None:
    assert found(before_merger(), LAST_DAY_OF_OLD_FORM) == []


def rejected(findings: list[Finding]) -> dict[str, str]:
    return {finding.field: finding.code for finding in findings if finding.consequence == REJECT}


def test_the_form_changes_on_the_first_of_august_2018() -> None:
    assert BOOK.form(LAST_DAY_OF_OLD_FORM).id == "form-2017"
    assert BOOK.form(FIRST_DAY_OF_MERGED_FORM).id == "form-2018"
    new = {"departure_port": "F01", "entry_port": "F01", "goods_place": "F01"}
    moved = {"items[1].district": "F01", "items[2].district": "F01"}
    asked = rejected(found(before_merger(), FIRST_DAY_OF_MERGED_FORM))
    assert asked == new | moved | {"port_of_call": "F03"} or asked == new | moved


def test_a_day_before_all_forms_is_judged_by_the_first_of_them() -> None:
    assert BOOK.form(date(2016, 12, 31)).id == "form-2017"


def test_an_export_need_not_say_where_goods_are_stored_or_left_from() -> None:
    assert {"goods_place", "departure_port"}.isdisjoint(rejected(found(exported(goods_place=""))))


def real(shared: Path, name: str) -> Declaration:
    return read((shared / "data" / "singlewindow" / name).read_bytes()).declaration


def test_the_real_message_of_february_2018_is_not_rejected_by_the_form_of_its_day(shared: Path) -> None:
    declaration = real(shared, "export-2018-02-before-merge.xml")
    findings = found(declaration, date(2018, 2, 1))
    assert rejected(findings) == {}
    assert {finding.consequence for finding in findings} == {"note"}
    total = sum((item.total for item in declaration.items if item.total), D(0))
    assert total == D("11359.98")


def test_the_same_message_under_the_merged_form_hears_what_that_asks_for(shared: Path) -> None:
    findings = found(real(shared, "export-2018-02-before-merge.xml"))
    asked = rejected(findings)
    assert {"entry_port", *(f"items[{n}].district" for n in range(1, 5))} <= set(asked)
    missing = next(finding for finding in findings if finding.field == "items[3].district")
    assert missing.line == 3
    assert "DistrictCode" in BOOK.catalogue.wording(missing, "zh")[0]


def test_an_empty_message_hears_of_every_field_that_is_always_demanded(shared: Path) -> None:
    findings = found(real(shared, "empty-after-merge.xml"))
    sheet = BOOK.form(FIRST_DAY_OF_MERGED_FORM)
    always = {field.path for field in sheet.header if field.demand == "always"}
    assert always | {"items"} <= set(rejected(findings)), "an empty line is no goods line"


def test_both_generations_of_countries_and_currencies_are_taken() -> None:
    old = line(1, currency="502", origin_country="304", destination_country="142")
    assert rejected(found(imported(items=(old,), partner_country="304", trading_country="304"))) == {}


def test_a_unit_price_rounded_to_four_places_is_no_fault() -> None:
    rounded = line(1, quantity=D(17600), first_quantity=D(17600), price=D("0.0414"), total=D("729.34"))
    assert found(imported(items=(rounded,))) == []
