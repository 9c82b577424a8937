"""Questions to declarants: what an officer's form asks, and the page on which the declarant answers."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from tongguan.desk.questions import QuestionView, named, papers_of, question_of
from tongguan.desk.verbs import Act
from tongguan.desk.views import Sheet
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.question import Question
from tongguan.process.decide.refusals import refuse
from tongguan.web.courier import kick
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.web.portal.access import enterprise, paper
from tongguan.web.templatetags.words import word

PAPERS = 3
"""Documents that a form of an answer has places for."""


def asked(post: QueryDict) -> Question | Refusal:
    """What the officer's form asks."""
    return question_of(
        desk().clock.now(), post.get("template", ""), post.get("text", ""), post.get("lines", ""),
        post.get("hours", ""),
    )  # fmt: skip


@login_required
def page(request: HttpRequest, question: str) -> HttpResponse:
    """One question and its answer; of others' questions nobody learns that they are there."""
    sheet, found = _find(request, question)
    if request.method != "POST":
        return render(request, "question.html", _context(sheet, found))
    lang = language(request)
    refusal = _answer(request.POST, sheet, found, enterprise(request))
    if refusal is not None:
        context = _context(sheet, found, request.POST)
        return render(request, "question.html", context | {"said": refusal.text(lang), "refused": True})
    kick()
    context = _context(*_find(request, question))
    return render(request, "question.html", context | {"said": word("answer_sent", lang)})


def _find(request: HttpRequest, question: str) -> tuple[Sheet, QuestionView]:
    """The declaration and the question of an id; 404 where there is none or the enterprise may not see it."""
    sheet = paper(request, named(question)[0])
    for each in sheet.questions:
        if each.id == question:
            return sheet, each
    raise Http404


def _answer(post: QueryDict, sheet: Sheet, found: QuestionView, actor: Actor) -> Refusal | None:
    if found.state not in ("open", "overdue"):
        return refuse("question_over")
    papers = papers_of(_pairs(post))
    if isinstance(papers, Refusal):
        return papers
    act = Act(verb="answer", target=found.control, reason=post.get("text", "").strip(), papers=papers)
    answer = desk().act(sheet.number, act, actor)
    return answer if isinstance(answer, Refusal) else None


def _pairs(post: QueryDict) -> list[tuple[str, str]]:
    return list(zip(post.getlist("code"), post.getlist("number"), strict=False))


def _context(sheet: Sheet, found: QuestionView, post: QueryDict | None = None) -> dict[str, Any]:
    """What the page shows; after a refusal with what was typed."""
    pairs = _pairs(post) if post is not None else []
    return {
        "sheet": sheet,
        "question": found,
        "questions": [found],
        "items": [item for item in sheet.declaration.items if item.line in found.lines],
        "types": list(desk().rules.tables["edoc_types"].codes.values()),
        "papers": [*pairs, *[("", "")] * (PAPERS - len(pairs))],
        "text": post.get("text", "") if post is not None else "",
        "nav": "portal",
    }
