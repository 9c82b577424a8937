"""Guarantees of one office: registered, raised, frozen, called, given back; and who uses them."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from tongguan.desk import card_index
from tongguan.desk.cards import CardFilter
from tongguan.desk.joint import Joint
from tongguan.desk.securities import stream_of
from tongguan.desk.together import Together
from tongguan.facts import kinds
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.event import open_event
from tongguan.facts.security import GuaranteeRegistered
from tongguan.process import guarantee
from tongguan.process.decide import guarantees
from tongguan.process.decide.refusals import refuse
from tongguan.process.guarantee import Guarantee

Decide = Callable[[Guarantee, Decimal], kinds.Payload | Refusal]
YEAR = timedelta(days=365)


class Used(msgspec.Struct, frozen=True, kw_only=True):
    """One use of a guarantee: what was taken or given back, for which declaration, by whom, when."""

    number: str
    amount: Decimal
    """Positive occupies, negative restores."""
    by: str
    at: int
    version: int
    """Of the guarantee's stream; ask again after it."""


class View(msgspec.Struct, frozen=True, kw_only=True):
    """A guarantee with what is free on it now."""

    guarantee: Guarantee
    free: Decimal
    on: date

    @property
    def occupied(self) -> Decimal:
        return self.guarantee.occupied(self.free)

    @property
    def share(self) -> int:
        """Per cent of the limit that is occupied."""
        limit = self.guarantee.limit
        return int(self.occupied * 100 / limit) if limit else 0

    @property
    def state(self) -> str:
        """active, frozen or closed; expired or not_yet by its term."""
        terms = self.guarantee.terms
        if self.guarantee.state != guarantee.ACTIVE or terms is None or self.guarantee.valid(self.on):
            return self.guarantee.state
        return "not_yet" if self.on.isoformat() < terms.valid_from else "expired"

    @property
    def days_left(self) -> int | None:
        """Days of its term that are left; None where it has none."""
        terms = self.guarantee.terms
        return (date.fromisoformat(terms.valid_to) - self.on).days if terms else None


class GuaranteeDesk:
    """The guarantees of one office's declarants."""

    def __init__(self, together: Together) -> None:
        self._together = together
        self.journal = together.journal

    def register(self, name: str, terms: GuaranteeRegistered, actor: Actor) -> Refusal | None:
        """Register a guarantee; refused when its number is there already."""

        def attempt(joint: Joint) -> Refusal | None:
            stream = stream_of(name)
            refusal = guarantees.register(terms, actor)
            if refusal:
                return refusal
            if joint.facts(stream):
                return refuse("key_taken", value=name)
            opened = kinds.SharedOpened(terms.limit, terms.currency, terms.holder, terms.instrument)
            joint.say(stream, [opened, terms], joint.now, actor.id)
            joint.opens(stream, terms.limit)
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else None

    def change_limit(self, name: str, amount: Decimal, ground: str, actor: Actor) -> Refusal | None:
        """Raise (positive) or reduce (negative) the limit."""
        return self._act(
            name, lambda was, free: guarantees.change_limit(was, amount, free, ground, actor), actor, -amount
        )

    def freeze(self, name: str, reason: str, actor: Actor) -> Refusal | None:
        """Nothing new is occupied any more; what is occupied stays due."""
        return self._act(name, lambda was, free: guarantees.freeze(was, free, reason, actor), actor)

    def unfreeze(self, name: str, reason: str, actor: Actor) -> Refusal | None:
        return self._act(name, lambda was, free: guarantees.unfreeze(was, reason, actor), actor)

    def close(self, name: str, reason: str, actor: Actor) -> Refusal | None:
        """Give it back when nothing is occupied."""
        return self._act(name, lambda was, free: guarantees.close(was, free, reason, actor), actor)

    def call(self, name: str, number: str, ref: str, actor: Actor) -> Refusal | None:
        """Call the guarantor to pay what a declaration holds of it."""
        held = sum((use.amount for use in self.uses(name) if use.number == number), Decimal(0))
        return self._act(
            name, lambda was, free: guarantees.call(was, number, held, ref, actor), actor, Decimal(0)
        )

    def _act(self, name: str, decide: Decide, actor: Actor, taken: Decimal | None = None) -> Refusal | None:
        """Decide on the guarantee as it stands under its lock; ``taken``: what it takes of the free, if not its amount."""
        stream = stream_of(name)

        def attempt(joint: Joint) -> Refusal | None:
            was: Guarantee | None = joint.state(stream)
            head = self.journal.heads([stream]).get(stream)
            if was is None or head is None:
                return refuse("unknown_guarantee", guarantee=name)
            said = decide(was, head.free or Decimal(0))
            if isinstance(said, Refusal):
                return said
            joint.say(stream, [said], joint.now, actor.id)
            amount = taken
            if amount is None:
                amount = getattr(said, "amount", Decimal(0))
                amount = -amount if said.KIND == "guarantee.unfrozen" else amount
            if amount:
                joint.claim(stream, stream, amount)
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else None

    # -- looking ----------------------------------------------------------------------------------------------

    def view(self, name: str) -> View | None:
        """A guarantee as it stands; None when there is none."""
        stream = stream_of(name)
        cards = self.journal.cards_of([stream])
        head = self.journal.heads([stream]).get(stream)
        if not cards or head is None:
            return None
        return View(
            guarantee=card_index.guarantee_of(cards[0]), free=head.free or Decimal(0), on=self._today()
        )

    def all(self, holder: str = "", limit: int = 200) -> list[View]:
        """Guarantees by the end of their term, of one holder or of all."""
        cards = self.journal.cards(CardFilter("guarantee", party=holder, limit=limit))
        heads = self.journal.heads([card.stream for card in cards])
        return [
            View(
                guarantee=card_index.guarantee_of(card),
                free=heads[card.stream].free or Decimal(0),
                on=self._today(),
            )
            for card in cards
        ]

    def uses(self, name: str, after: int = 0) -> list[Used]:
        """Every use of a guarantee after a version of its stream, oldest first."""
        stream = stream_of(name)
        facts = (open_event(event) for event in self.journal.read(stream, after))
        return [
            Used(
                number=fact.data.by,
                amount=fact.data.amount,
                by=fact.actor,
                at=fact.happened_at,
                version=fact.version,
            )
            for fact in facts
            if isinstance(fact.data, kinds.ClaimBooked) and fact.data.by != stream
        ]

    def ending(self, days: int) -> list[View]:
        """Guarantees in force whose term ends within so many days, with what hangs on them."""
        return [
            view for view in self.all(limit=1000)
            if view.state == guarantee.ACTIVE and view.days_left is not None and 0 <= view.days_left <= days
        ]  # fmt: skip

    def _today(self) -> date:
        return local_date(self._together.now())
