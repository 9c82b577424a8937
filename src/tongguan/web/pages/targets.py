"""Targets: how far each is by day, and ours beside the published national figures of the same definition."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.facts.clock import local_date
from tongguan.insight import targets, times
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.web.pages.asked import lives
from tongguan.web.pages.bars import line
from tongguan.web.templatetags.words import word

SHOWN = 8
"""Days of a target's table: the last ones."""


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page."""
    lang, today = language(request), local_date(desk().clock.now())
    found = [targets.progress(each, lives().every(), today) for each in targets.shipped()]
    context = {
        "targets": [_shown(each, lang) for each in found], "today": today, "published": targets.published(),
        "judged": _judged(today), "nav": "times", "tab": "targets",
        "known": {name: times.define(name) for name in {each.definition for each in targets.published()}},
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
                mean = times.measured(definition, {}, counted).mean_s if counted else None
                hours = None if mean is None else mean / 3600
                found.append({"definition": definition, "direction": direction, "since": since, "until": until, "hours": hours,
                              "count": len(counted), "judged": targets.judge(name, direction, hours, since, until)})  # fmt: skip
    return found
