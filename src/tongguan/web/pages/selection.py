"""Selection rules: those in force, a rehearsal of new ones, the centres' instructions, the draws. For officers alone."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.desk import last_audit
from tongguan.desk.cards import Card
from tongguan.desk.instructions import PAGE
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.selection import CREDITS
from tongguan.facts.words import WORDS
from tongguan.insight.rehearsal import Rehearsal
from tongguan.rules.errors import RuleError
from tongguan.web.guards import language
from tongguan.web.office import actor_of, desk
from tongguan.web.pages import files
from tongguan.web.templatetags.words import word

DAYS = 30
"""How far back the page counts."""
NAMED = 50
"""Declarations of a rule that the page names; the file has all."""
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
    after = _after(request.GET.get("after", ""))
    context = _context(today, after)
    if request.method == "POST":
        posted = _posted(request, actor, today)
        if isinstance(posted, HttpResponse):
            return posted
        context |= posted
    return render(request, "selection.html", context)


def _after(text: str) -> tuple[int, str] | None:
    """Time and stream of the last instruction of the page before; None begins anew."""
    since, _, stream = text.partition("-")
    return (int(since), stream) if since.isdecimal() and since.isascii() and len(since) < 19 else None


def _context(today: date, after: tuple[int, str] | None = None) -> dict[str, Any]:
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
    settled = desk().instructions.settled(after, PAGE + 1)
    last = settled[PAGE - 1] if len(settled) > PAGE else None
    credits = [{"card": card, "says": _named(CREDITS[card.state])} for card in desk().enterprises.every()]
    return {
        "rules": rules, "shares": shares, "drawn": counts.get("S01", 0), "days": desk().draws.days(today - timedelta(days=7))[::-1],
        "open": _worded(desk().instructions.open()), "settled": _worded(settled[:PAGE]), "after": after,
        "older": f"{last.since}-{last.stream}" if last else "",
        "audited": last_audit.audited(desk().journal), "tested": last_audit.tested(desk().journal),
        "credits": credits, "count_days": DAYS, "text": EXAMPLE.format(today=today), "since": since, "until": today,
        "nav": "selection",
    }  # fmt: skip


def _worded(cards: list[Card]) -> list[dict[str, Any]]:
    return [{"card": card, "word": _named(WORDS[card.facts["word"]])} for card in cards]


def _named(pair: tuple[str, str]) -> SimpleNamespace:
    return SimpleNamespace(zh=pair[0], en=pair[1])


def _posted(request: HttpRequest, actor: Actor, today: date) -> dict[str, Any] | HttpResponse:
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
    if request.POST.get("file"):
        return _file(found, lang)
    rows = [
        {
            "each": each,
            "word": _named(WORDS[each.rule.word]),
            "numbers": each.selected[:NAMED],
            "more": max(0, len(each.selected) - NAMED),
        }
        for each in found.rules
    ]
    return {"rehearsal": found, "rows": rows, "text": text, "since": since, "until": until}


def _file(found: Rehearsal, lang: str) -> HttpResponse:
    """Every declaration that each rule would select, as CSV."""
    heads = files.columns(lang, rule="text", work="text", number="text", new_work="text")
    rows = [
        (each.rule.id, files.said(_named(WORDS[each.rule.word]), lang), number, "1" if number in new else "")
        for each in found.rules
        for new in [frozenset(each.new)]
        for number in each.selected
    ]
    sheet = (word("rehearsal", lang), heads, rows, [word("rehearsal_definition", lang)])
    return files.sent("rehearsal", "csv", [sheet], lang)
