"""An import of August 2018: everything opens at acceptance, release is the moment the last control is done."""

from decimal import Decimal

from tests.build import Office, alone, declaration, inspected, item
from tests.cast import BANK, BOTH, BROKER, DENG, LIU, TAN, TERMINAL, XIAO
from tongguan.facts.clock import DAY
from tongguan.facts.declaration import Item


def channels(office: Office, number: str) -> list[str]:
    sheet = office.desk.show(number)
    assert sheet is not None
    return [each.channel for each in sheet.receipts]


def test_arrival_and_payment_in_any_order_release_and_the_gate_closes() -> None:
    for first in ("arrive", "pay"):
        office = Office()
        number = office.lodge().number
        steps = {"arrive": lambda o, n: o.does(n, "arrive", actor=TERMINAL),
                 "pay": lambda o, n: o.does(n, "pay", actor=BANK, ref="T-1")}  # fmt: skip
        assert steps.pop(first)(office, number).status == "accepted"
        assert next(iter(steps.values()))(office, number).status == "released"
        assert office.does(number, "gate-out", actor=TERMINAL).status == "closed"
        assert channels(office, number) == ["7", "L", "T", "P", "OUT", "R"]


def test_the_goods_were_there_first_and_nothing_is_due_so_acceptance_is_release() -> None:
    office = Office()
    office.desk.yard.arrived("SYN00000001", TERMINAL, office.clock.now() - 1)
    bonded = declaration(items=tuple(each_exempt(line) for line in (1, 2)))
    said = office.lodge(bonded)
    assert said.status == "released"
    assert said.blocked_by == ()


def each_exempt(line: int) -> Item:
    return item(line, duty_mode="3")


def test_quarantine_review_runs_beside_payment_not_after_it() -> None:
    office = Office()
    number = office.lodge(inspected()).number
    office.does(number, "arrive", actor=TERMINAL)
    started = office.does(number, "start", "quarantine_review", actor=TAN)
    states = {track.track: track.state for track in started.tracks}
    assert states["quarantine"] == "started"
    assert states["duty"] == "ready"
    office.does(number, "pay", actor=BANK, ref="T-1")
    assert office.does(number, "done", "quarantine_review", actor=TAN).status == "released"


def test_a_hold_keeps_the_release_back_until_it_is_lifted_with_a_reason() -> None:
    office = Office()
    number = office.lodge().number
    office.does(number, "hold", "manifest", actor=DENG, reason="weights differ")
    office.does(number, "arrive", actor=TERMINAL)
    paid = office.does(number, "pay", actor=BANK, ref="T-1")
    assert [(block.kind, block.id) for block in paid.blocked_by] == [("hold", "manifest")]
    assert office.refuses(number, "lift", "manifest", actor=DENG) == "reason_missing"
    assert office.does(number, "lift", "manifest", actor=DENG, reason="cleared up").status == "released"


def test_a_guarantee_secures_the_duty_is_never_overdrawn_and_restored_after_payment() -> None:
    office = Office()
    office.desk.open_guarantee("G1", Decimal(1200), "4303960001", XIAO)
    first = office.lodge(client_number="A").number
    second = office.lodge(client_number="B").number
    office.does(first, "arrive", actor=TERMINAL)
    assert office.does(first, "occupy", "G1", actor=XIAO).status == "released"
    assert office.refuses(second, "occupy", "G1", actor=XIAO) == "guarantee_exceeded"
    office.does(first, "restore", "G1", actor=XIAO, reason="settled")
    assert office.does(second, "occupy", "G1", actor=XIAO).status == "accepted"
    assert "K" in channels(office, first)


def test_a_declarant_only_asks_to_pay_and_the_bank_makes_it_paid() -> None:
    office = Office()
    number = office.lodge().number
    office.does(number, "arrive", actor=TERMINAL)
    assert office.does(number, "pay", actor=BROKER).status == "accepted"
    assert office.refuses(number, "pay", actor=BANK) == "ref_missing"
    assert office.does(number, "pay", actor=XIAO, ref="treasury receipt 7").status == "released"


def test_an_added_inspection_needs_another_officer_than_the_review() -> None:
    office, number = alone()
    assert office.refuses(number, "done", "joint_inspection", actor=BOTH) == "not_separate"
    office.clock.at += DAY
    office.inspects(number)
    assert office.does(number, "pay", actor=BANK, ref="T-1").status == "released"


def test_advance_declaration_waits_for_its_goods_and_gives_no_negative_time() -> None:
    office = Office()
    number = office.lodge().number
    office.does(number, "pay", actor=BANK, ref="T-1")
    row = office.desk.journal.work(number)
    assert row is not None
    assert row.released_at is None
    office.does(number, "arrive", actor=TERMINAL)
    row = office.desk.journal.work(number)
    assert row is not None
    assert row.released_at == row.arrived_at


def test_as_of_shows_any_second_of_the_past() -> None:
    office = Office()
    number = office.lodge().number
    before = office.clock.now()
    office.does(number, "arrive", actor=TERMINAL)
    office.does(number, "pay", actor=BANK, ref="T-1")
    then, now = office.desk.show(number, as_of=before), office.desk.show(number)
    assert then is not None
    assert now is not None
    assert (then.status, now.status) == ("accepted", "released")


def test_liu_pauses_for_the_declarant_and_his_answer_gives_the_wait_back() -> None:
    office = Office()
    number = office.lodge().number
    office.does(number, "add", "document_review", actor=DENG, reason="origin")
    office.does(number, "start", "document_review", actor=LIU)
    paused = office.does(
        number, "pause", "document_review", actor=LIU, reason="certificate?", ref="declarant"
    )
    assert [b.owner for b in paused.blocked_by if b.id == "document_review"] == ["declarant"]
    answered = office.does(number, "answer", "document_review", actor=BROKER, reason="attached")
    assert [b.owner for b in answered.blocked_by if b.id == "document_review"] == ["document_officer"]
