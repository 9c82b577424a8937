"""The effect of a measure: shown only where the interval says so, with the mix held constant and enough on both sides."""

from collections.abc import Sequence
from datetime import date

import msgspec
import pytest

from tests.insight.test_cohorts import PLAIN
from tongguan.facts.clock import DAY, HOUR, parse
from tongguan.facts.improvement import Measure
from tongguan.insight.improvement import Effect, beside, effect, windows
from tongguan.insight.life import Life

MEASURE = Measure(
    id="M-1", what="one visit", owner="liu-min", definition="customs_clearance", scope={"direction": "import"},
    base_since="2018-02-01", base_until="2018-02-28", since="2018-03-01", until="2018-03-31", expected="0.20",
)  # fmt: skip
TODAY = date(2018, 6, 30)


def lives(month: int, hours: Sequence[float], **changes: object) -> list[Life]:
    """One each day of a month, from its first on, of so many hours."""
    start = parse(f"2018-{month:02}-01T09:00:00+08:00")
    return [
        msgspec.structs.replace(
            PLAIN, number=f"{month}-{place}-{changes.get('chapter', '')}", accepted_at=start + place % 28 * DAY,
            arrived_at=start + place % 28 * DAY, released_at=start + place % 28 * DAY + round(each * HOUR), **changes,
        )
        for place, each in enumerate(hours)
    ]  # fmt: skip


def around(hours: float, count: int = 24) -> list[float]:
    """Hours with some spread about their mean."""
    return [hours + (-0.5, 0.0, 0.5)[place % 3] for place in range(count)]


def told(before: Sequence[Life], after: Sequence[Life], measure: Measure = MEASURE) -> Effect:
    return effect(measure, [*before, *after], TODAY)


def test_a_fifth_less_is_shown_with_its_interval() -> None:
    found = told(lives(2, around(5)), lives(3, around(4)))
    assert (found.verdict, found.shown) == ("shorter", True)
    assert found.change is not None
    assert found.change.standardised == pytest.approx(0.2)
    assert found.change.low is not None
    assert found.change.high is not None
    assert 0 < found.change.low < 0.2 < found.change.high
    assert told(lives(2, around(4)), lives(3, around(5))).verdict == "longer"


def test_the_same_hours_show_no_effect() -> None:
    found = told(lives(2, around(5)), lives(3, around(5.02)))
    assert (found.verdict, found.shown) == ("none", False)
    assert found.said("en").startswith("no effect shown")
    assert found.said("zh").startswith("未见成效")


@pytest.mark.parametrize(("before", "after"), [(19, 24), (24, 19), (0, 24)])
def test_under_twenty_on_a_side_shows_no_effect_however_large(before: int, after: int) -> None:
    found = told(lives(2, around(50, before)), lives(3, around(1, after)))
    assert (found.verdict, found.change) == ("few", None)
    assert found.said("en").startswith("no effect shown")
    assert found.before is None or found.before.mean_s is None or before >= 20


def test_twenty_on_both_sides_are_enough() -> None:
    assert told(lives(2, around(50, 20)), lives(3, around(1, 20))).verdict == "shorter"


def test_other_goods_are_no_effect_although_the_plain_means_fall() -> None:
    """Chapter 85 takes five hours and chapter 08 one, before and after; only the mix changes."""
    before = [
        *lives(2, around(5, 24), chapter="85"),
        *lives(2, [0.9, 1.0, 1.1] * 2, chapter="08"),
    ]
    after = [*lives(3, around(5, 6), chapter="85"), *lives(3, [0.9, 1.0, 1.1] * 8, chapter="08")]
    found = told(before, after)
    assert found.change is not None
    assert found.change.crude > 0.5, "the means of all fell by more than half"
    assert found.change.standardised == pytest.approx(0, abs=0.02)
    assert found.verdict == "none"


def test_where_goods_have_hardly_anything_in_common_nothing_is_shown() -> None:
    before = [*lives(2, around(50, 24), chapter="08"), *lives(2, around(50, 3), chapter="85")]
    after = [*lives(3, around(1, 24), chapter="39"), *lives(3, around(1, 3), chapter="85")]
    found = told(before, after)
    assert found.change is not None
    assert found.change.covered == pytest.approx(3 / 27)
    assert found.verdict == "few"


def test_only_the_scope_and_the_days_that_were_fixed_count() -> None:
    noise = [*lives(2, around(90), direction="export"), *lives(4, around(90)), *lives(1, around(90))]
    found = effect(MEASURE, [*noise, *lives(2, around(5)), *lives(3, around(5))], TODAY)
    assert found.before is not None
    assert found.after is not None
    assert (found.before.count, found.after.count, found.after.high_s) == (24, 24, 5.5 * 3600)
    assert [each.after for each in found.weeks] == [False] * 4 + [True] * 4
    assert sum(each.count for each in found.weeks) == 48


def test_serial_and_parallel_are_not_compared_by_a_definition_that_cannot() -> None:
    prepared = msgspec.structs.replace(MEASURE, definition="preparation")
    found = told(lives(2, around(5), process="import_serial"), lives(3, around(5)), prepared)
    assert (found.verdict, found.change) == ("not_comparable", None)
    assert "overall" in found.said("en")


def test_what_has_not_begun_has_no_effect_yet() -> None:
    assert effect(MEASURE, lives(2, around(5)), date(2018, 2, 28)).verdict == "to_come"


def test_other_measures_of_the_same_days_and_goods_are_named() -> None:
    others = [
        MEASURE,
        msgspec.structs.replace(MEASURE, id="same", since="2018-03-10"),
        msgspec.structs.replace(MEASURE, id="part", since="2018-02-10", scope={"channel": "reviewed"}),
        msgspec.structs.replace(MEASURE, id="elsewhere", scope={"direction": "export"}),
        msgspec.structs.replace(MEASURE, id="later", since="2018-04-01"),
    ]
    assert [each.id for each in beside(MEASURE, others)] == ["same", "part"]


def test_ninety_days_on_each_side_where_nobody_says_otherwise() -> None:
    assert windows(date(2018, 4, 2)) == (date(2018, 1, 2), date(2018, 4, 1), date(2018, 6, 30))
