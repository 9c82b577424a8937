"""Planning a transaction: which of several appends hold, and every row they write. Pure; all stores share it.

The caller has locked, in order of stream, the heads that ``needs`` names. Nothing here waits or writes.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

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
        streams.add(append.stream)
        streams.update(claim.stream for claim in append.claims)
        keys.update(append.keys)
    return sorted(streams), sorted(keys, key=lambda key: (key.value, key.kind))


def plan(group: Sequence[tuple[Append, int]], heads: dict[str, Head], owners: dict[Key, str]) -> Plan:
    """Judge each append (with its recorded_at) in order; a bad one writes nothing."""
    made = Plan(before=heads)
    for append, recorded_at in group:
        made.outcomes.append(_admit(made, append, recorded_at, owners))
    return made


def optimistic(append: Append) -> Plan:
    """The plan of an append without claims, taking for granted that nobody else was first."""
    before = {append.stream: Head(append.stream, append.expected, GENESIS)} if append.expected else {}
    made = Plan(before=before)
    made.outcomes.append(_admit(made, append, 0, {}))
    return made


def check_shape(append: Append) -> None:
    """ValueError when the events of an append do not follow its expected version: a fault of the caller."""
    if not append.events:
        raise ValueError(f"an append to {append.stream} without events")
    for version, event in enumerate(append.events, append.expected + 1):
        if event.version != version or event.stream != append.stream:
            raise ValueError(f"event {event.id} is not number {version} of {append.stream}")


def _admit(made: Plan, append: Append, recorded_at: int, owners: dict[Key, str]) -> Outcome:
    check_shape(append)
    head = made.head(append.stream)
    at = head.version if head else 0
    if at != append.expected:
        return Conflict(append.stream, at)
    for key in append.keys:
        owner = owners.get(key) or made.keys.get(key)
        if owner is not None and owner != append.stream:
            return KeyTaken(key, owner)
    booked = _book(made, append, recorded_at)
    if isinstance(booked, ClaimRefused):
        return booked
    last = append.events[-1]
    free = head.free if head else append.opens
    made.events.extend(append.events)
    made.after[append.stream] = Head(append.stream, last.version, last.digest, free)
    for shared, event in booked:
        made.events.append(event)
        made.after[shared.stream] = shared
    made.keys.update((key, append.stream) for key in append.keys if key not in owners)
    made.secrets.extend((append.stream, secret) for secret in append.secrets)
    if append.work is not None:
        made.work[append.stream] = append.work
    return Stored(append.stream, last.version)


def _book(made: Plan, append: Append, recorded_at: int) -> list[tuple[Head, Event]] | ClaimRefused:
    """The bookings that the append's claims make, or the first claim that does not fit."""
    now: dict[str, Head] = {}
    booked = []
    for claim in append.claims:
        head = now.get(claim.stream) or made.head(claim.stream)
        if head is None or head.free is None:
            return ClaimRefused(claim, None)
        if claim.amount > head.free:
            return ClaimRefused(claim, head.free)
        head, event = _booking(head, head.free, claim, append.events[-1].actor, recorded_at)
        now[claim.stream] = head
        booked.append((head, event))
    return booked


def _booking(head: Head, free: Decimal, claim: Claim, actor: str, recorded_at: int) -> tuple[Head, Event]:
    fact = Fact(ClaimBooked(claim.by, claim.amount), recorded_at, actor)
    event = seal(head.stream, head.version + 1, head.digest, fact, recorded_at)
    return Head(head.stream, event.version, event.digest, free - claim.amount), event
