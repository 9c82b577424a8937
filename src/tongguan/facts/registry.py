"""Every kind of event by its name and schema, and how a stored payload is read.

A payload ever released keeps its class or an upcaster; ``tests/facts/golden`` holds a journal of each.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from tongguan.facts import (
    authority,
    case,
    chain,
    dues,
    improvement,
    inspection,
    kinds,
    movement,
    note,
    outage,
    payment,
    permit,
    report,
    second,
    security,
    selection,
    team,
)
from tongguan.facts.kinds import Payload

MODULES = (
    kinds,
    movement,
    chain,
    outage,
    dues,
    security,
    payment,
    selection,
    permit,
    inspection,
    case,
    note,
    team,
    report,
    authority,
    improvement,
    second,
)
"""Modules that define payloads."""

PAYLOADS: dict[tuple[str, int], type[Payload]] = {
    (kind.KIND, kind.SCHEMA): kind
    for module in MODULES
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Payload) and kind.KIND
}
UPCASTERS: dict[tuple[str, int], Callable[[Any], Payload]] = {}
"""(kind, old schema) → function from the decoded old payload to today's."""

_decoders = {key: msgspec.json.Decoder(kind) for key, kind in PAYLOADS.items()}


class UnknownKind(Exception):
    """The journal holds a kind or schema that this program does not know: it is older than its data."""


def decode(kind: str, schema: int, payload: bytes) -> Payload:
    """The payload record of an event; UnknownKind when the program cannot know it."""
    decoder = _decoders.get((kind, schema))
    if decoder is not None:
        return decoder.decode(payload)
    lift = UPCASTERS.get((kind, schema))
    if lift is None:
        raise UnknownKind(f"{kind} schema {schema}")
    return lift(msgspec.json.decode(payload))
