"""Authorities to declare folded from their events; a client gives them and ends them."""

from collections.abc import Iterable
from datetime import date

import msgspec
from msgspec.structs import replace

from tongguan.facts.actor import Actor
from tongguan.facts.authority import AuthorityEnded, AuthorityGranted
from tongguan.facts.decision import Refusal
from tongguan.facts.event import Fact
from tongguan.facts.kinds import Payload
from tongguan.process.decide.refusals import refuse

IN_FORCE, NOT_YET, ENDED = "in_force", "not_yet", "ended"


class Authority(msgspec.Struct, frozen=True, kw_only=True):
    """What a client lets a broker do after ``version`` events; ``since`` in microseconds UTC."""

    version: int
    since: int
    terms: AuthorityGranted
    reason: str = ""
    """Why it was ended; empty while it was not."""

    def state(self, on: date) -> str:
        """in_force, not_yet or ended on a local date."""
        day = on.isoformat()
        if self.reason or (self.terms.valid_to and day > self.terms.valid_to):
            return ENDED
        return NOT_YET if day < self.terms.valid_from else IN_FORCE


def fold(facts: Iterable[Fact], was: Authority | None = None) -> Authority | None:
    """The authority after its facts, or after more facts; None when none was given."""
    state = was
    for fact in facts:
        version, at = (state.version if state else 0) + 1, fact.happened_at
        match fact.data:
            case AuthorityGranted() as terms:
                state = Authority(version=version, since=at, terms=terms)
            case AuthorityEnded(reason=reason) if state:
                state = replace(state, version=version, since=at, reason=reason)
    return state


def grant(
    was: Authority | None, wanted: AuthorityGranted, actor: Actor, today: date
) -> list[Payload] | Refusal:
    """The client gives authority; what is in force or to come already is ended first."""
    refusal = _client(wanted.client, actor)
    if refusal:
        return refusal
    if not (wanted.broker.isalnum() and wanted.broker.isascii()) or wanted.broker == wanted.client:
        return refuse("bad_field", field="broker", value=wanted.broker, known="4303980001")
    if not _is_day(wanted.valid_from):
        return refuse("bad_field", field="valid_from", value=wanted.valid_from, known=str(today))
    first = max(wanted.valid_from, today.isoformat())
    if wanted.valid_to and not (_is_day(wanted.valid_to) and first <= wanted.valid_to):
        return refuse("bad_field", field="valid_to", value=wanted.valid_to, known=f"{first} …")
    if was is not None and was.state(today) != ENDED:
        return refuse("authority_stands", broker=wanted.broker)
    return [wanted]


def end(was: Authority | None, client: str, broker: str, reason: str, actor: Actor, today: date) -> list[Payload] | Refusal:  # fmt: skip
    """The client ends it at once, with its reason."""
    refusal = _client(client, actor)
    if refusal:
        return refusal
    if was is None or was.state(today) == ENDED:
        return refuse("no_authority", broker=broker)
    return [AuthorityEnded(reason)] if reason else refuse("reason_missing")


def _client(client: str, actor: Actor) -> Refusal | None:
    if actor.kind != "declarant" or not client or actor.party != client:
        return refuse("not_your_papers", actor=actor.id, party=actor.party)
    return None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
