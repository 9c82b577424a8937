"""Draws are fixed by the day's secret and the number, even over all secrets, and blind to the order of candidates."""

import hmac
from collections import Counter
from hashlib import sha256

import pytest

from tongguan.rules.draws import draw, draw_officer, roll

SECRET = b"a secret of one day"
OFFICERS = ("zhou-wei", "he-lan", "tan-yue", "ouyang-bo")


def test_a_draw_is_an_hmac_that_anybody_can_recompute() -> None:
    mac = hmac.new(SECRET, b"declaration|4907A", sha256).digest()
    assert draw(SECRET, "4907A") == int.from_bytes(mac[:8], "big") % 1_000_000


def test_another_day_or_another_number_is_another_draw() -> None:
    drawn = {draw(SECRET, "4907A"), draw(SECRET, "4907B"), draw(b"the next day", "4907A")}
    assert len(drawn) == 3


def test_draws_are_even() -> None:
    tenths = Counter(draw(SECRET, f"4907{serial}") // 100_000 for serial in range(20_000))
    assert sorted(tenths) == list(range(10))
    assert all(1800 < count < 2200 for count in tenths.values()), "five standard deviations"


def test_every_officer_is_drawn_as_often_whatever_the_order_of_the_list() -> None:
    drawn = Counter(draw_officer(SECRET, f"4907{serial}", OFFICERS) for serial in range(8_000))
    assert all(1800 < drawn[officer] < 2200 for officer in OFFICERS)
    assert draw_officer(SECRET, "4907A", OFFICERS) == draw_officer(SECRET, "4907A", OFFICERS[::-1] * 2)


def test_an_officer_who_falls_away_changes_no_draw_but_his_own() -> None:
    for serial in range(500):
        before = draw_officer(SECRET, f"4907{serial}", OFFICERS)
        after = draw_officer(SECRET, f"4907{serial}", OFFICERS[:-1])
        assert after == before or before == OFFICERS[-1]


def test_nobody_cannot_be_drawn_from() -> None:
    with pytest.raises(ValueError, match="nobody"):
        draw_officer(SECRET, "4907A", ())


def test_each_word_rolls_for_itself() -> None:
    assert roll(17, "inspect") != roll(17, "review")
