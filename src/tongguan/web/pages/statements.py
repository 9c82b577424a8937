"""The statement of a month: consolidated payments, as a page that prints and as a spreadsheet."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.adapters.spreadsheet import statement_book
from tongguan.desk.statements import Statement, statement
from tongguan.facts.clock import local_date
from tongguan.web.guards import language
from tongguan.web.office import desk

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The month's statement of one enterprise or of all."""
    found, said = _asked(request)
    context = {"found": found, "said": said, "refused": bool(said), "nav": "payments"}
    return render(request, "statement.html", context, status=400 if said else 200)


@login_required
def spreadsheet(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet, numbers as numbers."""
    found, said = _asked(request)
    if said:
        return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(
        statement_book(found, language(request), desk().journal.kind == "demo"), content_type=XLSX
    )
    answer["Content-Disposition"] = f'attachment; filename="statement-{found.month}.xlsx"'
    return answer


def _asked(request: HttpRequest) -> tuple[Statement, str]:
    today = local_date(desk().clock.now())
    said, month = "", request.GET.get("month", "").strip()
    try:
        first = date.fromisoformat(f"{month}-01") if month else today.replace(day=1)
    except ValueError:
        first = today.replace(day=1)
        said = "月份须如 2018-08。" if language(request) == "zh" else "Write the month as 2018-08."
    return statement(desk(), first, request.GET.get("holder", "").strip()), said
