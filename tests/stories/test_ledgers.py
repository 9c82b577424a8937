"""Export e-ledgers: compared by the system alone, bound, freed, written off; what differs is told field by field."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from tests.build import TRADER, Office, item
from tests.cast import BROKER, DENG, LIU, MINUTE, STRANGER, TERMINAL
from tests.permit_cast import (
    ENTERPRISE,
    INSPECTION,
    LICENSING,
    NUMBER,
    SHORT,
    free,
    issue,
    ledger,
    line,
    shipment,
    told,
    with_item,
)
from tests.stories.test_duty import amend, blocks, sheet
from tongguan.adapters.verify import verify
from tongguan.desk.permits import Told
from tongguan.facts.actor import Actor
from tongguan.facts.clock import parse
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import Declaration
from tongguan.facts.message import DRAFT
from tongguan.facts.parts import LicenceDocument, OriginLine
from tongguan.facts.permit import Permit, PermitMessage
from tongguan.rules.book import RuleBook

STREAM = f"ledger/{NUMBER}"
FINDINGS = RuleBook.shipped().catalogue


def office_with(*permits: Permit) -> Office:
    office = Office()
    for permit in permits or (ledger(),):
        issue(office.desk, permit)
    return office


def balanced(office: Office) -> None:
    """Every balance is what the declarations hold, and replay finds the same cards."""
    found = verify(office.desk.journal)  # type: ignore[arg-type]
    assert found.ok, found.first_difference
    assert office.desk.rebuild()[2] == 0


def test_from_the_ledgers_message_to_the_written_off_export_no_officer_acts() -> None:
    office = office_with()
    office.desk.yard.arrived("OUT-1", TERMINAL, office.clock.now() - MINUTE)
    said = office.lodge(shipment())
    assert said.status == "released"
    assert told(said.findings) == []
    assert (free(office), free(office, "weight"), free(office, "value")) == (150, 150, Decimal("687.50"))
    assert office.does(said.number, "gate-out", actor=TERMINAL).status == "closed"
    events = sheet(office, said.number).events
    accepted = next(each for each in events if each.kind == "point.passed")
    done = next(each for each in events if '"control":"e_ledger_check"' in each.payload)
    assert done.recorded_at == accepted.recorded_at, "in the transaction of the acceptance"
    assert done.actor == "system"
    assert {each.actor for each in events} <= {"broker", "terminal", "system"}
    assert [each.state for each in office.desk.permits.uses(STREAM)] == ["written_off"]
    balanced(office)


def test_its_twin_with_one_kilogram_too_much_is_refused_naming_line_field_and_both_values() -> None:
    office = office_with(ledger(line(quantity=Decimal(100), weight=Decimal(100))))
    said = office.lodge(shipment("101"))
    assert said.status == "returned"
    assert told(said.findings) == [
        ("E04", "items[1].quantity", 1, "101", "100"),
        ("E04", "items[1].quantity", 1, "101", "100"),
    ]
    sentence, remedy = FINDINGS.wording(said.findings[0], "en", outward=True)
    assert (
        sentence
        == f"Line 1: quantity is more than line 1 of e-ledger {NUMBER} has left: declared 101, free 100."
    )
    assert remedy
    assert free(office) == 100
    assert office.desk.permits.uses(STREAM) == [], "nothing was written on the e-ledger"
    assert office.lodge(shipment("100"), "SYN0002").status == "accepted"


@pytest.mark.parametrize(
    ("changes", "field", "declared", "listed"),
    [
        ({"commodity": "8708991000"}, "items[1].commodity", "8708991000", "8708999990"),
        ({"destination_country": "FRA"}, "items[1].destination_country", "FRA", "DEU"),
        ({"currency": "EUR"}, "items[1].currency", "EUR", "USD"),
        ({"total": Decimal("1000.01"), "price": Decimal("10.0001")}, "items[1].total", "1000.01", "1000"),
    ],
)  # fmt: skip
def test_each_difference_names_its_field_and_both_values(
    changes: dict[str, Any], field: str, declared: str, listed: str
) -> None:
    office = office_with()
    said = office.lodge(with_item(shipment(), **changes))
    assert said.status == "returned"
    assert (field, declared, listed) in [(each[1], *each[3:]) for each in told(said.findings)]
    assert free(office) == 250


def test_all_differences_are_told_at_once_each_with_its_own_line() -> None:
    office = office_with(
        ledger(line(1), line(2, commodity="8501520000", quantity=Decimal(9), unit="001", weight=None))
    )
    lines = (
        item(1, origin_country="CHN", destination_country="FRA"),
        item(2, commodity="8501520000", quantity=Decimal(10), unit="001", first_quantity=Decimal(10), first_unit="001",
             price=Decimal("31.25"), origin_country="CHN", destination_country="DEU"),
    )  # fmt: skip
    said = office.lodge(shipment(items=lines, net_weight=Decimal(200), gross_weight=Decimal(220)))
    assert [(code, line, declared, listed) for code, _, line, declared, listed in told(said.findings)] == [
        ("E03", 1, "FRA", "DEU"),
        ("E04", 2, "10", "9"),
    ]


@pytest.mark.parametrize(
    ("terms", "content", "why"),
    [
        ({"holder": "4303960009"}, {}, "its holder is not the declaration's trader"),
        ({"brokers": ()}, {}, "its holder did not authorise the declaring unit"),
        ({"issued_on": "2018-08-21"}, {}, "it is not in force yet"),
    ],
)
def test_only_the_enterprise_and_its_brokers_may_quote_it_and_nobody_else_learns_what_is_on_it(
    terms: dict[str, Any], content: dict[str, Any], why: str
) -> None:
    office = office_with(ledger(**terms))
    said = office.lodge(shipment("999", **content))
    assert [(each.code, each.values) for each in said.findings] == [
        ("E02", {"number": NUMBER, "why_en": why, "why_zh": said.findings[0].values["why_zh"]})
    ]
    assert said.status == "returned"


def test_general_goods_have_sixty_days_plants_twenty_one_fresh_goods_fourteen() -> None:
    def last(kind: str) -> str:
        view = office_with(ledger(line(goods_kind=kind))).desk.permits.view(STREAM)
        assert view is not None
        return view.held.valid_to

    assert [last(kind) for kind in ("", "general", "plants", "plants_winter", "fresh")] == [
        "2018-09-30", "2018-09-30", "2018-08-22", "2018-09-05", "2018-08-15",
    ]  # fmt: skip


def test_it_holds_on_its_last_day_and_not_on_the_next() -> None:
    office = office_with(ledger(line(valid_to="2018-08-20")))
    assert office.lodge(shipment()).status == "accepted"
    office.clock.at = parse("2018-08-21T00:00:00+08:00")
    late = office.lodge(shipment(document="OUT-2"), "SYN0002")
    assert told(late.findings) == [("E03", "items[1]", 1, "2018-08-21", "2018-08-20")]
    view = office.desk.permits.view(STREAM)
    assert view is not None
    assert view.state == "expired"


def test_several_declarations_use_one_ledger_in_parts_until_nothing_is_left() -> None:
    office = office_with()
    for turn, (kilograms, status) in enumerate(
        (("100", "accepted"), ("100", "accepted"), ("51", "returned"), ("50", "accepted"))
    ):
        assert office.lodge(shipment(kilograms, f"OUT-{turn}"), f"SYN{turn}").status == status
    assert free(office) == 0
    uses = office.desk.permits.uses(STREAM)
    assert [{measure: amount for _, measure, amount in use.amounts}["quantity"] for use in uses] == [
        100,
        100,
        50,
    ]
    assert {use.by for use in uses} == {"broker"}
    view = office.desk.permits.view(STREAM)
    assert view is not None
    assert (view.state, view.share) == ("used_up", 100)
    balanced(office)


def test_a_refusal_never_names_the_declaration_of_somebody_else() -> None:
    office = office_with()
    first = office.lodge(shipment("200"))
    second = office.lodge(shipment("200", "OUT-2"), "SYN0002")
    said = "".join(
        FINDINGS.wording(each, lang, outward=True)[0] for each in second.findings for lang in ("zh", "en")
    )
    assert "free 50" in said
    assert first.number not in said
    assert first.entry_id not in said


def test_two_goods_lines_may_draw_on_one_line_of_the_ledger_together_not_more_than_it_has() -> None:
    office = office_with(ledger(line(quantity=Decimal(199), weight=None)))
    lines = tuple(item(n, origin_country="CHN", destination_country="DEU") for n in (1, 2))
    said = office.lodge(shipment(items=lines, net_weight=Decimal(200), gross_weight=Decimal(220)))
    assert told(said.findings) == [("E04", "items[2].quantity", 2, "100", "99")]


def test_goods_that_are_not_the_ledgers_are_left_alone_and_a_ledger_for_none_of_them_is_refused() -> None:
    office = office_with()
    other = item(2, commodity="8501520000", origin_country="CHN", destination_country="FRA")
    mixed = shipment()
    mixed = replace(mixed, items=(*mixed.items, other), net_weight=Decimal(200), gross_weight=Decimal(220))
    assert office.lodge(mixed).status == "accepted"
    assert free(office) == 150
    alone = office.lodge(with_item(shipment(document="OUT-2"), commodity="8501520000"), "SYN0002")
    assert [each[0] for each in told(alone.findings)] == ["E05"]


def test_the_declaration_says_which_line_of_the_ledger_it_means() -> None:
    office = office_with(ledger(line(1), line(2, quantity=Decimal(100))))

    def related(to: str) -> Declaration:
        row = OriginLine(certificate_type="B", certificate=NUMBER, line="1", certificate_line=to)
        return shipment(document=f"OUT-{to}", origin_lines=(row,))

    assert office.lodge(related("2"), "SYN2").status == "accepted"
    view = office.desk.permits.view(STREAM)
    assert view is not None
    assert [(each.line, each.free) for each in view.balances if each.measure == "quantity"] == [
        (1, 250),
        (2, 0),
    ]
    wrong = office.lodge(related("7"), "SYN7")
    assert told(wrong.findings) == [("E03", "items[1]", 1, "7", "1 2")]


def test_a_ledger_of_eighteen_characters_is_found_by_its_first_fifteen() -> None:
    office = office_with()
    assert office.lodge(shipment(number=SHORT)).status == "accepted"
    assert free(office) == 150


def test_one_that_the_office_does_not_know_is_an_officers_work_as_before() -> None:
    office = Office()
    said = office.lodge(shipment())
    assert told(said.findings) == [("E01", "licence_documents[1].number", None, "", "")]
    assert blocks(said) == {"arrival", "e_ledger_check"}
    after = office.does(said.number, "done", "e_ledger_check", actor=LIU, reason="paper voucher compared")
    assert "e_ledger_check" not in blocks(after)


def test_beside_one_that_is_known_another_that_is_not_still_needs_the_officer() -> None:
    office = office_with()
    documents = (LicenceDocument(code="B", number=NUMBER), LicenceDocument(code="B", number="PAPER-1"))
    said = office.lodge(shipment(licence_documents=documents))
    assert "e_ledger_check" in blocks(said)
    assert free(office) == 150, "what is known is bound all the same"


def test_cancellation_gives_back_even_what_was_written_off() -> None:
    office = office_with()
    office.desk.yard.arrived("OUT-1", TERMINAL, office.clock.now() - MINUTE)
    number = office.lodge(shipment()).number
    office.does(number, "gate-out", actor=TERMINAL)
    office.does(number, "cancel", actor=BROKER, ground="cargo_changed", reason="shut out")
    office.does(number, "decide-cancellation", actor=DENG)
    assert free(office) == 250
    assert [use.state for use in office.desk.permits.uses(STREAM)] == ["bound", "freed"]
    balanced(office)


def test_goods_that_are_seized_have_used_it_up() -> None:
    office = office_with()
    number = office.lodge(shipment()).number
    office.does(number, "end", "seized", actor=DENG, ground="law", authority="A-1")
    assert free(office) == 150
    balanced(office)


def test_an_amendment_swaps_what_is_bound_and_one_that_exceeds_is_refused_whole() -> None:
    office = office_with()
    number = office.lodge(shipment()).number
    office.lodge(shipment(document="OUT-2"), "SYN0002")
    amend(office, number, shipment("150"))
    assert free(office) == 0, "its own hundred kilograms count for it"
    office.clock.at += MINUTE
    refused = office.tries(number, "amend", actor=BROKER, ground="data_error", reason="more",
                           declaration=shipment("151"), content="x")  # fmt: skip
    assert not isinstance(refused, Refusal)
    said = office.tries(number, "decide-amendment", actor=DENG, outcome="accept")
    assert isinstance(said, Refusal)
    assert "declared 151, free 150" in said.en
    amend_back = office.tries(number, "decide-amendment", actor=DENG, outcome="refuse", reason="too much")
    assert not isinstance(amend_back, Refusal)
    assert free(office) == 0
    balanced(office)


def test_an_amendment_to_a_ledger_that_is_not_known_is_an_officers_work_again() -> None:
    office = office_with()
    number = office.lodge(shipment()).number
    said = amend(office, number, shipment(number="PAPER-1"))
    assert "e_ledger_check" in blocks(said)
    assert free(office) == 250
    balanced(office)


def test_a_control_that_an_officer_opens_again_waits_for_the_officer() -> None:
    office = office_with()
    number = office.lodge(shipment()).number
    said = office.does(number, "reopen", "e_ledger_check", actor=LIU, reason="a doubt")
    assert "e_ledger_check" in blocks(said)
    assert "e_ledger_check" not in blocks(office.does(number, "done", "e_ledger_check", actor=LIU))


def test_a_draft_and_a_repeat_take_nothing() -> None:
    office = office_with()
    office.lodge(shipment(), operation=DRAFT)
    assert free(office) == 250
    assert office.lodge(shipment()).status == "accepted"
    assert office.lodge(shipment()).repeat
    assert free(office) == 150


# -- the authority ------------------------------------------------------------------------------------------------


def tell(office: Office, actor: Actor = INSPECTION, **said: Any) -> Told | Refusal:
    return office.desk.permits.tell(PermitMessage(**said), actor)


def refused(said: Told | Refusal) -> str:
    assert isinstance(said, Refusal), said
    return said.code


def test_the_same_message_again_is_a_repeat_and_other_content_is_refused() -> None:
    office = office_with()
    assert issue(office.desk, ledger()).repeat
    assert refused(tell(office, permit=ledger(line(quantity=Decimal(1))))) == "key_taken"
    assert refused(tell(office, LICENSING, permit=ledger())) == "not_your_role"
    assert refused(tell(office, LIU, permit=ledger())) == "not_your_role"
    assert refused(tell(office, STRANGER, permit=ledger())) == "not_your_role"


@pytest.mark.parametrize(
    ("permit", "field"),
    [
        (ledger(number="a/b"), "number"),
        (ledger(issued_on="1 August"), "issued_on"),
        (ledger(line(1), line(1)), "lines"),
        (ledger(line(commodity="tea")), "lines[1].commodity"),
        (ledger(line(quantity=Decimal("-1"))), "lines[1].quantity"),
        (ledger(line(quantity=Decimal("NaN"))), "lines[1].quantity"),
        (ledger(line(unit="")), "lines[1].unit"),
        (ledger(line(unit="99x")), "lines[1].unit"),
        (ledger(line(destination="Atlantis")), "lines[1].destination"),
        (ledger(line(goods_kind="ice")), "lines[1].goods_kind"),
        (ledger(line(valid_to="2018-07-31")), "lines[1].valid_to"),
    ],
)
def test_a_message_that_cannot_be_used_names_its_field_and_writes_nothing(permit: Permit, field: str) -> None:
    office = Office()
    said = tell(office, permit=permit)
    assert isinstance(said, Refusal)
    assert field in said.en
    assert office.desk.permits.all("ledger") == []


def test_the_authority_raises_a_line_adds_one_and_never_cuts_below_what_is_held() -> None:
    office = office_with()
    office.lodge(shipment("200"))
    assert (
        refused(tell(office, operation="amend", permit=ledger(line(quantity=Decimal(199)))))
        == "permit_exceeded"
    )
    issue(office.desk, ledger(line(quantity=Decimal(300)), line(2, commodity="8501520000")), "amend")
    assert free(office) == 100
    view = office.desk.permits.view(STREAM)
    assert view is not None
    assert {each.line for each in view.balances} == {1, 2}
    issue(office.desk, ledger(line(quantity=Decimal(200))), "amend")
    assert free(office) == 0
    issue(office.desk, ledger(line(quantity=Decimal(201)), line(2, commodity="8501520000")), "amend")
    assert free(office) == 1
    assert refused(tell(office, operation="amend", permit=ledger(number="OTHER"))) == "unknown_permit"
    balanced(office)


def test_a_revoked_one_binds_nothing_new_even_when_something_is_given_back() -> None:
    office = office_with()
    number = office.lodge(shipment()).number
    assert refused(tell(office, operation="revoke", number=NUMBER)) == "reason_missing"
    assert isinstance(tell(office, operation="revoke", number=NUMBER, reason="forged"), Told)
    amend(office, number, shipment("90"))
    assert free(office) == 10
    said = office.lodge(shipment("5", "OUT-2"), "SYN0002")
    assert [each.values["why_en"] for each in said.findings] == ["it is revoked"]
    assert refused(tell(office, operation="revoke", number=NUMBER, reason="again")) == "permit_revoked"
    balanced(office)


# -- objections ---------------------------------------------------------------------------------------------------


def test_the_enterprise_objects_to_a_use_and_an_officer_settles_the_case() -> None:
    office = office_with()
    number = office.lodge(shipment()).number
    desk = office.desk.permits
    assert refused(desk.object_to(STREAM, number, "not ours", STRANGER)) == "not_your_papers"
    assert refused(desk.object_to(STREAM, "490720180000000000", "not ours", ENTERPRISE)) == "permit_not_used"
    assert isinstance(desk.object_to(STREAM, number, "not our goods", ENTERPRISE), Told)
    view = desk.view(STREAM)
    assert view is not None
    (case,) = view.held.open_objections
    assert (case.number, case.text, case.by) == (number, "not our goods", "enterprise")
    assert [(held.permit.number, each) for held, each in desk.objected()] == [(NUMBER, case)]
    assert refused(desk.settle(STREAM, case.id, "dismissed", "", LIU)) == "reason_missing"
    assert refused(desk.settle(STREAM, case.id, "dismissed", "checked", TERMINAL)) == "not_your_role"
    assert isinstance(desk.settle(STREAM, case.id, "dismissed", "checked with the broker", LIU), Told)
    assert desk.objected() == []
    assert refused(desk.settle(STREAM, case.id, "upheld", "again", LIU)) == "unknown_objection"
    view = desk.view(STREAM)
    assert view is not None
    assert [(each.outcome, each.settled_by) for each in view.held.objections] == [("dismissed", "liu-min")]
    assert [each.stream for each in desk.all("ledger", holder=TRADER.customs_code)] == [STREAM]
    balanced(office)


def test_a_negative_second_quantity_never_gives_something_to_the_ledger() -> None:
    office = office_with(ledger(line(unit="001", weight=None)))
    goods = {"second_quantity": Decimal(-5), "second_unit": "001"}
    said = office.lodge(with_item(shipment(), **goods))
    assert ("items[1].unit", "035", "001") in [(each[1], *each[3:]) for each in told(said.findings)]
    assert free(office) == 250


def test_of_two_quantities_in_one_unit_the_larger_counts() -> None:
    office = office_with()
    said = office.lodge(with_item(shipment(), first_quantity=Decimal(260)))
    assert ("items[1].first_quantity", "260", "250") in [(each[1], *each[3:]) for each in told(said.findings)]
