"""Which line of which permit a goods line belongs to, over all permits of one document code that a declaration quotes.

A goods line belongs to the line that the declaration names for it, else to one with its commodity code, else, where no
permit has that, to one of its heading (first four digits), which then differs. It belongs to one line alone and is never
split. Where it could be several, goods lines are shared out so that each fits, if such a sharing is found: no field differs
and enough is free. Otherwise each goes to the line from which it differs least.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from tongguan.facts.declaration import Item
from tongguan.facts.permit import PermitLine
from tongguan.rules.permits import Comparison, Pair

HEADING = 4
"""Digits of a heading 品目."""
STEPS = 200
"""Lines that are tried on the way to a sharing that fits, so that a crafted declaration costs no more than others."""
_NOTHING = Decimal(0)
_Line = tuple[int, PermitLine | None]
"""A permit, by its place among those quoted, and its line."""


class _Goods(NamedTuple):
    """A goods line with the lines that it may belong to."""

    place: int
    item: Item
    lines: Sequence[_Line]


class _Candidate(NamedTuple):
    """A line that a goods line may belong to, tried."""

    at: int
    line: PermitLine
    differs: int
    amounts: Mapping[str, Decimal]
    """Shared stream → what the goods line takes of it."""


def pair(permits: Sequence[Comparison], items: Sequence[Item], headings: bool) -> list[list[Pair]]:
    """What belongs to each permit, in the order of the goods lines.

    ``headings``: a goods line whose code no permit has may belong to one of its heading. Not so while another permit is
    quoted that cannot be read: it may be the one.
    """
    goods = list(_goods(permits, items, headings))
    found = [(each, each.lines[0]) for each in goods if len(each.lines) == 1]
    several = [each for each in goods if len(each.lines) > 1]
    if several:
        found += _Sharing(permits, found).share(several)
    pairs: list[list[Pair]] = [[] for _ in permits]
    for each, (at, line) in sorted(found, key=lambda one: one[0].place):
        pairs[at].append((each.place, each.item, line))
    return pairs


def _goods(permits: Sequence[Comparison], items: Sequence[Item], headings: bool) -> Iterator[_Goods]:
    """Each goods line, once for every permit that is quoted for it expressly, else once for all that are quoted for any."""
    plain = [at for at, each in enumerate(permits) if not (each.quote.lines or each.quote.rows)]
    for place, item in enumerate(items, start=1):
        number, expressly = item.line or place, False
        for at, each in enumerate(permits):
            named = each.quote.lines.get(number)
            if named is not None:
                line = next((line for line in each.permit.lines if line.line == named), None)
                yield _Goods(place, item, [(at, line)])
            elif number in each.quote.rows:
                yield _Goods(place, item, _lines(permits, [at], item.commodity, headings=True))
            else:
                continue
            expressly = True
        if not expressly:
            yield _Goods(place, item, _lines(permits, plain, item.commodity, headings))


def _lines(
    permits: Sequence[Comparison], among: Iterable[int], commodity: str, headings: bool
) -> list[_Line]:
    """The lines with a commodity code, else of its heading."""
    lines = [(at, line) for at in among for line in permits[at].permit.lines]
    exact: list[_Line] = [(at, line) for at, line in lines if line.commodity == commodity]
    if exact or not headings:
        return exact
    return [(at, line) for at, line in lines if line.commodity[:HEADING] == commodity[:HEADING]]


class _Sharing:
    """What is left of each line, and which have goods, while goods lines are shared out."""

    def __init__(self, permits: Sequence[Comparison], decided: Iterable[tuple[_Goods, _Line]]) -> None:
        self._permits = permits
        self._free = {name: free for each in permits for name, free in each.quoted.free.items()}
        self._goods = Counter[tuple[int, int]]()
        self._steps = STEPS
        for goods, (at, line) in decided:
            if line is not None:
                self._put(self._tried(goods, at, line))

    def share(self, several: Sequence[_Goods]) -> list[tuple[_Goods, _Line]]:
        """A line for each: what can fit somewhere first, all of it together if possible; then the rest where it differs least."""
        tried = [
            [self._tried(each, at, line) for at, line in each.lines if line is not None] for each in several
        ]
        hopeful = [turn for turn, each in enumerate(tried) if any(map(self._fits, each))]
        chosen = dict(zip(hopeful, self._search([tried[turn] for turn in hopeful]) or (), strict=False))
        for turn, each in enumerate(tried):
            if turn not in chosen:
                chosen[turn] = min(each, key=self._rank)
                self._put(chosen[turn])
        return [(each, (chosen[turn].at, chosen[turn].line)) for turn, each in enumerate(several)]

    def _search(self, tried: list[list[_Candidate]], turn: int = 0) -> list[_Candidate] | None:
        """A line that fits for each from this turn on; None when there is none or it takes too long to find."""
        if turn == len(tried):
            return []
        for each in sorted(filter(self._fits, tried[turn]), key=self._rank):
            if not self._steps:
                return None
            self._steps -= 1
            self._put(each)
            rest = self._search(tried, turn + 1)
            if rest is not None:
                return [each, *rest]
            self._put(each, -1)
        return None

    def _tried(self, goods: _Goods, at: int, line: PermitLine) -> _Candidate:
        return _Candidate(at, line, *self._permits[at].trial(goods.place, goods.item, line))

    def _put(self, each: _Candidate, times: int = 1) -> None:
        """Give the goods line to it; −1 takes it away again."""
        self._goods[each.at, each.line.line] += times
        for name, amount in each.amounts.items():
            self._free[name] = self._free.get(name, _NOTHING) - amount * times

    def _fits(self, each: _Candidate) -> bool:
        return not (each.differs or self._short(each))

    def _short(self, each: _Candidate) -> bool:
        return any(amount > self._free.get(name, _NOTHING) for name, amount in each.amounts.items())

    def _rank(self, each: _Candidate) -> tuple[int, bool, bool, int, int]:
        """Fewer differences first, then enough free, then no other goods line yet, then the order of the permits."""
        other = self._goods[each.at, each.line.line] > 0
        return each.differs, self._short(each), other, each.at, each.line.line
