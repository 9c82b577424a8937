"""The weekly report as a record: it adds up, keeps definitions apart and says nothing of too few."""

from datetime import date

import msgspec
import pytest

from tests.insight.test_cohorts import PLAIN
from tongguan.adapters.report import view
from tongguan.facts import case as k
from tongguan.facts.clock import DAY, HOUR, parse
from tongguan.facts.event import Fact
from tongguan.facts.kinds import Payload
from tongguan.facts.report import CaseFlow, Report, Said
from tongguan.insight import hours, targets
from tongguan.insight.case_course import course
from tongguan.insight.life import Held, Life, Spell
from tongguan.insight.report import make
from tongguan.insight.report_cases import Known
from tongguan.insight.steps import World
from tongguan.insight.week import Week, week, week_of
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


def report(*lives: Life, now: int = MONDAY + 60 * DAY, cases: dict[str, list[Fact]] | None = None) -> Report:
    world = World(hours=hours.shipped(), now=now)
    courses = {name: found for name, facts in (cases or {}).items() if (found := course(name, facts))}
    known = Known(
        lives=lives, models=shipped(), worlds=lambda _: world, courses=courses, acts=(), last=(), now=now, synthetic=True,
        names={"tan-yue": Said("谭悦", "TAN Yue")}, aims=targets.shipped(),
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


def case(number: str, *said: tuple[float, str, Payload]) -> dict[str, list[Fact]]:
    """A case of a declaration from what was said so many hours after the Monday, by whom."""
    facts = [
        Fact(data, MONDAY + round(at * HOUR), who, place) for place, (at, who, data) in enumerate(said, 1)
    ]
    return {number: facts}


OPENED = k.CaseOpened(("N",), k.LATE, "4907")


def stood(found: Report) -> dict[str, tuple[float, int]]:
    return {each.how: (each.micros / HOUR, each.declarations) for each in found.stands if each.micros}


def test_hours_past_24_are_told_apart_by_law_others_acting_and_nobody_and_add_up() -> None:
    """On paper: late from hour 26 (accepted at 2) until released at hour 106: 80 hours.

    From 30 to 50 the law stopped it (a hold), from 40 to 60 a head had suspended its case, from 60 to 70 the laboratory
    held it; the review stood ready from 70, from 80 to 90 an officer was at work, from 100 on a promise for hour 104 stood.
    """
    at = MONDAY

    def hold(code: str, first: float, last: float) -> Held:
        return Held(code, code, "office", ("release",), at + round(first * HOUR), at + round(last * HOUR))

    work = Spell("started", at + 80 * HOUR, at + 90 * HOUR, "tan-yue")
    late = life(
        "N", 2, 104, holds=(hold("seizure", 30, 50), hold("laboratory", 60, 70)),
        controls={"document_review": (Spell("ready", at + 70 * HOUR, at + 80 * HOUR), work)},
    )  # fmt: skip
    said = case(
        "N",
        (40, "mao-qing", OPENED), (40, "mao-qing", k.CaseSuspended("seizure", "2018-07-10")),
        (60, "mao-qing", k.CaseResumed("settled")), (70, "tan-yue", k.CaseTaken("tan-yue")),
        (100, "tan-yue", k.ActionPlanned("look again", at + 104 * HOUR)),
    )  # fmt: skip
    found = report(late, cases=said)
    assert stood(found) == {"law": (30, 1), "others": (10, 0), "acting": (14, 0), "nobody": (26, 0)}
    assert sum(each.micros for each in found.stands) == 80 * HOUR


def test_only_what_fell_into_the_week_counts_and_each_declaration_once() -> None:
    found = report(
        life("before", -48, 60), life("open", 100, None), life("in time", 1, 24), life("after", 150, 40)
    )
    assert stood(found) == {"nobody": (12 + 44, 2)}


def test_cases_carried_in_and_opened_are_those_closed_and_carried_over() -> None:
    """A case that nobody touched is open from 24 hours to release; one with a life until it is closed with its finding."""
    said = case(
        "N", (30, "tan-yue", OPENED), (31, "tan-yue", k.CaseTaken("tan-yue")), (60, "tan-yue", k.CaseClosed("mended")),
        (70, "mao-qing", k.CaseReopened("looked at again")),
    )  # fmt: skip
    joint = {"C1": [Fact(k.CaseOpened(("J1", "J2"), k.JOINT, "4907"), MONDAY + 40 * HOUR, "deng-fang", 1)]}
    found = report(
        life("before", -48, 60), life("N", 2, 48), life("untouched", 2, 30), life("open", 100, None),
        life("J1", 1, None), life("J2", 20, None), life("in time", 3, 4), cases={**said, **joint},
    )  # fmt: skip
    # before: closed by its release · N: opened at 26, closed, opened again · untouched: 26 to 32 · open: 124
    # J1: on its own from 25 to 40, then the joint case of both
    assert found.cases == CaseFlow(before=1, opened=6, closed=4, carried=3)
    assert [(each.case, each.declarations, each.owner) for each in found.old_cases] == [
        ("C1", 2, ""), ("N", 1, "tan-yue"), ("open", 1, ""),
    ]  # fmt: skip
    assert found.old_cases[0].age == 7 * DAY - 40 * HOUR
    assert found.names == {"tan-yue": Said("谭悦", "TAN Yue")}


def test_who_has_acted_and_who_has_not_is_told_of_each_that_was_asked() -> None:
    said = case(
        "N", (30, "tan-yue", OPENED), (31, "tan-yue", k.CaseTaken("tan-yue")),
        (32, "tan-yue", k.CauseNamed("laboratory", "quarantine")),
        (33, "tan-yue", k.ActionPlanned("ask again", MONDAY + 40 * HOUR)),
        (34, "tan-yue", k.OutsiderAsked("Q1", "laboratory", "when?", MONDAY + 50 * HOUR)),
        (35, "laboratory", k.OutsiderAnswered("Q1", "on Friday")),
        (36, "tan-yue", k.OutsiderAsked("Q2", "laboratory", "and now?", MONDAY + 60 * HOUR)),
    )  # fmt: skip
    found = report(life("N", 2, None), life("untouched", 2, None), cases=said)
    assert [(each.what, each.whom, each.asked, each.done, each.overdue) for each in found.owed] == [
        ("take", "team", 2, 1, 0), ("confirm", "quarantine", 1, 0, 0), ("promise", "tan-yue", 1, 0, 1),
        ("answer", "laboratory", 2, 1, 1),
    ]  # fmt: skip
    (named, none) = found.why
    assert (named.cause, named.named, named.total) == ("laboratory", 1, 1)
    assert (none.cause, none.total) == ("", 1)
