"""An e-ledger or a licence: the fold of its own events. What is free of its lines stands in the heads of shared streams."""

from collections.abc import Iterable
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from tongguan.facts.event import Fact
from tongguan.facts.kinds import Payload
from tongguan.facts.permit import (
    ObjectionSettled,
    Permit,
    PermitAmended,
    PermitObjected,
    PermitOpened,
    PermitRevoked,
    limits_of,
)

ACTIVE, REVOKED = "active", "revoked"


class Objection(msgspec.Struct, frozen=True, kw_only=True):
    """An objection of the enterprise to a use of its permit."""

    id: int
    """Version of its event."""
    number: str
    text: str
    by: str
    at: int
    outcome: str = ""
    """upheld or dismissed; empty while an officer has to settle it."""
    reason: str = ""
    settled_by: str = ""
    settled_at: int | None = None


class PermitState(msgspec.Struct, frozen=True, kw_only=True):
    """A permit after ``version`` events of its own stream."""

    permit: Permit
    version: int
    state: str
    opened_at: int
    limits: dict[str, Decimal]
    """Shared stream → limit, those of lines that an amendment removed with 0."""
    objections: tuple[Objection, ...] = ()
    reason: str = ""
    """Why it was revoked."""

    @property
    def valid_to(self) -> str:
        """The day on which the first of its lines ends; empty when none does."""
        return min((line.valid_to for line in self.permit.lines if line.valid_to), default="")

    @property
    def last_day(self) -> str:
        """The day on which the last of its lines ends; empty when one never does."""
        days = [line.valid_to for line in self.permit.lines]
        return max(days) if all(days) else ""

    @property
    def open_objections(self) -> tuple[Objection, ...]:
        return tuple(each for each in self.objections if not each.outcome)


def fold(name: str, facts: Iterable[Fact], was: PermitState | None = None) -> PermitState | None:
    """The permit after its facts, or after more facts; None when there is none."""
    state = was
    for fact in facts:
        data = fact.data
        if isinstance(data, PermitOpened):
            state = PermitState(
                permit=data.permit, version=fact.version, state=ACTIVE, opened_at=fact.happened_at,
                limits=limits_of(data.permit),
            )  # fmt: skip
        elif state is not None:
            state = replace(_after(state, fact, data), version=fact.version)
    return state


def _after(was: PermitState, fact: Fact, data: Payload) -> PermitState:
    match data:
        case PermitAmended():
            gone = dict.fromkeys(was.limits, Decimal(0))
            return replace(was, permit=data.permit, limits={**gone, **limits_of(data.permit)})
        case PermitRevoked():
            return replace(was, state=REVOKED, reason=data.reason)
        case PermitObjected():
            made = Objection(
                id=fact.version, number=data.number, text=data.text, by=fact.actor, at=fact.happened_at
            )
            return replace(was, objections=(*was.objections, made))
        case ObjectionSettled():
            return replace(was, objections=tuple(
                replace(each, outcome=data.outcome, reason=data.reason, settled_by=fact.actor, settled_at=fact.happened_at)
                if each.id == data.objection else each
                for each in was.objections
            ))  # fmt: skip
    return was
