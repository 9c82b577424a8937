"""What a page shows as a file: spreadsheets of several sheets, CSV of one; what was made up says so."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from tongguan.adapters.sheet import Column, as_csv, as_workbook
from tongguan.insight.times import Definition
from tongguan.web.office import desk
from tongguan.web.templatetags.words import word

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Sheet = tuple[str, Sequence[Column], Sequence[Sequence[Any]], Sequence[str]]
"""Name, columns, rows, and notes below the table."""


def sent(name: str, kind: str, sheets: Sequence[Sheet], lang: str) -> HttpResponse:
    """The sheets as a file of that name; of CSV the first alone."""
    synthetic = [word("demo", lang)] if desk().journal.kind == "demo" else []
    marked = [(title, columns, rows, [*notes, *synthetic]) for title, columns, rows, notes in sheets]
    if kind == "xlsx":
        answer = HttpResponse(as_workbook(marked), content_type=XLSX)
    else:
        answer = HttpResponse(as_csv(*marked[0][1:]), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def columns(lang: str, **kinds: str) -> list[Column]:
    """Headings by the keys of their words, with the kind of each."""
    return [(word(key, lang), kind) for key, kind in kinds.items()]


def said(thing: Any, lang: str) -> str:
    """The name of anything with zh and en; empty where there is none."""
    return "" if thing is None else str(thing.zh if lang == "zh" else thing.en)


def note(definition: Definition | None, lang: str) -> str:
    """The id of a definition with its words."""
    return f"{definition.id}: {said(definition, lang)}" if definition else ""
