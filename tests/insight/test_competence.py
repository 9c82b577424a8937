"""Who is qualified and on duty, by hand: the joint visit prefers whoever holds both sides."""

from datetime import date, time
from decimal import Decimal

import pytest
from msgspec.structs import replace

from tongguan.facts.clock import parse
from tongguan.facts.people import Absence, Course, Duty, Lecture, Officer, Qualification, Shift, Staff
from tongguan.insight import competence

MONDAY = date(2018, 8, 20)
ZHOU = Officer(id="zhou", zh="周", office="4907", roles=("inspector",))
HE = Officer(id="he", zh="何", office="4907", roles=("inspector",))
BAI = Officer(id="bai", zh="白", office="4907", roles=("inspector",))
TAN = Officer(id="tan", zh="谭", office="4907", roles=("quarantine_officer",))
NIGHT = Shift(id="night", zh="夜班", start=time(20), end=time(4))
DAY = Shift(id="day", zh="白班", start=time(8, 30), end=time(17, 30), days="workdays")
OFF = Shift(id="off", zh="值班", start=time(9), end=time(12), days="days_off")


def given(officer: Officer, subject: str, until: date | None = None) -> Qualification:
    return Qualification(officer.id, subject, date(2015, 1, 1), until)


OFFICE = Staff(
    officer=(ZHOU, HE, BAI, TAN),
    shift=(DAY, NIGHT, OFF),
    duty=tuple(Duty(each.id, "day", date(2018, 1, 1)) for each in (ZHOU, HE, BAI, TAN)),
    qualification=(
        given(ZHOU, "customs_inspection"), given(ZHOU, "quarantine_inspection"), given(HE, "customs_inspection"),
        given(TAN, "customs_inspection"), given(TAN, "quarantine_inspection"),
    ),
)  # fmt: skip


def weekday(day: date) -> bool:
    return day.weekday() < 5


def able(staff: Staff, at: str, work: str = "joint_inspection") -> list[tuple[str, tuple[str, ...]]]:
    found = competence.candidates(staff, "4907", work, parse(f"{at}+08:00"), weekday)
    return [(each.officer.id, each.lacks) for each in found]


def test_the_cross_qualified_come_first_and_the_unqualified_and_other_roles_not_at_all() -> None:
    assert able(OFFICE, "2018-08-20T10:00:00") == [("zhou", ()), ("he", ("quarantine_inspection",))]


def test_work_of_one_subject_asks_for_it_whole() -> None:
    assert able(OFFICE, "2018-08-20T10:00:00", "quarantine_inspection") == [("zhou", ())]
    assert able(OFFICE, "2018-08-20T10:00:00", "quarantine_review") == []


def test_another_office_has_no_candidates_here() -> None:
    assert (
        competence.candidates(OFFICE, "5317", "joint_inspection", parse("2018-08-20T10:00:00"), weekday) == []
    )


def test_a_qualification_counts_from_its_first_to_its_last_day() -> None:
    held = replace(OFFICE, qualification=(given(ZHOU, "customs_inspection", MONDAY),))
    assert able(held, "2018-08-20T17:00:00") == [("zhou", ("quarantine_inspection",))]
    assert able(held, "2018-08-21T09:00:00") == []
    assert not competence.qualified(held, "zhou", "customs_inspection", date(2014, 12, 31))


@pytest.mark.parametrize(
    ("at", "there"),
    [("2018-08-20T08:29:59", False), ("2018-08-20T08:30:00", True), ("2018-08-20T17:30:00", False),
     ("2018-08-19T10:00:00", False)],
)  # fmt: skip
def test_a_shift_of_workdays_lasts_from_its_start_to_just_before_its_end(at: str, there: bool) -> None:
    assert competence.on_duty(OFFICE, "zhou", parse(f"{at}+08:00"), weekday) is there


def test_a_shift_of_days_off_is_worked_on_days_off_alone() -> None:
    sunday = replace(OFFICE, duty=(Duty("zhou", "off", date(2018, 1, 1)),))
    assert able(sunday, "2018-08-19T10:00:00") == [("zhou", ())]
    assert able(sunday, "2018-08-20T10:00:00") == []


def test_a_night_shift_goes_on_after_midnight_and_belongs_to_the_day_it_began() -> None:
    night = replace(OFFICE, duty=(Duty("zhou", "night", MONDAY, MONDAY),))
    assert able(night, "2018-08-21T03:59:59") == [("zhou", ())]
    assert able(night, "2018-08-21T04:00:00") == []
    assert able(night, "2018-08-21T20:00:00") == []
    away = replace(night, absence=(Absence("zhou", date(2018, 8, 21), date(2018, 8, 21)),))
    assert able(away, "2018-08-21T03:00:00") == [("zhou", ())]
    assert able(replace(night, absence=(Absence("zhou", MONDAY, MONDAY),)), "2018-08-21T03:00:00") == []


def test_who_is_absent_is_given_nothing() -> None:
    away = replace(OFFICE, absence=(Absence("zhou", MONDAY, MONDAY, "leave"),))
    assert [name for name, _ in able(away, "2018-08-20T10:00:00")] == ["he"]
    assert [name for name, _ in able(away, "2018-08-21T10:00:00")] == ["zhou", "he"]


def test_unknown_work_is_an_error_and_not_an_empty_list() -> None:
    with pytest.raises(KeyError):
        able(OFFICE, "2018-08-20T10:00:00", "juggling")


LEARNT = Course(
    id="C", subject="quarantine_inspection", zh="互学", pass_mark=Decimal(60), least_lectures=1, valid_months=6,
    lectures=(Lecture(date(2018, 8, 1), "一", present=("he",)), Lecture(date(2018, 8, 31), "二")),
    marks={"he": Decimal(60), "bai": Decimal(90)},
)  # fmt: skip


def test_a_passed_course_qualifies_from_its_last_lecture_for_its_months() -> None:
    staff = replace(OFFICE, course=(LEARNT,))
    days = {
        date(2018, 8, 30): False,
        date(2018, 8, 31): True,
        date(2019, 2, 28): True,
        date(2019, 3, 1): False,
    }
    found = {day: competence.qualified(staff, "he", "quarantine_inspection", day) for day in days}
    assert found == days
    assert competence.cross_qualified(staff, "he", date(2018, 9, 1))
    assert not competence.cross_qualified(staff, "he", date(2018, 8, 20))


def test_a_mark_without_the_lectures_and_the_lectures_without_the_mark_do_not_qualify() -> None:
    assert competence.passed(LEARNT, "he")
    assert not competence.passed(LEARNT, "bai"), "he was never there"
    assert not competence.passed(replace(LEARNT, marks={"he": Decimal("59.9")}), "he")
    assert not competence.passed(replace(LEARNT, marks={}), "he")


def test_a_gap_is_work_for_which_fewer_than_two_hold_every_subject() -> None:
    found = {gap.work: gap.have for gap in competence.gaps(OFFICE, MONDAY)}
    assert found["joint_inspection"] == 1, "He holds one side only, Tan is no inspector"
    both = replace(OFFICE, qualification=(*OFFICE.qualification, given(HE, "quarantine_inspection")))
    assert "joint_inspection" not in {gap.work for gap in competence.gaps(both, MONDAY)}
    assert competence.wanting(OFFICE, HE, MONDAY) == ["quarantine_inspection"]


def test_every_kind_of_work_names_subjects_that_there_are_and_both_languages() -> None:
    sheet = competence.sheet()
    assert {each for work in sheet.work.values() for each in work.subjects} == set(sheet.subject)
    assert {subject.side for subject in sheet.subject.values()} == {"customs", "quarantine"}
    for named in (*sheet.work.values(), *sheet.subject.values(), *sheet.post_kind.values()):
        assert named.zh
        assert named.en
