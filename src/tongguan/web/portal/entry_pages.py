"""New declaration by form: begun, written with live findings and duty, lodged like every other message."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from tongguan.adapters import entry_form, entry_rows
from tongguan.desk import outward
from tongguan.desk.papers import PaperFilter
from tongguan.desk.previews import Preview
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import EXPORT, IMPORT
from tongguan.facts.finding import Finding
from tongguan.process.decide.refusals import refuse
from tongguan.rules.entry import EntryForm
from tongguan.web.courier import kick
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.web.portal import drafts, entry, entry_amend
from tongguan.web.portal.access import enterprise, paper
from tongguan.web.portal.models import Draft
from tongguan.web.templatetags.words import word

RETURNED = "returned"
LATEST = 10
"""Earlier declarations that are offered to be copied."""


def form_now() -> EntryForm:
    """The form in force today."""
    return desk().rules.entry_form(local_date(desk().clock.now()))


def draft_of(request: HttpRequest, name: str) -> Draft:
    """A draft of the account that asks; any other is not there (404)."""
    found = Draft.objects.filter(name=name, account=request.user.get_username()).first()
    if found is None:
        raise Http404
    return found


def at(draft: Draft, where: str = "") -> HttpResponseRedirect:
    """Back to the form, at one of its elements."""
    return HttpResponseRedirect(reverse("portal-draft", args=[draft.name]) + (f"#{where}" if where else ""))


# -- beginning -------------------------------------------------------------------------------------------------


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Open drafts, a new one of either direction, or the copy of an earlier declaration."""
    actor, form = enterprise(request), form_now()
    account, direction = request.user.get_username(), request.POST.get("direction", "")
    if request.method == "POST" and direction in (IMPORT, EXPORT):
        return at(drafts.make(account, drafts.Content(entry.beginning(form, direction, actor))))
    said = ""
    if request.method == "POST":
        try:
            sheet = paper(request, request.POST.get("number", "").strip().replace("\0", ""))
        except Http404:
            said = refuse("unknown_number").text(language(request))
        else:
            return at(drafts.make(account, drafts.Content(entry.copied(form, sheet.declaration, actor))))
    context = {
        "drafts": [_listed(draft) for draft in drafts.open_of(account)], "said": said, "nav": "portal",
        "earlier": desk().journal.papers(PaperFilter(party=actor.party, barred=desk().authorities.barred(actor.party), limit=LATEST)),
    }  # fmt: skip
    return render(request, "portal_new.html", context)


def _listed(draft: Draft) -> dict[str, Any]:
    content = drafts.content_of(draft)
    texts = content.texts
    told = [
        texts.get(path, "") for path in ("trader.name", "items[1].name", "contract_no", "transport_document")
    ]
    return {"draft": draft, "flag": texts.get("ie_flag", ""), "told": " · ".join(filter(None, told)),
            "amends": content.amending.number if content.amending else ""}  # fmt: skip


# -- writing ---------------------------------------------------------------------------------------------------


@login_required
def page(request: HttpRequest, name: str) -> HttpResponse:
    """The form. Typing posts it by itself and gets the form back as it is judged; buttons do the rest."""
    draft = draft_of(request, name)
    if draft.closed:
        return _lodged(request, draft)
    if request.method != "POST":
        return screen(request, draft, drafts.content_of(draft))
    was = drafts.content_of(draft)
    content = drafts.sent(request.POST.dict(), request.POST.getlist("also"), form_now(), was)
    tab, do = request.POST.get("tab", "")[:24], request.POST.get("do", "")
    seen = request.POST.get("revision", "")
    if do == "discard":
        drafts.discard(draft)
        return HttpResponseRedirect(reverse("portal-new"))
    kept = drafts.save(draft, content, None if do == "keep" else _number(seen), tab)
    if not kept:
        return screen(request, draft, content, tab=tab, seen=seen, is_stale=True)
    if do == "lodge":
        return _lodge(request, draft, content, tab)
    verb, _, what = do.partition(":")
    if verb in ("add", "remove"):
        return _rows(draft, content, verb, what)
    return screen(request, draft, content, tab=tab)


def _number(text: str) -> int:
    """A revision; one that cannot be read is none there ever was."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _rows(draft: Draft, content: drafts.Content, verb: str, what: str) -> HttpResponse:
    """Add a row of a kind, or remove one."""
    form, texts = form_now(), dict(content.texts)
    where = f"part-{what.partition('[')[0]}"
    if verb == "remove":
        texts = entry_rows.without(texts, what)
    else:
        place = len(entry_form.rows_of(texts, what)) + 1
        texts[f"{what}[{place}]"] = ""
        if what == "items":
            start = form.start_line({"I": IMPORT, "E": EXPORT}.get(texts.get("ie_flag", ""), ""))
            texts |= {f"items[{place}].{field}": text for field, text in start.items()}
        where = entry.id_of(f"{what}[{place}]")
    drafts.save(draft, drafts.with_texts(content, texts, form), None, "")
    return at(draft, where)


def previewed(
    request: HttpRequest, draft: Draft, content: drafts.Content, amends: entry_amend.Amended | None
) -> tuple[entry_form.Reading, Preview]:
    """The draft as a message, and what the office would say of it; ``amends``: the declaration as it is now."""
    form = form_now()
    found = drafts.reading(draft, content, amends.declaration if amends else None, form)
    mistyped = [
        *(form.mistyped(path, content.texts[path]) for path in found.mistyped),
        *(form.astray(path, content.texts.get(path, "")) for path in found.astray),
    ]
    number = amends.sheet.number if amends else ""
    return found, desk().previews.of(found.message, enterprise(request), mistyped, number)


def screen(
    request: HttpRequest, draft: Draft, content: drafts.Content, *, tab: str = "", seen: str = "",
    is_stale: bool = False, said: str = "", where: str = "", more: tuple[Finding, ...] = (),
) -> HttpResponse:  # fmt: skip
    """The page, or its live part for a form that posted itself; ``said`` stands at the top, or at the part ``where``."""
    lang = language(request)
    amends = entry_amend.amended(request, content)
    found, preview = previewed(request, draft, content, amends)
    seen_as = entry.Screen(form_now(), content, entry.together(preview.findings, more), lang)
    direction = found.message.declaration.direction
    context = {
        "draft": draft, "screen": seen_as, "content": content, "sections": seen_as.sections(direction),
        "rows": seen_as.rows(direction), "offered": seen_as.offered(direction), **entry.outlook(preview, found.message.declaration, lang), "direction": direction, "coded": any(item.commodity for item in found.message.declaration.items),
        "tab": tab or secrets.token_urlsafe(12), "revision": seen or draft.revision,
        "is_stale": is_stale, "said": said, "where": where, "now": timezone.localtime(draft.changed_at), "nav": "portal",
        "papers": draft.papers.order_by("pk"), "kinds": desk().rules.tables["edoc_types"].codes.values(),
        **entry_amend.context_of(amends, found.message.declaration, lang), "limits": settings.TONGGUAN_ATTACHMENTS,
    }  # fmt: skip
    template = "portal_entry_work.html" if request.headers.get("HX-Request") else "portal_entry.html"
    return render(request, template, context)


# -- lodging ---------------------------------------------------------------------------------------------------


def _lodge(request: HttpRequest, draft: Draft, content: drafts.Content, tab: str) -> HttpResponse:
    """Lodge the draft as it stands; what would be returned is not sent, for it can be mended here."""
    lang, actor = language(request), enterprise(request)
    amends = entry_amend.amended(request, content)
    found, preview = previewed(request, draft, content, amends)
    if preview.rejecting:
        return screen(
            request,
            draft,
            content,
            tab=tab,
            said=f"{preview.rejecting} {word('entry_would_be_returned', lang)}",
        )
    message = drafts.with_papers(draft, found.message)
    if amends is not None:
        refusal = entry_amend.send(amends, message, actor)
        return (
            screen(request, draft, content, tab=tab, said=refusal.text(lang))
            if refusal
            else _sent(draft, amends)
        )
    answer = outward.may_lodge(message, actor) or desk().lodge(message, actor)
    if isinstance(answer, Refusal):
        return screen(request, draft, content, tab=tab, said=answer.text(lang))
    drafts.close(draft, answer.number, is_taken_on=answer.status != RETURNED)
    kick()
    if answer.status == RETURNED:
        told = f"{answer.number}: {word('entry_was_returned', lang)}"
        return screen(request, draft, content, tab=tab, said=told, more=answer.findings)
    return at(draft)


def _sent(draft: Draft, amends: entry_amend.Amended) -> HttpResponse:
    """The request waits at its declaration for an officer."""
    drafts.close(draft, amends.sheet.number, is_taken_on=True)
    kick()
    return HttpResponseRedirect(reverse("portal-declaration", args=[amends.sheet.number]) + "#changes")


def _lodged(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What became of a draft that was lodged: its number, and what it waits for."""
    state, lang = desk().state(draft.number), language(request)
    if state is None:
        raise Http404
    told = outward.standing(desk().rules.catalogue, state, lang)
    return render(request, "portal_lodged.html", {"told": told, "nav": "portal"})
