"""A centre instructs: the office carries it out, may answer, and cannot make it go away."""

import pytest
from msgspec.structs import replace

from tests.build import Office, export
from tests.cast import BROKER, DENG, LIU, MAO, MINUTE, TERMINAL
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


def withdraws(office: Office, number: str, word: str = "inspect", name: str = "I-1", actor: Actor = CENTRE, reason: str = "no risk after all") -> Instruction | Refusal:  # fmt: skip
    wanted = CentreInstruction(id=name, verb="withdraw", number=number, word=word, reason=reason)
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
    after = office.inspects(number)
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


def test_an_instruction_lapses_when_its_goods_are_seized_and_the_centre_reads_why() -> None:
    office = Office(draw=draw_for(False))
    number = arrived(office)
    name = obeyed(instructs(office, number, word="review")).id
    office.does(number, "end", "seized", actor=DENG, ground="a statute (synthetic)", authority="SYN-1")
    said = office.desk.instructions.one(name)
    assert said is not None
    assert (said.state, said.ending) == ("lapsed", "seized")
    event = office.desk.journal.read(f"instruction/{name}")[-1]
    assert (event.kind, event.actor) == ("instruction.lapsed", "system")
    assert office.desk.instructions.open() == []
    assert obeyed(instructs(office, number, word="review")).state == "lapsed", (
        "the same message again is told so"
    )
    assert refused(withdraws(office, number, word="review")) == "instruction_over"
    assert office.desk.rebuild()[2] == 0


def wants_out(office: Office, number: str) -> None:
    office.does(number, "cancel", actor=BROKER, ground="data_error", reason="wrong goods")


def goes_away(office: Office, number: str, way: str) -> str:
    """What an officer is told who lets the declaration end that way: its status, or why not."""
    acts = {
        "cancelled": Act(verb="decide-cancellation", reason="true"),
        "goods_returned": Act(verb="end", target="goods_returned", ground="a statute (synthetic)", authority="SYN-1"),
    }  # fmt: skip
    said = office.desk.act(number, acts[way], DENG)
    return said.code if isinstance(said, Refusal) else said.status


@pytest.mark.parametrize("way", ["cancelled", "goods_returned"])
@pytest.mark.parametrize("word", ["inspect", "review"])
def test_no_officer_lets_a_declaration_go_from_under_an_instruction_even_a_silent_one(
    way: str, word: str
) -> None:
    office = Office(draw=draw_for(False))
    number = office.lodge().number
    name = obeyed(instructs(office, number, word=word)).id
    wants_out(office, number)
    assert goes_away(office, number, way) == "instruction_open"
    obeyed(withdraws(office, number, word=word))
    assert goes_away(office, number, way) == way
    said = office.desk.instructions.one(name)
    assert said is not None
    assert (said.state, said.withdrawn) == ("withdrawn", "no risk after all")


def test_who_may_not_decide_learns_nothing_of_an_instruction_and_neither_does_who_asks() -> None:
    instructed, twin = Office(draw=draw_for(False)), Office(draw=draw_for(False))
    numbers = [office.lodge().number for office in (instructed, twin)]
    obeyed(instructs(instructed, numbers[0]))
    sides = []
    for office, number in zip((instructed, twin), numbers, strict=True):
        wants_out(office, number)
        decided = office.desk.act(number, Act(verb="decide-cancellation", reason="true"), BROKER)
        assert isinstance(decided, Refusal)
        sides.append((decided.code, office.desk.state(number)))
    assert goes_away(instructed, numbers[0], "cancelled") == "instruction_open"
    assert sides[0][0] == sides[1][0] != "instruction_open"
    told = [
        outward(office, said) for office, (_, said) in zip((instructed, twin), sides, strict=True) if said
    ]
    assert len(told) == 2
    assert told[0] == told[1]


def test_what_is_withdrawn_is_required_no_more_and_the_goods_go() -> None:
    office = Office(draw=draw_for(False))
    number = arrived(office)
    obeyed(instructs(office, number))
    office.pays(number)
    assert controls(office, number)["joint_inspection"] == "ready"
    obeyed(withdraws(office, number))
    said = office.desk.state(number)
    assert said is not None
    assert said.status == "released"
    assert office.desk.rebuild()[2] == 0


def test_a_silent_one_that_is_withdrawn_is_never_served() -> None:
    office = Office(draw=draw_for(False))
    number = office.lodge().number
    obeyed(instructs(office, number))
    obeyed(withdraws(office, number))
    office.does(number, "arrive", actor=TERMINAL)
    facts = [open_event(event).data for event in office.desk.journal.read(number)]
    assert not any(isinstance(data, WordsServed) for data in facts)


def test_work_that_something_else_asks_for_or_that_has_begun_goes_on_without_the_instruction() -> None:
    office = Office(draw=draw_for(False))
    number = arrived(office)
    obeyed(instructs(office, number, word="review"))
    obeyed(instructs(office, number, word="review", name="I-2"))
    obeyed(withdraws(office, number, word="review"))
    assert controls(office, number)["document_review"] == "ready", "the other instruction stands"
    office.does(number, "start", "document_review", actor=LIU)
    obeyed(withdraws(office, number, word="review", name="I-2"))
    assert controls(office, number)["document_review"] == "started"


def test_only_its_centre_withdraws_an_instruction_as_it_was_given_and_with_a_reason() -> None:
    office = Office(draw=draw_for(False))
    number = arrived(office)
    name = obeyed(instructs(office, number)).id
    assert refused(withdraws(office, number, name="I-9")) == "unknown_instruction"
    assert refused(withdraws(office, number, word="review")) == "instruction_differs"
    assert refused(withdraws(office, number, reason="")) == "reason_missing"
    assert refused(withdraws(office, number, actor=LIU)) == "not_your_role"
    assert obeyed(withdraws(office, number)) == obeyed(withdraws(office, number)), "a repeat changes nothing"
    assert [card.stream for card in office.desk.instructions.settled()] == [f"instruction/{name}"]


def test_one_that_was_carried_out_stays_so_when_the_declaration_ends() -> None:
    office = Office(draw=draw_for(False))
    number = arrived(office)
    name = obeyed(instructs(office, number, word="review")).id
    office.does(number, "done", "document_review", actor=LIU)
    office.does(number, "end", "seized", actor=DENG, ground="a statute (synthetic)", authority="SYN-1")
    said = office.desk.instructions.one(name)
    assert said is not None
    assert (said.state, said.ending) == ("carried_out", "")


def test_open_ones_are_listed_all_and_settled_ones_newest_first_page_after_page() -> None:
    office = Office(draw=draw_for(False))
    number = arrived(office)
    names = []
    for n in range(5):
        office.clock.at += MINUTE
        names.append(obeyed(instructs(office, number, word="review", name=f"I-{n}")).id)
    desk = office.desk.instructions
    assert [card.stream for card in desk.open()] == [f"instruction/{name}" for name in names]
    office.does(number, "done", "document_review", actor=LIU)
    assert desk.open() == []
    first = desk.settled(limit=3)
    rest = desk.settled((first[-1].since, first[-1].stream), limit=3)
    assert [card.stream for card in (*first, *rest)] == [f"instruction/{name}" for name in names[::-1]]


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
