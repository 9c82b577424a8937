"""Code tables 代码表: loaded from plain files, each code with its name in Chinese and English.

A table may carry a second generation of codes (column ``old``): numeric countries and currencies, one-digit
packages. Both are accepted. ``manifest.toml`` says of each table where it comes from and whether it is whole.
A field whose table is not loaded, or a code that a partial table lacks, is checked for shape only; a finding
and ``coverage`` say so.
"""

import csv
import io
import tomllib
from datetime import date
from decimal import Decimal, InvalidOperation

import msgspec

from tongguan.facts import toml
from tongguan.rules.errors import RuleError


class Code(msgspec.Struct, frozen=True):
    """One code with its names."""

    code: str
    zh: str
    en: str
    old: str = ""
    """The same thing's code in the form before 1 August 2018."""
    kg: str = ""
    """Units of mass: kilograms in one."""


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the manifest says of a table."""

    zh: str
    en: str
    source: str
    """Where the rows come from, and of which year."""
    valid_from: date
    """First local date of the present generation of codes."""
    whole: bool = True
    """False: only the rows that this office needs; other codes are checked for shape."""


class Table(msgspec.Struct, frozen=True):
    """One code table; ``codes`` has both generations as keys, ``older`` only the former one."""

    name: str
    codes: dict[str, Code]
    older: frozenset[str] = frozenset()
    about: About | None = None

    @property
    def whole(self) -> bool:
        """True when a code that is not here is wrong."""
        return self.about is None or self.about.whole

    def kilograms(self) -> dict[str, Decimal]:
        """Units of mass, and what one of them weighs in kilograms."""
        return {code.code: Decimal(code.kg) for code in self.codes.values() if code.kg}

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def former(self, code: str) -> str:
        """The former code of the same thing; empty when it has none or the code is unknown."""
        return self.codes[code].old if code in self.codes else ""

    def canonical(self, code: str) -> str:
        """Today's code for a code of either generation; the code itself when unknown."""
        found = self.codes.get(code)
        return found.code if found else code


def manifest(files: dict[str, str]) -> dict[str, About]:
    """What is known of each table: ``tables/manifest.toml``, then what an office's own files there say."""
    shipped = "tables/manifest.toml"
    own = sorted(name for name in files if name.startswith("tables/") and name.endswith(".toml"))
    known: dict[str, About] = {}
    for name in sorted(own, key=lambda each: each != shipped):
        try:
            known |= msgspec.convert(toml.loads(files[name]), dict[str, About])
        except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
            raise RuleError(f"{name}: {error}") from error
    return known


def parse(name: str, text: str, about: About | None = None) -> Table:
    """Read one table from CSV (code, zh, en, optionally old and kg); RuleError when it cannot be used."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    try:
        return _table(name, rows, about)
    except csv.Error as error:
        raise RuleError(f"{name}.csv line {rows.line_num + 1}: {error}") from None


def _table(name: str, rows: "csv.DictReader[str]", about: About | None) -> Table:
    columns = list(rows.fieldnames or [])
    if columns[:3] != ["code", "zh", "en"] or set(columns) - {"code", "zh", "en", "old", "kg"}:
        raise RuleError(
            f"{name}.csv line 1: the columns are code, zh, en and optionally old, kg, not {columns}"
        )
    codes: dict[str, Code] = {}
    older: dict[str, Code] = {}
    for line, row in enumerate(rows, start=2):
        code = _row(f"{name}.csv line {line}", columns, row)
        if code.code in codes:
            raise RuleError(f"{name}.csv line {line}: code {code.code} is there twice")
        codes[code.code] = code
        if code.old:
            older.setdefault(code.old, code)
    if not codes:
        raise RuleError(f"{name}.csv: there is no code in it")
    return Table(name, {**older, **codes}, frozenset(older) - set(codes), about)


def _row(where: str, columns: list[str], row: dict[str, str | None]) -> Code:
    """One row as a code. Cells that a spreadsheet would run as a formula are refused."""
    if None in row or any(row[column] is None for column in columns):
        raise RuleError(f"{where}: the row does not have {len(columns)} cells")
    cells = {column: (row[column] or "").strip() for column in columns}
    if not cells["code"] or not cells["zh"] or not cells["en"]:
        raise RuleError(f"{where}: the code or one of its names is missing")
    if any(cell[:1] in ("=", "@") for cell in cells.values()):
        raise RuleError(f"{where}: a cell is a formula")
    if cells.get("kg"):
        try:
            Decimal(cells["kg"])
        except InvalidOperation as error:
            raise RuleError(f"{where}: {cells['kg']} is no number of kilograms") from error
    return Code(**cells)
