"""Declaration: the merged form, its tracks in time, why it is not released, and what the officer may do."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tongguan.desk import register, sight
from tongguan.desk.attachments import attached
from tongguan.desk.earlier import earlier
from tongguan.desk.questions import templates
from tongguan.desk.second_looks import to_ask
from tongguan.desk.verbs import Act
from tongguan.desk.views import ControlView, EventView, Sheet
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.note import DeclarationNoted
from tongguan.facts.registry import decode
from tongguan.process.decide.refusals import refuse
from tongguan.rules.conditions import LineNeeds
from tongguan.web.guards import language
from tongguan.web.office import actor_of, desk
from tongguan.web.pages import form_fields, questions
from tongguan.web.pages.chart import chart
from tongguan.web.pages.duty import duty
from tongguan.web.pages.guarantees import amount_of
from tongguan.wiring import deliver_receipts

VERBS = (
    "start",
    "pause",
    "done",
    "ask",
    "ask-second",
    "second",
    "note",
    "hand-over",
    "hold",
    "lift",
    "add",
    "pay",
    "occupy",
    "waive",
    "verify-tax",
)


@login_required
def find(request: HttpRequest) -> HttpResponse:
    """Search by number, trader, container or goods; one hit opens at once."""
    text = request.GET.get("q", "").replace("\0", "").strip()
    actor = actor_of(request.user)
    rows = [row for row in (desk().find(text) if text else []) if sight.listed(row, actor)]
    if len(rows) == 1:
        return HttpResponseRedirect(reverse("declaration", args=[rows[0].number]))
    return render(request, "find.html", {"rows": rows, "text": text, "nav": "find"})


@login_required
def page(request: HttpRequest, number: str) -> HttpResponse:
    """The page of one declaration."""
    return render(request, "declaration.html", _context(request, seen_by(request, number)))


def seen_by(request: HttpRequest, number: str) -> Sheet:
    """The declaration as the officer may see it; 404 for one that is nothing to the office, as for none."""
    sheet = desk().show(number)
    seen = sight.seen(sheet, actor_of(request.user)) if sheet else None
    if seen is None:
        raise Http404
    return seen


def _context(request: HttpRequest, sheet: Sheet, said: str = "", refused: bool = False) -> dict[str, Any]:
    lang, actor = language(request), actor_of(request.user)
    catalogue = desk().rules.catalogue
    findings = [(finding, *catalogue.wording(finding, lang)) for finding in sheet.findings]
    controls = [(track, control) for track in sheet.tracks for control in track.controls]
    mine = [
        control
        for _, control in controls
        if control.role in actor.roles and not control.by_message and control.second != actor.id
    ]
    return {
        "sheet": sheet,
        "model": desk().models[sheet.process],
        "findings": findings,
        "controls": controls,
        "mine": [control for control in mine if control.state in ("ready", "started", "paused")],
        "addable": _addable(sheet),
        "questions": sheet.questions,
        "templates": templates(),
        "inward": True,
        "colleagues": _colleagues(mine, actor),
        "to_ask": to_ask(
            desk().journal, desk().models, sheet.number, actor, register.shipped().actors.values()
        ),
        "to_look_at": [each for _, each in controls if each.second == actor.id and not each.looked],
        "notes": _notes(sheet),
        "part": sight.is_part(sheet, actor),
        "duty": duty(sheet, actor, lang),
        "needs": _needs(sheet),
        "papers": form_fields.documents(sheet.declaration),
        **_coordination(sheet, actor),
        "changes": [(form_fields.field_name(each.path, lang), each) for each in sheet.changes],
        "earlier": earlier(
            desk().journal, desk().models, sheet.number, lambda row: sight.whole(actor, row.office)
        ),
        "chart": chart(sheet),
        "header": form_fields.header(sheet.declaration, lang),
        "parties": form_fields.parties(sheet.declaration),
        "attached": attached(desk().journal, sheet.number, sheet.declaration),
        "attachments_at": "/declarations",
        "said": said,
        "refused": refused,
        "nav": "queue",
    }


def _colleagues(mine: list[ControlView], actor: Actor) -> dict[str, list[Actor]]:
    """Control that the actor has begun → whom it may be handed over to; the process judges the rest."""
    return {
        control.id: [
            each
            for each in register.shipped().actors.values()
            if control.role in each.roles and each.office == control.office and each.id != actor.id
        ]
        for control in mine
        if control.officer == actor.id
    }


def _notes(sheet: Sheet) -> list[tuple[EventView, str]]:
    """Notes with the events that they are of, the newest first."""
    found = [
        (each, decode(each.kind, DeclarationNoted.SCHEMA, each.payload.encode()))
        for each in reversed(sheet.events)
        if each.kind == DeclarationNoted.KIND
    ]
    return [(each, data.text) for each, data in found if isinstance(data, DeclarationNoted)]


def _needs(sheet: Sheet) -> list[LineNeeds]:
    """Categories and documents of its goods by the rows of the day of acceptance, quoted or missing."""
    return desk().rules.conditions.by_line(sheet.declaration, local_date(sheet.accepted_at or sheet.as_of))


def _coordination(sheet: Sheet, actor: Actor) -> dict[str, Any]:
    """The open case about it, and whether the officer may open one where there is none."""
    row = desk().journal.work(sheet.number)
    return {
        "coordinated": desk().coordination.held().get(sheet.number),
        "may_open_case": row is not None and row.is_open and actor.office == row.office,
    }


def _addable(sheet: Sheet) -> list[Any]:
    here = {control.id for track in sheet.tracks for control in track.controls}
    model = desk().models[sheet.process]
    return [
        c for c in model.control if c.id not in here and not c.done_by and model.point_of(c).id == "release"
    ]


@login_required
@require_POST
def act(request: HttpRequest, number: str) -> HttpResponse:
    """Do what the form says, unless the declaration has changed since the officer saw it."""
    lang = language(request)
    sheet = seen_by(request, number)
    verb = request.POST.get("verb", "")
    if verb not in VERBS:
        said, refused = ("没有此操作。" if lang == "zh" else "There is no such act."), True
    else:
        said, refused = _do(request, sheet, verb, lang)
    if verb == "second" and not refused:
        return HttpResponseRedirect(reverse("queue"))
    sheet = seen_by(request, number)
    context = _context(request, sheet, said, refused)
    template = "declaration_live.html" if request.headers.get("HX-Request") else "declaration.html"
    return render(request, template, context)


def version_of(text: str) -> int:
    """The version that a form was made from; one that says none was made before the first event."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _do(request: HttpRequest, sheet: Sheet, verb: str, lang: str) -> tuple[str, bool]:
    post = request.POST
    amount = amount_of(post.get("amount", ""))
    is_receipt = verb == "pay" and not post.get("target", "").strip()
    if amount is None and (is_receipt or post.get("amount", "").strip()):
        return refuse("amount_not_positive").text(lang), True
    asked = questions.asked(post) if verb == "ask" else None
    if isinstance(asked, Refusal):
        return asked.text(lang), True
    wanted = Act(
        verb=verb,
        question=asked,
        seen=version_of(post.get("version", "")),
        to=register.shipped().find(post.get("to", "")),
        target=post.get("target", "").strip(),
        outcome=post.get("outcome", "accept"),
        amount=amount,
        reason=post.get("reason", "").strip(),
        ref=post.get("ref", "").strip(),
    )
    answer = desk().act(sheet.number, wanted, actor_of(request.user))
    if isinstance(answer, Refusal):
        return answer.text(lang), True
    deliver_receipts(desk())
    after = desk().show(sheet.number)
    if is_receipt and after is not None and after.paid == sheet.paid:
        return (
            "金额与应缴税款不符，已转待查账户。"
            if lang == "zh"
            else "The amount does not fit: it is in suspense."
        ), False
    return ("已办理。" if lang == "zh" else "Done."), False
