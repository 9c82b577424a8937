"""Office hours: when officers work, and how much of an interval that is. Times are microseconds UTC."""

import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

import msgspec

from tongguan.facts.clock import OFFICE_ZONE, local_date, micros
from tongguan.rules.figures import Figures
from tongguan.rules.terms import Calendar, MissingDay

Interval = tuple[int, int]
_FRIDAY = 4


class Shift(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from"}):
    """Shifts of a working day and of a rest day from a local date on: pairs of local times."""

    since: date
    workday: tuple[tuple[str, str], ...]
    restday: tuple[tuple[str, str], ...]


class OfficeHours:
    """The hours of one office by its calendar."""

    def __init__(self, shifts: tuple[Shift, ...], calendar: Calendar, zone: ZoneInfo = OFFICE_ZONE) -> None:
        self._shifts = sorted(shifts, key=lambda each: each.since)
        self._since = [each.since for each in self._shifts]
        self._calendar = calendar
        self._zone = zone
        self._days: dict[date, tuple[Interval, ...]] = {}

    def is_workday(self, day: date) -> bool:
        """As the calendar says; beyond its last day Monday to Friday, because the past must be told all the same."""
        try:
            return self._calendar.is_workday(day)
        except MissingDay:
            return day.weekday() <= _FRIDAY

    def of_day(self, day: date) -> tuple[Interval, ...]:
        """The open intervals of a local date, in order."""
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = self._made(day)
        return found

    def _made(self, day: date) -> tuple[Interval, ...]:
        place = bisect_right(self._since, day) - 1
        if place < 0:
            return ()
        shift = self._shifts[place]
        pairs = shift.workday if self.is_workday(day) else shift.restday
        return tuple((self._at(day, start), self._at(day, end)) for start, end in pairs)

    def _at(self, day: date, text: str) -> int:
        return micros(datetime.combine(day, time.fromisoformat(text), self._zone))

    def open(self, start: int, end: int) -> Iterator[Interval]:
        """The open intervals within [start, end], clipped to it, in order."""
        if end <= start:
            return
        day, last = local_date(start, self._zone), local_date(end, self._zone)
        while day <= last:
            for opens, closes in self.of_day(day):
                if min(closes, end) > max(opens, start):
                    yield max(opens, start), min(closes, end)
            day += timedelta(days=1)

    def closed(self, start: int, end: int) -> Iterator[Interval]:
        """What of [start, end] is not open, in order."""
        reached = start
        for opens, closes in self.open(start, end):
            if opens > reached:
                yield reached, opens
            reached = closes
        if end > reached:
            yield reached, end

    def time(self, start: int, end: int) -> int:
        """Open microseconds of [start, end]."""
        return sum(closes - opens for opens, closes in self.open(start, end))

    def after(self, at: int, work: int) -> int:
        """When the office will have been open for ``work`` microseconds since ``at``; ValueError beyond a month."""
        for opens, closes in self.open(at, at + 31 * 86_400_000_000):
            if closes - opens >= work:
                return opens + work
            work -= closes - opens
        raise ValueError("the office hours end")

    def open_from(self, at: int) -> int:
        """The first moment from ``at`` on when the office is open; ValueError when that is more than a month away."""
        for opens, _ in self.open(at, at + 31 * 86_400_000_000):
            return opens
        raise ValueError("the office hours end")


@cache
def shipped() -> OfficeHours:
    """The hours that come with the program, by the calendar that comes with it."""
    text = (resources.files("tongguan.insight") / "hours.toml").read_text("utf-8")
    shifts = msgspec.convert(tomllib.loads(text)["shift"], tuple[Shift, ...])
    return OfficeHours(shifts, Figures.shipped().calendar)
