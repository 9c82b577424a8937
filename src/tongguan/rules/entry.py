"""The merged form as a declarant fills it: its sections, and which fields the goods at hand call for.

No rule is written twice: a field is on the screen when it is usual, when the form in force demands it, when a finding
names it, when it carries something, or when the declarant asked for it.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping

import msgspec
from msgspec.structs import replace

from tongguan.facts.finding import REJECT, Finding
from tongguan.rules.errors import RuleError
from tongguan.rules.shape_words import said
from tongguan.rules.sheet import Field, Sheet

FILE = "entry.toml"
ITEMS = "items"
_PLACE = re.compile(r"\[[0-9]+\]")


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the header with its fields in order."""

    id: str
    zh: str
    en: str
    fields: tuple[str, ...]
    usual: tuple[str, ...] = ()


class Rows(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that comes in rows, such as goods lines."""

    name: str
    zh: str
    en: str
    usual: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    """Fields of rows that no sheet has; none: those of the sheet."""
    asked: bool = False
    """True: shown where it carries something, a finding names it, or it is asked for."""


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file of the form."""

    id: str
    never: tuple[str, ...]
    columns: tuple[str, ...]
    section: tuple[Section, ...]
    rows: tuple[Rows, ...]
    beside: tuple[Field, ...] = ()
    start: dict[str, dict[str, str]] = {}
    start_line: dict[str, dict[str, str]] = {}


class Part(msgspec.Struct, frozen=True):
    """A section, or the rows of one kind, as it is shown: its fields, and those that may be asked for."""

    id: str
    zh: str
    en: str
    shown: tuple[Field, ...]
    others: tuple[Field, ...]
    is_asked: bool = False
    """True: rows that are not on the screen, but may be asked for."""


def plain(path: str) -> str:
    """A path without the places of its rows: ``items[2].total`` → ``items.total``."""
    return _PLACE.sub("", path)


class EntryForm:
    """The form of a local date."""

    def __init__(self, plan: Plan, sheet: Sheet, rows: Mapping[str, tuple[Field, ...]]) -> None:
        self.plan = plan
        self._header = {field.path: field for field in (*sheet.header, *plan.beside)}
        self._rows = {
            each.name: tuple(
                field for field in each.fields or rows[each.name] if field.path not in each.never
            )
            for each in plan.rows
        }
        self.fields = {path: self._header[path] for section in plan.section for path in section.fields}
        """Every field that a declarant may fill, by its path without places."""
        for name, fields in self._rows.items():
            self.fields |= {f"{name}.{field.path}": field for field in fields}

    def knows(self, path: str) -> bool:
        """Is it a field of the form, or a row as a whole (``items[2]``)?"""
        name, in_rows = path.partition("[")[0], "[" in path
        if in_rows and plain(path) in self._rows:
            return True
        return plain(path) in self.fields and in_rows == (name.partition(".")[0] in self._rows)

    def sections(self, direction: str, called: Collection[str]) -> Iterator[Part]:
        """The sections of the header. ``called``: paths without places that findings name, that carry something or were asked for."""
        for section in self.plan.section:
            fields = tuple(self._header[path] for path in section.fields)
            yield _part(section, section.id, fields, "", direction, called)

    def rows(self, direction: str, called: Collection[str]) -> Iterator[Part]:
        """What comes in rows."""
        for each in self.plan.rows:
            part = _part(each, each.name, self._rows[each.name], f"{each.name}.", direction, called)
            used = any(path == each.name or path.startswith(f"{each.name}.") for path in called)
            yield replace(part, is_asked=each.asked and not used)

    def line_fields(self) -> tuple[Field, ...]:
        """Every field of a goods line that a declarant may fill."""
        return self._rows[ITEMS]

    def start(self, direction: str) -> dict[str, str]:
        """What a new declaration begins with."""
        return dict(self.plan.start.get(direction, {}))

    def start_line(self, direction: str) -> dict[str, str]:
        """What a new goods line begins with."""
        return dict(self.plan.start_line.get(direction, {}))

    def mistyped(self, path: str, value: str) -> Finding:
        """The finding about a text that is not of its field's kind."""
        field, place = self.fields[plain(path)], _PLACE.search(path)
        shape_zh, shape_en = said(field.shape, field.size, field.scale, field.pattern)
        values = {
            "zh": field.zh, "en": field.en, "tag": field.tag, "value": value[:60],
            "shape_zh": shape_zh, "shape_en": shape_en,
        }  # fmt: skip
        line = int(place[0][1:-1]) if place and path.startswith(ITEMS) else None
        return Finding("F03", REJECT, path, line, values)

    def astray(self, path: str, value: str) -> Finding:
        """The finding about the number of a goods line that is not there."""
        field = self.fields[plain(path)]
        return Finding(
            "F11", REJECT, path, None, {"zh": field.zh, "en": field.en, "tag": field.tag, "value": value[:60]}
        )


def _part(
    of: Section | Rows, name: str, fields: tuple[Field, ...], prefix: str, direction: str, called: Collection[str]
) -> Part:  # fmt: skip
    def is_shown(field: Field) -> bool:
        demanded = field.demand in ("always", direction) and bool(field.demand)
        return demanded or field.path in of.usual or prefix + field.path in called

    shown = tuple(field for field in fields if is_shown(field))
    return Part(name, of.zh, of.en, shown, tuple(field for field in fields if field not in shown))


def parse(text: str) -> Plan:
    """Read the plan of the form (TOML); RuleError when it cannot be used."""
    try:
        return msgspec.convert(tomllib.loads(text), Plan)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleError(f"{FILE}: {error}") from error


def checked(plan: Plan, sheets: Collection[Sheet], parts: Mapping[str, tuple[Field, ...]]) -> Plan:
    """The plan, if every field of every form stands in it exactly once; RuleError otherwise."""
    beside = {field.path for field in plan.beside}
    placed = [path for section in plan.section for path in section.fields]
    twice = sorted({path for path in placed if placed.count(path) > 1})
    if twice:
        raise RuleError(f"{FILE}: {', '.join(twice)} stands twice")
    for sheet in sheets:
        header = {field.path for field in sheet.header} | beside
        lost = sorted(header - {*placed, *plan.never})
        unknown = sorted({*placed, *plan.never} - header)
        if lost or unknown:
            raise RuleError(f"{FILE} and {sheet.id} do not agree on {', '.join((*lost, *unknown))}")
        items = {field.path for field in sheet.item}
        strange = [name for name in plan.columns if name not in items]
        strange += [each.name for each in plan.rows if each.name not in (ITEMS, *parts) and not each.fields]
        if strange:
            raise RuleError(f"{FILE}: {sheet.id} has no {', '.join(strange)}")
    return plan


def form(plan: Plan, sheet: Sheet, parts: Mapping[str, tuple[Field, ...]]) -> EntryForm:
    """The form that a sheet and its parts make."""
    return EntryForm(plan, sheet, {**parts, ITEMS: sheet.item})
