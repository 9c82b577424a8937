"""Events of the zone's chain: account books, verification lists, gate passes."""

from decimal import Decimal
from typing import ClassVar

from tongguan.facts.kinds import Payload
from tongguan.facts.zone import AccountBook, GatePass, VerificationList


class BookOpened(Payload, frozen=True, omit_defaults=True):
    """An account book 账册 was opened; the stock of each line is a shared stream of its own."""

    KIND: ClassVar[str] = "book.opened"
    book: AccountBook


class ListApproved(Payload, frozen=True, omit_defaults=True):
    """A verification list 核注清单 was approved and given its number; what it takes is reserved 预核扣."""

    KIND: ClassVar[str] = "list.approved"
    number: str
    list: VerificationList


class ListBound(Payload, frozen=True, omit_defaults=True):
    """A living declaration quotes the list and agrees with it."""

    KIND: ClassVar[str] = "list.bound"
    declaration: str
    quantities: dict[str, Decimal]
    """Line of the list → quantity that the declaration covers."""


class ListQuoted(Payload, frozen=True, omit_defaults=True):
    """On the declaration's own stream: it is bound to a list besides the one that its message quotes."""

    KIND: ClassVar[str] = "list.quoted"
    list: str


class DeclarationPaired(Payload, frozen=True, omit_defaults=True):
    """The zone side and the inland side of one movement name each other; written on both streams."""

    KIND: ClassVar[str] = "declaration.paired"
    other: str


class ListFreed(Payload, frozen=True, omit_defaults=True):
    """The declaration no longer quotes the list."""

    KIND: ClassVar[str] = "list.freed"
    declaration: str
    reason: str = ""


class ListReleased(Payload, frozen=True, omit_defaults=True):
    """The list's declaration was released, or its release was revoked."""

    KIND: ClassVar[str] = "list.released"
    declaration: str
    released: bool = True


class ListPassed(Payload, frozen=True, omit_defaults=True):
    """Quantities of the list were put on a gate pass; negative when the pass was voided 核放单使用数量."""

    KIND: ClassVar[str] = "list.passed"
    gate_pass: str
    quantities: dict[str, Decimal]
    """Line → quantity in the line's unit."""


class ListMoved(Payload, frozen=True, omit_defaults=True):
    """Quantities of the list went through the gate 实际过卡数量."""

    KIND: ClassVar[str] = "list.moved"
    gate_pass: str
    quantities: dict[str, Decimal]


class ListWrittenOff(Payload, frozen=True, omit_defaults=True):
    """The list is written off 已核扣: its declaration is released and all its goods are through the gate."""

    KIND: ClassVar[str] = "list.written_off"


class ListDeleted(Payload, frozen=True, omit_defaults=True):
    """The list was deleted 删单; what it had reserved is given back."""

    KIND: ClassVar[str] = "list.deleted"
    reason: str


class StockBooked(Payload, frozen=True, omit_defaults=True):
    """A list took stock of a book's line (positive) or added to it (negative); booked there in the same append."""

    KIND: ClassVar[str] = "stock.booked"
    stock: str
    """Stream of the book's line."""
    amount: Decimal


class PassApproved(Payload, frozen=True, omit_defaults=True):
    """A gate pass 核放单 was approved and given its number."""

    KIND: ClassVar[str] = "pass.approved"
    number: str
    gate_pass: GatePass


class PassGated(Payload, frozen=True, omit_defaults=True):
    """The vehicle passed the gate with the pass."""

    KIND: ClassVar[str] = "pass.gated"
    weighed: Decimal | None = None
    """Weight on the gate's scale, kilograms; None where there is none."""
    place: str = ""


class PassVoided(Payload, frozen=True, omit_defaults=True):
    """The pass was voided 作废 before it was used."""

    KIND: ClassVar[str] = "pass.voided"
    reason: str
