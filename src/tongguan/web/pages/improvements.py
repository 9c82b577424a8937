"""Improvements: meetings, the measures they took, and what each brought, with its interval and its weeks."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from tongguan.desk import register
from tongguan.desk.improvements import ImprovementDesk, measurable
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.improvement import Measure, MeetingHeld
from tongguan.insight import times
from tongguan.insight.improvement import Effect, beside, effect, windows
from tongguan.process.decide.cases import MANAGERS
from tongguan.process.improvement import Meeting
from tongguan.web.guards import language
from tongguan.web.office import actor_of, desk
from tongguan.web.pages import files
from tongguan.web.pages.asked import lives
from tongguan.web.pages.effects import interval, weeks
from tongguan.web.templatetags.words import given, heading, word


def _register() -> ImprovementDesk:
    return ImprovementDesk(desk().together)


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Every meeting with its measures, the newest first."""
    return _page(request)


def _page(request: HttpRequest, said: str = "", refused: bool = False) -> HttpResponse:
    lang, actor, today = language(request), actor_of(request.user), local_date(desk().clock.now())
    base_since, base_until, until = windows(today + timedelta(days=1))
    context = {
        "meetings": [_shown(each, lang) for each in reversed(_register().every())], "said": said, "refused": refused,
        "manages": bool(set(actor.roles) & set(MANAGERS)), "today": today, "nav": "times", "tab": "improvements",
        "tomorrow": today + timedelta(days=1), "base_since": base_since, "base_until": base_until, "until": until,
        "officers": [each for each in register.shipped().actors.values() if each.kind == "officer" and each.office == actor.office],
        "definitions": [times.define(name) for name in measurable()],
    }  # fmt: skip
    return render(request, "improvements.html", context)


def _shown(meeting: Meeting, lang: str) -> dict[str, Any]:
    return {"meeting": meeting, "measures": [_measure(meeting, each.id, lang) for each in meeting.measures]}


def _measure(meeting: Meeting, name: str, lang: str) -> dict[str, Any]:
    measure = meeting.measure(name)
    if measure is None:
        raise Http404(name)
    told = effect(measure, lives().every(), local_date(desk().clock.now()))
    owner = register.shipped().find(measure.owner)
    return {
        "measure": measure, "effect": told, "verdict": told.said(lang), "owner": owner, "expected": float(measure.expected),
        "definition": times.define(measure.definition), "ended": meeting.ended.get(name), "where": _where(measure, lang),
    }  # fmt: skip


@login_required
def download(request: HttpRequest) -> HttpResponse:
    """Every measure with both sides and what it brought, as a spreadsheet."""
    lang = language(request)
    columns = files.columns(
        lang, meeting="text", measure_what="text", measure_where="text", measure_since="text", measure_until="text",
        measure_owner="text", definition_id="text", measure_expected="share", before_count="whole", before_median="hours",
        before_mean="hours", after_count="whole", after_median="hours", after_mean="hours", compression="share", low="share",
        high="share", measure_effect="text",
    )  # fmt: skip
    rows = [
        [meeting.day, *_row(_measure(meeting, each.id, lang), lang)]
        for meeting in _register().every() for each in meeting.measures
    ]  # fmt: skip
    notes = sorted({files.note(times.define(row[6]), lang) for row in rows})
    return files.sent("improvements", "xlsx", [("", columns, rows, [*notes, word("compression_definition", lang)])], lang)  # fmt: skip


def _row(shown: dict[str, Any], lang: str) -> list[Any]:
    measure, told = shown["measure"], shown["effect"]
    sides: list[Any] = []
    for side in (told.before, told.after):
        hours = [None if side is None or (each := getattr(side, name)) is None else each / 3600 for name in ("median_s", "mean_s")]  # fmt: skip
        sides += [side.count if side else 0, *hours]
    change = told.change
    return [
        measure.what, shown["where"], measure.since, measure.until, files.said(shown["owner"], lang), measure.definition,
        shown["expected"], *sides, *((change.standardised, change.low, change.high) if change else (None, None, None)), shown["verdict"],
    ]  # fmt: skip


def _where(measure: Measure, lang: str) -> str:
    parts = [f"{word(heading(name), lang)} {word(given(value), lang)}" for name, value in measure.scope.items()]  # fmt: skip
    return " · ".join(parts) or word("measure_everywhere", lang)


@login_required
def one(request: HttpRequest, name: str) -> HttpResponse:
    """One measure: its interval, its weeks, both sides, and what else was done in the same days."""
    return _one(request, name)


def _one(request: HttpRequest, name: str, said: str = "", refused: bool = False) -> HttpResponse:
    found = _register().find(name)
    if found is None:
        raise Http404(name)
    meeting, lang = found[0], language(request)
    shown = _measure(meeting, name, lang)
    told: Effect = shown["effect"]
    every = [each for other in _register().every() for each in other.measures]
    context = {
        **shown, "meeting": meeting, "said": said, "refused": refused, "afterwards": meeting.afterwards(name),
        "weeks": weeks(told.weeks) if told.weeks else None, "interval": interval(told.change, shown["expected"]),
        "beside": beside(told.measure, every), "today": local_date(desk().clock.now()), "nav": "times", "tab": "improvements",
        "manages": bool(set(actor_of(request.user).roles) & set(MANAGERS)),
    }  # fmt: skip
    return render(request, "improvement.html", context)


@login_required
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Record a meeting, enter a measure, or end one."""
    actor, post, lang = actor_of(request.user), request.POST, language(request)
    verb, text, name = post.get("verb"), post.get("text", "").strip(), post.get("name", "")
    done = "已办理。" if lang == "zh" else "Done."
    said: object
    if verb == "meet":
        present = tuple(each.strip() for each in post.get("present", "").replace("，", ",").split(",") if each.strip())  # fmt: skip
        said = _register().meet(MeetingHeld(actor.office, post.get("day", ""), present, text), actor)
    elif verb == "measure":
        said = _register().take(name, _wanted(request), actor)
    elif verb == "end":
        said = _register().end(name, post.get("day", ""), text, actor)
        refused = isinstance(said, Refusal)
        return _one(request, name, said.text(lang) if isinstance(said, Refusal) else done, refused)
    else:
        raise Http404
    return _page(request, said.text(lang), True) if isinstance(said, Refusal) else _page(request, done)


def _wanted(request: HttpRequest) -> Measure:
    post = request.POST
    parts = [each.partition("=") for each in post.get("scope", "").replace("，", ",").split(",") if each.strip()]  # fmt: skip
    return Measure(
        id="", what=post.get("text", "").strip(), owner=post.get("owner", ""), definition=post.get("definition", ""),
        scope={name.strip(): value.strip() for name, _, value in parts}, expected=_share(post.get("expected", "")),
        **{name: post.get(name, "") for name in ("since", "until", "base_since", "base_until")},
    )  # fmt: skip


def _share(percent: str) -> str:
    """Per cent as people write it, as a share; what is no number stays itself, to be refused by name."""
    return f"0.{int(percent):02}" if percent.isdecimal() and 0 < int(percent) < 100 else percent
