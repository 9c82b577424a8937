"""Today: the headline figures of the half year beside the year before, each with its definition."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.desk.worklist import QueueFilter
from tongguan.facts.clock import moment
from tongguan.insight import times
from tongguan.web.office import desk


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page."""
    opened = desk()
    year = moment(opened.clock.now()).year
    rows = list(opened.work())
    context = {
        "this": times.headline(rows, year),
        "last": times.headline(rows, year - 1),
        "definition": times.definitions()["customs_clearance"],
        "waiting": opened.journal.count_tasks(QueueFilter()),
        "open": sum(
            row.accepted_at is not None and row.released_at is None and not row.ended_at for row in rows
        ),
        "nav": "today",
    }
    return render(request, "today.html", context)
