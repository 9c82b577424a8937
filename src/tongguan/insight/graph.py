"""What follows what: the directly-follows graph, variants and rework, each counted as cases pass by."""

from array import array
from collections import Counter
from collections.abc import Sequence

import msgspec

from tongguan.facts.clock import SECOND
from tongguan.insight.log import Step


class Edge(msgspec.Struct, frozen=True, kw_only=True):
    """``to`` directly followed ``from_`` so many times; negative seconds: it began before the other was over."""

    from_: str = msgspec.field(name="from")
    to: str
    count: int
    mean_s: float
    """From the end of the one to the start of the other."""


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """A way that cases took: the same activities in the same order."""

    variant: tuple[str, ...]
    count: int
    share: float


class Rework(msgspec.Struct, frozen=True, kw_only=True):
    """An activity that was done more than once in a case."""

    activity: str
    cases: int
    """Cases in which it was."""
    repeats: int
    """Times that it was done again, in all of them."""


def way(steps: Sequence[Step], names: dict[str, int]) -> "array[int]":
    """The activities in order, by their places in ``names``, which grows.

    Four bytes a step: a million different variants fit where their texts would not.
    """
    return array("I", [names.setdefault(step.activity, len(names)) for step in steps])


class Ways:
    """Graph, variants and rework of the cases that were added."""

    def __init__(self) -> None:
        self._names: dict[str, int] = {}
        self._edges: dict[tuple[int, int], list[int]] = {}
        self._variants: Counter[bytes] = Counter()
        self._reworked: Counter[int] = Counter()
        self._repeats: Counter[int] = Counter()

    def add(self, steps: Sequence[Step]) -> None:
        """One more case."""
        taken = way(steps, self._names)
        self._variants[taken.tobytes()] += 1
        for place in range(1, len(taken)):
            edge = self._edges.setdefault((taken[place - 1], taken[place]), [0, 0])
            edge[0] += 1
            edge[1] += steps[place].start - steps[place - 1].at
        if len(set(taken)) < len(taken):
            for name, times in Counter(taken).items():
                if times > 1:
                    self._reworked[name] += 1
                    self._repeats[name] += times - 1

    def graph(self) -> list[Edge]:
        """Every edge, the most frequent first."""
        names = list(self._names)
        found = [
            Edge(from_=names[a], to=names[b], count=count, mean_s=round(micros / count / SECOND, 6))
            for (a, b), (count, micros) in self._edges.items()
        ]
        return sorted(found, key=lambda each: (-each.count, each.from_, each.to))

    def variants(self) -> list[Variant]:
        """Every variant, the most frequent first."""
        names, total = list(self._names), self._variants.total()
        found = [
            Variant(
                variant=tuple(names[place] for place in array("I", taken)),
                count=count,
                share=round(count / total, 6),
            )
            for taken, count in self._variants.items()
        ]
        return sorted(found, key=lambda each: (-each.count, each.variant))

    def rework(self) -> list[Rework]:
        """Every activity that was repeated, in most cases first."""
        names = list(self._names)
        found = [
            Rework(activity=names[name], cases=cases, repeats=self._repeats[name])
            for name, cases in self._reworked.items()
        ]
        return sorted(found, key=lambda each: (-each.cases, each.activity))
