"""What each open declaration waits for, and when its release is expected: read from the journal once, until it changes."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

import msgspec

from tongguan.desk.late import Looked
from tongguan.desk.together import Together
from tongguan.desk.worklist import WorkRow
from tongguan.facts.clock import DAY, local_date
from tongguan.facts.event import Event, open_event
from tongguan.insight import forecast, waiting
from tongguan.insight.forecast import Forecast, History, Open
from tongguan.insight.waiting import Wait
from tongguan.process.apply import fold

HISTORY_DAYS, HISTORY_MOST = 90, 2000
"""The forecast learns from declarations accepted in so many days, and from so many at most."""
CHUNK = 500
"""Declarations that are read at a time."""


class _Read(msgspec.Struct, frozen=True):
    """What the events of a declaration say up to a version."""

    version: int
    waits: tuple[Wait, ...]
    opened: list[Open]
    ship: str


class Outlook:
    """The open declarations of one journal, with what keeps each of them."""

    def __init__(self, together: Together) -> None:
        self._together = together
        self._journal, self._models = together.journal, together.models
        self._history: tuple[date, History] | None = None
        self._read: dict[str, _Read] = {}

    def look(self, rows: Sequence[WorkRow], now: int) -> list[Looked]:
        """Each of these open declarations; only those are read that have changed since the last look."""
        history, found = self.history(), []
        for row, read in self._known(rows):
            expected = history.forecast(read.opened, now)
            found.append(Looked(row=row, waits=read.waits, forecast=expected, ship=read.ship))
        return found

    def keep(self, numbers: set[str]) -> None:
        """Forget all but these."""
        self._read = {number: read for number, read in self._read.items() if number in numbers}

    def _known(self, rows: Sequence[WorkRow]) -> Iterator[tuple[WorkRow, _Read]]:
        source = iter(rows)
        while chunk := list(islice(source, CHUNK)):
            known = {row.number: read for row in chunk if (read := self._read.get(row.number)) and read.version == row.version}  # fmt: skip
            stale = [row for row in chunk if row.number not in known]
            streams = self._journal.read_many([row.number for row in stale]) if stale else {}
            fresh = {
                row.number: read for row in stale if (read := self._reading(row, streams.get(row.number, [])))
            }
            # Never changed in place: other threads look at the same time.
            self._read = {**self._read, **fresh}
            known |= fresh
            yield from ((row, known[row.number]) for row in chunk if row.number in known)

    def _reading(self, row: WorkRow, events: Sequence[Event]) -> _Read | None:
        facts = [open_event(event) for event in events]
        clearance = fold(facts)
        if clearance is None:
            return None
        model = self._models[clearance.process]
        declared = clearance.declaration
        ship = f"{declared.transport_means} {declared.voyage}".strip() if declared.transport_means else ""
        return _Read(row.version, waiting.waits(model, clearance), forecast.open_now(model, facts), ship)

    def history(self) -> History:
        """What the forecasts of today learn from: declarations that were released before today, by local date."""
        today = local_date(self._together.now())
        if self._history is None or self._history[0] != today:
            self._history = (today, self._learn(today))
        return self._history[1]

    def _learn(self, today: date) -> History:
        now = self._together.now()
        rows = [
            row for row in self._journal.work_rows(now - HISTORY_DAYS * DAY, now)
            if row.released_at is not None and local_date(row.released_at) < today
        ]  # fmt: skip
        rows.sort(key=lambda row: (row.released_at or 0, row.number))
        rows = rows[-HISTORY_MOST:]
        streams = self._journal.read_many([row.number for row in rows])
        return History.of(
            spell for row in rows
            for spell in forecast.spells(self._models[row.process], [open_event(e) for e in streams[row.number]])
        )  # fmt: skip

    def expected(self, number: str, outward: bool = False) -> Forecast | None:
        """When a declaration is expected to be released; None when nothing keeps it, or it is unknown.

        ``outward``: as its declarant may see it, which tells nothing of a selection that was not made known.
        """
        facts = [open_event(event) for event in self._journal.read(number)]
        clearance = fold(facts) if facts and facts[0].data.KIND == "application.received" else None
        if clearance is None:
            return None
        opened = forecast.open_now(self._models[clearance.process], facts, outward)
        return self.history().forecast(opened, self._together.now())
