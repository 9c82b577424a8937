"""Roster: who works which shift and who is away, entered and changed by the head and the administrator."""

from datetime import date
from typing import Any, TypeVar

import msgspec
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.desk.people import manages, read
from tongguan.facts.actor import Actor
from tongguan.facts.people import Absence, Duty, Officer, Staff
from tongguan.facts.unreadable import Unreadable
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.web.pages.people import of_office, officer_of, tabs, today
from tongguan.web.pages.people_acts import by_manager, done, filled
from tongguan.web.people import records

Line = TypeVar("Line", Duty, Absence)


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Every officer's shifts and absences; the managers' alone, for an absence has its reason."""
    if not manages(officer_of(request)):
        raise PermissionDenied
    return show(request)


def show(request: HttpRequest, said: str = "", refused: bool = False, opened: str = "") -> HttpResponse:
    """The page, with what came of an act on the roster of one officer."""
    actor, staff, day = officer_of(request), records.staff(), today()
    rows = [_row(staff, each, day) for each in of_office(staff, actor)]
    context = {
        "rows": rows, "shifts": staff.shift, "day": day, "opened": opened, "said": said, "refused": refused,
        **tabs("roster", actor),
    }  # fmt: skip
    return render(request, "people_roster.html", context)


def _row(staff: Staff, officer: Officer, day: date) -> dict[str, Any]:
    shifts, now = {each.id: each for each in staff.shift}, desk().clock.now()
    absences = [each for each in staff.absence if each.officer == officer.id]
    return {
        "officer": officer,
        "duties": [
            (each, shifts[each.shift], _written(each)) for each in staff.duty if each.officer == officer.id
        ],
        "absences": [(each, _written(each), each.since > day) for each in reversed(absences)],
        "away": any(each.since <= day <= each.until for each in absences),
        "here": desk().people.on_duty(officer.id, now),
    }


def _written(line: Duty | Absence) -> str:
    """What a form shows of a line, so that a change made meanwhile is told from it."""
    return msgspec.json.encode(line).decode()


@by_manager
def duty(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Give an officer a shift from a day on, or change the last day of what the form saw."""
    return _entered(request, actor, Duty, "duty", ("officer", "shift", "since", "until"), ("until",))


@by_manager
def absence(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Enter an officer's absence, change its last day and reason, or withdraw it before its first day."""
    return _entered(
        request, actor, Absence, "absence", ("officer", "since", "until", "reason"), ("until", "reason")
    )


def _entered(
    request: HttpRequest, actor: Actor, kind: type[Line], table: str, whole: tuple[str, ...], changes: tuple[str, ...]
) -> HttpResponse:  # fmt: skip
    """A new line of the roster, or a change of one; only of an officer of the actor's office."""
    officer = request.POST.get("officer", "")
    if officer not in {each.id for each in of_office(records.staff(), actor)}:
        raise PermissionDenied
    try:
        seen = _seen(request, kind, officer)
        if request.POST.get("withdraw") and isinstance(seen, Absence):
            records.withdraw(seen, today())
        else:
            kept = {} if seen is None else msgspec.to_builtins(seen)
            said = {name: kept[name] for name in whole if name in kept and name not in changes}
            row = {**said, **filled(request, *(whole if seen is None else changes))}
            (new,) = getattr(read({table: [row]}), table)
            records.enter(new, seen, actor.id)
    except Unreadable as error:
        return show(request, error.text(language(request)), True, officer)
    return show(request, done(request), opened=officer)


def _seen(request: HttpRequest, kind: type[Line], officer: str) -> Line | None:
    """The line that the form was made from; None for a new one."""
    text = request.POST.get("seen", "")
    if not text:
        return None
    try:
        found = msgspec.json.decode(text, type=kind)
    except msgspec.DecodeError:
        raise records.changed() from None
    if found.officer != officer:
        raise records.changed()
    return found
