"""Selection rules 布控规则: dated rows that say which declarations are selected for which work, and why.

A row selects when everything it names fits; what it leaves out does not matter. Commodity and origin must fit one and
the same goods line. Its reason stays in the office.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from operator import attrgetter

import msgspec

from tongguan.facts import toml
from tongguan.facts.clock import local_date
from tongguan.facts.clock import parse as parse_time
from tongguan.facts.declaration import Declaration, Item
from tongguan.facts.evidence import Evidence
from tongguan.facts.finding import SELECT, Finding
from tongguan.facts.selection import CREDITS
from tongguan.facts.words import WORDS
from tongguan.rules.draws import MILLION, roll
from tongguan.rules.errors import RuleError
from tongguan.rules.figures import Exchange
from tongguan.rules.tables import Table

Exchanged = Callable[[str, date], Exchange | None]
"""From a currency and a local date to its rate; None where the office has none."""
FILE = "selection-rules.toml"
CODE = "S05"
ROUTE = (
    "partner_country",
    "trading_country",
    "departure_port",
    "port_of_call",
    "entry_port",
    "port",
    "transport_mode",
)
"""Fields of the route that a rule may name; a value fits those that begin with it."""
ARRIVAL = "arrival"
_COUNTRIES = ("partner_country", "trading_country")


class Amount(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"low": "from", "high": "to"}):
    """The sum of the line totals, both ends inclusive; other currencies are taken at the rate of the day."""

    currency: str
    low: Decimal = Decimal(0)
    high: Decimal | None = None


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One rule."""

    id: str
    zh: str
    en: str
    """Why: the inward reason, in both languages."""
    word: str
    """The word that controls wait for, such as ``inspect``."""
    valid_from: date
    valid_to: date | None = None
    """Local dates, both inclusive."""
    direction: str = ""
    modes: tuple[str, ...] = ()
    """Supervision modes."""
    commodity: tuple[str, ...] = ()
    """Beginnings of commodity codes."""
    origin: tuple[str, ...] = ()
    route: dict[str, tuple[str, ...]] = {}
    party: tuple[str, ...] = ()
    """Customs or social credit codes of an enterprise at home, or parts of the name of one abroad."""
    credit: tuple[str, ...] = ()
    amount: Amount | None = None
    text: tuple[str, ...] = ()
    """Parts of a goods name, a specification, the remarks or the marks, whatever the case."""
    per_million: int = MILLION
    """Share of those that fit."""
    silent_until: str = ""
    """``arrival``: nothing shows it before the goods are here; a local moment such as ``2018-08-21T08:00``: nor before
    then; empty: as the office's setting says."""

    @property
    def until(self) -> int:
        """The moment of its silence, microseconds UTC; 0: it has none but the arrival."""
        return parse_time(self.silent_until) if self.silent_until not in ("", ARRIVAL) else 0

    def valid(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class Silence(msgspec.Struct, frozen=True):
    """When it may be told who is selected by the rules of a date: nobody's goods may leave before it."""

    arrival: bool = False
    until: int = 0
    """Microseconds UTC; 0: no moment is set, or its day is over."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    rule: tuple[Rule, ...] = ()


class SelectionRules:
    """Rules with the code tables that they are read with."""

    def __init__(self, rules: Iterable[Rule], tables: dict[str, Table]) -> None:
        self.rules = tuple(rules)
        self._countries, self._currencies = tables.get("countries"), tables.get("currencies")
        self._amounts = [rule for rule in self.rules if rule.amount is not None]
        self._silent = {rule.id: rule for rule in self.rules if rule.silent_until}

    def in_force(self, on: date) -> tuple[Rule, ...]:
        """Rules of a local date."""
        return tuple(rule for rule in self.rules if rule.valid(on))

    def findings(self, d: Declaration, evidence: Evidence, on: date) -> list[Finding]:
        """What the rules of a local date select; nothing where nothing was drawn (a check, a draft)."""
        draw = evidence.draw
        if draw is None:
            return []
        return [
            _because(rule)
            for rule in self.in_force(on)
            if self.fits(rule, d, evidence) and roll(draw, rule.id) < rule.per_million
        ]

    def silence(self, direction: str, on: date) -> Silence:
        """The silence that the rules of a local date keep about a direction, whoever is selected."""
        kept = [
            rule for rule in self._silent.values() if rule.valid(on) and rule.direction in ("", direction)
        ]
        return Silence(bool(kept), max((rule.until for rule in kept if _is_ahead(rule, on)), default=0))

    def is_silent(self, finding: Finding, on: date, away: bool) -> bool:
        """Is it kept silent: by a rule, of goods that are not here (``away``) or whose moment is still to come?"""
        rule = self._silent.get(finding.values.get("rule", ""))
        return rule is not None and (away or _is_ahead(rule, on))

    def moments(self) -> tuple[int, ...]:
        """Moments at which silences end by themselves, microseconds UTC, in order."""
        return tuple(sorted({rule.until for rule in self._silent.values() if rule.until}))

    def rates(self, d: Declaration, evidence: Evidence, on: date, exchange: Exchanged) -> dict[str, Decimal]:
        """Yuan for one unit of each currency that rules of a local date need to compare a declaration's amount."""
        wanted = {
            rule.amount.currency
            for rule in self._amounts
            if rule.amount and rule.valid(on) and self._suits(rule, d, evidence)
        }
        own = {self._currency(item.currency) for item in d.items if item.total}
        if not (wanted and own) or wanted == own:
            return {}
        found = ((each, exchange(each, on)) for each in sorted(wanted | own))
        return {each: rate.rate for each, rate in found if rate is not None}

    def fits(self, rule: Rule, d: Declaration, evidence: Evidence) -> bool:
        """Does everything that the rule names fit the declaration, whatever the draw?"""
        return self._suits(rule, d, evidence) and (
            rule.amount is None or self._amount(rule.amount, d, evidence.rates)
        )

    def _suits(self, rule: Rule, d: Declaration, evidence: Evidence) -> bool:
        """Does everything fit but the amount?"""
        return (
            rule.direction in ("", d.direction)
            and (not rule.modes or d.supervision_mode in rule.modes)
            and (not rule.credit or evidence.credit in rule.credit)
            and all(self._on_route(d, field, wanted) for field, wanted in rule.route.items())
            and (not rule.party or _party(rule.party, d))
            and (not rule.text or _text(rule.text, d))
            and (not (rule.commodity or rule.origin) or any(self._line(rule, item) for item in d.items))
        )

    def _line(self, rule: Rule, item: Item) -> bool:
        fits = not rule.commodity or item.commodity.startswith(rule.commodity)
        return fits and (not rule.origin or self._country(item.origin_country) in rule.origin)

    def _on_route(self, d: Declaration, field: str, wanted: tuple[str, ...]) -> bool:
        value: str = attrgetter(field)(d)
        return (self._country(value) if field in _COUNTRIES else value).startswith(wanted)

    def _country(self, code: str) -> str:
        return self._countries.canonical(code) if self._countries else code

    def _currency(self, code: str) -> str:
        return self._currencies.canonical(code) if self._currencies else code

    def _amount(self, wanted: Amount, d: Declaration, rates: Mapping[str, Decimal]) -> bool:
        """Without a rate it fits: what cannot be compared must not slip through."""
        totals = [(item.total, self._currency(item.currency)) for item in d.items if item.total]
        if all(currency == wanted.currency for _, currency in totals):
            rates = {wanted.currency: Decimal(1)}
        if not rates.keys() >= {wanted.currency, *(currency for _, currency in totals)}:
            return bool(totals)
        yuan = sum((total * rates[currency] for total, currency in totals), Decimal(0))
        unit = rates[wanted.currency]
        return (
            bool(yuan) and wanted.low * unit <= yuan and (wanted.high is None or yuan <= wanted.high * unit)
        )


def _is_ahead(rule: Rule, on: date) -> bool:
    """Is a moment set whose day is not over?"""
    return rule.until > 0 and on <= local_date(rule.until)


def _party(wanted: tuple[str, ...], d: Declaration) -> bool:
    codes = {
        code
        for each in (d.trader, d.owner, d.agent)
        for code in (each.customs_code, each.social_code)
        if code
    }
    abroad = " ".join((d.overseas_consignor.name_en, d.overseas_consignee.name_en)).casefold()
    return any(each in codes or each.casefold() in abroad for each in wanted)


def _text(wanted: tuple[str, ...], d: Declaration) -> bool:
    written = [d.remarks, d.marks]
    for item in d.items:
        written += (item.name, item.name_en, item.specification)
    whole = "\n".join(written).casefold()
    return any(each.casefold() in whole for each in wanted)


def _because(rule: Rule) -> Finding:
    zh, en = WORDS[rule.word]
    values = {"rule": rule.id, "why_zh": rule.zh, "why_en": rule.en, "word_zh": zh, "word_en": en}
    return Finding(CODE, SELECT, values=values, word=rule.word)


def parse(text: str, tables: dict[str, Table], name: str = FILE) -> SelectionRules:
    """Read rules (TOML); RuleError names the rule and what is wrong with it."""
    try:
        rules = msgspec.convert(toml.loads(text), _File, strict=False).rule
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleError(f"{name}: {error}") from error
    twice = sorted({rule.id for rule in rules if sum(each.id == rule.id for each in rules) > 1})
    if twice:
        raise RuleError(f"{name}: {', '.join(twice)} is there twice")
    for rule in rules:
        wrong = _wrong(rule)
        if wrong:
            raise RuleError(f"{name}: rule {rule.id}: {wrong}")
    return SelectionRules(rules, tables)


def _wrong(rule: Rule) -> str:
    """What makes a rule unusable; empty when nothing does."""
    if rule.word not in WORDS:
        return f"{rule.word} is no word that a control waits for"
    if not (rule.id and rule.zh and rule.en):
        return "its id or its reason (zh, en) is missing"
    if rule.direction not in ("", "import", "export"):
        return f"direction is import, export or empty, not {rule.direction}"
    try:
        _ = rule.until
    except ValueError:
        return (
            f"silent_until is {ARRIVAL}, a moment such as 2018-08-21T08:00, or empty, not {rule.silent_until}"
        )
    if not 0 <= rule.per_million <= MILLION:
        return f"per_million is 0 to {MILLION}, not {rule.per_million}"
    unknown = [each for each in rule.credit if each not in CREDITS] + [
        each for each in rule.route if each not in ROUTE
    ]
    if unknown:
        return f"it knows no {', '.join(unknown)}; credits are {', '.join(CREDITS)}, fields of the route {', '.join(ROUTE)}"
    if rule.valid_to is not None and rule.valid_to < rule.valid_from:
        return "it ends before it begins"
    return ""
