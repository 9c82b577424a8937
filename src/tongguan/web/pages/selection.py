"""Selection rules: those in force, a rehearsal of new ones, the centres' instructions, the draws. For officers alone."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.selection import CREDITS
from tongguan.facts.words import WORDS
from tongguan.rules.errors import RuleError
from tongguan.web.guards import language
from tongguan.web.office import actor_of, desk

DAYS = 30
"""How far back the page counts."""
EXAMPLE = """id = "rehearsal"

[[rule]]
id = "NEW"
zh = "理由"
en = "why"
word = "inspect"
valid_from = {today}
direction = "import"
commodity = ["2204"]
per_million = 200_000
"""


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page; a form rehearses rules, or answers an instruction."""
    actor = actor_of(request.user)
    if actor.kind != "officer":
        raise Http404
    today = local_date(desk().clock.now())
    context = _context(today)
    if request.method == "POST":
        context |= _posted(request, actor, today)
    return render(request, "selection.html", context)


def _context(today: date) -> dict[str, Any]:
    since = today - timedelta(days=DAYS)
    counts, held = desk().selecting.counts(since, today), desk().rules
    rules = [
        {
            "rule": rule,
            "word": _named(WORDS[rule.word]),
            "count": counts.get(rule.id, 0),
            "share": f"{rule.per_million / 10_000:g}",
        }
        for rule in held.selection_rules.in_force(today)
    ]
    shares = [
        {"share": share, "word": _named(WORDS[share.word]), "percent": f"{share.per_million / 10_000:g}"}
        for share in held.selection.draw
    ]
    credits = [{"card": card, "says": _named(CREDITS[card.state])} for card in desk().enterprises.every()]
    return {
        "rules": rules, "shares": shares, "drawn": counts.get("S01", 0), "days": desk().draws.days(today - timedelta(days=7))[::-1],
        "instructions": [{"card": card, "word": _named(WORDS[card.facts["word"]])} for card in desk().instructions.every()[::-1]],
        "credits": credits, "count_days": DAYS, "text": EXAMPLE.format(today=today), "since": since, "until": today,
        "nav": "selection",
    }  # fmt: skip


def _named(pair: tuple[str, str]) -> SimpleNamespace:
    return SimpleNamespace(zh=pair[0], en=pair[1])


def _posted(request: HttpRequest, actor: Actor, today: date) -> dict[str, Any]:
    lang = language(request)
    if request.POST.get("answer"):
        said = desk().instructions.answer(
            request.POST["answer"], request.POST.get("reason", "").strip(), actor
        )
        if isinstance(said, Refusal):
            return {"said": said.text(lang), "refused": True}
        return {"said": "已答复。" if lang == "zh" else "Answered.", **_context(today)}
    text = request.POST.get("rules", "")
    try:
        since, until = (date.fromisoformat(request.POST.get(name, "")) for name in ("since", "until"))
        found = desk().selecting.rehearse(text, since, until)
    except (RuleError, ValueError) as error:
        return {"said": str(error), "refused": True, "text": text}
    rows = [
        {"each": each, "word": _named(WORDS[each.rule.word]), "numbers": each.selected[:50]}
        for each in found.rules
    ]
    return {"rehearsal": found, "rows": rows, "text": text, "since": since, "until": until}
