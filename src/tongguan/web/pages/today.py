"""Today: the headline figures of the half year beside the year before, each with its definition."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.desk.worklist import QueueFilter, WorkRow
from tongguan.facts.clock import local_date, moment
from tongguan.insight import headline, times
from tongguan.web.office import desk


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page."""
    opened = desk()
    year = moment(opened.clock.now()).year
    rows = list(opened.work())
    context = {
        "this": headline.headline(rows, year),
        "last": headline.headline(rows, year - 1),
        "definition": times.definitions()["customs_clearance"],
        "waiting": opened.journal.count_tasks(QueueFilter()),
        "open": sum(
            row.accepted_at is not None and row.released_at is None and not row.ended_at for row in rows
        ),
        "segments": segments(rows, (year - 1, year)),
        "ending": _ending(),
        "nav": "today",
    }
    return render(request, "today.html", context)


def _ending() -> dict[str, Any]:
    """Series of figures and guarantees that end soon, or ended not long ago."""
    opened = desk()
    figures = opened.duty.figures
    days = figures.policy.warn_days
    return {
        "figures": figures.ending(local_date(opened.clock.now()), days)[:8],
        "guarantees": opened.guarantees.ending(days)[:8],
        "days": days,
    }


SEGMENTS = (
    ("preparation_segment", {"import": "preparation", "export": "preparation_export"}),
    ("customs_segment", {"import": "customs_clearance", "export": "customs_clearance"}),
    ("withdrawal_segment", {"import": "withdrawal", "export": "withdrawal_export"}),
    ("overall_segment", {"import": "overall", "export": "overall"}),
)
"""Preparation, customs, withdrawal and overall time: the word of each, and its definition by direction."""


def segments(rows: list[WorkRow], years: tuple[int, int]) -> list[dict[str, Any]]:
    """Figures of each segment for January to June of both years, by direction, with the definitions."""
    found = []
    for word, names in SEGMENTS:
        for direction, name in names.items():
            definition = times.definitions()[name]
            chosen = [row for row in rows if row.direction == direction]
            cells = [_half_year(chosen, definition, year) for year in years]
            found.append({"word": word, "direction": direction, "definition": definition, "cells": cells})
    return found


def _half_year(rows: list[WorkRow], definition: times.Definition, year: int) -> times.Measured | None:
    return next(iter(times.measure(rows, definition, (), date(year, 1, 1), date(year, 6, 30))), None)
