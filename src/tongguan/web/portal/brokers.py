"""Authority to declare: the brokers that an enterprise lets act for it, and the clients that a broker acts for."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.facts.actor import Actor
from tongguan.facts.authority import AuthorityGranted
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.web.portal.access import enterprise


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """GET shows both lists; POST gives a broker authority or ends it."""
    actor, said, refused = enterprise(request), "", False
    if request.method == "POST":
        refusal = _do(request, actor)
        done = "已办理。" if language(request) == "zh" else "Done."
        said, refused = (refusal.text(language(request)), True) if refusal else (done, False)
    held, clients = desk().authorities, desk().journal.clients(actor.party)
    context = {
        "given": [(each, held.state(each)) for each in held.of_client(actor.party)],
        "held": [(each, held.state(each), clients.get(each.terms.client, "")) for each in held.of_broker(actor.party)],
        "today": local_date(desk().clock.now()).isoformat(), "said": said, "refused": refused, "nav": "portal-brokers",
    }  # fmt: skip
    return render(request, "portal_brokers.html", context)


def _do(request: HttpRequest, actor: Actor) -> Refusal | None:
    post = {name: value.strip() for name, value in request.POST.items()}
    broker = post.get("broker", "")
    if post.get("verb") == "end":
        return desk().authorities.end(actor.party, broker, post.get("reason", ""), actor)
    today = local_date(desk().clock.now()).isoformat()
    wanted = AuthorityGranted(
        actor.party, broker, post.get("valid_from") or today, post.get("valid_to", ""), post.get("ref", "")
    )
    return desk().authorities.grant(wanted, actor)
