"""How often goods were opened for inspection, and how many openings the joint visit saved.

A container, or a lot, that both customs and quarantine had to look at is opened once by each in a serial process and
once in all by a joint visit. Saved: services that had to look, less openings. Counted from the orders alone.
"""

from collections.abc import Iterable

import msgspec

from tongguan.facts.clock import local_date


class Opened(msgspec.Struct, frozen=True):
    """One order's look at one unit; ``at`` is when the visit began, microseconds UTC."""

    unit: str
    numbers: tuple[str, ...]
    """Every declaration with goods in it, in any order."""
    services: tuple[str, ...]
    at: int


class Openings(msgspec.Struct, frozen=True, kw_only=True):
    """Units of one local year that as many services had to look at."""

    year: int
    services: int
    units: int
    openings: int
    shared: int
    """Units that several declarations share."""
    declarations: int

    @property
    def a_unit(self) -> float:
        """Openings of each unit."""
        return self.openings / self.units

    @property
    def saved(self) -> int:
        """Openings that the joint visit spared these goods."""
        return self.services * self.units - self.openings


def count(opened: Iterable[Opened]) -> list[Openings]:
    """By year and number of services; one stay of a unit is known by the declarations with goods in it."""
    stays: dict[tuple[str, str], list[Opened]] = {}
    for each in opened:
        stays.setdefault((each.unit, min(each.numbers)), []).append(each)
    groups: dict[tuple[int, int], list[list[Opened]]] = {}
    for looks in stays.values():
        year = local_date(min(each.at for each in looks)).year
        services = len({service for each in looks for service in each.services})
        groups.setdefault((year, services), []).append(looks)
    return [_row(year, services, stays) for (year, services), stays in sorted(groups.items())]


def _row(year: int, services: int, stays: list[list[Opened]]) -> Openings:
    numbers = [{number for each in looks for number in each.numbers} for looks in stays]
    return Openings(
        year=year, services=services, units=len(stays), openings=sum(len(looks) for looks in stays),
        shared=sum(len(each) > 1 for each in numbers), declarations=sum(len(each) for each in numbers),
    )  # fmt: skip
