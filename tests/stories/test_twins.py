"""Twins: two declarations of which one is selected silently look alike from outside until their goods arrive."""

import re

import msgspec
import pytest
from msgspec.structs import replace

from tests.build import TRADER, Office, declaration, export, message
from tests.cast import DENG, MAO, TERMINAL
from tongguan.adapters.singlewindow.receipts import result
from tongguan.desk import receipts, silence
from tongguan.desk.views import Answer
from tongguan.facts.clock import local_date, parse
from tongguan.facts.decision import Refusal
from tongguan.facts.event import open_event
from tongguan.facts.evidence import Evidence
from tongguan.facts.selection import EnterpriseRated
from tongguan.process.inspection import Inspection
from tongguan.rules.book import RuleBook


def draw_for(inspected: bool) -> int:
    """A draw that selects the declaration for inspection and for nothing else, or for nothing at all."""
    desk = Office().desk
    for draw in range(100_000):
        ruling = desk.rules.judge(declaration(), Evidence(draw=draw), local_date(desk.clock.now()))
        words = {*ruling.words, *ruling.silent_words}
        if ("inspect" in words) is inspected and not words & {"review", "destination"}:
            return draw
    raise AssertionError("no such draw")


def outward(office: Office, said: Answer) -> bytes:
    """Every byte that leaves the office about a declaration: findings, tracks, blocks, receipts."""
    catalogue = office.desk.rules.catalogue
    events = office.desk.journal.read(said.number)
    told = receipts.told([open_event(event) for event in events])
    texts = [result(said.number, each.entry_id, each.channel, each.at, each.zh, "4907") for each in told]
    found = catalogue.outward(said.findings)
    tracks = [(track.track, track.state, [(c.id, c.state) for c in track.controls]) for track in said.tracks]
    data = msgspec.json.encode([found, tracks, said.blocked_by, said.status, texts])
    return re.sub(rb"4907[0-9A-Z]{14}", b"NUMBER", data)


def test_a_silent_selection_shows_nowhere_outside_before_arrival() -> None:
    selected, other = Office(draw=draw_for(True)), Office(draw=draw_for(False))
    twins = [office.lodge() for office in (selected, other)]
    assert outward(selected, twins[0]) == outward(other, twins[1])


def test_at_arrival_the_notice_is_the_difference() -> None:
    selected, other = Office(draw=draw_for(True)), Office(draw=draw_for(False))
    numbers = [office.lodge().number for office in (selected, other)]
    after = [
        office.does(number, "arrive", actor=TERMINAL)
        for office, number in zip((selected, other), numbers, strict=True)
    ]
    channels = []
    for office, number in zip((selected, other), numbers, strict=True):
        sheet = office.desk.show(number)
        assert sheet is not None
        channels.append([each.channel for each in sheet.receipts])
    assert [channel for channel in channels[0] if channel not in channels[1]] == ["C"]
    assert any(block.id == "joint_inspection" for block in after[0].blocked_by)
    assert not any(block.id == "joint_inspection" for block in after[1].blocked_by)


def test_no_visit_can_be_ordered_before_the_notice_so_that_no_order_tells_of_the_selection() -> None:
    office = Office(draw=draw_for(True))
    number = office.lodge().number
    said = office.desk.inspections.order(DENG, numbers=(number,))
    assert isinstance(said, Refusal)
    assert said.code == "nothing_to_inspect"
    office.does(number, "arrive", actor=TERMINAL)
    assert isinstance(office.desk.inspections.order(DENG, numbers=(number,)), Inspection)


def test_a_check_and_a_draft_select_nothing() -> None:
    office = Office(draw=draw_for(True))
    assert office.desk.check(message()).words == ()
    said = office.lodge(client_number="DRAFT", operation="G")
    assert said.tracks == ()
    assert said.status == "draft"


SILENT = """
id = "twins"
[[rule]]
id = "TWIN"
zh = "试"
en = "try"
word = "{word}"
valid_from = 2018-01-01
credit = ["general"]
silent_until = "arrival"
"""


@pytest.mark.parametrize("word", ["inspect", "review", "destination"])
def test_a_silent_rule_about_an_enterprise_shows_nowhere_outside_before_arrival(word: str) -> None:
    files = {"selection-rules.toml": SILENT.format(word=word)}
    selected, other = Office(draw=draw_for(False)), Office(draw=draw_for(False))
    twins = []
    for office, credit in ((selected, "general"), (other, "general_certified")):
        office.desk.office = replace(office.desk.office, rules=RuleBook.load(files))
        rated = EnterpriseRated(credit, "2018-01-01", "SYN-DOC")
        assert office.desk.enterprises.rate(TRADER.customs_code, rated, MAO) is None
        twins.append(office.lodge())
    assert outward(selected, twins[0]) == outward(other, twins[1])
    after = [office.does(twin.number, "arrive", actor=TERMINAL) for office, twin in zip((selected, other), twins, strict=True)]  # fmt: skip
    assert outward(selected, after[0]) != outward(other, after[1])


UNTIL = """
id = "until"
[[rule]]
id = "UNTIL"
zh = "试"
en = "try"
word = "review"
valid_from = 2018-01-01
direction = "export"
credit = ["general"]
silent_until = "{until}"
"""


def exporting(until: str) -> tuple[tuple[Office, Office], list[Answer]]:
    """Twin exports in two offices whose rule selects the first of them and is silent so long."""
    offices, twins = (Office(draw=draw_for(False)), Office(draw=draw_for(False))), []
    for office, credit in zip(offices, ("general", "general_certified"), strict=True):
        rules = RuleBook.load({"selection-rules.toml": UNTIL.format(until=until)})
        office.desk.office = replace(office.desk.office, rules=rules)
        rated = EnterpriseRated(credit, "2018-01-01", "SYN-DOC")
        assert office.desk.enterprises.rate(TRADER.customs_code, rated, MAO) is None
        twins.append(office.lodge(export()))
    return offices, twins


def test_a_rule_about_exports_is_as_silent_as_one_about_imports() -> None:
    (selected, other), twins = exporting("arrival")
    assert outward(selected, twins[0]) == outward(other, twins[1])
    after = [office.does(twin.number, "arrive", actor=TERMINAL) for office, twin in zip((selected, other), twins, strict=True)]  # fmt: skip
    assert [answer.status for answer in after] == ["accepted", "released"]


def test_until_its_moment_a_timed_silence_holds_and_the_twin_is_not_released_either() -> None:
    (selected, other), twins = exporting("2018-08-20T18:00")
    for office, twin in zip((selected, other), twins, strict=True):
        assert office.does(twin.number, "arrive", actor=TERMINAL).status == "accepted"
        office.clock.at = parse("2018-08-20T17:59:59")
        assert silence.serve(office.desk.together, office.desk.office.rules, 0) == 0
    views = [office.desk.show(twin.number) for office, twin in zip((selected, other), twins, strict=True)]
    assert views[0] is not None
    assert views[1] is not None
    assert outward(selected, views[0]) == outward(other, views[1])


def test_at_its_moment_the_workers_round_tells_the_one_and_releases_the_other_once() -> None:
    (selected, other), twins = exporting("2018-08-20T18:00")
    for office, twin in zip((selected, other), twins, strict=True):
        office.does(twin.number, "arrive", actor=TERMINAL)
        office.clock.at = parse("2018-08-20T18:00:01")
        assert silence.serve(office.desk.together, office.desk.office.rules, 0) == 1
        before = len(office.desk.journal.read(twin.number))
        silence.serve(office.desk.together, office.desk.office.rules, 0)
        assert len(office.desk.journal.read(twin.number)) == before, "a second round says nothing again"
    sheets = [office.desk.show(twin.number) for office, twin in zip((selected, other), twins, strict=True)]
    assert [sheet.status for sheet in sheets if sheet] == ["accepted", "released"]
    assert sheets[0] is not None
    assert [block.id for block in sheets[0].blocked_by] == ["document_review"]


def test_goods_that_arrive_after_its_moment_are_told_at_arrival() -> None:
    (selected, other), twins = exporting("2018-08-20T18:00")
    for office, twin, status in zip((selected, other), twins, ("accepted", "released"), strict=True):
        office.clock.at = parse("2018-08-20T19:00")
        silence.serve(office.desk.together, office.desk.office.rules, 0)
        assert office.does(twin.number, "arrive", actor=TERMINAL).status == status
