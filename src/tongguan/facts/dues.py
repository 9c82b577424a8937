"""Kinds of events about what is due: assessments, surcharges, verification after release. Amounts are yuan."""

from decimal import Decimal
from typing import ClassVar

from tongguan.facts.assessment import Assessment
from tongguan.facts.kinds import Payload


class DutyAssessed(Payload, frozen=True, omit_defaults=True):
    """The duty was assessed again 重新计税; the first assessment stands with the judgement."""

    KIND: ClassVar[str] = "duty.assessed"
    assessment: Assessment
    ground: str
    """acceptance (the day changed), entry (the transport declared its entry) or figures (a missing one came)."""
    editions: dict[str, str] = {}


class SurchargeAssessed(Payload, frozen=True, omit_defaults=True):
    """A late-declaration surcharge 滞报金 is due: whole yuan."""

    KIND: ClassVar[str] = "surcharge.assessed"
    amount: Decimal
    start: str
    """First day that counts (local date)."""
    days: int
    value: Decimal
    """Dutiable value that it is a share of."""


class SurchargeSettled(Payload, frozen=True, omit_defaults=True):
    """The late-declaration surcharge was paid, guaranteed, or waived 减免 by a named officer on a ground."""

    KIND: ClassVar[str] = "surcharge.settled"
    how: str
    """paid, guaranteed or waived."""
    amount: Decimal
    ref: str = ""
    ground: str = ""


class TaxDisclosed(Payload, frozen=True, omit_defaults=True):
    """The declarant discloses by himself 主动披露 that too little was declared."""

    KIND: ClassVar[str] = "tax.disclosed"
    amount: Decimal
    reason: str


class TaxVerified(Payload, frozen=True, omit_defaults=True):
    """The result of verification after release 放行后核查: confirmed, supplemented 补税 or refunded 退税."""

    KIND: ClassVar[str] = "tax.verified"
    outcome: str
    amount: Decimal = Decimal(0)
    """What is to be paid besides, or to be refunded."""
    ground: str = ""
    reason: str = ""


class TaxRefunded(Payload, frozen=True, omit_defaults=True):
    """A refund that was ordered left the treasury."""

    KIND: ClassVar[str] = "tax.refunded"
    amount: Decimal
    ref: str


class LatePaymentCharged(Payload, frozen=True, omit_defaults=True):
    """A late-payment surcharge 滞纳金 was reckoned when the tax was paid after its last day."""

    KIND: ClassVar[str] = "late_payment.charged"
    amount: Decimal
    due: str
    """Last day to pay (local date)."""
    days: int
    taxes: dict[str, Decimal] = {}
    """Surcharge of each kind of tax."""
