"""Synthetic books, lists, passes and declarations of a zone enterprise and its inland buyer."""

from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from tests.build import Office, declaration, filing_list, item
from tests.cast import BROKER, DENG, TERMINAL
from tongguan.desk.zone import Gated, Given
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import Declaration
from tongguan.facts.zone import AccountBook, BookItem, GatePass, ListLine, RelatedParty, VerificationList

HOLDER = "4303960001"
BOOK, OTHER_BOOK = "T4907W000001", "T4907W000002"
BUYER = RelatedParty(customs_code="4301960009", name="长沙示例采购有限公司")


def book(number: str = BOOK, holder: str = HOLDER, opening: str = "0") -> AccountBook:
    lines = tuple(
        BookItem(
            record_line=str(n), commodity="8708999990", name="汽车零件", unit="035", opening=Decimal(opening)
        )
        for n in (1, 2)
    )
    return AccountBook(number=number, holder=holder, name="湘潭示例电子有限公司", office="4907", items=lines)


def line(number: int = 1, **changes: Any) -> ListLine:
    """100 kg from Germany at 312.50 dollars, codes in numbers."""
    plain = ListLine(
        line=number, record_line=str(number), commodity="8708999990", name="汽车零件", quantity=Decimal(100), unit="035",
        total=Decimal("312.50"), currency="502", origin="304", destination="142",
    )  # fmt: skip
    return replace(plain, **changes)


def listing(client_number: str = "L-1", **changes: Any) -> VerificationList:
    """A first-line list into the zone, declared by the zone enterprise itself."""
    plain = VerificationList(
        client_number=client_number, book=BOOK, direction="I", line="first", office="4907", holder=HOLDER, effect="D",
        customs="1", customs_type="2", corresponding_declarant=RelatedParty(customs_code="4303980001"),
        supervision_mode="5034", transport_mode="4", partner_country="304", lines=(line(1), line(2)),
    )  # fmt: skip
    return replace(plain, **changes)


def sale(client_number: str = "L-2", **changes: Any) -> VerificationList:
    """A second-line list out of the zone; the inland buyer declares."""
    values: dict[str, Any] = {
        "direction": "E", "line": "second", "effect": "F", "customs_type": "1", "corresponding_declarant": RelatedParty(),
        "related_consignee": BUYER, "related_owner": BUYER, "related_declarant": RelatedParty(customs_code="4303980001"),
        "supervision_mode": "5000", "transport_mode": "Y", "partner_country": "142",
    }  # fmt: skip
    return listing(client_number, **{**values, **changes})


def lorry(*documents: str, client_number: str = "P-1", **changes: Any) -> GatePass:
    """A lorry of 9,000 kg with 220 kg of cargo."""
    plain = GatePass(
        client_number=client_number, office="4907", direction="I", kind="2", binding="2", holder=HOLDER, vehicle="湘C10001",
        vehicle_weight=Decimal(9000), cargo_weight=Decimal(220), total_weight=Decimal(9220), documents=documents,
    )  # fmt: skip
    return replace(plain, **changes)


def zone_side(number: str, **changes: Any) -> Declaration:
    """The filing list that the zone enterprise lodges for a first-line list."""
    lines = tuple(item(n, duty_mode="3", record_line=str(n), origin_country="DEU") for n in (1, 2))
    values: dict[str, Any] = {"record_no": BOOK, "list_no": number, "items": lines}
    return filing_list(**{**values, **changes})


def inland_side(number: str, **changes: Any) -> Declaration:
    """The import declaration of the inland buyer for a second-line list."""
    values: dict[str, Any] = {
        "transport_mode": "Y",
        "transport_document": "",
        "transport_means": "",
        "list_no": number,
    }
    return declaration(**{**values, **changes})


class Zone(Office):
    """The office with its zone; an account book is open."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        assert self.desk.zone.open_book(book(), DENG) is None

    def files(self, wanted: VerificationList, actor: Actor = BROKER) -> str:
        said = self.tries_to_file(wanted, actor)
        assert isinstance(said, Given), said
        return said.number

    def tries_to_file(self, wanted: VerificationList, actor: Actor = BROKER) -> Given | Refusal:
        self.clock.at += 60_000_000
        return self.desk.zone.file_list(wanted, actor)

    def applies(self, wanted: GatePass, actor: Actor = BROKER) -> str:
        said = self.desk.zone.apply_pass(wanted, actor)
        assert isinstance(said, Given), said
        return said.number

    def cannot_apply(self, wanted: GatePass) -> str:
        said = self.desk.zone.apply_pass(wanted, BROKER)
        assert isinstance(said, Refusal), said
        return said.code

    def passes(self, number: str, weighed: str | None = None) -> Gated:
        said = self.at_the_gate(number, weighed)
        assert isinstance(said, Gated), said
        return said

    def is_stopped(self, number: str, weighed: str | None = None) -> str:
        said = self.at_the_gate(number, weighed)
        assert isinstance(said, Refusal), said
        return said.code

    def at_the_gate(self, number: str, weighed: str | None) -> Gated | Refusal:
        self.clock.at += 60_000_000
        return self.desk.zone.gate(number, TERMINAL, Decimal(weighed) if weighed else None)

    def stock(self, book: str = BOOK) -> list[str]:
        view = self.desk.zone.book(book)
        assert view is not None
        return [str(free) for free in view.stock.values()]

    def status(self, number: str) -> str:
        sheet = self.desk.show(number)
        assert sheet is not None
        return sheet.status
