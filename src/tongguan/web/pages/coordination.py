"""Coordination: late cases, early warnings, what the law suspends; acting on a case. Live: where each open one stands."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from tongguan.desk import register
from tongguan.desk.late import Late, next_five, split
from tongguan.facts.clock import HOUR, SECOND, local_date, moment, parse
from tongguan.facts.decision import Refusal
from tongguan.insight.late import LATE, WARNING
from tongguan.insight.waiting import causes
from tongguan.process.case import CLOSED
from tongguan.process.decide.cases import MANAGERS, CaseAct
from tongguan.web.guards import language
from tongguan.web.office import actor_of, desk
from tongguan.web.pages.objections import objections
from tongguan.wiring import reply_token

MARKS = {LATE: "■", WARNING: "▲", "": "○"}
"""Told without colour: a square is late, a triangle is a warning, a ring is in time."""
SHOWN = 200
STUCK = 30 * SECOND
"""A message that is not accepted after so long is stuck: with the 20 seconds of the list it is seen within a minute."""


def _row(each: Late) -> dict[str, Any]:
    first = each.waits[0] if each.waits else None
    return {
        "late": each, "row": each.row, "mark": MARKS[each.state], "cause": causes()[each.cause], "first": first,
        "name": desk().coordination.team().sections.get(each.section), "heat": each.state or "calm",
        "review_overdue": each.case is not None and each.case.review_overdue(local_date(desk().clock.now())),
        "overdue": each.promised_at is not None and each.promised_at < desk().clock.now(),
    }  # fmt: skip


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page; polled by htmx as its list alone."""
    return _page(request)


def _page(request: HttpRequest, said: str = "") -> HttpResponse:
    actor = actor_of(request.user)
    found = desk().coordination.late()
    rows = [_row(each) for each in found]
    coming = [
        each
        for each in desk().coordination.coming()
        if each.number not in {row["late"].number for row in rows}
    ]
    closing = [case for case in desk().coordination.cases("open", "suspended") if _is_over(case.declarations)]
    context = {
        "alarm": [row for row in rows if row["late"].state == LATE and not row["late"].suspended],
        "law": [row for row in rows if row["late"].suspended],
        "warnings": [row for row in rows if not row["late"].suspended and (row["late"].state != LATE)],
        "coming": [_row(each) for each in coming], "five": next_five(desk().clock.now()),
        "objections": objections(), "split": split(found).items(), "closing": closing, "nav": "coordination",
        "team": desk().coordination.team(), "today": local_date(desk().clock.now()),
        "officer": actor.kind == "officer", "said": said, "asked": request.POST,
    }  # fmt: skip
    return render(request, _template(request, "coordination"), context)


@login_required
@require_POST
def open_case(request: HttpRequest) -> HttpResponse:
    """Open a case by hand, at any age: about one declaration, or about several of one cause."""
    opened = _open(request, _numbers(request))
    if isinstance(opened, Refusal):
        return _page(request, opened.text(language(request)))
    return _case(request, opened, _done(language(request)))


def _numbers(request: HttpRequest) -> list[str]:
    """Declarations that were ticked or typed."""
    return " ".join(request.POST.getlist("declarations")).replace(",", " ").replace("，", " ").split()


def _open(request: HttpRequest, numbers: list[str]) -> str | Refusal:
    text = request.POST.get("text", "").strip()
    located = [desk().locate(each) for each in numbers]
    return desk().coordination.open(located, text, actor_of(request.user))


def _template(request: HttpRequest, name: str) -> str:
    return f"{name}_list.html" if request.headers.get("HX-Request") else f"{name}.html"


def _is_over(numbers: tuple[str, ...]) -> bool:
    """True when nothing of the case waits any more: what is left is its finding."""
    rows = (desk().journal.work(number) for number in numbers)
    return not any(row is not None and row.is_open for row in rows)


@login_required
def live(request: HttpRequest) -> HttpResponse:
    """Where each open declaration stands, oldest clock first; polled by htmx."""
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 and int(asked) > 0 else 1
    found, count = desk().coordination.live(SHOWN, (page - 1) * SHOWN)
    stuck, now = desk().coordination.stuck(STUCK), desk().clock.now()
    context = {
        "rows": [_row(each) for each in found], "count": count, "page": page, "first": (page - 1) * SHOWN + 1,
        "last": (page - 1) * SHOWN + len(found), "more": page * SHOWN < count, "nav": "coordination", "tab": "live",
        "stuck": [(each, now - (each.row.first_lodged_at or now)) for each in stuck],
    }  # fmt: skip
    return render(request, _template(request, "live"), context)


@login_required
def one(request: HttpRequest, name: str) -> HttpResponse:
    """One case, or a late declaration that nobody has acted on."""
    return _case(request, name)


def _case(
    request: HttpRequest, name: str, said: str = "", refused: bool = False, link: str = ""
) -> HttpResponse:
    coordination, actor = desk().coordination, actor_of(request.user)
    case = coordination.held().get(name) or coordination.case(name)
    numbers = case.declarations if case else (name,)
    found = [each for each in coordination.late() if each.number in numbers]
    rows = [row for number in numbers if (row := desk().journal.work(number)) is not None]
    over = case is None and not found and not any(row.is_open for row in rows)
    if over and not coordination.was_late(name):
        raise Http404
    officer = actor.kind == "officer"
    manages = case is None or actor.id == case.owner or bool(set(actor.roles) & set(MANAGERS))
    team = coordination.team()
    context = {
        "case": case, "name": case.id if case else name, "rows": [_row(each) for each in found], "declarations": rows,
        "first": _row(found[0]) if found else None, "causes": causes(), "team": team, "said": said, "refused": refused,
        "early": case is None and not any(each.state == LATE for each in found),
        "may": officer and not over and (case is None or case.state != CLOSED), "tells": officer, "manages": officer and manages, "link": link,
        "head": officer and "head" in actor.roles, "nav": "coordination", "silent": _silent(case) if case else (),
        "kin": coordination.kin(numbers),
        "officers": [each for each in register.shipped().actors.values() if each.kind == "officer" and each.office == actor.office],
        "cause": causes().get(case.cause) if case else None, "soon": _local(desk().clock.now() + 4 * HOUR),
        "answers": case is not None and case.cause_section in team.sections_of(actor.id),
    }  # fmt: skip
    return render(request, "case.html", context)


def _silent(case: Any) -> tuple[str, ...]:
    """Who is concerned and has not acted: the owner, the section waited for, outsiders who owe an answer."""
    team, today = desk().coordination.team(), local_date(desk().clock.now())
    section = team.answers(case.cause_section, today) if case.cause_section else ""
    people = [case.owner, "" if set(team.on_duty(case.cause_section, today)) & set(case.acted) else section]
    people.append(case.reviewer if case.review_overdue(today) else "")
    asked = [question.whom for question in case.questions if question.answered_at is None]
    owing = {*asked, people[-1]}
    return tuple(
        dict.fromkeys(who for who in (*people, *asked) if who and (who in owing or who not in case.acted))
    )


def _local(at: int) -> str:
    return moment(at).strftime("%Y-%m-%dT%H:%M")


@login_required
@require_POST
def act(request: HttpRequest, name: str) -> HttpResponse:
    """Do what the form says."""
    lang, post, actor = language(request), request.POST, actor_of(request.user)
    if post.get("verb") == "open":
        opened = _open(request, [name, *_numbers(request)])
        if isinstance(opened, Refusal):
            return _case(request, name, opened.text(lang), True)
        return _case(request, opened, _done(lang))
    until = post.get("until", "").strip()
    try:
        at = parse(until) if until else None
    except ValueError:
        return _case(request, name, "时间无法识别。" if lang == "zh" else "That is no time.", True)
    wanted = CaseAct(
        verb=post.get("verb", ""), text=post.get("text", "").strip(), to=register.shipped().find(post.get("to", "")), cause=post.get("cause", ""),
        section=post.get("section", ""), until=at, review_on=post.get("review_on", ""), whom=post.get("whom", ""),
        declarations=tuple(desk().locate(each) for each in _numbers(request)),
    )  # fmt: skip
    said = desk().coordination.act(name, wanted, actor)
    if isinstance(said, Refusal):
        return _case(request, name, said.text(lang), True)
    asked = said.questions[-1] if wanted.verb == "ask" else None
    link = request.build_absolute_uri(f"/reply/{reply_token(desk(), asked)}") if asked else ""
    return _case(request, said.id, _done(lang), link=link)


def _done(lang: str) -> str:
    return "已办理。" if lang == "zh" else "Done."
