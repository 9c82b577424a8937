"""Exports, filing lists, amendments, cancellations, revocations, recalls and every other ending."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests.build import Office, declaration, export, filing_list
from tests.cast import BANK, BROKER, DAPENG, DENG, LIU, MAO, MINUTE, PENG, STRANGER, TERMINAL, XIAO
from tongguan.desk.desk import amended
from tongguan.desk.verbs import Act
from tongguan.desk.views import Answer
from tongguan.facts.declaration import Declaration
from tongguan.process.progress import ENDINGS


def released(office: Office, content: Declaration | None = None) -> str:
    number = office.lodge(content).number
    office.does(number, "arrive", actor=TERMINAL)
    if (content or declaration()).kind == "declaration" and (content or declaration()).direction == "import":
        office.does(number, "pay", actor=BANK, ref="T-1")
    assert office.desk.show(number).status == "released"  # type: ignore[union-attr]
    return number


def amend(office: Office, number: str, content: Declaration) -> Answer:
    office.clock.at += 1
    act = amended(Act(verb="amend", ground="data_error", reason="typing error"), content)
    said = office.desk.act(number, act, BROKER)
    assert isinstance(said, Answer), said
    return said


def test_an_export_through_the_gate_closes_at_the_gate() -> None:
    office = Office()
    number = released(office, export())
    assert office.does(number, "gate-out", actor=TERMINAL).status == "closed"


def test_an_export_by_rail_closes_on_departure() -> None:
    office = Office()
    number = released(office, export(transport_mode="3"))
    assert office.does(number, "gate-out", actor=TERMINAL).status == "released"
    assert office.does(number, "depart", actor=TERMINAL).status == "closed"


def test_a_filing_list_has_nothing_to_pay() -> None:
    office = Office()
    number = office.lodge(filing_list()).number
    assert office.refuses(number, "pay", actor=BROKER, amount=Decimal(1)) == "nothing_due"
    assert office.does(number, "arrive", actor=TERMINAL).status == "released"


def test_an_amendment_reopens_what_was_judged_on_changed_facts_and_nothing_else() -> None:
    office = Office()
    number = office.lodge().number
    office.does(number, "add", "document_review", actor=DENG, reason="value")
    office.does(number, "add", "licence_check", actor=DENG, reason="licence?")
    office.does(number, "done", "document_review", actor=LIU)
    office.does(number, "done", "licence_check", actor=PENG)
    sheet = office.desk.show(number)
    assert sheet is not None
    item = replace(sheet.declaration.items[0], origin_country="JPN")
    amend(office, number, replace(sheet.declaration, items=(item, sheet.declaration.items[1])))
    granted = office.does(number, "decide-amendment", actor=DENG)
    states = {c.id: c.state for t in granted.tracks for c in t.controls}
    assert states["document_review"] == "ready"
    assert states["licence_check"] == "done"
    after = office.desk.show(number)
    assert after is not None
    assert after.accepted_at == sheet.accepted_at, "the first acceptance stays"
    assert '"changed":["items[1].origin_country"]' in "".join(event.payload for event in after.events)


def test_an_amendment_waits_while_an_inspection_is_ordered() -> None:
    office = Office()
    number = office.lodge().number
    office.does(number, "arrive", actor=TERMINAL)
    office.does(number, "add", "joint_inspection", actor=DENG, reason="count")
    sheet = office.desk.show(number)
    assert sheet is not None
    amend(office, number, replace(sheet.declaration, contract_no="SYN-2"))
    assert office.refuses(number, "decide-amendment", actor=DENG) == "request_waits"
    office.inspects(number)
    office.does(number, "decide-amendment", actor=DENG)


def test_only_the_own_declarant_may_ask_to_amend_or_cancel() -> None:
    office = Office()
    number = office.lodge().number
    assert (
        office.refuses(number, "cancel", actor=STRANGER, ground="data_error", reason="x") == "not_declarant"
    )
    assert office.refuses(number, "cancel", actor=BROKER, ground="whim", reason="x") == "unknown_ground"


def test_a_granted_cancellation_ends_and_gives_back_the_guarantee() -> None:
    office = Office()
    office.desk.open_guarantee("G1", Decimal(150), "4303960001", XIAO)
    number = office.lodge().number
    office.does(number, "occupy", "G1", actor=XIAO, amount=Decimal(100))
    office.does(number, "cancel", actor=BROKER, ground="cargo_changed", reason="shut out")
    assert office.does(number, "decide-cancellation", actor=DENG).status == "cancelled"
    assert office.desk.journal.heads(["guarantee/G1"])["guarantee/G1"].free == 150


def test_a_revoked_release_keeps_its_first_time_and_comes_back_when_the_hold_is_lifted() -> None:
    office = Office()
    number = released(office)
    first = office.desk.show(number).released_at  # type: ignore[union-attr]
    office.does(
        number, "revoke", "recheck", actor=MAO, ground="new intelligence", authority="head", reason="recheck"
    )
    assert office.refuses(number, "gate-out", actor=TERMINAL) == "goods_not_released"
    again = office.does(number, "lift", "recheck", actor=MAO, reason="nothing found")
    assert again.status == "released"
    assert office.desk.show(number).released_at == first  # type: ignore[union-attr]


def test_goods_that_left_cannot_have_their_release_revoked_but_are_recalled() -> None:
    office = Office()
    number = released(office)
    office.does(number, "gate-out", actor=TERMINAL)
    assert office.refuses(number, "revoke", actor=MAO, ground="g", authority="a") == "goods_gone"
    office.does(number, "recall", actor=MAO, ground="contaminated", authority="head")


@pytest.mark.parametrize("ending", [each for each in ENDINGS if each != "cancelled"])
def test_every_other_ending_is_a_state_with_ground_and_authority(ending: str) -> None:
    office = Office()
    number = office.lodge().number
    assert office.refuses(number, "end", ending, actor=MAO) == "ground_missing"
    assert (
        office.does(number, "end", ending, actor=MAO, ground="law", authority="decision 7").status == ending
    )
    assert office.refuses(number, "arrive", actor=TERMINAL) == "not_alive"


def test_another_office_acts_only_after_a_transfer() -> None:
    office = Office()
    number = office.lodge().number
    office.does(number, "add", "document_review", actor=DENG, reason="value")
    assert office.refuses(number, "start", "document_review", actor=DAPENG) == "not_your_office"
    office.does(number, "transfer", "document_review", actor=LIU, ref="5317", reason="their trader")
    office.does(number, "done", "document_review", actor=DAPENG)


def test_a_started_control_is_handed_over_not_taken() -> None:
    office = Office()
    number = office.lodge().number
    office.does(number, "add", "document_review", actor=DENG, reason="value")
    office.does(number, "start", "document_review", actor=LIU)
    assert office.refuses(number, "done", "document_review", actor=PENG) == "not_your_control"
    office.does(number, "hand-over", "document_review", actor=LIU, to=PENG)
    office.does(number, "done", "document_review", actor=PENG)


def test_a_wrong_time_is_mended_by_two_persons_and_the_old_one_kept() -> None:
    office = Office()
    number = office.lodge().number
    office.does(number, "arrive", actor=TERMINAL)
    sheet = office.desk.show(number)
    assert sheet is not None
    version = next(event.version for event in sheet.events if event.kind == "goods.moved")
    true = sheet.milestones["arrived"] - 10
    assert (
        office.refuses(number, "correct-time", str(version), actor=LIU, to=LIU, time=true, reason="x")
        == "same_person"
    )
    office.does(
        number, "correct-time", str(version), actor=LIU, to=PENG, time=true, reason="clock of the yard"
    )
    after = office.desk.show(number)
    assert after is not None
    assert after.milestones["arrived"] == true
    assert after.events[version - 1].happened_at == sheet.events[version - 1].happened_at


def test_an_officers_act_happens_when_it_is_recorded() -> None:
    office = Office()
    number = office.lodge().number
    said = office.desk.act(number, Act(verb="hold", target="h", reason="x"), DENG, at=office.clock.now() - 1)
    assert getattr(said, "code", "") == "officer_time"


def test_no_clock_runs_backwards_over_what_is_recorded() -> None:
    office = Office()
    number = office.lodge().number
    office.clock.at -= 10 * MINUTE
    assert office.refuses(number, "arrive", actor=TERMINAL) == "time_before_predecessor"


def test_close_is_the_last_milestone_of_the_goods() -> None:
    office = Office()
    number = released(office, export(transport_mode="3"))
    office.does(number, "gate-out", actor=TERMINAL)
    assert office.does(number, "close", actor=TERMINAL).status == "closed"


def test_no_act_lies_in_the_future() -> None:
    office = Office()
    number = office.lodge().number
    said = office.desk.act(number, Act(verb="arrive"), TERMINAL, at=office.clock.now() + 1)
    assert getattr(said, "code", "") == "time_in_future"
