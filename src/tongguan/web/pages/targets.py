"""Targets: how far each is by day, and ours beside the published national figures of the same definition."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.adapters import editions, uploads
from tongguan.facts.clock import local_date
from tongguan.insight import targets, times
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.web.pages import files
from tongguan.web.pages.asked import lives
from tongguan.web.pages.bars import line
from tongguan.web.templatetags.words import word

SHOWN = 8
"""Days of a target's table: the last ones."""


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page."""
    lang, today = language(request), local_date(desk().clock.now())
    found = [targets.progress(each, lives().every(), today) for each in desk().aims.targets]
    context = {
        "targets": [_shown(each, lang) for each in found], "today": today, "published": desk().aims.published,
        "judged": _judged(today), "edition": editions.in_force(desk().journal.editions(), uploads.AIMS, today), "nav": "times", "tab": "targets",
        "known": {name: times.define(name) for name in {each.definition for each in desk().aims.published}},
    }  # fmt: skip
    return render(request, "targets.html", context)


def _shown(found: targets.Progress, lang: str) -> dict[str, Any]:
    levels = [
        (word(name, lang), hours)
        for name, hours in (("baseline", found.baseline), ("aim", found.aim))
        if hours is not None
    ]
    return {
        "progress": found, "definition": times.define(found.target.definition), "last": found.days[-SHOWN:],
        "barred": found.barred.text(lang) if found.barred else "",
        "chart": line(found.days, [] if found.barred else levels) if found.days else None,
    }  # fmt: skip


def _judged(today: date) -> list[dict[str, Any]]:
    """This year and the year before, import and export, by the two definitions that people mix up."""
    found = []
    for since, until in (
        (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
        (date(today.year, 1, 1), today),
    ):
        for name in ("overall", "customs_clearance"):
            definition = times.definitions()[name]
            for direction in ("import", "export"):
                chosen = [each for each in lives().every() if each.direction == direction]
                counted = times.took(chosen, definition, since, until)
                ours = times.measured(definition, {}, counted) if counted else None
                hours = None if ours is None or ours.mean_s is None else ours.mean_s / 3600
                found.append({"definition": definition, "direction": direction, "since": since, "until": until, "ours": ours,
                              "judged": desk().aims.judge(name, direction, hours, since, until)})  # fmt: skip
    return found


@login_required
def download(request: HttpRequest) -> HttpResponse:
    """The page as a spreadsheet: the targets, their days, ours beside the nation's, and what was published."""
    lang, today = language(request), local_date(desk().clock.now())
    found = [targets.progress(each, lives().every(), today) for each in desk().aims.targets]
    named = {each.target.id: files.said(times.define(each.target.definition), lang) for each in found}
    head = files.columns(lang, definition_id="text", definition="text", by_direction="text")
    lead = {each.target.id: [each.target.definition, named[each.target.id], word(each.target.direction or "all_of_it", lang)] for each in found}  # fmt: skip
    sheets: list[files.Sheet] = [
        (word("targets", lang), [*head, *files.columns(lang, baseline="hours", base_count="whole", cut="text", aim="hours", due_by="text",
         year_so_far="hours", median="hours", count="whole", saved_share="share", verdict="text", source="text")],
         [[*lead[each.target.id], *_cells(each, lang)] for each in found], [str(today)]),
        (word("by_day", lang), [*head, *files.columns(lang, day="text", year_so_far="hours")],
         [[*lead[each.target.id], str(day), hours] for each in found for day, hours in each.days], []),
        (word("against_nation", lang), [*head, *files.columns(lang, begins="text", ends="text", mean="hours", median="hours", count="whole",
         national="hours", verdict="text")], [_beside(each, lang) for each in _judged(today)], []),
        (word("published_figures", lang), files.columns(lang, definition_id="text", scope="text", by_direction="text", begins="text", ends="text",
         hours="hours", sources="whole", source="text"),
         [[each.definition, word(each.scope, lang), word(each.direction, lang), str(each.since), str(each.until), float(each.hours), each.sources, files.said(each.source, lang)]
          for each in desk().aims.published], [word("published_definition", lang)]),
    ]  # fmt: skip
    return files.sent(f"targets-{today}", "xlsx", sheets, lang)


def _cells(found: targets.Progress, lang: str) -> list[Any]:
    reached = {True: "reached", False: "not_reached", None: "cannot_judge"}[found.reached]
    barred = f": {found.barred.text(lang)}" if found.barred else ""
    this = found.this
    return [
        found.baseline, found.base_count, found.target.cut, found.aim, str(found.target.due), found.now,
        this and this.median_s / 3600, found.count, found.saved, word(reached, lang) + barred, files.said(found.target.source, lang),
    ]  # fmt: skip


def _beside(each: dict[str, Any], lang: str) -> list[Any]:
    ours, judged, definition = each["ours"], each["judged"], each["definition"]
    mean = None if ours is None or ours.mean_s is None else ours.mean_s / 3600
    verdict = files.said(judged, lang) or word("better" if judged.better else "not_better", lang)
    national = None if judged.better is None else float(judged.against.hours)
    return [
        definition.id, files.said(definition, lang), word(each["direction"], lang), str(each["since"]), str(each["until"]), mean,
        ours and ours.median_s / 3600, ours.count if ours else 0, national, verdict,
    ]  # fmt: skip
