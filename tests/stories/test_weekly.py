"""A weekly report's life: issued once, kept as it was, put right with both figures, answered, made when due."""

import pytest

from tests.build import Office, export
from tests.cast import DENG, LIU, TERMINAL
from tongguan.adapters.verify import verify
from tongguan.desk import listed
from tongguan.desk.lives import Lives
from tongguan.desk.verbs import Act
from tongguan.desk.weekly import WeeklyDesk
from tongguan.facts.clock import DAY, HOUR, SECOND
from tongguan.facts.decision import Refusal
from tongguan.insight.week import Week, week
from tongguan.process.decide.cases import CaseAct
from tongguan.process.report import TRY_AGAIN, Weekly, digest_of

W34, W35, W36 = (week(f"2018-W{number}") or Week("", None, None) for number in (34, 35, 36))  # type: ignore[arg-type]


class Reporting(Office):
    """An office with an export of the first week that nobody reported arrived; it is the Monday after."""

    def __init__(self) -> None:
        super().__init__()
        self.number = self.lodge(export()).number
        self.lodged = self.clock.at
        self.weekly = WeeklyDesk(self.desk.together, self.desk.coordination, Lives(self.desk), self.desk.aims)
        self.clock.at = W34.end

    def issues(self, asked: Week = W34) -> Weekly:
        said = self.weekly.issue(asked, DENG)
        assert isinstance(said, Weekly), said
        return said

    def arrives_after_all(self) -> None:
        """The terminal reports on Monday what came the week before."""
        said = self.desk.act(self.number, Act(verb="arrive"), TERMINAL, self.lodged + 2 * HOUR)
        assert not isinstance(said, Refusal), said


def code(said: object) -> str:
    assert isinstance(said, Refusal), said
    return said.code


def test_a_report_is_issued_once_by_whoever_may_when_the_week_is_over() -> None:
    office = Reporting()
    assert code(office.weekly.issue(W34, LIU)) == "not_your_role"
    office.clock.at = W34.end - 1
    assert code(office.weekly.issue(W34, DENG)) == "week_not_over"
    office.clock.at += 1
    found = office.issues()
    assert found.report.flow.carried == 1
    assert found.digests == (digest_of(found.report),)
    assert code(office.weekly.issue(W34, DENG)) == "report_issued"


def test_an_issued_report_is_kept_and_a_correction_makes_a_numbered_one_with_both_figures() -> None:
    office = Reporting()
    first = office.issues()
    assert code(office.weekly.restate(W34, "no cause", DENG)) == "nothing_changed"
    office.arrives_after_all()
    kept = office.weekly.issued(W34)
    assert kept == first, "what happens later changes no issued report"
    assert code(office.weekly.restate(W34, "", DENG)) == "reason_missing"
    said = office.weekly.restate(W34, "the terminal reported late", DENG)
    assert isinstance(said, Weekly)
    assert (said.number, said.reports[0]) == (1, first.report)
    changed = {each.figure: (each.was, each.now) for each in said.restated[0].changed}
    past = (W34.end - office.lodged - 26 * HOUR) / SECOND
    assert changed == {
        "late.count": (0, 1), "cases.opened": (0, 1), "cases.carried": (0, 1), "stands.nobody": (0, past),
    }, "its 24 hours were over on Tuesday, and nobody knew"  # fmt: skip
    assert said.reports[1].requests == first.report.requests
    assert verify(office.desk.journal).ok  # type: ignore[arg-type]
    assert office.desk.rebuild()[2] == 0


def test_the_next_report_tells_which_requests_were_answered() -> None:
    office = Reporting()
    office.weekly.issue(W34, DENG, [("terminal", "report arrivals the same day")])
    asked = office.weekly.issued(W34)
    assert asked is not None
    name = asked.report.requests[-1].id
    assert code(office.weekly.answer(W35, name, "x", LIU)) == "report_not_issued"
    assert code(office.weekly.answer(W34, "2018-W34-9", "x", LIU)) == "bad_field"
    assert [each.text for each in office.weekly.draft(W35).last_requests] == [""]
    office.weekly.answer(W34, name, "from Monday on", LIU)
    assert code(office.weekly.answer(W34, name, "again", LIU)) == "question_answered"
    (told,) = office.weekly.draft(W35).last_requests
    assert (told.text, told.by) == ("from Monday on", LIU.id)


def test_what_is_due_is_computed_from_facts_and_a_second_run_finds_nothing() -> None:
    office = Reporting()
    assert [each.name for each in office.weekly.due()] == ["2018-W34"], "the first time the last week alone"
    office.issues()
    assert office.weekly.due() == []
    office.clock.at = W36.end + DAY
    assert [each.name for each in office.weekly.due()] == ["2018-W35", "2018-W36"], "weeks slept through"
    office.issues(W36)
    assert [each.name for each in office.weekly.due()] == ["2018-W35"]
    office.issues(W35)
    assert office.weekly.due() == []


def test_mail_goes_out_once_for_each_issue_and_never_for_what_lies_before_the_first_mail() -> None:
    office = Reporting()
    office.issues()
    office.clock.at = W35.end
    office.issues(W35)
    assert [each.week for each in office.weekly.unsent()] == ["2018-W35"]
    office.weekly.sent(W35, 0, ["head@example.org"])
    assert office.weekly.unsent() == []
    office.clock.at = W36.end
    office.issues(W36)
    assert [each.week for each in office.weekly.unsent()] == ["2018-W36"]


@pytest.mark.parametrize("asked", [W34, W35])
def test_a_draft_writes_nothing(asked: Week) -> None:
    office = Reporting()
    before = len(list(office.desk.journal.events()))
    office.weekly.draft(asked)
    assert len(list(office.desk.journal.events())) == before


def test_a_cause_found_out_after_sunday_makes_a_restatement_with_both() -> None:
    office = Reporting()
    office.arrives_after_all()
    first = office.issues()
    assert [each.cause for each in first.report.late] == [""]
    name = CaseAct(verb="cause", cause="manifest", section="coordination")
    assert not isinstance(office.desk.coordination.act(office.number, name, DENG), Refusal)
    assert office.weekly.issued(W34) == first, "the issued one stays as it was"
    said = office.weekly.restate(W34, "the terminal explained it", DENG)
    assert isinstance(said, Weekly)
    told = {each.figure: (each.was, each.now) for each in said.restated[0].changed}
    assert told == {f"late.{office.number}.cause": (None, "manifest named")}
    confirm = CaseAct(verb="confirm")
    assert not isinstance(office.desk.coordination.act(office.number, confirm, DENG), Refusal)
    again = office.weekly.restate(W34, "coordination confirmed it", DENG)
    assert isinstance(again, Weekly)
    assert [(each.was, each.now) for each in again.restated[1].changed] == [
        ("manifest named", "manifest confirmed")
    ]


def test_no_case_drops_out_of_the_report_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed, "PAGE", 2)
    office = Reporting()
    numbers = [
        office.number,
        *(office.lodge(export(transport_document=f"B{n}"), f"M{n}").number for n in range(4)),
    ]
    for number in numbers:
        assert not isinstance(office.desk.coordination.open([number], "asked for", DENG), Refusal)
    held = office.desk.coordination.held()
    assert sorted(held) == sorted(numbers)
    assert len(office.desk.coordination.cases()) == len(numbers)


def test_nothing_is_due_before_the_first_declaration_and_a_week_only_from_its_hour_on() -> None:
    bare = Office()
    bare.clock.at = W34.end + DAY
    assert (
        WeeklyDesk(bare.desk.together, bare.desk.coordination, Lives(bare.desk), bare.desk.aims).due() == []
    )
    office = Reporting()
    office.clock.at = W34.end + 7 * HOUR - 1
    assert office.weekly.due(7) == []
    office.clock.at += 1
    assert [each.name for each in office.weekly.due(7)] == ["2018-W34"]


def test_whoever_began_to_mail_is_given_ten_minutes_and_then_another_may() -> None:
    office = Reporting()
    office.issues()
    assert isinstance(office.weekly.begin(W34), Weekly)
    assert code(office.weekly.begin(W34)) == "report_under_way"
    assert office.weekly.unsent() == []
    office.clock.at += TRY_AGAIN
    assert [each.week for each in office.weekly.unsent()] == ["2018-W34"]
    assert isinstance(office.weekly.begin(W34), Weekly)
    office.weekly.sent(W34, 0, ["head@example.org"])
    office.clock.at += TRY_AGAIN
    assert code(office.weekly.begin(W34)) == "report_under_way", "it is out"
