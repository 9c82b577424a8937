"""The page behind a reply link: one question and room for one answer, for somebody who has no account here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.wiring import asked_by


@never_cache
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the question and nothing of the declaration; a link that was not made here looks like one that never was."""
    question = asked_by(desk(), token)
    if question is None:
        return render(request, "reply.html", {"state": "invalid"}, status=404)
    refusal = None
    if request.method == "POST" and question.answered_at is None:
        refusal = desk().coordination.reply(question.id, request.POST.get("text", "").strip())
        question = asked_by(desk(), token) or question
    over = desk().clock.now() > question.until
    state = "answered" if question.answered_at is not None else "expired" if over else "open"
    said = refusal.text(language(request)) if refusal else ""
    response = render(request, "reply.html", {"state": state, "question": question, "said": said})
    response["X-Robots-Tag"] = "noindex"
    return response
