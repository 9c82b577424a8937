"""The coordination desk: a case is there the moment a declaration is late, and people give it a life."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
import pytest

from tests.build import Office, declaration, inspected
from tests.cast import BROKER, DAPENG, DENG, LAST_YEAR, LIU, MAO, PENG, STRANGER, TAN, TERMINAL, XIAO
from tongguan.adapters.verify import verify
from tongguan.desk.coordination import CoordinationDesk, shipped_team
from tongguan.desk.late import Late, risk
from tongguan.desk.people import Roster
from tongguan.facts.actor import Actor
from tongguan.facts.clock import DAY, HOUR, SECOND, iso, parse
from tongguan.facts.decision import Refusal
from tongguan.facts.people import Absence, Staff
from tongguan.facts.team import DutyRostered, OutsiderSet, SectionSet
from tongguan.insight import late
from tongguan.insight.forecast import Forecast
from tongguan.process.case import Case
from tongguan.process.decide.cases import CaseAct

LAB_TEXT = "Sample 7: when is the result due?"


class Coordinated(Office):
    """An office with one import that quarantine has not looked at; its clock began at ``began``."""

    def __init__(self) -> None:
        super().__init__()
        self.number = self.arrived("SYN0001")
        self.began = self.clock.at

    def arrived(self, client: str, **changes: Any) -> str:
        number = self.lodge(inspected(transport_document=f"B-{client}", **changes), client).number
        self.does(number, "arrive", actor=TERMINAL)
        return number

    def after(self, hours: float) -> None:
        self.clock.at = self.began + round(hours * HOUR)

    def late(self) -> list[Late]:
        return self.desk.coordination.late()

    def one(self) -> Late:
        found = [each for each in self.late() if each.number == self.number]
        assert len(found) == 1
        return found[0]

    def case(self, verb: str, text: str = "", actor: Actor = DENG, name: str = "", **more: Any) -> Case:
        said = self.desk.coordination.act(name or self.number, CaseAct(verb=verb, text=text, **more), actor)
        assert isinstance(said, Case), said
        return said

    def no(self, verb: str, text: str = "", actor: Actor = DENG, name: str = "", **more: Any) -> str:
        said = self.desk.coordination.act(name or self.number, CaseAct(verb=verb, text=text, **more), actor)
        assert isinstance(said, Refusal), said
        return said.code

    def opens(self, numbers: list[str], reason: str = "one ship", actor: Actor = DENG) -> str:
        said = self.desk.coordination.open(numbers, reason, actor)
        assert isinstance(said, str), said
        return said

    def releases(self, number: str = "") -> None:
        number = number or self.number
        self.pays(number, f"T-{number}")
        self.does(number, "done", "quarantine_review", TAN)

    def sound(self) -> bool:
        return verify(self.desk.journal).ok and self.desk.rebuild()[2] == 0  # type: ignore[arg-type]


def test_a_case_is_there_strictly_after_24_hours_and_a_warning_strictly_after_20() -> None:
    office = Coordinated()
    seen = []
    for at in (20 * HOUR, 20 * HOUR + 1, DAY, DAY + 1):
        office.clock.at = office.began + at
        seen.append([each.state for each in office.late()])
    assert seen == [[], ["warning"], ["warning"], ["late"]]
    assert office.desk.coordination.cases() == [], "nobody wrote anything: it is computed"


def test_the_clock_begins_at_the_later_of_acceptance_and_arrival() -> None:
    office = Office()
    number = office.lodge(inspected()).number
    office.clock.at += 3 * DAY
    assert office.desk.coordination.late() == [], "goods that have not come are not late"
    office.does(number, "arrive", actor=TERMINAL)
    arrived = office.clock.at
    office.clock.at = arrived + DAY
    assert [each.state for each in office.desk.coordination.late()] == ["warning"]
    office.clock.at += 1
    assert [each.age for each in office.desk.coordination.late()] == [DAY + 1]


@pytest.mark.parametrize(
    ("hours", "level"), [(24, ""), (24.01, "section"), (48, "section"), (48.01, "head"), (72, "head"), (72.01, "district")]
)  # fmt: skip
def test_a_case_climbs_at_24_48_and_72_hours(hours: float, level: str) -> None:
    office = Coordinated()
    office.after(hours)
    assert office.one().level == level


def test_what_nobody_said_yet_is_proposed_and_marked_so() -> None:
    office = Coordinated()
    office.after(25)
    found = office.one()
    assert (found.cause, found.section, found.owner) == ("document", "quarantine", "tan-yue")
    assert found.proposed == ("owner", "cause", "next_action")
    assert found.standing == "nobody"
    office.does(office.number, "start", "quarantine_review", TAN)
    assert office.one().standing == "acting"


def test_a_case_lives_from_its_first_act_to_its_finding() -> None:
    office = Coordinated()
    office.after(25)
    assert office.no("note", "too early", actor=STRANGER) == "not_your_role"
    office.case("take", actor=TAN)
    office.case("cause", "a label is missing", actor=TAN, cause="document", section="quarantine")
    office.case("confirm", actor=TAN)
    promised = office.clock.at + 3 * HOUR
    office.case("plan", "ask for the label", actor=TAN, until=promised)
    office.case("note", "the trader sends it", actor=LIU)
    found = office.one()
    assert (found.owner, found.cause, found.next_action[1]) == ("tan-yue", "document", "ask for the label")
    assert (found.proposed, found.standing) == ((), "acting")
    assert office.no("close", "done") == "case_still_late"
    office.clock.at = promised + 1
    assert office.one().standing == "nobody", "a promise that was not kept helps nobody"
    office.releases()
    assert [each.number for each in office.late()] == [], "released: no alarm any more"
    case = office.case("close", "the label came", actor=TAN)
    assert (case.state, case.finding, case.cause_state) == ("closed", "the label came", "confirmed")
    assert list(case.acted) == ["tan-yue", "liu-min"], "who has acted"
    assert office.no("note", "") == "text_missing"
    assert office.no("take", actor=DENG) == "case_closed"
    assert office.case("reopen", "a question of the audit").state == "open"
    assert office.sound()


def test_a_case_is_handed_over_by_its_owner_or_given_by_a_coordinator() -> None:
    office = Coordinated()
    office.after(25)
    office.case("take", actor=TAN)
    assert office.no("take", actor=LIU) == "case_owned"
    assert office.no("assign", "mine now", actor=LIU, to=LIU) == "case_owned"
    assert office.no("assign", actor=TAN, to=PENG) == "reason_missing"
    assert office.no("assign", "x", actor=TAN, to=DAPENG) == "unknown_member"
    assert office.no("take", actor=DAPENG) == "not_your_office"
    assert office.case("assign", "end of shift", actor=TAN, to=PENG).owner == "peng-jie"
    assert office.case("assign", "he knows it", actor=DENG, to=LIU).owner == "liu-min"


def test_the_section_waited_for_confirms_a_cause_or_objects() -> None:
    office = Coordinated()
    office.after(25)
    assert office.no("confirm", actor=TAN) == "no_cause_named"
    assert office.no("cause", cause="weather", section="duty") == "bad_field"
    assert office.no("cause", cause="tax", section="harbour") == "bad_field"
    office.case("cause", cause="tax", section="duty")
    assert office.no("object", "not we", actor=TAN) == "not_your_section"
    assert office.no("object", actor=XIAO) == "reason_missing"
    case = office.case("object", "it is paid; quarantine has it", actor=XIAO)
    assert (case.cause_state, case.cause_note) == ("objected", "it is paid; quarantine has it")


def test_an_enterprise_asks_for_help_with_its_own_declaration_only() -> None:
    office = Coordinated()
    coordination = office.desk.coordination
    said = coordination.help(office.number, "the line waits", STRANGER)
    assert isinstance(said, Refusal)
    assert said.code == "not_declarant"
    assert coordination.help(office.number, "the line waits", BROKER) == office.number
    found = office.one()
    assert (found.state, found.case and found.case.ground) == ("", "help")
    assert office.case("close", "it is on its way").state == "closed"
    office.after(25)
    assert office.one().case is not None, "late after all: the case goes on"
    assert office.case("take").state == "open"


def test_one_cause_is_treated_once_for_many_declarations() -> None:
    office = Coordinated()
    others = [office.arrived(f"S{n}") for n in range(2)]
    office.after(25)
    office.case("note", "alone at first")
    name = office.opens([office.number, others[0]])
    assert office.case("note", "x", name=others[0]).id == name
    own = office.desk.coordination.case(office.number)
    assert own is not None
    assert (own.state, own.finding) == ("closed", f"→ {name}")
    assert office.case("join", name=name, declarations=(others[1],)).declarations == (office.number, *others)
    assert {each.case_id for each in office.late()} == {name}
    again = office.desk.coordination.open([others[1], office.number], "another", DENG)
    assert isinstance(again, Refusal)
    assert again.code == "in_other_case"
    office.releases(others[0])
    assert office.no("close", "the ship came", name=name) == "case_still_late"
    for number in (office.number, others[1]):
        office.releases(number)
    assert office.case("close", "the ship came", name=name).state == "closed"
    assert office.sound()


def test_what_may_have_the_same_cause_is_offered_by_ship_and_by_what_it_waits_for_outside() -> None:
    office = Coordinated()
    aboard = [office.arrived(f"S{n}", transport_means="示例轮 EXAMPLE", voyage="18W") for n in range(3)]
    other = office.arrived("T1", transport_means="示例轮 EXAMPLE", voyage="19W")
    tested = [office.arrived(f"L{n}") for n in range(2)]
    for number in tested:
        office.does(number, "hold", "sample", TAN, ref="laboratory", reason="a sample (example)")
    coordination = office.desk.coordination
    assert [each.row.number for each in coordination.kin([aboard[0]]) if each.ship] == sorted(aboard[1:])
    assert other not in {each.row.number for each in coordination.kin([aboard[0]]) if each.ship}, (
        "the next voyage"
    )
    found = [each for each in coordination.kin([tested[0]]) if each.wait and each.wait.code == "laboratory"]
    assert [each.row.number for each in found] == [tested[1]]
    name = office.opens(aboard[:2])
    assert aboard[1] not in {each.row.number for each in coordination.kin([aboard[2]])}, "treated already"
    assert office.case("join", name=name, declarations=(aboard[2],)).declarations == tuple(aboard)


def test_what_the_law_stops_is_out_of_the_alarm_with_a_review_by_a_named_head() -> None:
    office = Coordinated()
    office.after(30)
    assert office.one().suspended is False
    assert office.no("suspend", "seizure", actor=DENG, review_on="2018-09-10") == "not_your_role"
    assert office.no("suspend", "seizure", actor=MAO, review_on="2018-08-20") == "review_in_past"
    assert office.no("suspend", "seizure", actor=MAO, review_on="soon") == "review_in_past"
    case = office.case("suspend", "seizure (example)", actor=MAO, review_on="2018-09-10")
    assert (case.reviewer, case.review_on) == ("mao-qing", "2018-09-10")
    found = office.one()
    assert (found.suspended, found.state) == (True, "late"), "out of the alarm, not out of the statistics"
    assert office.case("resume", "released by the court", actor=MAO).state == "open"
    office.does(office.number, "hold", "offence", MAO, ref="offence", reason="a case (example)")
    found = office.one()
    assert (found.standing, found.suspended) == ("law", False), "no head has said when it is looked at again"
    assert found.unreviewed
    case = office.case("suspend", "offence (example)", actor=MAO, review_on="2018-09-10")
    found = office.one()
    assert (found.suspended, found.unreviewed) == (True, False)
    assert case.review_overdue(date(2018, 9, 10)) is False
    assert case.review_overdue(date(2018, 9, 11))
    later = office.case("suspend", "offence (example)", actor=MAO, review_on="2018-09-20")
    assert later.review_overdue(date(2018, 9, 11)) is False, "a head has set another day"


def test_a_laboratory_answers_by_its_link_once_and_in_time() -> None:
    office = Coordinated()
    office.after(25)
    assert office.no("ask", LAB_TEXT, whom="pirate") == "unknown_outsider"
    assert office.no("ask", LAB_TEXT, whom="laboratory", until=office.clock.at + 31 * DAY) == "until_too_far"
    asked = office.case("ask", LAB_TEXT, whom="laboratory").questions[0]
    assert office.case("note", "waiting").questions[0].answered_at is None
    coordination = office.desk.coordination
    assert coordination.reply(asked.id, "") is not None
    assert coordination.reply("Q20180101-0001", "x") is not None
    assert coordination.reply(asked.id, "tomorrow at ten") is None
    again = coordination.reply(asked.id, "no, later")
    assert again is not None
    assert again.code == "question_answered"
    case = coordination.case(office.number)
    assert case is not None
    assert (case.questions[0].answer, case.acted["laboratory"]) == ("tomorrow at ten", office.clock.at)
    second = office.case("ask", "and sample 8?", whom="laboratory").questions[1]
    office.clock.at = second.until + 1
    expired = coordination.reply(second.id, "late")
    assert expired is not None
    assert expired.code == "question_expired"


def test_the_lead_answers_for_a_section_and_the_deputy_when_the_roster_says_so() -> None:
    office = Coordinated()
    office.after(25)
    coordination = office.desk.coordination
    office.does(office.number, "done", "quarantine_review", TAN)
    assert (office.one().owner, office.one().standing) == ("xiao-han", "others")
    wrong = coordination.change_team(DutyRostered("duty", "2018-08-21", "2018-08-22", ("liu-min",)), DENG)
    assert wrong is not None
    assert wrong.code == "bad_field"
    mine = DutyRostered("duty", "2018-08-21", "2018-08-22", ("deng-fang",))
    refused = coordination.change_team(mine, LIU)
    assert refused is not None
    assert refused.code == "not_your_role"
    assert coordination.change_team(mine, DENG) is None
    assert office.one().owner == "deng-fang"
    office.clock.at += 3 * DAY
    assert office.one().owner == "xiao-han"
    assert coordination.change_team(OutsiderSet("port", "terminal", "港口", "Port"), DENG) is None
    assert set(coordination.team().outsiders) == {"terminal", "bank", "laboratory", "port"}
    assert office.sound()


def test_who_is_absent_by_the_records_of_people_is_not_on_duty_and_the_deputy_answers() -> None:
    tan_is_away = Staff(absence=(Absence("tan-yue", date(2018, 8, 20), date(2018, 8, 22), "leave"),))
    team = msgspec.structs.replace(shipped_team(), absences=tan_is_away.absence)
    assert team.answers("quarantine", date(2018, 8, 19)) == "tan-yue"
    assert team.answers("quarantine", date(2018, 8, 22)) == "ouyang-bo"
    assert team.on_duty("quarantine", date(2018, 8, 20)) == ("ouyang-bo",)
    office = Coordinated()
    office.desk.coordination = CoordinationDesk(
        office.desk.together, Roster(lambda: tan_is_away, lambda day: True)
    )
    office.after(25)
    assert office.one().owner == "ouyang-bo"


def test_a_section_needs_a_name_a_lead_and_officers_of_the_register() -> None:
    coordination = Coordinated().desk.coordination
    section = SectionSet(
        "documents", "单证科", "Documents", "liu-min", "peng-jie", ("liu-min",), ("document_officer",)
    )
    for wrong, code in (
        ({"lead": ""}, "bad_field"), ({"zh": ""}, "bad_field"), ({"deputy": "nobody"}, "unknown_member"),
        ({"members": ("broker",)}, "unknown_member"),
    ):  # fmt: skip
        said = coordination.change_team(msgspec.structs.replace(section, **wrong), MAO)
        assert said is not None
        assert said.code == code, wrong
    assert coordination.change_team(section, MAO) is None
    assert coordination.team().sections["documents"].members == ("liu-min",)


@dataclass
class Row:
    """What times read of a declaration."""

    accepted_at: int | None
    arrived_at: int | None = None
    released_at: int | None = None
    ended_at: int | None = None
    direction: str = "import"
    channel: str = "untouched"
    status: str = "accepted"
    first_application_at: int | None = None
    gate_out_at: int | None = None


@pytest.mark.parametrize(
    ("row", "passed"),
    [
        (Row(0, 5), 5 + DAY),
        (Row(0), None),
        (Row(None, 5), None),
        (Row(0, 5, released_at=5 + DAY), None),
        (Row(0, 5, released_at=6 + DAY), 5 + DAY),
        (Row(7, 5, ended_at=9), None),
        (Row(7, 5, ended_at=8 + DAY), 7 + DAY),
    ],
)
def test_who_passed_24_hours_is_told_from_the_row_alone(row: Row, passed: int | None) -> None:
    assert late.passed_at(row, "import_parallel", {"import_parallel"}) == passed


def test_a_declaration_that_will_pass_24_hours_by_five_is_warned_of() -> None:
    office = Coordinated()
    office.clock.at = parse("2018-08-21T09:00:00+08:00")
    office.number = office.arrived("NEXT")
    office.clock.at = parse("2018-08-22T07:00:00+08:00")
    found = office.one()
    assert found.state == "warning"
    assert found.forecast is not None
    assert found.forecast.p10 <= found.forecast.p50 <= found.forecast.p90
    assert found.risk == ("likely" if found.forecast.p50 > (found.began or 0) + DAY else "possible")
    office.releases()
    assert found.number not in [each.number for each in office.late()]
    assert iso(found.began or 0).startswith("2018-08-21T09:01")
    assert SECOND == 1_000_000


def test_what_is_expected_to_be_late_is_seen_long_before_20_hours() -> None:
    office = Coordinated()
    office.clock.at = parse("2018-08-21T09:00:00+08:00")
    ends_by_five = office.arrived("MORNING")
    office.clock.at = parse("2018-08-21T20:00:00+08:00")
    ends_later = office.arrived("EVENING")
    office.clock.at = parse("2018-08-22T00:30:00+08:00")
    office.releases(office.number)
    office.clock.at += 1
    coming = {each.number: each for each in office.desk.coordination.coming()}
    assert office.late() == [], "nobody is past 20 hours"
    assert coming[ends_by_five].age < 16 * HOUR
    assert coming[ends_by_five].risk in ("likely", "possible", "in_time"), "its 24 hours end at 09:02"
    assert coming[ends_by_five].passes == (coming[ends_by_five].began or 0) + DAY
    assert ends_later not in coming, "four hours old, and expected in a few more"
    office.clock.at = parse("2018-08-22T15:00:00+08:00")
    assert {each.number: each.risk for each in office.desk.coordination.coming()}[ends_later] == "later"
    office.releases(ends_later)
    assert ends_later not in {each.number for each in office.desk.coordination.coming()}, (
        "read again: it changed"
    )


@pytest.mark.parametrize(
    ("ends", "p50", "p90", "said"),
    [
        (16, 15, 15, "in_time"), (16, 15, 17, "possible"), (16, 17, 18, "likely"), (18, 17, 19, ""), (18, 19, 20, "later"),
        (9, 17, 18, ""),
    ],
)  # fmt: skip
def test_the_outlook_by_the_hour_at_which_24_hours_end(ends: int, p50: int, p90: int, said: str) -> None:
    def at(hour: int) -> int:
        return parse(f"2018-08-22T{hour:02}:00:00+08:00")

    assert risk(at(ends) - DAY, Forecast(at(10), at(p50), at(p90)), at(10)) == said


def test_in_the_evening_what_is_expected_in_time_tomorrow_is_no_news() -> None:
    evening, began = parse("2018-08-22T18:00:00+08:00"), parse("2018-08-22T16:00:00+08:00")
    passes = began + DAY
    assert risk(began, Forecast(evening, evening + HOUR, passes - HOUR), evening) == ""
    assert risk(began, Forecast(evening, evening + HOUR, passes + HOUR), evening) == "possible"
    assert risk(began, Forecast(evening, passes + HOUR, passes + 2 * HOUR), evening) == "likely"


def test_every_message_that_sticks_before_acceptance_is_seen_within_a_minute() -> None:
    office = Office(LAST_YEAR)
    waiting = [office.lodge(inspected(transport_document=f"B-{n}"), f"STUCK{n}").number for n in range(3)]
    assert office.desk.coordination.stuck(30 * SECOND) == []
    office.clock.at += 30 * SECOND
    assert [each.number for each in office.desk.coordination.stuck(30 * SECOND)] == sorted(waiting)
    assert office.desk.coordination.live() == ([], 0), "not accepted: not among those that are"


def test_a_revoked_release_is_waited_for_again() -> None:
    office = Coordinated()
    office.number = office.lodge(declaration(transport_document="B-REV"), "REV").number
    office.does(office.number, "arrive", actor=TERMINAL)
    office.pays(office.number)
    said = office.desk.show(office.number)
    assert said is not None
    assert said.released_at is not None
    office.does(
        office.number, "revoke", actor=MAO, ground="office_found", authority="SYN-1", reason="a doubt"
    )
    office.clock.at += 2 * DAY
    assert office.number in [each.number for each in office.late()]


def test_why_a_declaration_was_late_is_told_after_its_release_too() -> None:
    office = Coordinated()
    office.after(25)
    office.releases()
    assert office.no("take") == "case_closed", "nothing is left to be done about it"
    case = office.case("cause", "a label was missing", actor=LIU, cause="document", section="quarantine")
    assert (case.state, case.ground, case.cause, case.cause_state) == ("closed", "late", "document", "named")
    assert office.case("confirm", actor=TAN).cause_state == "confirmed"
    assert office.case("note", "the label is in the file").state == "closed"
    assert office.desk.coordination.held() == {}
    assert office.sound()


def test_a_declaration_that_was_released_in_time_has_no_case_afterwards() -> None:
    office = Coordinated()
    office.after(23)
    office.releases()
    office.after(48)
    assert office.no("cause", cause="document", section="quarantine") == "unknown_case"
