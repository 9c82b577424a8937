"""Sheets 表格: CSV files of an office, read row by row with a clear word about the cell that cannot be used."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from tongguan.rules.errors import RuleError

FORMULA = ("=", "@", "+", "-")
"""What a spreadsheet would run as a formula when a cell begins with it."""


class Row:
    """One row: its cells by column, and where it stands."""

    def __init__(self, where: str, cells: dict[str, str]) -> None:
        self.where = where
        self.cells = cells

    def wrong(self, column: str, said: str) -> RuleError:
        """An error that names file, line and column."""
        return RuleError(f"{self.where}, column {column}: {said}")

    def text(self, column: str, allowed: tuple[str, ...] = ()) -> str:
        value = self.cells[column]
        if allowed and value not in allowed:
            raise self.wrong(column, f"“{value}” is not one of {', '.join(allowed)}")
        return value

    def day(self, column: str) -> date:
        try:
            return date.fromisoformat(self.cells[column])
        except ValueError:
            raise self.wrong(column, f"“{self.cells[column]}” is no date; write it as 2018-08-01") from None

    def day_or_none(self, column: str) -> date | None:
        return self.day(column) if self.cells[column] else None

    def number(self, column: str) -> Decimal:
        """A number above zero."""
        try:
            value = Decimal(self.cells[column])
        except InvalidOperation:
            value = Decimal(0)
        if not value.is_finite() or value <= 0:
            raise self.wrong(column, f"“{self.cells[column]}” is no number above zero")
        return value

    def words(self, column: str) -> tuple[str, ...]:
        return tuple(self.cells[column].split())


def rows(name: str, text: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows of a sheet with exactly these columns; RuleError at the first that cannot be read."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    try:
        yield from _rows(name, reader, columns)
    except csv.Error as error:
        raise RuleError(f"{name} line {reader.line_num + 1}: {error}") from None


def _rows(name: str, reader: "csv.DictReader[str]", columns: tuple[str, ...]) -> Iterator[Row]:
    given = tuple(reader.fieldnames or ())
    if given != columns:
        raise RuleError(f"{name} line 1: the columns are {', '.join(columns)}, not {', '.join(given)}")
    for row in reader:
        where = f"{name} line {reader.line_num}"
        if None in row or any(row[column] is None for column in columns):
            raise RuleError(f"{where}: the row does not have {len(columns)} cells")
        cells = {column: (row[column] or "").strip() for column in columns}
        for column, cell in cells.items():
            if cell.startswith(FORMULA):
                raise RuleError(f"{where}, column {column}: “{cell}” is a formula; save values, not formulas")
        yield Row(where, cells)
