"""One declaration as its enterprise sees it: tracks, findings, duty, receipts and what was told when."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.desk import outward
from tongguan.desk.attachments import attached
from tongguan.desk.views import Sheet
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.web.pages import form_fields
from tongguan.web.pages.duty import duty
from tongguan.web.portal.access import enterprise, paper
from tongguan.web.portal.standing import offers


@login_required
def page(request: HttpRequest, number: str) -> HttpResponse:
    """The page of one declaration."""
    return render(request, "portal_declaration.html", context_of(request, paper(request, number)))


def context_of(request: HttpRequest, sheet: Sheet, said: str = "", refused: bool = False) -> dict[str, Any]:
    """What the page shows after an act that ``said`` something; no officer, reason or selection is in it."""
    lang, actor = language(request), enterprise(request)
    row = desk().journal.work(sheet.number)
    told = outward.declared(desk().rules.catalogue, sheet, lang)
    waits = row is not None and row.is_open and sheet.accepted_at is not None
    return {
        "sheet": sheet, "told": told,
        "expected": desk().coordination.outlook.expected(sheet.number, outward=True) if waits else None,
        "duty": duty(sheet, actor, lang), "guarantees_at": "/portal/guarantees",
        "header": form_fields.header(sheet.declaration, lang), "parties": form_fields.parties(sheet.declaration),
        "attached": attached(desk().journal, sheet.number, sheet.declaration), "attachments_at": "/portal/declarations",
        **offers(sheet, row, actor), "questions": sheet.questions, "said": said, "refused": refused, "nav": "portal",
    }  # fmt: skip
