"""How good the forecast of release is on months that it has not seen: the demo office, May to August 2018."""

from datetime import date

from tongguan.adapters.memory import MemoryJournal
from tongguan.demo import live
from tongguan.desk.lives import Lives
from tongguan.insight.backtest import Score, held_back
from tongguan.wiring import desk_on

MONTHS = (5, 6, 7, 8)


def measure() -> list[Score]:
    """The score of each month held back."""
    clock = live.VirtualClock(live.local("2017-01-01T00:00"))
    desk = desk_on(MemoryJournal("demo"), clock)
    live.play(desk, clock, 2018)
    lives = Lives(desk)
    every, worlds = lives.every(), lives.worlds()
    return [held_back(every, desk.models, worlds, date(2018, month, 1)) for month in MONTHS]
