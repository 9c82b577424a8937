"""Outages folded from their events, and what may be entered from paper because of them."""

import re
from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.event import Fact
from tongguan.facts.kinds import Payload
from tongguan.facts.outage import OutageDeclared, OutageEnded
from tongguan.process.decide.refusals import refuse

EVERYWHERE = "*"
_OFFICE = re.compile("[0-9]{4}")
WHAT = ("system", "network", "gate", "bank")
STOPS_DECLARING = ("system", "network")
"""Without these nobody can declare; a gate or a bank that is out leaves the terms of declaring as they are."""


class Outage(msgspec.Struct, frozen=True, kw_only=True):
    """One outage; times are microseconds UTC."""

    id: str
    version: int
    scope: str
    what: str
    reason: str
    since: int
    until: int | None

    def holds(self, at: int, office: str) -> bool:
        """Was it going on at that moment for that office?"""
        meant = self.scope in (EVERYWHERE, office)
        return meant and self.since <= at and (self.until is None or at <= self.until)


def fold(name: str, facts: Iterable[Fact], was: Outage | None = None) -> Outage | None:
    """The outage after its facts, or after more facts; None when there is none."""
    state = was
    for fact in facts:
        match fact.data:
            case OutageDeclared() as data:
                state = Outage(
                    id=name, version=1, scope=data.scope, what=data.what, reason=data.reason, since=data.since,
                    until=data.until,
                )  # fmt: skip
            case OutageEnded(until=until) if state:
                state = replace(state, version=state.version + 1, until=until)
    return state


def declare(wanted: OutageDeclared, actor: Actor, now: int) -> list[Payload] | Refusal:
    """Declare an outage that began; an officer does, with a reason."""
    if actor.kind != "officer":
        return refuse("not_your_role", actor=actor.id, role="officer")
    if wanted.scope != EVERYWHERE and not _OFFICE.fullmatch(wanted.scope):
        return refuse("bad_field", field="scope", value=wanted.scope, known=f"4907 …, {EVERYWHERE}")
    if wanted.what not in WHAT:
        return refuse("bad_field", field="what", value=wanted.what, known=", ".join(WHAT))
    if not wanted.reason:
        return refuse("reason_missing")
    if wanted.since > now or (wanted.until is not None and wanted.until > now):
        return refuse("time_in_future")
    if wanted.until is not None and wanted.until <= wanted.since:
        return refuse("outage_backwards")
    return [wanted]


def end(was: Outage, until: int, actor: Actor, now: int) -> list[Payload] | Refusal:
    """The outage is over."""
    if actor.kind != "officer":
        return refuse("not_your_role", actor=actor.id, role="officer")
    if was.until is not None:
        return refuse("outage_over", outage=was.id)
    if until > now:
        return refuse("time_in_future")
    if until <= was.since:
        return refuse("outage_backwards")
    return [OutageEnded(until)]


def covering(outages: Sequence[Outage], at: int, office: str) -> Outage | None:
    """The outage that was going on at that moment for that office."""
    return next((each for each in outages if each.holds(at, office)), None)
