"""The weekly report as a record: it adds up, keeps definitions apart and says nothing of too few."""

from datetime import date

import msgspec
import pytest

from tests.insight.test_cohorts import PLAIN
from tongguan.adapters.report import view
from tongguan.facts.clock import DAY, HOUR, parse
from tongguan.facts.report import Report
from tongguan.insight import hours
from tongguan.insight.life import Held, Life
from tongguan.insight.report import Known, Week, make, week, week_of
from tongguan.insight.steps import World
from tongguan.process import report as life_of
from tongguan.process.model import shipped

MONDAY = parse("2018-06-25T00:00:00+08:00")
ASKED = week_of(date(2018, 6, 27))


def life(number: str, lodged: float, took: float | None, **changes: object) -> Life:
    """An import that is accepted so many hours after the Monday and released so many later."""
    at = MONDAY + round(lodged * HOUR)
    moved = dict.fromkeys(("first_lodged_at", "first_application_at", "arrived_at", "accepted_at"), at)
    released = None if took is None else at + round(took * HOUR)
    return msgspec.structs.replace(PLAIN, number=number, released_at=released, **{**moved, **changes})


def report(*lives: Life, now: int = MONDAY + 60 * DAY) -> Report:
    world = World(hours=hours.shipped(), now=now)
    known = Known(
        lives=lives, models=shipped(), worlds=lambda _: world, cases={}, acts=(), last=(), now=now, synthetic=True
    )  # fmt: skip
    return make(ASKED, known)


def test_a_week_is_monday_to_sunday_and_no_other_name_is_one() -> None:
    assert week("2018-W26") == ASKED == Week("2018-W26", date(2018, 6, 25), date(2018, 7, 1))
    assert (ASKED.begin, ASKED.end - ASKED.begin) == (MONDAY, 7 * DAY)
    assert [week(name) for name in ("2018-W54", "2018-W00", "W26", "2018-06-25", "")] == [None] * 5
    assert ASKED.before().name == "2018-W25"
    assert week_of(date(2019, 1, 1)).before().name == "2018-W52"


def test_what_came_in_less_what_went_out_is_carried_over() -> None:
    found = report(
        life("before", -5, 10), life("in and out", 1, 2), life("still", 160, 20), life("never", 2, None),
        life("gone", 3, None, status="cancelled", ended_at=MONDAY + 4 * HOUR), life("after", 170, 1),
        life("on the edge", 1, 167), life("long ago", -50, 2),
    )  # fmt: skip
    flow = found.flow
    assert (flow.before, flow.opened, flow.closed, flow.ended, flow.carried) == (1, 5, 2, 1, 3)
    assert flow.before + flow.opened - flow.closed - flow.ended == flow.carried
    assert [each.number for each in found.oldest] == ["on the edge", "never", "still"]


def test_the_causes_sum_to_the_total_and_the_total_to_what_they_took() -> None:
    found = report(*(life(f"N{place}", place, 1 + place / 7) for place in range(25)))
    assert sum(each.micros for each in found.causes) == found.total
    assert found.total == sum(round((1 + place / 7) * HOUR) for place in range(25))
    assert [each.whom for each in found.requests] == [each.cause for each in found.reasons]
    assert 1 <= len(found.reasons) <= 3


@pytest.mark.parametrize(("count", "says"), [(19, False), (20, True)])
def test_under_twenty_there_is_no_mean_no_rate_and_no_comparison(count: int, says: bool) -> None:
    found = report(*(life(f"N{place}", place, 2) for place in range(count)), *(life(f"B{place}", place - 168, 4) for place in range(20)))  # fmt: skip
    line = next(each for each in found.lines if (each.definition, each.direction) == ("overall", "import"))
    assert line.now is not None
    assert line.now.count == count
    assert (line.now.median_s, line.now.low_s, line.now.high_s) == (7200, 7200, 7200)
    assert [line.now.mean_s, line.now.within_24h, line.cohort] == ([7200, 1.0, 1.0] if says else [None] * 3)
    assert line.last_week.change == (-0.5 if says else None)
    assert (line.last_week.barred is None) is says


def test_serial_and_parallel_meet_only_where_the_definition_allows_it() -> None:
    year = 52 * 7 * 24
    found = report(
        *(life(f"N{place}", place, 2) for place in range(20)),
        *(life(f"S{place}", place - year, 4, process="import_serial") for place in range(20)),
    )
    told = {each.definition: each.last_year for each in found.lines if each.direction == "import"}
    assert told["customs_clearance"].change is None
    assert told["customs_clearance"].barred is not None
    assert told["overall"].change == told["first_application"].change == -0.5


def test_the_national_average_judges_only_its_own_definition_and_dates() -> None:
    for line in report(*(life(f"N{place}", place, 2) for place in range(20))).lines:
        assert line.nation.better is None
        assert line.nation.said is not None
        assert line.nation.said.zh.startswith("无法评判")


def test_those_that_passed_24_hours_are_told_one_by_one_and_strictly() -> None:
    found = report(life("exactly", 1, 24), life("late", 1, 24.01), life("open", 2, None), life("next week", 150, 30))  # fmt: skip
    assert [(each.number, each.released) for each in found.late] == [("late", True), ("open", False)]
    late, still = found.late
    assert late.passed_at == MONDAY + 25 * HOUR
    assert late.waited
    assert still.took == 7 * DAY - 2 * HOUR, "up to the week's end"
    assert found.overrun is not None
    assert found.overrun.count == 2


def test_one_still_open_tells_who_is_waited_for_at_the_weeks_end_and_not_longest() -> None:
    """Nobody did anything for days; then the laboratory's hold stood over the week's end and until Wednesday."""
    week_end = MONDAY + 7 * DAY
    held = Held("h", "laboratory", "office", ("release",), week_end - 6 * HOUR, week_end + 60 * HOUR)
    waiting = msgspec.structs.replace(life("N", 2, None), holds=(held,))
    (still,) = report(waiting).late
    assert (still.released, still.waited) == (False, "laboratory")
    (before,) = report(life("N", 2, None)).late
    assert before.waited not in ("", "laboratory")
    assert view.waited(still, "en") == "still open at the week's end: laboratory"
    assert view.waited(still, "zh") == "周末仍未放行：等实验室"
    former = msgspec.structs.replace(still, waited="")
    assert view.waited(former, "en") == "still open at the week's end"


def test_a_report_of_a_running_week_tells_it_as_far_as_it_went() -> None:
    found = report(life("open", 1, None), life("later", 40, None), now=MONDAY + 30 * HOUR)
    assert [each.age for each in found.oldest] == [29 * HOUR]


def test_changes_name_every_figure_with_both_values() -> None:
    was, now = report(life("A", 1, 2)), report(life("A", 1, 3))
    assert life_of.changes(was, was) == ()
    found = {each.figure: (each.was, each.now) for each in life_of.changes(was, now)}
    assert found["overall.import.median_s"] == (7200, 10800)
    assert not any(name.startswith("flow") for name in found)
