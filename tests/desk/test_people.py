"""The plain file of people says what is wrong with it and where; rights over people are few."""

import pytest

from tests.build import Office
from tests.cast import AUGUST, BROKER, DAPENG, LIU, MAO, PENG
from tongguan.adapters.clock import FixedClock
from tongguan.adapters.memory import MemoryJournal
from tongguan.demo.people import staff
from tongguan.desk.people import checked, manages, parse, sees, sees_standing
from tongguan.facts.actor import Actor
from tongguan.facts.clock import parse as time
from tongguan.facts.people import Staff
from tongguan.facts.unreadable import Unreadable
from tongguan.insight.posts import Standing
from tongguan.wiring import desk_on

WANG = '[[officer]]\nid = "wang"\nzh = "王"\noffice = "4907"\n'
ADMINISTRATOR = Actor(id="yuan-qi", roles=("administrator",))


def read(text: str) -> Staff:
    return checked(parse(text), Staff())


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("[[officer]", "", "line 1"),
        ('[[officer]]\nid = "a/b"\nzh = "王"', "officer[0].id", "regex"),
        ('[[officer]]\nid = "wang"\nzh = " "', "officer[0].zh", "regex"),
        ('[[officer]]\nid = "wang"\nzh = "王"\nage = 40', "officer[0]", "age"),
        (WANG + '[[qualification]]\nofficer = "wang"\nsubject = "duty"\nsince = "soon"', "qualification[0].since", "date"),
        (WANG + '[[qualification]]\nofficer = "wang"\nsubject = "juggling"\nsince = 2018-01-01', "qualification[1].subject", "duty"),
        (WANG + '[[qualification]]\nofficer = "li"\nsubject = "duty"\nsince = 2018-01-01', "qualification[1].officer", "Use: wang"),
        (WANG + '[[absence]]\nofficer = "wang"\nsince = 2018-01-02\nuntil = 2018-01-01', "absence[1].until", "2018-01-02"),
        (WANG + '[[duty]]\nofficer = "wang"\nshift = "late"\nsince = 2018-01-02', "duty[1].shift", "late"),
        (WANG + '[[course]]\nid = "C"\nsubject = "duty"\nzh = "课"\nmarks = {wang = 100.5}', "course[1].wang", "0–100"),
        (WANG + '[[course]]\nid = "C"\nsubject = "duty"\nzh = "课"\nmarks = {wang = nan}', "course[1].wang", "0–100"),
        (WANG + '[[post]]\nid = "P"\nkind = "best"\nzh = "岗"\noffice = "4907"\nsince = 2018-01-01', "post[1].kind", "pioneer_party"),
    ],
)  # fmt: skip
def test_each_mistake_is_one_line_that_names_its_place_in_both_languages(
    text: str, where: str, said: str
) -> None:
    with pytest.raises(Unreadable) as found:
        read(text)
    assert found.value.field == where
    assert said in found.value.text("en")
    assert where in found.value.text("zh")
    assert "\n" not in found.value.text("zh")


def test_the_demo_offices_file_is_whole_and_says_that_it_is_made_up() -> None:
    assert len(staff().officer) == 11
    assert all("示例" in each.zh and "synthetic" in each.en for each in (*staff().course, *staff().post))


def test_a_demo_desk_knows_its_people_and_a_live_one_nobody() -> None:
    desk = Office().desk
    found = desk.people.candidates("4907", "joint_inspection", time("2018-08-20T10:00:00+08:00"))
    assert [each.officer.id for each in found] == ["zhou-wei", "he-lan"]
    beyond = desk.people.candidates("4907", "joint_inspection", time("2026-11-25T10:00:00+08:00"))
    assert [each.lacks for each in beyond] == [("quarantine_inspection",)], (
        "a calendar that ended stops no shift"
    )
    live = desk_on(MemoryJournal("live"), FixedClock(AUGUST))
    assert live.people.candidates("4907", "joint_inspection", AUGUST) == []


def test_only_the_officer_and_the_head_of_the_office_see_one_officers_figures() -> None:
    assert sees(LIU, "liu-min", "4907")
    assert sees(MAO, "liu-min", "4907")
    others = [PENG, DAPENG, BROKER, ADMINISTRATOR, Actor(id="h", roles=("head",), office="5317")]
    assert not any(sees(each, "liu-min", "4907") for each in others)
    assert not sees(Actor(id="liu-min", kind="declarant"), "liu-min", "4907")


def test_a_post_of_one_is_shown_like_one_officer_and_a_post_of_several_to_all() -> None:
    several, alone = staff().post[0], staff().post[1]
    day = alone.since
    one = Standing(since=day, until=day, count=30, office_count=60, officers=1)
    two = Standing(since=day, until=day, count=30, office_count=60, officers=2)
    assert [sees_standing(each, one, alone) for each in (PENG, MAO, ADMINISTRATOR)] == [False, True, False]
    assert sees_standing(PENG, two, several)
    assert not sees_standing(LIU, one, several), "only Deng did enough: Liu would read Deng's figures"


def test_the_head_records_for_the_own_office_the_administrator_for_all_and_others_for_none() -> None:
    assert [manages(MAO, each) for each in (None, "4907", "5317")] == [True, True, False]
    assert [manages(ADMINISTRATOR, each) for each in (None, "4907", "5317")] == [True, True, True]
    assert not any(manages(each) for each in (LIU, BROKER, Actor(id="x", kind="declarant", roles=("head",))))
