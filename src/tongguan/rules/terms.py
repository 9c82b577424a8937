"""Statutory terms of goods: the days to declare and the months until customs may sell; the calendar they are counted by.

Sources: Customs Law Art. 24 (14 days from the transport's entry) and Art. 30 (3 months); GAC Order 128 (a start on a rest
day moves to the next working day). What is unconfirmed is a setting (``terms.toml``).
"""

import tomllib
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from tongguan.facts import toml
from tongguan.rules.errors import RuleError

_DAY = timedelta(days=1)


class MissingDay(LookupError):
    """A day that the calendar does not know; the message names it."""


class Calendar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Public holidays, and rest days that are worked, from the ``first`` to the ``last`` local date it knows."""

    first: date
    last: date
    holidays: frozenset[date]
    workdays: frozenset[date]

    def is_workday(self, day: date) -> bool:
        """Monday to Friday without the holidays, and the rest days that are worked; MissingDay outside the calendar."""
        if not self.first <= day <= self.last:
            raise MissingDay(f"calendar.toml {day}")
        return day in self.workdays or (day.weekday() < 5 and day not in self.holidays)

    def next_workday(self, day: date) -> date:
        """The day itself, or the first working day after it; MissingDay outside the calendar."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def workday_of(self, month: date, number: int) -> date:
        """The first, second … working day of the month that a date lies in; MissingDay outside the calendar."""
        day = self.next_workday(month.replace(day=1))
        for _ in range(number - 1):
            day = self.next_workday(day + _DAY)
        return day

    def rate_day(self, month: date) -> date | None:
        """The day whose central rate a month uses: the third Wednesday of the month before, on a holiday the fourth.

        GAC Order 124 Art. 38. None where the calendar does not know the day.
        """
        before = (month.replace(day=1) - _DAY).replace(day=1)
        third = before + ((2 - before.weekday()) % 7 + 14) * _DAY
        if not self.first <= third <= self.last:
            return None
        return third + 7 * _DAY if third in self.holidays else third


class Outage(msgspec.Struct, frozen=True):
    """Local dates on which the system was out, both inclusive; one that still is lasts until today."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settings of the terms."""

    late_declaration_offset: int
    disposal_months: int
    extend_for_outage: bool

    def late_from(self, entered: date, calendar: Calendar, outages: Sequence[Outage] = ()) -> date:
        """First day on which a declaration is late 滞报起始日."""
        start = calendar.next_workday(entered + self.late_declaration_offset * _DAY)
        return self._after_outages(start - _DAY, start, calendar, outages)

    def _after_outages(self, last: date, start: date, calendar: Calendar, outages: Sequence[Outage]) -> date:
        """A term whose last day lies in an outage ends on the first working day after it."""
        if not self.extend_for_outage:
            return start
        for outage in sorted(outages, key=lambda each: each.first):
            if outage.holds(last):
                last = calendar.next_workday(outage.last + _DAY)
                start = last + _DAY
        return start

    def disposal_from(self, entered: date, calendar: Calendar, outages: Sequence[Outage] = ()) -> date:
        """First day on which customs may sell goods that nobody declared 变卖."""
        months = entered.month - 1 + self.disposal_months
        year, month = entered.year + months // 12, months % 12 + 1
        last = date(year, month, min(entered.day, monthrange(year, month)[1]))
        return self._after_outages(last, last + _DAY, calendar, outages)


def parse(text: str) -> Terms:
    """Read ``terms.toml``; RuleError when it cannot be used."""
    try:
        return msgspec.convert(toml.loads(text), Terms)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleError(f"terms.toml: {error}") from error


def parse_calendar(text: str) -> Calendar:
    """Read ``calendar.toml``; RuleError when it cannot be used."""
    try:
        return msgspec.convert(toml.loads(text), Calendar)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleError(f"calendar.toml: {error}") from error
