"""Lodging: drafts, returns, repeats, versions of one chain; numbers; receipts."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests.build import BROKER, Office, declaration, message
from tests.cast import AUGUST, MINUTE, TERMINAL, XIAO
from tests.cast import BROKER as LODGER
from tongguan.desk import courier
from tongguan.desk.views import Answer
from tongguan.facts.decision import Refusal
from tongguan.facts.parts import Party
from tongguan.wiring import deliver_receipts


def test_a_draft_starts_no_clock_and_may_become_a_declaration_under_the_same_number() -> None:
    office = Office()
    draft = office.lodge(operation="G")
    assert draft.status == "draft"
    row = office.desk.journal.work(draft.number)
    assert row is not None
    assert row.first_lodged_at is None
    office.clock.at += MINUTE
    lodged = office.lodge()
    assert (lodged.number, lodged.status) == (draft.number, "accepted")


def test_a_returned_declaration_is_mended_under_the_same_numbers_and_keeps_its_first_lodging() -> None:
    office = Office()
    returned = office.lodge(declaration(net_weight=Decimal(900)))
    assert returned.status == "returned"
    assert [f.code for f in returned.findings if f.consequence == "reject"] == ["V01"]
    office.clock.at += MINUTE
    mended = office.lodge()
    row = office.desk.journal.work(mended.number)
    assert mended.number == returned.number
    assert mended.status == "accepted"
    assert row is not None
    assert row.first_lodged_at == AUGUST


def test_an_identical_repeat_is_answered_with_the_first_result() -> None:
    office = Office()
    first, again = office.lodge(), office.lodge()
    assert again.repeat
    assert (again.number, again.entry_id, again.status) == (first.number, first.entry_id, first.status)
    assert len(office.desk.journal.read(first.number)) == 3


def test_other_content_after_acceptance_is_refused_and_nothing_is_stored() -> None:
    office = Office()
    first = office.lodge()
    said = office.desk.lodge(message(declaration(contract_no="OTHER")), LODGER)
    assert isinstance(said, Refusal)
    assert said.code == "already_accepted"
    assert len(office.desk.journal.read(first.number)) == 3


def test_the_same_client_number_of_another_declarant_is_another_declaration() -> None:
    office = Office()
    other = declaration(agent=replace(BROKER, customs_code="4303980002"))
    assert office.lodge().number != office.lodge(other).number


def test_a_bulk_with_the_same_declaration_twice_stores_it_once() -> None:
    office = Office()
    answers = office.desk.lodge_many([message(), message()], LODGER)
    assert all(isinstance(each, Answer) for each in answers)
    assert len({each.number for each in answers if isinstance(each, Answer)}) == 1
    assert [each.repeat for each in answers if isinstance(each, Answer)] == [False, True]


def test_without_client_number_or_declarant_nothing_is_stored() -> None:
    office = Office()
    for nameless in (message(client_number=""), message(declaration(agent=Party(), entry_unit=Party()))):
        said = office.desk.lodge(nameless, LODGER)
        assert isinstance(said, Refusal)
        assert said.code == "nameless"
    assert list(office.desk.work()) == []


def test_an_officer_does_not_lodge() -> None:
    said = Office().desk.lodge(message(), XIAO)
    assert isinstance(said, Refusal)
    assert said.code == "not_your_role"


def test_a_declaration_without_direction_is_returned_not_lost() -> None:
    said = Office().lodge(declaration(ie_flag="X"))
    assert said.status == "returned"


def test_numbers_have_eighteen_characters_and_name_their_office() -> None:
    said = Office().lodge()
    assert len(said.number) == 18
    assert said.number.startswith("4907")
    assert said.entry_id == "490720181000000001"


def test_a_declaration_is_found_by_its_customs_number_too() -> None:
    office = Office()
    said = office.lodge()
    sheet = office.desk.show(said.entry_id)
    assert sheet is not None
    assert sheet.number == said.number


def test_receipts_are_numbered_per_declarant_without_gaps_and_can_be_asked_again() -> None:
    office = Office()
    numbers = [office.lodge(client_number=f"SYN{n}").number for n in range(3)]
    deliver_receipts(office.desk)
    office.does(numbers[0], "arrive", actor=TERMINAL)
    deliver_receipts(office.desk)
    assert deliver_receipts(office.desk) == 0
    told = office.desk.receipts(declarant="4303980001")
    assert [each.sequence for each in told] == list(range(1, len(told) + 1))
    assert office.desk.receipts(declarant="4303980001", after=2) == told[2:]
    assert "<CHANNEL>L</CHANNEL>" in "".join(each.body for each in told)


def test_particulars_of_persons_are_not_in_the_journal() -> None:
    office = Office()
    said = office.lodge()
    payloads = "".join(event.payload for event in office.desk.journal.read(said.number))
    assert "示例操作员" not in payloads
    secret = office.desk.journal.secret(said.number, "particulars", 1)
    assert secret is not None
    assert "示例操作员" in secret.body.decode()


def test_replay_rebuilds_every_row_the_same() -> None:
    office = Office()
    office.does(office.lodge().number, "arrive", actor=TERMINAL)
    assert office.desk.rebuild()[2] == 0


def test_receipts_are_the_same_however_the_feed_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(batch: int) -> list[tuple[str, str]]:
        monkeypatch.setattr(courier, "BATCH", batch)
        office = Office()
        first = office.lodge().number
        second = office.lodge(client_number="SYN2").number
        office.does(first, "arrive", actor=TERMINAL)
        deliver_receipts(office.desk)
        assert deliver_receipts(office.desk) == 0
        order = {first: "first", second: "second"}
        return sorted(
            (order[each.number], each.channel) for each in office.desk.receipts(declarant="4303980001")
        )

    whole = told(500)
    assert len(whole) > 4
    assert told(1) == told(3) == whole
