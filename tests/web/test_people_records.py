"""The office's people are kept whole: read back as they were given, written once, all or nothing."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.web import records as office
from tongguan.desk.people import parse
from tongguan.facts.people import Qualification, Staff
from tongguan.facts.unreadable import Unreadable

FILE = Path(__file__).resolve().parents[2] / "docs/examples/people.toml"
STAFF = parse(FILE.read_text("utf-8"))


@pytest.fixture
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The module that keeps people, with the example's alone in it; empty again afterwards."""
    office.set_up(tmp_path_factory.mktemp("records"))
    from tongguan.web.people import records

    _empty()
    assert records.keep(STAFF, "mao-qing") == 15
    yield records
    _empty()


def _empty() -> None:
    from tongguan.web.people import models

    for table in (
        models.Member, models.Post, models.Mark, models.Lecture, models.Course, models.Qualification, models.Absence,
        models.Duty, models.Shift, models.Person,
    ):  # fmt: skip
        table.objects.all().delete()


def by_id(staff: Staff) -> Staff:
    """In one order, whatever order it was given in."""
    return replace(
        staff,
        officer=tuple(sorted(staff.officer, key=lambda each: each.id)),
        post=tuple(replace(p, members=tuple(sorted(p.members, key=lambda m: m.officer))) for p in staff.post),
    )


def test_what_was_given_is_read_back_and_written_once(kept: Any) -> None:
    assert by_id(kept.staff()) == by_id(STAFF)
    assert kept.keep(STAFF, "somebody-else") == 0


def test_a_change_is_one_line_and_says_who_made_it(kept: Any) -> None:
    from tongguan.web.people.models import Qualification as Line

    longer = replace(STAFF.qualification[1], until=date(2020, 12, 31))
    assert kept.keep(Staff(qualification=(longer,)), "yuan-qi") == 1
    assert kept.staff().qualification[1].until == date(2020, 12, 31)
    assert [line.by for line in Line.objects.order_by("id")] == ["mao-qing", "yuan-qi"]


def test_a_file_with_one_mistake_writes_nothing_of_it(kept: Any) -> None:
    good = Qualification("shen-yi", "duty", date(2018, 1, 1))
    wrong = Qualification("nobody", "duty", date(2018, 1, 1))
    with pytest.raises(Unreadable) as found:
        kept.keep(Staff(qualification=(good, wrong)), "mao-qing")
    assert found.value.field == "qualification[2].officer"
    assert by_id(kept.staff()) == by_id(STAFF)


def test_attendance_and_marks_become_what_is_given_and_nothing_else_is_removed(kept: Any) -> None:
    (course,) = STAFF.course
    (lecture,) = course.lectures
    mended = replace(
        course, lectures=(replace(lecture, present=("shen-yi",)),), marks={"shen-yi": Decimal("64.5")}
    )
    assert kept.keep(Staff(course=(mended,)), "mao-qing") == 3, "who was there, a mark, and one taken back"
    assert kept.staff().course == (mended,)
    assert kept.keep(Staff(course=(replace(mended, lectures=()),)), "mao-qing") == 0
    assert kept.staff().course == (mended,)
