"""Exceptions for the auditor: what officers did outside the ordinary course, told from the journal. Pure."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

import msgspec

from tongguan.facts import dues, inspection, kinds, outage, second
from tongguan.facts.clock import SECOND
from tongguan.facts.event import Event, open_event

OVERRIDE, LATE, CORRECTED, SUBSTITUTED, UNDRAWN, BY_HAND = (
    "override",
    "late_entry",
    "corrected",
    "substituted",
    "undrawn",
    "by_hand",
)
SORTS = (OVERRIDE, LATE, CORRECTED, SUBSTITUTED, UNDRAWN, BY_HAND)
"""A hold lifted, a release revoked, a surcharge waived; recorded a minute or more after it happened; a time corrected;
another officer than the first; an inspection order dropped after its officer was drawn; done by an officer's hand what else a message does."""
_HANDS = frozenset({"payment.confirmed", "goods.moved", "pass.gated", "condition.settled"})
"""Kinds that are messages of banks and terminals unless an officer says them."""


class Exceptional(msgspec.Struct, frozen=True):
    """One exception; times are microseconds UTC."""

    sort: str
    stream: str
    version: int
    kind: str
    happened_at: int
    recorded_at: int
    actor: str
    second: str
    """The other person who is on record with it; empty where there is none."""
    says: str
    """What it is about: control, hold, sheet or reference."""
    reason: str


def exceptions(events: Iterable[Event], officers: Collection[str]) -> Iterator[Exceptional]:
    """Exceptions among events; ``officers`` are the ids of those who are."""
    for event in events:
        sort = _sort(event, officers)
        if sort:
            yield _told(event, sort)


def _sort(event: Event, officers: Collection[str]) -> str:
    by_kind = _BY_KIND.get(event.kind)
    if by_kind is not None:
        return by_kind(event) if event.actor in officers else ""
    if event.recorded_at - event.happened_at >= 60 * SECOND and event.actor in officers:
        return LATE
    return BY_HAND if event.kind in _HANDS and event.actor in officers else ""


def _waived(event: Event) -> str:
    data = open_event(event).data
    return OVERRIDE if isinstance(data, dues.SurchargeSettled) and data.how == "waived" else ""


def _undrawn(event: Event) -> str:
    data = open_event(event).data
    return UNDRAWN if isinstance(data, inspection.InspectionDropped) and data.undrawn else ""


def _always(sort: str) -> Callable[[Event], str]:
    return lambda event: sort


_BY_KIND: dict[str, Callable[[Event], str]] = {
    kinds.HoldLifted.KIND: _always(OVERRIDE),
    kinds.ReleaseRevoked.KIND: _always(OVERRIDE),
    dues.SurchargeSettled.KIND: _waived,
    outage.PaperEntered.KIND: _always(LATE),
    kinds.TimeCorrected.KIND: _always(CORRECTED),
    kinds.ControlHandedOver.KIND: _always(SUBSTITUTED),
    inspection.InspectionHandedOver.KIND: _always(SUBSTITUTED),
    inspection.InspectionDropped.KIND: _undrawn,
    second.SecondAsked.KIND: _always(SUBSTITUTED),
    second.SecondGiven.KIND: _always(SUBSTITUTED),
}


def _told(event: Event, sort: str) -> Exceptional:
    data: Any = open_event(event).data
    return Exceptional(
        sort=sort, stream=event.stream, version=event.version, kind=event.kind, happened_at=event.happened_at,
        recorded_at=event.recorded_at, actor=event.actor, second=_first(data, "second", "of", "to", "undrawn"),
        says=_first(data, "control", "hold", "sheet", "of_version", "ref", "milestone", "condition", "number"),
        reason=_first(data, "reason", "ground"),
    )  # fmt: skip


def _first(data: Any, *names: str) -> str:
    return next((str(value) for name in names if (value := getattr(data, name, ""))), "")
