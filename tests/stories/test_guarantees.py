"""Guarantees: registered, used, raised, frozen, called and given back; never overdrawn, never for what they are not for."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.build import Office, declaration, item
from tests.cast import BANK, BROKER, DENG, LIU, TERMINAL, XIAO
from tests.stories.test_duty import DUE, amend, blocks, channels, priced, sheet
from tongguan.adapters.verify import verify
from tongguan.desk.views import Answer
from tongguan.facts.clock import parse
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import Declaration
from tongguan.facts.security import GuaranteeRegistered

HOLDER = "4303960001"


def terms(**changes: Any) -> GuaranteeRegistered:
    plain: dict[str, Any] = {
        "instrument": "bank_letter", "holder": HOLDER, "limit": Decimal("5000.00"), "valid_from": "2018-01-01",
        "valid_to": "2018-12-31",
    }  # fmt: skip
    return GuaranteeRegistered(**{**plain, **changes})


def registered(office: Office, name: str = "G1", **changes: Any) -> None:
    assert office.desk.guarantees.register(name, terms(**changes), XIAO) is None


def secured(document: str = "SYN00000001", **changes: Any) -> Declaration:
    """The declaration asking for release on a guarantee."""
    return declaration(transport_document=document, guarantee_release="1", **changes)


def free(office: Office, name: str = "G1") -> Decimal:
    view = office.desk.guarantees.view(name)
    assert view is not None
    return view.free


def code(said: Refusal | None) -> str:
    assert said is not None
    return said.code


def test_the_duty_is_secured_in_the_append_of_acceptance_and_released_before_payment() -> None:
    office = Office()
    registered(office)
    office.desk.yard.arrived("SYN00000001", TERMINAL, office.clock.now() - 1)
    said = office.lodge(secured())
    assert said.status == "released"
    assert free(office) == Decimal("5000.00") - DUE
    assert channels(office, said.number)[-1] == "K", "release on guarantee shows in the receipts"
    row = office.desk.journal.work(said.number)
    assert row is not None
    assert [(task.role, task.state) for task in row.tasks] == [("payer", "owed")], (
        "at release it became a debt"
    )
    office.pays(said.number)
    assert free(office) == Decimal("5000.00"), "paid, so nothing need be secured"
    uses = office.desk.guarantees.uses("G1")
    assert [(use.number, use.amount) for use in uses] == [(said.number, DUE), (said.number, -DUE)]
    assert uses[0].by == "broker", "the enterprise sees who used it"


def test_one_that_is_too_small_is_told_at_once_and_nothing_is_taken() -> None:
    office = Office()
    registered(office, limit=Decimal("900.00"))
    said = office.lodge(secured())
    assert said.status == "accepted"
    assert [(each.code, each.values["why_en"]) for each in said.findings] == [
        ("D03", "too little is free on it")
    ]
    assert free(office) == Decimal("900.00")
    refused = office.tries(said.number, "occupy", "G1", actor=XIAO)
    assert isinstance(refused, Refusal)
    assert "900.00" in refused.en, "a refusal says what is free"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"valid_to": "2018-08-19"}, "its term has ended"),
        ({"valid_from": "2018-08-21"}, "it is not in force yet"),
        ({"holder": "4303960009"}, "it secures another enterprise"),
        ({"offices": ("5317",)}, "it names other offices"),
        ({"scopes": ("consolidated",)}, "it is for other purposes"),
    ],
)
def test_a_guarantee_secures_only_what_it_is_for(changes: dict[str, Any], why: str) -> None:
    office = Office()
    registered(office, **changes)
    said = office.lodge(secured(guarantee_no="G1"))
    assert [each.values["why_en"] for each in said.findings] == [why]
    assert office.refuses(said.number, "occupy", "G1", actor=XIAO) == "guarantee_barred"


def test_a_single_guarantee_secures_one_declaration() -> None:
    office = Office()
    registered(office, general=False)
    office.lodge(secured(), "A")
    second = office.lodge(secured("SYN00000002"), "B")
    assert [each.values["why_en"] for each in second.findings] == [
        "it is a single one and secures another declaration"
    ]


def test_the_term_ends_new_uses_only_and_what_is_occupied_stays_due() -> None:
    office = Office()
    registered(office, valid_to="2018-08-25")
    number = office.lodge(secured()).number
    office.clock.at = parse("2018-08-27T10:00:00+08:00")
    view = office.desk.guarantees.view("G1")
    assert view is not None
    assert (view.state, view.occupied) == ("expired", DUE)
    later = office.lodge(secured("SYN00000002"), "B")
    assert later.findings[0].values["why_en"] == "its term has ended"
    office.pays(number)
    assert free(office) == Decimal("5000.00")


def test_it_is_warned_of_before_its_term_ends() -> None:
    office = Office()
    registered(office, valid_to="2018-09-20")
    registered(office, "G2", valid_to="2019-12-31")
    assert [view.guarantee.name for view in office.desk.guarantees.ending(60)] == ["G1"]


def test_limit_freeze_and_closing_go_through_the_ledger() -> None:
    office = Office()
    registered(office)
    desk = office.desk.guarantees
    number = office.lodge(secured()).number
    assert code(desk.change_limit("G1", Decimal(-4500), "asked for", XIAO)) == "guarantee_exceeded"
    assert desk.change_limit("G1", Decimal(1000), "raised", XIAO) is None
    assert free(office) == Decimal("6000.00") - DUE
    assert code(desk.freeze("G1", "arrears", LIU)) == "not_your_role"
    assert desk.freeze("G1", "arrears", XIAO) is None
    assert free(office) == 0
    other = office.lodge(secured("SYN00000002"), "B")
    assert other.findings[0].values["why_en"] == "it is frozen"
    office.pays(number)
    assert code(desk.close("G1", "", XIAO)) == "reason_missing"
    assert desk.unfreeze("G1", "paid", XIAO) is None
    assert free(office) == Decimal("6000.00")
    assert desk.close("G1", "no longer wanted", XIAO) is None
    assert code(desk.freeze("G1", "x", XIAO)) == "guarantee_barred"
    found = verify(office.desk.journal)  # type: ignore[arg-type]
    assert found.ok, found.first_difference
    assert office.desk.rebuild()[2] == 0


def test_it_is_not_given_back_while_something_is_occupied() -> None:
    office = Office()
    registered(office)
    office.lodge(secured())
    assert code(office.desk.guarantees.close("G1", "asked for", XIAO)) == "still_occupied"


def test_the_guarantor_is_called_for_what_a_declaration_holds() -> None:
    office = Office()
    registered(office)
    number = office.lodge(secured()).number
    assert code(office.desk.guarantees.call("G1", "4907UNKNOWN", "SP-1", XIAO)) == "nothing_occupied"
    assert office.desk.guarantees.call("G1", number, "SP-1", XIAO) is None
    view = office.desk.guarantees.view("G1")
    assert view is not None
    office.does(number, "pay", actor=BANK, ref="GUARANTOR-1")
    assert free(office) == Decimal("5000.00")


def test_an_amended_price_takes_more_gives_back_or_is_told_that_minute() -> None:
    office = Office()
    registered(office, limit=Decimal("1500.00"))
    number = office.lodge(secured()).number
    cheap = amend(office, number, priced("200.00", guarantee_release="1"))
    assert sheet(office, number).secured == sheet(office, number).due
    assert free(office) == Decimal("1500.00") - Decimal(sheet(office, number).due)
    amend(office, number, priced("400.00", guarantee_release="1"))
    assert sheet(office, number).secured == sheet(office, number).due
    dear = amend(office, number, priced("900.00", guarantee_release="1"))
    assert {"guarantee_short", "settlement"} <= blocks(dear)
    assert isinstance(cheap, Answer)
    assert channels(office, number)[-2:] != ["W"], "the declarant is told"
    assert "H" in channels(office, number)
    office.pays(number)
    assert "guarantee_short" not in {hold.code for hold in sheet(office, number).holds}
    assert free(office) == Decimal("1500.00")


def test_cancelling_gives_everything_back() -> None:
    office = Office()
    registered(office)
    number = office.lodge(secured()).number
    office.does(number, "cancel", actor=BROKER, ground="cargo_changed", reason="shut out")
    office.does(number, "decide-cancellation", actor=DENG)
    assert free(office) == Decimal("5000.00")


def test_consolidated_payment_is_released_stated_by_month_and_stopped_when_overdue() -> None:
    from tongguan.desk.statements import statement

    office = Office()
    registered(office, limit=Decimal("50000.00"))
    office.desk.yard.arrived("SYN00000001", TERMINAL, office.clock.now() - 1)
    said = office.lodge(secured(document_type="CL"), "A")
    assert said.status == "released"
    assert sheet(office, said.number).pay_by == date(2018, 9, 7)
    month = statement(office.desk, date(2018, 8, 1), HOLDER)
    assert [(each.number, each.outstanding) for each in month.entries] == [(said.number, DUE)]
    assert (month.due_by, month.surcharge) == (date(2018, 9, 7), 0)
    office.clock.at = parse("2018-09-10T09:00:00+08:00")
    stopped = office.lodge(secured("SYN00000002", document_type="CL"), "B")
    assert stopped.findings[0].values["why_en"] == "payments of its holder are overdue"
    plain = office.lodge(secured("SYN00000003"), "C")
    assert plain.findings == (), "another purpose is not stopped"
    office.pays(said.number)
    again = office.lodge(secured("SYN00000004", document_type="CL"), "D")
    assert again.findings == ()


def test_no_guarantee_cures_a_missing_licence() -> None:
    from tongguan.facts.parts import LicenceDocument

    office = Office()
    registered(office)
    office.desk.yard.arrived("SYN00000001", TERMINAL, office.clock.now() - 1)
    licensed = secured(licence_documents=(LicenceDocument(code="7", number="18-AA-000001"),))
    said = office.lodge(licensed)
    assert sheet(office, said.number).secured == str(DUE)
    assert blocks(said) == {"licence_check"}


def test_the_handbooks_ledger_of_one_limit() -> None:
    """G02 of the handbook, with amounts assessed from prices."""
    office = Office()
    registered(office, limit=Decimal("1000000.00"))
    first = office.lodge(secured("A", items=dear("134202.54")), "A").number
    took = Decimal(sheet(office, first).secured)
    assert free(office) == Decimal("1000000.00") - took
    second = office.lodge(secured("B", items=dear("97637.20")), "B").number
    left = Decimal("1000000.00") - took - Decimal(sheet(office, second).secured)
    assert free(office) == left
    third = office.lodge(secured("C", items=dear("210000.00")), "C")
    assert third.findings[0].values["why_en"] == "too little is free on it"
    assert free(office) == left
    office.pays(first)
    assert free(office) == left + took
    office.does(third.number, "occupy", "G1", actor=XIAO)
    assert free(office) == left + took - Decimal(sheet(office, third.number).secured)


def dear(price: str) -> tuple[Any, ...]:
    return tuple(item(n, total=Decimal(price), price=Decimal(price) / 100) for n in (1, 2))
