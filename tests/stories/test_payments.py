"""Payments: every confirmation of the bank is booked, to the debt or to suspense; receipts, refunds, and the bank's day to the fen."""

from datetime import date
from decimal import Decimal

import pytest

from tests.build import Office
from tests.cast import BANK, BROKER, DENG, LIU, MAO, TERMINAL, XIAO
from tests.stories.test_duty import DUE, sheet
from tongguan.adapters.verify import verify
from tongguan.desk.payments import Booked, Confirmation
from tongguan.facts.actor import Actor
from tongguan.facts.clock import HOUR
from tongguan.facts.decision import Refusal

DAY = date(2018, 8, 20)


def paid(office: Office, number: str, amount: Decimal = DUE, ref: str = "B-1", bank: Actor = BANK) -> Booked:
    office.clock.at += 60_000_000
    said = Confirmation(ref=ref, number=number, amount=amount, paid_at=office.clock.now())
    booked = office.desk.payments.confirm(said, bank)
    assert isinstance(booked, Booked), booked
    return booked


def test_what_is_asked_for_and_confirmed_is_paid() -> None:
    office = Office()
    number = office.lodge().number
    office.does(number, "pay", actor=BROKER)
    within, overdue = office.desk.payments.unanswered(24)
    assert ([task.number for task in within], overdue) == ([number], [])
    office.clock.at += 25 * HOUR
    _, overdue = office.desk.payments.unanswered(24)
    assert [task.number for task in overdue] == [number], "now it is a case of the bank"
    assert paid(office, number).state == "booked"
    assert office.desk.payments.unanswered(24) == ([], [])
    assert sheet(office, number).outstanding == "0"


def test_a_confirmation_that_comes_twice_is_one_payment() -> None:
    office = Office()
    number = office.lodge().number
    first = paid(office, number)
    again = paid(office, number)
    assert (first.repeat, again.repeat, again.booked) == (False, True, DUE)
    said = Confirmation(ref="B-1", number=number, amount=Decimal(1), paid_at=office.clock.now())
    refused = office.desk.payments.confirm(said, BANK)
    assert isinstance(refused, Refusal)
    assert refused.code == "key_taken", "another amount under the same reference is another payment"


@pytest.mark.parametrize(
    ("amount", "booked", "suspended", "reason"),
    [
        (DUE + Decimal("0.01"), DUE, Decimal("0.01"), "too_much"),
        (DUE - Decimal("0.01"), Decimal(0), DUE - Decimal("0.01"), "too_little"),
    ],
)
def test_another_amount_goes_to_suspense_with_its_reason(
    amount: Decimal, booked: Decimal, suspended: Decimal, reason: str
) -> None:
    office = Office()
    found = paid(office, office.lodge().number, amount)
    assert (found.booked, found.suspended, found.reason) == (booked, suspended, reason)


def test_money_for_nobody_for_the_dead_and_for_the_paid_is_kept_and_named() -> None:
    office = Office()
    ended = office.lodge(client_number="A").number
    office.does(ended, "cancel", actor=BROKER, ground="cargo_changed", reason="shut out")
    office.does(ended, "decide-cancellation", actor=DENG)
    alive = office.lodge(client_number="B").number
    paid(office, alive, ref="B-1")
    reasons = [
        paid(office, "490720180000009999", ref="B-2").reason,
        paid(office, ended, ref="B-3").reason,
        paid(office, alive, ref="B-4").reason,
    ]
    assert reasons == ["unknown", "after_cancellation", "twice"]
    assert len(office.desk.payments.suspended()) == 3


def test_suspense_is_matched_or_refunded_by_a_tax_officer_with_a_ground() -> None:
    office = Office()
    number = office.lodge().number
    office.does(number, "arrive", actor=TERMINAL)
    lost = paid(office, "490720180000009999", DUE, "B-2").stream
    desk = office.desk.payments
    for officer, ground, code in ((LIU, "letter", "not_your_role"), (XIAO, "", "ground_missing")):
        refused = desk.match(lost, number, ground, officer)
        assert isinstance(refused, Refusal)
        assert refused.code == code
    assert desk.match(lost, number, "letter of the payer", XIAO) is None
    assert sheet(office, number).status == "released"
    assert desk.suspended() == []
    over = paid(office, number, Decimal(50), "B-3").stream
    assert desk.give_back(over, "TK-1", "paid twice", XIAO) is None
    assert desk.suspended() == []
    refused = desk.give_back(over, "TK-1", "paid twice", XIAO)
    assert isinstance(refused, Refusal)
    assert refused.code == "payment_not_suspended"


def test_a_treasury_receipt_releases_and_is_matched_when_the_bank_confirms() -> None:
    office = Office()
    number = office.lodge().number
    office.does(number, "arrive", actor=TERMINAL)
    assert office.refuses(number, "pay", actor=MAO, ref="GK-1") == "not_your_role"
    assert office.does(number, "pay", actor=XIAO, ref="GK-1").status == "released"
    later = paid(office, number, ref="B-9")
    assert (later.state, later.suspended) == ("covered", 0), "the same money is booked once"
    assert sheet(office, number).paid == str(DUE)
    found = verify(office.desk.journal)  # type: ignore[arg-type]
    assert found.ok, found.first_difference
    assert office.desk.rebuild()[2] == 0


def test_the_banks_day_is_compared_both_ways_and_signed_by_an_officer() -> None:
    office = Office()
    first, second = office.lodge(client_number="A").number, office.lodge(client_number="B").number
    paid(office, first, ref="B-1")
    paid(office, second, ref="B-2")
    theirs = {"B-1": DUE, "B-2": DUE + Decimal("0.01"), "B-3": Decimal(7)}
    desk = office.desk.payments
    found = desk.reconcile("bank", DAY, theirs)
    assert (found.ours, found.theirs) == (2 * DUE, 2 * DUE + Decimal("7.01"))
    assert [(each.ref, each.ours, each.theirs) for each in found.differences] == [
        ("B-2", DUE, DUE + Decimal("0.01")),
        ("B-3", None, Decimal(7)),
    ]
    for officer, reason, code in ((XIAO, "", "not_balanced"), (LIU, "asked", "not_your_role")):
        refused = desk.sign(found, reason, officer)
        assert isinstance(refused, Refusal)
        assert refused.code == code
    assert desk.sign(found, "the bank corrects it tomorrow", XIAO) is None
    signed = desk.signed("bank", DAY)
    assert signed is not None
    assert (signed.officer, signed.reason, len(signed.differences)) == (
        XIAO.id, "the bank corrects it tomorrow", 2,
    )  # fmt: skip
    again = desk.sign(found, "x", XIAO)
    assert isinstance(again, Refusal)
    assert again.code == "day_signed"


def test_a_payment_that_the_bank_tells_after_the_day_was_signed_opens_the_day_again() -> None:
    office = Office()
    first, second = office.lodge(client_number="A").number, office.lodge(client_number="B").number
    paid(office, first, ref="B-1")
    desk = office.desk.payments
    assert desk.sign(desk.reconcile("bank", DAY, {"B-1": DUE}), "", XIAO) is None
    assert [changed for _, changed in desk.days()] == [False]
    paid(office, second, ref="B-2")
    assert [changed for _, changed in desk.days()] == [True]
    found = desk.reconcile("bank", DAY, {"B-1": DUE, "B-2": DUE})
    assert found.changed
    assert desk.sign(found, "", XIAO) is None
    signed = desk.signed("bank", DAY)
    assert signed is not None
    assert (signed.version, signed.ours) == (2, 2 * DUE)
    assert [changed for _, changed in desk.days()] == [False]


def test_a_day_that_balances_is_signed_without_a_word() -> None:
    office = Office()
    paid(office, office.lodge().number)
    found = office.desk.payments.reconcile("bank", DAY, {"B-1": DUE})
    assert found.differences == ()
    assert office.desk.payments.sign(found, "", XIAO) is None
