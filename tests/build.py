"""Builders: synthetic declarations and an office in memory."""

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from tests import cast
from tongguan.adapters.clock import FixedClock
from tongguan.adapters.memory import MemoryJournal
from tongguan.demo import people
from tongguan.desk.desk import Desk
from tongguan.desk.draws import Drawn
from tongguan.desk.inspections import Told
from tongguan.desk.verbs import Act
from tongguan.desk.views import Answer
from tongguan.desk.visiting import Act as Visit
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import Declaration, Item
from tongguan.facts.message import Message, Particulars
from tongguan.facts.parts import LicenceDocument, Party
from tongguan.facts.people import Absence, Duty, Officer, Qualification, Staff
from tongguan.process.inspection import Inspection
from tongguan.wiring import desk_on

BROKER = Party(customs_code="4303980001", social_code="91430300MASYNBRK01", name="湘潭示例报关有限公司")
TRADER = Party(customs_code="4303960001", social_code="91430300MASYNT0001", name="湘潭示例电子有限公司")


def item(line: int = 1, **changes: Any) -> Item:
    """One line of 100 kg at 3.125 dollars."""
    plain = Item(
        line=line, commodity="8708999990", name="汽车零件", specification="示例|示例", quantity=Decimal(100), unit="035",
        first_quantity=Decimal(100), first_unit="035", price=Decimal("3.125"), total=Decimal("312.50"), currency="USD",
        origin_country="DEU", destination_country="CHN", duty_mode="1", district="43039",
    )  # fmt: skip
    return replace(plain, **changes)


def declaration(**changes: Any) -> Declaration:
    """A merged-form import of two lines, general trade, that passes every rule since August 2018."""
    plain = Declaration(
        ie_flag="I", office=cast.OFFICE, port=cast.OFFICE, transport_document="SYN00000001", contract_no="SYN-1",
        levy_nature="101", port_of_call="HKG003", gross_weight=Decimal(220), net_weight=Decimal(200), packages=12,
        partner_country="DEU", trading_country="DEU", supervision_mode="0110", transport_mode="4",
        transport_means="示例车次", transaction_term="1", package_type="22", declaration_mark="1", entry_type="M",
        transit_relation="0", price_statements="000", departure_port="HKG003", entry_port="430001",
        goods_place="综保区一号仓", trader=TRADER, owner=TRADER, agent=BROKER,
        entry_unit=Party(customs_code="430300001", name=BROKER.name), items=(item(1), item(2)),
    )  # fmt: skip
    return replace(plain, **changes)


def export(**changes: Any) -> Declaration:
    """A merged-form export through the zone's gate."""
    lines = tuple(item(n, origin_country="CHN", destination_country="DEU") for n in (1, 2))
    values: dict[str, Any] = {
        "ie_flag": "E", "transaction_term": "3", "transport_mode": "W", "departure_port": "", "goods_place": "",
        "price_statements": "999", "items": lines,
    }  # fmt: skip
    return declaration(**{**values, **changes})


def filing_list(**changes: Any) -> Declaration:
    """A filing list of the zone: bonded, nothing due."""
    lines = tuple(item(n, duty_mode="3", record_line=str(n)) for n in (1, 2))
    values: dict[str, Any] = {
        "document_type": "ML", "supervision_mode": "5034", "levy_nature": "", "record_no": "H4907A000001", "items": lines,
    }  # fmt: skip
    return declaration(**{**values, **changes})


def inspected(**changes: Any) -> Declaration:
    """An import under inspection and quarantine."""
    lines = tuple(
        item(n, ciq_use="99", goods_attributes="19", ciq_code="999", destination_code="430300")
        for n in (1, 2)
    )
    party = replace(TRADER, ciq_code="4300600001")
    values: dict[str, Any] = {
        "acceptance_authority": "430800", "certificate_authority": "430800", "port_inspection_authority": "430800",
        "departure_date": "20180801", "district": "43039", "items": lines, "destination_authority": "430800", "marks": "N/M",
        "trader": party, "agent": replace(BROKER, ciq_code="4300600002"),
        "licence_documents": (LicenceDocument(code="A", number="430800118000001"),),
    }  # fmt: skip
    return declaration(**{**values, **changes})


def message(content: Declaration | None = None, client_number: str = "SYN0001", **changes: Any) -> Message:
    """A message that declares; goods of its own unless the content says which."""
    return Message(
        declaration=content or declaration(transport_document=f"B-{client_number}"), client_number=client_number,
        particulars=Particulars(operator_name="示例操作员", declarant_telephone="000-0000"), **changes,
    )  # fmt: skip


class Office:
    """A demo office in memory with a clock that a test moves; ``draw`` fixes the random selection."""

    def __init__(self, at: int = cast.AUGUST, draw: int = 500_000) -> None:
        self.clock = FixedClock(at)
        self.staff = with_both("customs_documents")
        self.desk: Desk = desk_on(MemoryJournal("demo"), self.clock, lambda: self.staff)
        self.desk.office = replace(self.desk.office, draw=lambda number, at: Drawn(draw))

    def lodge(
        self, content: Declaration | None = None, client_number: str = "SYN0001", **changes: Any
    ) -> Answer:
        said = self.desk.lodge(message(content, client_number, **changes), cast.BROKER)
        assert isinstance(said, Answer), said
        return said

    def tries(
        self, number: str, verb: str, target: str = "", actor: Actor = cast.LIU, **more: Any
    ) -> Answer | Refusal:
        self.clock.at += cast.MINUTE
        return self.desk.act(number, Act(verb=verb, target=target, **more), actor)

    def does(self, number: str, verb: str, target: str = "", actor: Actor = cast.LIU, **more: Any) -> Answer:
        said = self.tries(number, verb, target, actor, **more)
        assert isinstance(said, Answer), said
        return said

    def pays(self, number: str, ref: str = "T-1") -> Answer:
        """The bank confirms all that is open."""
        return self.does(number, "pay", actor=cast.BANK, ref=ref)

    def visited(self, order: str, verb: str, actor: Actor, **more: Any) -> Inspection:
        """An act on an inspection order that is not refused."""
        self.clock.at += cast.MINUTE
        told = self.desk.inspections.act(order, Visit(verb=verb, **more), actor)
        assert isinstance(told, Told), told
        return told.order

    def begins(self, number: str) -> Inspection:
        """A visit for one declaration: ordered, drawn, begun by who was drawn."""
        order = self.desk.inspections.order(cast.DENG, numbers=(number,))
        assert isinstance(order, Inspection), order
        drawn = self.visited(order.order, "assign", cast.DENG)
        return self.visited(order.order, "start", cast.INSPECTORS[drawn.officer])

    def inspects(self, number: str) -> Answer:
        """A whole visit for one declaration: begun, every item found in order, accepted."""
        begun = self.begins(number)
        officer = cast.INSPECTORS[begun.officer]
        for item in begun.items:
            self.visited(begun.order, "check", officer, item=item, outcome="conforms")
        self.visited(begun.order, "conclude", officer)
        said = self.desk.state(number)
        assert said is not None
        return said

    def refuses(self, number: str, verb: str, target: str = "", actor: Actor = cast.LIU, **more: Any) -> str:
        said = self.tries(number, verb, target, actor, **more)
        assert isinstance(said, Refusal), said
        return said.code


def with_both(*subjects: str) -> Staff:
    """The demo office's people, and BOTH with qualifications in these subjects."""
    staff, since = people.staff(), date(2017, 1, 1)
    both = Officer(cast.BOTH.id, "双岗", office=cast.OFFICE, roles=cast.BOTH.roles)
    return replace(
        staff,
        officer=(*staff.officer, both),
        duty=(*staff.duty, *(Duty(both.id, shift, since) for shift in ("morning", "afternoon"))),
        qualification=(*staff.qualification, *(Qualification(both.id, each, since) for each in subjects)),
    )


def alone() -> tuple[Office, str]:
    """One officer reviewed a declaration that is at hand, and is to inspect it as well; nobody else is there that day."""
    office = Office()
    day = date(2018, 8, 20)
    away = tuple(Absence(name, day, day) for name in ("zhou-wei", "he-lan"))
    office.staff = replace(with_both("customs_documents", "customs_inspection"), absence=away)
    number = office.lodge().number
    office.does(number, "arrive", actor=cast.TERMINAL)
    office.does(number, "add", "document_review", actor=cast.DENG, reason="price looks low")
    office.does(number, "add", "joint_inspection", actor=cast.DENG, reason="count the cases")
    office.does(number, "done", "document_review", actor=cast.BOTH)
    return office, number
