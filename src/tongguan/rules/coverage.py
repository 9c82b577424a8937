"""Coverage of the supervision conditions: which commodities no row settles, so that none falls through unnoticed."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

import msgspec

from tongguan.facts.declaration import Declaration
from tongguan.rules.conditions import ILLUSTRATIVE, Conditions


class Uncovered(msgspec.Struct, frozen=True):
    """A commodity without a row."""

    commodity: str
    name: str
    """Goods name of the first line that has it."""
    lines: int
    declarations: int


class Coverage(msgspec.Struct, frozen=True):
    """What the rows cover of some declarations; counts are goods lines."""

    lines: int
    covered: int
    illustrative: int
    """Covered by rows that were made up or are remembered."""
    uncovered: tuple[Uncovered, ...]
    """Most lines first."""
    unasked: dict[str, int] = {}
    """Conditions of rows that ask nothing of anybody → how many goods lines have them."""


def report(conditions: Conditions, declared: Iterable[tuple[Declaration, date]]) -> Coverage:
    """Coverage of declarations, each with the local date whose rows count."""
    lines = covered = illustrative = 0
    without: Counter[str] = Counter()
    declarations: Counter[str] = Counter()
    unasked: Counter[str] = Counter()
    names: dict[str, str] = {}
    for d, on in declared:
        lines += len(d.items)
        bare = []
        for item in d.items:
            row = conditions.row(item.commodity, on)
            covered += row is not None
            illustrative += row is not None and row.status == ILLUSTRATIVE
            unasked.update(conditions.unasked(row) if row else "")
            if row is None:
                bare.append(item.commodity)
                names.setdefault(item.commodity, item.name)
        without.update(bare)
        declarations.update(set(bare))
    order = sorted(without, key=lambda code: (-without[code], code))
    found = tuple(Uncovered(code, names[code], without[code], declarations[code]) for code in order)
    return Coverage(lines, covered, illustrative, found, dict(sorted(unasked.items())))
