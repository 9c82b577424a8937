"""The rule book: dated editions of tables, field sheets, catalogue and selection, put to work."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib import resources

import msgspec

from tongguan.facts.declaration import Declaration
from tongguan.facts.evidence import Evidence, Tally
from tongguan.facts.finding import Finding, rejects
from tongguan.facts.permit import Permit
from tongguan.facts.zone import ListLine, VerificationList, covered
from tongguan.rules import (
    catalogue,
    conditions,
    entry,
    form,
    goods,
    ground,
    inspection,
    pairing,
    permits,
    quoting,
    selection,
    selection_rules,
    sheet,
    steps,
    tables,
    terms,
    zone,
)
from tongguan.rules.errors import RuleError

Lines = tuple[ListLine, ...]
NO_LISTS: Mapping[str, Lines] = {}
NO_PERMITS: Mapping[str, Permit] = {}


class Ruling(msgspec.Struct, frozen=True):
    """What the rules say of one declaration."""

    findings: tuple[Finding, ...]
    words: tuple[str, ...] = ()
    silent_words: tuple[str, ...] = ()
    editions: dict[str, str] = {}
    agreed: tuple[str, ...] = ()
    """Words whose permits were compared and found in order."""
    binds: dict[str, dict[str, Decimal]] = {}
    """Permit (its stream) → shared stream → what the declaration takes of it."""
    silent_until: int = 0
    """Moment before which silent words are not served, microseconds UTC; 0: they wait for the arrival alone."""


class Covered(msgspec.Struct, frozen=True):
    """How far a coded field is checked: against its table, or for shape only."""

    form: str
    field: str
    table: str
    loaded: bool
    whole: bool = True
    """False where the table has only the rows that this office needs; other codes are checked for shape."""


class RuleBook:
    """Rules of one office, from plain files (``load``) or as they come with the program (``shipped``)."""

    def __init__(self, files: dict[str, str]) -> None:
        about = tables.manifest(files)
        names = [name[7:-4] for name in files if name.startswith("tables/") and name.endswith(".csv")]
        unknown = sorted(set(names) ^ set(about))
        if unknown:
            raise RuleError(f"tables/manifest.toml and the tables do not agree on {', '.join(unknown)}")
        self.tables = {name: tables.parse(name, files[f"tables/{name}.csv"], about[name]) for name in names}
        self.catalogue = catalogue.parse(files["catalogue.toml"])
        self.selection = selection.parse(files["selection.toml"])
        self.selection_rules = selection_rules.parse(files[selection_rules.FILE], self.tables)
        self.conditions = conditions.parse(
            files[conditions.SETTINGS], files[conditions.FILE], self.tables.get("licence_documents")
        )
        self.zone = zone.parse(files["zone.toml"])
        self.terms = terms.parse(files["terms.toml"])
        self.permits = permits.parse(files["permits.toml"])
        self.steps = steps.parse(files["steps.toml"])
        self.inspection = inspection.parse(files["inspection.toml"])
        shapes = sheet.parse_shapes(files["shapes.toml"])
        sheets = [sheet.parse(text, name) for name, text in files.items() if name.startswith("form-")]
        self.sheets = sorted(sheets, key=lambda each: each.valid_from)
        self._parts = shapes.part
        self._settle(ground.parse(files["rules.toml"]))
        self._checks = {
            each.id: sheet.compiled(each, shapes, self.tables, self._consequences[each.id])
            for each in self.sheets
        }
        plan = entry.checked(entry.parse(files[entry.FILE]), self.sheets, shapes.part)
        self._entry = {each.id: entry.form(plan, each, shapes.part) for each in self.sheets}
        whole = "\x00".join(f"{name}\x00{files[name]}" for name in sorted(files))
        self.digest = sha256(whole.encode()).hexdigest()
        self._editions = {each.id: {"rules": self.digest, "form": each.id} for each in self.sheets}

    def _settle(self, settings: ground.Settings) -> None:
        """What stands under the cross-field rules, and what follows from each finding in each form."""
        fields = [field for each in self.sheets for field in (*each.header, *each.item)]
        listed = [field for part in self._parts.values() for field in part]
        self._ground = ground.Ground(settings, self.tables, [*listed, *fields])
        for changes in settings.consequence.values():
            unknown = sorted(set(changes) - set(self.catalogue.entries))
            if unknown:
                raise RuleError(f"rules.toml: the catalogue has no {', '.join(unknown)}")
        self._consequences = {
            each.id: self.catalogue.consequences(settings.consequence.get(each.id, {}))
            for each in self.sheets
        }

    @staticmethod
    def load(files: dict[str, str]) -> "RuleBook":
        """A rule book from an edition's files; those it does not bring are the program's own.

        RuleError when the edition cannot be used, or its catalogue lacks a finding that rules may make.
        """
        book = RuleBook({**shipped_files(), **files})
        lost = sorted(set(RuleBook.shipped().catalogue.entries) - set(book.catalogue.entries))
        if lost:
            raise RuleError(f"catalogue.toml: {', '.join(lost)} is missing")
        return book

    @staticmethod
    def shipped() -> "RuleBook":
        """The rule book that comes with the program."""
        return _shipped()

    def form(self, on: date) -> sheet.Sheet:
        """The field sheet in force on a local date."""
        fitting = [each for each in self.sheets if each.valid_from <= on]
        return fitting[-1] if fitting else self.sheets[0]

    @property
    def most_lines(self) -> int:
        """Goods lines that a declaration may have."""
        return self._ground.settings.most_lines

    def entry_form(self, on: date) -> entry.EntryForm:
        """The form in force on a local date as a declarant fills it."""
        return self._entry[self.form(on).id]

    def check(self, declaration: Declaration, on: date) -> Ruling:
        """Every finding about the declaration itself; nothing is selected."""
        current = self.form(on)
        found = self._checks[current.id](declaration)
        if all(finding.code != sheet.NO_FIGURE for finding in found):
            follows = self._consequences[current.id]
            found += form.findings(declaration, self._ground, follows)
            found += self.conditions.findings(declaration, on, self._ground, follows)
        return Ruling(tuple(found), editions=self._editions[current.id])

    def judge(
        self,
        declaration: Declaration,
        evidence: Evidence,
        on: date,
        lists: Mapping[str, Lines] = NO_LISTS,
        issued: Mapping[str, Permit] = NO_PERMITS,
    ) -> Ruling:
        """Findings, and for what is not rejected the words that require controls.

        ``lists``: the lines of the verification lists that the evidence names; ``issued``: its permits by their streams.
        """
        checked = self.check(declaration, on)
        if rejects(checked.findings):
            return checked
        met, compared = self.met(declaration, evidence, on, lists, issued)
        known = (*checked.findings, *met)
        if rejects(known):
            return Ruling(known, editions=checked.editions)
        selected = selection.select(self.selection, self.selection_rules, declaration, evidence, known, on)
        return Ruling(
            (*known, *selected.findings), selected.words, selected.silent, checked.editions,
            tuple(word for word in compared.agreed if word in selected.words), compared.binds, selected.until,
        )  # fmt: skip

    def met(
        self,
        declaration: Declaration,
        evidence: Evidence,
        on: date,
        lists: Mapping[str, Lines] = NO_LISTS,
        issued: Mapping[str, Permit] = NO_PERMITS,
    ) -> tuple[tuple[Finding, ...], quoting.Outcome]:
        """Findings about what a declaration meets: its goods, lists, other side and permits, and what it may bind of these."""
        permits, compared = self.permits_met(declaration, evidence, on, issued)
        found = (
            *self.of_goods(declaration, evidence.tally, on),
            *self.of_sides(declaration, evidence, on, lists),
            *permits,
        )
        return found, compared

    def of_permits(
        self, declaration: Declaration, evidence: Evidence, on: date, issued: Mapping[str, Permit]
    ) -> tuple[Finding, ...]:
        """Findings about the e-ledgers and licences that a declaration quotes; nothing is bound."""
        return self.permits_met(declaration, evidence, on, issued)[0]

    def permits_met(
        self, declaration: Declaration, evidence: Evidence, on: date, issued: Mapping[str, Permit]
    ) -> tuple[tuple[Finding, ...], quoting.Outcome]:
        """Findings about the e-ledgers and licences that a declaration quotes, and what it may bind of these."""
        compared = quoting.compare(
            declaration, evidence, issued, on, self.permits, self.selection, self.conditions, self.tables
        )
        return self._of_permits(compared, on), compared

    def _of_permits(self, compared: quoting.Outcome, on: date) -> tuple[Finding, ...]:
        consequence = self._consequences[self.form(on).id]
        return (
            *self._found(compared.hits, on),
            *self.conditions.beside(compared.beside, consequence),
        )

    def by_chance(self, declaration: Declaration, evidence: Evidence, on: date) -> list[Finding]:
        """What the draw and the selection rules of a date select, whatever else the rules say."""
        drawn = selection.by_draw(self.selection, declaration, evidence)
        return [*drawn, *self.selection_rules.findings(declaration, evidence, on)]

    def of_goods(self, declaration: Declaration, tally: Tally | None, on: date) -> tuple[Finding, ...]:
        """Findings about what arrived of the declared goods."""
        if tally is None:
            return ()
        return tuple(goods.findings(declaration, tally, self._consequences[self.form(on).id]))

    def of_sides(
        self,
        declaration: Declaration,
        evidence: Evidence,
        on: date,
        lists: Mapping[str, Lines] = NO_LISTS,
        every_line: bool = True,
    ) -> tuple[Finding, ...]:
        """Findings about the verification lists and the other side that a declaration of the zone names.

        ``every_line``: each goods line must be on a list, unless several lists are quoted.
        """
        if not evidence.lists and evidence.paired is None:
            return ()
        hits: list[pairing.Hit] = []
        for listed in evidence.lists:
            lines = lists.get(listed.number, ())
            items = covered(declaration, lines)
            hits += pairing.of_list(declaration, listed, lines, items, self.tables)
            if every_line and lines and len(evidence.lists) == 1:
                hits += pairing.beside_list(declaration, listed, items)
        if evidence.paired is not None:
            hits += pairing.of_pair(declaration, evidence.paired, self.tables)
        return self._found(hits, on)

    def _found(self, hits: Iterable[pairing.Hit], on: date) -> tuple[Finding, ...]:
        consequence = self._consequences[self.form(on).id]
        return tuple(
            Finding(code, consequence[code], field, line, values)
            for code, field, line, values in hits
            if consequence[code] != sheet.OFF
        )

    def wrong_code(self, wanted: VerificationList) -> tuple[int, str, str, str] | None:
        """The first country or currency of a list that is no numeric code: (line or 0, field, value, code that is meant)."""
        return pairing.wrong_code(wanted, self.tables)

    def coverage(self) -> list[Covered]:
        """Every coded field of every form and whether its table is loaded."""
        return [
            Covered(each.id, path, name, name in self.tables, name in self.tables and self.tables[name].whole)
            for each in self.sheets
            for path, name in self._coded(each)
        ]

    def _coded(self, each: sheet.Sheet) -> list[tuple[str, str]]:
        """Paths of a form's coded fields and the tables they belong to."""
        groups = {"": each.header, "items": each.item, **self._parts}
        return [
            (f"{group}.{field.path}" if group else field.path, field.table)
            for group, fields in groups.items()
            for field in fields
            if field.table
        ]


@cache
def shipped_files() -> dict[str, str]:
    """Name → text of the rule files that come with the program."""
    folder = resources.files("tongguan.rules") / "data"
    files = {each.name: each.read_text("utf-8") for each in folder.iterdir() if each.is_file()}
    for each in (folder / "tables").iterdir():
        files[f"tables/{each.name}"] = each.read_text("utf-8")
    return files


@cache
def _shipped() -> RuleBook:
    return RuleBook(shipped_files())
