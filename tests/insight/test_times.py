"""Times by hand: small groups, known answers."""

from datetime import date

import msgspec
import pytest

from tongguan.facts.clock import HOUR, parse
from tongguan.insight.headline import headline
from tongguan.insight.times import definitions, measure, percentile


class Row(msgspec.Struct):
    direction: str = "import"
    channel: str = "untouched"
    status: str = "released"
    process: str = "import_parallel"
    first_application_at: int | None = None
    arrived_at: int | None = None
    accepted_at: int | None = None
    released_at: int | None = None
    gate_out_at: int | None = None
    ended_at: int | None = None


NINE = parse("2018-03-05T09:00:00+08:00")
CLEARANCE = definitions()["customs_clearance"]


def took(*hours: float) -> list[Row]:
    return [Row(accepted_at=NINE, released_at=NINE + round(each * HOUR)) for each in hours]


def test_twenty_show_a_mean_and_nineteen_only_count_median_and_range() -> None:
    (many,) = measure(took(*range(1, 21)), CLEARANCE)
    assert (many.count, many.mean_s, many.median_s) == (20, 10.5 * 3600, 10.5 * 3600)
    assert (many.p90_s, many.p95_s) == (18 * 3600, 19 * 3600)
    (few,) = measure(took(*range(1, 20)), CLEARANCE)
    assert (few.mean_s, few.p90_s, few.median_s, few.low_s, few.high_s) == (
        None,
        None,
        36000,
        3600,
        19 * 3600,
    )


def test_the_period_is_by_local_date_of_release_and_both_ends_count() -> None:
    late = Row(accepted_at=NINE, released_at=parse("2018-03-05T23:59:59+08:00"))
    after = Row(accepted_at=NINE, released_at=parse("2018-03-06T00:00:00+08:00"))
    (found,) = measure([late, after], CLEARANCE, since=date(2018, 3, 5), until=date(2018, 3, 5))
    assert found.count == 1


def test_what_arrives_after_its_release_counts_in_the_month_of_release() -> None:
    row = Row(
        accepted_at=NINE,
        released_at=parse("2018-06-30T23:00:00+08:00"),
        arrived_at=parse("2018-07-01T01:00:00+08:00"),
    )
    for name in ("overall", "first_application", "customs_clearance"):
        row.first_application_at = NINE
        (found,) = measure([row], definitions()[name], ("month",))
        assert found.group == {"month": "2018-06"}, name


def test_an_advance_declaration_gives_no_negative_time() -> None:
    row = Row(accepted_at=NINE, arrived_at=NINE + HOUR, released_at=NINE + HOUR)
    (found,) = measure([row], definitions()["preparation"])
    assert found.median_s == 0


def test_a_definition_that_names_a_direction_counts_no_other() -> None:
    times = {
        "arrived_at": NINE,
        "accepted_at": NINE + HOUR,
        "released_at": NINE + 2 * HOUR,
        "gate_out_at": NINE + 4 * HOUR,
    }
    rows = [Row(**times), Row(**times), Row(direction="export", **times)]
    hours = {
        name: [(each.count, each.median_s / 3600) for each in measure(rows, definitions()[name])]
        for name in (
            "preparation",
            "preparation_export",
            "withdrawal",
            "withdrawal_export",
            "overall_with_withdrawal",
            "overall",
        )
    }
    assert hours == {
        "preparation": [(2, 1)], "preparation_export": [(1, 0)], "withdrawal": [(2, 2)], "withdrawal_export": [(1, 2)],
        "overall_with_withdrawal": [(2, 4)], "overall": [(3, 2)],
    }  # fmt: skip


def test_groups_are_named() -> None:
    rows = [*took(1), Row(direction="export", accepted_at=NINE, released_at=NINE)]
    assert [each.group for each in measure(rows, CLEARANCE, ("direction",))] == [
        {"direction": "export"},
        {"direction": "import"},
    ]


@pytest.mark.parametrize(("p", "rank"), [(50, 5), (90, 9), (95, 10), (100, 10), (1, 1)])
def test_percentiles_are_nearest_rank(p: int, rank: int) -> None:
    assert percentile(range(1, 11), p) == rank


def test_the_headline_counts_acceptances_and_averages_releases() -> None:
    before = Row(
        accepted_at=parse("2017-05-01T10:00:00+08:00"), released_at=parse("2017-05-01T12:00:00+08:00")
    )
    still_open = Row(accepted_at=parse("2018-06-29T10:00:00+08:00"))
    july = Row(accepted_at=parse("2018-07-02T10:00:00+08:00"), released_at=parse("2018-07-02T10:30:00+08:00"))
    found = headline([before, *took(*([1, 3] * 10)), still_open, july], 2018)
    assert (found.accepted, found.growth, found.open_at_end) == (21, 20.0, 1)
    assert (found.times["import"].mean_s, found.times["import"].count) == (7200, 20)
    assert found.within_24h == 1.0
    assert found.cohort_within_24h == pytest.approx(20 / 21)


def test_a_headline_of_fewer_than_twenty_has_a_median_and_a_range_and_no_rate() -> None:
    found = headline(took(1, 3), 2018)
    few = found.times["import"]
    assert (few.mean_s, few.median_s, few.low_s, few.high_s, few.count) == (None, 7200, 3600, 10800, 2)
    assert (found.within_24h, found.cohort_within_24h) == (None, None)
