"""Kinds of events of a payment's own stream and of a bank's day. Amounts are yuan.

Every confirmation of a bank has a stream of its own and is always booked: to a debt, or to suspense with its reason.
"""

from decimal import Decimal
from typing import ClassVar

import msgspec

from tongguan.facts.kinds import Payload

TREASURY = "treasury"
"""Where a tax officer's treasury receipt 国库收据 comes from, in the place of a bank."""


class PaymentReceived(Payload, frozen=True, omit_defaults=True):
    """A bank's signed confirmation, or a treasury receipt that a named tax officer booked."""

    KIND: ClassVar[str] = "payment.received"
    bank: str
    ref: str
    """The bank's own number of it; with the bank it is unique."""
    number: str
    """The declaration it names, as it was written."""
    amount: Decimal


class PaymentBooked(Payload, frozen=True, omit_defaults=True):
    """So much of it was booked to the debt of a declaration."""

    KIND: ClassVar[str] = "payment.booked"
    number: str
    amount: Decimal


class PaymentSuspended(Payload, frozen=True, omit_defaults=True):
    """So much of it fits no debt and is in suspense 待查账户."""

    KIND: ClassVar[str] = "payment.suspended"
    amount: Decimal
    reason: str
    """too_much, too_little, unknown, after_cancellation, twice or not_assessed."""


class PaymentMatched(Payload, frozen=True, omit_defaults=True):
    """A tax officer matched what was in suspense to a debt."""

    KIND: ClassVar[str] = "payment.matched"
    number: str
    amount: Decimal
    ground: str


class PaymentCovered(Payload, frozen=True, omit_defaults=True):
    """The confirmation is of the same money as a treasury receipt, or the receipt is matched by it: booked once."""

    KIND: ClassVar[str] = "payment.covered"
    by: str
    """Stream of the other one."""


class PaymentReturned(Payload, frozen=True, omit_defaults=True):
    """What was in suspense was refunded to the payer."""

    KIND: ClassVar[str] = "payment.returned"
    amount: Decimal
    ref: str
    ground: str


class Difference(msgspec.Struct, frozen=True, omit_defaults=True):
    """One payment that the bank's list and our books do not have alike."""

    ref: str
    ours: Decimal | None
    """None: only the bank has it."""
    theirs: Decimal | None
    """None: only we have it."""


class DayReconciled(Payload, frozen=True, omit_defaults=True):
    """A tax officer signed a bank's day 对账: both totals, and every difference with a reason."""

    KIND: ClassVar[str] = "day.reconciled"
    bank: str
    day: str
    ours: Decimal
    theirs: Decimal
    differences: tuple[Difference, ...] = ()
    reason: str = ""
