"""Weeks 周 of the office, named as in ISO 8601: Monday to Sunday by local dates."""

import re
from datetime import date, timedelta

import msgspec

from tongguan.facts.clock import parse

_WEEK = re.compile(r"(\d{4})-W(\d{2})")


class Week(msgspec.Struct, frozen=True):
    """Monday to Sunday by the office's dates, named as in ISO 8601."""

    name: str
    since: date
    until: date

    @property
    def begin(self) -> int:
        """Monday 00:00, microseconds UTC."""
        return parse(f"{self.since}T00:00:00")

    @property
    def end(self) -> int:
        """Sunday 24:00, microseconds UTC."""
        return parse(f"{self.until + timedelta(days=1)}T00:00:00")

    def before(self, weeks: int = 1) -> "Week":
        """The week so many weeks earlier."""
        return week_of(self.since - timedelta(weeks=weeks))

    def year_before(self) -> "Week | None":
        """The week of the same number a year earlier; None for a 53rd that it has not."""
        year, number, _ = self.since.isocalendar()
        return week(f"{year - 1}-W{number:02}")


def week(name: str) -> Week | None:
    """The week of a name such as 2018-W26; None when there is no such week."""
    found = _WEEK.fullmatch(name)
    try:
        return found and week_of(date.fromisocalendar(int(found[1]), int(found[2]), 1))
    except ValueError:
        return None


def week_of(day: date) -> Week:
    """The week of a local date."""
    year, number, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    return Week(f"{year}-W{number:02}", monday, monday + timedelta(days=6))
