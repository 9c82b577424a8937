"""Kinds of events of a guarantee's own stream: its terms, its limit, and what is done to it. Amounts are yuan.

Uses of it are ``claim.booked`` on the same stream, one for each occupation and restoration.
"""

from decimal import Decimal
from typing import ClassVar

from tongguan.facts.kinds import Payload

INSTRUMENTS = ("deposit", "bank_letter", "finance_company", "insurance", "aeo_waiver")
"""保证金, 银行保函, 财务公司担保, 关税保证保险, 免除担保."""
SCOPES = ("tax_payment", "tax_elements", "consolidated", "provisional_admission")
"""纳税期限担保, 征税要素担保, 汇总征税担保, 暂时进出境担保 (the split of Announcement 2021 No. 100, in use before)."""


class GuaranteeRegistered(Payload, frozen=True, omit_defaults=True):
    """A guarantee was registered 备案 by a tax officer and is in force within its term."""

    KIND: ClassVar[str] = "guarantee.registered"
    instrument: str
    holder: str
    """Customs code of the enterprise whose duty it secures."""
    limit: Decimal
    valid_from: str
    valid_to: str
    """Local dates, both inclusive. Afterwards nothing new is occupied; what is occupied stays due."""
    scopes: tuple[str, ...] = SCOPES
    offices: tuple[str, ...] = ()
    """Offices that are its obligees 受益人; empty: every office."""
    general: bool = True
    """General (revolving) 总担保; a single one 单笔担保 secures one declaration."""
    guarantor: str = ""
    currency: str = "CNY"
    unlimited: bool = False
    """An AEO waiver without a limit: the limit stands for what is never reached."""


class GuaranteeLimitChanged(Payload, frozen=True, omit_defaults=True):
    """The limit was raised (positive) or reduced (negative)."""

    KIND: ClassVar[str] = "guarantee.limit_changed"
    amount: Decimal
    ground: str


class GuaranteeFrozen(Payload, frozen=True, omit_defaults=True):
    """Nothing new may be occupied 冻结; ``amount`` was free and is set aside."""

    KIND: ClassVar[str] = "guarantee.frozen"
    amount: Decimal
    reason: str


class GuaranteeUnfrozen(Payload, frozen=True, omit_defaults=True):
    """It may be used again; ``amount`` that was set aside is free."""

    KIND: ClassVar[str] = "guarantee.unfrozen"
    amount: Decimal
    reason: str


class GuaranteeCalled(Payload, frozen=True, omit_defaults=True):
    """The guarantor was called 索赔 to pay what a declaration owes."""

    KIND: ClassVar[str] = "guarantee.called"
    number: str
    amount: Decimal
    ref: str = ""


class GuaranteeClosed(Payload, frozen=True, omit_defaults=True):
    """It was given back 退还; ``amount`` was free and is no more."""

    KIND: ClassVar[str] = "guarantee.closed"
    amount: Decimal
    reason: str
