"""Separation of duties: nobody acts on an own declaration, and no second officer is ever waived."""

import pytest
from msgspec.structs import replace

from tests.build import Office, alone
from tests.cast import BOTH, BROKER, DAPENG, DENG, LIU, MAO, PENG, ZHOU
from tongguan.desk.visiting import Act as Visit
from tongguan.facts.actor import Actor
from tongguan.facts.clock import DAY
from tongguan.facts.decision import Refusal
from tongguan.process.clearance import Clearance
from tongguan.process.inspection import Inspection

AFAR = Actor(id="afar", roles=("inspector",), office="5317")
"""An inspector of another office."""
TIED = replace(LIU, ties=("4303960001",))
"""LIU, whose family owns the trader."""


def state(office: Office, number: str) -> Clearance:
    opened = office.desk._open(number)
    assert opened is not None
    return opened.clearance


def test_a_named_officer_of_another_post_looks_too_and_both_are_on_record() -> None:
    office, number = alone()
    assert office.refuses(number, "done", "joint_inspection", actor=BOTH) == "not_separate"
    office.does(number, "ask-second", "joint_inspection", actor=BOTH, to=AFAR, reason="nobody else on duty")
    assert office.refuses(number, "done", "joint_inspection", actor=BOTH) == "not_separate", (
        "asking is not enough"
    )
    office.does(number, "second", "joint_inspection", actor=AFAR)
    office.inspects(number)
    sheet = office.desk.show(number)
    assert sheet is not None
    told = [(each.kind, each.actor) for each in sheet.events if each.kind.startswith("second.")]
    assert told == [("second.asked", "both"), ("second.given", "afar")]
    assert state(office, number).control("joint_inspection").done_by == "both"


def test_who_was_drawn_and_may_not_visit_alone_asks_for_a_look_while_it_is_on_order() -> None:
    office, number = alone()
    order = office.desk.inspections.order(DENG, numbers=(number,))
    assert isinstance(order, Inspection)
    drawn = office.visited(order.order, "assign", DENG)
    assert drawn.officer == "both"
    said = office.desk.inspections.act(order.order, Visit(verb="start"), BOTH)
    assert isinstance(said, Refusal)
    assert said.code == "not_separate"
    office.does(number, "ask-second", "joint_inspection", actor=BOTH, to=AFAR, reason="nobody else on duty")
    office.does(number, "second", "joint_inspection", actor=AFAR)
    assert office.visited(order.order, "start", BOTH).state == "started"


def test_the_look_waits_in_the_queue_of_the_office_that_was_asked_until_it_is_given() -> None:
    office, number = alone()
    office.does(number, "ask-second", "joint_inspection", actor=BOTH, to=AFAR, reason="nobody else on duty")
    row = office.desk.journal.work(number)
    assert row is not None
    (look,) = (task for task in row.tasks if task.office == "5317")
    assert (look.control, look.officer, look.state, look.role) == (
        "second_look",
        "afar",
        "ready",
        "inspector",
    )
    office.does(number, "second", "joint_inspection", actor=AFAR)
    row = office.desk.journal.work(number)
    assert row is not None
    assert {task.office for task in row.tasks} == {"4907"}
    assert office.desk.rebuild()[2] == 0


def test_a_second_officer_who_finds_it_wrong_leaves_the_control_closed_to_the_first() -> None:
    office, number = alone()
    office.does(number, "ask-second", "joint_inspection", actor=BOTH, to=AFAR, reason="nobody else on duty")
    assert (
        office.refuses(number, "second", "joint_inspection", actor=AFAR, outcome="refuse") == "reason_missing"
    )
    office.does(number, "second", "joint_inspection", actor=AFAR, outcome="refuse", reason="the seals differ")
    assert office.refuses(number, "second", "joint_inspection", actor=AFAR) == "not_asked"
    assert office.refuses(number, "done", "joint_inspection", actor=BOTH) == "not_separate"
    office.clock.at += DAY
    office.inspects(number)
    assert state(office, number).control("joint_inspection").done_by in ("zhou-wei", "he-lan")


def test_work_done_again_needs_a_new_look() -> None:
    office, number = alone()
    office.does(number, "ask-second", "joint_inspection", actor=BOTH, to=AFAR, reason="nobody else on duty")
    office.does(number, "second", "joint_inspection", actor=AFAR)
    office.inspects(number)
    office.does(number, "reopen", "joint_inspection", actor=ZHOU, reason="one case was missed")
    assert office.refuses(number, "start", "joint_inspection", actor=BOTH) == "not_separate"
    assert not state(office, number).control("joint_inspection").seen


@pytest.mark.parametrize(
    ("to", "why"),
    [(BOTH, "second_is_first"), (DAPENG, "not_your_role"), (BROKER, "not_your_role"),
     (replace(AFAR, ties=("4303980001",)), "own_declaration")],
)  # fmt: skip
def test_not_just_anybody_is_a_second_officer(to: Actor, why: str) -> None:
    office, number = alone()
    assert office.refuses(number, "ask-second", "joint_inspection", actor=BOTH, to=to, reason="alone") == why


def test_nobody_is_asked_without_need_or_reason_and_nobody_else_answers() -> None:
    office, number = alone()
    assert (
        office.refuses(number, "ask-second", "joint_inspection", actor=ZHOU, to=AFAR, reason="x")
        == "no_second_needed"
    )
    assert office.refuses(number, "ask-second", "joint_inspection", actor=BOTH, to=AFAR) == "reason_missing"
    office.does(number, "ask-second", "joint_inspection", actor=BOTH, to=AFAR, reason="nobody else on duty")
    for other in (ZHOU, BOTH, MAO, BROKER):
        assert office.refuses(number, "second", "joint_inspection", actor=other) == "not_asked"


@pytest.mark.parametrize(
    ("verb", "target", "more"),
    [("start", "document_review", {}), ("done", "document_review", {}), ("add", "joint_inspection", {}),
     ("hold", "x", {}), ("cancel", "", {"ground": "wrong_goods"}), ("revoke", "", {"ground": "g", "authority": "a"})],
)  # fmt: skip
def test_nobody_acts_on_an_own_declaration_whatever_the_act(
    verb: str, target: str, more: dict[str, str]
) -> None:
    office = Office()
    number = office.lodge().number
    office.does(number, "add", "document_review", actor=DENG, reason="price looks low")
    before = state(office, number).version
    assert office.refuses(number, verb, target, actor=TIED, reason="a reason", **more) == "own_declaration"
    assert state(office, number).version == before
    office.does(number, "start", "document_review", actor=PENG)
    assert office.refuses(number, "hand-over", "document_review", actor=PENG, to=TIED) == "own_declaration"
    assert office.does(number, "hand-over", "document_review", actor=PENG, to=LIU).status == "accepted"


def test_an_interest_in_the_broker_or_the_owner_counts_and_one_in_somebody_else_does_not() -> None:
    office = Office()
    number = office.lodge().number
    office.does(number, "add", "document_review", actor=DENG, reason="price looks low")
    broker = replace(LIU, ties=("4303980001",))
    assert office.refuses(number, "start", "document_review", actor=broker) == "own_declaration"
    office.does(number, "start", "document_review", actor=replace(LIU, ties=("4403180000",)))
