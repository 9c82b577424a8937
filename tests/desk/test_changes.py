"""What an officer sees before he decides: what the new version changed, and how the trader's last ones went."""

from decimal import Decimal

from msgspec.structs import replace

from tests.build import TRADER, Office, declaration, item
from tests.cast import BROKER, DENG, LIU, OFFICE
from tongguan.desk.changes import Change, changes
from tongguan.desk.desk import amended
from tongguan.desk.earlier import Earlier, earlier
from tongguan.desk.verbs import Act
from tongguan.facts.clock import DAY
from tongguan.facts.parts import ElectronicDocument

INVOICE = ElectronicDocument(code="00000001", document="SYN-INV-1")


def test_a_changed_field_is_told_with_both_values_and_its_line() -> None:
    old = declaration()
    new = declaration(net_weight=Decimal(199), items=(item(1), item(2, total=Decimal("400.00"))))
    assert changes(old, new) == (
        Change("net_weight", "200", "199"),
        Change("items[2].total", "312.50", "400.00"),
    )


def test_a_line_and_a_document_that_came_whole_are_told_and_nothing_else() -> None:
    old, new = declaration(), declaration(items=(item(1), item(2), item(3)), documents=(INVOICE,))
    found = changes(old, new)
    assert [(each.path, each.before) for each in found] == [("items[3]", ""), ("documents[1]", "")]
    assert "8708999990" in found[0].after
    assert "SYN-INV-1" in found[1].after
    assert changes(new, old)[0] == Change("items[3]", found[0].after, "")
    assert changes(new, new) == ()


def test_an_amended_declaration_shows_what_the_version_in_force_changed() -> None:
    office = Office()
    number = office.lodge().number
    sheet = office.desk.show(number)
    assert sheet is not None
    assert sheet.changes == ()
    content = replace(sheet.declaration, packages=13)
    asked = amended(Act(verb="amend", ground="loss", reason="counted again"), content)
    office.clock.at += 1
    office.desk.act(number, asked, BROKER)
    office.does(number, "decide-amendment", actor=LIU)
    sheet = office.desk.show(number)
    assert sheet is not None
    assert sheet.changes == (Change("packages", "12", "13"),)


def last_of(office: Office, number: str) -> list[Earlier]:
    return earlier(office.desk.journal, office.desk.models, number, lambda row: row.office == OFFICE)


def test_the_last_five_of_the_trader_with_the_same_commodity_are_told_with_their_outcome() -> None:
    office = Office()
    first = office.lodge(client_number="SYN-A").number
    office.does(first, "add", "document_review", actor=DENG, reason="price")
    office.does(first, "done", "document_review", outcome="refuse", reason="no invoice")
    others = []
    for place in range(5):
        office.clock.at += DAY
        others.append(office.lodge(client_number=f"SYN-B{place}").number)
    office.clock.at += DAY
    now = office.lodge(client_number="SYN-C").number
    found = last_of(office, now)
    assert len(found) == 5
    assert found[0].row.number == others[-1]
    assert found[0].concluded == ()
    assert [each.row.number for each in last_of(office, others[0])] == [first]
    (concluded,) = last_of(office, others[0])[0].concluded
    assert (concluded.outcome, concluded.officer, concluded.reason) == ("refuse", LIU.id, "no invoice")


def test_another_trader_another_commodity_and_a_draft_are_no_earlier_decisions() -> None:
    office = Office()
    other = replace(TRADER, customs_code="4303960099")
    office.lodge(declaration(trader=other, owner=other, transport_document="B-1"), "SYN-A")
    office.lodge(declaration(items=(item(1, commodity="8473309000"),), transport_document="B-2"), "SYN-B")
    office.lodge(client_number="SYN-D", operation="G")
    office.clock.at += DAY
    now = office.lodge(client_number="SYN-C").number
    assert last_of(office, now) == []
