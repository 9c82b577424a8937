"""The daily list: every number that was sent on a local day with its last state."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.facts.clock import DAY, local_date, parse
from tongguan.web.office import desk
from tongguan.web.portal.access import enterprise
from tongguan.wiring import deliver_receipts


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The list of a day, of today when the day cannot be read."""
    day = _day(request.GET.get("day", ""))
    start = parse(day.isoformat())
    deliver_receipts(desk())
    party = enterprise(request).party
    barred = desk().authorities.barred(party)
    rows = [row for row in desk().sent(party, start, start + DAY) if row.trader not in barred]
    return render(request, "portal_daily.html", {"day": day.isoformat(), "rows": rows, "nav": "portal-daily"})


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
        parse(day.isoformat())
    except (ValueError, OverflowError):
        return local_date(desk().clock.now())
    return day
