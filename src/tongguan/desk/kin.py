"""Open declarations that one cause may keep together: of the same ship, or waiting for the same outside thing."""

from collections.abc import Collection, Sequence

import msgspec

from tongguan.desk.late import Looked
from tongguan.desk.worklist import WorkRow
from tongguan.insight.waiting import Wait

COMMON = ("bank", "laboratory", "authority", "system")
"""Who may keep many declarations at once by one fault."""


class Kin(msgspec.Struct, frozen=True):
    """One of them, and what it has in common."""

    row: WorkRow
    ship: str
    """Means of transport and voyage; empty where that is not it."""
    wait: Wait | None


def kin(looked: Sequence[Looked], numbers: Collection[str]) -> list[Kin]:
    """The others that share something with the declarations of these numbers, the same ship first, then by number.

    A control of the office, of a declarant or of goods on their way is no common cause: each has its own.
    """
    own = [each for each in looked if each.row.number in numbers]
    ships = {each.ship for each in own if each.ship}
    waits = {key for each in own for key in _outside(each)}
    found = []
    for each in looked:
        shared = next((wait for key, wait in _outside(each).items() if key in waits), None)
        ship = each.ship if each.ship in ships else ""
        if each.row.number not in numbers and (ship or shared):
            found.append(Kin(each.row, ship, shared))
    return sorted(found, key=lambda each: (not each.ship, each.row.number))


def _outside(each: Looked) -> dict[tuple[str, str], Wait]:
    return {
        (wait.party, wait.code): wait
        for wait in each.waits
        if wait.what.kind == "hold" or wait.party in COMMON
    }
