"""A centre instructs: the office carries it out, may answer, and cannot make it go away."""

from msgspec.structs import replace

from tests.build import Office, export
from tests.cast import BROKER, LIU, MAO, TERMINAL, ZHOU
from tests.stories.test_twins import draw_for, outward
from tongguan.desk import register
from tongguan.desk.desk import amended
from tongguan.desk.verbs import Act
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.event import open_event
from tongguan.facts.kinds import WordsServed
from tongguan.facts.reported import CentreInstruction
from tongguan.process.instruction import Instruction

CENTRE = register.shipped().actors["centre"]


def instructs(office: Office, number: str, word: str = "inspect", name: str = "I-1", actor: Actor = CENTRE, reason: str = "risk profile") -> Instruction | Refusal:  # fmt: skip
    wanted = CentreInstruction(id=name, number=number, word=word, reason=reason)
    return office.desk.instructions.receive(wanted, actor)


def obeyed(said: Instruction | Refusal) -> Instruction:
    assert isinstance(said, Instruction), said
    return said


def refused(said: Instruction | Refusal) -> str:
    assert isinstance(said, Refusal), said
    return said.code


def controls(office: Office, number: str) -> dict[str, str]:
    said = office.desk.state(number)
    assert said is not None
    return {control.id: control.state for track in said.tracks for control in track.controls}


def arrived(office: Office) -> str:
    """An import that nothing selects and whose goods are here, so that only the duty is open."""
    number = office.lodge().number
    office.does(number, "arrive", actor=TERMINAL)
    return number


def test_an_instructed_inspection_is_done_before_release_and_the_centre_reads_the_outcome() -> None:
    office = Office(draw=draw_for(False))
    number = arrived(office)
    assert obeyed(instructs(office, number)).state == "open"
    office.pays(number)
    assert controls(office, number)["joint_inspection"] == "ready"
    after = office.does(number, "done", "joint_inspection", actor=ZHOU)
    assert after.status == "released"
    done = office.desk.instructions.one("centre-I-1")
    assert done is not None
    assert (done.state, done.outcome) == ("carried_out", "accept")
    assert office.desk.rebuild()[2] == 0


def test_before_arrival_an_instruction_shows_nowhere_outside_and_is_served_with_it() -> None:
    instructed, twin = Office(draw=draw_for(False)), Office(draw=draw_for(False))
    numbers = [office.lodge().number for office in (instructed, twin)]
    obeyed(instructs(instructed, numbers[0]))
    sides = []
    for office, number in zip((instructed, twin), numbers, strict=True):
        said = office.desk.state(number)
        assert said is not None
        sides.append(outward(office, said))
    assert sides[0] == sides[1]
    instructed.does(numbers[0], "arrive", actor=TERMINAL)
    facts = [open_event(event).data for event in instructed.desk.journal.read(numbers[0])]
    assert [data.words for data in facts if isinstance(data, WordsServed)] == [("inspect",)]


def test_on_export_its_notice_goes_out_at_once_and_its_reason_never() -> None:
    office = Office(draw=999_999)
    number = office.lodge(export()).number
    obeyed(instructs(office, number, reason="tip about a smuggler"))
    sheet = office.desk.show(number)
    assert sheet is not None
    assert [receipt.channel for receipt in sheet.receipts][-1] == "C"
    assert not any("smuggler" in event.payload for event in office.desk.journal.read(number))


def test_an_amendment_does_not_take_an_instruction_away() -> None:
    office = Office(draw=draw_for(False))
    number = arrived(office)
    obeyed(instructs(office, number, word="review"))
    sheet = office.desk.show(number)
    assert sheet is not None
    changed = replace(sheet.declaration, contract_no="SYN-2")
    wanted = amended(Act(verb="amend", ground="data_error", reason="typing"), changed)
    office.desk.act(number, wanted, BROKER)
    office.does(number, "decide-amendment", actor=LIU, reason="true")
    assert controls(office, number)["document_review"] == "ready"


def test_work_that_was_done_before_the_instruction_came_is_done_again() -> None:
    office = Office(draw=draw_for(False))
    number = arrived(office)
    office.does(number, "add", "document_review", actor=LIU, reason="doubt")
    office.does(number, "done", "document_review", actor=LIU)
    obeyed(instructs(office, number, word="review"))
    assert controls(office, number)["document_review"] == "ready"


def test_the_office_may_answer_and_the_instruction_stands_all_the_same() -> None:
    office = Office(draw=draw_for(False))
    number = arrived(office)
    name = obeyed(instructs(office, number)).id
    answered = obeyed(office.desk.instructions.answer(name, "goods were looked at last week", MAO))
    assert (answered.state, answered.answer, answered.answered_by) == ("open", "goods were looked at last week", MAO.id)  # fmt: skip
    assert controls(office, number)["joint_inspection"] == "ready"
    assert refused(office.desk.instructions.answer(name, "no", CENTRE)) == "not_your_role"
    assert refused(office.desk.instructions.answer(name, "", MAO)) == "reason_missing"
    assert refused(office.desk.instructions.answer("centre-I-9", "no", MAO)) == "unknown_instruction"


def test_a_repeat_changes_nothing_and_other_content_under_its_number_is_refused() -> None:
    office = Office(draw=draw_for(False))
    number = arrived(office)
    first = obeyed(instructs(office, number))
    events = len(office.desk.journal.read(number))
    assert obeyed(instructs(office, number)) == first
    assert len(office.desk.journal.read(number)) == events
    assert refused(instructs(office, number, word="review")) == "instruction_differs"


def test_what_cannot_be_carried_out_is_refused_with_its_reason_and_nothing_is_stored() -> None:
    office = Office(draw=draw_for(False))
    number = arrived(office)
    assert refused(instructs(office, "4907NOSUCHNUMBER00")) == "unknown_number"
    assert refused(instructs(office, number, word="dance")) == "unknown_word"
    assert refused(instructs(office, number, reason="")) == "reason_missing"
    assert refused(instructs(office, number, actor=LIU)) == "not_your_role"
    office.pays(number)
    assert refused(instructs(office, number)) == "instruction_late"
    assert office.desk.instructions.every() == []
