"""Visits that a terminal books and makes ready for: to goods that it reported itself and that stand in its yard."""

from collections.abc import Iterable

from tongguan.desk.cards import Card
from tongguan.desk.ports import Journal
from tongguan.desk.yard import is_container
from tongguan.facts import kinds, movement
from tongguan.facts.event import Event, open_event

_TELLING = frozenset(
    kind.KIND
    for kind in (
        movement.ContainerArrived, movement.ContainerLeft, kinds.ConsignmentArrived, movement.UnitMoved, kinds.GoodsMoved,
    )
)  # fmt: skip
"""Kinds that say where goods are."""


def at_hand(journal: Journal, cards: Iterable[Card], terminal: str) -> list[tuple[Card, tuple[str, ...]]]:
    """Of these cards of orders, those with units whose arrival the terminal reported, and these units alone."""
    wanted = [(card, {unit: _stream(card, unit) for unit in card.facts["units"].split()}) for card in cards]
    events = journal.read_many(sorted({stream for _, units in wanted for stream in units.values()}))
    found = []
    for card, units in wanted:
        own = tuple(unit for unit, stream in units.items() if _stands_with(events.get(stream, []), terminal))
        if own:
            found.append((card, own))
    return found


def _stream(card: Card, unit: str) -> str:
    """Where a unit's movements are: a container, a lot by its document, or a declaration without one."""
    if unit in card.facts["declarations"].split():
        return unit
    return f"{'container' if is_container(unit) else 'consignment'}/{unit}"


def _stands_with(events: Iterable[Event], terminal: str) -> bool:
    """Did the terminal report its arrival, and nobody since that it left?"""
    here = ""
    for event in events:
        if event.kind in _TELLING:
            here = _reported(event, here)
    return here == terminal


def _reported(event: Event, here: str) -> str:
    match open_event(event).data:
        case movement.ContainerArrived() | kinds.ConsignmentArrived() | kinds.GoodsMoved(milestone="arrived"):
            return event.actor
        case movement.ContainerLeft() | movement.UnitMoved(milestone="gate_out" | "departed", packages=0):
            return ""
        case kinds.GoodsMoved(milestone="gate_out" | "departed"):
            return ""
    return here
