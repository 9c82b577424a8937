"""The steering test: it sees visits that follow a trader, forgives honest moves, and cries as seldom as it says."""

from random import Random

import pytest

from bench.steering import AWAY, Setting, visits
from tongguan.insight.steering import Visit, examine

SMALL = 2_000
"""Visits; a tenth of the study's year."""


def alarms(setting: Setting, runs: int) -> int:
    randoms = (Random(f"{seed} {setting}") for seed in range(runs))
    return sum(examine(visits(setting, each, SMALL), each, exchanges=99).alarm for each in randoms)


def test_an_honest_office_is_alarmed_once_in_twenty_years() -> None:
    assert alarms(Setting(8, 40, 0.0), 100) <= 12, "three standard deviations above five"


@pytest.mark.parametrize("way", ["towards", AWAY])
def test_one_visit_in_a_hundred_moved_for_one_trader_is_seen(way: str) -> None:
    assert alarms(Setting(8, 40, 0.01, way), 10) >= 9


def test_the_strangest_cell_names_who_was_steered_to_for_whom() -> None:
    random = Random(5)
    year = visits(Setting(8, 40, 0.0), random, SMALL)
    steered = [Visit(visit=f"s{n}", drawn=f"o{n % 7}", final="o7", trader="t9") for n in range(25)]
    found = examine([*year, *steered], random, exchanges=99)
    first = found.strangest[0]
    assert found.alarm
    assert (first.family, first.officer, first.trader) == ("to", "o7", "t9")
    assert first.count >= 25 > 5 * first.expected


def test_an_officer_who_is_away_all_summer_is_no_alarm() -> None:
    random = Random(6)
    year = [
        Visit(visit=each.visit, drawn=each.drawn, final="o1" if each.drawn == "o0" else each.drawn, trader=each.trader)
        for each in visits(Setting(8, 40, 0.0), random, SMALL)
    ]  # fmt: skip
    found = examine(year, random, exchanges=99)
    assert found.moved > 200
    assert not found.alarm


def test_moves_are_compared_within_a_period() -> None:
    """In spring everything is moved and one trader alone has goods then: that is the season, not the trader."""
    spring = [
        Visit(visit=f"a{n}", drawn=f"o{n % 4}", final=f"o{(n + 1) % 4}", trader="t0", period="spring")
        for n in range(80)
    ]
    autumn = [
        Visit(visit=f"b{n}", drawn=f"o{n % 4}", final=f"o{n % 4}", trader=f"t{n % 9}", period="autumn")
        for n in range(400)
    ]
    assert not examine([*spring, *autumn], Random(1), exchanges=99).alarm
    whole = [Visit(visit=v.visit, drawn=v.drawn, final=v.final, trader=v.trader) for v in (*spring, *autumn)]
    assert examine(whole, Random(1), exchanges=99).alarm


def test_nothing_moved_says_nothing() -> None:
    found = examine([Visit(visit="1", drawn="a", final="a", trader="t")], Random(1))
    assert (found.p, found.alarm, found.strangest) == (1.0, False, ())
    assert examine([], Random(1)).visits == 0


def test_the_same_seed_gives_the_same_answer() -> None:
    year = visits(Setting(8, 40, 0.002), Random(3), SMALL)
    assert examine(year, Random(9), exchanges=99) == examine(year, Random(9), exchanges=99)
