"""Goods lines of a draft from a spreadsheet: pasted, or sent as a file; and the template for both."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from tongguan.adapters import entry_form, goods_sheet
from tongguan.facts.unreadable import Unreadable
from tongguan.rules.entry import ITEMS
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.web.portal import drafts
from tongguan.web.portal.entry_pages import at, draft_of, form_now, screen

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_LETTERS = 200_000
"""Letters of a pasted text."""


@login_required
@require_POST
def paste(request: HttpRequest, name: str) -> HttpResponse:
    """Add the lines of a pasted text or a file to the draft; one that does not fit leaves it as it was."""
    draft, form, tables = draft_of(request, name), form_now(), desk().rules.tables
    content, file = drafts.content_of(draft), request.FILES.get("file")
    fields, columns = form.line_fields(), form.plan.columns
    try:
        if file is not None:
            lines = goods_sheet.uploaded(file.read(goods_sheet.MOST_BYTES + 1), fields, columns, tables)
        else:
            text = request.POST.get("cells", "")[:MOST_LETTERS]
            lines = goods_sheet.pasted(text, fields, columns, tables)
        texts = _added(content.texts, lines)
    except Unreadable as error:
        return screen(request, draft, content, said=error.text(language(request)), where="lines")
    if draft.closed or not drafts.save(draft, drafts.with_texts(content, texts, form), None, ""):
        return at(draft)
    return at(draft, "part-items")


def _added(texts: dict[str, str], lines: list[goods_sheet.Texts]) -> dict[str, str]:
    """The texts with the lines below those that say something."""
    most = desk().rules.most_lines
    blank = [place for place in entry_form.rows_of(texts, ITEMS) if _is_blank(texts, place)]
    kept = {path: text for path, text in texts.items() if not _in_rows(path, blank)}
    first = len(entry_form.rows_of(kept, ITEMS)) + 1
    kept = entry_form.numbered(kept, ITEMS)
    if first - 1 + len(lines) > most:
        raise Unreadable(
            "too_large", f"连同已有商品共 {first - 1 + len(lines)} 项，超过 {most} 项。",
            f"With those that are there it would be {first - 1 + len(lines)} lines, more than {most}.",
            remedy_zh="请分票申报。", remedy_en="Split the declaration.",
        )  # fmt: skip
    for place, line in enumerate(lines, start=first):
        kept[f"{ITEMS}[{place}]"] = ""
        kept |= {f"{ITEMS}[{place}].{field}": text for field, text in line.items()}
    return kept


def _is_blank(texts: dict[str, str], place: int) -> bool:
    """Does a line say no more than what it began with?"""
    return not any(
        texts.get(f"{ITEMS}[{place}].{field}") for field in ("commodity", "name", "total", "quantity")
    )


def _in_rows(path: str, places: list[int]) -> bool:
    return any(path == f"{ITEMS}[{place}]" or path.startswith(f"{ITEMS}[{place}].") for place in places)


@login_required
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The spreadsheet to fill in."""
    form = form_now()
    data = goods_sheet.template(form.line_fields(), form.plan.columns, language(request))
    answer = HttpResponse(data, content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="goods.xlsx"'
    return answer
