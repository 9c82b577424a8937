"""Comparing a declaration with the permits that it quotes, line by line: what e-ledgers and licences have in common.

Which goods line belongs to which line of a permit, all permits settle together (``sharing.py``). Goods lines that belong to
none are not the permit's: what they need is asked of all permits too (``quoting.py``). A measure that the declaration does
not say is an officer's.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

import msgspec

from tongguan.facts import toml
from tongguan.facts.declaration import Declaration, Item
from tongguan.facts.evidence import AMBIGUOUS, Quoted
from tongguan.facts.parts import ItemLicence
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
from tongguan.rules.permit_parties import Parties
from tongguan.rules.tables import Table

Hit = tuple[str, str, int | None, dict[str, str]]
"""code, field, goods line, values."""
Pair = tuple[int, Item, PermitLine | None]
"""Place, goods line and the permit's line it belongs to; None where the declaration names one that is not there."""
GENERAL = "general"
_Amount = tuple[str, str, Decimal | None]
"""Measure of a permit's line, the field that says how much, and how much; None where the declaration does not say."""
SPARE = "09"
"""Last digits of the finding that a permit is quoted and not needed."""
UNSAID, UNPROVEN = "07", "08"
"""Last digits of the findings that leave the comparison to an officer: a measure that the permit limits and the declaration
does not say; an enterprise that the permit names by a code that the register does not know."""
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
    AMBIGUOUS: (
        "有多份证件的号码以此开头，请填写完整号码",
        "several begin with this number; give its full number",
    ),
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
    covers: frozenset[int] | None = None
    """Numbers of the goods lines that the permit is for; None when it cannot be used or is for none of them."""
    waits: bool = False
    """Nothing is taken until an officer has found who quotes it."""

    @property
    def agrees(self) -> bool:
        """Nothing is left to look at; that a permit is not needed is no difference."""
        return all(code[1:] == SPARE for code, *_ in self.hits)


def named_lines(d: Declaration, code: str, number: str) -> dict[int, int]:
    """Lines of a document that the declaration relates its goods lines to (EcoRelation)."""
    return {
        int(row.line): int(row.certificate_line)
        for row in d.origin_lines
        if row.certificate_type == code and row.certificate.strip() == number
        and row.line.isdecimal() and row.certificate_line.isdecimal()
    }  # fmt: skip


class Comparison:
    """One declaration against one permit on one day."""

    def __init__(
        self, letter: str, quote: Quote, quoted: Quoted, permit: Permit, d: Declaration, on: date,
        tables: Mapping[str, Table], fields: frozenset[str],
    ) -> None:  # fmt: skip
        self._letter, self.quote, self.quoted, self.permit = letter, quote, quoted, permit
        self._on = date.fromisoformat(quoted.asked_on) if quoted.asked_on else on
        self._d, self._tables, self._fields = d, tables, fields
        self._kilograms = tables["units"].kilograms()
        self._free = dict(quoted.free)
        self._taken: dict[str, Decimal] = {}

    def barred(self) -> Compared | None:
        """What there is to say of a permit that cannot be quoted at all, and no more; None when it can."""
        why = bar(self.permit, self.quoted, self._d, self._on)
        return Compared((barring(self._letter, self.quote, why),)) if why else None

    def run(self, pairs: Sequence[Pair]) -> Compared:
        """Every difference at once; what is taken when there is none but what the declaration does not say."""
        if not pairs and self._spare():
            values = {"number": self.quote.number}
            return Compared(((f"{self._letter}{SPARE}", self.quote.field, None, values),), covers=frozenset())
        hits = list(self._whole())
        for place, item, line in pairs:
            hits += self._line(place, item, line) if line else self._no_line(place, item)
        if not pairs:
            declared = " ".join(item.commodity for item in self._d.items)
            listed = " ".join(line.commodity for line in self.permit.lines)
            values = {"number": self.quote.number, "declared": declared, "listed": listed}
            hits.append((f"{self._letter}05", self.quote.field, None, values))
        hits += self._heavier(
            [line for _, _, line in pairs if line], any(code.endswith(UNSAID) for code, *_ in hits)
        )
        covers = frozenset(item.line or place for place, item, line in pairs if line) or None
        codes = {code[1:] for code, *_ in hits}
        taken = {} if codes - {UNSAID, UNPROVEN} else self._taken
        return Compared(tuple(hits), taken, covers, waits=UNPROVEN in codes)

    def trial(self, place: int, item: Item, line: PermitLine) -> tuple[int, dict[str, Decimal]]:
        """How many differences a goods line has with a line of the permit, and what it would take of which shared stream.

        A permit whose times of use are used up counts as one more. That too little is free is not among them.
        """
        amounts = self._amounts(place, item, line)
        differs = sum(code[1:] != UNSAID for code, *_ in self._unlike(place, item, line, amounts))
        times = balance_of(self.quoted.permit, 0, TIMES)
        differs += self.permit.uses is not None and self._free.get(times, _NOTHING) < 1
        return differs, {
            balance_of(self.quoted.permit, line.line, measure): amount
            for measure, _, amount in amounts
            if amount is not None
        }

    def _spare(self) -> bool:
        """Does it list goods of the declaration, so that those must be on others that are quoted?"""
        codes = {item.commodity for item in self._d.items}
        return any(line.commodity in codes for line in self.permit.lines)

    def _whole(self) -> Iterator[Hit]:
        """What concerns the permit as a whole: its parties, its code and its times of use."""
        unproven = Parties(self.permit, self.quoted, self._d).unproven
        if unproven:
            values = {"number": self.quote.number, "social": unproven}
            yield f"{self._letter}{UNPROVEN}", self.quote.field, None, values
        if self.quote.code and self.quote.code != self.permit.code:
            yield self._differs(None, 0, "code", self.quote.field, self.quote.code, self.permit.code)
        if self.permit.uses is not None:
            yield from self._take(None, 0, TIMES, self.quote.field, Decimal(1))

    def _heavier(self, lines: list[PermitLine], unsaid: bool) -> Iterator[Hit]:
        """Where lines do not say their weight, all of the declaration weighs no more than all of its lines have left."""
        limited = {line.line for line in lines if line.weight is not None}
        if not unsaid or len(lines) < len(self._d.items) or limited < {line.line for line in lines}:
            return
        free = sum(
            self.quoted.free.get(balance_of(self.quoted.permit, each, WEIGHT), _NOTHING) for each in limited
        )
        net = self._d.net_weight
        if WEIGHT in self._fields and net is not None and net > free:
            yield self._differs(None, 0, WEIGHT, "net_weight", str(net), str(free), "04")

    def _no_line(self, place: int, item: Item) -> Iterator[Hit]:
        number = item.line or place
        known = " ".join(str(line.line) for line in self.permit.lines)
        yield self._differs(number, 0, "permit_line", f"items[{place}]", str(self.quote.lines[number]), known)

    def _line(self, place: int, item: Item, line: PermitLine) -> Iterator[Hit]:
        amounts = self._amounts(place, item, line)
        yield from self._unlike(place, item, line, amounts)
        for measure, field, amount in amounts:
            if amount is not None:
                path = f"items[{place}].{field}"
                yield from self._take(item.line or place, line.line, measure, path, amount)

    def _unlike(self, place: int, item: Item, line: PermitLine, amounts: list[_Amount]) -> Iterator[Hit]:
        """What differs whatever is free, and what the declaration does not say."""
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
        for measure, field, amount in amounts:
            if amount is None and measure == QUANTITY:
                yield self._differs(number, line.line, "unit", f"{path}.unit", item.unit, line.unit)
            elif amount is None:
                listed = str(getattr(line, measure))
                yield self._differs(number, line.line, measure, f"{path}.{field}", "", listed, UNSAID)

    def _amounts(self, place: int, item: Item, line: PermitLine) -> list[_Amount]:
        """Each measure that the line limits and the kind of permit is compared by."""
        row = self.quote.rows.get(item.line or place)
        return [
            (measure, *self._measured(item, measure, line, row))
            for measure in MEASURES
            if getattr(line, measure) is not None and measure in self._fields
        ]

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
        balance = balance_of(self.quoted.permit, line, measure)
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
            "number": self.quote.number, "line": str(number or "—"), "permit_line": str(line or "—"), "field": field,
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


def barring(letter: str, quote: Quote, why: str) -> Hit:
    """What there is to say of a permit that cannot be quoted, for one of the reasons of ``BARS``."""
    zh, en = BARS[why]
    return f"{letter}02", quote.field, None, {"number": quote.number, "why_zh": zh, "why_en": en}


def bar(permit: Permit, quoted: Quoted, d: Declaration, on: date) -> str:
    """Why the permit cannot be quoted by this declaration on this day; empty when it can."""
    who = Parties(permit, quoted, d)
    reasons = (
        (not who.held, "other_holder"),
        (not who.authorised, "not_authorised"),
        (quoted.state == "revoked" and not quoted.held, "revoked"),
        (on.isoformat() < permit.issued_on, "not_yet"),
    )
    return next((code for holds, code in reasons if holds), "")


def rows_of(d: Declaration, number: str) -> dict[int, ItemLicence]:
    """Goods line → the product licence row with which it quotes the number."""
    return {
        item.line or place: row
        for place, item in enumerate(d.items, start=1)
        for row in item.licences
        if row.licence_no.strip() == number
    }


def letter_of(kind: str) -> str:
    """First letter of the findings about a kind of permit."""
    return "L" if kind == LICENCE else "E"
