"""Which documents a commodity needs: supervision conditions 监管条件 and inspection categories 检验检疫类别, as dated rows.

The row with the longest prefix of the commodity code that is valid on the day counts. A commodity without a row is named
(C04, ``tongguan coverage``): nothing falls through unnoticed. Rows are data of an edition; what is shipped is a sample.
"""

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from operator import attrgetter

import msgspec
from msgspec.structs import replace

from tongguan.facts import toml
from tongguan.facts.declaration import EXPORT, IMPORT, Declaration, Item
from tongguan.facts.finding import CONSEQUENCES, Finding
from tongguan.rules.checks_papers import involves_inspection
from tongguan.rules.errors import RuleError
from tongguan.rules.ground import Ground
from tongguan.rules.sheet import OFF
from tongguan.rules.sheets import rows
from tongguan.rules.tables import Table

FILE, SETTINGS = "conditions.csv", "conditions.toml"
COLUMNS = ("prefix", "valid_from", "valid_to", "conditions", "categories", "zh", "en", "status", "source")
ILLUSTRATIVE, CONFIRMED = "illustrative", "confirmed"
MISSING, PROHIBITED, FIELDS, UNCOVERED, OLD, UNLICENSED = "C01", "C02", "C03", "C04", "C05", "C06"


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """One row: what goods whose commodity code begins with ``prefix`` need. Local dates, both inclusive."""

    prefix: str
    valid_from: date
    valid_to: date | None
    conditions: str
    categories: str
    zh: str
    en: str
    status: str
    source: str


class Category(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    zh: str
    en: str
    licences: tuple[str, ...] = ()
    """Types of product licences 产品资质 of which a goods line of this category quotes one; empty: it asks for none."""


class Old(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A paper of before the merger, by the document or certificate code that quotes it, and what stands for it now."""

    zh: str
    en: str
    now_zh: str
    now_en: str
    now: str
    """Path in the merged declaration; empty: nothing."""
    document: str = ""
    certificate: str = ""
    since: date = date.min
    until: date = date.max


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"imports": "import", "exports": "export"}):  # fmt: skip
    """How conditions are read."""

    id: str
    illustrative: str
    imports: str
    exports: str
    prohibits: dict[str, str]
    used_attribute: str
    also: dict[str, str]
    by_licence_no: str
    no_licence_kinds: tuple[str, ...]
    form_until: date
    inspection: str
    category: dict[str, Category]
    old: tuple[Old, ...] = ()


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """One document that a goods line needs, and what quotes it."""

    line: int
    commodity: str
    condition: str
    zh: str
    en: str
    quoted: str
    """Number that is quoted; ``—`` for a mark without one; empty: it is missing."""
    row: Condition


class LineNeeds(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of one goods line: inspection and quarantine by category, and documents."""

    line: int
    commodity: str
    categories: tuple[tuple[str, Category], ...]
    """Letter and meaning, those of the declaration's direction."""
    needs: tuple[Need, ...]
    row: Condition


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """A need of a goods line that is on none of the permits quoted for it."""

    letter: str
    """First letter of the finding: E or L."""
    numbers: str
    """The permits that are quoted, by number."""
    need: Need


def _is_valid(row: Condition, on: date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)


class Conditions:
    """The rows of an office with their settings."""

    def __init__(self, settings: Settings, found: Iterable[Condition], documents: Table | None) -> None:
        self.settings = settings
        self._documents = documents
        self._rows: dict[str, list[Condition]] = {}
        for row in found:
            self._rows.setdefault(row.prefix, []).append(row)
        self._lengths = sorted({len(prefix) for prefix in self._rows}, reverse=True)
        self._asked = {
            IMPORT: frozenset(settings.imports.split()),
            EXPORT: frozenset(settings.exports.split()),
        }
        self._known: dict[tuple[str, date], Condition | None] = {}

    def row(self, commodity: str, on: date) -> Condition | None:
        """The row that counts for a commodity on a local date; None when none covers it."""
        key = (commodity, on)
        if key not in self._known:
            if len(self._known) > 10_000:
                self._known.clear()
            self._known[key] = self._find(commodity, on)
        return self._known[key]

    def _find(self, commodity: str, on: date) -> Condition | None:
        for length in self._lengths:
            for row in self._rows.get(commodity[:length], ()):
                if len(commodity) >= length and _is_valid(row, on):
                    return row
        return None

    def unasked(self, row: Condition) -> str:
        """Conditions of a row that ask nothing of anybody, in either direction: their sources differ, or a trader claims them."""
        barring = "".join(self.settings.prohibits.values())
        return "".join(each for each in row.conditions if each not in {*barring}.union(*self._asked.values()))

    def search(self, text: str, on: date) -> list[Condition]:
        """Rows in force on a local date that cover a code or begin with it, or whose name has the text; by their codes."""
        asked = text.casefold()
        valid = (row for found in self._rows.values() for row in found if _is_valid(row, on))
        hits = (
            row for row in valid
            if row.prefix.startswith(text) or (text and text.startswith(row.prefix))
            or asked in row.zh.casefold() or asked in row.en.casefold()
        )  # fmt: skip
        return sorted(hits, key=lambda row: row.prefix)

    def documents(self, row: Condition) -> list[tuple[str, Category]]:
        """What each supervision condition of a row stands for."""
        return [(letter, Category(*self._name(letter))) for letter in row.conditions]

    def categories(self, row: Condition) -> list[tuple[str, Category]]:
        """What each inspection category of a row stands for; one that the settings do not know by its letter."""
        letters = [each for each in row.categories if each.isalnum()]
        return [(letter, self.settings.category.get(letter, Category(letter, letter))) for letter in letters]

    def needs(self, d: Declaration, on: date) -> list[Need]:
        """Every document that the lines need on a local date, quoted or missing."""
        return [
            need
            for item, line, row in self._lines(d, on)
            if row
            for need in self._of_line(d, item, line, row, on)
        ]

    def by_line(self, d: Declaration, on: date) -> list[LineNeeds]:
        """The goods lines that fall under a category or need a document on a local date."""
        found = [
            LineNeeds(
                line=line, commodity=item.commodity, categories=self._under(row, d.direction),
                needs=tuple(self._of_line(d, item, line, row, on)), row=row,
            )
            for item, line, row in self._lines(d, on)
            if row
        ]  # fmt: skip
        return [each for each in found if each.categories or each.needs]

    def _under(self, row: Condition, direction: str) -> tuple[tuple[str, Category], ...]:
        """Categories before the slash count on import, those after it on export."""
        imports, _, exports = row.categories.partition("/")
        own = replace(row, categories=imports if direction == IMPORT else exports)
        return tuple(self.categories(own))

    def _lines(self, d: Declaration, on: date) -> Iterator[tuple[Item, int, Condition | None]]:
        for place, item in enumerate(d.items, start=1):
            yield item, item.line or place, self.row(item.commodity, on)

    def _of_line(self, d: Declaration, item: Item, line: int, row: Condition, on: date) -> Iterator[Need]:
        asked = self._asked.get(d.direction, frozenset())
        exempt = d.kind in self.settings.no_licence_kinds
        for condition in row.conditions:
            inspects = condition in (self.settings.inspection, "B")
            if condition not in asked or (exempt and not inspects):
                continue
            if condition == self.settings.inspection and on > self.settings.form_until:
                continue
            zh, en = self._name(condition)
            yield Need(
                line=line, commodity=item.commodity, condition=condition, zh=zh, en=en,
                quoted=self._quoted(d, condition), row=row,
            )  # fmt: skip

    def _quoted(self, d: Declaration, condition: str) -> str:
        for document in d.licence_documents:
            if document.code in self.answering(condition):
                return document.number.strip() or "—"
        return d.licence_no.strip() if self.by_licence_no(condition) else ""

    def answering(self, condition: str) -> frozenset[str]:
        """Codes of the documents that answer a condition: its own and what stands for it."""
        return frozenset({condition, *self.settings.also.get(condition, "").split()})

    def by_licence_no(self, condition: str) -> bool:
        """May the licence number in the head answer it?"""
        return condition in self.settings.by_licence_no.split()

    def _name(self, condition: str) -> tuple[str, str]:
        code = self._documents.codes.get(condition) if self._documents else None
        return (code.zh, code.en) if code else (condition, condition)

    # -- findings ---------------------------------------------------------------------------------------------

    def findings(
        self, d: Declaration, on: date, ground: Ground, consequence: dict[str, str]
    ) -> list[Finding]:
        """What is missing, prohibited, not covered, or quoted in an old form."""
        lines = list(self._lines(d, on))
        if all(row and not (row.conditions or row.categories) for _, _, row in lines) and not _may_be_old(d):
            return []
        found = [
            *self._missing(d, on), *self._prohibited(d, lines), *self._fields(d, lines, on, ground),
            *self._unlicensed(d, lines), *self._uncovered(lines), *self._old(d, on),
        ]  # fmt: skip
        return [
            Finding(code, follows, field, line, values)
            for code, field, line, values, row in found
            if (follows := self._follows(code, row, consequence)) != OFF
        ]

    def beside(self, found: Iterable[Beside], consequence: dict[str, str]) -> list[Finding]:
        """Goods lines that need a document and are on none of the permits quoted for it (E06, L06)."""
        made = []
        for each in found:
            need, code = each.need, f"{each.letter}06"
            values = {"line": str(need.line), "commodity": need.commodity, "zh": need.zh, "en": need.en, "number": each.numbers}  # fmt: skip
            follows = self._follows(code, need.row, consequence)
            made.append(Finding(code, follows, f"items[{need.line}].commodity", need.line, values))
        return [finding for finding in made if finding.consequence != OFF]

    def _follows(self, code: str, row: Condition | None, consequence: dict[str, str]) -> str:
        """What follows: by the catalogue and the form, but no more than a note from an illustrative row."""
        given = consequence[code]
        soft = given != OFF and row is not None and row.status == ILLUSTRATIVE
        return self.settings.illustrative if soft else given

    def _missing(self, d: Declaration, on: date) -> Iterator["_Hit"]:
        for need in self.needs(d, on):
            if not need.quoted:
                values = {"value": need.condition, "commodity": need.commodity, "zh": need.zh, "en": need.en}
                yield MISSING, "licence_documents", need.line, values, need.row

    def _prohibited(self, d: Declaration, lines: "_Lines") -> Iterator["_Hit"]:
        for item, line, row in lines:
            used = self.settings.used_attribute in item.goods_attributes.split(",")
            barred = self.settings.prohibits.get(d.direction, "")
            if used and d.direction == IMPORT:
                barred += self.settings.prohibits.get("used", "")
            for condition in row.conditions if row else "":
                if condition in barred:
                    zh, en = self._name(condition)
                    values = {"value": condition, "commodity": item.commodity, "zh": zh, "en": en}
                    yield PROHIBITED, f"items[{line}].commodity", line, values, row

    def _fields(self, d: Declaration, lines: "_Lines", on: date, ground: Ground) -> Iterator["_Hit"]:
        """Import inspection: where the declarant did not see that it is involved, every field that he left out.

        Where he did, V15 and V15B say what is missing.
        """
        if d.direction != IMPORT or on <= self.settings.form_until or involves_inspection(d):
            return
        involved = [
            (line, row) for _, line, row in lines if row and self.settings.inspection in row.conditions
        ]
        if not involved:
            return
        first, row = involved[0]
        why = {"commodity": d.items[first - 1].commodity if first <= len(d.items) else row.prefix, "category": row.categories.partition("/")[0] or "—"}  # fmt: skip
        wanted = ground.settings.inspection
        absent: list[tuple[str, str, int | None]] = [
            (path, "", None) for path in wanted.header if not attrgetter(path)(d)
        ]
        for item, line, _ in lines:
            absent += [(path, f"items[{line}].", line) for path in wanted.item if not getattr(item, path)]
        for path, prefix, place in absent:
            hit = ground.about(FIELDS, path, prefix, place, **why)
            yield hit.code, hit.field, hit.line, hit.values, row

    def _unlicensed(self, d: Declaration, lines: "_Lines") -> Iterator["_Hit"]:
        """Goods lines that quote none of the product licences that their inspection category asks for."""
        for item, line, row in lines:
            arriving, _, leaving = row.categories.partition("/") if row else ("", "", "")
            quoted = {each.licence_type for each in item.licences}
            for letter in arriving if d.direction == IMPORT else leaving:
                asked = self.settings.category.get(letter)
                if asked and asked.licences and quoted.isdisjoint(asked.licences):
                    values = {
                        "value": letter,
                        "commodity": item.commodity,
                        "zh": asked.zh,
                        "en": asked.en,
                        "known": " / ".join(asked.licences),
                    }
                    yield UNLICENSED, f"items[{line}].licences", line, values, row

    def _uncovered(self, lines: "_Lines") -> Iterator["_Hit"]:
        codes = sorted({item.commodity for item, _, row in lines if row is None and item.commodity})
        if codes:
            yield UNCOVERED, "items", None, {"value": ", ".join(codes)}, None

    def _old(self, d: Declaration, on: date) -> Iterator["_Hit"]:
        for old, field, number in self.old_papers(d, on):
            values = {"value": old.document or old.certificate, "number": number or "—", "zh": old.zh, "en": old.en, "why_zh": old.now_zh, "why_en": old.now_en}  # fmt: skip
            yield OLD, field, None, values, None

    def old_papers(self, d: Declaration, on: date) -> Iterator[tuple[Old, str, str]]:
        """Papers of before the merger that the message quotes: what each was and is now, where it stands, its number."""
        for place, document in enumerate(d.licence_documents, start=1):
            for old in self.settings.old:
                if old.document == document.code and document.code and old.since <= on <= old.until:
                    yield old, f"licence_documents[{place}]", document.number
        for place, wanted in enumerate(d.requested_certificates, start=1):
            for old in self.settings.old:
                if old.certificate == wanted.code and wanted.code:
                    yield old, f"requested_certificates[{place}]", ""


_Hit = tuple[str, str, int | None, dict[str, str], Condition | None]
_Lines = list[tuple[Item, int, Condition | None]]


def _may_be_old(d: Declaration) -> bool:
    return bool(d.licence_documents or d.requested_certificates)


def parse(settings: str, sheet: str, documents: Table | None) -> Conditions:
    """Read settings (TOML) and rows (CSV); RuleError names the file, line and column that cannot be used."""
    try:
        read = msgspec.convert(toml.loads(settings), Settings)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleError(f"{SETTINGS}: {error}") from error
    if read.illustrative not in (*CONSEQUENCES, OFF):
        raise RuleError(
            f"{SETTINGS}: illustrative is {', '.join(CONSEQUENCES)} or {OFF}, not {read.illustrative}"
        )
    return Conditions(read, list(_read(sheet, documents)), documents)


def _read(sheet: str, documents: Table | None) -> Iterator[Condition]:
    seen: dict[str, list[Condition]] = {}
    for row in rows(FILE, sheet, COLUMNS):
        made = Condition(
            prefix=row.text("prefix"), valid_from=row.day("valid_from"), valid_to=row.day_or_none("valid_to"),
            conditions=row.text("conditions"), categories=row.text("categories"), zh=row.text("zh"), en=row.text("en"),
            status=row.text("status", (ILLUSTRATIVE, CONFIRMED)), source=row.text("source"),
        )  # fmt: skip
        if not (made.prefix.isdecimal() and 2 <= len(made.prefix) <= 10):
            raise row.wrong("prefix", f"“{made.prefix}” is no beginning of a commodity code (2 to 10 digits)")
        unknown = [each for each in made.conditions if documents is not None and each not in documents]
        if unknown:
            raise row.wrong(
                "conditions", f"“{unknown[0]}” is no document code of the table licence_documents"
            )
        if not made.source:
            raise row.wrong("source", "say where the row comes from")
        if any(_overlap(made, each) for each in seen.get(made.prefix, ())):
            raise row.wrong("valid_from", f"another row of “{made.prefix}” is in force in the same time")
        seen.setdefault(made.prefix, []).append(made)
        yield made


def _overlap(one: Condition, other: Condition) -> bool:
    """Are both rows in force on some day?"""
    until = [row.valid_to or date.max for row in (one, other)]
    return max(one.valid_from, other.valid_from) <= min(until)
