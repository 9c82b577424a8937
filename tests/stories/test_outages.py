"""An outage: declared with a scope, paper meanwhile, entered later by two persons, its waiting the system's."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from tests.build import Office, inspected
from tests.cast import BANK, LIU, MAO, PENG, TAN, TERMINAL, ZHOU
from tongguan.desk.cards import CardFilter
from tongguan.desk.verbs import Act
from tongguan.desk.views import Answer
from tongguan.facts.actor import Actor
from tongguan.facts.clock import DAY, HOUR, local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.outage import OutageDeclared
from tongguan.insight.system_wait import system_wait


class Out(Office):
    """An office whose system was out from one hour ago until half an hour ago."""

    def __init__(self, scope: str = "4907") -> None:
        super().__init__()
        self.number = self.lodge(inspected()).number
        self.does(self.number, "arrive", actor=TERMINAL)
        self.does(self.number, "pay", actor=BANK, ref="T-1")
        self.since = self.clock.at + 1
        self.clock.at += HOUR
        wanted = OutageDeclared(scope, "system", "机房断电", self.since, self.since + HOUR // 2)
        said = self.desk.outages.declare(wanted, MAO)
        assert isinstance(said, str)
        self.id = said

    def enters(
        self, at: int, sheet: str = "YJ-001", second: Actor | None = PENG, number: str = ""
    ) -> Answer | Refusal:
        wanted = Act(verb="done", target="quarantine_review", sheet=sheet, second=second)
        return self.desk.act(number or self.number, wanted, TAN, at)


def test_an_act_done_on_paper_counts_from_when_it_was_done() -> None:
    out = Out()
    at = out.since + HOUR // 4
    said = out.enters(at)
    assert isinstance(said, Answer), said
    assert said.status == "released"
    sheet = out.desk.show(out.number)
    assert sheet is not None
    assert sheet.released_at == at
    paper = next(event for event in sheet.events if event.kind == "paper.entered")
    assert ('"second":"peng-jie"' in paper.payload, '"sheet":"YJ-001"' in paper.payload) == (True, True)
    assert (paper.happened_at, paper.recorded_at) == (at, out.clock.at)
    assert paper.actor == "tan-yue"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"second": None}, "second_missing"),
        ({"second": TAN}, "same_person"),
        ({"second": TERMINAL}, "not_your_role"),
        ({"sheet": ""}, "ref_missing"),
    ],
)
def test_paper_takes_a_sheet_and_two_officers(changes: dict[str, Any], code: str) -> None:
    out = Out()
    said = out.enters(out.since + 1, **changes)
    assert isinstance(said, Refusal)
    assert said.code == code


def test_nothing_is_entered_from_paper_for_a_time_without_an_outage() -> None:
    out = Out()
    for at in (out.since - 10, out.since + HOUR // 2 + 1):
        said = out.enters(at)
        assert isinstance(said, Refusal)
        assert said.code == "no_outage"
    elsewhere = Out(scope="5317")
    said = elsewhere.enters(elsewhere.since + 1)
    assert isinstance(said, Refusal)
    assert said.code == "no_outage"
    assert isinstance(Out(scope="*").enters(out.since + 1), Answer)


def test_a_sheet_belongs_to_one_declaration() -> None:
    out = Out()
    assert isinstance(out.enters(out.since + 1), Answer)
    other = out.lodge(inspected(transport_document="B2"), "OTHER").number
    said = out.enters(out.since + 2, number=other)
    assert isinstance(said, Refusal)
    assert said.code == "key_taken"


def test_a_visit_that_was_done_on_paper_is_entered_without_an_order() -> None:
    office = Office()
    number = office.lodge().number
    office.does(number, "arrive", actor=TERMINAL)
    office.does(number, "add", "joint_inspection", actor=MAO, reason="count the cases")
    since = office.clock.at + 1
    office.clock.at += HOUR
    wanted = OutageDeclared("4907", "system", "机房断电", since, since + HOUR // 2)
    assert isinstance(office.desk.outages.declare(wanted, MAO), str)
    done = Act(verb="done", target="joint_inspection")
    by_hand = office.desk.act(number, done, ZHOU)
    assert isinstance(by_hand, Refusal)
    assert by_hand.code == "needs_order"
    on_paper = replace(done, sheet="YJ-002", second=PENG)
    assert isinstance(office.desk.act(number, on_paper, ZHOU, since + 1), Answer)


def test_without_paper_an_officer_still_cannot_date_back() -> None:
    out = Out()
    said = out.desk.act(out.number, Act(verb="start", target="quarantine_review"), TAN, out.since + 1)
    assert isinstance(said, Refusal)
    assert said.code == "officer_time"


def test_an_outage_that_lasts_is_ended_once() -> None:
    office = Office()
    name = office.desk.outages.declare(OutageDeclared("*", "bank", "银行系统升级", office.clock.at), LIU)
    assert isinstance(name, str)
    office.clock.at += HOUR
    assert [each.until for each in office.desk.outages.every()] == [None]
    assert office.desk.outages.end(name, None, LIU) is None
    again = office.desk.outages.end(name, None, LIU)
    assert again is not None
    assert again.code == "outage_over"
    assert office.desk.cards(CardFilter("outage", ("ended",)))[1] == 1
    unknown = office.desk.outages.end("20180820-99", None, LIU)
    assert unknown is not None
    assert unknown.code == "unknown_outage"


@pytest.mark.parametrize(
    ("changes", "actor", "code"),
    [
        ({"what": "weather"}, LIU, "bad_field"),
        ({"scope": "everybody"}, LIU, "bad_field"),
        ({"scope": ""}, LIU, "bad_field"),
        ({"reason": ""}, LIU, "reason_missing"),
        ({"since": 1_600_000_000_000_000}, LIU, "time_in_future"),
        ({"until": 1}, LIU, "outage_backwards"),
        ({}, TERMINAL, "not_your_role"),
    ],
)
def test_an_outage_that_cannot_be_is_refused(changes: dict[str, Any], actor: Actor, code: str) -> None:
    office = Office()
    plain: dict[str, Any] = {
        "scope": "4907",
        "what": "system",
        "reason": "断电",
        "since": office.clock.at - 5,
    }
    said = office.desk.outages.declare(OutageDeclared(**{**plain, **changes}), actor)
    assert isinstance(said, Refusal)
    assert said.code == code


def test_terms_of_declaring_wait_for_the_system_and_the_network_also_while_they_are_out() -> None:
    office = Office()
    began = office.clock.at
    for what in ("system", "network", "gate", "bank"):
        wanted = OutageDeclared("4907", what, "断电", began, None if what == "system" else began + 1)
        office.clock.at += HOUR
        assert isinstance(office.desk.outages.declare(wanted, MAO), str)
    office.clock.at = began + 3 * DAY
    day = local_date(began)
    assert sorted(each.last for each in office.desk.outages.terms("4907")) == [day, day + timedelta(days=3)]
    assert office.desk.outages.terms("5317") == []


def test_waiting_inside_outages_is_counted_once_and_only_inside() -> None:
    assert system_wait(10, 100, [(0, 20), (15, 30), (90, 200), (40, 45)]) == 10 + 10 + 5 + 10
    assert system_wait(10, 100, [(0, 10), (100, 110)]) == 0
    assert system_wait(10, 100, [(5, 500)]) == 90
