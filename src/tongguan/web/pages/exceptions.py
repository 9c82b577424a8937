"""The auditor's page of exceptions over a period, as a spreadsheet too."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import msgspec
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.adapters.sheet import as_xlsx
from tongguan.desk import register
from tongguan.facts.clock import iso, local_date, parse
from tongguan.insight.exceptions import SORTS, Exceptional, exceptions
from tongguan.web.accounts.models import AccountChange
from tongguan.web.guards import language
from tongguan.web.office import actor_of, desk
from tongguan.web.pages.statements import XLSX
from tongguan.web.templatetags.words import word

DAYS = 30
"""Length of the period when none is asked for."""
MOST = 200
"""Lines of the page; the spreadsheet has all of them."""
_PAGES = {
    "inspection": "inspections",
    "guarantee": "guarantees",
    "ledger": "ledgers/ledger",
    "licence": "ledgers/licence",
}
"""Kind of stream → page of one of them."""


class Asked(msgspec.Struct, frozen=True):
    """The period (local dates, both inclusive) and the sort that is asked for."""

    since: date
    until: date
    sort: str
    said: str
    """What is wrong with the question; empty when nothing is."""


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Exceptions of the period, newest first, with the office's rule changes and changes of accounts."""
    asked = _asked(request)
    every = _found(asked)
    found = [each for each in every if asked.sort in ("", each.sort)]
    counts = Counter(each.sort for each in every)
    context = {
        "asked": asked, "rows": [(each, address(each.stream)) for each in found[:MOST]], "count": len(found),
        "counts": [(sort, counts[sort]) for sort in SORTS],
        "editions": _editions(asked), "changes": AccountChange.objects.order_by("-at", "-id")[:50],
        "most": MOST, "nav": "exceptions",
    }  # fmt: skip
    return render(request, "exceptions.html", context, status=400 if asked.said else 200)


@login_required
def spreadsheet(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet, rule changes below the exceptions."""
    asked, lang = _asked(request), language(request)
    if asked.said:
        return HttpResponse(word(asked.said, lang), status=400, content_type="text/plain; charset=utf-8")
    columns = [(word(name, lang), "text") for name in (
        "exception", "recorded_at", "happened_at", "account", "second_person", "declaration", "event", "about", "reason")]  # fmt: skip
    rows = [
        [word(f"exception_{each.sort}", lang), iso(each.recorded_at), iso(each.happened_at), each.actor, each.second,
         each.stream, each.kind, each.says, each.reason]
        for each in _found(asked) if asked.sort in ("", each.sort)
    ]  # fmt: skip
    notes = [
        f"{asked.since} – {asked.until}",
        *(word(name, lang) for name in (["demo"] if _is_demo() else [])),
    ]
    changes = [
        [word("exception_rule_change", lang), each.valid_from, "", ", ".join(each.approved_by), "", each.digest, each.name, "", ""]
        for each in _editions(asked)
    ]  # fmt: skip
    answer = HttpResponse(as_xlsx(columns, rows + changes, notes), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="exceptions-{asked.since}-{asked.until}.xlsx"'
    return answer


def _is_demo() -> bool:
    return desk().journal.kind == "demo"


def _asked(request: HttpRequest) -> Asked:
    if "auditor" not in actor_of(request.user).roles:
        raise PermissionDenied
    today = local_date(desk().clock.now())
    first, sort = today - timedelta(days=DAYS), request.GET.get("sort", "")
    try:
        since = date.fromisoformat(request.GET.get("from") or first.isoformat())
        until = date.fromisoformat(request.GET.get("to") or today.isoformat())
    except ValueError:
        return Asked(first, today, "", "wrong_period")
    wrong = since > until or sort not in ("", *SORTS)
    return Asked(first, today, "", "wrong_period") if wrong else Asked(since, until, sort, "")


def _found(asked: Asked) -> list[Exceptional]:
    """Of the period, newest first."""
    officers = {actor.id for actor in register.shipped().actors.values() if actor.kind == "officer"}
    since, until = parse(f"{asked.since}T00:00"), parse(f"{asked.until + timedelta(days=1)}T00:00")
    found = exceptions(desk().journal.recorded(since, until), officers)
    return sorted(found, key=lambda each: (-each.recorded_at, each.stream, each.version))


def _editions(asked: Asked) -> list[Any]:
    """Editions whose first day lies in the period."""
    every = desk().journal.editions()
    return [each for each in every if asked.since.isoformat() <= each.valid_from <= asked.until.isoformat()]


def address(stream: str) -> str:
    """The page of a stream; empty where it has none."""
    kind, _, name = stream.rpartition("/")
    if not kind:
        return f"/declarations/{name}"
    return f"/{_PAGES[kind]}/{name}" if kind in _PAGES else ""
