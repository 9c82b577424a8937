"""What a declarant picks from while typing: codes of a table, and commodities with what their goods will need."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tongguan.facts.clock import local_date
from tongguan.web.office import desk

MOST_HITS = 30
"""Codes that a search shows."""
MOST_LETTERS = 60


@login_required
@require_GET
def codes(request: HttpRequest, table: str) -> HttpResponse:
    """Codes whose code or name in either language has what was typed, those that begin with it first."""
    tables, asked = desk().rules.tables, request.GET.get("q", "").strip().casefold()[:MOST_LETTERS]
    if table not in tables:
        raise Http404
    found = {code.code: code for code in tables[table].codes.values()}.values()
    hits = [
        (not code.code.casefold().startswith(asked), code.code, code)
        for code in found
        if asked in code.code.casefold() or asked in code.zh.casefold() or asked in code.en.casefold()
    ]
    shown = [code for _, _, code in sorted(hits, key=lambda hit: hit[:2])]
    return render(request, "portal_codes.html", {"codes": shown[:MOST_HITS], "more": len(shown) - MOST_HITS})


@login_required
@require_GET
def commodities(request: HttpRequest) -> HttpResponse:
    """Commodities that the office knows, by code or name, with their supervision conditions and inspection categories."""
    conditions, asked = desk().rules.conditions, request.GET.get("q", "").strip()[:MOST_LETTERS]
    found = conditions.search(asked, local_date(desk().clock.now()))
    shown = [(row, conditions.documents(row), conditions.categories(row)) for row in found[:MOST_HITS]]
    return render(request, "portal_commodities.html", {"found": shown, "more": len(found) - MOST_HITS})
