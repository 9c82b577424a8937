"""A container in the yard, folded from its events. It may come again with other goods: each stay begins anew."""

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from tongguan.facts import movement
from tongguan.facts.event import Fact


class Container(msgspec.Struct, frozen=True, kw_only=True):
    """State after ``version`` events."""

    number: str
    version: int = 0
    last_at: int = 0
    documents: tuple[str, ...] = ()
    """Transport documents of the goods in it, this stay."""
    arrived_at: int | None = None
    left_at: int | None = None
    place: str = ""
    vehicle: str = ""
    seal: str = ""
    openings: int = 0
    """How often it was opened this stay."""


def fold(number: str, facts: Iterable[Fact], was: Container | None = None) -> Container:
    """The container after its facts, or after more facts; one nobody has heard of has version 0."""
    state = was or Container(number=number)
    for fact in facts:
        state = apply(state, fact)
    return state


def apply(was: Container, fact: Fact) -> Container:
    """The container after one more fact."""
    changed = _after(was, fact)
    return replace(changed, version=was.version + 1, last_at=max(was.last_at, fact.happened_at))


def _after(was: Container, fact: Fact) -> Container:
    at = fact.happened_at
    match fact.data:
        case movement.ContainerListed(document=document):
            stay = was if was.left_at is None else Container(number=was.number)
            return replace(stay, documents=tuple(dict.fromkeys((*stay.documents, document))))
        case movement.ContainerArrived(place=place, vehicle=vehicle):
            stay = was if was.left_at is None else Container(number=was.number)
            return replace(stay, arrived_at=at, place=place, vehicle=vehicle)
        case movement.ContainerOpened():
            return replace(was, openings=was.openings + 1, seal="")
        case movement.ContainerSealed(seal=seal):
            return replace(was, seal=seal)
        case movement.ContainerShifted(place=place, vehicle=vehicle):
            return replace(was, place=place, vehicle=vehicle or was.vehicle)
        case movement.ContainerLeft(vehicle=vehicle):
            return replace(was, left_at=at, vehicle=vehicle or was.vehicle)
    raise TypeError(f"not an event of a container: {fact.data}")
