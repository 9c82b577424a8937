"""A consignment: the goods of one transport document, folded from its events. In parts, on several vehicles, over days."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import takewhile
from typing import Any

import msgspec
from msgspec.structs import replace

from tongguan.facts import kinds, movement
from tongguan.facts.event import Fact
from tongguan.facts.evidence import Tally

LOOSE = ""
"""Name of goods that are in no named unit."""


class Passage(msgspec.Struct, frozen=True):
    """How far a unit has come past one milestone."""

    packages: int = 0
    at: int = 0
    """The last part."""
    whole_at: int | None = None
    """When all of it was past; None while a part is missing."""


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A container of the consignment, or a lot of loose goods."""

    unit: str
    container: bool = False
    packages: int = 0
    """As the manifest says; 0 when it does not."""
    gross_weight: Decimal | None = None
    arrived: Passage = Passage()
    arrived_weight: Decimal = Decimal(0)
    first_at: int | None = None
    place: str = ""
    vehicle: str = ""
    moved: dict[str, Passage] = {}
    """gate_in, gate_out, loaded, departed."""

    def past(self, milestone: str) -> Passage:
        return self.moved.get(milestone, Passage())

    @property
    def left_at(self) -> int | None:
        """When all of it had left: through the gate or on board."""
        times = [self.past(name).whole_at for name in LEAVING]
        return min((at for at in times if at is not None), default=None)


LEAVING = ("gate_out", "departed")
_OF_UNITS = ("arrived", "gate_in", "gate_out", "loaded", "departed")


class Quote(msgspec.Struct, frozen=True):
    """What one living declaration quotes of the consignment."""

    number: str
    packages: int
    gross_weight: Decimal | None
    units: tuple[str, ...]
    at: int


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A report with a reference as it was made, by which a repeat is known; ``unit`` as far as it was named."""

    milestone: str
    ref: str
    unit: str = LOOSE
    packages: int = 0
    gross_weight: Decimal | None = None
    vehicle: str = ""
    place: str = ""


class Consignment(msgspec.Struct, frozen=True, kw_only=True):
    """State after ``version`` events. Times are microseconds since 1970 in UTC."""

    document: str
    version: int = 0
    last_at: int = 0
    manifest: movement.ConsignmentManifested | None = None
    entered_at: int | None = None
    leg_departed_at: int | None = None
    leg_arrived_at: int | None = None
    tally_closed_at: int | None = None
    units: dict[str, Unit] = {}
    quotes: dict[str, Quote] = {}
    reports: frozenset[Said] = frozenset()
    """What was reported with a reference, unit by unit."""

    def has(self, said: Said) -> bool:
        """True when the same was reported before: of the unit that is named, of any part, or of every unit."""
        if not said.ref:
            return False
        if said.milestone not in _OF_UNITS:
            return said in self.reports
        names = list(self.units)
        if said.unit or said.packages or not names:
            names = [resolve(self, said.unit)]
        return all(replace(said, unit=name) in self.reports for name in names)

    @property
    def first_at(self) -> int | None:
        """Arrival of the first part."""
        return min((unit.first_at for unit in self.units.values() if unit.first_at is not None), default=None)

    @property
    def gone_at(self) -> int | None:
        """When the last unit had left; None while one is here or expected."""
        times = [unit.left_at for unit in self.units.values()]
        return max(times, default=None) if None not in times else None  # type: ignore[type-var]

    def of(self, quote: Quote) -> list[Unit]:
        """The units that a declaration quotes: those it names, or all when it names none that is known."""
        named = [self.units[name] for name in quote.units if name in self.units]
        return named or list(self.units.values())

    def arrived_at(self, quote: Quote) -> int | None:
        """When all that the declaration quotes was in; None while a part is missing and more may come."""
        units = self.of(quote)
        missing = [name for name in quote.units if name not in self.units]
        if self.tally_closed_at is not None and units:
            return max(self.tally_closed_at, *(unit.arrived.at for unit in units))
        if not units or (missing and len(missing) < len(quote.units)):
            return None
        whole = [unit.arrived.whole_at for unit in units]
        if None not in whole:
            return max(at for at in whole if at is not None)
        loose = not quote.units and self.manifest is None
        if loose and 0 < quote.packages <= sum(unit.arrived.packages for unit in units):
            return max(unit.arrived.at for unit in units)
        return None

    def moved_at(self, quote: Quote, milestone: str) -> int | None:
        """When all that the declaration quotes was past the milestone; None while a part is not."""
        units = self.of(quote)
        whole = [unit.past(milestone).whole_at for unit in units]
        if units and None not in whole:
            return max(at for at in whole if at is not None)
        return None

    def tally(self, quote: Quote) -> Tally:
        """What is here of what the declaration quotes, and who quoted it before: evidence for the rules."""
        units = self.of(quote)
        weights = [unit.arrived_weight for unit in units]
        return Tally(
            complete=self.arrived_at(quote) is not None,
            counted=sum(unit.arrived.packages for unit in units),
            gross_weight=sum(weights, Decimal(0)) or None,
            others=tuple(other.number for other in self._before(quote) if _overlap(quote, other)),
        )

    def _before(self, quote: Quote) -> list[Quote]:
        """Declarations that quoted the goods earlier: the first is not held for those that follow."""
        earlier = takewhile(lambda other: other.number != quote.number, self.quotes.values())
        return list(earlier)


def _overlap(one: Quote, other: Quote) -> bool:
    """True when two declarations quote the same goods."""
    return not one.units or not other.units or bool(set(one.units) & set(other.units))


def fold(document: str, facts: Iterable[Fact], was: Consignment | None = None) -> Consignment:
    """The consignment after its facts, or after more facts; one nobody has heard of has version 0."""
    state = was or Consignment(document=document)
    for fact in facts:
        state = apply(state, fact)
    return state


def apply(was: Consignment, fact: Fact) -> Consignment:
    """The consignment after one more fact."""
    changes = _APPLY[type(fact.data)](was, fact.data, fact.happened_at)
    return replace(was, version=was.version + 1, last_at=max(was.last_at, fact.happened_at), **changes)


Changes = dict[str, Any]


def _manifested(was: Consignment, data: movement.ConsignmentManifested, at: int) -> Changes:
    units = dict(was.units)
    for line in data.units:
        known = units.get(line.unit, Unit(unit=line.unit))
        units[line.unit] = replace(
            known, container=line.container, packages=line.packages, gross_weight=line.gross_weight
        )
    return {"manifest": data, "units": units}


def _with(was: Consignment, *said: Said) -> frozenset[Said]:
    return was.reports | {each for each in said if each.ref}


def _entered(was: Consignment, data: movement.TransportEntered, at: int) -> Changes:
    said = Said(milestone="entered", ref=data.ref, vehicle=data.means, place=data.place)
    first = was.entered_at if was.entered_at is not None else at
    return {"entered_at": first, "reports": _with(was, said)}


def _leg_departed(was: Consignment, data: movement.LegDeparted, at: int) -> Changes:
    said = Said(milestone="leg_departed", ref=data.ref, vehicle=data.means, place=data.place)
    return {"leg_departed_at": at, "reports": _with(was, said)}


def _leg_arrived(was: Consignment, data: movement.LegArrived, at: int) -> Changes:
    said = Said(milestone="leg_arrived", ref=data.ref, vehicle=data.means, place=data.place)
    return {"leg_arrived_at": at, "reports": _with(was, said)}


def resolve(was: Consignment, unit: str) -> str:
    """The unit that is meant: the only one when none is named."""
    return next(iter(was.units)) if not unit and len(was.units) == 1 else unit


def _arrived(was: Consignment, data: kinds.ConsignmentArrived, at: int) -> Changes:
    name = resolve(was, data.unit)
    everything = not data.unit and not data.packages
    names = (list(was.units) or [LOOSE]) if everything else [name]
    units = dict(was.units)
    for each in names:
        units[each] = _in(units.get(each, Unit(unit=each)), data, at)
    said = [
        Said(milestone="arrived", ref=data.ref, unit=each, packages=data.packages, gross_weight=data.gross_weight,
             vehicle=data.vehicle, place=data.place)
        for each in names
    ]  # fmt: skip
    return {"units": units, "reports": _with(was, *said)}


def _in(unit: Unit, data: kinds.ConsignmentArrived, at: int) -> Unit:
    passage = _onward(unit.arrived, unit.packages, data.packages, at)
    return replace(
        unit,
        arrived=passage,
        arrived_weight=unit.arrived_weight + (data.gross_weight or Decimal(0)),
        first_at=at if unit.first_at is None else min(unit.first_at, at),
        place=data.place or unit.place,
        vehicle=data.vehicle or unit.vehicle,
    )


def _onward(was: Passage, of: int, packages: int, at: int) -> Passage:
    """One more part past a milestone; ``of`` is all there is, 0 when nobody knows."""
    count = was.packages + packages if packages else max(of, was.packages)
    last = max(was.at, at)
    whole = not packages or 0 < of <= count
    return Passage(count, last, was.whole_at if was.whole_at is not None else (last if whole else None))


def _moved(was: Consignment, data: movement.UnitMoved, at: int) -> Changes:
    name = resolve(was, data.unit)
    unit = was.units.get(name, Unit(unit=name))
    of = unit.arrived.packages or unit.packages
    passage = _onward(unit.past(data.milestone), of, data.packages, at)
    moved = {**unit.moved, data.milestone: passage}
    said = Said(milestone=data.milestone, ref=data.ref, unit=name, packages=data.packages,
                gross_weight=data.gross_weight, vehicle=data.vehicle, place=data.place)  # fmt: skip
    units = {**was.units, name: replace(unit, moved=moved, place=data.place or unit.place)}
    return {"units": units, "reports": _with(was, said)}


def _tally_closed(was: Consignment, data: movement.TallyClosed, at: int) -> Changes:
    said = Said(milestone="tally_closed", ref=data.ref)
    return {"tally_closed_at": at, "reports": _with(was, said)}


def _declared(was: Consignment, data: movement.ConsignmentDeclared, at: int) -> Changes:
    quote = Quote(data.number, data.packages, data.gross_weight, data.units, at)
    return {"quotes": {**was.quotes, data.number: quote}}


def _freed(was: Consignment, data: movement.ConsignmentFreed, at: int) -> Changes:
    return {"quotes": {number: quote for number, quote in was.quotes.items() if number != data.number}}


_APPLY: dict[type[kinds.Payload], Callable[[Consignment, Any, int], Changes]] = {
    movement.ConsignmentManifested: _manifested,
    movement.TransportEntered: _entered,
    movement.LegDeparted: _leg_departed,
    movement.LegArrived: _leg_arrived,
    kinds.ConsignmentArrived: _arrived,
    movement.UnitMoved: _moved,
    movement.TallyClosed: _tally_closed,
    movement.ConsignmentDeclared: _declared,
    movement.ConsignmentFreed: _freed,
}
