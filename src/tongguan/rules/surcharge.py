"""Surcharges: late declaration 滞报金 and late payment 滞纳金, computed for any day asked.

Sources: Customs Law Art. 24, GAC Order 128 (273); Import and Export Duty Regulation Art. 37, GAC Order 124.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

import msgspec

from tongguan.rules.figures import Figures
from tongguan.rules.levy import fen
from tongguan.rules.terms import Outage, Terms

_NOTHING, _YUAN, _DAY = Decimal(0), Decimal(1), timedelta(days=1)


class LateDeclaration(msgspec.Struct, frozen=True):
    """The surcharge of a declaration that came late; ``amount`` in whole yuan, 0 when it is not collected."""

    start: date
    """First day that counts."""
    days: int
    """Days from the start to acceptance, both counted."""
    raw: Decimal
    amount: Decimal


class LatePayment(msgspec.Struct, frozen=True):
    """The surcharge of a payment after its last day, by kind of tax, to fen."""

    due: date
    days: int
    raw: dict[str, Decimal]
    amounts: dict[str, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.amounts.values(), _NOTHING)


def late_declaration(
    entered: date,
    accepted: date,
    value: Decimal,
    figures: Figures,
    terms: Terms,
    outages: Sequence[Outage] = (),
) -> LateDeclaration:
    """The surcharge on an import whose transport entered and which was accepted on these local dates.

    ``value``: dutiable value in yuan. MissingDay when the calendar does not reach so far.
    """
    start = terms.late_from(entered, figures.calendar, outages)
    days = max(0, (accepted - start).days + 1)
    raw = value * figures.policy.late_rate * days
    amount = raw.quantize(_YUAN, ROUND_DOWN)
    waived = figures.policy.late_declaration_waiver.waives(amount)
    return LateDeclaration(start, days, raw, _NOTHING if waived else amount)


def payment_due(issued: date, figures: Figures) -> date:
    """The last day to pay a payment document of that local date; MissingDay when the calendar ends before."""
    return figures.calendar.next_workday(issued + figures.policy.payment_term * _DAY)


def consolidated_due(month: date, figures: Figures) -> date:
    """The last day to pay what was released on consolidated payment in a month (Announcement 2017 No. 45)."""
    following = (month.replace(day=1) + 31 * _DAY).replace(day=1)
    return figures.calendar.workday_of(following, figures.policy.consolidated_workday)


def late_payment(due: date, paid: date, taxes: Mapping[str, Decimal], figures: Figures) -> LatePayment:
    """The surcharge on taxes that were due on one local date and paid, or are asked about, on another."""
    days = max(0, (paid - due).days)
    raw = {kind: amount * figures.policy.late_rate * days for kind, amount in taxes.items() if amount}
    waiver = figures.policy.late_payment_waiver
    amounts = {kind: _NOTHING if waiver.waives(fen(each)) else fen(each) for kind, each in raw.items()}
    return LatePayment(due, days, raw, amounts)
