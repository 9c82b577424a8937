"""Expected release: an interval from the journal's own history, by quantiles of what a declaration still waits for.

History is cut into spells: how long a declaration kept a block (a control or a hold in one state) until the block was
gone. For an open declaration each of its blocks gives the distribution of the rest of its spell, given how long it has
lasted; the release comes with the last of them, taken as independent: P(all gone by x) is the product. No chance, no
clock: the same history, state and moment give the same answer.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from tongguan.facts.clock import moment
from tongguan.facts.event import Fact
from tongguan.process.apply import apply, with_corrected_times
from tongguan.process.clearance import Clearance
from tongguan.process.model import Model
from tongguan.process.progress import blocked_by

FEW = 20
"""Below so many spells a wider key is asked."""
P10, P50, P90 = 0.1, 0.5, 0.9
PARTS = (10, 13, 15)
"""Local hours at which a part of the day begins: what begins late in the afternoon lasts overnight."""
CONTROL, HOLD, OUTWARD = "control", "hold", "outward"
Keys = tuple[str, ...]
"""From the narrowest key to the widest."""


class Spell(msgspec.Struct, frozen=True):
    """A block lasted from its beginning for ``length`` microseconds until it was gone."""

    keys: Keys
    length: int


class Forecast(msgspec.Struct, frozen=True):
    """Expected release; microseconds UTC. The release falls between p10 and p90 four times out of five."""

    p10: int
    p50: int
    p90: int


class Open(msgspec.Struct, frozen=True):
    """A block that is there now, and since when (microseconds UTC)."""

    keys: Keys
    since: int


def keys_of(process: str, kind: str, code: str, state: str, since: int) -> Keys:
    """Keys of a block that began at ``since``: with process and part of the day, with process, alone, and any of its kind."""
    local = moment(since)
    name = f"{kind}:{code}:{state}"
    day = "off" if local.weekday() >= 5 else "day"
    return (f"{process}|{name}|{day}{bisect_right(PARTS, local.hour)}", f"{process}|{name}", name, kind)


def spells(model: Model, facts: Sequence[Fact]) -> list[Spell]:
    """Every spell of the blocks of one declaration that was released; empty for others.

    A block that changes its state begins another spell; all of them last until the block itself is gone, so that each
    tells how much is left from its state on.
    """
    kept: dict[str, list[Open]] = {}
    found: list[Spell] = []
    for at, clearance in _steps(facts):
        for opened in _follow(model, clearance, kept, at):
            found += [Spell(each.keys, max(0, at - each.since)) for each in opened]
        if clearance.released:
            return found
    return []


def open_now(model: Model, facts: Sequence[Fact], outward: bool = False) -> list[Open]:
    """What keeps a declaration from its release after these facts; empty when nothing does.

    ``outward``: only what the declarant may know, so that the forecast betrays no selection.
    """
    kept: dict[str, list[Open]] = {}
    for at, clearance in _steps(facts):
        _follow(model, clearance, kept, at)
    return [opened[-1] for name, opened in kept.items() if (name == OUTWARD) is outward]


def _steps(facts: Sequence[Fact]) -> Iterator[tuple[int, Clearance]]:
    """The clearance after each append (facts recorded together), with the time at which it had come that far."""
    clearance: Clearance | None = None
    at = 0
    for _, together in groupby(with_corrected_times(list(facts)), lambda fact: fact.recorded_at):
        for fact in together:
            clearance = apply(clearance, fact)
            at = max(at, fact.happened_at)
        if clearance is not None:
            yield at, clearance


def _blocks(model: Model, clearance: Clearance) -> Iterator[tuple[str, str, str, str]]:
    """(kind, id, code, state) of everything that keeps a declaration from its release, and its state as outsiders see it."""
    if not clearance.judged:
        return
    blocks = blocked_by(model, clearance, "release")
    for block in blocks:
        if block.kind in (CONTROL, HOLD):
            code = clearance.holds[block.id].code if block.kind == HOLD else block.id
            yield block.kind, f"{block.kind}:{block.id}", code, block.state
    if blocks and clearance.accepted and clearance.alive:
        yield OUTWARD, OUTWARD, "release", _outward(clearance, {block.id for block in blocks})


def _outward(clearance: Clearance, blocks: set[str]) -> str:
    """What the declarant knows: whether the goods came, duty is open, and an inspection was made known. Nothing of
    what was selected and not made known, of reviews and of holds (silence about selection)."""
    came = "here" if "arrived" in clearance.milestones else "coming"
    due = "+due" if blocks & {"settlement", "surcharge"} else ""
    return came + due + ("+visit" if "inspect" in clearance.words else "")


def _follow(model: Model, clearance: Clearance, kept: dict[str, list[Open]], at: int) -> list[list[Open]]:
    """Bring the blocks up to the clearance; returns the states of those that are gone."""
    here: set[str] = set()
    for kind, name, code, state in _blocks(model, clearance):
        keys = keys_of(model.id, kind, code, state, at)
        here.add(name)
        states = kept.setdefault(name, [])
        if not states or states[-1].keys[2] != keys[2]:
            states.append(Open(keys, at))
    return [kept.pop(name) for name in list(kept) if name not in here]


class History(msgspec.Struct, frozen=True):
    """Sorted lengths of spells by key."""

    lengths: dict[str, list[int]]

    @classmethod
    def of(cls, found: Iterable[Spell]) -> "History":
        """History of these spells."""
        lengths: dict[str, list[int]] = {}
        for spell in found:
            for key in spell.keys:
                lengths.setdefault(key, []).append(spell.length)
        return cls({key: sorted(values) for key, values in lengths.items()})

    def rest(self, keys: Keys, lasted: int) -> list[int]:
        """What is left (microseconds, sorted) of spells that lasted longer; by the narrowest key with enough of them.

        Where few lasted as long, they are joined by as long again: half as long at the least, twice at the most.
        """
        few: list[int] = []
        for key in keys:
            lengths = self.lengths.get(key, [])
            left = [length - lasted for length in lengths[bisect_right(lengths, lasted) :]]
            if len(left) >= FEW:
                return left
            few = few or left
        return sorted([*few, lasted // 2, lasted, 2 * lasted])

    def forecast(self, opened: Sequence[Open], now: int) -> Forecast | None:
        """Expected release of a declaration with these blocks; None when nothing keeps it."""
        rests = [self.rest(each.keys, max(0, now - each.since)) for each in opened]
        if not rests:
            return None
        points = sorted({value for rest in rests for value in rest})
        return Forecast(*(now + _quantile(rests, points, p) for p in (P10, P50, P90)))


def _quantile(rests: Sequence[Sequence[int]], points: Sequence[int], p: float) -> int:
    """The smallest point at which the product of the distributions reaches ``p``."""
    low, high = 0, len(points) - 1
    while low < high:
        middle = (low + high) // 2
        share = 1.0
        for rest in rests:
            share *= bisect_right(rest, points[middle]) / len(rest)
        low, high = (low, middle) if share >= p - 1e-12 else (middle + 1, high)
    return points[low]
