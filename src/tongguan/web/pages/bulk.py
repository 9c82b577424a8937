"""Acts on many declarations of the queue: first what each would come to, then each done by itself and answered by itself."""

from typing import Any

import msgspec
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tongguan.desk import sight
from tongguan.desk.verbs import Act
from tongguan.desk.worklist import WorkRow
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.web.courier import kick
from tongguan.web.guards import language
from tongguan.web.office import actor_of, desk
from tongguan.web.pages.declaration import version_of

VERBS = ("start", "done", "hold", "note")
ON_CONTROL = ("start", "done")
"""Verbs about a control; the others are about the declaration, once however many of its controls were picked."""
MOST = 100
"""Picks of one form at most."""


class Pick(msgspec.Struct, frozen=True):
    """One row that was picked: number:control:version in the form."""

    number: str
    control: str
    version: int


@login_required
@require_POST
def page(request: HttpRequest) -> HttpResponse:
    """Preview of an act on the picked rows; with ``confirm`` it is done."""
    post, actor, lang = request.POST, actor_of(request.user), language(request)
    verb = post.get("verb", "")
    picks = _picks(post.getlist("pick"), verb)
    works = desk().works([pick.number for pick in picks])
    picks = [pick for pick in picks if pick.number in works and sight.listed(works[pick.number], actor)]
    if verb not in VERBS or not picks:
        return HttpResponseRedirect(reverse("queue"))
    confirm = "confirm" in post
    said = Said(verb, post.get("hold", "").strip(), post.get("reason", "").strip(), confirm)
    lines = _lines(picks, works, said, actor, lang)
    if confirm:
        kick()
    context = {
        "verb": verb, "hold": said.hold, "reason": said.reason, "confirm": confirm, "lines": lines,
        "fit": sum(not line["refused"] for line in lines), "nav": "queue",
    }  # fmt: skip
    return render(request, "bulk.html", context)


class Said(msgspec.Struct, frozen=True):
    """What the form wants of every pick."""

    verb: str
    hold: str
    reason: str
    confirm: bool

    def act(self, pick: Pick, version: int) -> Act:
        """The act on one pick. A rehearsal has words where the officer has not written his yet."""
        words = "" if self.confirm else "…"
        target = pick.control if self.verb in ON_CONTROL else self.hold or words
        reason = self.reason if self.verb in ON_CONTROL else self.reason or words
        return Act(verb=self.verb, target=target, reason=reason, seen=version)


def _picks(values: list[str], verb: str) -> list[Pick]:
    found: dict[object, Pick] = {}
    for value in values[:MOST]:
        number, _, rest = value.partition(":")
        control, _, version = rest.partition(":")
        key = (number, control) if verb in ON_CONTROL else number
        found.setdefault(key, Pick(number, control, version_of(version)))
    return list(found.values())


def _lines(
    picks: list[Pick], works: dict[str, WorkRow], said: Said, actor: Actor, lang: str
) -> list[dict[str, Any]]:
    acted: dict[str, int] = {}
    lines = []
    for pick in picks:
        # After an act of this form on the same declaration, the version to look at is the one that it made.
        act = said.act(pick, acted.get(pick.number, pick.version))
        answer = desk().act(pick.number, act, actor, rehearse=not said.confirm)
        refused = isinstance(answer, Refusal)
        if said.confirm and not refused:
            after = desk().works([pick.number]).get(pick.number)
            acted[pick.number] = after.version if after else 0
        lines.append(
            _line(pick, works[pick.number], answer.text(lang) if isinstance(answer, Refusal) else "", answer)
        )
    return lines


def _line(pick: Pick, row: WorkRow, refused: str, answer: Any) -> dict[str, Any]:
    model = desk().models[row.process]
    return {
        "pick": f"{pick.number}:{pick.control}:{pick.version}",
        "number": pick.number,
        "row": row,
        "control": model.find(pick.control),
        "refused": refused,
        "status": "" if refused else answer.status,
    }
