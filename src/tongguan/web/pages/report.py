"""Weekly report: choose a week, read it, take it as a file, issue it, put it right, answer what it asks."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from tongguan.adapters.report import view
from tongguan.adapters.report.book import as_book
from tongguan.adapters.report.html import body, whole
from tongguan.adapters.report.pdf import CannotPrint, as_pdf
from tongguan.adapters.report.view import Issue
from tongguan.desk.weekly import WeeklyDesk
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.insight.week import Week, week, week_of
from tongguan.process.decide.cases import MANAGERS
from tongguan.process.report import Weekly, changes
from tongguan.web.guards import language
from tongguan.web.office import actor_of, desk
from tongguan.web.pages.asked import lives
from tongguan.web.pages.files import XLSX

SHOWN = 30
"""Weeks offered: so many before today's, and every one with a report."""


def _weekly() -> WeeklyDesk:
    return WeeklyDesk(desk().together, desk().coordination, lives(), desk().aims)


def _asked(name: str) -> Week:
    found = week(name)
    if found is None:
        raise Http404(name)
    return found


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The week asked for, else the last that ended."""
    name = request.GET.get("week", "")
    asked = _asked(name) if name else week_of(local_date(desk().clock.now())).before()
    return _page(request, asked)


def _page(request: HttpRequest, asked: Week, said: str = "", refused: bool = False) -> HttpResponse:
    weekly, lang, actor = _weekly(), language(request), actor_of(request.user)
    found = weekly.issued(asked)
    issue = _chosen(request, found) if found else view.draft(weekly.draft(asked))
    this = week_of(local_date(desk().clock.now()))
    names = {this.before(place).name for place in range(SHOWN)} | {*weekly.names(), asked.name}
    manages = bool(set(actor.roles) & set(MANAGERS))
    context = {
        # The template of the report escapes whatever people wrote.
        "asked": asked, "body": mark_safe(body(issue, lang)), "found": found, "issue": issue, "said": said,
        "weeks": sorted(names, reverse=True), "issues": view.issues(found) if found else [], "refused": refused,
        "may_issue": manages and found is None and asked.end <= desk().clock.now(),
        "differs": changes(found.report, weekly.draft(asked)) if found and manages else (),
        "open": [each for each in found.report.requests if each.id not in found.answers] if found else [],
        "answers": [(each, found.answers[each.id]) for each in found.report.requests if each.id in found.answers] if found else [],
        "officer": actor.kind == "officer", "nav": "times", "tab": "report",
    }  # fmt: skip
    return render(request, "report.html", context)


def _chosen(request: HttpRequest, found: Weekly) -> Issue:
    """The issue asked for by number, else the one that counts."""
    issues, number = view.issues(found), request.GET.get("issue", "")
    return issues[int(number)] if number.isdecimal() and int(number) < len(issues) else issues[-1]


@login_required
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Issue, restate or answer."""
    asked, post, lang = _asked(request.POST.get("week", "")), request.POST, language(request)
    actor, text = actor_of(request.user), post.get("text", "").strip()
    verb = post.get("verb")
    if verb == "issue":
        whom = post.get("whom", "").strip()
        said = _weekly().issue(asked, actor, [(whom, text)] if whom and text else [])
    elif verb == "restate":
        said = _weekly().restate(asked, text, actor)
    elif verb == "answer":
        said = _weekly().answer(asked, post.get("request", ""), text, actor)
    else:
        raise Http404
    if isinstance(said, Refusal):
        return _page(request, asked, said.text(lang), True)
    return _page(request, asked, "已办理。" if lang == "zh" else "Done.")


@login_required
def download(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """The report as a file."""
    asked, weekly, lang = _asked(name), _weekly(), language(request)
    found = weekly.issued(asked)
    issue = _chosen(request, found) if found else view.draft(weekly.draft(asked))
    try:
        answer = _file(issue, lang, kind)
    except CannotPrint as error:
        return _page(request, asked, str(error), True)
    answer["Content-Disposition"] = f'attachment; filename="report-{asked.name}.{kind}"'
    return answer


def _file(issue: Issue, lang: str, kind: str) -> HttpResponse:
    if kind == "pdf":
        return HttpResponse(as_pdf(issue, lang), content_type="application/pdf")
    if kind == "xlsx":
        return HttpResponse(as_book(issue, lang), content_type=XLSX)
    return HttpResponse(whole(issue, lang), content_type="text/html; charset=utf-8")
