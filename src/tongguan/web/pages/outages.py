"""Outages: declare, end, and the paper to work on meanwhile."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.adapters.sheets import page as printed
from tongguan.facts.decision import Refusal
from tongguan.facts.outage import OutageDeclared
from tongguan.process.outage import WHAT
from tongguan.web.guards import language
from tongguan.web.office import actor_of, desk


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page; a form declares an outage from now on, or ends one."""
    said = _act(request) if request.method == "POST" else None
    context = {
        "outages": desk().outages.every()[::-1],
        "what": WHAT,
        "refusal": said.text(language(request)) if isinstance(said, Refusal) else "",
        "nav": "outages",
    }
    return render(request, "outages.html", context)


def _act(request: HttpRequest) -> Refusal | None:
    actor, post = actor_of(request.user), request.POST
    if post.get("end"):
        return desk().outages.end(post["end"], None, actor)
    wanted = OutageDeclared(
        actor.office or "*", post.get("what", ""), post.get("reason", "").strip(), desk().clock.now()
    )
    said = desk().outages.declare(wanted, actor)
    return said if isinstance(said, Refusal) else None


@login_required
def sheets(request: HttpRequest) -> HttpResponse:
    """Contingency sheets and open declarations, to print."""
    rows = [row for row in desk().work() if row.tasks and not row.ended_at]
    return HttpResponse(printed(rows, desk().models, desk().clock.now(), language(request)))
