"""Standardised times by hand: an easy mix makes no post look good, and few declarations say nothing."""

from datetime import date
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from tongguan.desk.worklist import Done
from tongguan.facts.clock import HOUR, parse
from tongguan.facts.people import Member, Post
from tongguan.insight import posts
from tongguan.insight.posts import Standing, chapter_group, of_officer, of_post

NINE = parse("2018-03-05T09:00:00+08:00")
FIRST, LAST = date(2018, 1, 1), date(2018, 12, 31)
POST = Post(
    id="P", kind="pioneer_party", zh="岗", office="4907", since=FIRST,
    members=(Member("liu", FIRST), Member("deng", FIRST)),
)  # fmt: skip


class Row(msgspec.Struct, kw_only=True):
    """What is read of a worklist row."""

    direction: str = "import"
    channel: str = "reviewed"
    status: str = "released"
    office: str = "4907"
    mode: str = "0110"
    chapter: str = "84"
    first_application_at: int | None = None
    arrived_at: int | None = None
    accepted_at: int | None = NINE
    released_at: int | None = None
    gate_out_at: int | None = None
    ended_at: int | None = None
    done: tuple[Done, ...] = ()


def rows(count: int, hours: float, officer: str, **changes: Any) -> list[Row]:
    """Declarations that took so many hours and that an officer reviewed half an hour after acceptance."""
    done = (Done("document_review", officer, NINE + HOUR // 2),)
    return [Row(released_at=NINE + round(hours * HOUR), done=done, **changes) for _ in range(count)]


def standing(found: list[Row], post: Post = POST) -> Standing:
    return of_post(found, post, FIRST, LAST)


def test_the_mix_of_goods_is_corrected() -> None:
    """The post has mostly easy goods and is the slower on both sorts; its plain mean (1.75 h) would beat the office's (2.53 h)."""
    easy, hard = {"chapter": "84"}, {"chapter": "02"}
    found = standing(
        rows(9, 1.0, "liu", **easy) + rows(9, 1.0, "deng", **easy) + rows(6, 4.0, "liu", **hard)
        + rows(10, 0.5, "peng", **easy) + rows(40, 3.5, "peng", **hard)
    )  # fmt: skip
    # easy: 28 of 74, post 1.0, office (18 x 1.0 + 10 x 0.5) / 28 = 23/28; hard: 46 of 74, post 4.0, office 164/46.
    assert found.hours == pytest.approx((28 * 1.0 + 46 * 4.0) / 74)
    assert found.office_hours == pytest.approx((23 + 164) / 74)
    assert (found.count, found.office_count, found.coverage) == (24, 74, 1.0)


def test_a_stratum_with_fewer_than_five_is_left_out_and_the_rest_is_said_as_a_share() -> None:
    thin = rows(posts.LEAST - 1, 50.0, "liu", mode="5034") + rows(16, 1.0, "peng", mode="5034")
    found = standing(rows(10, 2.0, "liu") + rows(10, 2.0, "deng") + thin)
    assert (found.hours, found.office_hours, found.coverage) == (2.0, 2.0, 0.5)


@pytest.mark.parametrize(
    "changes", [{"direction": "export"}, {"channel": "inspected"}, {"mode": "5034"}, {"chapter": "02"}]
)
def test_direction_channel_mode_and_chapter_group_make_a_stratum(changes: dict[str, str]) -> None:
    assert posts.stratum(Row(**changes)) != posts.stratum(Row())


def test_chapters_of_one_group_share_a_stratum() -> None:
    assert posts.stratum(Row(chapter="84")) == posts.stratum(Row(chapter="85"))
    assert chapter_group("") == chapter_group("XX") == chapter_group("00") == ""
    assert all(chapter_group(f"{n:02}") for n in range(1, 98))


def test_nineteen_say_nothing_and_twenty_do() -> None:
    assert standing(rows(19, 1.0, "liu") + rows(30, 1.0, "peng")).hours is None
    assert standing(rows(20, 1.0, "liu") + rows(30, 1.0, "peng")).hours == 1.0


def test_only_what_its_officers_did_while_they_were_at_it_counts() -> None:
    later = replace(POST, members=(Member("liu", date(2018, 3, 6)), Member("deng", FIRST, date(2018, 3, 4))))
    assert standing(rows(30, 1.0, "liu") + rows(30, 1.0, "deng"), later).count == 0
    ended = replace(POST, until=date(2018, 3, 4))
    assert standing(rows(30, 1.0, "liu"), ended).count == 0
    assert standing(rows(30, 1.0, "liu")).count == 30


def test_a_control_after_the_release_and_another_offices_declaration_do_not_count() -> None:
    after = (Done("destination_inspection", "liu", NINE + 2 * HOUR),)
    assert standing([Row(released_at=NINE + HOUR, done=after)] * 30).office_count == 0
    assert standing(rows(30, 1.0, "liu", office="5317")).office_count == 0
    assert of_post(rows(30, 1.0, "liu"), POST, FIRST, date(2018, 3, 4)).office_count == 0


def test_a_declaration_two_officers_of_the_post_handled_counts_once() -> None:
    both = (Done("document_review", "liu", NINE), Done("licence_check", "deng", NINE))
    assert standing([Row(released_at=NINE + HOUR, done=both)] * 20).count == 20


def test_figures_are_everybodys_only_where_two_officers_did_five_each() -> None:
    assert not standing(rows(30, 1.0, "liu")).open
    assert not standing(rows(30, 1.0, "liu") + rows(4, 1.0, "deng")).open
    assert standing(rows(30, 1.0, "liu") + rows(5, 1.0, "deng")).open


def test_an_officers_own_standing_counts_his_alone() -> None:
    found = of_officer(rows(20, 2.0, "liu") + rows(20, 4.0, "deng"), "4907", "liu", FIRST, LAST)
    assert (found.count, found.hours, found.office_hours, found.open) == (20, 2.0, 3.0, False)


def test_the_period_is_of_releases_by_local_date() -> None:
    midnight = parse("2018-03-06T00:00:00+08:00")
    done = (Done("document_review", "liu", NINE),)
    found = [Row(released_at=midnight, done=done), Row(released_at=midnight - 1, done=done)]
    assert of_post(found, POST, date(2018, 3, 5), date(2018, 3, 5)).count == 1


def test_a_post_is_measured_from_january_or_its_beginning_to_today_or_its_end() -> None:
    today = date(2018, 8, 31)
    assert posts.period(POST, today) == (date(2018, 1, 1), today)
    assert posts.period(replace(POST, since=date(2018, 3, 1)), today) == (date(2018, 3, 1), today)
    ended = replace(POST, since=date(2016, 5, 1), until=date(2017, 6, 30))
    assert posts.period(ended, today) == (date(2017, 1, 1), date(2017, 6, 30))
