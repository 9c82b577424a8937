"""The declarations that are measured: sales out of the zone of five lines with a quarantine block and two documents.

Their goods are there, their verification lists are filed, their duty is secured on one of a hundred guarantees, and each
binds its five lines on one of a hundred licences. Exports quote one of a hundred e-ledgers instead.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

from msgspec.structs import replace

from tongguan.adapters import document
from tongguan.adapters.singlewindow import write
from tongguan.facts.declaration import Declaration, Item
from tongguan.facts.message import Message
from tongguan.facts.parts import ElectronicDocument, LicenceDocument, Party
from tongguan.facts.permit import LEDGER, LICENCE, Permit, PermitLine
from tongguan.facts.zone import AccountBook, BookItem, ListLine, RelatedParty, VerificationList

ON = date(2018, 8, 20)
AT = "2018-08-20T10:00:00+08:00"
BROKER = Party(customs_code="4303980001", social_code="91430300MASYNBRK01", name="湘潭示例报关有限公司")
BOOK = "T4907W000001"
TRADER = Party(customs_code="4303960001", social_code="91430300MASYNT0001", name="湘潭示例电子有限公司")


GUARANTEES = 100
QUANTITY = sum(100 * line for line in range(1, 6))
"""Kilograms of a declaration's five lines."""


def guarantee(serial: int, one: bool = False) -> str:
    """The guarantee that secures a declaration: one of a hundred, or the same for all."""
    return f"BENCH-{0 if one else serial % GUARANTEES:02}"


def message(serial: int, listed: bool = False, one: bool = False) -> Message:
    """One synthetic declaration that passes every rule of the merged form.

    ``listed``: it quotes its verification list and its guarantee; ``one``: the guarantee that all quote.
    """
    items = tuple(_item(line) for line in range(1, 6))
    net = sum((item.quantity or Decimal(0) for item in items), Decimal(0))
    declaration = Declaration(
        ie_flag="I", office="4907", port="4907", transport_document=f"BENCH-{serial:09}",
        contract_no=f"SYN-{serial}", levy_nature="101", port_of_call="HKG003", gross_weight=net + 40, net_weight=net,
        packages=12, partner_country="DEU", trading_country="DEU",
        supervision_mode="0110", transport_mode="Y", transport_means="示例车次", transaction_term="1",
        package_type="22", declaration_mark="1", entry_type="M", transit_relation="0", price_statements="000",
        departure_port="HKG003", entry_port="430001", goods_place="综保区一号仓", departure_date="20180810",
        trader=TRADER, owner=TRADER, agent=BROKER, entry_unit=Party(customs_code="430300001", name=BROKER.name),
        items=items, list_no=f"QD490718E{serial + 1:09}" if listed else "",
        guarantee_no=guarantee(serial, one) if listed else "",
        licence_documents=(LicenceDocument(code="1", number=permit_number(LICENCE, serial)),) if listed else (),
        documents=tuple(
            ElectronicDocument(document=f"4907{code}IM{serial:018}.pdf", code=code, format="US")
            for code in ("00000001", "00000003")
        ),
    )  # fmt: skip
    return Message(declaration=declaration, operation="C", client_number=f"BENCH{serial:012}")


def export(serial: int) -> Message:
    """One synthetic export of the same lines whose goods its e-ledger is for."""
    sale = message(serial)
    items = tuple(
        replace(item, origin_country="CHN", destination_country="DEU") for item in sale.declaration.items
    )
    declaration = replace(
        sale.declaration, ie_flag="E", items=items, transport_mode="W", transaction_term="3", price_statements="999",
        departure_port="", departure_date="", goods_place="",
        licence_documents=(LicenceDocument(code="B", number=permit_number(LEDGER, serial)),),
    )  # fmt: skip
    return replace(sale, declaration=declaration)


def permit_number(kind: str, serial: int) -> str:
    """The e-ledger or licence that a declaration quotes: one of a hundred of each."""
    return f"{118 if kind == LEDGER else 218}{serial % GUARANTEES:012}000"


def permits() -> list[Permit]:
    """A hundred e-ledgers and a hundred licences, each large enough for all."""
    line = PermitLine(
        line=1, commodity="8708999990", quantity=Decimal(10**9), unit="035", weight=Decimal(10**9),
        value=Decimal(10**11), currency="USD", valid_to="2018-12-31",
    )  # fmt: skip
    return [
        Permit(kind=kind, code=code, number=permit_number(kind, serial), holder=TRADER.customs_code,
               brokers=(BROKER.customs_code,), issued_on="2018-08-01", lines=(line,))
        for kind, code in ((LEDGER, "B"), (LICENCE, "1"))
        for serial in range(GUARANTEES)
    ]  # fmt: skip


def _item(line: int) -> Item:
    quantity, price = Decimal(100 * line), Decimal("3.1250")
    return Item(
        line=line, commodity="8708999990", ciq_code="999", name="汽车零件（示例）", specification="示例|示例",
        quantity=quantity, unit="035", first_quantity=quantity, first_unit="035", price=price,
        total=(quantity * price).quantize(Decimal("0.01")), currency="USD", origin_country="DEU",
        destination_country="CHN", duty_mode="1", district="43039", goods_attributes="19",
        ciq_name="汽车零件", brand="示例", not_dangerous="1",
    )  # fmt: skip


def xml(count: int, listed: bool = False) -> list[bytes]:
    """Messages as Single Window XML."""
    return [write(message(serial, listed)) for serial in range(count)]


def exports(path: Path, count: int) -> Path:
    """A file of one export a line."""
    with path.open("wb") as out:
        for serial in range(count):
            out.write(document.write(export(serial)) + b"\n")
    return path


def ndjson(path: Path, count: int, first: int = 0, listed: bool = False, one: bool = False) -> Path:
    """A file of one message a line."""
    with path.open("wb") as out:
        for serial in range(first, first + count):
            out.write(document.write(message(serial, listed, one)) + b"\n")
    return path


def account_book() -> AccountBook:
    """The zone's book that all lists write to."""
    items = tuple(
        BookItem(
            record_line=str(line),
            commodity="8708999990",
            name="汽车零件（示例）",
            unit="035",
            opening=Decimal(10**9),
        )
        for line in range(1, 6)
    )
    return AccountBook(number=BOOK, holder=TRADER.customs_code, name=TRADER.name, office="4907", items=items)


def verification_list(serial: int) -> VerificationList:
    """The list that declaration ``serial`` quotes: the same five lines, codes in numbers."""
    lines = tuple(
        ListLine(
            line=item.line or 0, record_line=str(item.line), commodity=item.commodity, quantity=item.quantity or Decimal(0),
            unit=item.unit, total=item.total or Decimal(0), currency="502", origin="304", destination="142",
            declaration_line=item.line,
        )
        for item in message(serial).declaration.items
    )  # fmt: skip
    return VerificationList(
        client_number=f"BENCH-L{serial:09}", book=BOOK, direction="E", line="second", office="4907",
        holder=TRADER.customs_code, effect="F", customs="1", customs_type="1", supervision_mode="5000",
        transport_mode="Y", related_consignee=RelatedParty(customs_code=TRADER.customs_code),
        related_owner=RelatedParty(customs_code=TRADER.customs_code),
        related_declarant=RelatedParty(customs_code=BROKER.customs_code), lines=lines,
    )  # fmt: skip


@contextmanager
def folder() -> Iterator[Path]:
    """A folder on a real disk, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="tongguan-bench-", dir=Path.cwd()) as name:
        yield Path(name)
