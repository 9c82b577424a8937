"""Field sheets: what a form demands of each field, as data, compiled into one quick check."""

import re
import tomllib
from collections.abc import Callable, Container, Iterable
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any, Literal, TypeVar, get_args, get_type_hints

import msgspec

from tongguan.facts import toml
from tongguan.facts.declaration import Declaration, Item
from tongguan.facts.finding import REJECT, Finding
from tongguan.rules.errors import RuleError
from tongguan.rules.shape_words import said
from tongguan.rules.tables import Table

OFF = "off"
"""Consequence of a finding that a form does not know."""
NO_FIGURE = "F10"
"""Code of the finding after which the cross-field rules do not reckon."""
FIGURE_SIZE = 40
"""Most digits before and after the point that rules reckon with."""


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of a sheet."""

    path: str
    tag: str
    zh: str
    en: str
    shape: Literal["text", "number", "decimal", "date", "codes"]
    """text, number, decimal, date (yyyyMMdd) or codes (several, joined by commas)."""
    size: int
    """Most characters (text, date) or digits (number, decimal)."""
    scale: int = 0
    """Most decimals."""
    demand: Literal["", "always", "import", "export"] = ""
    """always, import, export, or empty for an optional field."""
    level: Literal["reject", "note"] = "reject"
    """What a missing demanded field does: reject or note."""
    table: str = ""
    pattern: str = ""
    """Regular expression for the whole value; empty: that of ``Shapes``, if it has one."""


class Shapes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What does not depend on the form: exact shapes, former codes still taken, parts that come in lists."""

    pattern: dict[str, str] = {}
    older: dict[str, str] = {}
    part: dict[str, tuple[Field, ...]] = {}


class Sheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The form in force from a local date on."""

    id: str
    valid_from: date
    header: tuple[Field, ...]
    item: tuple[Field, ...]


def parse(text: str, name: str) -> Sheet:
    """Read one sheet (TOML); ``name`` is its file's, for errors."""
    return _converted(text, Sheet, name)


def parse_shapes(text: str) -> Shapes:
    """Read the shapes (TOML)."""
    return _converted(text, Shapes, "shapes.toml")


Kind = TypeVar("Kind")


def _converted(text: str, kind: type[Kind], name: str) -> Kind:
    try:
        return msgspec.convert(toml.loads(text), kind)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleError(f"{name}: {error}") from error


Check = Callable[[Declaration], list[Finding]]
Part = Callable[[Any, str, str, int | None], list[Finding]]


def compiled(sheet: Sheet, shapes: Shapes, tables: dict[str, Table], consequence: dict[str, str]) -> Check:
    """One function that checks a declaration against the sheet and returns every finding.

    ``consequence`` says by code what follows from a finding in this form; ``off`` leaves it out.
    """

    def part(kind: type, fields: tuple[Field, ...], prefix: str = "") -> Part:
        _known(kind, fields, prefix)
        rows = [_row(field, prefix, sheet.valid_from, shapes, tables) for field in fields]
        return _part(rows, consequence)

    header = part(Declaration, sheet.header)
    lines = part(Item, sheet.item, "items.")
    lists = [
        (name, attrgetter(name), part(_kind_of(name), fields, f"{name}."))
        for name, fields in shapes.part.items()
    ]

    def check(declaration: Declaration) -> list[Finding]:
        direction = declaration.direction
        found = header(declaration, direction, "", None)
        for place, item in enumerate(declaration.items, start=1):
            found += lines(item, direction, f"items[{place}].", item.line or place)
        if not declaration.items:
            found.append(Finding("F05", consequence["F05"], "items"))
        for name, get, check_row in lists:
            for place, row in enumerate(get(declaration), start=1):
                found += check_row(row, direction, f"{name}[{place}].", None)
        return found

    return check


def _kind_of(name: str) -> type:
    """What a list of the declaration holds."""
    kinds = get_args(get_type_hints(Declaration).get(name))
    if not kinds:
        raise RuleError(f"shapes.toml: a declaration has no list {name}")
    kind: type = kinds[0]
    return kind


def _known(kind: type, fields: tuple[Field, ...], prefix: str) -> None:
    empty = kind()
    for field in fields:
        try:
            attrgetter(field.path)(empty)
        except AttributeError as error:
            raise RuleError(f"sheet: there is no field {prefix}{field.path}") from error


class Row(msgspec.Struct, frozen=True):
    """A field made ready for checking."""

    field: Field
    bad: Callable[[Any, Field], str]
    """Code of what is wrong with the shape, or empty."""
    matches: Callable[[str], object] | None
    codes: Container[object] | None
    """Known codes; None for a field without a table."""
    unknown: str
    """F04 where the table is whole, F09 where a code is checked for shape only."""
    older: frozenset[str]
    said: tuple[str, str]
    """Its shape in words, zh and en."""


def _row(field: Field, prefix: str, valid_from: date, shapes: Shapes, tables: dict[str, Table]) -> Row:
    path = prefix + field.path
    pattern = field.pattern or shapes.pattern.get(path, "")
    table, former = tables.get(field.table), tables.get(shapes.older.get(path, ""))
    try:
        matches = re.compile(pattern).fullmatch if pattern else None
    except re.error as error:
        raise RuleError(f"shapes.toml: {path} has a bad pattern: {error}") from error
    superseded = former is not None and former.about is not None and former.about.valid_from <= valid_from
    return Row(
        field,
        _SHAPES[field.shape],
        matches,
        table.codes if table else () if field.table else None,
        "F04" if table and table.whole else "F09",
        former.older if former and superseded else frozenset(),
        said(field.shape, field.size, field.scale, pattern),
    )


REMEMBERED = 2000
"""Texts a field remembers to be well: codes, units and names come again and again."""


def _part(rows: list[Row], consequence: dict[str, str]) -> Part:
    get = _values_of([row.field.path for row in rows])
    known = [_well(row) for row in rows]

    def check(owner: Any, direction: str, prefix: str, line: int | None) -> list[Finding]:
        values = get(owner)
        unsure = [
            place for place, (value, well) in enumerate(zip(values, known, strict=True)) if value not in well
        ]
        found: list[Finding] = []
        for place in unsure:
            value, row, well = values[place], rows[place], known[place]
            code = _missing(row.field, direction) if value is None or value == "" else _wrong(value, row)
            if code and consequence[code] != OFF:
                finding = Finding(
                    code, consequence[code], prefix + row.field.path, line, _said(code, row, value)
                )
                found.append(finding)
            elif not code and value and type(well) is set and len(well) < REMEMBERED:
                well.add(value)
        return found

    return check


def _well(row: Row) -> "set[str | None] | tuple[None, ...]":
    """Values that need no second look: texts seen before; of figures only the empty one, where nobody asks for it.

    Figures are not remembered: equal ones may be written with more digits than rules reckon with.
    """
    if row.field.shape in ("decimal", "number"):
        return () if row.field.demand else (None,)
    return set() if row.field.demand else {"", None}


def _values_of(paths: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(paths) > 1:
        return attrgetter(*paths)
    getters = [attrgetter(path) for path in paths]
    return lambda owner: tuple(get(owner) for get in getters)


def _missing(field: Field, direction: str) -> str:
    if field.demand and field.demand in ("always", direction):
        return "F01" if field.level == REJECT else "F02"
    return ""


def _wrong(value: Any, row: Row) -> str:
    """The finding about a value, or an empty string when it is well."""
    if row.older and value in row.older:
        return "F08"
    bad = row.bad(value, row.field)
    if bad or (row.matches and not row.matches(value)):
        return bad or "F03"
    if row.codes is None or value in row.codes:
        return ""
    if row.field.shape == "codes" and all(code in row.codes for code in _several(value)):
        return ""
    return row.unknown


def _several(value: str) -> Iterable[str]:
    return (code.strip() for code in value.replace("，", ",").split(","))


def _said(code: str, row: Row, value: Any) -> dict[str, str]:
    """What the wording of a finding needs."""
    field = row.field
    values = {"zh": field.zh, "en": field.en, "tag": field.tag}
    if value is not None and value != "":
        values["value"] = str(value)[:60]
    if code == "F03":
        values["shape_zh"], values["shape_en"] = row.said
    return values


def _bad_text(value: str, field: Field) -> str:
    return "F03" if len(value) > field.size else ""


def _bad_date(value: str, _: Field) -> str:
    if len(value) != 8 or not (value.isascii() and value.isdigit()):
        return "F03"
    try:
        date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError:
        return "F03"
    return ""


def _bad_decimal(value: Decimal, field: Field) -> str:
    """Too many digits or decimals; or infinite, no number, or beyond any size that can be reckoned with."""
    _, digits, exponent = value.as_tuple()
    if isinstance(exponent, str) or not -FIGURE_SIZE < exponent < FIGURE_SIZE or len(digits) > FIGURE_SIZE:
        return NO_FIGURE
    if -exponent > field.scale:
        _, digits, least = value.normalize().as_tuple()
        exponent = int(least)
    scale = max(0, -exponent)
    whole = len(digits) + exponent
    return "F03" if scale > field.scale or whole > field.size - field.scale else ""


def _bad_number(value: int | str, field: Field) -> str:
    text = str(value)
    return "" if len(text) <= field.size and text.isascii() and text.isdigit() else "F03"


_SHAPES: dict[str, Callable[[Any, Field], str]] = {
    "text": _bad_text,
    "codes": _bad_text,
    "date": _bad_date,
    "decimal": _bad_decimal,
    "number": _bad_number,
}
