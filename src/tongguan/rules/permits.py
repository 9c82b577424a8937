"""Comparing a declaration with the permits that it quotes, line by line: what e-ledgers and licences have in common.

A goods line belongs to the permit's line that the declaration names for it, else to one with its commodity code, else to
one of its heading (first four digits), which then differs. Goods lines that belong to none are not the permit's.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

import msgspec

from tongguan.facts import toml
from tongguan.facts.declaration import Declaration, Item
from tongguan.facts.evidence import Quoted
from tongguan.facts.parts import ItemLicence, Party
from tongguan.facts.permit import (
    LICENCE,
    MEASURES,
    QUANTITY,
    TIMES,
    VALUE,
    WEIGHT,
    Permit,
    PermitLine,
    balance_of,
)
from tongguan.rules.errors import RuleError
from tongguan.rules.tables import Table

Hit = tuple[str, str, int | None, dict[str, str]]
"""code, field, goods line, values."""
GENERAL = "general"
HEADING = 4
"""Digits of a heading 品目."""
_NOTHING = Decimal(0)
_FIELDS = {
    "code": ("单证代码", "document code"), "commodity": ("商品编号", "commodity code"), "unit": ("计量单位", "unit"),
    "quantity": ("数量", "quantity"), "weight": ("重量（千克）", "weight (kg)"), "currency": ("币制", "currency"),
    "value": ("金额", "value"), "destination_country": ("最终目的国", "country of destination"),
    "valid_to": ("有效期", "last day"), "permit_line": ("证件项号", "line of the permit"), "times": ("使用次数", "times of use"),
}  # fmt: skip
BARS = {
    "revoked": ("已撤销", "it is revoked"),
    "not_yet": ("尚未生效", "it is not in force yet"),
    "other_holder": ("持证企业与境内收发货人不符", "its holder is not the declaration's trader"),
    "not_authorised": ("申报单位未获企业授权", "its holder did not authorise the declaring unit"),
}
"""Why a permit cannot be quoted, in both languages."""


class PermitSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Terms by kind of goods in days, and the fields compared by kind of permit."""

    term: dict[str, int]
    compare: dict[str, frozenset[str]]

    def last_day(self, goods_kind: str, issued_on: date) -> date:
        """The last day of an e-ledger's line; KeyError for an unknown kind of goods."""
        return issued_on + timedelta(days=self.term[goods_kind or GENERAL])


def parse(text: str) -> PermitSettings:
    """Read the settings (TOML); RuleError when they cannot be used."""
    try:
        settings = msgspec.convert(toml.loads(text), PermitSettings)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleError(f"permits.toml: {error}") from error
    for kind, fields in settings.compare.items():
        unknown = sorted(fields - _FIELDS.keys())
        if unknown:
            raise RuleError(f"permits.toml: {kind} cannot be compared by {', '.join(unknown)}")
    return settings


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """Where and how a declaration quotes a permit."""

    kind: str
    number: str
    code: str = ""
    """Document code; empty where the field names none."""
    field: str
    lines: dict[int, int] = {}
    """Goods line → line of the permit, as far as the declaration says."""
    rows: dict[int, ItemLicence] = {}
    """Goods line → the product licence row that quotes it there."""


class Compared(msgspec.Struct, frozen=True):
    """What came of one permit."""

    hits: tuple[Hit, ...] = ()
    taken: dict[str, Decimal] = {}
    """Shared stream → what the declaration takes."""


def named_lines(d: Declaration, code: str, number: str) -> dict[int, int]:
    """Lines of a document that the declaration relates its goods lines to (EcoRelation)."""
    return {
        int(row.line): int(row.certificate_line)
        for row in d.origin_lines
        if row.certificate_type == code and row.certificate == number
        and row.line.isdecimal() and row.certificate_line.isdecimal()
    }  # fmt: skip


class Comparison:
    """One declaration against one permit on one day."""

    def __init__(
        self, letter: str, quote: Quote, quoted: Quoted, permit: Permit, d: Declaration, on: date,
        tables: Mapping[str, Table], fields: frozenset[str],
    ) -> None:  # fmt: skip
        self._letter, self._quote, self._quoted, self._permit = letter, quote, quoted, permit
        self._d, self._on, self._tables, self._fields = d, on, tables, fields
        self._kilograms = tables["units"].kilograms()
        self._free = dict(quoted.free)
        self._taken: dict[str, Decimal] = {}

    def run(self) -> Compared:
        """Every difference at once; what is taken when there is none."""
        barred = bar(self._permit, self._quoted, self._d, self._on)
        if barred:
            zh, en = BARS[barred]
            values = {"number": self._quote.number, "why_zh": zh, "why_en": en}
            return Compared(((f"{self._letter}02", self._quote.field, None, values),))
        hits = list(self._whole())
        pairs = list(self._pairs())
        for place, item, line in pairs:
            hits += self._line(place, item, line) if line else self._no_line(place, item)
        if not pairs:
            declared = " ".join(item.commodity for item in self._d.items)
            listed = " ".join(line.commodity for line in self._permit.lines)
            values = {"number": self._quote.number, "declared": declared, "listed": listed}
            hits.append((f"{self._letter}05", self._quote.field, None, values))
        return Compared(tuple(hits), {} if hits else self._taken)

    def _whole(self) -> Iterator[Hit]:
        """What concerns the permit as a whole: its code and its times of use."""
        if self._quote.code and self._quote.code != self._permit.code:
            yield self._differs(None, 0, "code", self._quote.field, self._quote.code, self._permit.code)
        if self._permit.uses is not None:
            yield from self._take(None, 0, TIMES, self._quote.field, Decimal(1))

    def _pairs(self) -> Iterator[tuple[int, Item, PermitLine | None]]:
        """Place, goods line and the permit's line it belongs to; None where the declaration names one that is not there."""
        lines = {line.line: line for line in self._permit.lines}
        named, used = self._quote.lines, set[int]()
        for place, item in enumerate(self._d.items, start=1):
            number = item.line or place
            if number in named:
                yield place, item, lines.get(named[number])
            elif number in self._quote.rows or not (named or self._quote.rows):
                line = self._fitting(item, used)
                if line is not None:
                    used.add(line.line)
                    yield place, item, line

    def _no_line(self, place: int, item: Item) -> Iterator[Hit]:
        number = item.line or place
        known = " ".join(str(line.line) for line in self._permit.lines)
        yield self._differs(
            number, 0, "permit_line", f"items[{place}]", str(self._quote.lines[number]), known
        )

    def _fitting(self, item: Item, used: set[int]) -> PermitLine | None:
        """The line with the item's code, else of its heading; one that no other goods line has before one that has."""
        for digits in (None, HEADING):
            found = [
                line for line in self._permit.lines if line.commodity[:digits] == item.commodity[:digits]
            ]
            if found:
                return min(found, key=lambda line: (line.line in used, line.line))
        return None

    def _line(self, place: int, item: Item, line: PermitLine) -> Iterator[Hit]:
        path, number = f"items[{place}]", item.line or place
        if line.valid_to and self._on.isoformat() > line.valid_to:
            yield self._differs(number, line.line, "valid_to", path, self._on.isoformat(), line.valid_to)
        if item.commodity != line.commodity and "commodity" in self._fields:
            yield self._differs(
                number, line.line, "commodity", f"{path}.commodity", item.commodity, line.commodity
            )
        if line.destination and "destination_country" in self._fields:
            yield from self._coded(
                number, line, "destination_country", path, item.destination_country, line.destination
            )
        if line.value is not None and "currency" in self._fields:
            yield from self._coded(number, line, "currency", path, item.currency, line.currency)
        row = self._quote.rows.get(place)
        for measure in MEASURES:
            if getattr(line, measure) is None or measure not in self._fields:
                continue
            field, amount = self._measured(item, measure, line, row)
            if amount is None and measure == QUANTITY:
                yield self._differs(number, line.line, "unit", f"{path}.unit", item.unit, line.unit)
            elif amount is not None:
                yield from self._take(number, line.line, measure, f"{path}.{field}", amount)

    def _measured(
        self, item: Item, measure: str, line: PermitLine, row: ItemLicence | None
    ) -> tuple[str, Decimal | None]:
        """The field that says how much, and how much (the most, where several do); None where the declaration does not say."""
        if measure == VALUE:
            return "total", item.total
        named = (("quantity", item.quantity, item.unit), ("first_quantity", item.first_quantity, item.first_unit),
                 ("second_quantity", item.second_quantity, item.second_unit))  # fmt: skip
        if measure == WEIGHT:
            masses = [
                (field, amount * self._kilograms[unit])
                for field, amount, unit in named if amount and amount > 0 and unit in self._kilograms
            ]  # fmt: skip
            alone = self._d.net_weight if len(self._d.items) == 1 else None
            return max(masses, key=_amount) if masses else ("net_weight", alone)
        said = [
            (field, amount) for field, amount, unit in named if amount and amount > 0 and unit == line.unit
        ]
        if said or row is None or row.write_off_unit != line.unit:
            return max(said, key=_amount) if said else ("unit", None)
        return "licences", _number(row.write_off_quantity)

    def _take(self, number: int | None, line: int, measure: str, path: str, amount: Decimal) -> Iterator[Hit]:
        balance = balance_of(self._quoted.permit, line, measure)
        free = self._free.get(balance, _NOTHING)
        self._free[balance] = free - amount
        self._taken[balance] = self._taken.get(balance, _NOTHING) + amount
        if amount > free:
            left = str(max(free, _NOTHING))
            yield self._differs(number, line, measure, path, str(amount), left, "04")

    def _coded(
        self, number: int, line: PermitLine, field: str, path: str, declared: str, listed: str
    ) -> Iterator[Hit]:
        """Two codes are the same when they mean the same."""
        table = self._tables["currencies" if field == "currency" else "countries"]
        if table.canonical(declared) != table.canonical(listed):
            yield self._differs(number, line.line, field, f"{path}.{field}", declared, listed)

    def _differs(
        self,
        number: int | None,
        line: int,
        field: str,
        path: str,
        declared: str,
        listed: str,
        code: str = "03",
    ) -> Hit:
        zh, en = _FIELDS[field]
        values = {
            "number": self._quote.number, "line": str(number or "—"), "permit_line": str(line or "—"), "field": field,
            "zh": zh, "en": en, "declared": declared or "—", "listed": listed,
        }  # fmt: skip
        return f"{self._letter}{code}", path, number, values


def _amount(said: tuple[str, Decimal]) -> Decimal:
    return said[1]


def _number(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount > 0 else None


def bar(permit: Permit, quoted: Quoted, d: Declaration, on: date) -> str:
    """Why the permit cannot be quoted by this declaration on this day; empty when it can."""
    reasons = (
        (permit.holder not in _codes(d.trader), "other_holder"),
        (not (_codes(d.agent) or _codes(d.trader)) & {permit.holder, *permit.brokers}, "not_authorised"),
        (quoted.state == "revoked" and not quoted.held, "revoked"),
        (on.isoformat() < permit.issued_on, "not_yet"),
    )
    return next((code for holds, code in reasons if holds), "")


def _codes(party: Party) -> set[str]:
    return {code for code in (party.customs_code, party.social_code) if code}


def rows_of(d: Declaration, number: str) -> dict[int, ItemLicence]:
    """Goods line → the product licence row with which it quotes the number."""
    return {
        item.line or place: row
        for place, item in enumerate(d.items, start=1)
        for row in item.licences
        if row.licence_no == number
    }


def letter_of(kind: str) -> str:
    """First letter of the findings about a kind of permit."""
    return "L" if kind == LICENCE else "E"
