"""Steering: were visits moved after the draw towards an officer for a trader, or away from an officer or a trader?

Recomputing shows that the draw itself was honest. What happens to a visit afterwards (hand-over, absence, another
booking, another declaration) is somebody's decision. Moves for honest reasons may favour an officer (who is often free)
or avoid one (who is often away); what they cannot do is to know the trader. So the test asks whether, among the
visits of one period, the moved ones know their trader: a scan statistic (Kulldorff's likelihood ratio of a Poisson
count against what the margins let expect), its maximum over three families of cells (trader and officer who got the
visit; trader and officer who lost it; trader alone), calibrated by exchanging the traders of the visits of a
period at random. The maximum is what is calibrated, so the false alarms over all officers and traders together are
``level``, exactly and without any assumption about how many moves are usual.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from math import log
from operator import add
from random import Random

import msgspec

LEVEL = 0.05
"""Share of false alarms."""
EXCHANGES = 999
NOBODY = "—"
TO, FROM, OF = "to", "from", "of"
"""Families of cells: the officer who got the visit, the one who lost it, no officer."""

Cell = tuple[str, str, str]
"""Family, officer (empty for ``of``), trader."""


class Visit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One visit: who was drawn for it and who made it. ``final`` is empty where it was drawn and never made.

    ``drawn`` is ``NOBODY`` where a declaration was selected and got away before an officer was drawn.
    """

    visit: str
    drawn: str
    final: str
    trader: str
    period: str = ""
    """Visits are compared within a period, such as a month: traders and officers come and go."""

    @property
    def moved(self) -> bool:
        return self.final != self.drawn


class Suspicion(msgspec.Struct, frozen=True, kw_only=True):
    """A cell with more moved visits than its margins let expect."""

    family: str
    officer: str
    trader: str
    count: int
    expected: float
    ratio: float
    """Log likelihood ratio; larger is stranger."""


class Steering(msgspec.Struct, frozen=True, kw_only=True):
    """What the test says."""

    visits: int
    moved: int
    p: float
    """Share of random exchanges whose strangest cell is at least as strange, ours included."""
    alarm: bool
    strangest: tuple[Suspicion, ...]
    """Strangest first; one in an alarm, a hint at most without one."""


def examine(
    visits: Iterable[Visit], random: Random, level: float = LEVEL, exchanges: int = EXCHANGES, shown: int = 3
) -> Steering:
    """Test the visits; ``random`` is seeded, so that everybody gets the same answer.

    Stops as soon as enough exchanges are at least as strange that no alarm can come of it (Besag and Clifford).
    """
    periods: dict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        periods[visit.period].append(visit)
    scan = _Scan(list(periods.values()))
    ratios = {cell: scan.ratio(cell, count) for cell, count in scan.cells(scan.traders)}
    best = max(ratios.values(), default=0.0)
    enough = int(level * (exchanges + 1)) + 1
    stranger = _Stranger(scan, best)
    as_strange = tried = 1
    while best > 0 and tried <= exchanges and as_strange < enough:
        as_strange += stranger(scan.exchanged(random))
        tried += 1
    p = as_strange / tried if best > 0 else 1.0
    return Steering(
        visits=scan.visits,
        moved=len(scan.moves),
        p=p,
        alarm=p <= level,
        strangest=scan.suspicions(ratios, shown),
    )


class _Scan:
    """The moved visits, their margins, and the likelihood ratios of cells given the traders of the moved ones."""

    def __init__(self, periods: Sequence[list[Visit]]) -> None:
        self.visits = sum(map(len, periods))
        self.pools = [[visit.trader for visit in each] for each in periods]
        moves = [[visit for visit in each if visit.moved] for each in periods]
        self.moves = [visit for each in moves for visit in each]
        self._counts = list(map(len, moves))
        self.traders = [visit.trader for visit in self.moves]
        self.officers = {
            TO: [visit.final for visit in self.moves],
            FROM: [visit.drawn for visit in self.moves],
            OF: [""] * len(self.moves),
        }
        self._shares = [
            {trader: count / len(pool) for trader, count in Counter(pool).items()} for pool in self.pools
        ]
        self._margins = {
            TO: [Counter(visit.final for visit in each) for each in moves],
            FROM: [Counter(visit.drawn for visit in each) for each in moves],
            OF: [Counter({"": len(each)}) for each in moves],
        }
        self._expected: dict[Cell, float] = {}

    def exchanged(self, random: Random) -> list[str]:
        """Traders of the moved visits after a random exchange within each period."""
        pools = zip(self.pools, self._counts, strict=True)
        return list(chain.from_iterable(_sample(pool, count, random) for pool, count in pools))

    def cells(self, traders: Sequence[str]) -> Iterable[tuple[Cell, int]]:
        for family, officers in self.officers.items():
            for (officer, trader), count in Counter(zip(officers, traders, strict=True)).items():
                yield (family, officer, trader), count

    def ratio(self, cell: Cell, count: int) -> float:
        """Kulldorff's log likelihood ratio of a cell; 0 where no more came than expected."""
        return _ratio(count, self.expected(cell), len(self.moves))

    def expected(self, cell: Cell) -> float:
        """Moved visits of a cell that its margins let expect, period by period."""
        found = self._expected.get(cell)
        if found is None:
            family, officer, trader = cell
            margins = zip(self._margins[family], self._shares, strict=True)
            found = self._expected[cell] = sum(
                own[officer] * share.get(trader, 0.0) for own, share in margins
            )
        return found

    def least_expected(self, family: str) -> float:
        """No cell of a family that can have a visit expects less than this."""
        margins = zip(self._margins[family], self._shares, strict=True)
        return min(
            (min(own.values()) * min(share.values()) for own, share in margins if any(own.values())),
            default=1.0,
        )

    def suspicions(self, ratios: dict[Cell, float], shown: int) -> tuple[Suspicion, ...]:
        """The strangest cells, those alone that have more than expected."""
        counts = dict(self.cells(self.traders))
        first = sorted(ratios, key=lambda cell: (-ratios[cell], cell))[:shown]
        return tuple(
            Suspicion(
                family=cell[0], officer=cell[1], trader=cell[2], count=counts[cell], expected=self.expected(cell),
                ratio=ratios[cell],
            )
            for cell in first
            if ratios[cell] > 0
        )  # fmt: skip


def _sample(pool: Sequence[str], count: int, random: Random) -> Iterable[str]:
    """``count`` of the pool at random, without putting back; of a large pool those drawn twice are drawn again."""
    if count * 4 > len(pool):
        return random.sample(pool, count)
    places = range(len(pool))
    drawn = dict.fromkeys(random.choices(places, k=count))
    while len(drawn) < count:
        drawn[random.choices(places)[0]] = None
    return map(pool.__getitem__, drawn)


class _Stranger:
    """Does an exchange have a cell at least as strange as ``best``? Most counts are too small to ask of their cell."""

    def __init__(self, scan: _Scan, best: float) -> None:
        self._scan = scan
        self._best = best * (1 - 1e-12)
        self._names = sorted({trader for pool in scan.pools for trader in pool})
        self._places = {trader: place for place, trader in enumerate(self._names)}
        self._families = [self._family(family, officers) for family, officers in scan.officers.items()]

    def _family(self, family: str, officers: Sequence[str]) -> tuple[str, list[str], list[int], int]:
        """Family, its officers, the first cell of each move's officer, and the least count that may be as strange."""
        names = sorted(set(officers))
        rows = {officer: place * len(self._names) for place, officer in enumerate(names)}
        whole, least = len(officers), self._scan.least_expected(family)
        counts = (count for count in range(1, whole + 1) if _ratio(count, least, whole) >= self._best)
        return family, names, [rows[officer] for officer in officers], next(counts, whole + 1)

    def __call__(self, traders: Sequence[str]) -> bool:
        columns = [self._places[trader] for trader in traders]
        for family, officers, rows, least in self._families:
            for cell, count in Counter(map(add, rows, columns)).items():
                if count >= least and self._ratio(family, officers, cell, count) >= self._best:
                    return True
        return False

    def _ratio(self, family: str, officers: Sequence[str], cell: int, count: int) -> float:
        row, column = divmod(cell, len(self._names))
        return self._scan.ratio((family, officers[row], self._names[column]), count)


def _ratio(count: int, expected: float, whole: int) -> float:
    if count <= expected:
        return 0.0
    rest = whole - count
    return count * log(count / expected) + (rest * log(rest / (whole - expected)) if rest else 0.0)
