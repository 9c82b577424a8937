"""``GET /draws``: what everybody may know of the draws, without a token."""

from datetime import date

from django.http import HttpRequest, HttpResponse

from tongguan.desk import draws_told
from tongguan.web.api.answers import problem, say
from tongguan.web.office import desk


def draws(request: HttpRequest) -> HttpResponse:
    """Days of the draws, newest first."""
    text = request.GET.get("before", "")
    try:
        before = date.fromisoformat(text) if text else None
    except ValueError:
        said = "before is a local date such as 2018-08-21. before 是当地日期，例如 2018-08-21。"
        return say(*problem(400, "bad_field", said, field="before"))
    opened = desk()
    return say(200, draws_told.page(opened.draws, opened.journal, opened.clock.now(), before))
