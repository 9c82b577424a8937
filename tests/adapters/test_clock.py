"""Clocks: a demo office's own stands where it was set and runs on."""

import json
import time

import pytest

from tongguan.adapters.clock import FixedClock, OfficeClock, SystemClock, clock_of, set_office_clock
from tongguan.adapters.memory import MemoryJournal

AUGUST = 1_535_706_000_000_000
"""2018-08-31 17:00 in Xiangtan."""
MINUTE = 60_000_000


def test_a_fixed_clock_stands() -> None:
    clock = FixedClock(AUGUST)
    assert (clock.now(), clock.now()) == (AUGUST, AUGUST)


def test_an_office_clock_runs_on_from_where_it_was_set() -> None:
    journal = MemoryJournal("demo")
    set_office_clock(journal, AUGUST)
    first = OfficeClock(journal).now()
    assert AUGUST <= first < AUGUST + MINUTE
    stored = json.loads(journal.setting("clock") or "")
    stored["wall"] -= 3600 * 1_000_000
    journal.set_setting("clock", json.dumps(stored))
    later = OfficeClock(journal).now()
    assert AUGUST + 60 * MINUTE <= later < AUGUST + 61 * MINUTE


def test_without_a_setting_an_office_clock_is_the_machines() -> None:
    now = time.time_ns() // 1000
    assert now <= OfficeClock(MemoryJournal("demo")).now() < now + MINUTE


def test_a_live_database_has_no_clock_of_its_own() -> None:
    live = MemoryJournal("live")
    with pytest.raises(ValueError, match="only a demo database"):
        set_office_clock(live, AUGUST)
    assert isinstance(clock_of(live), SystemClock)
    assert isinstance(clock_of(MemoryJournal("demo")), OfficeClock)
