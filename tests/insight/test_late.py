"""Late declarations and the release to be expected, by hand."""

from datetime import date

import msgspec
import pytest

from tests.insight.test_cohorts import MONDAY, PLAIN
from tongguan.facts.clock import DAY, HOUR
from tongguan.insight import hours
from tongguan.insight.backtest import Score, held_back
from tongguan.insight.late import Standing, standing
from tongguan.insight.life import Held, Life, Spell
from tongguan.insight.steps import World
from tongguan.process.model import shipped


def unpaid(number: str, paid: int | None = None, **changes: object) -> Life:
    """An import since Monday nine o'clock that waits for its payment, paid after some hours or still open."""
    end = None if paid is None else MONDAY + paid * HOUR
    spells = [Spell("ready", MONDAY, end, "", "declarant")]
    if end is not None:
        spells.append(Spell("done", end, end))
    plain = msgspec.structs.replace(
        PLAIN, number=number, released_at=end, controls={"settlement": tuple(spells)}
    )
    return msgspec.structs.replace(plain, **changes)


def look(now: int, *lives: Life) -> list[Standing]:
    world = World(hours=hours.shipped(), now=now)
    return standing(lives, shipped(), lambda office: world, now)


@pytest.mark.parametrize(
    ("age", "state"),
    [(20 * HOUR, None), (20 * HOUR + 1, "warning"), (24 * HOUR, "warning"), (24 * HOUR + 1, "late")],
)
def test_late_is_strictly_more_than_24_hours_and_warned_of_past_20(age: int, state: str | None) -> None:
    assert [each.state for each in look(MONDAY + age, unpaid("A"))] == ([state] if state else [])


def test_the_clock_starts_at_the_later_of_acceptance_and_arrival_and_stops_for_good() -> None:
    now = MONDAY + 30 * HOUR
    came = unpaid("came", arrived_at=MONDAY + 8 * HOUR)
    not_here, gone = unpaid("not here", arrived_at=None), unpaid("gone", ended_at=MONDAY + HOUR)
    (found,) = look(now, came, not_here, gone, unpaid("out", 29))
    assert (found.number, found.age, found.state) == ("came", 22 * HOUR, "warning")


def test_it_says_who_has_to_act_and_what_comes_next() -> None:
    at = MONDAY + 30 * HOUR
    ready = {"document_review": (Spell("ready", MONDAY, None),)}
    started = {"document_review": (Spell("started", MONDAY, None, "liu-min"),)}
    asked = {"document_review": (Spell("started", MONDAY, MONDAY + HOUR, "liu-min"),
                                 Spell("paused", MONDAY + HOUR, None, "liu-min", "laboratory"))}  # fmt: skip
    hold = Held("price", "price", "office", ("release",), MONDAY, None)
    cases = {
        "A": unpaid("A"), "B": unpaid("B", controls=ready), "C": unpaid("C", controls=started),
        "D": unpaid("D", controls=asked), "E": unpaid("E", controls={}, holds=(hold,)),
    }  # fmt: skip
    said = {name: look(at, each)[0] for name, each in cases.items()}
    assert {name: (each.owner, each.cause, each.next_action.en) for name, each in said.items()} == {
        "A": ("declarant", "declarant", "ask for: duty paid or secured"),
        "B": ("document_officer", "officer", "start: document review"),
        "C": ("liu-min", "work", "finish: document review"),
        "D": ("laboratory", "laboratory", "go on with: document review"),
        "E": ("office", "officer", "lift the hold price"),
    }
    assert said["E"].next_action.zh == "解除布控 price"


def test_the_forecast_is_the_quantiles_of_those_that_had_waited_as_long() -> None:
    """Paid after 1 to 40 hours; of 20 that waited 21 hours or more 0 to 19 hours were left: ranks 2, 10 and 18."""
    past = [unpaid(f"P{place}", place) for place in range(1, 41)]
    now = MONDAY + 21 * HOUR
    (found,) = look(now, *past, unpaid("A"))
    assert found.forecast is not None
    left = [(at - now) / HOUR for at in (found.forecast.p10, found.forecast.p50, found.forecast.p90)]
    assert (left, found.forecast.basis, found.forecast.of) == ([1, 9, 17], "step", 20)


def test_another_step_borrows_the_past_by_age_and_too_little_past_says_nothing() -> None:
    past = [unpaid(f"P{place}", place) for place in range(1, 41)]
    now = MONDAY + 21 * HOUR
    other = unpaid("A", controls={"document_review": (Spell("started", MONDAY, None, "liu-min"),)})
    (found,) = look(now, *past, other)
    assert found.forecast is not None
    assert (found.forecast.basis, found.forecast.of) == ("age", 20)
    (alone,) = look(now + 1, *past, other)
    assert alone.forecast is None
    assert alone.record("en")["forecast"] is None


def test_the_forecast_is_scored_on_a_month_that_it_has_not_seen() -> None:
    """Half an hour after acceptance forty pasts say: ranks 4, 20 and 36, that is 4, 20 and 36 hours in all."""
    past = [unpaid(f"P{place}", place) for place in range(1, 41)]
    august = 57 * DAY
    seen = [
        _moved(unpaid("in", 5), august),
        _moved(unpaid("early", 2), august),
        _moved(unpaid("open"), august),
    ]
    world = World(hours=hours.shipped(), now=MONDAY + 60 * DAY)
    found = held_back([*past, *seen], shipped(), lambda office: world, date(2018, 7, 31))
    assert found == Score(asked=2, forecast=2, covered=0.5, error_hours=15.0)


def _moved(life: Life, by: int) -> Life:
    """The same life some days later."""
    spells = {
        name: tuple(
            Spell(each.state, each.start + by, each.end and each.end + by, "", each.whom) for each in lives
        )
        for name, lives in life.controls.items()
    }
    released = life.released_at and life.released_at + by
    return msgspec.structs.replace(
        life, accepted_at=MONDAY + by, arrived_at=MONDAY + by, released_at=released, controls=spells
    )
