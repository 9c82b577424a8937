"""When the office will have been open for so long: what an enterprise that asks for help is promised."""

import pytest

from tongguan.facts.clock import HOUR, iso, parse
from tongguan.insight.hours import shipped


@pytest.mark.parametrize(
    ("asked", "work", "promised"),
    [
        ("2018-08-20T10:00", 2, "2018-08-20T12:00:00"),
        ("2018-08-20T06:00", 1, None),
        ("2018-08-24T23:30", 1, None),
    ],
)
def test_only_the_hours_in_which_the_office_is_open_count(
    asked: str, work: int, promised: str | None
) -> None:
    hours, at = shipped(), parse(asked)
    found = hours.after(at, work * HOUR)
    assert hours.time(at, found) == work * HOUR
    assert hours.time(at, found - 1) == work * HOUR - 1, "it is the first such moment"
    assert promised is None or iso(found).startswith(promised)


def test_more_than_a_month_of_work_is_promised_to_nobody() -> None:
    with pytest.raises(ValueError, match="end"):
        shipped().after(parse("2018-08-20T10:00"), 31 * 24 * HOUR)
