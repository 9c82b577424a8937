"""People: who may do what, what the office lacks, who is on duty, courses, and each officer's own card."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from tongguan.desk.people import manages, sees
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.facts.people import Course, Officer, Staff
from tongguan.insight import competence, posts
from tongguan.insight.times import FEW
from tongguan.web.office import actor_of, desk
from tongguan.web.people import records

WARN = timedelta(days=60)
"""So long before its end a qualification is shown to end soon."""


def officer_of(request: HttpRequest) -> Actor:
    """The officer who asks; nobody else sees the office's people."""
    actor = actor_of(request.user)
    if actor.kind != "officer":
        raise PermissionDenied
    return actor


def today() -> date:
    """The office's local date."""
    return local_date(desk().clock.now())


def of_office(staff: Staff, actor: Actor) -> list[Officer]:
    """Officers of the actor's office, by section; all for who works for no single one."""
    mine = [each for each in staff.officer if actor.office in ("", each.office)]
    return sorted(mine, key=lambda each: (each.section, each.id))


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The matrix, its gaps, who may be given work now, and the courses."""
    return show(request)


def show(request: HttpRequest, said: str = "", refused: bool = False) -> HttpResponse:
    """The page, with what came of an act."""
    actor, staff, day = officer_of(request), records.staff(), today()
    sheet = competence.sheet()
    officers = of_office(staff, actor)
    context = {
        "subjects": sheet.subject,
        "rows": [_row(staff, each, day) for each in officers],
        "gaps": [
            {"gap": gap, "work": sheet.work[gap.work]}
            for gap in competence.gaps(staff, day)
            if actor.office in ("", gap.office)
        ],
        "work": [_duty(actor.office, name, work) for name, work in sheet.work.items() if actor.office],
        "courses": [course_row(staff, each, actor) for each in reversed(staff.course)],
        "manages": manages(actor),
        "officers": officers,
        "day": day,
        "said": said,
        "refused": refused,
        **tabs("people", actor),
    }
    return render(request, "people.html", context)


def tabs(tab: str, actor: Actor) -> dict[str, Any]:
    """Which tab of the people is open, and whether the actor sees the roster."""
    return {"nav": "people", "tab": tab, "rosters": manages(actor)}


def _row(staff: Staff, officer: Officer, day: date) -> dict[str, Any]:
    return {
        "officer": officer,
        "cells": [_cell(staff, officer.id, subject, day) for subject in competence.sheet().subject],
        "cross": competence.cross_qualified(staff, officer.id, day),
        "wanting": [competence.sheet().subject[each] for each in competence.wanting(staff, officer, day)],
    }


def _cell(staff: Staff, officer: str, subject: str, day: date) -> dict[str, Any]:
    """One field of the matrix: valid, ending, expired or nothing."""
    found = competence.best(staff, officer, subject, day)
    until = found.until if found else None
    state = "" if found is None else "valid"
    if until is not None:
        state = "expired" if until < day else "ending" if until <= day + WARN else "valid"
    return {"state": state, "until": until}


def _duty(office: str, name: str, work: competence.Work) -> dict[str, Any]:
    return {"work": work, "candidates": desk().people.candidates(office, name, desk().clock.now())}


def course_row(staff: Staff, course: Course, actor: Actor) -> dict[str, Any]:
    """What one list needs of a course; attendance and mark are the actor's own."""
    days = [lecture.day for lecture in course.lectures]
    return {
        "course": course,
        "subject": competence.sheet().subject.get(course.subject),
        "first": min(days, default=None),
        "last": max(days, default=None),
        **result(course, actor.id),
    }


def result(course: Course, officer: str) -> dict[str, Any]:
    """Attendance and mark of one officer."""
    return {
        "attended": sum(officer in lecture.present for lecture in course.lectures),
        "mark": course.marks.get(officer),
        "passed": competence.passed(course, officer),
    }


@login_required
def own(request: HttpRequest) -> HttpResponse:
    """To the card of who asks."""
    return HttpResponseRedirect(reverse("officer", args=[officer_of(request).id]))


@login_required
def card(request: HttpRequest, name: str) -> HttpResponse:
    """One officer's card with marks and figures: for that officer and the head."""
    actor, staff, day = officer_of(request), records.staff(), today()
    officer = next((each for each in staff.officer if each.id == name), None)
    if officer is None:
        raise Http404
    if not sees(actor, officer.id, officer.office):
        raise PermissionDenied
    taken = [
        course_row(staff, each, Actor(id=officer.id))
        for each in staff.course
        if officer.id in each.marks or any(officer.id in lecture.present for lecture in each.lectures)
    ]
    context = {
        "officer": officer,
        "qualifications": [
            {"held": each, "subject": competence.sheet().subject.get(each.subject)}
            for each in competence.held(staff, officer.id)
        ],
        "taken": taken,
        "shifts": [
            {"duty": duty, "shift": shift}
            for duty in staff.duty
            for shift in staff.shift
            if duty.officer == officer.id and duty.shift == shift.id
        ],
        "absences": [each for each in reversed(staff.absence) if each.officer == officer.id],
        "wanting": [competence.sheet().subject[each] for each in competence.wanting(staff, officer, day)],
        "standing": posts.of_officer(
            desk().work(), officer.office, officer.id, day.replace(month=1, day=1), day
        ),
        "day": day,
        "few": FEW,
        "least": posts.LEAST,
        **tabs("card", actor),
    }
    return render(request, "people_card.html", context)


@login_required
def course(request: HttpRequest, name: str) -> HttpResponse:
    """One course."""
    return show_course(request, name)


def show_course(request: HttpRequest, name: str, said: str = "", refused: bool = False) -> HttpResponse:
    """One course: its lectures for all, names and marks for those who may see them."""
    actor, staff = officer_of(request), records.staff()
    found = next((each for each in staff.course if each.id == name), None)
    if found is None:
        raise Http404
    may = manages(actor)
    rows = [
        {
            "officer": each,
            "present": [each.id in lecture.present for lecture in found.lectures],
            "sees": sees(actor, each.id, each.office),
            **result(found, each.id),
        }
        for each in of_office(staff, actor)
        if may or each.id == actor.id
    ]
    context = {
        **course_row(staff, found, actor), "rows": rows, "manages": may, "said": said, "refused": refused,
        **tabs("people", actor),
    }  # fmt: skip
    return render(request, "people_course.html", context)
