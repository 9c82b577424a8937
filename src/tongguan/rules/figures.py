"""Figures 数据: rates, exchange rates, origins, conversions and the calendar, each dated and with its source.

They come as plain files that an office can replace (``shipped_figures`` lists them, ``COLUMNS`` says what is in each).
A figure that is not there is named as missing; it is never taken for zero.
"""

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib import resources

import msgspec

from tongguan.rules import policy, rate, sheets, terms
from tongguan.rules.errors import RuleError
from tongguan.rules.policy import Policy
from tongguan.rules.rate import Rate

KINDS = (
    "mfn", "provisional", "conventional", "special", "general", "quota", "quota_provisional", "export",
    "export_provisional", "special_case", "consumption", "vat", "anti_dumping", "countervailing", "additional",
)  # fmt: skip
"""Kinds of rates 税率种类."""
CONTINUOUS = ("mfn", "general", "vat")
"""Kinds whose series may not break off and go on: between two rows no day may be without a rate."""
BY_ORIGIN = ("anti_dumping", "countervailing", "additional")
BY_AGREEMENT = ("conventional", "special")
TRUE, ILLUSTRATIVE = "true", "illustrative"
STANDINGS = (TRUE, ILLUSTRATIVE)
MFN, GENERAL = "mfn", "general"

COLUMNS: dict[str, dict[str, str]] = {
    "rates.csv": {
        "kind": f"one of {', '.join(KINDS)}",
        "commodity": "commodity code or its beginning, 2 to 10 digits; the longest that fits holds; empty for VAT: everything else",
        "origin": "countries (alpha-3, separated by spaces) that anti-dumping, countervailing and additional duties are for",
        "agreement": "number of the agreement of a conventional or special rate (``agreements.csv``)",
        "rate": "the rate as text, see above",
        "valid_from": "first local date",
        "valid_to": "last local date; empty: until further notice",
        "standing": "true, or illustrative for a made-up figure",
        "source": "law, announcement or other source",
    },
    "exchange.csv": {
        "currency": "alpha-3 code",
        "month": "calendar month in which it is used, as 2018-08",
        "rate": "yuan for one unit",
        "day": "day whose central rate it is",
        "rule": "third_wednesday (checked), or announced where the administration published another one",
        "standing": "true or illustrative",
        "source": "where the rate was published",
    },
    "origins.csv": {
        "origin": "country (alpha-3)",
        "treatment": "mfn or general",
        "valid_from": "first local date",
        "valid_to": "last local date, or empty",
        "standing": "true or illustrative",
        "source": "source",
    },
    "agreements.csv": {
        "agreement": "number that certificates of origin carry after Y",
        "kind": "conventional or special (least developed countries)",
        "members": "countries (alpha-3, separated by spaces)",
        "zh": "name in Chinese",
        "en": "name in English",
        "valid_from": "first local date",
        "valid_to": "last local date, or empty",
        "standing": "true or illustrative",
        "source": "source",
    },
    "conversions.csv": {
        "commodity": "commodity code or its beginning; empty: all goods",
        "quantity": "so many …",
        "unit": "… of this unit",
        "equals": "are so many …",
        "equals_unit": "… of that unit",
        "standing": "true or illustrative",
        "source": "source",
    },
}  # fmt: skip
"""Columns of each sheet of figures, with what they hold."""
_DAY = timedelta(days=1)


class Dated(msgspec.Struct, frozen=True, kw_only=True):
    """What every figure has: first and last local date, whether it is true, and its source."""

    first: date
    last: date | None = None
    standing: str = ILLUSTRATIVE
    source: str = ""

    def holds(self, on: date) -> bool:
        return self.first <= on and (self.last is None or on <= self.last)


class RateFigure(Dated, frozen=True, kw_only=True):
    """One row of ``rates.csv`` for one origin."""

    kind: str
    commodity: str
    origin: str
    agreement: str
    rate: Rate
    shown: str
    """How a step names it."""


class Exchange(msgspec.Struct, frozen=True):
    """Yuan for one unit of a currency in one calendar month 计征汇率."""

    currency: str
    month: str
    rate: Decimal
    standing: str
    shown: str


class Agreement(Dated, frozen=True, kw_only=True):
    """A trade agreement or a special preference and whose goods it is for."""

    number: str
    kind: str
    members: frozenset[str]
    zh: str
    en: str


class Conversion(msgspec.Struct, frozen=True):
    """``quantity`` of ``unit`` is ``equals`` of ``equals_unit``."""

    commodity: str
    quantity: Decimal
    unit: str
    equals: Decimal
    equals_unit: str


class Ending(msgspec.Struct, frozen=True):
    """A series that ends: nothing follows its last day."""

    series: str
    last: date


class Figures:
    """All figures of one edition."""

    def __init__(self, files: dict[str, str]) -> None:
        lost = sorted({*COLUMNS, "duty.toml", "calendar.toml"} - set(files))
        if lost:
            raise RuleError(f"figures: {', '.join(lost)} is missing")
        self.policy: Policy = policy.parse(files["duty.toml"])
        self.calendar = terms.parse_calendar(files["calendar.toml"])
        self.rates = tuple(_rates(files["rates.csv"], self.policy))
        self.exchanges = {
            (each.currency, each.month): each for each in _exchanges(files["exchange.csv"], self.calendar)
        }
        self.origins = tuple(_origins(files["origins.csv"]))
        self.agreements = {each.number: each for each in _agreements(files["agreements.csv"])}
        self.conversions = tuple(_conversions(files["conversions.csv"], self.policy))
        self._check_agreements()
        self._series = _series(self.rates)
        self._months = _months(self.exchanges.values())
        self._treated = _treated(self.origins)
        whole = "\x00".join(f"{name}\x00{files[name]}" for name in sorted(files))
        self.digest = sha256(whole.encode()).hexdigest()
        self.known: dict[object, object] = {}
        """What was looked up before; filled by ``tongguan.rules.treatment``."""

    @staticmethod
    def load(files: dict[str, str]) -> "Figures":
        """Figures from an edition's files; those it does not bring are the program's own. RuleError names the cell."""
        return Figures({**shipped_figures(), **files})

    @staticmethod
    def shipped() -> "Figures":
        """The small sample that comes with the program."""
        return _shipped()

    def _check_agreements(self) -> None:
        unknown = sorted({each.agreement for each in self.rates if each.agreement} - set(self.agreements))
        if unknown:
            raise RuleError(f"rates.csv: agreements.csv has no agreement {', '.join(unknown)}")

    def find(
        self, kind: str, commodity: str, on: date, origin: str = "", agreement: str = ""
    ) -> RateFigure | None:
        """The rate of the longest beginning of the commodity code that is in force on a local date."""
        series = self._series.get((kind, origin, agreement))
        if series is None:
            return None
        for length in range(len(commodity), -1, -1):
            found = _on(series.get(commodity[:length], ()), on)
            if found is not None:
                return found
        return None

    def any_origin(self, kind: str, commodity: str, on: date) -> list[RateFigure]:
        """The rates of a kind in force for whatever origin."""
        origins = {origin for name, origin, _ in self._series if name == kind}
        found = (self.find(kind, commodity, on, origin) for origin in sorted(origins))
        return [each for each in found if each is not None]

    def exchange(self, currency: str, on: date) -> Exchange | None:
        """Yuan for one unit of a currency in the month of a local date; yuan itself is one."""
        return YUAN if currency == "CNY" else self.exchanges.get((currency, f"{on:%Y-%m}"))

    def treatment_of(self, origin: str, on: date) -> str | None:
        """mfn or general; None for an origin that ``origins.csv`` does not know on that day."""
        return next((t for first, last, t in self._treated.get(origin, ()) if first <= on <= last), None)

    def ending(self, on: date, days: int = 60) -> list[Ending]:
        """Series that end within so many days after a local date, or ended not longer ago."""
        lasts = [(_last(each), f"rates.csv {each[-1].shown}") for each in self._all_series()]
        lasts += [(_month_end(month), f"exchange.csv {currency}") for currency, month in self._months.items()]
        lasts.append((self.calendar.last, "calendar.toml"))
        near = (on - days * _DAY, on + days * _DAY)
        found = [
            Ending(name, last) for last, name in lasts if last is not None and near[0] <= last <= near[1]
        ]
        return sorted(found, key=lambda each: (each.last, each.series))

    def _all_series(self) -> Iterable[Sequence[RateFigure]]:
        return (rows for series in self._series.values() for rows in series.values())


YUAN = Exchange("CNY", "", Decimal(1), TRUE, "")


def _on(rows: Sequence[RateFigure], on: date) -> RateFigure | None:
    place = bisect_right(rows, on, key=lambda each: each.first)
    found = rows[place - 1] if place else None
    return found if found is not None and found.holds(on) else None


def _last(rows: Sequence[RateFigure]) -> date | None:
    return rows[-1].last


def _month_end(month: str) -> date:
    first = date.fromisoformat(f"{month}-01")
    return (first + 31 * _DAY).replace(day=1) - _DAY


def _rates(text: str, settings: Policy) -> Iterable[RateFigure]:
    for row in sheets.rows("rates.csv", text, tuple(COLUMNS["rates.csv"])):
        kind = row.text("kind", KINDS)
        commodity, agreement = row.cells["commodity"], row.cells["agreement"]
        if not (commodity.isdecimal() and 2 <= len(commodity) <= 10) and not (
            kind == "vat" and not commodity
        ):
            raise row.wrong("commodity", f"“{commodity}” is no commodity code of 2 to 10 digits")
        origins = row.words("origin")
        if bool(origins) != (kind in BY_ORIGIN):
            raise row.wrong("origin", f"{kind} {'needs' if kind in BY_ORIGIN else 'has no'} origins")
        if bool(agreement) != (kind in BY_AGREEMENT):
            raise row.wrong(
                "agreement", f"{kind} {'needs an' if kind in BY_AGREEMENT else 'has no'} agreement"
            )
        try:
            read = rate.parse(settings.plain_units(row.cells["rate"]))
        except RuleError as error:
            raise row.wrong("rate", str(error)) from None
        standing = row.text("standing", STANDINGS)
        for origin in origins or ("",):
            scope = " ".join(part for part in (kind, commodity or "*", origin, agreement) if part)
            mark = f" ({row.cells['source']})" if standing == TRUE else f" [{ILLUSTRATIVE}]"
            yield RateFigure(
                kind=kind, commodity=commodity, origin=origin, agreement=agreement, rate=read,
                first=row.day("valid_from"), last=row.day_or_none("valid_to"), standing=standing,
                source=row.cells["source"], shown=f"{scope}: {row.cells['rate']}{mark}",
            )  # fmt: skip


def _exchanges(text: str, calendar: terms.Calendar) -> Iterable[Exchange]:
    seen: set[tuple[str, str]] = set()
    for row in sheets.rows("exchange.csv", text, tuple(COLUMNS["exchange.csv"])):
        currency, month = row.cells["currency"], row.cells["month"]
        try:
            first = date.fromisoformat(f"{month}-01")
        except ValueError:
            raise row.wrong("month", f"“{month}” is no month; write it as 2018-08") from None
        if (currency, month) in seen:
            raise row.wrong("month", f"{currency} {month} is there twice")
        seen.add((currency, month))
        rule, day = row.text("rule", ("third_wednesday", "announced")), row.day("day")
        wanted = calendar.rate_day(first) if rule == "third_wednesday" else day
        if wanted is not None and day != wanted:
            raise row.wrong("day", f"{day} is not the day of the rule, {wanted}")
        standing = row.text("standing", STANDINGS)
        mark = "" if standing == TRUE else f" [{ILLUSTRATIVE}]"
        rate_ = row.number("rate")
        yield Exchange(currency, month, rate_, standing, f"{currency} {month}: {rate_}{mark}")


def _origins(text: str) -> Iterable[tuple[str, str, Dated]]:
    for row in sheets.rows("origins.csv", text, tuple(COLUMNS["origins.csv"])):
        yield row.cells["origin"], row.text("treatment", (MFN, GENERAL)), _dated(row)


def _agreements(text: str) -> Iterable[Agreement]:
    for row in sheets.rows("agreements.csv", text, tuple(COLUMNS["agreements.csv"])):
        dated = _dated(row)
        yield Agreement(
            number=row.cells["agreement"], kind=row.text("kind", BY_AGREEMENT), members=frozenset(row.words("members")),
            zh=row.cells["zh"], en=row.cells["en"], first=dated.first, last=dated.last, standing=dated.standing,
            source=dated.source,
        )  # fmt: skip


def _conversions(text: str, settings: Policy) -> Iterable[Conversion]:
    for row in sheets.rows("conversions.csv", text, tuple(COLUMNS["conversions.csv"])):
        row.text("standing", STANDINGS)
        yield Conversion(
            row.cells["commodity"], row.number("quantity"), settings.unit(row.cells["unit"]),
            row.number("equals"), settings.unit(row.cells["equals_unit"]),
        )  # fmt: skip


def _dated(row: sheets.Row) -> Dated:
    return Dated(
        first=row.day("valid_from"), last=row.day_or_none("valid_to"),
        standing=row.text("standing", STANDINGS), source=row.cells["source"],
    )  # fmt: skip


Series = dict[tuple[str, str, str], dict[str, tuple[RateFigure, ...]]]


def _series(rates: Iterable[RateFigure]) -> Series:
    """(kind, origin, agreement) → beginning of the code → rows in order; RuleError where two overlap or days are missing."""
    found: dict[tuple[str, str, str], dict[str, list[RateFigure]]] = {}
    for each in rates:
        series = found.setdefault((each.kind, each.origin, each.agreement), {})
        series.setdefault(each.commodity, []).append(each)
    for series in found.values():
        for rows in series.values():
            rows.sort(key=lambda each: each.first)
            for before, after in itertools.pairwise(rows):
                _joined(before.shown, before, after, before.kind in CONTINUOUS)
    return {key: {code: tuple(rows) for code, rows in series.items()} for key, series in found.items()}


def _joined(name: str, before: Dated, after: Dated, continuous: bool) -> None:
    if before.last is None or before.last >= after.first:
        raise RuleError(f"{name}: overlaps the row from {after.first}; end it on {after.first - _DAY}")
    if continuous and before.last + _DAY != after.first:
        raise RuleError(
            f"{name}: a gap from {before.last + _DAY} to {after.first - _DAY}; no day may be without"
        )


def _months(exchanges: Iterable[Exchange]) -> dict[str, str]:
    """Currency → its last month; RuleError where a month between two is missing."""
    months: dict[str, list[str]] = {}
    for each in exchanges:
        months.setdefault(each.currency, []).append(each.month)
    for currency, found in months.items():
        found.sort()
        for before, after in itertools.pairwise(found):
            if f"{_month_end(before) + _DAY:%Y-%m}" != after:
                raise RuleError(f"exchange.csv: {currency} has a gap between {before} and {after}")
    return {currency: found[-1] for currency, found in months.items()}


def _treated(origins: Iterable[tuple[str, str, Dated]]) -> dict[str, list[tuple[date, date, str]]]:
    rows: dict[str, list[tuple[str, Dated]]] = {}
    for origin, treatment, dated in origins:
        rows.setdefault(origin, []).append((treatment, dated))
    for origin, found in rows.items():
        found.sort(key=lambda each: each[1].first)
        for (_, before), (_, after) in itertools.pairwise(found):
            _joined(f"origins.csv {origin}", before, after, continuous=False)
    return {
        origin: [(dated.first, dated.last or date.max, treatment) for treatment, dated in found]
        for origin, found in rows.items()
    }


@cache
def shipped_figures() -> dict[str, str]:
    """Name → text of the figures that come with the program."""
    folder = resources.files("tongguan.rules") / "data" / "figures"
    return {each.name: each.read_text("utf-8") for each in folder.iterdir() if each.is_file()}


@cache
def _shipped() -> Figures:
    return Figures(shipped_figures())
