"""What does not fit together in an office's records of its people."""

from collections.abc import Iterable, Iterator
from datetime import date

from tongguan.facts.people import Course, Post, Staff
from tongguan.insight.competence import sheet

DAYS = ("workdays", "days_off", "daily")
Problem = tuple[str, str, str]
"""Place by the fields of the plain file, the value, and what may stand there."""


def problems(staff: Staff, kept: Staff) -> Iterator[Problem]:
    """Names that neither these records nor the kept ones have, ends before their beginning, marks out of range."""
    yield from _unknown(staff, kept)
    yield from _backwards(staff)
    for n, course in enumerate(staff.course, 1):
        yield from _marks(n, course)
    for n, shift in enumerate(staff.shift, 1):
        if shift.days not in DAYS:
            yield f"shift[{n}].days", shift.days, ", ".join(DAYS)


def _marks(n: int, course: Course) -> Iterator[Problem]:
    for place, mark in (("pass_mark", course.pass_mark), *course.marks.items()):
        if not (mark.is_finite() and 0 <= mark <= 100 and mark == round(mark, 1)):
            yield f"course[{n}].{place}", str(mark), "0–100, .1"
    for lecture in course.lectures:
        if not (
            lecture.hours.is_finite() and 0 < lecture.hours <= 24 and lecture.hours == round(lecture.hours, 1)
        ):
            yield f"course[{n}].lectures.hours", str(lecture.hours), "0.1–24"
    for place, value, most in (
        ("valid_months", course.valid_months, 600),
        ("least_lectures", course.least_lectures, 1000),
    ):
        if not 0 <= value <= most:
            yield f"course[{n}].{place}", str(value), f"0–{most}"


def _backwards(staff: Staff) -> Iterator[Problem]:
    for place, since, until in _terms(staff):
        if until is not None and until < since:
            yield f"{place}.until", until.isoformat(), f"≥ {since}"


def _terms(staff: Staff) -> Iterator[tuple[str, date, date | None]]:
    for n, duty in enumerate(staff.duty, 1):
        yield f"duty[{n}]", duty.since, duty.until
    for n, absence in enumerate(staff.absence, 1):
        yield f"absence[{n}]", absence.since, absence.until
    for n, given in enumerate(staff.qualification, 1):
        yield f"qualification[{n}]", given.since, given.until
    for n, post in enumerate(staff.post, 1):
        yield f"post[{n}]", post.since, post.until
        for member in post.members:
            yield f"post[{n}].members", member.since, member.until


def _unknown(staff: Staff, kept: Staff) -> Iterator[Problem]:
    known: dict[str, Iterable[str]] = {
        "officer": [each.id for each in (*kept.officer, *staff.officer)],
        "shift": [each.id for each in (*kept.shift, *staff.shift)],
        "subject": sheet().subject,
        "post_kind": sheet().post_kind,
    }
    for place, kind, value in _references(staff):
        if value not in known[kind]:
            yield place, value, ", ".join(known[kind])


def _references(staff: Staff) -> Iterator[tuple[str, str, str]]:
    """(place, kind, name) of everything that names something else."""
    for n, duty in enumerate(staff.duty, 1):
        yield f"duty[{n}].officer", "officer", duty.officer
        yield f"duty[{n}].shift", "shift", duty.shift
    for n, absence in enumerate(staff.absence, 1):
        yield f"absence[{n}].officer", "officer", absence.officer
    for n, given in enumerate(staff.qualification, 1):
        yield f"qualification[{n}].officer", "officer", given.officer
        yield f"qualification[{n}].subject", "subject", given.subject
    for n, course in enumerate(staff.course, 1):
        yield from _of_course(n, course)
    for n, post in enumerate(staff.post, 1):
        yield from _of_post(n, post)


def _of_course(n: int, course: Course) -> Iterator[tuple[str, str, str]]:
    yield f"course[{n}].subject", "subject", course.subject
    for name in course.marks:
        yield f"course[{n}].marks", "officer", name
    for lecture in course.lectures:
        for name in lecture.present:
            yield f"course[{n}].lectures.present", "officer", name


def _of_post(n: int, post: Post) -> Iterator[tuple[str, str, str]]:
    yield f"post[{n}].kind", "post_kind", post.kind
    for member in post.members:
        yield f"post[{n}].members", "officer", member.officer
