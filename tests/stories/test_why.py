"""Why declarations were late: proposed, named, confirmed, objected to; each late declaration in one cell, no hours."""

from datetime import date

from tests.cast import DENG, LIU, TAN
from tests.stories.test_coordination import Coordinated
from tongguan.desk import why
from tongguan.desk.lives import Lives
from tongguan.facts.clock import local_date


class Asking(Coordinated):
    """An office that asks why its declarations of the period were late."""

    def told(self, since: date | None = None, until: date | None = None) -> why.Told:
        return why.told(self.desk, Lives(self.desk).every(), since, until)

    def row(self, cause: str) -> tuple[dict[str, int], int]:
        """The cells of one cause that are not nought, and its total."""
        found = next(each for each in self.told().rows if each.cause == cause)
        return {state: count for state, count in found.counts.items() if count}, found.total


def test_what_nobody_named_is_a_proposal_and_becomes_confirmed_by_the_section_waited_for() -> None:
    office = Asking()
    office.after(23)
    assert office.told() == ([], [])
    office.after(25)
    assert office.row("document") == ({"proposed": 1}, 1)
    office.case("cause", cause="laboratory", section="quarantine")
    assert office.row("laboratory") == ({"named": 1}, 1)
    assert office.no("confirm", actor=LIU) == "not_your_section"
    office.case("confirm", actor=TAN)
    assert office.row("laboratory") == ({"confirmed": 1}, 1)
    assert [each.cause for each in office.told().rows] == ["laboratory"], "in one cell only"


def test_an_objection_is_counted_as_one_and_told_with_its_reason() -> None:
    office = Asking()
    office.after(25)
    office.case("cause", cause="laboratory", section="quarantine")
    office.case("object", "the sample came on Tuesday", actor=TAN)
    assert office.row("laboratory") == ({"objected": 1}, 1)
    (said,) = office.told().objections
    assert (said.number, said.section, said.reason) == (
        office.number,
        "quarantine",
        "the sample came on Tuesday",
    )


def test_a_joint_case_counts_each_of_its_declarations() -> None:
    office = Asking()
    other = office.arrived("SYN0002")
    office.after(26)
    name = office.opens([office.number, other])
    office.case("cause", name=name, cause="manifest", section="coordination")
    office.case("confirm", name=name, actor=DENG)
    assert office.row("manifest") == ({"confirmed": 2}, 2)


def test_what_was_released_before_anybody_named_a_cause_says_so() -> None:
    office = Asking()
    office.after(25)
    office.releases()
    assert office.row("") == ({}, 1)
    assert office.told().objections == []


def test_only_the_days_asked_for_count_by_when_24_hours_were_over() -> None:
    office = Asking()
    office.after(50)
    day = local_date(office.began + 24 * 3600 * 10**6)
    assert len(office.told(day, day).rows) == 1
    assert office.told(until=date.fromordinal(day.toordinal() - 1)).rows == []
    assert office.told(since=date.fromordinal(day.toordinal() + 1)).rows == []
