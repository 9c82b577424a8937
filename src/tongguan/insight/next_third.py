"""Where the next third must come from: the fewest causes that, had nobody waited for them, would bring it. Pure.

Work itself is never removed: what is looked for is waiting. Causes together save more, or less, than the sum of each
(tracks run in parallel), so that every set is reckoned anew by the calculation of ``causes.without``.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations

import msgspec

from tongguan.insight.cause import names
from tongguan.insight.causes import tell, without
from tongguan.insight.steps import WORK, Phase

THIRD = Fraction(1, 3)
Way = Sequence[Phase]


class Removal(msgspec.Struct, frozen=True, kw_only=True):
    """Causes taken away together; microseconds over all declarations."""

    causes: tuple[str, ...]
    total: int
    """As it was."""
    without: int
    """As it would have been."""
    enough: bool
    """Is the share reached? False only where all waiting together does not bring it."""

    @property
    def saved(self) -> float:
        """Share of the total that would have been saved."""
        return 1 - self.without / self.total


def smallest(ways: Iterable[Way], share: Fraction = THIRD) -> Removal | None:
    """The fewest causes whose removal saves the share, of as many the ones that save most; None where nothing took time.

    Where all waiting together is not enough, all of it, and ``enough`` says so.
    """
    table = _Table(ways)
    if not table.total:
        return None
    for size in range(1, len(table.waits) + 1):
        best = min((table.without(each), each) for each in combinations(table.waits, size))
        if best[0] <= table.total * (1 - share):
            return Removal(causes=best[1], total=table.total, without=best[0], enough=True)
    everything = tuple(table.waits)
    return Removal(causes=everything, total=table.total, without=table.without(everything), enough=False)


class _Table:
    """What each set of causes would leave, reckoned once for each set that a declaration itself can tell apart."""

    def __init__(self, ways: Iterable[Way]) -> None:
        self._ways: dict[frozenset[str], list[Way]] = {}
        self._known: dict[tuple[frozenset[str], frozenset[str]], int] = {}
        self.total = 0
        for way in ways:
            told = tell(way)
            self.total += told.total
            own = set(told.causes) | {
                cause for phase in way for step in phase.steps for *_, cause in step.parts
            }
            self._ways.setdefault(frozenset(own), []).append(way)
        present = {cause for own in self._ways for cause in own}
        self.waits = [name for name in names() if name in present and name != WORK]

    def without(self, gone: Iterable[str]) -> int:
        """Microseconds of all ways without these causes."""
        asked = frozenset(gone)
        return sum(self._of(own, asked & own) for own in self._ways)

    def _of(self, own: frozenset[str], gone: frozenset[str]) -> int:
        found = self._known.get((own, gone))
        if found is None:
            found = self._known[own, gone] = sum(without(way, *gone) for way in self._ways[own])
        return found
