"""The zone: what stands where and why it cannot leave, what nobody declared, account books, lists and passes."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from tongguan.desk.card_index import UNDECLARED
from tongguan.desk.cards import Card, CardFilter
from tongguan.desk.standing import counts, standing
from tongguan.facts.clock import HOUR, local_date
from tongguan.rules.terms import MissingDay
from tongguan.web.guards import language
from tongguan.web.office import actor_of, desk
from tongguan.web.pages import files
from tongguan.web.templatetags.words import local, reason_text

PAGE = 60


@login_required
def goods(request: HttpRequest) -> HttpResponse:
    """All goods in the zone now, counted by place and reason; those of one place or reason, page by page."""
    found = standing(desk().journal, desk().coordination.outlook, desk().clock.now())
    chosen = [each for each in found if all(request.GET.get(name, value) == value for name, value in (("place", each.place), ("reason", each.reason.id)))]  # fmt: skip
    pages = Paginator(chosen, PAGE)
    shown = pages.get_page(request.GET.get("page", "1"))
    table = [{"place": place, "reason": reason, "count": count, "query": urlencode({"place": place, "reason": reason.id})}
             for (place, _), (reason, count) in counts(found).items()]  # fmt: skip
    picked = {name: request.GET[name] for name in ("place", "reason") if name in request.GET}
    context = {
        "rows": [_standing(each.card) for each in shown], "count": len(found), "chosen": len(chosen), "table": table,
        "pages": shown, "picked": picked, "query": urlencode(picked), "reason": chosen[0].reason if chosen else None,
        **_zone("goods"),
    }  # fmt: skip
    return render(request, "zone_goods.html", context)


@login_required
def goods_file(request: HttpRequest, kind: str) -> HttpResponse:
    """All goods in the zone with place and reason."""
    lang, now = language(request), desk().clock.now()
    columns = files.columns(lang, document="text", containers="text", place="text", goods="text", packages_in="text", since="text",
                            age_hours="hours", why_not="text", declaration="text")  # fmt: skip
    rows = []
    for each in standing(desk().journal, desk().coordination.outlook, now):
        facts = each.card.facts
        first = int(facts.get("first_at", each.card.since))
        rows.append([
            facts.get("document", ""), facts.get("units", ""), each.place, facts.get("goods", ""), facts.get("packages", ""), local(first),
            (now - first) / HOUR, reason_text(each.reason, lang), facts.get("declarations", ""),
        ])  # fmt: skip
    return files.sent("goods", kind, [("", columns, rows, [local(now)])], lang)


def _zone(tab: str) -> dict[str, str]:
    return {"nav": "zone", "tab": tab}


def _standing(card: Card) -> dict[str, Any]:
    numbers = card.facts.get("declarations", "").split()
    states = [state for number in numbers if (state := desk().state(number))]
    return {
        "card": card,
        "age": desk().clock.now() - int(card.facts.get("first_at", card.since)),
        "first_at": int(card.facts.get("first_at", card.since)),
        "declarations": [(state, list(state.blocked_by)) for state in states],
    }


@login_required
def undeclared(request: HttpRequest) -> HttpResponse:
    """Arrived without declaration, oldest first, with day 14 and month 3."""
    cards, count = desk().cards(CardFilter("consignment", (UNDECLARED,), limit=PAGE))
    outages = desk().outages.terms(actor_of(request.user).office)
    today = local_date(desk().clock.now())
    rows = [_overdue(card, today, outages) for card in cards]
    return render(request, "zone_undeclared.html", {"rows": rows, "count": count, **_zone("undeclared")})


def _overdue(card: Card, today: date, outages: Any) -> dict[str, Any]:
    rules, entered = desk().rules, card.facts.get("entered_at", "")
    found: dict[str, Any] = {
        "card": card,
        "age": desk().clock.now() - card.since,
        "entered_at": None,
        "heat": "calm",
    }
    if entered:
        day = local_date(int(entered))
        calendar = desk().duty.figures.calendar
        try:
            late = rules.terms.late_from(day, calendar, outages)
            disposal = rules.terms.disposal_from(day, calendar, outages)
        except MissingDay:
            # The calendar ends before that day: nobody can say.
            return {**found, "entered_at": int(entered)}
        heat = "late" if today >= disposal else "warning" if today >= late else "calm"
        found |= {"entered_at": int(entered), "late": late, "disposal": disposal, "heat": heat}
        found |= {"is_late": today >= late, "is_disposable": today >= disposal}
    return found


@login_required
def books(request: HttpRequest) -> HttpResponse:
    """Account books."""
    cards, count = desk().cards(CardFilter("book", limit=PAGE))
    rows = [{"number": card.stream.partition("/")[2], "card": card} for card in cards]
    return render(request, "zone_books.html", {"rows": rows, "count": count, **_zone("books")})


@login_required
def book(request: HttpRequest, number: str) -> HttpResponse:
    """One account book with its stock and its latest lists."""
    view = desk().zone.book(number)
    if view is None:
        raise Http404
    lines = [(item, view.stock[item.record_line]) for item in view.book.items]
    lists = [
        {"number": card.stream.partition("/")[2], "card": card}
        for card in desk().cards(CardFilter("list", party=view.book.holder, limit=500))[0]
        if card.facts.get("book") == number
    ]
    context = {"book": view.book, "lines": lines, "lists": lists[::-1][:PAGE], **_zone("books")}
    return render(request, "zone_book.html", context)


@login_required
def lists(request: HttpRequest) -> HttpResponse:
    """Verification lists and gate passes that are not done yet, then the others."""
    state = request.GET.get("state", "approved")
    shown, count = desk().cards(CardFilter("list", (state,), limit=PAGE))
    passes, passes_count = desk().cards(CardFilter("pass", ("approved",), limit=PAGE))
    context = {
        "lists": [{"number": card.stream.partition("/")[2], "card": card} for card in shown],
        "passes": [{"number": card.stream.partition("/")[2], "card": card} for card in passes],
        "count": count, "passes_count": passes_count, "state": state,
        "states": ("approved", "written_off", "deleted"), **_zone("lists"),
    }  # fmt: skip
    return render(request, "zone_lists.html", context)


@login_required
def one_list(request: HttpRequest, number: str) -> HttpResponse:
    """One verification list, line by line: declared, on passes, through the gate."""
    state = desk().zone.list(number)
    if state is None:
        raise Http404
    lines = [
        (
            line,
            state.released.get(str(line.line), 0),
            state.passed.get(str(line.line), 0),
            state.moved.get(str(line.line), 0),
        )
        for line in state.list.lines
    ]
    return render(request, "zone_list.html", {"state": state, "lines": lines, **_zone("lists")})
