"""A table as a file: CSV that a spreadsheet opens, or .xlsx with numbers as numbers. No text becomes a formula."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

Column = tuple[str, str]
"""Heading and kind: text, whole, hours or share."""
_FORMATS = {"whole": "0", "hours": "0.00", "share": "0.0%"}
_PLACES = {"hours": 4, "share": 6}
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(columns: Sequence[Column], rows: Sequence[Sequence[Any]], notes: Sequence[str] = ()) -> bytes:
    """UTF-8 with a mark so that spreadsheets know it; the notes stand below the table."""
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow([heading for heading, _ in columns])
    for row in rows:
        write.writerow([_cell(value, kind) for value, (_, kind) in zip(row, columns, strict=True)])
    for note in notes:
        write.writerow([_cell(note, "text")])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any, kind: str) -> Any:
    if value is None:
        return ""
    if kind == "text":
        return f"'{value}" if str(value).startswith(_BEGINS_A_FORMULA) else value
    return round(value, _PLACES[kind]) if kind in _PLACES else value


def as_xlsx(columns: Sequence[Column], rows: Sequence[Sequence[Any]], notes: Sequence[str] = ()) -> bytes:
    """A workbook of one sheet; the notes stand below the table."""
    return as_workbook([("", columns, rows, notes)])


def as_workbook(
    sheets: Sequence[tuple[str, Sequence[Column], Sequence[Sequence[Any]], Sequence[str]]],
) -> bytes:
    """A workbook of several sheets: name (empty: the program's), columns, rows, and notes below the table."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        formats = {kind: book.add_format({"num_format": text}) for kind, text in _FORMATS.items()}
        for name, columns, rows, notes in sheets:
            sheet = book.add_worksheet(name or None)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(columns) - 1, 14)
            sheet.write_row(0, 0, [heading for heading, _ in columns], head)
            _fill(sheet, columns, rows, formats)
            for below, note in enumerate(notes, start=len(rows) + 2):
                sheet.write_string(below, 0, note)
    return out.getvalue()


def _fill(
    sheet: Any, columns: Sequence[Column], rows: Sequence[Sequence[Any]], formats: dict[str, Any]
) -> None:
    for place, row in enumerate(rows, start=1):
        for column, (value, (_, kind)) in enumerate(zip(row, columns, strict=True)):
            if value is None:
                continue
            if kind == "text" or isinstance(value, str):
                sheet.write_string(place, column, str(value))
            else:
                sheet.write_number(place, column, value, formats[kind])
