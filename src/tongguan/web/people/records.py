"""Reading and keeping the office's people: one way in for pages, files and the demo."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from django.db import models as orm
from django.db import transaction

from tongguan.desk.people import checked
from tongguan.facts import people as facts
from tongguan.facts.people import Staff
from tongguan.facts.unreadable import Unreadable
from tongguan.web.people import models


def staff() -> Staff:
    """All that the office keeps about its people."""
    return Staff(
        officer=_all(facts.Officer, models.Person.objects.order_by("id")),
        shift=_all(facts.Shift, models.Shift.objects.order_by("id")),
        duty=_all(facts.Duty, models.Duty.objects.order_by("id")),
        absence=_all(facts.Absence, models.Absence.objects.order_by("since", "id")),
        qualification=_all(facts.Qualification, models.Qualification.objects.order_by("id")),
        course=_courses(),
        post=_posts(),
    )


def keep(new: Staff, by: str) -> int:
    """Record what is new or changed, all or nothing; returns how many lines were written.

    Unreadable when it does not fit together with what is kept. ``by`` is the actor who records it.
    """
    with transaction.atomic():
        before = staff()
        checked(new, before)
        written = sum(_keep(by, table, key, rows) for table, key, rows in _plain(new))
        for course in new.course:
            written += _keep_course(by, course, {each.id: each for each in before.course}.get(course.id))
        for post in new.post:
            written += _keep_post(by, post)
    return written


def enter(new: facts.Duty | facts.Absence, seen: facts.Duty | facts.Absence | None, by: str) -> None:
    """Record a new line of the roster, or change the one that a form saw.

    Unreadable when meanwhile the line is another than was seen, or there is one of that day already.
    """
    with transaction.atomic():
        if _there(new) != seen:
            raise changed()
        keep(Staff(duty=(new,)) if isinstance(new, facts.Duty) else Staff(absence=(new,)), by)


def withdraw(seen: facts.Absence, today: date) -> None:
    """Take an absence back that has not begun; Unreadable when it has, or is another than was seen."""
    with transaction.atomic():
        if _there(seen) != seen:
            raise changed()
        if seen.since <= today:
            raise Unreadable(
                "mistyped", "该缺勤已开始，不能撤销。", "This absence has begun: it is not withdrawn.",
                field="until", remedy_zh="请改填最后一日。", remedy_en="Change its last day.",
            )  # fmt: skip
        models.Absence.objects.filter(officer_id=seen.officer, since=seen.since).delete()


def changed() -> Unreadable:
    """The line of the roster is another than the form saw, or new and there already."""
    return Unreadable(
        "mistyped", "您查看后此行已有变化，或当日已有登记。",
        "This line has changed since you looked, or there is one from that day already.", field="since",
        remedy_zh="页面已更新，请核对后再登记。", remedy_en="The page is up to date now: look again, then record.",
    )  # fmt: skip


def _there(line: facts.Duty | facts.Absence) -> facts.Duty | facts.Absence | None:
    """The kept line with the same key; changes of one officer's roster wait for each other."""
    models.Person.objects.select_for_update().filter(id=line.officer).first()
    kept = staff()
    if isinstance(line, facts.Duty):
        mine = (line.officer, line.shift, line.since)
        return next((each for each in kept.duty if (each.officer, each.shift, each.since) == mine), None)
    key = (line.officer, line.since)
    return next((each for each in kept.absence if (each.officer, each.since) == key), None)


def _plain(new: Staff) -> list[tuple[Any, tuple[str, ...], Sequence[msgspec.Struct]]]:
    return [
        (models.Person, ("id",), new.officer),
        (models.Shift, ("id",), new.shift),
        (models.Duty, ("officer", "shift", "since"), new.duty),
        (models.Absence, ("officer", "since"), new.absence),
        (models.Qualification, ("officer", "subject", "since"), new.qualification),
    ]


def _keep(by: str, table: Any, key: tuple[str, ...], rows: Sequence[msgspec.Struct]) -> int:
    return sum(_put(by, table, key, _columns(row)) for row in rows)


def _put(by: str, table: Any, key: tuple[str, ...], columns: dict[str, Any]) -> int:
    """Write one line unless the same is there; 1 when something was written."""
    named = {_column(table, name): value for name, value in columns.items()}
    keys = {_column(table, name): named.pop(_column(table, name)) for name in key}
    there = table.objects.filter(**keys).first()
    if there is not None and all(getattr(there, name) == value for name, value in named.items()):
        return 0
    table.objects.update_or_create(defaults={**named, "by": by}, **keys)
    return 1


def _column(table: Any, name: str) -> str:
    return f"{name}_id" if isinstance(table._meta.get_field(name), orm.ForeignKey) else name


def _columns(row: msgspec.Struct, *without: str) -> dict[str, Any]:
    found = {name: getattr(row, name) for name in row.__struct_fields__ if name not in without}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def _keep_course(by: str, course: facts.Course, before: facts.Course | None) -> int:
    """The course, its lectures with who was there, and its marks; a mark that is not given any more is taken back."""
    written = _put(by, models.Course, ("id",), _columns(course, "lectures", "marks"))
    for lecture in course.lectures:
        columns = {"course": course.id, **_columns(lecture, "present")}
        written += _put(by, models.Lecture, ("course", "day", "zh"), columns)
        there = models.Lecture.objects.get(course_id=course.id, day=lecture.day, zh=lecture.zh)
        if set(there.present.values_list("id", flat=True)) != set(lecture.present):
            there.present.set(lecture.present)
            there.by = by
            there.save()
            written += 1
    for officer, mark in course.marks.items():
        columns = {"course": course.id, "officer": officer, "mark": mark}
        written += _put(by, models.Mark, ("course", "officer"), columns)
    gone = (before.marks.keys() if before else set()) - course.marks.keys()
    written += models.Mark.objects.filter(course_id=course.id, officer_id__in=gone).delete()[0]
    return written


def _keep_post(by: str, post: facts.Post) -> int:
    written = _put(by, models.Post, ("id",), _columns(post, "members"))
    for member in post.members:
        columns = {"post": post.id, **_columns(member)}
        written += _put(by, models.Member, ("post", "officer", "since"), columns)
    return written


def _all(kind: type[Any], rows: Any) -> tuple[Any, ...]:
    return tuple(_struct(kind, row) for row in rows)


def _struct(kind: type[Any], row: Any, **more: Any) -> Any:
    values = {
        name: getattr(row, _column(type(row), name)) for name in kind.__struct_fields__ if name not in more
    }
    plain = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return kind(**plain, **more)


def _courses() -> tuple[facts.Course, ...]:
    lectures: dict[str, list[facts.Lecture]] = {}
    for row in models.Lecture.objects.order_by("day", "id").prefetch_related("present"):
        present = tuple(sorted(each.id for each in row.present.all()))
        lectures.setdefault(row.course_id, []).append(_struct(facts.Lecture, row, present=present))
    marks: dict[str, dict[str, Any]] = {}
    for mark in models.Mark.objects.order_by("officer_id"):
        marks.setdefault(mark.course_id, {})[mark.officer_id] = mark.mark
    return tuple(
        _struct(facts.Course, row, lectures=tuple(lectures.get(row.id, ())), marks=marks.get(row.id, {}))
        for row in models.Course.objects.order_by("id")
    )


def _posts() -> tuple[facts.Post, ...]:
    members: dict[str, list[facts.Member]] = {}
    for row in models.Member.objects.order_by("since", "officer_id"):
        members.setdefault(row.post_id, []).append(_struct(facts.Member, row))
    return tuple(
        _struct(facts.Post, row, members=tuple(members.get(row.id, ())))
        for row in models.Post.objects.order_by("since", "id")
    )
