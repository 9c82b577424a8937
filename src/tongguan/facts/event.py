"""Events: the journal's unit, its canonical bytes and its digest chain.

Digest: SHA-256 over the digest of the predecessor in the stream and the canonical bytes of kind, schema, version, both
times, actor and payload. Changing, dropping or reordering anything in a stream changes every later digest.
"""

from hashlib import sha256
from typing import Any

import msgspec

from tongguan.facts.kinds import Payload
from tongguan.facts.registry import decode

GENESIS = b"\x00" * 32
"""What the first event of a stream takes for its predecessor's digest."""

_encoder = msgspec.json.Encoder(order="sorted", decimal_format="string")


class Fact(msgspec.Struct, frozen=True):
    """An event as the engine sees it: what became true, when, by whom. Times are microseconds since 1970 in UTC."""

    data: Payload
    happened_at: int
    actor: str
    version: int = 0
    recorded_at: int = 0


class Event(msgspec.Struct, frozen=True):
    """An event as the journal keeps it. Its id is ``stream/version``."""

    stream: str
    version: int
    kind: str
    schema: int
    happened_at: int
    recorded_at: int
    actor: str
    payload: str
    """Exact canonical JSON (sorted keys, decimals as text, no control characters)."""
    digest: bytes

    @property
    def id(self) -> str:
        return f"{self.stream}/{self.version}"


def canonical(value: Any) -> bytes:
    """Canonical JSON of a record: sorted keys, decimals as text, UTF-8."""
    return _encoder.encode(value)


def digest_of(
    before: bytes,
    kind: str,
    schema: int,
    version: int,
    happened_at: int,
    recorded_at: int,
    actor: str,
    payload: str,
) -> bytes:
    """The digest (32 bytes) of one event after the digest ``before``."""
    head = f"{kind}\x00{schema}\x00{version}\x00{happened_at}\x00{recorded_at}\x00{actor}\x00"
    return sha256(before + head.encode() + payload.encode()).digest()


def seal(stream: str, version: int, before: bytes, fact: Fact, recorded_at: int) -> Event:
    """Turn a fact into the journal's event number ``version`` of ``stream``, chained to the digest ``before``."""
    data = fact.data
    payload = canonical(data).decode()
    digest = digest_of(
        before, data.KIND, data.SCHEMA, version, fact.happened_at, recorded_at, fact.actor, payload
    )
    return Event(
        stream, version, data.KIND, data.SCHEMA, fact.happened_at, recorded_at, fact.actor, payload, digest
    )


def seal_all(
    stream: str, version: int, before: bytes, facts: "tuple[Fact, ...] | list[Fact]", recorded_at: int
) -> tuple[Event, ...]:
    """Seal facts in order after event ``version`` (0 for an empty stream) with digest ``before``."""
    events = []
    for fact in facts:
        version += 1
        event = seal(stream, version, before, fact, recorded_at)
        before = event.digest
        events.append(event)
    return tuple(events)


def open_event(event: Event) -> Fact:
    """The fact inside an event; older schemas are lifted by their upcaster (``tongguan.facts.registry``)."""
    data = decode(event.kind, event.schema, event.payload.encode())
    return Fact(data, event.happened_at, event.actor, event.version, event.recorded_at)


def first_broken(events: "list[Event] | tuple[Event, ...]", before: bytes = GENESIS, version: int = 0) -> int:
    """Version of the first event whose number or digest is not what the chain demands; 0 when all hold."""
    for event in events:
        version += 1
        expected = digest_of(
            before,
            event.kind,
            event.schema,
            version,
            event.happened_at,
            event.recorded_at,
            event.actor,
            event.payload,
        )
        if event.version != version or event.digest != expected:
            return version
        before = event.digest
    return 0
