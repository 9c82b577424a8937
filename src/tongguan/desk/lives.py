"""The lives of all declarations, kept up to date by following the journal: what times and causes are read from."""

from collections.abc import Mapping, Sequence
from itertools import islice
from threading import Lock

from msgspec.structs import replace

from tongguan.desk.desk import Desk
from tongguan.facts import kinds
from tongguan.facts.event import Fact, open_event
from tongguan.facts.inspection import InspectionConcluded
from tongguan.insight import chain, hours, life, steps
from tongguan.insight.life import Life
from tongguan.insight.steps import World
from tongguan.process.decide.visits import CONDITION

CHUNK = 500


class Lives:
    """Every declared declaration as a life; a look reads what came since the last look."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._cursor = ""
        self._read: dict[str, Life] = {}
        self._on_condition: set[str] = set()
        self._every: list[Life] = []
        self._filled: Mapping[tuple[str, str, int], int] = {}
        self._lock = Lock()

    def every(self) -> list[Life]:
        """All of them, in order of their numbers."""
        with self._lock:
            changed = self._changed()
            if changed:
                self._take(changed)
                self._every = chain.chained([self._read[number] for number in sorted(self._read)])
                self._filled = steps.batches(self._every)
            return self._every

    def _changed(self) -> list[str]:
        """Clearance streams with events since the last look, and those that an inspection let go with a condition."""
        found: dict[str, None] = {}
        while True:
            events, cursor = self._desk.journal.follow(self._cursor)
            self._cursor = cursor
            if not events:
                return list(found)
            found.update((event.stream, None) for event in events if "/" not in event.stream)
            concluded = [open_event(event).data for event in events if event.kind == InspectionConcluded.KIND]
            told = {
                each.number
                for each in concluded
                if isinstance(each, InspectionConcluded) and each.outcome == CONDITION
            }
            self._on_condition |= told
            found.update(dict.fromkeys(told))

    def _take(self, numbers: list[str]) -> None:
        source = iter(numbers)
        while chunk := list(islice(source, CHUNK)):
            for number, events in self._desk.journal.read_many(chunk).items():
                if (found := _life(self._desk, [open_event(event) for event in events])) is not None:
                    self._read[number] = replace(found, condition=number in self._on_condition)

    def worlds(self) -> "Worlds":
        """What lies over the lives, by office, as of now."""
        return Worlds(self._desk, self._every, self._filled)


def earlier(desk: Desk) -> dict[str, tuple[Life, ...]]:
    """Number → the declarations of the same goods before it, where there are any; traders without one that is over stay unread."""
    rows = list(desk.journal.work_rows())
    again = {row.trader for row in rows if row.ended_at is not None or row.status == "returned"}
    numbers = [row.number for row in rows if row.trader in again]
    found = []
    for place in range(0, len(numbers), CHUNK):
        for events in desk.journal.read_many(numbers[place : place + CHUNK]).values():
            found.append(_life(desk, [open_event(event) for event in events]))
    chained = chain.chained([each for each in found if each is not None])
    return {each.number: each.earlier for each in chained if each.earlier}


def _life(desk: Desk, facts: list[Fact]) -> Life | None:
    """The life of a stream; None for one of something else, and for a draft."""
    said = [fact.data for fact in facts if isinstance(fact.data, kinds.ApplicationReceived)]
    return life.read(desk.models[said[-1].process], facts) if facts and said else None


class Worlds:
    """From an office to its world; each is made once."""

    def __init__(self, desk: Desk, lives: Sequence[Life], filled: Mapping[tuple[str, str, int], int]) -> None:
        self._desk, self._filled = desk, filled
        self._now = desk.clock.now()
        self._busy = steps.busy_officers(lives, self._now)
        self._made: dict[str, World] = {}

    def __call__(self, office: str) -> World:
        found = self._made.get(office)
        if found is None:
            out = steps.merged(self._desk.outages.intervals(office, self._now))
            found = self._made[office] = World(
                hours=hours.shipped(), now=self._now, outages=tuple(out), busy=self._busy, filled=self._filled
            )
        return found
