"""Competence: who is qualified, who is on duty, who may be given a piece of work, and what the office lacks.

Everything is reckoned from a :class:`Staff`; days are local dates, times microseconds UTC.
"""

import tomllib
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources

import msgspec

from tongguan.facts.clock import OFFICE_ZONE, local_date, micros
from tongguan.facts.people import Course, Officer, Qualification, Shift, Staff

ENOUGH = 2
"""Officers of an office who should be qualified for each kind of work: one may be absent."""
IsWorkday = Callable[[date], bool]


class Named(msgspec.Struct, frozen=True):
    """A name in both languages."""

    zh: str
    en: str


class Subject(msgspec.Struct, frozen=True):
    """What an officer may be qualified in."""

    side: str
    """customs or quarantine: whose business it was before the two became one."""
    zh: str
    en: str


class Work(msgspec.Struct, frozen=True):
    """What a kind of work asks of whoever does it."""

    zh: str
    en: str
    role: str
    subjects: tuple[str, ...]
    joint: bool = False
    """One of the subjects is enough; who has them all comes first."""


class ChapterGroup(msgspec.Struct, frozen=True, rename={"first": "from", "last": "to"}):
    """Chapters of the Harmonized System that are compared as one."""

    first: int
    last: int
    zh: str
    en: str


class Sheet(msgspec.Struct, frozen=True):
    """The words of competence and posts that come with the program."""

    subject: dict[str, Subject]
    work: dict[str, Work]
    post_kind: dict[str, Named]
    chapter_group: dict[str, ChapterGroup]


class Candidate(msgspec.Struct, frozen=True):
    """An officer who may be given the work now."""

    officer: Officer
    lacks: tuple[str, ...] = ()
    """Subjects of a joint visit that somebody else must cover; empty: cross-qualified, or the work has one subject."""
    holds: tuple[str, ...] = ()
    """Subjects of the work in which he is qualified."""


class Gap(msgspec.Struct, frozen=True):
    """Work for which an office has too few qualified officers."""

    office: str
    work: str
    have: int
    """Officers of the role who hold every subject of it."""
    need: int


@cache
def sheet() -> Sheet:
    """Subjects, work, kinds of posts and chapter groups."""
    text = (resources.files("tongguan.insight") / "people.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Sheet)


def passed(course: Course, officer: str) -> bool:
    """Has the officer the mark and the attendance that the course asks for?"""
    mark = course.marks.get(officer)
    if mark is None or mark < course.pass_mark:
        return False
    return sum(officer in lecture.present for lecture in course.lectures) >= course.least_lectures


def held(staff: Staff, officer: str) -> list[Qualification]:
    """Every qualification of an officer: those given, and those a passed course gives from its last lecture on."""
    found = [each for each in staff.qualification if each.officer == officer]
    for course in staff.course:
        if course.valid_months and course.lectures and passed(course, officer):
            last = max(lecture.day for lecture in course.lectures)
            until = months_after(last, course.valid_months)
            found.append(Qualification(officer, course.subject, last, until, course.id))
    return found


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def best(staff: Staff, officer: str, subject: str, day: date) -> Qualification | None:
    """The qualification in a subject that lasts longest from a day on; an ended one only where no other is."""
    mine = [each for each in held(staff, officer) if each.subject == subject and each.since <= day]
    return max(mine, key=lambda each: each.until or date.max, default=None)


def qualified(staff: Staff, officer: str, subject: str, day: date) -> bool:
    """Does the officer hold the subject on that day?"""
    found = best(staff, officer, subject, day)
    return found is not None and (found.until is None or day <= found.until)


def on_duty(staff: Staff, officer: str, at: int, is_workday: IsWorkday) -> bool:
    """Is the officer on a shift at that moment and not absent on the day it began?"""
    shifts = {shift.id: shift for shift in staff.shift}
    today = local_date(at)
    return any(
        _within(shifts[duty.shift], day, at)
        and duty.since <= day <= (duty.until or day)
        and _worked(shifts[duty.shift], day, is_workday)
        and not _absent(staff, officer, day)
        for duty in staff.duty
        if duty.officer == officer and duty.shift in shifts
        for day in (today, today - timedelta(days=1))
    )


def _within(shift: Shift, day: date, at: int) -> bool:
    ends = day if shift.end > shift.start else day + timedelta(days=1)
    start = micros(datetime.combine(day, shift.start, OFFICE_ZONE))
    return start <= at < micros(datetime.combine(ends, shift.end, OFFICE_ZONE))


def _worked(shift: Shift, day: date, is_workday: IsWorkday) -> bool:
    return shift.days == "daily" or (shift.days == "workdays") == is_workday(day)


def _absent(staff: Staff, officer: str, day: date) -> bool:
    return any(each.officer == officer and each.since <= day <= each.until for each in staff.absence)


def missing(staff: Staff, officer: str, work: Work, day: date) -> tuple[str, ...]:
    """Subjects of the work that the officer does not hold."""
    return tuple(each for each in work.subjects if not qualified(staff, officer, each, day))


def barred(work: Work, missing: tuple[str, ...]) -> bool:
    """Does lacking these subjects bar from the work? Of a joint visit one subject is enough."""
    return len(missing) == len(work.subjects) if work.joint else bool(missing)


def lacks(staff: Staff, officer: Officer, work: Work, day: date) -> tuple[str, ...] | None:
    """Subjects of the work that the officer does not hold; None where that, or the role, bars him from it."""
    found = missing(staff, officer.id, work, day)
    return found if not barred(work, found) and work.role in officer.roles else None


def candidates(staff: Staff, office: str, work: str, at: int, is_workday: IsWorkday) -> list[Candidate]:
    """Officers of an office who are qualified for a kind of work and on duty at that moment.

    The cross-qualified come first, then by id; whoever assigns takes the first group before the second, and weighs
    load and chance within it. KeyError for work that nobody knows.
    """
    wanted, day = sheet().work[work], local_date(at)
    found = []
    for officer in staff.officer:
        missing = lacks(staff, officer, wanted, day)
        if officer.office == office and missing is not None and on_duty(staff, officer.id, at, is_workday):
            holds = tuple(each for each in wanted.subjects if each not in missing)
            found.append(Candidate(officer, missing, holds))
    return sorted(found, key=lambda each: (len(each.lacks), each.officer.id))


def gaps(staff: Staff, day: date) -> list[Gap]:
    """Per office and kind of work, where fewer than ``ENOUGH`` hold every subject of it."""
    found = []
    for office in sorted({officer.office for officer in staff.officer if officer.office}):
        for name, work in sheet().work.items():
            have = sum(
                officer.office == office and lacks(staff, officer, work, day) == ()
                for officer in staff.officer
            )
            if have < ENOUGH:
                found.append(Gap(office, name, have, ENOUGH))
    return found


def cross_qualified(staff: Staff, officer: str, day: date) -> bool:
    """Does the officer hold a subject of customs and one of quarantine?"""
    sides = {s.side for name, s in sheet().subject.items() if qualified(staff, officer, name, day)}
    return len(sides) == 2


def wanting(staff: Staff, officer: Officer, day: date) -> list[str]:
    """Subjects that work of the officer's roles asks for and that he does not hold."""
    needed = [each for work in sheet().work.values() if work.role in officer.roles for each in work.subjects]
    return [each for each in dict.fromkeys(needed) if not qualified(staff, officer.id, each, day)]
