"""Inspection: the times at the sites, orders, who holds what, one order, its record on the telephone, follow-ups."""

import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tongguan.desk import register
from tongguan.desk.sending import visit_at
from tongguan.desk.visiting import Act
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date, parse
from tongguan.facts.decision import ACCEPT, Refusal
from tongguan.facts.inspection import SERVICES, InspectionChecked
from tongguan.insight import competence
from tongguan.insight.competence import Subject
from tongguan.process.decide.visits import MEASURES, OUTCOMES, RESULTS, Verdict, may_drop
from tongguan.process.inspection import BOOKED, LIVING, ORDERED, PAUSED, STARTED, Inspection
from tongguan.rules.inspection import Item
from tongguan.web.guards import language
from tongguan.web.office import actor_of, desk
from tongguan.wiring import deliver_receipts

DAYS = 5
LATER = "later"
"""An outcome of the form: this declaration is not concluded yet."""


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Calendar, orders, what waits to be ordered, what each officer holds, openings; a form orders a visit."""
    said = _order(request) if request.method == "POST" else None
    if isinstance(said, Inspection):
        return HttpResponseRedirect(reverse("inspection", args=[said.order]))
    office, today = actor_of(request.user).office, local_date(desk().clock.now())
    days = [today + timedelta(days=ahead) for ahead in range(DAYS)]
    inspections = desk().inspections
    context = {
        "calendar": inspections.calendar(office, days), "orders": inspections.cards(*LIVING),
        "waiting": inspections.waiting(office), "held": [(_name(who), cards) for who, cards in inspections.held().items()],
        "openings": inspections.openings(), "follow_ups": len(inspections.follow_ups()),
        "services": SERVICES, "refusal": said.text(language(request)) if said else "", "now": desk().clock.now(), **_tab("orders"),
    }  # fmt: skip
    return render(request, "inspections.html", context)


def _tab(tab: str) -> dict[str, str]:
    return {"nav": "inspections", "tab": tab}


def _name(officer: str) -> Actor:
    return register.shipped().find(officer) or Actor(id=officer, zh=officer, en=officer)


def _order(request: HttpRequest) -> Inspection | Refusal:
    post = request.POST
    numbers = [desk().locate(number) for number in post.get("number", "").split()]
    units = post.get("unit", "").upper().split()
    made = desk().inspections.order(
        actor_of(request.user), units, numbers, bool(post.get("whole")), post.getlist("service")
    )
    deliver_receipts(desk())
    return made


@login_required
def one(request: HttpRequest, order: str) -> HttpResponse:
    """One order: who is concerned, booked time, officer, course and record."""
    return render(request, "inspection.html", _one(request, _found(order)))


def _wider(post: QueryDict, numbers: str) -> dict[str, Any]:
    """What a form says of units, declarations, services and the whole."""
    return {
        "units": tuple(post.get("unit", "").upper().split()), "whole": bool(post.get("whole")),
        "numbers": tuple(desk().locate(number) for number in post.get(numbers, "").split()),
        "services": tuple(post.getlist("service")),
    }  # fmt: skip


def _found(order: str) -> Inspection:
    found = desk().inspections.show(order)
    if found is None:
        raise Http404
    return found


def _one(request: HttpRequest, order: Inspection, said: str = "", refused: bool = False) -> dict[str, Any]:
    actor, now = actor_of(request.user), desk().clock.now()
    days = [local_date(now) + timedelta(days=ahead) for ahead in range(DAYS)]
    free = [slot for _, slots in desk().inspections.calendar(order.office, days) for slot in slots
            if slot.free and slot.at >= now]  # fmt: skip
    able = desk().inspections.able(order, visit_at(order, now)).values()
    return {
        "order": order, "officer": _name(order.officer) if order.officer else None, "worked": order.worked_by(now),
        "items": _items(order, actor.id, now),
        "concerned": [(each, order.conclusions.get(each.number)) for each in order.concerned],
        "free": free, "bookable": order.state in (ORDERED, BOOKED), "droppable": may_drop(order, actor) is None, "of_office": actor.office == order.office,
        "more_services": [each for each in SERVICES if each not in order.services],
        "mine": actor.id == order.officer and order.state in LIVING, "visiting": order.state in (STARTED, PAUSED),
        "others": [each for each in able if each.id != order.officer],
        "said": said, "refused": refused, **_tab("orders"),
    }  # fmt: skip


def _items(
    order: Inspection, officer: str, now: int
) -> list[tuple[Item, InspectionChecked | None, list[Subject]]]:
    """Each question of the checklist, its answer, and the subjects that the officer lacks to give it."""
    settings, holds = desk().inspections.settings, desk().people.holds(officer, now)
    subjects = competence.sheet().subject
    return [
        (
            settings.item(name),
            order.checks.get(name),
            [subjects[each] for each in sorted(settings.asked_by(name) - holds)],
        )
        for name in order.items
    ]


@login_required
@require_POST
def act(request: HttpRequest, order: str) -> HttpResponse:
    """Book, draw, miss, drop, hand over, widen: what is done at a desk."""
    lang, post = language(request), request.POST
    site, _, begins = post.get("slot", "").partition("|")
    wanted = Act(
        verb=post.get("verb", ""), reason=post.get("reason", "").strip(), site=site,
        at=int(begins) if begins.isdigit() else None, to=post.get("to", ""),
        **_wider(post, "number"),
    )  # fmt: skip
    told = desk().inspections.act(_found(order).order, wanted, actor_of(request.user))
    deliver_receipts(desk())
    done = "已办理。" if lang == "zh" else "Done."
    said, refused = (told.text(lang), True) if isinstance(told, Refusal) else (done, False)
    return render(request, "inspection.html", _one(request, _found(order), said, refused))


# -- the telephone --------------------------------------------------------------------------------------------


@login_required
def visit(request: HttpRequest, order: str) -> HttpResponse:
    """The record of the visit, for a narrow screen and a bad connection."""
    return render(request, "visit.html", _visit(request, _found(order)))


def _visit(request: HttpRequest, order: Inspection, said: str = "", refused: bool = False) -> dict[str, Any]:
    settings = desk().inspections.settings
    return {
        **_one(request, order, said, refused), "results": RESULTS, "outcomes": (*OUTCOMES, LATER),
        "measures": MEASURES, "laboratories": settings.laboratories, "key": secrets.token_urlsafe(12),
        "start": order.state in (ORDERED, BOOKED), "started": order.state == STARTED, "paused": order.state == PAUSED,
    }  # fmt: skip


@login_required
@require_POST
def record(request: HttpRequest, order: str) -> HttpResponse:
    """One entry of the record. The page's script asks for JSON, sends again until it is answered; a form gets the page."""
    lang = language(request)
    told = desk().inspections.act(_found(order).order, _entry(request), actor_of(request.user))
    deliver_receipts(desk())
    refusal = told if isinstance(told, Refusal) else None
    done = "已登记。" if lang == "zh" else "Recorded."
    said = refusal.text(lang) if refusal else done
    if request.headers.get("X-Draft"):
        return JsonResponse({"said": said, "refused": refusal is not None}, status=422 if refusal else 200)
    return render(request, "visit.html", _visit(request, _found(order), said, refusal is not None))


def _entry(request: HttpRequest) -> Act:
    post, photo = request.POST, request.FILES.get("photo")
    number = post.get("number", "")
    about = (
        _wider(post, "numbers") if post.get("verb") == "widen" else {"numbers": (number,) if number else ()}
    )
    return Act(
        verb=post.get("verb", ""), key=post.get("key", ""), item=post.get("item", ""), outcome=post.get("outcome", ""),
        note=post.get("note", "").strip(), reason=post.get("reason", "").strip(), seal=post.get("seal", "").strip(),
        waits_for=post.get("waits_for", ""), **about, text=post.get("text", "").strip(),
        laboratory=post.get("laboratory", ""), verdicts=_verdicts(request) if post.get("verb") == "conclude" else (),
        body=photo.read(desk().inspections.settings.photo_bytes + 1) if photo else b"",
    )  # fmt: skip


def _verdicts(request: HttpRequest) -> tuple[Verdict, ...]:
    """What the form says of each declaration; one that is left for later is not among them."""
    post = request.POST
    return tuple(
        Verdict(number=number, outcome=outcome, reason=post.get(f"reason-{number}", "").strip(),
                measure=post.get(f"measure-{number}", ""), due=_day(post.get(f"due-{number}", "")))
        for number in post.getlist("concluded")
        if (outcome := post.get(f"outcome-{number}", LATER)) != LATER
    )  # fmt: skip


def _day(text: str) -> str:
    """A local date as it was typed; what is none is dropped."""
    try:
        return local_date(parse(text)).isoformat() if text else ""
    except ValueError:
        return ""


@login_required
def photograph(request: HttpRequest, order: str, place: int) -> HttpResponse:
    """One picture out of the vault."""
    kept = desk().inspections.photograph(order, place)
    taken = next((each for each in _found(order).photographs if each.place == place), None)
    if kept is None or taken is None:
        raise Http404
    answer = HttpResponse(kept.body, content_type=taken.type)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


# -- follow-ups -----------------------------------------------------------------------------------------------


@login_required
def follow_ups(request: HttpRequest) -> HttpResponse:
    """Every follow-up on one desk; a form says that one is done, or that it did not help and what comes next."""
    lang, post = language(request), request.POST
    said, refused = "", False
    if request.method == "POST":
        place = post.get("place", "")
        wanted = Act(
            verb="settle", place=int(place) if place.isdigit() else 0, ref=post.get("ref", "").strip(),
            outcome=post.get("outcome", ACCEPT), reason=post.get("reason", "").strip(), measure=post.get("measure", ""),
        )  # fmt: skip
        told = desk().inspections.act(post.get("order", ""), wanted, actor_of(request.user))
        deliver_receipts(desk())
        refused = isinstance(told, Refusal)
        said = told.text(lang) if isinstance(told, Refusal) else ("已办理。" if lang == "zh" else "Done.")
    today = local_date(desk().clock.now()).isoformat()
    rows = [
        {"order": order, "each": each, "late": bool(each.due) and each.due < today}
        for order, each in desk().inspections.follow_ups()
    ]
    context = {"rows": rows, "measures": MEASURES, "said": said, "refused": refused, **_tab("follow_ups")}
    return render(request, "follow_ups.html", context)
