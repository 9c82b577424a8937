"""What an enterprise does about its declaration: pay, secure, book a visit, ask to amend or cancel, ask for help."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from tongguan.adapters import document
from tongguan.adapters.singlewindow import reader
from tongguan.desk import visiting
from tongguan.desk.desk import amended
from tongguan.desk.verbs import Act
from tongguan.desk.views import Sheet
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.unreadable import Unreadable
from tongguan.process.decide.refusals import refuse
from tongguan.web.courier import kick
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.web.portal.access import enterprise, paper
from tongguan.web.portal.declaration import context_of

MOST = 20 * 1024 * 1024
"""Bytes of a new version that is sent as a file."""


class Said(NamedTuple):
    """What somebody wants: the declaration as it is now, the form, and who sends it."""

    sheet: Sheet
    request: HttpRequest
    actor: Actor

    def text(self, name: str) -> str:
        """One field of the form."""
        return self.request.POST.get(name, "").strip()


@login_required
@require_POST
def act(request: HttpRequest, number: str) -> HttpResponse:
    """Do what the form says and show the declaration again, with what came of it."""
    sheet, lang = paper(request, number), language(request)
    do = ACTS.get(request.POST.get("verb", ""))
    refusal = (
        do(Said(sheet, request, enterprise(request)))
        if do
        else refuse("bad_field", field="verb", value=request.POST.get("verb", ""), known=", ".join(ACTS))
    )
    if refusal is None:
        kick()
    done = "已办理。" if lang == "zh" else "Done."
    said = refusal.text(lang) if refusal else done
    return render(
        request,
        "portal_declaration.html",
        context_of(request, paper(request, number), said, refusal is not None),
    )


def _on_declaration(said: Said, wanted: Act) -> Refusal | None:
    answer = desk().act(said.sheet.number, wanted, said.actor)
    return answer if isinstance(answer, Refusal) else None


def _pay(said: Said) -> Refusal | None:
    """Confirms the amount that is open now: one that has changed since the page was shown is refused."""
    amount = _amount(said.text("amount"))
    if amount is None or amount != Decimal(said.sheet.outstanding):
        return refuse("more_than_due", amount=said.text("amount"), due=said.sheet.outstanding)
    return _on_declaration(said, Act(verb="pay", amount=amount))


def _occupy(said: Said) -> Refusal | None:
    return _on_declaration(said, Act(verb="occupy", target=said.text("guarantee")))


def _cancel(said: Said) -> Refusal | None:
    return _on_declaration(said, Act(verb="cancel", ground=said.text("ground"), reason=said.text("reason")))


def _amend(said: Said) -> Refusal | None:
    """A new version given whole, as the file that a client program makes."""
    file = said.request.FILES.get("file")
    if file is None or file.size > MOST:
        return refuse("bad_field", field="file", value=file.name if file else "", known="JSON, XML")
    body = file.read()
    try:
        message = reader.read(body) if body.lstrip()[:1] == b"<" else document.read(body)
    except Unreadable as error:
        return refuse("bad_field", field="file", value=str(error), known="JSON, XML")
    wanted = Act(verb="amend", ground=said.text("ground"), reason=said.text("reason"))
    return _on_declaration(said, amended(wanted, message.declaration))


def _book(said: Said) -> Refusal | None:
    """Books a time at the site for the visit that concerns the declaration; a new time gives the old one back."""
    site, _, begins = said.text("slot").partition("|")
    orders = {control.order for track in said.sheet.tracks for control in track.controls if control.order}
    order = said.text("order")
    if order not in orders:
        return refuse("unknown_order", order=order)
    at = int(begins) if begins.isascii() and begins.isdecimal() and len(begins) < 18 else None
    told = desk().inspections.act(order, visiting.Act(verb="book", site=site, at=at), said.actor)
    return told if isinstance(told, Refusal) else None


def _help(said: Said) -> Refusal | None:
    opened = desk().coordination.help(said.sheet.number, said.text("reason"), said.actor)
    return opened if isinstance(opened, Refusal) else None


def _amount(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


ACTS: dict[str, Callable[[Said], Refusal | None]] = {
    "pay": _pay,
    "occupy": _occupy,
    "cancel": _cancel,
    "amend": _amend,
    "book": _book,
    "help": _help,
}
"""Every act of the portal on a declaration."""
