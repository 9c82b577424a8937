"""Enterprises with their credit, folded from their events."""

from collections.abc import Iterable
from datetime import date

import msgspec

from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.event import Fact
from tongguan.facts.kinds import Payload
from tongguan.facts.selection import CREDITS, EnterpriseRated
from tongguan.process.decide.refusals import refuse


class Enterprise(msgspec.Struct, frozen=True, kw_only=True):
    """One enterprise; ``ratings`` in the order in which they were told."""

    code: str
    version: int
    ratings: tuple[EnterpriseRated, ...]
    last_at: int

    def credit(self, on: date) -> str:
        """Its credit on a local date; empty before the first rating. Of ratings of one day the last one counts."""
        known = [each for each in self.ratings if each.valid_from <= on.isoformat()]
        return sorted(known, key=lambda each: each.valid_from)[-1].credit if known else ""

    @property
    def latest(self) -> EnterpriseRated:
        """The rating that begins last."""
        return sorted(self.ratings, key=lambda each: each.valid_from)[-1]


def fold(name: str, facts: Iterable[Fact], was: Enterprise | None = None) -> Enterprise | None:
    """The enterprise after its facts, or after more facts; None when nobody rated it."""
    state = was
    for fact in facts:
        if isinstance(fact.data, EnterpriseRated):
            before = state.ratings if state else ()
            state = Enterprise(
                code=name, version=len(before) + 1, ratings=(*before, fact.data), last_at=fact.recorded_at
            )
    return state


def rate(wanted: EnterpriseRated, actor: Actor) -> list[Payload] | Refusal:
    """Note a credit from a day on; an officer or the service that keeps the register does, with the document."""
    if actor.kind not in ("officer", "service"):
        return refuse("not_your_role", actor=actor.id, role="officer")
    if wanted.credit not in CREDITS:
        return refuse("unknown_credit", credit=wanted.credit, known=", ".join(CREDITS))
    try:
        date.fromisoformat(wanted.valid_from)
    except ValueError:
        return refuse("bad_field", field="valid_from", value=wanted.valid_from, known="2018-08-01")
    if not wanted.ref:
        return refuse("ref_missing")
    return [wanted]
