"""What an officer sees by office: all, a part, or nothing."""

from typing import Any

from msgspec.structs import replace

from tests.build import Office, alone, declaration
from tests.cast import BOTH, BROKER, DAPENG, DENG, LIU, MAO
from tongguan.desk import outward, sight
from tongguan.desk.second_looks import to_ask
from tongguan.desk.views import Sheet
from tongguan.facts.actor import Actor

PORT = Actor(id="port", roles=("inspector",), office="5317")
"""An inspector of the office where the goods enter."""
AUDITOR = Actor(id="auditor", roles=("auditor",))
FAR = Actor(id="far", roles=("inspector",), office="2200")
"""An officer of an office that has nothing to do with it."""


def entering_elsewhere() -> tuple[Office, str]:
    """Declared at 4907, entering at 5317; both offices have a control of it."""
    office = Office()
    number = office.lodge(declaration(port="5317")).number
    office.does(number, "add", "document_review", actor=DENG, reason="price looks low (secret)")
    office.does(number, "add", "joint_inspection", actor=DENG, reason="count the cases")
    office.does(number, "hold", "offence", actor=DENG, reason="a tip (secret)")
    return office, number


def sheet_of(office: Office, number: str) -> Sheet:
    sheet = office.desk.show(number)
    assert sheet is not None
    return sheet


def controls(sheet: Sheet | None) -> set[str]:
    assert sheet is not None
    return {control.id for track in sheet.tracks for control in track.controls}


def test_the_declaring_office_and_who_stands_above_offices_see_all_of_it() -> None:
    office, number = entering_elsewhere()
    sheet = sheet_of(office, number)
    for actor in (LIU, MAO, AUDITOR, Actor(id="centre", office="0000")):
        assert sight.seen(sheet, actor) == sheet
        assert not sight.is_part(sheet, actor)


def test_a_port_office_sees_the_form_and_its_own_controls_and_neither_money_nor_reasons_of_others() -> None:
    office, number = entering_elsewhere()
    whole = sheet_of(office, number)
    part = sight.seen(whole, PORT)
    assert part is not None
    assert part.declaration == whole.declaration
    assert "joint_inspection" in controls(part)
    assert "document_review" in controls(whole) - controls(part)
    assert whole.assessment is not None
    assert (part.assessment, part.due, part.findings, part.receipts, part.claims) == (None, "0", (), (), {})
    told = " ".join(event.payload for event in part.events)
    assert "secret" in " ".join(event.payload for event in whole.events)
    assert "secret" not in told
    assert "count the cases" in told
    assert {block.id for block in part.blocked_by} <= controls(part)
    assert sight.is_part(whole, PORT)


def test_an_office_that_has_nothing_to_do_with_it_sees_nothing_on_any_way() -> None:
    office, number = entering_elsewhere()
    sheet = sheet_of(office, number)
    row = office.desk.journal.work(number)
    assert row is not None
    assert sight.seen(sheet, FAR) is None
    assert not outward.may_see(sheet, FAR)
    assert not sight.listed(row, FAR)
    assert sight.listed(row, PORT)
    assert sight.listed(row, LIU)
    assert not sight.listed(row, BROKER), "an officer's list is no declarant's"


def test_a_control_that_moves_to_an_office_brings_the_declaration_with_it() -> None:
    office = Office()
    number = office.lodge().number
    office.does(number, "add", "document_review", actor=DENG, reason="price looks low")
    assert sight.seen(sheet_of(office, number), DAPENG) is None
    more: dict[str, Any] = {"ref": "5317", "reason": "their trader"}
    office.does(number, "transfer", "document_review", actor=LIU, **more)
    assert "document_review" in controls(sight.seen(sheet_of(office, number), DAPENG))


def test_who_is_asked_for_a_second_look_sees_that_part_and_no_longer_after_saying_no() -> None:
    office, number = alone()
    assert sight.seen(sheet_of(office, number), FAR) is None
    office.does(number, "ask-second", "joint_inspection", actor=BOTH, to=FAR, reason="nobody else on duty")
    assert controls(sight.seen(sheet_of(office, number), FAR)) == {"joint_inspection"}
    colleague = replace(FAR, id="far-too")
    assert sight.seen(sheet_of(office, number), colleague) is None, "the one who was named, not the office"
    office.does(number, "second", "joint_inspection", actor=FAR, outcome="refuse", reason="the seals differ")
    assert sight.seen(sheet_of(office, number), FAR) is None


def test_only_who_may_not_do_it_alone_is_offered_others_who_may_look() -> None:
    office, number = alone()
    journal, models = office.desk.journal, office.desk.models
    near, tied = replace(BOTH, id="near"), replace(FAR, id="tied", ties=(BROKER.party,))
    officers = [BOTH, near, FAR, tied, LIU]
    assert to_ask(journal, models, number, BOTH, officers) == {"joint_inspection": [FAR, near]}
    assert to_ask(journal, models, number, near, officers) == {}
    office.does(number, "ask-second", "joint_inspection", actor=BOTH, to=FAR, reason="nobody else on duty")
    assert to_ask(journal, models, number, BOTH, officers) == {}
