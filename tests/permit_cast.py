"""E-ledgers and licences of the tests, who issues them, and declarations that quote them. Everything is made up."""

from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from tests.build import BROKER, TRADER, Office, export, item
from tongguan.desk import register
from tongguan.desk.desk import Desk
from tongguan.desk.permits import Told
from tongguan.facts.actor import Actor
from tongguan.facts.declaration import Declaration
from tongguan.facts.finding import Finding
from tongguan.facts.parts import LicenceDocument
from tongguan.facts.permit import LICENCE, Permit, PermitLine, PermitMessage

INSPECTION = register.shipped().actors["inspection-service"]
LICENSING = register.shipped().actors["licensing-authority"]
ENTERPRISE = Actor(id="enterprise", kind="declarant", roles=("declarant",), party=TRADER.customs_code)
NUMBER = "118000000000001000"
"""Of an e-ledger: 18 characters."""
SHORT = NUMBER[:15]


def line(number: int = 1, **changes: Any) -> PermitLine:
    """Auto parts for Germany: 250 kg worth 1,000 dollars."""
    plain: dict[str, Any] = {
        "line": number, "commodity": "8708999990", "quantity": Decimal(250), "unit": "035", "weight": Decimal(250),
        "value": Decimal(1000), "currency": "USD", "destination": "DEU",
    }  # fmt: skip
    return PermitLine(**{**plain, **changes})


def ledger(*lines: PermitLine, **changes: Any) -> Permit:
    """An e-ledger of 1 August 2018 that the broker may quote."""
    plain: dict[str, Any] = {
        "number": NUMBER, "holder": TRADER.customs_code, "brokers": (BROKER.customs_code,), "issued_on": "2018-08-01",
        "lines": lines or (line(),),
    }  # fmt: skip
    return Permit(**{**plain, **changes})


def licence(*lines: PermitLine, **changes: Any) -> Permit:
    """An import licence for the auto parts, 250 kg, to the end of the year."""
    plain = {"kind": LICENCE, "code": "1", "number": "18-AA-000001"}
    own = lines or (line(weight=None, value=None, currency="", destination="", valid_to="2018-12-31"),)
    return ledger(*own, **{**plain, **changes})


def issue(desk: Desk, permit: Permit, operation: str = "open", reason: str = "") -> Told:
    said = desk.permits.tell(
        PermitMessage(operation=operation, permit=permit, reason=reason),
        LICENSING if permit.kind == LICENCE else INSPECTION,
    )
    assert isinstance(said, Told), said
    return said


def shipment(
    kilograms: str = "100", document: str = "OUT-1", number: str = NUMBER, **changes: Any
) -> Declaration:
    """An export of auto parts at 3.125 dollars a kilogram that quotes the e-ledger."""
    amount = Decimal(kilograms)
    goods = item(
        1, quantity=amount, first_quantity=amount, total=(amount * Decimal("3.125")).quantize(Decimal("0.01")),
        origin_country="CHN", destination_country="DEU",
    )  # fmt: skip
    plain: dict[str, Any] = {
        "items": (goods,), "net_weight": amount, "gross_weight": amount + 20, "transport_document": document,
        "licence_documents": (LicenceDocument(code="B", number=number),),
    }  # fmt: skip
    return export(**{**plain, **changes})


def with_item(declaration: Declaration, **changes: Any) -> Declaration:
    """The declaration with its first goods line changed."""
    first, *rest = declaration.items
    return replace(declaration, items=(replace(first, **changes), *rest))


def free(office: Office, measure: str = "quantity", permit: str = f"ledger/{NUMBER}") -> Decimal:
    view = office.desk.permits.view(permit)
    assert view is not None
    return next(each.free for each in view.balances if each.measure == measure)


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str, int | None, str, str]]:
    """Code, field, own line, declared and listed value of the findings about permits."""
    return [
        (each.code, each.field, each.line, each.values.get("declared", ""), each.values.get("listed", ""))
        for each in findings
        if each.code[0] in "EL"
    ]
