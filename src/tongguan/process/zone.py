"""The zone's chain folded from its events: a verification list and a gate pass."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from tongguan.facts import chain
from tongguan.facts.event import Fact
from tongguan.facts.zone import WITHIN, AccountBook, GatePass, ListLine, VerificationList

NOT_YET, RESERVED, WRITTEN_OFF = "0", "1", "2"
"""Marks of writing off 核扣标记: not, reserved 预核扣, done 已核扣."""
APPROVED, PASSED, VOID = "1", "2", "6"
"""States of a gate pass at a single gate 核放单状态."""
Quantities = Mapping[str, Decimal]
"""Line of a list → quantity in the line's unit."""


class Bound(msgspec.Struct, frozen=True):
    """A declaration that covers lines of a list."""

    quantities: dict[str, Decimal]
    released: bool = False


class ListState(msgspec.Struct, frozen=True, kw_only=True):
    """A verification list after ``version`` events."""

    number: str
    version: int
    list: VerificationList
    approved_at: int
    declarations: dict[str, Bound] = {}
    passes: tuple[str, ...] = ()
    """Gate passes that carry its goods, voided ones left out."""
    passed: dict[str, Decimal] = {}
    """Line → quantity on gate passes 核放单使用数量."""
    moved: dict[str, Decimal] = {}
    """Line → quantity through the gate 实际过卡数量."""
    first_moved_at: int | None = None
    last_moved_at: int | None = None
    booked: dict[str, Decimal] = {}
    """Stock stream → what the list has taken of it."""
    written_off_at: int | None = None
    deleted_at: int | None = None

    @property
    def alive(self) -> bool:
        return self.written_off_at is None and self.deleted_at is None

    @property
    def state(self) -> str:
        """approved, written_off or deleted."""
        if self.deleted_at is not None:
            return "deleted"
        return "written_off" if self.written_off_at is not None else "approved"

    @property
    def mark(self) -> str:
        """Mark of writing off as messages give it."""
        if self.written_off_at is not None:
            return WRITTEN_OFF
        return RESERVED if any(self.booked.values()) else NOT_YET

    def line(self, line: int) -> ListLine | None:
        return next((each for each in self.list.lines if each.line == line), None)

    def taken(self, besides: str = "") -> dict[str, Decimal]:
        """Line → quantity that declarations cover, ``besides`` one that is asking."""
        return _sum([bound.quantities for number, bound in self.declarations.items() if number != besides])

    @property
    def released(self) -> dict[str, Decimal]:
        """Line → quantity whose declaration is released."""
        return _sum([bound.quantities for bound in self.declarations.values() if bound.released])

    @property
    def all_moved(self) -> bool:
        return all(self.moved.get(str(each.line), Decimal(0)) >= each.quantity for each in self.list.lines)

    @property
    def all_released(self) -> bool:
        covered = self.released
        return all(covered.get(str(each.line), Decimal(0)) >= each.quantity for each in self.list.lines)

    @property
    def to_be_written_off(self) -> bool:
        """Its declaration is released and all goods are through the gate, as far as it needs either."""
        gate = self.list.line == WITHIN or self.all_moved
        return self.alive and gate and (self.list.customs != "1" or self.all_released)


def _sum(parts: list[dict[str, Decimal]]) -> dict[str, Decimal]:
    total: dict[str, Decimal] = {}
    for part in parts:
        for line, quantity in part.items():
            total[line] = total.get(line, Decimal(0)) + quantity
    return total


def fold_list(facts: Iterable[Fact], was: ListState | None = None) -> ListState | None:
    """The list after its facts, or after more facts; None when there is none."""
    state = was
    for fact in facts:
        if isinstance(fact.data, chain.ListApproved):
            state = ListState(
                number=fact.data.number, version=1, list=fact.data.list, approved_at=fact.happened_at
            )
        elif state is not None:
            state = replace(_list_after(state, fact), version=state.version + 1)
    return state


def _list_after(was: ListState, fact: Fact) -> ListState:
    at = fact.happened_at
    match fact.data:
        case chain.ListBound() as data:
            return replace(was, declarations={**was.declarations, data.declaration: Bound(data.quantities)})
        case chain.ListFreed(declaration=number):
            others = {name: bound for name, bound in was.declarations.items() if name != number}
            return replace(was, declarations=others)
        case chain.ListReleased() as data:
            bound = replace(was.declarations[data.declaration], released=data.released)
            return replace(was, declarations={**was.declarations, data.declaration: bound})
        case chain.ListPassed() as data:
            back = any(quantity < 0 for quantity in data.quantities.values())
            passes = tuple(name for name in was.passes if name != data.gate_pass)
            return replace(
                was,
                passed=_sum([was.passed, data.quantities]),
                passes=passes if back else (*passes, data.gate_pass),
            )
        case chain.ListMoved() as data:
            first = at if was.first_moved_at is None else was.first_moved_at
            moved = _sum([was.moved, data.quantities])
            return replace(was, moved=moved, first_moved_at=first, last_moved_at=at)
        case chain.StockBooked() as data:
            taken = was.booked.get(data.stock, Decimal(0)) + data.amount
            return replace(was, booked={**was.booked, data.stock: taken})
        case chain.ListWrittenOff():
            return replace(was, written_off_at=at)
        case chain.ListDeleted():
            return replace(was, deleted_at=at)
    raise TypeError(f"not an event of a list: {fact.data}")


class PassState(msgspec.Struct, frozen=True, kw_only=True):
    """A gate pass after ``version`` events."""

    number: str
    version: int
    gate_pass: GatePass
    approved_at: int
    gated_at: int | None = None
    weighed: Decimal | None = None
    voided_at: int | None = None

    @property
    def state(self) -> str:
        """approved, passed or void."""
        if self.voided_at is not None:
            return "void"
        return "passed" if self.gated_at is not None else "approved"

    def quantities(self, document: str) -> dict[str, Decimal]:
        """Line → quantity of a list that is on the pass."""
        lines = [each for each in self.gate_pass.lines if each.document == document]
        return {str(each.line): each.quantity for each in lines}


def fold_pass(facts: Iterable[Fact], was: PassState | None = None) -> PassState | None:
    """The pass after its facts, or after more facts; None when there is none."""
    state = was
    for fact in facts:
        match fact.data:
            case chain.PassApproved() as data:
                state = PassState(
                    number=data.number, version=1, gate_pass=data.gate_pass, approved_at=fact.happened_at
                )
            case chain.PassGated() as data if state:
                state = replace(state, version=2, gated_at=fact.happened_at, weighed=data.weighed)
            case chain.PassVoided() if state:
                state = replace(state, version=2, voided_at=fact.happened_at)
    return state


class BookState(msgspec.Struct, frozen=True, kw_only=True):
    """An account book after ``version`` events."""

    book: AccountBook
    version: int
    opened_at: int


def fold_book(facts: Iterable[Fact], was: BookState | None = None) -> BookState | None:
    """The account book after its facts, or after more facts; None when there is none."""
    state = was
    for fact in facts:
        if isinstance(fact.data, chain.BookOpened):
            state = BookState(book=fact.data.book, version=1, opened_at=fact.happened_at)
    return state
