"""Payments of one office: confirmations are booked, suspense is cleared, the bank's day is reconciled and signed."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import msgspec

from tongguan.desk.cards import Card, CardFilter
from tongguan.desk.joint import Joint
from tongguan.desk.ports import Key
from tongguan.desk.together import Together
from tongguan.desk.worklist import ASKED, PAYER, QueueFilter, Task
from tongguan.facts import payment as p
from tongguan.facts.actor import Actor
from tongguan.facts.clock import HOUR
from tongguan.facts.decision import Refusal
from tongguan.process import commands as c
from tongguan.process import payment
from tongguan.process.clearance import Clearance
from tongguan.process.decide.guarantees import may_keep
from tongguan.process.decide.refusals import refuse
from tongguan.process.payment import Payment

MOST = 10_000
"""Payments of one bank's day."""


class Confirmation(msgspec.Struct, frozen=True, kw_only=True):
    """What a bank says: so much was paid for a declaration."""

    ref: str
    number: str
    amount: Decimal
    paid_at: int


class Booked(msgspec.Struct, frozen=True, kw_only=True):
    """Where a confirmation was booked."""

    stream: str
    state: str
    booked: Decimal
    suspended: Decimal
    reason: str
    repeat: bool = False


class Reconciled(msgspec.Struct, frozen=True, kw_only=True):
    """A bank's day beside ours."""

    bank: str
    day: str
    ours: Decimal
    theirs: Decimal
    differences: tuple[p.Difference, ...]
    signed: payment.Day | None = None

    @property
    def changed(self) -> bool:
        """Something of the day was booked after an officer signed it."""
        return self.signed is not None and self.signed.ours != self.ours

    def is_what(self, signed: payment.Day | None) -> bool:
        """This is just what an officer signed."""
        if signed is None:
            return False
        return (signed.ours, signed.theirs, signed.differences) == (self.ours, self.theirs, self.differences)


def stream_of(bank: str, ref: str) -> str:
    return f"payment/{bank}-{ref}"


class PaymentDesk:
    """The money side of the desk."""

    def __init__(self, together: Together) -> None:
        self._together = together
        self.journal = together.journal

    def confirm(self, said: Confirmation, bank: Actor) -> Booked | Refusal:
        """Book a bank's confirmation or an officer's treasury receipt; a repeat is answered with what it has."""
        done: list[Booked] = []

        def attempt(joint: Joint) -> Refusal | None:
            done.clear()
            outcome = self.book(joint, said, bank)
            if isinstance(outcome, Refusal):
                return outcome
            done.append(outcome)
            return None

        joint = self._together(attempt)
        return joint if isinstance(joint, Refusal) else done[0]

    def book(self, joint: Joint, said: Confirmation, bank: Actor) -> Booked | Refusal:
        """The same within a joint act."""
        if bank.kind != "bank" and "tax_officer" not in bank.roles:
            return refuse("not_your_role", actor=bank.id, role="bank")
        if not said.ref:
            return refuse("ref_missing")
        if not said.amount.is_finite() or said.amount <= 0:
            return refuse("amount_not_positive")
        if said.paid_at > joint.now:
            return refuse("time_in_future")
        source = bank.id if bank.kind == "bank" else p.TREASURY
        stream = stream_of(source, said.ref)
        known: Payment | None = joint.state(stream)
        if known is not None:
            same = (known.number, known.amount) == (said.number, said.amount) or known.booked == said.amount
            return _booked(stream, known, repeat=True) if same else refuse("key_taken", value=said.ref)
        number = self._locate(said.number)
        was = joint.clearance(number) if number else None
        received = p.PaymentReceived(source, said.ref, said.number, said.amount)
        joint.say(stream, [received], said.paid_at, bank.id)
        receipt = self._receipt(joint, was, said.amount) if bank.kind == "bank" and was else ""
        if receipt:
            # The same money stood on a treasury receipt: it is booked once.
            joint.say(stream, [p.PaymentCovered(receipt)], joint.now, "system")
            joint.say(receipt, [p.PaymentCovered(stream)], joint.now, "system")
            return _booked(stream, joint.state(stream))
        where = payment.place(was, said.amount)
        if where.booked and was is not None:
            refusal = self._to_debt(joint, was, where.booked, said, bank)
            if refusal:
                return refusal
            joint.say(stream, [p.PaymentBooked(was.number, where.booked)], joint.now, "system")
        if where.suspended:
            joint.say(stream, [p.PaymentSuspended(where.suspended, where.reason)], joint.now, "system")
        return _booked(stream, joint.state(stream))

    def _to_debt(
        self, joint: Joint, was: Clearance, amount: Decimal, said: Confirmation, actor: Actor
    ) -> Refusal | None:
        late = joint.dues.late(was, said.paid_at)

        def pay(entry_id: str, was: Clearance) -> c.Command:
            # The clearance learns of it when it is booked; when it was paid stands in the payment's own stream.
            return c.Pay(
                actor=actor,
                at=joint.now,
                now=joint.now,
                entry_id=entry_id,
                amount=amount,
                ref=said.ref,
                late=late,
            )

        decided = joint.decide(was.number, pay)
        return decided if isinstance(decided, Refusal) else None

    def _locate(self, number: str) -> str:
        kind = "client" if "|" in number else "entry"
        if kind == "entry" and not (len(number) == 18 and number.isdigit()):
            return number if self.journal.work(number) else ""
        return next(iter(self.journal.find([Key(kind, number)]).values()), "")

    def _receipt(self, joint: Joint, was: Clearance, amount: Decimal) -> str:
        """A treasury receipt of the same amount for the declaration that no bank has confirmed yet."""
        found = self.journal.cards(CardFilter("payment", (payment.RECEIPT,), party=p.TREASURY, limit=500))
        fitting = (card for card in found if card.facts["number"] in (was.number, was.entry_id))
        return next((card.stream for card in fitting if Decimal(card.facts["amount"]) == amount), "")

    # -- suspense ---------------------------------------------------------------------------------------------

    def match(
        self, stream: str, number: str, ground: str, officer: Actor, amount: Decimal | None = None
    ) -> Refusal | None:
        """A tax officer matches what is in suspense, or a part of it, to the debt of a declaration."""

        def attempt(joint: Joint) -> Refusal | None:
            state: Payment | None = joint.state(stream)
            refusal = _in_suspense(stream, state, ground, officer)
            if refusal or state is None:
                return refusal
            was = joint.clearance(self._locate(number))
            if was is None:
                return refuse("unknown_number")
            part = amount or min(state.suspended, was.outstanding or state.suspended)
            if part > state.suspended:
                return refuse("more_than_due", amount=part, due=state.suspended)
            said = Confirmation(ref=state.ref, number=number, amount=part, paid_at=state.paid_at)
            refusal = self._to_debt(joint, was, part, said, officer)
            if refusal:
                return refusal
            joint.say(stream, [p.PaymentMatched(was.number, part, ground)], joint.now, officer.id)
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else None

    def give_back(self, stream: str, ref: str, ground: str, officer: Actor) -> Refusal | None:
        """Refund what is in suspense to the payer."""

        def attempt(joint: Joint) -> Refusal | None:
            state: Payment | None = joint.state(stream)
            refusal = _in_suspense(stream, state, ground, officer)
            if refusal or state is None:
                return refusal
            if not ref:
                return refuse("ref_missing")
            joint.say(stream, [p.PaymentReturned(state.suspended, ref, ground)], joint.now, officer.id)
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else None

    def suspended(self) -> list[Card]:
        """What is in suspense, oldest first."""
        return self.journal.cards(CardFilter("payment", (payment.SUSPENDED,), limit=500))

    def unanswered(self, hours: int) -> tuple[list[Task], list[Task]]:
        """Payment requests without an answer: those within the time, and those that are a case of the bank."""
        asked = self.journal.tasks(QueueFilter(roles=(PAYER,), states=(ASKED,), limit=1000))
        limit = self._together.now() - hours * HOUR
        return [each for each in asked if each.since >= limit], [each for each in asked if each.since < limit]

    # -- the bank's day ---------------------------------------------------------------------------------------

    def reconcile(self, bank: str, day: date, theirs: Mapping[str, Decimal]) -> Reconciled:
        """The bank's list of a day (its reference → amount) beside our books, to the fen, both ways."""
        ours = self._booked_by_day(bank).get(day.isoformat(), {})
        return Reconciled(
            bank=bank, day=day.isoformat(), ours=sum(ours.values(), Decimal(0)), theirs=sum(theirs.values(), Decimal(0)),
            differences=payment.compare(ours, theirs), signed=self.signed(bank, day),
        )  # fmt: skip

    def _booked_by_day(self, bank: str) -> dict[str, dict[str, Decimal]]:
        """Day → the bank's reference → amount."""
        days: dict[str, dict[str, Decimal]] = {}
        for card in self.journal.cards(CardFilter("payment", party=bank, prefix=f"{bank}-", limit=MOST)):
            days.setdefault(card.facts["day"], {})[card.facts["ref"]] = Decimal(card.facts["amount"])
        return days

    def days(self) -> list[tuple[Card, bool]]:
        """The days that officers signed, and whether something was booked on them since."""
        cards = self.journal.cards(CardFilter("day", limit=500))
        booked = {bank: self._booked_by_day(bank) for bank in {card.party for card in cards}}

        def now(card: Card) -> Decimal:
            return sum(booked[card.party].get(card.facts["day"], {}).values(), Decimal(0))

        return [(card, now(card) != Decimal(card.facts["ours"])) for card in cards]

    def signed(self, bank: str, day: date) -> payment.Day | None:
        """The reconciliation of a day that an officer signed."""
        state: payment.Day | None = self._together.joint().state(f"day/{bank}-{day}")
        return state

    def sign(self, found: Reconciled, reason: str, officer: Actor) -> Refusal | None:
        """Sign a day; one that does not balance needs a reason. A day that has changed since is signed again."""

        def attempt(joint: Joint) -> Refusal | None:
            stream = f"day/{found.bank}-{found.day}"
            if found.is_what(joint.state(stream)):
                return refuse("day_signed", day=found.day)
            if found.differences and not reason:
                return refuse("not_balanced", differences=_told(found.differences))
            refusal = may_keep(officer)
            if refusal:
                return refusal
            signed = p.DayReconciled(
                found.bank, found.day, found.ours, found.theirs, found.differences, reason
            )
            joint.say(stream, [signed], joint.now, officer.id)
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else None


def _booked(stream: str, state: Payment, repeat: bool = False) -> Booked:
    return Booked(
        stream=stream, state=state.state, booked=state.booked, suspended=state.suspended, reason=state.reason,
        repeat=repeat,
    )  # fmt: skip


def _in_suspense(stream: str, state: Payment | None, ground: str, officer: Actor) -> Refusal | None:
    if state is None:
        return refuse("unknown_payment", ref=stream.partition("/")[2])
    if not state.suspended:
        return refuse("payment_not_suspended", ref=state.ref)
    return may_keep(officer) or (None if ground else refuse("ground_missing"))


def _told(differences: tuple[p.Difference, ...]) -> str:
    return "; ".join(
        f"{each.ref}: {'—' if each.ours is None else each.ours} / {'—' if each.theirs is None else each.theirs}"
        for each in differences
    )
