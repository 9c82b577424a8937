"""Enterprises with their credit, folded from their events."""

import re
from collections.abc import Iterable
from datetime import date

import msgspec

from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.event import Fact
from tongguan.facts.kinds import Payload
from tongguan.facts.selection import CREDITS, EnterpriseRated
from tongguan.process.decide.refusals import refuse

SOCIAL_LENGTH = 18
"""Characters of a unified social credit code 统一社会信用代码 (GB 32100-2015)."""
_SOCIAL = re.compile(f"[0-9A-Z]{{{SOCIAL_LENGTH}}}")


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
    def social_code(self) -> str:
        """Its unified social credit code as it was told last; empty when nobody said."""
        return next((each.social_code for each in reversed(self.ratings) if each.social_code), "")

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
    if wanted.social_code and not _SOCIAL.fullmatch(wanted.social_code):
        return refuse("bad_field", field="social_code", value=wanted.social_code, known="18 × A-Z 0-9")
    if not wanted.ref:
        return refuse("ref_missing")
    return [wanted]
