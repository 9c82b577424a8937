"""A measure's life in the improvement register: fixed before it begins, ended once, told in the week it was decided in."""

from typing import Any

import msgspec
import pytest

from tests.build import Office
from tests.cast import AUGUST, DAPENG, DENG, LIU, MAO
from tests.databases import url
from tests.postgres_server import postgres_server
from tongguan.adapters.clock import FixedClock
from tongguan.adapters.verify import verify
from tongguan.desk.desk import Desk
from tongguan.desk.improvements import ImprovementDesk
from tongguan.desk.lives import Lives
from tongguan.desk.weekly import WeeklyDesk
from tongguan.facts.clock import DAY
from tongguan.facts.decision import Refusal
from tongguan.facts.improvement import Measure, MeetingHeld
from tongguan.insight.week import week
from tongguan.process.improvement import Meeting
from tongguan.wiring import desk_of

__all__ = ["postgres_server", "url"]

MEETING = MeetingHeld("4907", "2018-08-20", ("mao-qing", "liu-min"), "shorten the wait")
PLAIN = Measure(
    id="", what="a list each morning", owner="liu-min", definition="customs_clearance", scope={"direction": "import"},
    base_since="2018-05-01", base_until="2018-08-20", since="2018-08-21", until="2018-10-31", expected="0.2",
)  # fmt: skip


class Improving:
    """An office with a meeting of today."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.register = ImprovementDesk(desk.together)
        held = self.register.meet(MEETING, MAO)
        assert isinstance(held, Meeting), held
        self.meeting = held.id

    def takes(self, **changes: Any) -> Measure:
        said = self.register.take(self.meeting, msgspec.structs.replace(PLAIN, **changes), DENG)
        assert isinstance(said, Measure), said
        return said

    def refuses(self, **changes: Any) -> str:
        return code(self.register.take(self.meeting, msgspec.structs.replace(PLAIN, **changes), DENG))


@pytest.fixture
def office() -> Improving:
    return Improving(Office().desk)


def code(said: object) -> str:
    assert isinstance(said, Refusal), said
    assert said.text("zh") != said.text("en")
    return said.code


def test_meetings_and_measures_are_kept_whole_by_each_database(url: str) -> None:
    clock = FixedClock(AUGUST)
    office = Improving(desk_of(url, clock=clock))
    first, second = office.takes(), office.takes(what="another", scope={})
    assert (first.id, second.id) == ("20180820-01-1", "20180820-01-2")
    clock.at += 5 * DAY
    ended = office.register.end(first.id, "2018-08-24", "nobody reads it", MAO)
    assert isinstance(ended, Meeting)
    (kept,) = office.register.every()
    assert kept == ended
    assert (kept.decided, kept.ended[first.id].by, kept.afterwards(first.id)) == (
        MEETING.decided,
        MAO.id,
        False,
    )
    found = office.register.find(first.id)
    assert found is not None
    assert found[1] == msgspec.structs.replace(first, until="2018-08-24"), "measured to its end"
    assert office.register.find(second.id) == (kept, second)
    assert verify(office.desk.journal).ok  # type: ignore[arg-type]
    assert office.desk.rebuild()[2] == 0


def test_two_meetings_of_a_day_have_numbers_of_their_own(office: Improving) -> None:
    second = office.register.meet(MEETING, MAO)
    assert isinstance(second, Meeting)
    assert second.id == "20180820-02"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"what": ""}, "text_missing"),
        ({"what": "x" * 2001}, "text_too_long"),
        ({"owner": "nobody"}, "unknown_member"),
        ({"owner": "bank"}, "unknown_member"),
        ({"definition": "luck"}, "bad_field"),
        ({"scope": {"weather": "rain"}}, "bad_field"),
        ({"scope": {"week": "2018-W30"}}, "bad_field"),
        ({"since": "soon"}, "bad_field"),
        ({"since": "2018-8-21"}, "bad_field"),
        ({"until": "2018-08-20"}, "measure_dates"),
        ({"base_until": "2018-08-21"}, "measure_dates"),
        ({"since": "2018-08-19", "base_until": "2018-08-18"}, "measure_before_meeting"),
        ({"expected": "a fifth"}, "bad_field"),
        ({"expected": "1"}, "bad_field"),
        ({"expected": "0"}, "bad_field"),
        ({"expected": "NaN"}, "bad_field"),
    ],
)
def test_a_measure_that_cannot_be_measured_is_refused(
    office: Improving, changes: dict[str, Any], expected: str
) -> None:
    assert office.refuses(**changes) == expected
    assert office.register.every()[0].measures == ()


def test_only_a_head_or_coordinator_of_the_office_keeps_the_register(office: Improving) -> None:
    for stranger, why in ((LIU, "not_your_role"), (DAPENG, "not_your_role")):
        assert code(office.register.meet(MEETING, stranger)) == why
        assert code(office.register.take(office.meeting, PLAIN, stranger)) == why
    away = msgspec.structs.replace(MAO, office="5317")
    assert code(office.register.take(office.meeting, PLAIN, away)) == "not_your_office"
    measure = office.takes()
    assert code(office.register.end(measure.id, "2018-08-22", "x", LIU)) == "not_your_role"


def test_a_meeting_that_was_not_held_is_refused(office: Improving) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"day": "2018-08-21"}, "time_in_future"), ({"day": "today"}, "bad_field"), ({"present": ()}, "field_missing"),
        ({"decided": ""}, "text_missing"),
    ]  # fmt: skip
    for changes, expected in wrong:
        assert code(office.register.meet(msgspec.structs.replace(MEETING, **changes), MAO)) == expected
    assert code(office.register.take("20180820-09", PLAIN, MAO)) == "unknown_meeting"


def test_a_measure_ends_once_and_not_before_it_began(office: Improving) -> None:
    measure = office.takes()
    end = office.register.end
    assert code(end("20180820-01-9", "2018-08-22", "x", MAO)) == "unknown_measure"
    assert code(end("x", "2018-08-22", "x", MAO)) == "unknown_measure"
    assert code(end(measure.id, "2018-08-20", "x", MAO)) == "bad_field"
    assert code(end(measure.id, "2018-08-22", "", MAO)) == "reason_missing"
    assert isinstance(end(measure.id, "2018-08-22", "nobody reads it", MAO), Meeting)
    assert code(end(measure.id, "2018-08-23", "again", MAO)) == "measure_over"


def test_a_measure_entered_after_it_began_says_so() -> None:
    office = Office()
    register = ImprovementDesk(office.desk.together)
    office.clock.at += 10 * DAY
    held = register.meet(MEETING, MAO)
    assert isinstance(held, Meeting)
    taken = register.take(held.id, PLAIN, MAO)
    assert isinstance(taken, Measure)
    assert register.every()[0].afterwards(taken.id)


def test_the_weekly_report_tells_what_the_meeting_decided() -> None:
    place = Office()
    office = Improving(place.desk)
    measure = office.takes()
    place.clock.at += DAY
    weekly = WeeklyDesk(office.desk.together, office.desk.coordination, Lives(office.desk), office.desk.aims)
    asked, after = week("2018-W34"), week("2018-W35")
    assert asked
    assert after
    told = [(each.verb, each.case, each.text) for each in weekly.draft(asked).decided]
    assert told == [
        ("meet", office.meeting, "shorten the wait"),
        ("measure", office.meeting, f"{measure.what} (liu-min, 2018-08-21)"),
    ]
    assert weekly.draft(after).decided == ()
