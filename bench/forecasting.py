"""FORECAST: how often the release fell into its 80 % interval, and how far off the middle was, on held-back months."""

from statistics import median

from tongguan.adapters.memory import MemoryJournal
from tongguan.demo import live
from tongguan.facts.clock import SECOND, local_date
from tongguan.facts.event import Fact, open_event
from tongguan.insight import forecast
from tongguan.insight.forecast import History
from tongguan.wiring import desk_on

MONTHS = (5, 6, 7, 8)
"""Months of 2018; each is forecast from what was released before it."""


def measure() -> list[tuple[str, float, float, int]]:
    """(month, share inside the interval in per cent, median error in minutes, forecasts) of the synthetic demo office."""
    clock = live.VirtualClock(live.local("2017-01-01T00:00"))
    desk = desk_on(MemoryJournal("demo"), clock)
    live.play(desk, clock, 2018)
    rows = [row for row in desk.work() if row.released_at is not None and row.process != "import_serial"]
    streams = desk.journal.read_many([row.number for row in rows])
    lives = [
        (desk.models[row.process], row.released_at or 0, [open_event(event) for event in streams[row.number]])
        for row in rows
    ]
    found = []
    for month in MONTHS:
        history = History.of(
            spell
            for model, at, facts in lives
            if local_date(at).month < month
            for spell in forecast.spells(model, facts)
        )
        inside, errors = 0, []
        for model, at, facts in lives:
            if local_date(at).month != month:
                continue
            for now, known in _moments(facts, at):
                expected = history.forecast(forecast.open_now(model, known), now)
                if expected is not None:
                    inside += expected.p10 <= at <= expected.p90
                    errors.append(abs(expected.p50 - at) / SECOND / 60)
        found.append((f"2018-{month:02}", 100 * inside / len(errors), median(errors), len(errors)))
    return found


def _moments(facts: list[Fact], released: int) -> list[tuple[int, list[Fact]]]:
    """Each moment before the release at which something was recorded, with what was known then."""
    return [
        (fact.recorded_at, facts[: place + 1])
        for place, fact in enumerate(facts[:-1])
        if fact.recorded_at < released and facts[place + 1].recorded_at > fact.recorded_at
    ]
