"""Clocks: the system's, a demo office's own, and one that stands still."""

import json
import time

from tongguan.desk.ports import Journal

SETTING = "clock"


def _wall() -> int:
    return time.time_ns() // 1000


class SystemClock:
    """The machine's clock."""

    def now(self) -> int:
        return _wall()


class FixedClock:
    """A clock that stands until it is set: for one command with ``--at``, and for tests."""

    def __init__(self, at: int) -> None:
        self.at = at

    def now(self) -> int:
        return self.at


class OfficeClock:
    """A demo database's clock: from the instant kept in its setting ``clock`` it runs on in real time.

    The setting is ``{"office": microseconds, "wall": microseconds}``: the office's time and the machine's at
    that moment. Without it the machine's clock is taken. Changed settings are seen within a second.
    """

    _FRESH = 1_000_000

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._shift = 0
        self._read_at: int | None = None

    def now(self) -> int:
        wall = _wall()
        if self._read_at is None or not 0 <= wall - self._read_at < self._FRESH:
            self._shift = _shift(self._journal.setting(SETTING))
            self._read_at = wall
        return wall + self._shift


def _shift(stored: str | None) -> int:
    if stored is None:
        return 0
    clock = json.loads(stored)
    return int(clock["office"]) - int(clock["wall"])


def set_office_clock(journal: Journal, at: int) -> None:
    """Let the office's clock of a demo database stand at ``at`` now and run on; ValueError in a live one."""
    if journal.kind != "demo":
        raise ValueError("only a demo database has a clock of its own")
    journal.set_setting(SETTING, json.dumps({"office": at, "wall": _wall()}))


def clock_of(journal: Journal) -> SystemClock | OfficeClock:
    """The clock that a database goes by: a demo office's own, or the machine's."""
    return OfficeClock(journal) if journal.kind == "demo" else SystemClock()
