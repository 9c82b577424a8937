"""Laws of causes: whatever a journal says, every microsecond of an interval belongs to exactly one cause."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.build import Office, declaration, export, filing_list, inspected
from tests.cast import AUGUST, BROKER, LAST_YEAR, LIU, PENG, XIAO
from tests.laws.test_random_lives import step
from tongguan.desk.desk import amended
from tongguan.desk.verbs import Act
from tongguan.facts import kinds
from tongguan.facts.clock import DAY, HOUR, parse
from tongguan.facts.event import Fact, open_event
from tongguan.insight import causes, hours, life, steps
from tongguan.insight.cause import names
from tongguan.insight.hours import OfficeHours, Shift
from tongguan.insight.life import Life
from tongguan.insight.opened import opened
from tongguan.insight.opened import squeezed as opened_way
from tongguan.insight.steps import Phase, Step
from tongguan.insight.times import OFFICE_HOURS, PARTS, define, duration
from tongguan.process.model import Model
from tongguan.rules.figures import Figures

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Pacific/Apia")
MILESTONES = (
    ("first_lodged_at", "released_at"), ("accepted_at", "released_at"), ("arrived_at", "released_at"),
    ("arrived_at", "gate_out_at"), ("accepted_at", "arrived_at"), ("arrived_at", "accepted_at"), ("accepted_at", "closed_at"),
    ("released_at", "gate_out_at"),
)  # fmt: skip


def calendar_of(zone: str) -> OfficeHours:
    shift = Shift(date(2000, 1, 1), (("08:30", "12:00"), ("13:30", "17:30")), (("09:00", "12:00"),))
    return OfficeHours((shift,), Figures.shipped().calendar, ZoneInfo(zone))


@st.composite
def ways(draw: st.DrawFn) -> Phase:
    """A phase of up to seven steps, each after some of those before it."""
    made: list[Step] = []
    for place in range(draw(st.integers(0, 7))):
        before = draw(st.sets(st.integers(0, place - 1), max_size=2)) if place else set()
        begin = max((made[each].end for each in before), default=0) + draw(st.integers(0, 5)) * HOUR
        parts, reached = [], begin
        for length, cause in draw(
            st.lists(st.tuples(st.integers(1, 9), st.sampled_from(names())), min_size=1, max_size=3)
        ):
            parts.append((reached, reached + length * HOUR, cause))
            reached += length * HOUR
        made.append(Step(f"s{place}", begin, reached, tuple(before), tuple(parts)))
    end = max((step.end for step in made), default=0) + draw(st.integers(0, 2)) * HOUR
    return Phase(0, end, tuple(made), "idle")


@settings(max_examples=300, deadline=None)
@given(ways())
def test_the_holder_has_the_least_slack_and_the_parts_leave_no_gap(way: Phase) -> None:
    told = causes.tell([way])
    assert told.total == way.end == sum(told.causes.values())
    assert [part[0] for part in told.parts] == [0, *[part[1] for part in told.parts[:-1]]][: len(told.parts)]
    spare = dict(told.slack)
    assert all(each >= 0 for each in spare.values())
    for start, _, cause, name in told.parts:
        open_now = [each for each in way.steps if each.begin <= start < each.end]
        if name:
            assert spare[name] == min(spare[each.name] for each in open_now)
        else:
            assert not open_now
            assert cause == "idle"


@settings(max_examples=300, deadline=None)
@given(ways(), st.sampled_from(names()))
def test_without_a_cause_nothing_takes_longer_and_without_all_of_them_only_gaps_are_left(
    way: Phase, cause: str
) -> None:
    told = causes.tell([way])
    total = told.total
    assert 0 <= causes.without([way], cause) <= total
    if not any(each == cause for step in way.steps for _, _, each in step.parts):
        empty = told.causes.get(cause, 0)
        assert causes.without([way], cause) == total - empty, (
            "times when nothing stood open are the rest's own"
        )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    content=st.sampled_from([declaration(), inspected(), export(), filing_list()]), serial=st.booleans(),
    draw=st.sampled_from([0, 10_000, 500_000]), acts=st.lists(step, max_size=18), zone=st.sampled_from(ZONES),
    outages=st.lists(st.tuples(st.integers(0, 9), st.integers(1, 30)), max_size=3),
    wrong=st.lists(st.tuples(st.integers(1, 12), st.integers(-6, 6)), max_size=2),
)  # fmt: skip
def test_causes_sum_to_the_total_on_random_journals(
    content, serial, draw, acts, zone, outages, wrong
) -> None:  # type: ignore[no-untyped-def]
    """Parallel tracks, holds, rework, pauses, amendments, corrected times, closed hours, outages, other zones."""
    office = Office(LAST_YEAR if serial else AUGUST, draw)
    office.desk.open_guarantee("G1", Decimal(1500), "4303960001", XIAO)
    number = office.lodge(content).number
    for wanted, actor, later in acts:
        office.clock.at += later * 7
        office.desk.act(number, wanted, actor)
        if later % 5 == 0:
            changed = replace(content, contract_no=f"SYN-{later}")
            office.desk.act(
                number, amended(Act(verb="amend", ground="data_error", reason="x"), changed), BROKER
            )
            office.desk.act(number, Act(verb="decide-amendment", reason="x"), LIU)
    facts = [open_event(event) for event in office.desk.journal.read(number)]
    model = office.desk.models[office.desk.journal.work(number).process]  # type: ignore[union-attr]
    _holds(model, facts, office.clock.at, zone, outages)
    _holds(model, _corrected(facts, wrong), office.clock.at, zone, outages)


def _corrected(facts: list[Fact], wrong: list[tuple[int, int]]) -> list[Fact]:
    now = facts[-1].recorded_at
    mended = [
        Fact(kinds.TimeCorrected(place, facts[place - 1].happened_at + by * HOUR, "wrong", PENG.id), now, LIU.id)
        for place, by in wrong if place <= len(facts)
    ]  # fmt: skip
    return [*facts, *mended]


def _holds(model: Model, facts: list[Fact], now: int, zone: str, outages: list[tuple[int, int]]) -> None:
    found = life.read(model, facts)
    assert found is not None
    begin = facts[0].happened_at
    out = steps.merged((begin + since * HOUR, begin + (since + lasts) * HOUR) for since, lasts in outages)
    world = steps.World(
        hours=calendar_of(zone), now=now, outages=tuple(out), busy=steps.busy_officers([found], now),
        filled=steps.batches([found]),
    )  # fmt: skip
    for start, end in MILESTONES:
        since = getattr(found, start)
        until = getattr(found, end) or now
        if since is None or until <= since:
            continue
        way = steps.phases(model, found, end, since, until, world)
        told = causes.tell(way)
        assert told.total == until - since, (start, end)
        assert set(told.causes) <= set(names())
        assert min(told.causes.values()) > 0
        open_hours, squeezed = opened(told, world.hours), opened_way(way, world.hours)
        assert open_hours.total == world.hours.time(since, until) == causes.tell(squeezed).total
        assert all(each <= open_hours.total for each in causes.without_each(squeezed, open_hours).values())
    _holds_of_controls(model, found, world)


def _holds_of_controls(model: Model, found: Life, world: steps.World) -> None:
    """Waiting and working times, by the clock and in office hours."""
    for control in found.controls:
        for name in (f"{part}.{control}" for part in PARTS):
            clock, office = define(name), define(f"{name}{OFFICE_HOURS}")
            if clock is None or office is None or (took := duration(found, clock)) is None:
                continue
            way = steps.own(model, found, control, clock.states, world)
            told = causes.tell(way)
            assert told.total == took == sum(told.causes.values())
            in_hours = duration(found, office, world.hours)
            assert (
                opened(told, world.hours).total == in_hours == causes.tell(opened_way(way, world.hours)).total
            )


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 700), st.integers(0, 5 * DAY), st.sampled_from(ZONES))
def test_open_and_closed_hours_share_out_every_interval(day: int, length: int, zone: str) -> None:
    """Days of 23 and of 25 hours, and a day that a place left out, included."""
    clock = calendar_of(zone)
    start = LAST_YEAR + day * DAY
    shut = sum(end - since for since, end in clock.closed(start, start + length))
    assert clock.time(start, start + length) + shut == length


def test_a_holiday_is_open_for_the_shift_on_duty_alone() -> None:
    festival = parse("2018-02-16T00:00:00+08:00")
    assert hours.shipped().time(festival, festival + DAY) == 3 * HOUR
    workday = parse("2018-08-20T00:00:00+08:00")
    assert hours.shipped().time(workday, workday + DAY) == 7 * HOUR + HOUR // 2
