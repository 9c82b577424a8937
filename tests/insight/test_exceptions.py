"""Exceptions: each sort is told from the journal, the ordinary course is not."""

from typing import Any

from tests.build import Office, declaration
from tests.cast import BANK, BOTH, DENG, LIU, MINUTE, PENG, TERMINAL, XIAO
from tongguan.facts.actor import Actor
from tongguan.insight.exceptions import Exceptional, exceptions
from tongguan.process.inspection import Inspection

OFFICERS = {"liu-min", "peng-jie", "deng-fang", "xiao-han", "both", "afar"}
AFAR = Actor(id="afar", roles=("inspector",), office="5317")
DAY = 24 * 60 * MINUTE


def of(office: Office) -> list[Exceptional]:
    found = exceptions(office.desk.journal.events(), OFFICERS)
    return sorted(found, key=lambda each: (each.recorded_at, each.stream, each.version))


def told(office: Office) -> list[tuple[str, str]]:
    return [(each.sort, each.kind) for each in of(office)]


def reviewed(**changes: Any) -> tuple[Office, str]:
    office = Office()
    number = office.lodge(declaration(**changes)).number
    office.does(number, "add", "document_review", actor=DENG, reason="price looks low")
    return office, number


def test_an_ordinary_life_has_no_exception() -> None:
    office, number = reviewed()
    office.does(number, "done", "document_review", actor=LIU)
    office.does(number, "arrive", actor=TERMINAL)
    office.does(number, "pay", actor=BANK, ref="T-1")
    assert office.does(number, "gate-out", actor=TERMINAL).status == "closed"
    assert told(office) == []


def test_a_lifted_hold_names_the_hold_and_its_reason() -> None:
    office, number = reviewed()
    office.does(number, "hold", "manifest", actor=DENG, reason="weights differ")
    office.does(number, "lift", "manifest", actor=DENG, reason="weighed again")
    (found,) = of(office)
    assert (found.sort, found.stream, found.actor) == ("override", number, "deng-fang")
    assert (found.says, found.reason) == ("manifest", "weighed again")


def test_a_revoked_release_is_an_override() -> None:
    office, number = reviewed()
    office.does(number, "done", "document_review", actor=LIU)
    office.does(number, "arrive", actor=TERMINAL)
    assert office.does(number, "pay", actor=BANK, ref="T-1").status == "released"
    office.does(number, "revoke", actor=DENG, ground="Article 9", authority="head")
    assert told(office) == [("override", "release.revoked")]


def test_another_officer_and_a_second_pair_of_eyes_are_told_with_both_names() -> None:
    office, number = reviewed()
    office.does(number, "start", "document_review", actor=PENG)
    office.does(number, "hand-over", "document_review", actor=PENG, to=LIU)
    office.does(number, "done", "document_review", actor=LIU)
    assert [(e.sort, e.actor, e.second) for e in of(office)] == [("substituted", "peng-jie", "liu-min")]
    office, number = reviewed()
    office.does(number, "arrive", actor=TERMINAL)
    office.does(number, "add", "joint_inspection", actor=DENG, reason="count the cases")
    office.does(number, "done", "document_review", actor=BOTH)
    office.does(number, "ask-second", "joint_inspection", actor=BOTH, to=AFAR, reason="alone")
    office.does(number, "second", "joint_inspection", actor=AFAR)
    assert [(e.kind, e.actor, e.second) for e in of(office)] == [
        ("second.asked", "both", "afar"),
        ("second.given", "afar", ""),
    ]


def test_a_draw_that_a_person_undid_names_who_was_drawn_and_why() -> None:
    office = Office()
    number = office.lodge().number
    office.does(number, "add", "joint_inspection", actor=DENG, reason="count the cases")
    for undone in (False, True):
        order = office.desk.inspections.order(DENG, numbers=(number,))
        assert isinstance(order, Inspection)
        if undone:
            drawn = office.visited(order.order, "assign", DENG).officer
        office.visited(order.order, "drop", DENG, reason="the goods went back")
    (found,) = of(office)
    assert (found.sort, found.stream, found.actor) == (
        "undrawn",
        f"inspection/{order.order}",
        "deng-fang",
    )
    assert (found.second, found.says, found.reason) == (drawn, number, "the goods went back")


def test_a_treasury_receipt_by_an_officer_is_by_hand_and_a_banks_message_is_not() -> None:
    office, number = reviewed()
    office.does(number, "pay", actor=XIAO, ref="treasury receipt 7")
    assert ("by_hand", "payment.confirmed") in told(office)


def test_a_corrected_time_names_its_second_person() -> None:
    office, number = reviewed()
    sheet = office.desk.show(number)
    assert sheet is not None
    last = sheet.events[-1]
    office.does(
        number, "correct-time", str(last.version), actor=LIU, to=PENG, time=last.happened_at, reason="clock"
    )
    (found,) = of(office)
    assert (found.sort, found.second, found.says) == ("corrected", "peng-jie", str(last.version))
