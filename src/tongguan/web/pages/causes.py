"""Causes: the same hours by who was waited for, as bars that add up; one declaration's way in time."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from tongguan.adapters.sheet import Column
from tongguan.desk import why
from tongguan.facts.clock import HOUR
from tongguan.insight import next_third, tables, times
from tongguan.insight.cause import causes, names
from tongguan.insight.causes import without_each
from tongguan.insight.life import Life
from tongguan.insight.tables import CauseTable
from tongguan.insight.waiting import causes as case_causes
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.web.pages.asked import Asked, asked, choices, lives
from tongguan.web.pages.bars import stacks
from tongguan.web.pages.declaration import seen_by
from tongguan.web.pages.times import DRAWN, file
from tongguan.web.templatetags.words import given, heading, word


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page."""
    found, lang = asked(request), language(request)
    context: dict[str, Any] = {**choices(found), "nav": "times", "tab": "causes", "why": _why(found)}
    groups = _tables(found, found.by)
    whole = next(iter(_tables(found, ())), None)
    seen = [name for name in names() if whole and name in whole.causes]
    rows = [_row(each, seen, lang) for each in groups]
    context |= {
        "rows": rows, "seen": [(place, causes().cause[name], name) for place, name in enumerate(seen, start=1)],
        "whole": _row(whole, seen, lang) if whole else None,
        "chart": stacks([(row["name"], row["table"].causes) for row in rows][:DRAWN], seen) if rows else None,
        "next": _next(whole) if whole else [], "third": _third(found) if whole else None,
    }  # fmt: skip
    return render(request, "causes.html", context)


def _why(found: Asked) -> dict[str, Any]:
    """The table of its own, each cause with its names; of every declaration of the period, whatever the groups."""
    told, known = why.told(desk(), lives().every(), found.since, found.until), case_causes()
    return {
        "rows": [(each, known.get(each.cause)) for each in told.rows],
        "sections": desk().coordination.team().sections,
        "objections": [(each, known.get(each.cause)) for each in told.objections],
    }  # fmt: skip


def _tables(found: Asked, by: tuple[str, ...]) -> list[CauseTable]:
    every = lives()
    return tables.tables(
        every.every(), found.definition, desk().models, every.worlds(), by, found.since, found.until
    )


def _row(table: CauseTable, seen: list[str], lang: str) -> dict[str, Any]:
    return {
        "table": table, "group": table.group, "name": " · ".join(word(given(value), lang) for value in table.group.values()) or word("all_of_it", lang),
        "total": table.total / HOUR, "hours": [table.causes.get(name, 0) / HOUR for name in seen],
        "drill": urlencode({f"is.{name}": value for name, value in table.group.items()}),
    }  # fmt: skip


def _next(whole: CauseTable) -> list[dict[str, Any]]:
    """What each cause would save, the most first: mean and median hours a declaration without it, and the share saved."""
    found = [
        {"named": causes().cause[name], "mean": None if (mean := whole.without_mean(name)) is None else mean / HOUR,
         "median": whole.without_median[name] / HOUR, "saved": 1 - micros / whole.total}
        for name, micros in whole.without.items()
    ]  # fmt: skip
    return sorted(found, key=lambda each: -each["saved"])


def _third(found: Asked) -> dict[str, Any] | None:
    """The fewest causes that, taken away together, bring the next third."""
    every = lives()
    ways = tables.ways(
        every.every(), found.definition, desk().models, every.worlds(), found.since, found.until
    )
    told = next_third.smallest(ways)
    if told is None:
        return None
    hours = (told.total / len(ways) / HOUR, told.without / len(ways) / HOUR)
    return {"removal": told, "named": [causes().cause[name] for name in told.causes], "was": hours[0], "would": hours[1], "count": len(ways)}  # fmt: skip


@login_required
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The table as a file: hours by cause, the last column their sum."""
    found, lang = asked(request), language(request)
    groups = _tables(found, found.by)
    columns: list[Column] = [
        *((word(heading(name), lang), "text") for name in found.by), (word("count", lang), "whole"),
        *((named.zh if lang == "zh" else named.en, "hours") for named in causes().cause.values()),
        (word("sum_hours", lang), "hours"),
    ]  # fmt: skip
    rows = [
        [*(word(given(value), lang) for value in each.group.values()), each.count,
         *(each.causes.get(name, 0) / HOUR for name in names()), each.total / HOUR]
        for each in groups
    ]  # fmt: skip
    return file(found, "causes", kind, columns, rows, lang)


@login_required
def one(request: HttpRequest, number: str) -> HttpResponse:
    """One declaration: who was waited for, when, and what slack the other tracks had."""
    seen_by(request, number)
    found, lang = asked(request), language(request)
    life = next((each for each in lives().every() if each.number == number), None)
    ends = _ends(life, found.definition) if life else None
    if life is None or ends is None:
        raise Http404(number)
    took = times.Took(life, *ends, ends[1] - ends[0])
    told, way = tables.explained(desk().models, took, found.definition, lives().worlds())
    without = without_each(way, told)
    seen = [name for name in names() if name in told.causes]
    context = {
        "asked": found, "life": life, "start": ends[0], "end": ends[1], "open": times.interval(life, found.definition) is None, "total": told.total / HOUR, "nav": "times",
        "parts": [
            {"start": start, "end": end, "hours": (end - start) / HOUR, "named": causes().cause[cause],
             "step": _step_name(name, lang)}
            for start, end, cause, name in told.parts
        ],
        "sums": [(causes().cause[name], told.causes[name] / HOUR, without[name] / HOUR) for name in seen],
        "slack": [{"step": _step_name(name, lang), "hours": micros / HOUR} for name, micros in told.slack],
        "chart": stacks([("", told.causes)], seen), "seen": [(place, causes().cause[name], name) for place, name in enumerate(seen, 1)],
    }  # fmt: skip
    return render(request, "causes_one.html", context)


def _ends(life: Life, definition: times.Definition) -> tuple[int, int] | None:
    """The interval, of an open declaration until now; None where it has not begun or will never end."""
    found = times.interval(life, definition)
    if found or definition.control or life.ended_at is not None or not times.counts(life, definition):
        return found
    start: int | None = getattr(life, definition.start)
    return None if start is None else (start, max(start, desk().clock.now()))


def _step_name(step: str, lang: str) -> str:
    """A control by its name, a hold by its own, the lodging; empty where nothing but the point itself was left."""
    control = next((found for model in desk().models.values() if (found := model.find(step))), None)
    if control is not None:
        return control.zh if lang == "zh" else control.en
    kind, _, name = step.partition(":")
    return f"{word('hold', lang)} {name}" if name else word(kind, lang) if kind else "—"
