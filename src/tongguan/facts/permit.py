"""Permits 监管证件: export e-ledgers 电子底账 and licences 许可证件, and the kinds of events about them.

A permit has a stream of its own. What is free of each of its lines stands on shared streams, one for each measure; uses
are ``claim.booked`` there. Its term ends by itself: no event says so. Weights are kilograms, dates local dates.
"""

from decimal import Decimal
from typing import ClassVar

import msgspec

from tongguan.facts.kinds import Payload

LEDGER, LICENCE = "ledger", "licence"
"""Kinds of permits; also the first part of their streams' names."""
QUANTITY, WEIGHT, VALUE, TIMES = "quantity", "weight", "value", "times"
MEASURES = (QUANTITY, WEIGHT, VALUE)
"""What a line may limit."""
UPHELD, DISMISSED = "upheld", "dismissed"


class PermitLine(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """Goods that a permit is for; a measure that is left out is not limited."""

    line: int
    """Its number on the permit, from 1."""
    commodity: str
    name: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    weight: Decimal | None = None
    """Kilograms net."""
    value: Decimal | None = None
    currency: str = ""
    destination: str = ""
    """Country of destination; empty: any."""
    goods_kind: str = ""
    """Kind of goods, by which an e-ledger's term is counted (``permits.toml``); empty: general goods."""
    valid_to: str = ""
    """Last day; empty on the message: counted from the day of issue by the kind of goods."""


class Permit(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """An e-ledger or a licence as its authority says."""

    kind: str = LEDGER
    """ledger or licence."""
    number: str
    code: str = "B"
    """Document code 单证代码 under which it is quoted, such as B or 7; product licences have three digits."""
    holder: str
    """Customs code or unified social credit code of the enterprise."""
    brokers: tuple[str, ...] = ()
    """Codes of the declaring units that the enterprise authorised; itself it always may."""
    issued_on: str
    lines: tuple[PermitLine, ...]
    times: int | None = None
    """How many declarations may use it; None: any number."""
    one_batch: bool = False
    """One batch, one licence 一批一证: one declaration alone."""
    authority: str = ""

    @property
    def uses(self) -> int | None:
        """How many declarations may use it, one batch included."""
        return 1 if self.one_batch else self.times


class PermitMessage(
    msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True
):
    """What an authority tells of a permit: open or amend it (``permit``), or revoke it (``kind``, ``number``)."""

    operation: str = "open"
    """open, amend or revoke."""
    permit: Permit | None = None
    kind: str = LEDGER
    number: str = ""
    reason: str = ""


def stream_of(kind: str, number: str) -> str:
    """The stream of a permit."""
    return f"{kind}/{number}"


def balance_of(permit: str, line: int, measure: str) -> str:
    """The shared stream that holds what is free of a line of the permit (its stream); line 0 counts the times of use."""
    return f"balance/{permit}/{line}/{measure}"


def limits_of(permit: Permit) -> dict[str, Decimal]:
    """Shared stream → limit, for everything that the permit limits."""
    stream = stream_of(permit.kind, permit.number)
    found = {
        balance_of(stream, line.line, measure): limit
        for line in permit.lines
        for measure in MEASURES
        if (limit := getattr(line, measure)) is not None
    }
    if permit.uses is not None:
        found[balance_of(stream, 0, TIMES)] = Decimal(permit.uses)
    return found


class PermitOpened(Payload, frozen=True, omit_defaults=True):
    """The authority issued an e-ledger or licence."""

    KIND: ClassVar[str] = "permit.opened"
    permit: Permit


class PermitAmended(Payload, frozen=True, omit_defaults=True):
    """The authority changed it; ``taken`` of each shared stream that was there (negative: added)."""

    KIND: ClassVar[str] = "permit.amended"
    permit: Permit
    taken: dict[str, Decimal] = {}
    reason: str = ""


class PermitRevoked(Payload, frozen=True, omit_defaults=True):
    """The authority revoked it 撤销; ``taken`` was free and is no more. What declarations hold stays theirs."""

    KIND: ClassVar[str] = "permit.revoked"
    taken: dict[str, Decimal] = {}
    reason: str = ""


class PermitObjected(Payload, frozen=True, omit_defaults=True):
    """Its enterprise objects 异议 to a use: a case that an officer settles."""

    KIND: ClassVar[str] = "permit.objected"
    number: str
    """The declaration that uses it."""
    text: str


class ObjectionSettled(Payload, frozen=True, omit_defaults=True):
    """An officer settled an objection; ``objection`` is the version of its event."""

    KIND: ClassVar[str] = "permit.objection_settled"
    objection: int
    outcome: str
    """upheld or dismissed."""
    reason: str


class PermitBound(Payload, frozen=True, omit_defaults=True):
    """The system compared the declaration with a permit and bound so much of its shared streams 核扣."""

    KIND: ClassVar[str] = "permit.bound"
    permit: str
    """Its stream."""
    taken: dict[str, Decimal]


class PermitFreed(Payload, frozen=True, omit_defaults=True):
    """What a declaration had bound was given back; a write-off with it is reversed."""

    KIND: ClassVar[str] = "permit.freed"
    permit: str
    taken: dict[str, Decimal]
    reason: str = ""


class PermitWrittenOff(Payload, frozen=True, omit_defaults=True):
    """The goods have left: what was bound is written off 核销."""

    KIND: ClassVar[str] = "permit.written_off"
    permit: str
