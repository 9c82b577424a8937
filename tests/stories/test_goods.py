"""Goods in motion: manifest, arrival in parts, one container with goods of several declarations, the gate."""

from typing import Any

import pytest

from tests.build import Office, declaration, export, item
from tests.cast import BROKER, DENG, LIU, TERMINAL, XIAO, ZHOU
from tongguan.adapters.verify import verify
from tongguan.desk.cards import Card, CardFilter
from tongguan.desk.yard import Moved
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import Declaration
from tongguan.facts.movement import ConsignmentManifested, ManifestUnit
from tongguan.facts.parts import Container
from tongguan.process.decide.moving import Report

FIRST, SECOND = "SYNU1000001", "SYNU1000002"


class Yard(Office):
    """The office with its terminal; nothing is due on the goods, so that only they decide."""

    def manifest(self, document: str, *units: ManifestUnit) -> None:
        filed = ConsignmentManifested("import", units, party="4303960001", goods="汽车零件")
        assert self.desk.yard.manifest(document, filed, TERMINAL) is None

    def says(self, milestone: str, actor: Actor = TERMINAL, **more: Any) -> Moved | Refusal:
        self.clock.at += 60_000_000
        now = self.clock.now()
        return self.desk.yard.report(Report(milestone=milestone, actor=actor, at=now, now=now, **more))

    def moves(self, milestone: str, actor: Actor = TERMINAL, **more: Any) -> Moved:
        said = self.says(milestone, actor, **more)
        assert isinstance(said, Moved), said
        return said

    def stops(self, milestone: str, actor: Actor = TERMINAL, **more: Any) -> str:
        said = self.says(milestone, actor, **more)
        assert isinstance(said, Refusal), said
        return said.code

    def status(self, number: str) -> str:
        sheet = self.desk.show(number)
        assert sheet is not None
        return sheet.status

    def holds(self, number: str) -> list[str]:
        sheet = self.desk.show(number)
        assert sheet is not None
        return [hold.code for hold in sheet.holds]

    def cards(self, kind: str = "consignment", *states: str) -> list[Card]:
        return self.desk.cards(CardFilter(kind, states))[0]


def free_of_duty(document: str = "SYN00000001", *containers: str, **changes: Any) -> Declaration:
    """Twelve packages on which nothing is due."""
    lines = tuple(item(line, duty_mode="3") for line in (1, 2))
    boxes = tuple(Container(container=box, container_type="11", lines="1,2") for box in containers)
    return declaration(items=lines, transport_document=document, containers=boxes, **changes)


@pytest.fixture
def yard() -> Yard:
    return Yard()


def test_the_arrival_track_is_done_when_all_that_is_quoted_is_in(yard: Yard) -> None:
    yard.manifest("B1", ManifestUnit(FIRST, 5, container=True), ManifestUnit(SECOND, 7, container=True))
    number = yard.lodge(free_of_duty("B1", FIRST, SECOND)).number
    assert yard.moves("arrived", unit=FIRST, document="B1", vehicle="湘C10001").complete == ()
    assert yard.status(number) == "accepted"
    assert yard.moves("arrived", unit=SECOND, document="B1", packages=4).complete == ()
    assert yard.moves("arrived", unit=SECOND, document="B1", packages=3).complete == (number,)
    assert yard.status(number) == "released"


def test_loose_goods_come_over_days_and_are_counted_against_the_declaration(yard: Yard) -> None:
    number = yard.lodge(free_of_duty("B1")).number
    for packages in (5, 4):
        assert yard.moves("arrived", document="B1", packages=packages).complete == ()
    assert yard.moves("arrived", document="B1", packages=3).complete == (number,)
    assert yard.status(number) == "released"


def test_a_closed_tally_with_too_few_packages_holds_until_an_officer_lifts_it(yard: Yard) -> None:
    number = yard.lodge(free_of_duty("B1")).number
    yard.moves("arrived", document="B1", packages=11)
    assert yard.moves("tally_closed", document="B1").complete == (number,)
    assert (yard.status(number), yard.holds(number)) == ("accepted", ["G01"])
    assert yard.stops("arrived", document="B1", packages=1) == "tally_is_closed"
    assert yard.does(number, "lift", "G01", actor=DENG, reason="短卸属实").status == "released"


def test_more_than_was_declared_holds_even_after_all_seemed_in(yard: Yard) -> None:
    yard.manifest("B1", ManifestUnit("L1", 12), ManifestUnit("L2", 2))
    number = yard.lodge(free_of_duty("B1")).number
    yard.moves("arrived", document="B1", unit="L1")
    assert yard.moves("arrived", document="B1", unit="L2").complete == (number,)
    assert (yard.status(number), yard.holds(number)) == ("accepted", ["G02"])


def test_a_surplus_that_comes_after_release_keeps_the_declaration_from_closing(yard: Yard) -> None:
    number = yard.lodge(free_of_duty("B1")).number
    yard.moves("arrived", document="B1", packages=12)
    yard.moves("arrived", document="B1", packages=1)
    assert (yard.status(number), yard.holds(number)) == ("released", ["G02"])
    yard.moves("gate_out", document="B1")
    assert yard.status(number) == "released"
    assert yard.does(number, "lift", "G02", actor=DENG, reason="已补充申报").status == "closed"


def test_goods_that_arrived_before_their_declaration_wait_on_a_list(yard: Yard) -> None:
    yard.manifest("B1", ManifestUnit(FIRST, 12, container=True))
    yard.moves("entered", document="B1", vehicle="示例船")
    yard.moves("arrived", unit=FIRST, document="B1", place="综保区一号仓")
    waiting = yard.cards("consignment", "undeclared")
    assert [(card.facts["document"], card.facts["place"]) for card in waiting] == [("B1", "综保区一号仓")]
    said = yard.lodge(free_of_duty("B1", FIRST))
    assert said.status == "released"
    assert yard.cards("consignment", "undeclared") == []
    sheet = yard.desk.show(said.number)
    assert sheet is not None
    assert sheet.milestones["entered"] < sheet.milestones["arrived"]


def test_a_transit_leg_departs_before_it_arrives(yard: Yard) -> None:
    number = yard.lodge(free_of_duty("B1")).number
    assert yard.stops("leg_arrived", document="B1") == "leg_not_departed"
    yard.moves("leg_departed", document="B1", place="430001", vehicle="湘C10001")
    yard.moves("leg_arrived", document="B1", place="4907")
    sheet = yard.desk.show(number)
    assert sheet is not None
    assert sheet.milestones["leg_departed"] < sheet.milestones["leg_arrived"]


def test_the_second_living_declaration_of_the_same_goods_is_held(yard: Yard) -> None:
    first = yard.lodge(free_of_duty("B1"), "A").number
    second = yard.lodge(free_of_duty("B1"), "B").number
    yard.moves("arrived", document="B1")
    assert (yard.status(first), yard.status(second)) == ("released", "accepted")
    assert yard.holds(second) == ["G03"]
    other = yard.lodge(free_of_duty("B2", FIRST), "C").number
    beside = yard.lodge(free_of_duty("B2", SECOND), "D").number
    assert (yard.holds(other), yard.holds(beside)) == ([], [])


def test_a_cancelled_declaration_leaves_its_goods_to_another(yard: Yard) -> None:
    first = yard.lodge(free_of_duty("B1"), "A").number
    yard.does(first, "cancel", actor=BROKER, ground="data_error", reason="重复申报")
    yard.does(first, "decide-cancellation", actor=LIU, reason="属实")
    assert yard.holds(yard.lodge(free_of_duty("B1"), "B").number) == []
    assert yard.desk.yard.consignment("B1").quotes.keys() != {first}


def test_goods_are_out_when_the_last_part_is(yard: Yard) -> None:
    number = yard.lodge(free_of_duty("B1", FIRST, SECOND)).number
    assert yard.stops("gate_out", unit=FIRST, document="B1") == "goods_not_released"
    for box in (FIRST, SECOND):
        yard.moves("arrived", unit=box, document="B1")
    assert yard.status(number) == "released"
    assert yard.moves("gate_out", unit=FIRST, vehicle="湘C10001").complete == ()
    assert yard.stops("gate_out", unit=FIRST) == "milestone_again"
    assert yard.moves("gate_out", unit=SECOND, vehicle="湘C10002").complete == (number,)
    assert yard.status(number) == "closed"
    sheet = yard.desk.show(number)
    assert sheet is not None
    assert [each.channel for each in sheet.receipts] == ["7", "L", "P", "OUT", "OUT", "R"]
    assert [card.state for card in yard.cards()] == ["gone"]


def test_no_more_packages_leave_than_came(yard: Yard) -> None:
    yard.manifest("B1", ManifestUnit("L1", 12))
    yard.moves("arrived", document="B1", unit="L1")
    number = yard.lodge(free_of_duty("B1")).number
    assert yard.status(number) == "released"
    assert yard.moves("gate_out", document="B1", packages=7, vehicle="湘C10001").complete == ()
    assert yard.stops("gate_out", document="B1", packages=6, vehicle="湘C10002") == "more_out_than_in"
    assert yard.moves("gate_out", document="B1", packages=5, vehicle="湘C10002").complete == (number,)


def test_a_revoked_release_reaches_the_gate_and_stops_the_goods(yard: Yard) -> None:
    number = yard.lodge(free_of_duty("B1", FIRST)).number
    yard.moves("arrived", unit=FIRST, document="B1")
    yard.does(number, "revoke", actor=DENG, ground="suspicion", authority="4907-1", reason="涉嫌侵权")
    assert yard.stops("gate_out", unit=FIRST) == "goods_not_released"
    yard.does(number, "lift", f"revoked-{_version(yard, number) - 2}", actor=DENG, reason="排除")
    assert yard.moves("gate_out", unit=FIRST).complete == (number,)


def _version(yard: Yard, number: str) -> int:
    sheet = yard.desk.show(number)
    assert sheet is not None
    return sheet.version


def test_a_shared_container_leaves_when_every_declaration_in_it_is_released(yard: Yard) -> None:
    for document in ("B1", "B2", "B3"):
        yard.manifest(document, ManifestUnit(FIRST, 4, container=True))
    mine = yard.lodge(free_of_duty("B1", FIRST, packages=4), "A").number
    theirs = yard.lodge(declaration(transport_document="B2", packages=4, containers=(Container(container=FIRST, container_type="11", lines="1,2"),)), "B").number  # fmt: skip
    assert yard.moves("arrived", unit=FIRST, place="一号仓").complete == (mine, theirs)
    assert (yard.status(mine), yard.status(theirs)) == ("released", "accepted")
    assert yard.stops("gate_out", unit=FIRST) == "held_at_gate"
    yard.does(theirs, "pay", actor=XIAO, ref="T-1")
    assert yard.stops("gate_out", unit=FIRST) == "not_declared", "nobody declared the goods of B3"
    last = yard.lodge(free_of_duty("B3", FIRST, packages=4), "C").number
    assert set(yard.moves("gate_out", unit=FIRST, vehicle="湘C10001").complete) == {mine, theirs, last}
    assert [yard.status(number) for number in (mine, theirs, last)] == ["closed"] * 3
    assert verify(yard.desk.journal).ok  # type: ignore[arg-type]


def test_a_document_does_not_take_a_shared_container_through_the_gate_before_the_others_are_released(
    yard: Yard,
) -> None:
    for document in ("B1", "B2"):
        yard.manifest(document, ManifestUnit(FIRST, 4, container=True))
    mine = yard.lodge(free_of_duty("B1", packages=4), "A").number
    theirs = yard.lodge(declaration(transport_document="B2", packages=4), "B").number
    assert set(yard.moves("arrived", document="B1").complete) == {mine, theirs}
    assert yard.status(mine) == "released"
    assert yard.stops("gate_out", document="B1") == "held_at_gate"
    assert yard.refuses(mine, "gate-out", actor=TERMINAL) == "held_at_gate"
    yard.does(theirs, "pay", actor=XIAO, ref="T-1")
    assert yard.does(mine, "gate-out", actor=TERMINAL).status == "closed"
    assert yard.status(theirs) == "closed"
    assert yard.desk.yard.container(FIRST).left_at is not None


def test_the_container_is_opened_once_sealed_and_shifted_and_a_declarant_sees_only_his_part(
    yard: Yard,
) -> None:
    for document in ("B1", "B2"):
        yard.manifest(document, ManifestUnit(FIRST, 4, container=True))
    mine = yard.lodge(free_of_duty("B1", FIRST, packages=4), "A").number
    theirs = yard.lodge(free_of_duty("B2", FIRST, packages=4), "B").number
    assert yard.stops("opened", unit=FIRST, actor=ZHOU, ref="抽查") == "not_here"
    yard.moves("arrived", unit=FIRST, place="一号仓")
    assert yard.stops("opened", unit=FIRST, ref="抽查") == "not_your_role"
    assert yard.stops("opened", unit=FIRST, actor=ZHOU) == "opening_reason_missing"
    assert yard.stops("sealed", unit=FIRST, actor=ZHOU, ref="S-100") == "seal_missing"
    assert yard.moves("opened", unit=FIRST, actor=ZHOU, ref="抽查").declarations == (mine, theirs)
    yard.moves("sealed", unit=FIRST, actor=ZHOU, seal="S-100")
    yard.moves("shifted", unit=FIRST, place="二号场")
    box = yard.desk.yard.container(FIRST)
    assert (box.openings, box.seal, box.place) == (1, "S-100", "二号场")
    for number, other in ((mine, theirs), (theirs, mine)):
        sheet = yard.desk.show(number)
        assert sheet is not None
        assert all(other not in event.payload for event in sheet.events)


def test_an_export_closes_when_its_last_container_departs(yard: Yard) -> None:
    lines = tuple(item(n, origin_country="CHN", destination_country="DEU", duty_mode="3") for n in (1, 2))
    boxes = tuple(Container(container=box, container_type="11", lines="1,2") for box in (FIRST, SECOND))
    number = yard.lodge(
        export(items=lines, transport_mode="2", transport_document="B9", containers=boxes, voyage="001E")
    ).number
    for box in (FIRST, SECOND):
        yard.moves("arrived", unit=box, document="B9")
    assert yard.status(number) == "released"
    for box in (FIRST, SECOND):
        yard.moves("loaded", unit=box)
    assert yard.moves("departed", unit=FIRST).complete == ()
    assert yard.moves("departed", unit=SECOND).complete == (number,)
    assert yard.status(number) == "closed"
    sheet = yard.desk.show(number)
    assert sheet is not None
    assert [each.channel for each in sheet.receipts] == ["7", "L", "P", "LOD", "LOD", "DEP", "DEP", "R"]


@pytest.mark.parametrize(
    ("milestone", "more", "code"),
    [
        ("flown", {"document": "B1"}, "unknown_movement"),
        ("arrived", {}, "unknown_unit"),
        ("gate_out", {"document": "B1"}, "not_declared"),
        ("shifted", {"unit": FIRST}, "not_here"),
        ("arrived", {"document": "B1", "packages": -1}, "amount_not_positive"),
        ("arrived", {"document": "B1", "actor": BROKER}, "not_your_role"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    yard: Yard, milestone: str, more: dict[str, Any], code: str
) -> None:
    assert yard.stops(milestone, **more) == code
    assert list(yard.desk.journal.events()) == []


def test_a_manifest_may_be_corrected_but_not_below_what_was_counted(yard: Yard) -> None:
    yard.manifest("B1", ManifestUnit("L1", 12))
    yard.manifest("B1", ManifestUnit("L1", 10))
    yard.moves("arrived", document="B1", unit="L1", packages=9)
    filed = ConsignmentManifested("import", (ManifestUnit("L1", 8),))
    refusal = yard.desk.yard.manifest("B1", filed, TERMINAL)
    assert refusal is not None
    assert refusal.code == "manifest_below_count"


def test_the_same_report_with_its_reference_is_a_repeat_and_writes_nothing(yard: Yard) -> None:
    yard.manifest("B1", ManifestUnit(FIRST, 5, container=True), ManifestUnit(SECOND, 7, container=True))
    number = yard.lodge(free_of_duty("B1", FIRST, SECOND)).number
    reports: list[dict[str, Any]] = [
        {"milestone": "entered", "document": "B1", "vehicle": "示例船", "ref": "R-1"},
        {"milestone": "arrived", "unit": FIRST, "ref": "R-2"},
        {"milestone": "arrived", "unit": SECOND, "packages": 3, "vehicle": "湘C10001", "ref": "R-3"},
        {"milestone": "arrived", "unit": SECOND, "packages": 4, "vehicle": "湘C10002", "ref": "R-3"},
        {"milestone": "gate_out", "document": "B1", "ref": "R-4"},
    ]
    for each in reports:
        assert not yard.moves(**each).repeat
        before = list(yard.desk.journal.events())
        again = yard.moves(**each)
        assert (again.repeat, again.declarations) == (True, (number,))
        assert list(yard.desk.journal.events()) == before
    assert yard.status(number) == "closed"
    assert yard.desk.yard.consignment("B1").units[SECOND].arrived.packages == 7


def test_without_a_reference_or_with_other_particulars_a_report_is_another_one(yard: Yard) -> None:
    number = yard.lodge(free_of_duty("B1")).number
    yard.moves("arrived", document="B1", packages=5)
    assert not yard.moves("arrived", document="B1", packages=5).repeat
    yard.moves("arrived", document="B1", packages=1, ref="R-1")
    assert yard.status(number) == "accepted"
    assert not yard.moves("arrived", document="B1", packages=1, ref="R-2").repeat
    assert yard.status(number) == "released"
    assert not yard.moves("arrived", document="B1", packages=2, ref="R-2").repeat
    assert yard.holds(number) == ["G02"]


def test_replay_makes_the_same_cards(yard: Yard) -> None:
    yard.manifest("B1", ManifestUnit(FIRST, 12, container=True))
    yard.lodge(free_of_duty("B1", FIRST))
    yard.moves("arrived", unit=FIRST)
    assert yard.desk.rebuild()[2] == 0
