"""Planning a transaction: which of several appends hold, and every row they write. Pure; all stores share it.

The caller has locked, in order of stream, the heads that ``needs`` names. Nothing here waits or writes.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from tongguan.desk.cards import Card
from tongguan.desk.ports import Append, ClaimRefused, Conflict, Head, Key, KeyTaken, Outcome, Secret, Stored
from tongguan.desk.worklist import WorkRow
from tongguan.facts.claim import Claim
from tongguan.facts.event import GENESIS, Event, Fact, seal
from tongguan.facts.kinds import ClaimBooked


class Plan(msgspec.Struct):
    """What one transaction writes, and the outcome of each append in order."""

    outcomes: list[Outcome] = []
    before: dict[str, Head] = {}
    """Heads as they stand before the transaction; a stream that is missing is new."""
    after: dict[str, Head] = {}
    """Heads that the transaction writes."""
    events: list[Event] = []
    keys: dict[Key, str] = {}
    work: dict[str, WorkRow] = {}
    cards: dict[str, Card] = {}
    secrets: list[tuple[str, Secret]] = []

    @property
    def empty(self) -> bool:
        return not self.after

    def born(self) -> list[Head]:
        """New heads in order of stream."""
        return [self.after[name] for name in sorted(self.after) if name not in self.before]

    def moved(self) -> list[tuple[Head, int]]:
        """Heads that move, with the version each was at, in order of stream."""
        return [
            (self.after[name], self.before[name].version)
            for name in sorted(self.after)
            if name in self.before
        ]

    def head(self, stream: str) -> Head | None:
        return self.after.get(stream) or self.before.get(stream)


def needs(appends: Iterable[Append]) -> tuple[list[str], list[Key]]:
    """The streams to lock, sorted, and the identifiers to look up, before planning these appends."""
    streams: set[str] = set()
    keys: set[Key] = set()
    for append in appends:
        for part in (append, *append.beside):
            streams.add(part.stream)
            streams.update(claim.stream for claim in part.claims)
            keys.update(part.keys)
    return sorted(streams), sorted(keys, key=lambda key: (key.value, key.kind))


def plan(group: Sequence[tuple[Append, int]], heads: dict[str, Head], owners: dict[Key, str]) -> Plan:
    """Judge each append (with its recorded_at) in order; a bad one writes nothing."""
    made = Plan(before=heads)
    for append, recorded_at in group:
        made.outcomes.append(_admit(made, append, recorded_at, owners))
    return made


def optimistic(append: Append) -> Plan:
    """The plan of an append without claims, taking for granted that nobody else was first."""
    parts = (append, *append.beside)
    before = {part.stream: Head(part.stream, part.expected, GENESIS) for part in parts if part.expected}
    made = Plan(before=before)
    made.outcomes.append(_admit(made, append, 0, {}))
    return made


def claims(append: Append) -> bool:
    """True when the append or one beside it claims something of a shared stream."""
    return bool(append.claims) or any(part.claims for part in append.beside)


def check_shape(append: Append) -> None:
    """ValueError when the events of an append do not follow its expected version: a fault of the caller."""
    if not append.events:
        raise ValueError(f"an append to {append.stream} without events")
    for version, event in enumerate(append.events, append.expected + 1):
        if event.version != version or event.stream != append.stream:
            raise ValueError(f"event {event.id} is not number {version} of {append.stream}")


def _admit(made: Plan, append: Append, recorded_at: int, owners: dict[Key, str]) -> Outcome:
    """Let the append and those beside it in, all of them or none."""
    heads: dict[str, Head] = {}
    events: list[Event] = []
    parts = (append, *append.beside)
    for part in parts:
        refused = _stage(made, part, recorded_at, owners, heads, events)
        if refused is not None:
            return refused
    made.events.extend(events)
    made.after.update(heads)
    for part in parts:
        _take(made, part, owners)
    return Stored(append.stream, append.events[-1].version)


def _stage(
    made: Plan,
    part: Append,
    recorded_at: int,
    owners: dict[Key, str],
    heads: dict[str, Head],
    events: list[Event],
) -> Outcome | None:
    """Put the heads and events of one part with those before it; or say why it does not hold."""
    check_shape(part)
    head = heads.get(part.stream) or made.head(part.stream)
    at = head.version if head else 0
    if at != part.expected:
        return Conflict(part.stream, at)
    for key in part.keys:
        owner = owners.get(key) or made.keys.get(key)
        if owner is not None and owner != part.stream:
            return KeyTaken(key, owner)
    last = part.events[-1]
    heads[part.stream] = Head(part.stream, last.version, last.digest, head.free if head else part.opens)
    events.extend(part.events)
    for claim in part.claims:
        shared = heads.get(claim.stream) or made.head(claim.stream)
        if shared is None or shared.free is None:
            return ClaimRefused(claim, None)
        if claim.amount > shared.free:
            return ClaimRefused(claim, shared.free)
        heads[claim.stream], event = _booking(
            shared, shared.free, claim, claim.actor or last.actor, recorded_at
        )
        events.append(event)
    return None


def _take(made: Plan, part: Append, owners: dict[Key, str]) -> None:
    made.keys.update((key, part.stream) for key in part.keys if key not in owners)
    made.secrets.extend((part.stream, secret) for secret in part.secrets)
    if part.work is not None:
        made.work[part.stream] = part.work
    if part.card is not None:
        made.cards[part.stream] = part.card


def _booking(head: Head, free: Decimal, claim: Claim, actor: str, recorded_at: int) -> tuple[Head, Event]:
    fact = Fact(ClaimBooked(claim.by, claim.amount), recorded_at, actor)
    event = seal(head.stream, head.version + 1, head.digest, fact, recorded_at)
    return Head(head.stream, event.version, event.digest, free - claim.amount), event
