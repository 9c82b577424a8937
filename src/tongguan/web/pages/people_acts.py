"""What the head and the administrator record about people: qualifications, courses, lectures, attendance and marks."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST
from msgspec.structs import replace

from tongguan.desk import people
from tongguan.facts.actor import Actor
from tongguan.facts.people import Course, Staff
from tongguan.facts.unreadable import Unreadable
from tongguan.web.guards import language
from tongguan.web.pages.people import of_office, officer_of, show, show_course
from tongguan.web.people import records

Act = Callable[..., HttpResponse]


def by_manager(act: Act) -> Act:
    """An act by POST of the head or the administrator; everybody else is refused."""

    @login_required
    @require_POST
    @wraps(act)
    def guarded(request: HttpRequest, **path: str) -> HttpResponse:
        actor = officer_of(request)
        if not people.manages(actor):
            raise PermissionDenied
        return act(request, actor, **path)

    return guarded


def filled(request: HttpRequest, *names: str) -> dict[str, Any]:
    """What a form says, without the fields left empty."""
    return {name: text for name in names if (text := request.POST.get(name, "").strip())}


def kept(request: HttpRequest, actor: Actor, table: str, row: dict[str, Any]) -> tuple[str, bool]:
    """Record one row of the plain file; what to say, and whether it is a no."""
    try:
        records.keep(people.read({table: [row]}), actor.id)
    except Unreadable as error:
        return error.text(language(request)), True
    return done(request), False


def done(request: HttpRequest) -> str:
    """That an act is done, in words."""
    return "已登记。" if language(request) == "zh" else "Recorded."


@by_manager
def qualify(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Give a qualification, or change its last day and ground."""
    row = filled(request, "officer", "subject", "since", "until", "ground")
    mine = {each.id for each in of_office(records.staff(), actor)}
    if row.get("officer") not in mine:
        row.pop("officer", None)
    return show(request, *kept(request, actor, "qualification", row))


@by_manager
def add_course(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new course."""
    row = filled(request, "id", "subject", "zh", "en", "pass_mark", "least_lectures", "valid_months")
    if any(each.id == row.get("id") for each in records.staff().course):
        taken = (
            "已有此编号的课程。" if language(request) == "zh" else "There is a course of this number already."
        )
        return show(request, taken, True)
    return show(request, *kept(request, actor, "course", row))


@by_manager
def add_lecture(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """A lecture of a course."""
    course = _course(name)
    said = filled(request, "day", "zh", "en", "hours", "teacher")
    try:
        read = people.read(
            {"course": [{"id": name, "subject": course.subject, "zh": course.zh, "lectures": [said]}]}
        )
        if any(
            (each.day, each.zh) == (read.course[0].lectures[0].day, read.course[0].lectures[0].zh)
            for each in course.lectures
        ):
            raise Unreadable("mistyped", "已有此讲。", "This lecture is there already.")
        lectures = (*course.lectures, *read.course[0].lectures)
        records.keep(Staff(course=(replace(course, lectures=lectures),)), actor.id)
    except Unreadable as error:
        return show_course(request, name, error.text(language(request)), True)
    return show_course(request, name, done(request))


@by_manager
def results(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """Attendance and mark of one officer in a course; an empty mark of one whom the actor sees is taken back."""
    course, officer = _course(name), request.POST.get("officer", "")
    known = {each.id: each for each in of_office(records.staff(), actor)}
    if officer not in known:
        raise PermissionDenied
    chosen = set(request.POST.getlist("present"))
    lectures = tuple(
        replace(
            lecture,
            present=tuple({*lecture.present} - {officer} | ({officer} if str(n) in chosen else set())),
        )
        for n, lecture in enumerate(course.lectures)
    )
    try:
        marks = _marks(
            course,
            officer,
            request.POST.get("mark", "").strip(),
            people.sees(actor, officer, known[officer].office),
        )
        records.keep(Staff(course=(replace(course, lectures=lectures, marks=marks),)), actor.id)
    except Unreadable as error:
        return show_course(request, name, error.text(language(request)), True)
    return show_course(request, name, done(request))


def _marks(course: Course, officer: str, text: str, seen: bool) -> dict[str, Decimal]:
    if not text:
        return {who: mark for who, mark in course.marks.items() if who != officer or not seen}
    try:
        return {**course.marks, officer: Decimal(text)}
    except InvalidOperation:
        raise Unreadable(
            "mistyped", f"“{text}”不是分数。", f"“{text}” is no mark.", field="mark",
            remedy_zh="请填写 0–100。", remedy_en="Write a number from 0 to 100.",
        ) from None  # fmt: skip


def _course(name: str) -> Course:
    found = next((each for each in records.staff().course if each.id == name), None)
    if found is None:
        raise Http404
    return found
