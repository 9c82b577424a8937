"""Goods lines out of a spreadsheet: pasted text with tabs between the cells, or an .xlsx file; and the template for both.

The first row may name its columns (by the field's name in either language, its tag or its path); otherwise they stand in
the order of the template. A row that does not fit is told with its place, and nothing is taken.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

import openpyxl
import xlsxwriter

from tongguan.adapters.entry_form import clean
from tongguan.adapters.zips import BROKEN
from tongguan.facts.unreadable import Unreadable
from tongguan.rules.sheet import Field
from tongguan.rules.tables import Table

MOST_BYTES = 4 * 1024 * 1024
"""Largest spreadsheet."""
MOST_UNPACKED = 32 * 1024 * 1024
MOST_ROWS = 1000
"""Rows of a spreadsheet that are looked at."""
MOST_COLUMNS = 200
Texts = dict[str, str]
"""Field of a goods line → its text."""


def pasted(
    text: str, fields: Sequence[Field], columns: Sequence[str], tables: Mapping[str, Table]
) -> list[Texts]:
    """The goods lines of a pasted text; Unreadable names the row that does not fit."""
    rows = (row.split("\t") for row in text.splitlines())
    return _lines(enumerate(rows, start=1), fields, columns, tables)


def uploaded(
    data: bytes, fields: Sequence[Field], columns: Sequence[str], tables: Mapping[str, Table]
) -> list[Texts]:
    """The goods lines of the first sheet of an .xlsx file; Unreadable when it is none, or names the row that does not fit."""
    return _lines(_cells(data), fields, columns, tables)


def _lines(
    rows: Iterable[tuple[int, list[str]]],
    fields: Sequence[Field],
    columns: Sequence[str],
    tables: Mapping[str, Table],
) -> list[Texts]:
    by_name = {
        name.casefold(): field for field in fields for name in (field.path, field.tag, field.zh, field.en)
    }
    by_path = {field.path: field for field in fields}
    named: list[Field | None] = [by_path[path] for path in columns]
    found: list[Texts] = []
    for place, row in rows:
        cells = [clean(cell) for cell in row]
        if not any(cells):
            continue
        heads = [by_name.get(cell.casefold()) for cell in cells]
        if not found and sum(head is not None for head in heads) * 2 > len([cell for cell in cells if cell]):
            _all_known(place, cells, heads)
            named = heads
            continue
        if len(cells) > len(named) and any(cells[len(named) :]):
            raise _too_wide(place, len(cells), len(named))
        texts = {
            field.path: _padded(cell, field, tables)
            for field, cell in zip(named, cells, strict=False)
            if field is not None and cell
        }
        found.append(texts)
    if not found:
        raise Unreadable(
            "unsupported", "没有商品行。", "There is no goods line in it.",
            remedy_zh="每行一项商品，列之间用制表符分隔。", remedy_en="Give one line of goods a row, with tabs between the cells.",
        )  # fmt: skip
    return found


def _all_known(place: int, cells: Sequence[str], heads: Sequence[Field | None]) -> None:
    for cell, head in zip(cells, heads, strict=True):
        if cell and head is None:
            raise Unreadable(
                "unsupported", f"第 {place} 行：没有名为“{cell[:40]}”的栏目。", f"Row {place}: there is no field called “{cell[:40]}”.",
                remedy_zh="请使用模板的列名。", remedy_en="Use the names of the template's columns.",
            )  # fmt: skip


def _too_wide(place: int, cells: int, columns: int) -> Unreadable:
    return Unreadable(
        "unsupported", f"第 {place} 行有 {cells} 格，多于 {columns} 列。", f"Row {place} has {cells} cells, more than {columns} columns.",
        remedy_zh="请按模板排列，或在首行写明列名。", remedy_en="Keep to the template, or name the columns in the first row.",
    )  # fmt: skip


def _padded(cell: str, field: Field, tables: Mapping[str, Table]) -> str:
    """A code of a table that a spreadsheet took for a number gets its leading zeros back."""
    table = tables.get(field.table)
    if table is None or cell in table or not cell.isdecimal():
        return cell
    return next(
        (each for size in range(len(cell) + 1, field.size + 1) if (each := cell.zfill(size)) in table), cell
    )


# -- spreadsheets ----------------------------------------------------------------------------------------------


def _cells(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Rows of the first sheet with their places, cell by cell as text."""
    if len(data) > MOST_BYTES or _unpacked(data) > MOST_UNPACKED:
        raise Unreadable(
            "too_large",
            f"表格超过 {MOST_BYTES} 字节（展开后 {MOST_UNPACKED}）。",
            f"The spreadsheet is larger than {MOST_BYTES} bytes, or {MOST_UNPACKED} unpacked.",
        )
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = list(
            book.worksheets[0].iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
        )
    except Exception:  # The library raises whatever the damage makes of it.
        raise _no_spreadsheet() from None
    if len(rows) > MOST_ROWS:
        raise Unreadable(
            "too_large", f"表格超过 {MOST_ROWS} 行。", f"The spreadsheet has more than {MOST_ROWS} rows."
        )
    for place, row in enumerate(rows, start=1):
        yield place, [_text(value) for value in row]


def _unpacked(data: bytes) -> int:
    """Bytes that the archive says its parts have."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(each.file_size for each in archive.infolist())
    except BROKEN:
        raise _no_spreadsheet() from None


def _no_spreadsheet() -> Unreadable:
    return Unreadable(
        "unsupported", "不是 .xlsx 表格。", "That is no .xlsx spreadsheet.",
        remedy_zh="请另存为 .xlsx，或直接粘贴。", remedy_en="Save it as .xlsx, or paste the cells.",
    )  # fmt: skip


def _text(value: object) -> str:
    if value is None:
        return ""
    return _figure(str(value)) if isinstance(value, int | float) else str(value)


def _figure(value: str) -> str:
    """A number as people write it: spreadsheets keep fifteen digits, the rest is binary dust."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > 20:
        return value
    plain = f"{Decimal(f'{number:.15g}'):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def template(fields: Sequence[Field], columns: Sequence[str], lang: str) -> bytes:
    """The template as an .xlsx file: a row of names; every cell is text, so that codes keep their zeros."""
    by_path = {field.path: field for field in fields}
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet("商品项" if lang == "zh" else "goods")
        sheet.set_column(0, len(columns) - 1, 18, text)
        sheet.freeze_panes(1, 0)
        sheet.write_row(
            0, 0, [by_path[path].zh if lang == "zh" else by_path[path].en for path in columns], head
        )
    return out.getvalue()
