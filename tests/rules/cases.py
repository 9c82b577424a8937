"""Declarations that the rules find nothing wrong with, to be spoilt one field at a time."""

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from tongguan.facts.declaration import Declaration, Item
from tongguan.facts.evidence import Evidence
from tongguan.facts.finding import Finding
from tongguan.facts.parts import LicenceDocument, Party
from tongguan.rules.book import RuleBook

LAST_DAY_OF_OLD_FORM = date(2018, 7, 31)
FIRST_DAY_OF_MERGED_FORM = date(2018, 8, 1)
BOOK = RuleBook.shipped()

TRADER = Party(
    customs_code="4303960001",
    social_code="91430300MASYNT0001",
    ciq_code="4300000001",
    name="湘潭示例电子有限公司",
)
BROKER = Party(
    customs_code="4303980001",
    social_code="91430300MASYNBRK01",
    ciq_code="4300000002",
    name="湘潭示例报关有限公司",
)


def line(number: int, **changes: Any) -> Item:
    """A line of 100 integrated circuits at 12.5 dollars from Germany, under form-2018."""
    item = Item(
        line=number,
        commodity="8542399000",
        ciq_code="999",
        name="集成电路（示例）",
        specification="0|0|示例",
        quantity=Decimal(100),
        unit="007",
        first_quantity=Decimal(100),
        first_unit="007",
        price=Decimal("12.5"),
        total=Decimal(1250),
        currency="USD",
        origin_country="DEU",
        destination_country="CHN",
        district="43039",
        destination_code="430300",
        duty_mode="1",
    )
    return replace(item, **changes)


def imported(**changes: Any) -> Declaration:
    """A merged import of two lines by road, general trade, CIF."""
    declaration = Declaration(
        ie_flag="I",
        office="4907",
        port="4907",
        transport_document="SYN00000001",
        contract_no="SYN-2018-1",
        levy_nature="101",
        port_of_call="HKG003",
        gross_weight=Decimal("52.5"),
        net_weight=Decimal(50),
        packages=4,
        partner_country="DEU",
        trading_country="DEU",
        supervision_mode="0110",
        transport_mode="4",
        transport_means="示例车次",
        transaction_term="1",
        package_type="22",
        declaration_mark="1",
        entry_type="M",
        transit_relation="0",
        price_statements="000",
        departure_port="HKG003",
        entry_port="430001",
        goods_place="综保区一号仓",
        trader=TRADER,
        owner=TRADER,
        agent=BROKER,
        entry_unit=Party(customs_code="430300001", name=BROKER.name),
        items=(line(1), line(2)),
    )
    return replace(declaration, **changes)


def exported(**changes: Any) -> Declaration:
    """A merged export of one line by sea, general trade, FOB."""
    declaration = imported(
        ie_flag="E",
        transport_mode="2",
        transport_means="示例轮",
        voyage="018E",
        transaction_term="3",
        price_statements="999",
        departure_port="",
        items=(line(1, origin_country="CHN", destination_country="DEU"),),
    )
    return replace(declaration, **changes)


def inspected(**changes: Any) -> Declaration:
    """A merged import of food under inspection and quarantine, with all its sixteen items."""
    declaration = imported(
        marks="N/M",
        acceptance_authority="430800",
        certificate_authority="430800",
        port_inspection_authority="430800",
        destination_authority="430800",
        departure_date="20180701",
        licence_documents=(LicenceDocument(code="A", number="430820180000001"),),
        items=(food(1),),
    )
    return replace(declaration, **changes)


def food(number: int, **changes: Any) -> Item:
    """A line of food with what inspection asks of it."""
    item = line(
        number,
        commodity="2106909090",
        ciq_use="12",
        goods_attributes="19",
        brand="示例牌",
        ciq_specification="示例",
        production_dates="20180601",
    )
    return replace(item, **changes)


def before_merger(**changes: Any) -> Declaration:
    """The import as the form before 1 August 2018 had it: numeric codes, one district for all lines."""
    old = {"origin_country": "304", "destination_country": "142", "currency": "502"}
    bare = {"district": "", "destination_code": "", "ciq_code": ""}
    declaration = imported(
        port_of_call="110",
        district="43039",
        partner_country="304",
        trading_country="304",
        package_type="2",
        departure_port="",
        entry_port="",
        goods_place="",
        items=(line(1, **old, **bare), line(2, **old, **bare)),
    )
    return replace(declaration, **changes)


def found(declaration: Declaration, on: date = FIRST_DAY_OF_MERGED_FORM) -> list[Finding]:
    """What the shipped rules find, without selection."""
    return list(BOOK.check(declaration, on).findings)


def codes(declaration: Declaration, on: date = FIRST_DAY_OF_MERGED_FORM) -> set[str]:
    """Codes of what the shipped rules find."""
    return {finding.code for finding in found(declaration, on)}


def lodged(arrived: bool = True, draw: int = 0, **more: Any) -> Evidence:
    """Evidence of a lodged declaration."""
    return Evidence(arrived_at=1 if arrived else None, draw=draw, **more)
