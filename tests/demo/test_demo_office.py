"""The demo office: synthetic, made by the live engine, its figures computed from the journal."""

from collections.abc import Iterator
from datetime import date

import pytest

from tongguan.adapters.locate import migrate
from tongguan.adapters.verify import verify
from tongguan.demo import live, office
from tongguan.desk.cards import CardFilter
from tongguan.desk.desk import Desk
from tongguan.desk.lives import Lives
from tongguan.desk.weekly import WeeklyDesk
from tongguan.insight.headline import headline
from tongguan.insight.times import definitions, measure
from tongguan.insight.week import week
from tongguan.wiring import desk_of, load_demo, what_if


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The loaded demo office."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo')}/demo.db"
    migrate(url, "demo")
    desk = desk_of(url)
    load_demo(desk)
    yield desk
    desk.journal.close()


def test_the_counts_are_the_reported_ones(demo: Desk) -> None:
    rows = list(demo.work())
    assert headline(rows, 2017).accepted == 343
    this = headline(rows, 2018)
    assert this.accepted == 1015
    assert this.growth == pytest.approx(1.959, abs=0.001)


def test_the_hours_come_out_near_the_reported_ones(demo: Desk) -> None:
    this = headline(list(demo.work()), 2018)
    hours = {way: (each.mean_s or 0) / 3600 for way, each in this.times.items()}
    assert hours["import"] == pytest.approx(0.86, abs=0.05)
    assert hours["export"] == pytest.approx(0.10, abs=0.02)
    assert this.within_24h == 1.0


def test_a_handful_is_open_on_the_thirtieth_of_june_and_none_of_them_is_hidden(demo: Desk) -> None:
    this = headline(list(demo.work()), 2018)
    assert this.open_at_end == len(live.STORIES)
    assert this.cohort_within_24h is not None
    assert this.cohort_within_24h < 1.0


def test_2017_ran_serially_and_2018_in_parallel(demo: Desk) -> None:
    rows = [row for row in demo.work() if row.direction == "import" and row.process.startswith("import_")]
    years = {
        (live.traffic.OFFICE, row.process, (row.accepted_at or 0) > live.local("2018-01-01T00:00"))
        for row in rows
    }
    assert {(process, late) for _, process, late in years} == {
        ("import_serial", False),
        ("import_parallel", True),
    }


def test_no_clearance_form_is_quoted_from_the_first_of_june_2018(demo: Desk) -> None:
    first = live.local("2018-06-01T00:00")
    for row in demo.work():
        if (row.first_lodged_at or 0) >= first and row.direction == "import":
            sheet = demo.show(row.number)
            assert sheet is not None
            assert not [each for each in sheet.declaration.licence_documents if each.code == "A"]


def test_the_journal_verifies_replays_and_calls_itself_synthetic(demo: Desk) -> None:
    assert verify(demo.journal).ok  # type: ignore[arg-type]
    assert demo.rebuild()[2] == 0
    row = next(iter(demo.work()))
    assert "示例" in row.trader_name


def test_officers_find_work_in_their_queue_when_the_office_opens(demo: Desk) -> None:
    assert sum(len(row.tasks) for row in demo.work()) >= 5


def test_the_same_seed_gives_the_same_office() -> None:
    from random import Random

    assert live.everything(Random(7)) == live.everything(Random(7))


def test_the_2018_goods_take_longer_through_the_serial_process(demo: Desk) -> None:
    found = what_if(demo, "import_serial", date(2018, 1, 1), date(2018, 6, 30), 2018)
    assert found.saved > 0
    assert found.definition == "first_application"
    assert sum(found.held_by.values()) == found.count
    assert "hours" not in found.sentence("zh")
    same = what_if(demo, "import_parallel", date(2018, 1, 1), date(2018, 6, 30), 2018)
    assert same.saved == 0


def test_the_true_holidays_are_kept() -> None:
    assert not office.is_workday(date(2018, 2, 16))
    assert office.is_workday(date(2018, 2, 24)), "a Saturday worked for the spring festival"
    assert not office.is_workday(date(2018, 8, 25))


def test_the_four_segments_of_time_are_there_for_both_years_none_of_them_negative(demo: Desk) -> None:
    rows = list(demo.work())
    for year in (2017, 2018):
        for names in (
            ("preparation", "preparation_export"),
            ("customs_clearance",),
            ("withdrawal", "withdrawal_export"),
            ("overall",),
        ):
            found = [
                each
                for name in names
                for each in measure(
                    rows, definitions()[name], ("direction",), date(year, 1, 1), date(year, 6, 30)
                )
            ]
            assert sorted(each.group["direction"] for each in found) == ["export", "import"], (year, names)
            assert all((each.mean_s or 0) >= 0 for each in found)
            assert sum(each.count for each in found) > 250


def test_the_zone_is_alive_in_it(demo: Desk) -> None:
    def count(kind: str, *states: str) -> int:
        return demo.cards(CardFilter(kind, states))[1]

    assert count("consignment", "undeclared") >= 7
    assert count("consignment", "standing") > 10
    assert count("list", "written_off") > 250
    assert count("list", "approved") >= 1
    assert count("pass", "passed") > count("list", "written_off"), "some lists went on two lorries"
    assert count("book", "open") == len(live.traffic.TRADERS)
    assert {"batch_central"} <= {row.process for row in demo.work()}
    lists = [demo.zone.list(card.stream[5:]) for card in demo.cards(CardFilter("list", limit=1000))[0]]
    assert {each.list.line for each in lists if each} == {"first", "second"}


def test_a_container_of_the_summer_carries_goods_of_three_declarations(demo: Desk) -> None:
    boxes = demo.cards(CardFilter("container", limit=100))[0]
    assert sum(len(card.facts["documents"].split()) == 3 for card in boxes) >= 5


def test_a_real_part_of_the_exports_quotes_e_ledgers_that_no_officer_compares(demo: Desk) -> None:
    views = demo.permits.all("ledger")
    uses = {view.stream: demo.permits.uses(view.stream) for view in views}
    assert sum(map(len, uses.values())) > 100
    assert sum(len(each) > 1 for each in uses.values()) >= 5, "some e-ledgers are used by two declarations"
    assert {"active", "expired", "used_up", "revoked"} <= {view.state for view in views}
    assert sum(bool(view.held.open_objections) for view in views) == 1
    assert len(demo.permits.all("licence")) >= 5
    bound = {use.number for each in uses.values() for use in each}
    work = {task.number for row in demo.work() for task in row.tasks if task.control == "e_ledger_check"}
    assert not bound & work
    assert [row.status for row in demo.find("SYN-TOO-MUCH")] == ["returned"]


def test_the_serial_year_opens_an_inspected_container_twice_and_the_parallel_year_once(demo: Desk) -> None:
    both = {each.year: each for each in demo.inspections.openings() if each.services == 2}
    assert sorted(both) == [2017, 2018]
    assert both[2017].units >= 3
    assert (both[2017].openings, both[2017].saved) == (2 * both[2017].units, 0)
    assert (both[2018].openings, both[2018].saved) == (both[2018].units, both[2018].units)
    shared = [card for card in demo.inspections.cards("done") if len(card.facts["declarations"].split()) == 3]
    assert len(shared) == 1
    box = demo.yard.container(shared[0].facts["opened"])
    assert box.openings == 1, "also where three declarations share it"


def test_visits_wait_are_held_and_are_followed_up_when_the_demo_ends(demo: Desk) -> None:
    states = [card.state for card in demo.inspections.cards("ordered", "booked", "started", "paused")]
    assert {"booked", "paused"} <= set(states)
    assert {each.measure for _, each in demo.inspections.follow_ups()} == {"treatment", "condition"}
    assert demo.inspections.held()
    assert any(card.facts.get("missed") for card in demo.inspections.cards("done"))


def test_the_summer_ends_with_late_cases_a_warning_and_one_that_the_law_stops(demo: Desk) -> None:
    found = demo.coordination.late()
    assert [each.state for each in found] == ["late"] * 5 + ["warning"]
    assert sum(each.suspended for each in found) == 1
    states = sorted((case.ground, case.state) for case in demo.coordination.cases())
    assert states == [("joint", "open"), *[("late", "closed")] * 5, ("late", "open"), ("late", "suspended")]


def test_the_report_of_late_june_has_the_answers_of_the_week_before_and_adds_up(demo: Desk) -> None:
    asked = week("2018-W26")
    assert asked
    found = WeeklyDesk(demo.together, demo.coordination, Lives(demo), demo.aims).draft(asked)
    assert [bool(each.text) for each in found.last_requests] == [True, True, False]
    assert found.cases
    assert found.cases.before + found.cases.opened == found.cases.closed + found.cases.carried
    assert {each.how for each in found.stands if each.micros} == {"law", "others", "acting", "nobody"}
    assert all(each.owner and each.cause for each in found.late)
