"""Amending by form: the declaration as it stands in the form, what was changed in it, and the request that is sent."""

from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from tongguan.adapters import entry_form
from tongguan.desk.changes import changes
from tongguan.desk.desk import amended as amended_act
from tongguan.desk.lodging import content_of
from tongguan.desk.verbs import Act
from tongguan.desk.views import Sheet
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import Declaration
from tongguan.facts.message import Message
from tongguan.process.decide.changes import GROUNDS
from tongguan.process.decide.refusals import refuse
from tongguan.web.office import desk
from tongguan.web.pages.form_fields import field_name
from tongguan.web.portal import drafts
from tongguan.web.portal.access import enterprise, paper
from tongguan.web.portal.standing import is_changeable


class Amended(NamedTuple):
    """A declaration that a draft amends, as it stands now."""

    sheet: Sheet
    amending: drafts.Amending

    @property
    def declaration(self) -> Declaration:
        return self.sheet.declaration

    @property
    def is_stale(self) -> bool:
        """Has the declaration become another since the draft began?"""
        return content_of(self.declaration) != self.amending.content


@login_required
@require_POST
def begin(request: HttpRequest, number: str) -> HttpResponse:
    """The form with the declaration in it; a draft that amends it already is taken up again."""
    sheet, account = paper(request, number), request.user.get_username()
    if not is_changeable(sheet, desk().journal.work(sheet.number), enterprise(request)):
        return HttpResponseRedirect(reverse("portal-declaration", args=[sheet.number]) + "#changes")
    digest = content_of(sheet.declaration)
    for draft in drafts.open_of(account):
        amending = drafts.content_of(draft).amending
        if amending and (amending.number, amending.content) == (sheet.number, digest):
            return HttpResponseRedirect(reverse("portal-draft", args=[draft.name]))
    form = desk().rules.entry_form(local_date(desk().clock.now()))
    texts = entry_form.kept(entry_form.texts_of(sheet.declaration, form.fields), form)
    draft = drafts.make(account, drafts.Content(texts, (), drafts.Amending(sheet.number, digest)))
    return HttpResponseRedirect(reverse("portal-draft", args=[draft.name]))


def amended(request: HttpRequest, content: drafts.Content) -> Amended | None:
    """The declaration that a draft amends; None of a new one. Not there (404) for whom may not see it any more."""
    amending = content.amending
    return Amended(paper(request, amending.number), amending) if amending else None


def context_of(amends: Amended | None, new: Declaration, lang: str) -> dict[str, Any]:
    """What the form shows of an amendment: its grounds, and every field that is to change."""
    if amends is None:
        return {"amends": None}
    changed = [(field_name(each.path, lang), each) for each in changes(amends.declaration, new)]
    return {"amends": amends, "grounds": list(GROUNDS.items()), "changed": changed}


def send(amends: Amended, message: Message, actor: Actor) -> Refusal | None:
    """Ask the office for the new version; None when the request waits for an officer."""
    amending = amends.amending
    if amends.is_stale:
        return refuse("amended_meanwhile")
    if not amending.reason:
        return refuse("amendment_unexplained")
    if message.declaration == amends.declaration:
        return refuse("nothing_amended")
    wanted = Act(verb="amend", ground=amending.ground, reason=amending.reason)
    act = amended_act(wanted, message.declaration, message.attachments)
    answer = desk().act(amends.sheet.number, act, actor)
    return answer if isinstance(answer, Refusal) else None
