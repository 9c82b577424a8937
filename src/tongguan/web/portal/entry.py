"""The form on the screen: its fields with what they hold and what was found about them, and what will follow from it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tongguan.adapters import entry_form
from tongguan.adapters.entry_rows import USE_UNITS
from tongguan.desk import outward
from tongguan.desk.outward import FindingSaid
from tongguan.desk.previews import Preview
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.facts.declaration import Declaration
from tongguan.facts.finding import REJECT, Finding
from tongguan.rules.entry import EntryForm, Part, plain
from tongguan.rules.sheet import Field
from tongguan.web.office import desk
from tongguan.web.pages.duty import duty_of
from tongguan.web.portal.drafts import Content

MISSING = "F01"
"""Code of the finding that a demanded field is empty: it is shown as still to be filled, not as a mistake."""
COMMODITY, COMMODITIES = "items.commodity", "commodities"
"""The field of the commodity code, and what it is picked from."""
_SIGN = re.compile(r"[^a-z0-9]+")


class Box(NamedTuple):
    """One field on the screen."""

    path: str
    id: str
    field: Field
    table: str
    """Where its values are picked from; empty: nowhere."""
    value: str
    meaning: str
    """What its code means, in the reader's language."""
    is_missing: bool
    said: list[FindingSaid]
    """Findings about it other than that it is missing."""

    @property
    def is_wrong(self) -> bool:
        return any(each.consequence == REJECT for each in self.said)


class Row(NamedTuple):
    """One row of goods, containers or documents."""

    place: int
    path: str
    id: str
    boxes: list[Box]
    said: list[FindingSaid]
    title: str
    origin: str
    """The row that it was in the declaration that is amended; empty: new."""


class Shown(NamedTuple):
    """A part of the form: boxes of a section, or rows; findings about the whole of it; what else may be asked for."""

    part: Part
    boxes: list[Box]
    rows: list[Row]
    said: list[FindingSaid]


def id_of(path: str) -> str:
    """The element's id of a path."""
    return f"f-{_SIGN.sub('-', path).strip('-')}"


def goods_called(_: str, code: str, lang: str) -> str:
    """How the office calls goods of a commodity code, with their supervision conditions and inspection categories."""
    row = desk().rules.conditions.row(code, local_date(desk().clock.now()))
    if row is None:
        return ""
    return " · ".join(filter(None, (row.zh if lang == "zh" else row.en, row.conditions, row.categories)))


def meaning(table: str, code: str, lang: str) -> str:
    """What a code means; of several joined by commas each; empty when the table does not know it."""
    codes = desk().rules.tables[table].codes if table in desk().rules.tables else {}
    known = [codes[each] for each in (part.strip() for part in code.split(",")) if each in codes]
    return ", ".join(each.zh if lang == "zh" else each.en for each in known)


class Screen:
    """The form as one reader sees it."""

    def __init__(self, form: EntryForm, content: Content, found: Sequence[Finding], lang: str) -> None:
        self._form, self._content, self._lang = form, content, lang
        told = outward.findings(desk().rules.catalogue, found, lang)
        self.told = told
        self.missing = [each for each in told if each.code == MISSING]
        self.others = [(each, self._anchor(each.field)) for each in told if each.code != MISSING]
        self.rejecting = [each for each in told if each.consequence == REJECT and each.code != MISSING]
        self._at: dict[str, list[FindingSaid]] = {}
        for each in told:
            self._at.setdefault(each.field, []).append(each)
        self._called = {
            *map(plain, content.texts), *content.also, *(plain(each.field) for each in told),
        }  # fmt: skip

    def sections(self, direction: str) -> list[Shown]:
        """The header's sections; one that has nothing to show only offers its fields."""
        return [
            Shown(part, self._boxes(part.shown, ""), [], []) for part in self._form.sections(direction, self._called)
        ]  # fmt: skip

    def rows(self, direction: str) -> list[Shown]:
        """Goods lines and what else comes in rows."""
        return [
            Shown(part, [], list(self._rows(part)), self._at.get(part.id, []))
            for part in self._form.rows(direction, self._called)
            if not part.is_asked
        ]

    def offered(self, direction: str) -> list[Part]:
        """Rows that are not on the screen, but may be asked for; an amendment carries no particulars of persons."""
        never = USE_UNITS if self._content.amending else ""
        return [
            part for part in self._form.rows(direction, self._called) if part.is_asked and part.id != never
        ]

    def _rows(self, part: Part) -> Iterator[Row]:
        for place in entry_form.rows_of(self._content.texts, part.id):
            path = f"{part.id}[{place}]"
            boxes = self._boxes(part.shown, f"{path}.")
            title = self._content.texts.get(f"{path}.name", "")
            origin = self._content.texts.get(path, "")
            yield Row(place, path, id_of(path), boxes, self._at.get(path, []), title, origin)

    def _boxes(self, fields: Iterable[Field], prefix: str) -> list[Box]:
        return [self._box(field, prefix + field.path) for field in fields]

    def _box(self, field: Field, path: str) -> Box:
        value, said = self._content.texts.get(path, ""), self._at.get(path, [])
        is_commodity = plain(path) == COMMODITY
        told = goods_called if is_commodity else meaning
        table = COMMODITIES if is_commodity else field.table
        return Box(
            path, id_of(path), field, table, value, told(table, value, self._lang) if value else "",
            any(each.code == MISSING for each in said), [each for each in said if each.code != MISSING],
        )  # fmt: skip

    def _anchor(self, path: str) -> str:
        """Where a finding is mended: its field, its row, or the part that has the rows."""
        if path in self._form.fields or self._form.knows(path):
            return id_of(path)
        name = path.partition("[")[0].partition(".")[0]
        return "papers" if name == "documents" else f"part-{name}"


def beginning(form: EntryForm, direction: str, actor: Actor) -> dict[str, str]:
    """What a new declaration of an enterprise begins with: one empty line, and the enterprise as its declaring unit."""
    line = {f"items[1].{name}": value for name, value in form.start_line(direction).items()}
    return {**form.start(direction), **declarant(actor), "items[1]": "", **line}


def declarant(actor: Actor) -> dict[str, str]:
    """The enterprise as the declaring unit."""
    return {"agent.customs_code": actor.party, "agent.name": actor.zh}


def copied(form: EntryForm, declaration: Declaration, actor: Actor) -> dict[str, str]:
    """The texts of an earlier declaration; who copies it declares it."""
    texts = entry_form.texts_of(declaration, form.fields)
    own = texts.get("agent.customs_code") == actor.party
    other = {} if own else {"agent.social_code": "", "agent.ciq_code": "", **declarant(actor)}
    return {**texts, **other}


def outlook(preview: Preview, d: Declaration, lang: str) -> dict[str, Any]:
    """What will follow from the declaration: duty with its steps, documents that are needed, permits that fit or not."""
    catalogue = desk().rules.catalogue
    return {
        "preview": preview,
        "duty": duty_of(preview.assessment, lang),
        "needs": [
            each for each in desk().rules.conditions.by_line(d, preview.on) if each.needs or each.categories
        ],
        "permits": [(each, outward.findings(catalogue, each.findings, lang)) for each in preview.permits],
        "security": preview.security,
    }


def together(first: Sequence[Finding], second: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings of two judgements, each once."""
    known: Mapping[tuple[str, str], Finding] = {(each.code, each.field): each for each in (*first, *second)}
    return tuple(known.values())
