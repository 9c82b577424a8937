"""Statement of a month 汇总征税月度清单: what was released on consolidated payment, what of it is paid, and by when the rest is due."""

from datetime import date, timedelta
from decimal import Decimal

import msgspec

from tongguan.desk.desk import Desk
from tongguan.desk.dues import CONSOLIDATED
from tongguan.desk.views import Sheet
from tongguan.facts.assessment import Taxes
from tongguan.facts.clock import DAY, local_date, parse
from tongguan.rules.surcharge import consolidated_due, late_payment
from tongguan.rules.terms import MissingDay


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One declaration of a statement; amounts are yuan."""

    number: str
    entry_id: str
    holder: str
    name: str
    released: date
    guarantee: str
    taxes: Taxes
    due: Decimal
    paid: Decimal
    outstanding: Decimal


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """The consolidated payments of one month."""

    month: str
    """As 2018-07."""
    holder: str
    """Customs code of the enterprise; empty: all of them."""
    entries: tuple[Entry, ...]
    due_by: date | None
    """Last day to pay; None where the calendar does not reach it."""
    overdue_days: int
    surcharge: Decimal
    """Late-payment surcharge on what is open, were it paid on the day asked."""

    @property
    def due(self) -> Decimal:
        return sum((each.due for each in self.entries), Decimal(0))

    @property
    def paid(self) -> Decimal:
        return sum((each.paid for each in self.entries), Decimal(0))

    @property
    def outstanding(self) -> Decimal:
        return sum((each.outstanding for each in self.entries), Decimal(0))


def statement(desk: Desk, month: date, holder: str = "", on: date | None = None) -> Statement:
    """The statement of a calendar month for one enterprise or all, with surcharges as of a day (today)."""
    first = month.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    today = on or local_date(desk.clock.now())
    entries = tuple(_entries(desk, first, following, holder))
    try:
        due_by = consolidated_due(first, desk.duty.figures)
    except MissingDay:
        due_by = None
    late = due_by is not None and today > due_by
    open_taxes = [each.taxes for each in entries if each.outstanding] if late else []
    charged = [
        late_payment(due_by, today, taxes.kinds(), desk.duty.figures).total for taxes in open_taxes if due_by
    ]
    return Statement(
        month=f"{first:%Y-%m}",
        holder=holder,
        entries=entries,
        due_by=due_by,
        overdue_days=(today - due_by).days if late and due_by and open_taxes else 0,
        surcharge=sum(charged, Decimal(0)),
    )


def _entries(desk: Desk, first: date, following: date, holder: str) -> "list[Entry]":
    """Declarations that were released in the month; acceptance may lie in the month before."""
    since, until = parse(f"{first}T00:00:00") - 62 * DAY, parse(f"{following}T00:00:00")
    found = []
    for row in desk.work(since, until):
        if not row.due or row.released_at is None or (holder and row.trader != holder):
            continue
        if not first <= local_date(row.released_at) < following:
            continue
        sheet = desk.show(row.number)
        if sheet is not None and sheet.declaration.document_type[:2] == CONSOLIDATED:
            found.append(_entry(sheet, row.trader, row.trader_name, local_date(row.released_at)))
    return sorted(found, key=lambda each: (each.released, each.number))


def _entry(sheet: Sheet, holder: str, name: str, released: date) -> Entry:
    taxes = sheet.assessment.taxes if sheet.assessment else Taxes()
    return Entry(
        number=sheet.number, entry_id=sheet.entry_id, holder=holder, name=name, released=released,
        guarantee=", ".join(stream.partition("/")[2] for stream in sheet.claims), taxes=taxes,
        due=Decimal(sheet.due), paid=Decimal(sheet.paid), outstanding=Decimal(sheet.outstanding),
    )  # fmt: skip
