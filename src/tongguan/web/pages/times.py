"""Times: how long it took by one definition, by group, what stands beside it, and the declarations behind it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from tongguan.adapters.sheet import Column, as_csv, as_xlsx
from tongguan.facts.clock import SECOND
from tongguan.insight import cohort, compare, movers, tables, times
from tongguan.insight.cause import causes
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.web.pages.asked import Asked, asked, choices, lives, picked
from tongguan.web.pages.bars import bars
from tongguan.web.templatetags.words import given, heading, word

MOST = 200
"""Declarations on the page of a drill-down; the file has them all."""
DRAWN = 24
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page."""
    found = asked(request)
    rows = figures(found, language(request))
    drawn = [
        (row["name"], None if each.mean_s is None else each.mean_s / 3600, each.median_s / 3600, each.count)
        for row in rows if (each := row["figure"])
    ][:DRAWN]  # fmt: skip
    counted = times.took(lives().every(), found.definition, found.since, found.until)
    context = {
        **choices(found), "rows": rows, "chart": bars(drawn) if drawn else None, "moved": movers.moved_most(counted),
        "counts": _counts(found), "compared": any("growth" in row for row in rows), "nav": "times", "tab": "times",
        "mixed": len({each.row.process == compare.SERIAL for each in counted}) > 1 and not found.definition.serial_comparable,
    }  # fmt: skip
    return render(request, "times.html", context)


def figures(found: Asked, lang: str) -> list[dict[str, Any]]:
    """A row for each group: its figures, its cohort, its compression or why there is none."""
    every, definition = lives().every(), found.definition
    counted = times.grouped(found.by, times.took(every, definition, found.since, found.until))
    beside = {} if definition.control else {
        tuple(each.group.values()): each
        for each in cohort.cohorts(every, definition, found.by, found.since, found.until, desk().clock.now())
    }  # fmt: skip
    before = _before(found, every)
    rows = []
    for key in sorted({*counted, *beside}):
        group = dict(zip(found.by, key, strict=True))
        now = counted.get(key)
        row: dict[str, Any] = {
            "group": group, "name": " · ".join(word(given(value), lang) for value in key) or word("all_of_it", lang),
            "figure": times.measured(definition, group, now) if now else None, "cohort": beside.get(key),
            "drill": urlencode({f"is.{name}": value for name, value in group.items()}),
        }  # fmt: skip
        if now and before is not None:
            row |= _compared(definition, now, before.get(key, []), lang)
        rows.append(row)
    return rows


def _before(found: Asked, every: Any) -> dict[tuple[str, ...], list[times.Took]] | None:
    """The same dates of the year compared with; None when none was asked for, or weeks and months differ."""
    if found.against is None or {"week", "month"} & set(found.by):
        return None
    try:
        since = found.since.replace(year=found.against)
        until = found.until.replace(year=found.until.year - found.since.year + found.against)
    except ValueError:
        return None
    return times.grouped(found.by, times.took(every, found.definition, since, until))


def _compared(
    definition: times.Definition, now: list[times.Took], before: list[times.Took], lang: str
) -> dict[str, Any]:
    grown = len(now) / len(before) - 1 if before else None
    try:
        return {"change": compare.compress(definition, now, before), "growth": grown}
    except compare.NotComparable as error:
        return {"barred": error.text(lang), "growth": grown}


def _counts(found: Asked) -> list[dict[str, Any]]:
    every = lives().every()
    return [
        {"word": what, "named": named, "two": cohort.count(every, what, found.since, found.until),
         "one": cohort.count(every, what, found.since, found.until, pairs_as_one=True)}
        for what, (_, named) in cohort.COUNTS.items()
    ]  # fmt: skip


@login_required
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The table of the page as a file."""
    found, lang = asked(request), language(request)
    columns: list[Column] = [
        *((word(heading(name), lang), "text") for name in found.by), (word("count", lang), "whole"),
        *((word(name, lang), "hours") for name in ("mean", "median", "p90", "p95")), (word("rate", lang), "share"),
        (word("cohort_rate", lang), "share"), (word("open", lang), "whole"), (word("returned", lang), "share"),
        (word("cancelled", lang), "share"), (word("conditional", lang), "share"), (word("late_entries", lang), "whole"),
        (word("compression", lang), "share"), (word("low", lang), "share"), (word("high", lang), "share"),
    ]  # fmt: skip
    rows = [
        [*(word(given(value), lang) for value in row["group"].values()), *_cells(row)]
        for row in figures(found, lang)
    ]
    return file(found, "times", kind, columns, rows, lang)


def _cells(row: dict[str, Any]) -> list[Any]:
    figure, beside, change = row["figure"], row["cohort"], row.get("change")
    hours = [None if figure is None or (each := getattr(figure, name)) is None else each / 3600
             for name in ("mean_s", "median_s", "p90_s", "p95_s")]  # fmt: skip
    shares = ("cohort_within_24h", "open", "returned_share", "cancelled_share", "conditional_share")
    return [
        figure.count if figure else 0, *hours, figure and figure.within_24h, *(beside and getattr(beside, each) for each in shares),
        figure and figure.late_entries, *((change.standardised, change.low, change.high) if change else (None, None, None)),
    ]  # fmt: skip


def file(
    found: Asked, name: str, kind: str, columns: list[Column], rows: list[list[Any]], lang: str
) -> HttpResponse:
    named = found.definition.zh if lang == "zh" else found.definition.en
    notes = [f"{found.definition.id}: {named}", f"{found.since} – {found.until}"]
    if desk().journal.kind == "demo":
        notes.append(word("demo", lang))
    if kind == "xlsx":
        answer = HttpResponse(as_xlsx(columns, rows, notes), content_type=XLSX)
    else:
        answer = HttpResponse(as_csv(columns, rows, notes), content_type="text/csv; charset=utf-8")
    file = f"{name}-{found.definition.id}-{found.since}-{found.until}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer


@login_required
def declarations(request: HttpRequest) -> HttpResponse:
    """The declarations behind a figure, longest first, each with who was waited for."""
    found = asked(request)
    chosen = picked(found)
    worlds = lives().worlds()
    rows = [{"took": each, "work": each.row, "told": _told(each, found, worlds)} for each in chosen[:MOST]]
    context = {
        "asked": found, "rows": rows, "count": len(chosen), "most": MOST, "names": causes().cause, "nav": "times",
        "drill": urlencode({f"is.{name}": value for name, value in found.group.items()}),
    }  # fmt: skip
    return render(request, "times_declarations.html", context)


def _told(each: times.Took, found: Asked, worlds: tables.Worlds) -> list[tuple[str, float]]:
    """Causes of one declaration, the longest first, in hours."""
    try:
        told = tables.told(desk().models, each, found.definition, worlds)
    except tables.NoCauses:
        return []
    return [
        (name, micros / SECOND / 3600)
        for name, micros in sorted(told.causes.items(), key=lambda one: -one[1])
    ]
