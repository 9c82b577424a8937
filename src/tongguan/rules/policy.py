"""The policy of assessment: every reading that the law leaves open or sources do not agree on, as a dated setting."""

import re
import tomllib
from datetime import date
from decimal import Decimal

import msgspec

from tongguan.facts import toml
from tongguan.rules.errors import RuleError

_UNIT = re.compile(r"(?<=/)([A-Za-z]\w*)")


class Waiver(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A small amount that is not collected 起征点: up to ``limit`` yuan, the limit itself too where ``inclusive``."""

    limit: Decimal
    inclusive: bool

    def waives(self, amount: Decimal) -> bool:
        return amount <= self.limit if self.inclusive else amount < self.limit


class DutyMode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a duty mode 征免方式 leaves of duty and of the taxes at import (shares), and how the rest is settled."""

    duty: Decimal
    tax: Decimal
    settle: str = "any"
    """any: paid or secured; deposit or letter: secured by that instrument alone."""
    special: bool = False
    """The rate is fixed case by case (kind special_case of ``rates.csv``)."""


class SelfPayment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who may assess and pay by himself 自报自缴, from a local date."""

    since: date
    credits: tuple[str, ...]
    """Credits that may not."""

    def barred(self, on: date, credit: str) -> tuple[str, str] | None:
        """Why somebody of a credit may not on a local date, in Chinese and English; None when he may."""
        if on < self.since:
            return f"自 {self.since} 起施行", f"it began on {self.since}"
        if credit in self.credits:
            return "企业信用等级不适用", "the enterprise's credit does not allow it"
        return None


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of assessment, surcharges and payment (``duty.toml``)."""

    value_scale: int
    """Decimals of the dutiable value: 2, or 0 for whole yuan."""
    insurance_formula: str
    """multiply or divide."""
    statutory_insurance: Decimal
    """Per cent of price and freight where insurance is not known."""
    vat_base_when_waived: str
    """collected: a waived duty is nothing in later bases; computed: it counts in full."""
    composite_with_measures: bool
    """Anti-dumping and countervailing duties are in the base of the consumption tax."""
    tariff_law_from: date
    """First day of the Customs Tariff Law: its order of preference and its term of payment."""
    selective_from: date | None = None
    """From this day goods sold out of a zone may be assessed as the materials they were made of; None: not yet."""
    tolerance_yuan: Decimal
    tolerance_share: Decimal
    """By how much the declarant's own figures may differ before it is noted: yuan, or a share of ours if that is more."""
    late_rate: Decimal
    """Surcharges: share of the value, or of the tax, a day."""
    payment_term: int
    """Days from the payment document to the last day of payment, before it moves to a working day."""
    consolidated_workday: int
    """Working day of the next month by which consolidated payments are due."""
    unanswered_hours: int
    """Hours after which a payment request without an answer becomes a case of the bank."""
    warn_days: int
    """How long before its end a guarantee or a series of figures is warned of."""
    duty_waiver: Waiver
    consumption_waiver: Waiver
    vat_waiver: Waiver
    late_declaration_waiver: Waiver
    late_payment_waiver: Waiver
    self_payment: SelfPayment
    modes: dict[str, DutyMode]
    units: dict[str, str]
    """Names of units that rates are written with → codes of the table of units."""

    def unit(self, name: str) -> str:
        """The code of a unit given by name or code."""
        return self.units.get(name, name)

    def plain_units(self, text: str) -> str:
        """A rate's text with every unit as its code."""
        return _UNIT.sub(lambda found: self.unit(found[1]), text)


def parse(text: str) -> Policy:
    """Read ``duty.toml``; RuleError when it cannot be used."""
    try:
        found = msgspec.convert(toml.loads(text), Policy, strict=False)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleError(f"duty.toml: {error}") from error
    allowed = (
        ("value_scale", found.value_scale, (0, 2)),
        ("insurance_formula", found.insurance_formula, ("multiply", "divide")),
        ("vat_base_when_waived", found.vat_base_when_waived, ("collected", "computed")),
    )
    for name, value, known in allowed:
        if value not in known:
            raise RuleError(f"duty.toml: {name} is one of {', '.join(map(str, known))}, not {value}")
    for code, mode in found.modes.items():
        if mode.settle not in ("any", "deposit", "letter"):
            raise RuleError(f"duty.toml: modes.{code}.settle is any, deposit or letter, not {mode.settle}")
    return found
