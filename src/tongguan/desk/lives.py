"""The lives of all declarations, kept up to date by following the journal: what times and causes are read from."""

from collections.abc import Mapping, Sequence
from itertools import islice
from threading import Lock

from tongguan.desk.desk import Desk
from tongguan.facts import kinds
from tongguan.facts.event import open_event
from tongguan.insight import hours, life, steps
from tongguan.insight.life import Life
from tongguan.insight.steps import World

CHUNK = 500


class Lives:
    """Every declared declaration as a life; a look reads what came since the last look."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._cursor = ""
        self._read: dict[str, Life] = {}
        self._every: list[Life] = []
        self._filled: Mapping[tuple[str, str, int], int] = {}
        self._lock = Lock()

    def every(self) -> list[Life]:
        """All of them, in order of their numbers."""
        with self._lock:
            changed = self._changed()
            if changed:
                self._take(changed)
                self._every = life.chained([self._read[number] for number in sorted(self._read)])
                self._filled = steps.batches(self._every)
            return self._every

    def _changed(self) -> list[str]:
        """Clearance streams with events since the last look."""
        found: dict[str, None] = {}
        while True:
            events, cursor = self._desk.journal.follow(self._cursor)
            self._cursor = cursor
            if not events:
                return list(found)
            found.update((event.stream, None) for event in events if "/" not in event.stream)

    def _take(self, numbers: list[str]) -> None:
        source = iter(numbers)
        while chunk := list(islice(source, CHUNK)):
            for number, events in self._desk.journal.read_many(chunk).items():
                facts = [open_event(event) for event in events]
                first = facts[0].data
                if not isinstance(first, kinds.ApplicationReceived):
                    continue
                last = [fact.data for fact in facts if isinstance(fact.data, kinds.ApplicationReceived)][-1]
                found = life.read(self._desk.models[last.process], facts)
                if found is not None:
                    self._read[number] = found

    def worlds(self) -> "Worlds":
        """What lies over the lives, by office, as of now."""
        return Worlds(self._desk, self._every, self._filled)


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
