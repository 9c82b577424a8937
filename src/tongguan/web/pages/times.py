"""Times: how long it took by one definition, by group, what stands beside it, and the declarations behind it."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import urlencode

from tongguan.adapters.sheet import Column
from tongguan.facts.clock import SECOND
from tongguan.insight import cohort, compare, left_out, movers, tables, times
from tongguan.insight.cause import causes
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.web.pages import files
from tongguan.web.pages.asked import Asked, asked, choices, lives, picked
from tongguan.web.pages.bars import bars
from tongguan.web.templatetags.words import given, heading, word

MOST = 200
"""Declarations on the page of a drill-down; the file has them all."""
DRAWN = 24
LATE_ENTRIES = "late_entries"


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
        **choices(found), "rows": rows, "chart": bars(drawn) if drawn else None, "moved": _moved(found, counted, language(request)),
        "counts": _counts(found), "compared": any("growth" in row for row in rows), "nav": "times", "tab": "times",
        "sides": _sides(found, counted, language(request)),
        "reasons": [each for each in left_out.REASONS if any(row["left"] and each in row["left"].reasons for row in rows)],
        "mixed": compare.unfair(found.definition, (each.row.process for each in counted)) is not None,
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
    left = left_out.tallies(left_of(found), found.by)
    rows = []
    for key in sorted({*counted, *beside, *left}):
        group = dict(zip(found.by, key, strict=True))
        now = counted.get(key)
        row: dict[str, Any] = {
            "group": group, "name": _name(key, lang),
            "figure": times.measured(definition, group, now) if now else None, "cohort": beside.get(key), "left": left.get(key),
            "drill": urlencode({f"is.{name}": value for name, value in group.items()}),
        }  # fmt: skip
        if now and before is not None:
            row |= _compared(definition, now, before.get(key, []), lang)
        rows.append(row)
    return rows


def _moved(found: Asked, counted: list[times.Took], lang: str) -> list[dict[str, Any]]:
    """The ten that moved each group's own mean, groups in order; none where a group is one declaration."""
    return [
        {"name": _name(key, lang), "most": most}
        for key, group in sorted(times.grouped(found.by, counted).items()) if (most := movers.moved_most(group))
    ]  # fmt: skip


def _name(key: tuple[str, ...], lang: str) -> str:
    return " · ".join(word(given(value), lang) for value in key) or word("all_of_it", lang)


def left_of(found: Asked) -> list[left_out.Left]:
    """What the figures of the question leave out."""
    return left_out.left_out(lives().every(), found.definition, found.since, found.until, desk().clock.now())


def _sides(found: Asked, counted: list[times.Took], lang: str) -> dict[str, Any] | None:
    """Serial and parallel imports of the period and of the same dates of the year compared with."""
    year = times.took(lives().every(), found.definition, *before) if (before := _dates_before(found)) else []
    whole = {each.row.number: each for each in (*year, *counted)}
    try:
        sides = compare.side_by_side(found.definition, list(whole.values()))
    except compare.NotComparable as error:
        others = [(times.define(name), _instead(found, name)) for name in compare.INSTEAD]
        return {"barred": error.text(lang), "instead": others}
    if sides is None:
        return None
    serial, parallel = sides
    rows = [(each[0].row.process, times.measured(found.definition, {}, each)) for each in sides]
    return {"rows": rows, "change": compare.compress(found.definition, parallel, serial)}


def _instead(found: Asked, name: str) -> str:
    """The same question by another definition."""
    query = QueryDict(found.query, mutable=True)
    query["definition"] = name
    return query.urlencode()


def _before(found: Asked, every: Any) -> dict[tuple[str, ...], list[times.Took]] | None:
    """Groups of the same dates of the year compared with; None when there is none, or weeks and months differ."""
    dates = _dates_before(found)
    if dates is None or {"week", "month"} & set(found.by):
        return None
    return times.grouped(found.by, times.took(every, found.definition, *dates))


def _dates_before(found: Asked) -> tuple[date, date] | None:
    """The same dates of the year compared with; None when none was asked for, or it has them not."""
    if found.against is None:
        return None
    try:
        since = found.since.replace(year=found.against)
        return since, found.until.replace(year=found.until.year - found.since.year + found.against)
    except ValueError:
        return None


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
        (word("growth_of_count", lang), "share"), (word("compression", lang), "share"), (word("low", lang), "share"), (word("high", lang), "share"),
        *((f"{word('left_out', lang)}: {word(name, lang)}", "whole") for name in map(reason, left_out.REASONS)),
        *((f"{word('left_open', lang)} {word(name, lang)}", "whole") for _, name in cohort.AGES),
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
        figure and figure.late_entries, row.get("growth"), *((change.standardised, change.low, change.high) if change else (None, None, None)), *_left_cells(row["left"]),
    ]  # fmt: skip


def _left_cells(left: left_out.Tally | None) -> list[int]:
    if left is None:
        return [0] * (len(left_out.REASONS) + len(cohort.AGES))
    return [*(left.reasons.get(each, 0) for each in left_out.REASONS), *left.open_by_age.values()]


def reason(name: str) -> str:
    """The key of the word for a reason to leave out."""
    return f"left_{name}"


def file(
    found: Asked, name: str, kind: str, columns: list[Column], rows: list[list[Any]], lang: str
) -> HttpResponse:
    """A table of one definition and period."""
    notes = [files.note(found.definition, lang), f"{found.since} – {found.until}"]
    full = f"{name}-{found.definition.id}-{found.since}-{found.until}"
    return files.sent(full, kind, [("", columns, rows, notes)], lang)


@login_required
def declarations(request: HttpRequest) -> HttpResponse:
    """The declarations behind a figure, longest first, each with who was waited for; or those it leaves out for a reason."""
    found, why = asked(request), request.GET.get("left", "")
    if why in left_out.REASONS:
        return _left(request, found, why)
    chosen = [each for each in picked(found) if why != LATE_ENTRIES or each.row.late_entries]
    worlds = lives().worlds()
    rows = [{"took": each, "work": each.row, "told": _told(each, found, worlds)} for each in chosen[:MOST]]
    context = {
        "asked": found, "rows": rows, "count": len(chosen), "most": MOST, "names": causes().cause, "nav": "times",
        "why": why if why == LATE_ENTRIES else "",
    }  # fmt: skip
    return render(request, "times_declarations.html", context)


def _left(request: HttpRequest, found: Asked, why: str) -> HttpResponse:
    rows = [
        each for each in left_of(found)
        if each.reason == why and all(times.GROUPS[name](each.row, each.at) == value for name, value in found.group.items())
    ]  # fmt: skip
    rows.sort(key=lambda each: (each.start or 0, each.row.number))
    context = {"asked": found, "rows": rows, "count": len(rows), "why": reason(why), "nav": "times"}
    return render(request, "times_left.html", context)


def _told(each: times.Took, found: Asked, worlds: tables.Worlds) -> list[tuple[str, float]]:
    """Causes of one declaration, the longest first, in hours."""
    told = tables.told(desk().models, each, found.definition, worlds)
    return [
        (name, micros / SECOND / 3600)
        for name, micros in sorted(told.causes.items(), key=lambda one: -one[1])
    ]
