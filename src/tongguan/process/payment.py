"""Payments: where a confirmation is booked, what became of it, and the day's reconciliation. Pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from tongguan.facts import payment as p
from tongguan.facts.event import Fact
from tongguan.process.clearance import Clearance

_NOTHING = Decimal(0)
BOOKED, SUSPENDED, RETURNED, COVERED, RECEIPT = "booked", "suspended", "returned", "covered", "receipt"
"""States of a payment; a receipt is a treasury receipt that no bank has confirmed yet."""

REASONS: dict[str, tuple[str, str]] = {
    "too_much": ("多缴", "more than is due"),
    "too_little": ("少缴", "less than is due"),
    "unknown": ("无法识别", "names no declaration of this office"),
    "after_cancellation": ("撤单后缴款", "came after the declaration had ended"),
    "twice": ("重复缴款", "paid twice"),
    "not_assessed": ("税款尚未计核", "the duty is not assessed yet"),
}
"""Why a payment is in suspense, in both languages."""


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """One confirmation after its events."""

    bank: str
    ref: str
    number: str
    amount: Decimal
    paid_at: int
    version: int = 1
    booked: Decimal = _NOTHING
    suspended: Decimal = _NOTHING
    returned: Decimal = _NOTHING
    reason: str = ""
    covered_by: str = ""

    @property
    def state(self) -> str:
        if self.covered_by:
            return COVERED
        if self.suspended:
            return SUSPENDED
        if self.returned:
            return RETURNED
        return RECEIPT if self.bank == p.TREASURY else BOOKED


def fold(name: str, facts: Iterable[Fact], was: Payment | None = None) -> Payment | None:
    """The payment after its facts, or after more facts; None when there is none."""
    state = was
    for fact in facts:
        data = fact.data
        if isinstance(data, p.PaymentReceived):
            state = Payment(
                bank=data.bank, ref=data.ref, number=data.number, amount=data.amount, paid_at=fact.happened_at
            )
        elif state is not None:
            state = replace(state, version=state.version + 1, **_changes(state, data))
    return state


def _changes(was: Payment, data: object) -> dict[str, object]:
    match data:
        case p.PaymentBooked():
            return {"booked": was.booked + data.amount, "number": data.number}
        case p.PaymentSuspended():
            return {"suspended": was.suspended + data.amount, "reason": data.reason}
        case p.PaymentMatched():
            return {
                "suspended": was.suspended - data.amount, "booked": was.booked + data.amount, "number": data.number
            }  # fmt: skip
        case p.PaymentReturned():
            return {"suspended": was.suspended - data.amount, "returned": was.returned + data.amount}
        case p.PaymentCovered():
            return {"covered_by": data.by, "suspended": _NOTHING}
    return {}


class Place(msgspec.Struct, frozen=True):
    """Where a confirmation goes: so much to the debt, the rest to suspense."""

    booked: Decimal
    suspended: Decimal = _NOTHING
    reason: str = ""


def place(clearance: Clearance | None, amount: Decimal) -> Place:
    """Where an amount goes. It is booked whole to what is due, or asked for; nothing is ever turned away."""
    if clearance is None or clearance.draft or clearance.returned or not clearance.judged:
        return Place(_NOTHING, amount, "unknown")
    if clearance.ending:
        return Place(_NOTHING, amount, "after_cancellation")
    if clearance.assessment is None:
        return Place(amount) if "dutiable" in clearance.words else Place(_NOTHING, amount, "unknown")
    if clearance.assessment.missing:
        return Place(_NOTHING, amount, "not_assessed")
    due = clearance.outstanding
    if not due:
        return Place(_NOTHING, amount, "twice" if clearance.paid else "too_much")
    if amount in (due, clearance.asked):
        return Place(amount)
    if amount > due:
        return Place(due, amount - due, "too_much")
    return Place(_NOTHING, amount, "too_little")


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """A bank's day that an officer signed."""

    bank: str
    day: str
    version: int
    ours: Decimal
    theirs: Decimal
    differences: tuple[p.Difference, ...]
    reason: str
    officer: str
    signed_at: int


def fold_day(name: str, facts: Iterable[Fact], was: Day | None = None) -> Day | None:
    """The signed day; None when nobody signed it."""
    state = was
    for fact in facts:
        data = fact.data
        if isinstance(data, p.DayReconciled):
            state = Day(
                bank=data.bank, day=data.day, version=(state.version if state else 0) + 1, ours=data.ours,
                theirs=data.theirs, differences=data.differences, reason=data.reason, officer=fact.actor,
                signed_at=fact.happened_at,
            )  # fmt: skip
    return state


def compare(ours: Mapping[str, Decimal], theirs: Mapping[str, Decimal]) -> tuple[p.Difference, ...]:
    """What the bank's list and our books of a day do not have alike, to the fen, both ways."""
    return tuple(
        p.Difference(ref, ours.get(ref), theirs.get(ref))
        for ref in sorted({*ours, *theirs})
        if ours.get(ref) != theirs.get(ref)
    )
