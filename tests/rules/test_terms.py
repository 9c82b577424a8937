"""Statutory terms: the handbook's cases of late declaration, three months, and outages."""

from datetime import date

import pytest

from tongguan.rules.book import RuleBook
from tongguan.rules.errors import RuleError
from tongguan.rules.figures import Figures
from tongguan.rules.terms import Outage, parse, parse_calendar

BOOK = RuleBook.shipped()
CALENDAR = Figures.shipped().calendar


@pytest.mark.parametrize(
    ("entered", "late"),
    [
        (date(2018, 9, 14), date(2018, 9, 29)),
        (date(2018, 9, 16), date(2018, 10, 8)),
        (date(2018, 8, 1), date(2018, 8, 16)),
    ],
)
def test_a_declaration_is_late_from_the_fifteenth_day_moved_to_a_working_day(
    entered: date, late: date
) -> None:
    assert BOOK.terms.late_from(entered, CALENDAR) == late


def test_an_outage_on_the_last_day_moves_it_behind_the_outage() -> None:
    entered = date(2018, 8, 1)
    out = Outage(date(2018, 8, 15), date(2018, 8, 17))
    assert BOOK.terms.late_from(entered, CALENDAR, [out]) == date(2018, 8, 21)
    assert BOOK.terms.late_from(entered, CALENDAR, [Outage(date(2018, 8, 3), date(2018, 8, 4))]) == date(
        2018, 8, 16
    )
    firm = parse("late_declaration_offset = 15\ndisposal_months = 3\nextend_for_outage = false")
    assert firm.late_from(entered, CALENDAR, [out]) == date(2018, 8, 16)


def test_after_three_months_customs_may_sell() -> None:
    assert BOOK.terms.disposal_from(date(2018, 5, 20), CALENDAR) == date(2018, 8, 21)
    assert BOOK.terms.disposal_from(date(2017, 11, 30), CALENDAR) == date(2018, 3, 1)


def test_an_outage_on_the_last_day_of_the_three_months_moves_the_sale_behind_it() -> None:
    out = Outage(date(2018, 8, 20), date(2018, 8, 24))
    assert BOOK.terms.disposal_from(date(2018, 5, 20), CALENDAR, [out]) == date(2018, 8, 28)
    earlier = Outage(date(2018, 8, 1), date(2018, 8, 19))
    assert BOOK.terms.disposal_from(date(2018, 5, 20), CALENDAR, [earlier]) == date(2018, 8, 21)


def test_settings_that_cannot_be_read_say_which_file() -> None:
    with pytest.raises(RuleError, match=r"terms\.toml"):
        parse("late_declaration_offset = 'soon'")
    with pytest.raises(RuleError, match=r"calendar\.toml"):
        parse_calendar("holidays = 3")
