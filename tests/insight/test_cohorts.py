"""What stands beside a figure: the accepted cohort, counts, the mix held constant, what moved the mean."""

from datetime import date

import msgspec
import pytest

from tests.build import Office, inspected
from tests.cast import DENG, INSPECTORS, TAN, TERMINAL
from tongguan.desk.lives import Lives
from tongguan.facts.clock import DAY, HOUR, parse
from tongguan.insight.cohort import cohorts, count
from tongguan.insight.compare import NotComparable, compress, one_definition, side_by_side
from tongguan.insight.figure import figures
from tongguan.insight.life import Held, Life, Spell
from tongguan.insight.movers import moved_most
from tongguan.insight.times import Took, define, definitions, duration, groups, took

MONDAY = parse("2018-06-04T09:00:00+08:00")
CLEARANCE, OVERALL = definitions()["customs_clearance"], definitions()["overall"]
JUNE = date(2018, 6, 1), date(2018, 6, 30)
PLAIN = Life(
    number="A", status="released", direction="import", process="import_parallel", office="4907", mode="0110",
    transport="4", channel="untouched", chapter="85", trader="T", trader_name="", trader_class="general",
    zone_line="none", settled="", document="D", pair="", first_lodged_at=MONDAY, first_application_at=MONDAY,
    arrived_at=MONDAY, accepted_at=MONDAY, released_at=MONDAY + HOUR, gate_out_at=None, first_delivery_at=None,
    closed_at=None, ended_at=None, returns=(), late_entries=0, controls={}, holds=(), headings=("8708",),
)  # fmt: skip


def life(number: str, hours: float | None = 1, **changes: object) -> Life:
    released = None if hours is None else MONDAY + round(hours * HOUR)
    return msgspec.structs.replace(PLAIN, number=number, released_at=released, **changes)


def many(hours: list[float], **changes: object) -> list[Took]:
    return took([life(f"N{place}", each, **changes) for place, each in enumerate(hours)], OVERALL)


def test_the_cohort_counts_the_open_ones_that_the_released_hide() -> None:
    kinds = [life("A"), life("B", 30), life("C", None), life("D", None, status="cancelled", ended_at=MONDAY + HOUR),
             life("E", 2, settled="guarantee", returns=((MONDAY, MONDAY),))]  # fmt: skip
    lives = kinds * 4
    (found,) = cohorts(lives, CLEARANCE, (), *JUNE, now=MONDAY + 2 * DAY + HOUR)
    (figure,) = groups(CLEARANCE, (), took(lives, CLEARANCE, *JUNE))
    assert (figure.count, found.accepted, found.open) == (12, 20, 4)
    assert found.open_by_age == {"under_24h": 0, "24_to_48h": 0, "48_to_72h": 4, "over_72h": 0}
    assert (found.cohort_within_24h, found.cancelled_share) == (0.4, 0.2)
    assert (found.conditional_share, found.returned_share) == (0.2, 0.2)
    (few,) = cohorts(lives[:19], CLEARANCE, (), *JUNE, now=MONDAY + 2 * DAY + HOUR)
    assert (few.accepted, few.open) == (19, 4)
    assert {few.cohort_within_24h, few.cancelled_share, few.conditional_share, few.returned_share} == {None}


def test_times_of_a_control_have_no_cohort_and_so_no_rate() -> None:
    review = (Spell("ready", MONDAY, MONDAY + HOUR), Spell("done", MONDAY + HOUR, MONDAY + HOUR))
    lives = [life(f"N{place}", controls={"document_review": review}) for place in range(20)]
    wait = define("wait.document_review")
    assert wait is not None
    (control,) = figures(lives, wait, took(lives, wait))
    (whole,) = figures(lives, CLEARANCE, took(lives, CLEARANCE), now=MONDAY + DAY)
    assert (control.count, control.mean_s, control.within_24h, control.accepted) == (20, 3600, None, None)
    assert (whole.within_24h, whole.cohort_within_24h, whole.accepted) == (1.0, 1.0, 20)


def test_released_on_condition_is_on_a_guarantee_or_with_a_result_to_follow() -> None:
    office = Office()
    plain, waits = (
        office.lodge(inspected(transport_document=name), name).number for name in ("SYN-A", "SYN-B")
    )
    for number in (plain, waits):
        office.does(number, "arrive", actor=TERMINAL)
        office.does(number, "done", "quarantine_review", actor=TAN)
        office.does(number, "add", "joint_inspection", actor=DENG, reason="made up")
        office.pays(number, f"T-{number}")
    for number, outcome in ((plain, "accept"), (waits, "condition")):
        begun = office.begins(number)
        officer = INSPECTORS[begun.officer]
        for item in begun.items:
            office.visited(begun.order, "check", officer, item=item, outcome="conforms")
        office.visited(
            begun.order, "conclude", officer, numbers=(number,), outcome=outcome, reason="result to follow"
        )
    lives = Lives(office.desk).every()
    assert {each.number: each.conditional for each in lives} == {plain: False, waits: True}
    assert {each.status for each in lives} == {"released"}
    (found,) = cohorts(lives * 10, CLEARANCE, now=office.clock.at)
    assert found.conditional_share == 0.5
    assert life("A", settled="guarantee").conditional
    assert not life("A", None, condition=True).conditional, "it was not released"


def test_counts_have_definitions_and_a_pair_is_one_or_two() -> None:
    ago = parse("2017-06-05T09:00:00+08:00")
    lives = [life("A", pair="B"), life("B", pair="A"), life("C", accepted_at=ago)]
    two, one = (count(lives, "accepted", *JUNE, pairs_as_one=each) for each in (False, True))
    assert (two.id, two.count, two.before, two.growth) == ("accepted", 2, 1, 1.0)
    assert (one.id, one.count) == ("accepted.pairs_as_one", 1)


def test_with_the_mix_held_constant_more_inspected_goods_are_no_slowness() -> None:
    def mixed(quick: int, slow: int, faster: float) -> list[Took]:
        spread = [faster * (1 + 0.01 * place) for place in range(slow)]
        return [
            *many([1.0 + 0.01 * place for place in range(quick)]),
            *many([10 * each for each in spread], chapter="02"),
        ]

    base, now = mixed(90, 10, 1.0), mixed(50, 50, 0.9)
    found = compress(OVERALL, now, base)
    assert found is not None
    assert found.crude < -1, "the plain mean grew to more than double"
    assert found.standardised is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.standardised < found.high
    assert found.covered == 1.0
    assert found.standardised > -0.1, "goods of the same kind took about as long or less"


def test_the_closed_form_is_as_worked_out_on_paper() -> None:
    """Base 10 × 1 h and 10 × 3 h (mean 2, variance of each half 0 within strata): half of each, exactly one half."""
    base = [*many([1.0] * 10), *many([3.0] * 10, chapter="02")]
    now = [*many([0.5] * 10), *many([1.5] * 10, chapter="02")]
    found = compress(OVERALL, now, base)
    assert found is not None
    assert (found.crude, found.standardised, found.low, found.high) == (
        0.5,
        pytest.approx(0.5),
        pytest.approx(0.5),
        pytest.approx(0.5),
    )


def test_a_stratum_that_only_one_period_has_is_left_out_and_told() -> None:
    base, now = many([2.0] * 20), [*many([1.0] * 20), *many([50.0] * 5, chapter="02")]
    found = compress(OVERALL, now, base)
    assert found is not None
    assert (found.standardised, found.covered) == (pytest.approx(0.5), 0.8)
    assert compress(OVERALL, now, base[:19]) is None, "too few to say"


def test_two_definitions_never_meet_and_serial_meets_parallel_only_from_arrival_or_application() -> None:
    assert one_definition(["overall", "overall"]) == "overall"
    with pytest.raises(NotComparable) as said:
        one_definition(["overall", "customs_clearance"])
    assert "口径" in said.value.text("zh")
    serial, parallel = many([1.0] * 20, process="import_serial"), many([1.0] * 20)
    assert compress(OVERALL, parallel, serial) is not None
    with pytest.raises(NotComparable, match="serial"):
        compress(CLEARANCE, parallel, serial)
    assert compress(CLEARANCE, serial, serial) is not None
    with pytest.raises(NotComparable, match="serial"):
        compress(CLEARANCE, [*parallel, serial[0]], serial)
    with pytest.raises(NotComparable, match="serial"):
        compress(define("wait.document_review") or OVERALL, parallel, serial)


def test_what_compares_serial_with_parallel_begins_at_the_first_application_or_arrival() -> None:
    fair = {name for name, each in definitions().items() if each.serial_comparable}
    assert fair == {"first_application", "overall", "overall_with_withdrawal"}
    assert {definitions()[name].start for name in fair} == {"first_application_at", "arrived_at"}


def test_what_moved_the_mean_is_told_by_how_much() -> None:
    found = moved_most(many([*[1.0] * 19, 21.0]))
    assert len(found) == 10
    assert found[0].number == "N19"
    assert found[0].moved == pytest.approx(HOUR), "without it the mean were 1 hour instead of 2"


def test_office_hours_and_ranking_time_are_definitions_of_their_own() -> None:
    friday = parse("2018-06-08T17:00:00+08:00")
    late = msgspec.structs.replace(
        PLAIN,
        accepted_at=friday,
        arrived_at=friday + HOUR // 4,
        released_at=parse("2018-06-11T08:45:00+08:00"),
    )
    office = define("customs_clearance.office")
    assert office is not None
    assert duration(late, office) == 6 * HOUR + 45 * HOUR // 60, "half an hour, two shifts on duty, a quarter"
    ranking = definitions()["customs_clearance_ranking"]
    assert duration(late, CLEARANCE) - (duration(late, ranking) or 0) == HOUR // 4  # type: ignore[operator]
    assert define("wait.nothing") is None


def test_what_an_average_leaves_out_is_a_switch_and_a_definition_of_its_own() -> None:
    held = Held("h", "offence", "office", ("release",), MONDAY, None)
    lives = [life("A"), life("B", transport="Y"), life("C", holds=(held,)), life("D", status="cancelled")]
    left = {
        name: [each.row.number for each in took(lives, found)]
        for name in ("overall", "overall~virtual_transport", "overall~cancelled~held_by_law") if (found := define(name))
    }  # fmt: skip
    assert left == {
        "overall": ["A", "B", "C", "D"],
        "overall~virtual_transport": ["A", "C", "D"],
        "overall~cancelled~held_by_law": ["A", "B"],
    }
    assert define("overall~cancelled~cancelled") is None
    assert define("overall~weather") is None
    with pytest.raises(NotComparable):
        one_definition(left)


def test_serial_and_parallel_stand_side_by_side_from_the_first_application_or_arrival_alone() -> None:
    serial = [life(f"S{place}", 10 + place * 0.1, process="import_serial") for place in range(20)]
    parallel = [life(f"P{place}", 5 + place * 0.05) for place in range(20)]
    for name in ("first_application", "overall", "overall_with_withdrawal"):
        sides = side_by_side(definitions()[name], took([*serial, *parallel], OVERALL))
        assert sides is not None
        assert [len(each) for each in sides] == [20, 20]
        change = compress(definitions()[name], sides[1], sides[0])
        assert change is not None
        assert change.crude == pytest.approx(0.5)
    for name in ("customs_clearance", "preparation", "first_lodging"):
        with pytest.raises(NotComparable, match="first_application or overall"):
            side_by_side(definitions()[name], took([*serial, *parallel], OVERALL))
    assert side_by_side(CLEARANCE, took(parallel, CLEARANCE)) is None, "there is nothing to put beside it"
