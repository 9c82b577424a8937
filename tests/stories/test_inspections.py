"""One inspection: an order over a container of several declarants, its visit, its record, and what follows."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.build import Office, declaration, inspected
from tests.cast import AUGUST, BROKER, DENG, HE, LAST_YEAR, LIU, MAO, MINUTE, STRANGER, TAN, TERMINAL, ZHOU
from tongguan.adapters.verify import verify
from tongguan.desk import register
from tongguan.desk.inspections import Told
from tongguan.desk.visiting import Act
from tongguan.facts.actor import Actor
from tongguan.facts.clock import HOUR, parse
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import Item
from tongguan.facts.movement import ConsignmentManifested, ManifestUnit
from tongguan.facts.parts import Container
from tongguan.process.decide.moving import Report
from tongguan.process.decide.visits import Verdict
from tongguan.process.inspection import Inspection

BOX = "SYNU2000001"
LABORATORY = register.shipped().actors["laboratory"]
SLOT = parse("2018-08-20T13:40:00+08:00")
JPEG = b"\xff\xd8\xff\xe0 a synthetic picture"


class Shed(Office):
    """The office with its inspection shed; goods on which nothing is due, so that only the visit decides."""

    def declared(self, document: str, *boxes: str, reviewed: bool = True, selected: bool = True) -> str:
        """A declaration of goods in these containers, which an officer selected for inspection."""
        filed = ConsignmentManifested(
            "import", tuple(ManifestUnit(box, 12, container=True) for box in boxes), party="4303960001"
        )
        assert self.desk.yard.manifest(document, filed, TERMINAL) is None
        lines = tuple(item_free(line) for line in inspected().items)
        containers = tuple(Container(container=box, container_type="11", lines="1,2") for box in boxes)
        content = inspected(transport_document=document, items=lines, containers=containers)
        number = self.lodge(content, f"C-{document}").number
        if selected:
            self.does(number, "add", "joint_inspection", actor=DENG, reason="a hint (synthetic)")
        if reviewed:
            self.does(number, "done", "quarantine_review", actor=TAN)
        return number

    def arrives(self, box: str) -> None:
        self.clock.at += MINUTE
        now = self.clock.now()
        said = self.desk.yard.report(Report(milestone="arrived", actor=TERMINAL, at=now, now=now, unit=box))
        assert not isinstance(said, Refusal), said

    def three(self, whole: bool = False) -> tuple[Inspection, list[str]]:
        """Three declarations in one container, ordered as one visit, drawn for and at hand."""
        numbers = [self.declared(f"B{n}", BOX) for n in (1, 2, 3)]
        self.arrives(BOX)
        order = self.orders(units=(BOX,), whole=whole)
        return self.visits(order.order, "assign", actor=DENG), numbers

    def orders(self, actor: Actor = DENG, **more: Any) -> Inspection:
        self.clock.at += MINUTE
        said = self.desk.inspections.order(actor, **more)
        assert isinstance(said, Inspection), said
        return said

    def says(self, order: str, verb: str, actor: Actor | None = None, **more: Any) -> Told | Refusal:
        self.clock.at += MINUTE
        return self.desk.inspections.act(order, Act(verb=verb, **more), actor or self.sent(order))

    def visits(self, order: str, verb: str, actor: Actor | None = None, **more: Any) -> Inspection:
        said = self.says(order, verb, actor, **more)
        assert isinstance(said, Told), said
        return said.order

    def stops(self, order: str, verb: str, actor: Actor | None = None, **more: Any) -> str:
        said = self.says(order, verb, actor, **more)
        assert isinstance(said, Refusal), said
        return said.code

    def sent(self, order: str) -> Actor:
        """The officer who was drawn."""
        found = self.desk.inspections.show(order)
        assert found is not None
        return register.shipped().actors[found.officer]

    def checks_all(self, order: Inspection) -> None:
        for item in order.items:
            self.visits(order.order, "check", item=item, outcome="conforms")

    def status(self, number: str) -> str:
        state = self.desk.state(number)
        assert state is not None
        return state.status


def item_free(line: Item) -> Item:
    """The line with nothing due on it."""
    return replace(line, duty_mode="3")


@pytest.fixture
def shed() -> Shed:
    return Shed()


def test_one_visit_serves_three_declarations_in_one_container(shed: Shed) -> None:
    order, numbers = shed.three()
    assert [each.number for each in order.concerned] == numbers
    assert order.services == ("customs", "quarantine")
    started = shed.visits(order.order, "start")
    assert shed.desk.yard.container(BOX).openings == 1
    shed.checks_all(started)
    done = shed.visits(order.order, "conclude")
    assert done.state == "done"
    assert [shed.status(number) for number in numbers] == ["released"] * 3
    assert shed.desk.yard.container(BOX).openings == 1
    assert verify(shed.desk.journal).ok  # type: ignore[arg-type]
    assert shed.desk.rebuild()[2] == 0


def test_one_is_held_and_the_others_go(shed: Shed) -> None:
    order, (first, second, third) = shed.three()
    shed.checks_all(shed.visits(order.order, "start"))
    bad = Verdict(number=second, outcome="refuse", reason="live pests", measure="treatment", due="2018-08-27")
    done = shed.visits(order.order, "conclude", verdicts=(Verdict(number=first), bad, Verdict(number=third)))
    assert [shed.status(number) for number in (first, second, third)] == ["released", "accepted", "released"]
    assert [each.measure for each in done.open_follow_ups] == ["treatment"]
    assert shed.stops(order.order, "settle", place=1) == "ref_missing"
    shed.visits(order.order, "settle", place=1, ref="SYN-FUM-1")
    assert shed.status(second) == "released"
    assert shed.desk.rebuild()[2] == 0


def test_a_visit_is_concluded_in_part_and_goes_on(shed: Shed) -> None:
    order, (first, second, third) = shed.three()
    shed.checks_all(shed.visits(order.order, "start"))
    part = shed.visits(order.order, "conclude", numbers=(first,))
    assert (part.state, part.open_numbers) == ("started", (second, third))
    assert [shed.status(number) for number in (first, second)] == ["released", "accepted"]
    assert shed.visits(order.order, "conclude").state == "done"


def test_goods_that_cannot_be_parted_wait_for_the_one_that_is_refused(shed: Shed) -> None:
    order, (first, second, third) = shed.three(whole=True)
    shed.checks_all(shed.visits(order.order, "start"))
    assert shed.stops(order.order, "conclude", numbers=(first,)) == "not_parted"
    bad = Verdict(number=second, outcome="refuse", reason="contaminated", measure="return")
    shed.visits(order.order, "conclude", verdicts=(Verdict(number=first), bad, Verdict(number=third)))
    assert [shed.status(number) for number in (first, second, third)] == ["accepted"] * 3
    shed.visits(order.order, "settle", place=1, ref="SYN-RET-1")
    assert [shed.status(number) for number in (first, second, third)] == [
        "released", "goods_returned", "released"
    ]  # fmt: skip


def test_a_pause_is_never_working_time(shed: Shed) -> None:
    order, numbers = shed.three()
    begun = shed.visits(order.order, "start")
    shed.clock.at += 20 * MINUTE
    assert shed.stops(order.order, "pause", reason="dark") == "seal_or_unit"
    paused = shed.visits(order.order, "pause", reason="dark", seal="SYN-SEAL-1")
    worked = paused.worked
    assert shed.desk.yard.container(BOX).seal == "SYN-SEAL-1"
    assert shed.desk.state(numbers[0]).tracks  # type: ignore[union-attr]
    shed.clock.at += 14 * HOUR
    resumed = shed.visits(order.order, "resume")
    shed.checks_all(resumed)
    done = shed.visits(order.order, "conclude")
    assert begun.started_at is not None
    assert worked == paused.since - begun.started_at
    assert done.worked == worked + (done.ended_at or 0) - resumed.since
    assert shed.desk.yard.container(BOX).openings == 1, "the same visit"


def test_what_is_held_at_the_end_of_a_shift_is_listed_and_handed_over(shed: Shed) -> None:
    order, _ = shed.three()
    shed.visits(order.order, "start")
    holder = shed.sent(order.order)
    other = HE if holder == ZHOU else ZHOU
    shed.visits(order.order, "pause", reason="end of the shift", seal="SYN-SEAL-2")
    (card,) = shed.desk.inspections.held()[holder.id]
    assert (card.state, card.facts["seal"]) == ("paused", "SYN-SEAL-2")
    assert shed.stops(order.order, "resume", actor=other) == "not_your_order"
    assert shed.stops(order.order, "hand-over", actor=holder, to=LIU.id, reason="shift") == "cannot_be_sent"
    shed.visits(order.order, "hand-over", actor=holder, to=other.id, reason="shift")
    assert list(shed.desk.inspections.held()) == [other.id]
    assert shed.visits(order.order, "resume").state == "started"


def test_each_item_of_a_joint_visit_is_answered_by_somebody_qualified_for_it(shed: Shed) -> None:
    order, _ = shed.three()
    assert shed.sent(order.order) == ZHOU, "cross-qualified; HE holds customs inspection alone"
    shed.visits(order.order, "start")
    shed.visits(order.order, "hand-over", to=HE.id, reason="shift")
    shed.visits(order.order, "check", item="count_weight", outcome="conforms")
    refused = shed.says(order.order, "check", item="packing_wood", outcome="conforms")
    assert isinstance(refused, Refusal)
    assert "quarantine inspection" in refused.en
    assert ZHOU.id in refused.remedy_en
    shed.visits(order.order, "hand-over", to=ZHOU.id, reason="quarantine items")
    rest = shed.desk.inspections.show(order.order)
    assert rest is not None
    assert set(rest.checks) == {"count_weight"}
    shed.checks_all(rest)
    assert shed.visits(order.order, "conclude").state == "done"
    assert shed.desk.yard.container(BOX).openings == 1, "one visit, whoever records"


def test_a_booked_time_is_one_of_few_and_a_missed_visit_is_booked_anew(shed: Shed) -> None:
    orders = [shed.orders(numbers=(shed.declared(f"L{n}", f"SYNU300000{n}"),)) for n in (1, 2, 3)]
    slot = {"site": "shed-1", "at": SLOT}
    hidden = shed.says(orders[0].order, "book", STRANGER, **slot)
    unknown = shed.says("490720180820999", "book", STRANGER, **slot)
    assert isinstance(hidden, Refusal)
    assert isinstance(unknown, Refusal)
    name = orders[0].order
    assert hidden.text("en").replace(name, "N") == unknown.text("en").replace("490720180820999", "N")
    assert (
        shed.stops(orders[0].order, "book", actor=BROKER, site="shed-1", at=SLOT + MINUTE) == "unknown_slot"
    )
    booked = [shed.visits(each.order, "book", actor=BROKER, **slot) for each in orders[:2]]
    assert all(each.officer for each in booked), "an officer is drawn with the booking"
    assert shed.stops(orders[2].order, "book", actor=TERMINAL, **slot) == "slot_full"
    assert shed.stops(orders[0].order, "miss", actor=DENG, reason="nobody came") == "slot_ahead"
    shed.clock.at = SLOT + 30 * MINUTE
    missed = shed.visits(orders[0].order, "miss", actor=DENG, reason="nobody came")
    assert (missed.state, missed.missed, missed.officer) == ("ordered", 1, "")
    assert shed.stops(orders[0].order, "book", actor=BROKER, **slot) == "slot_past"
    again = shed.visits(orders[0].order, "book", actor=BROKER, site="shed-1", at=SLOT + 100 * MINUTE)
    assert (again.state, again.draws) == ("booked", 2)
    moved = shed.visits(
        again.order, "book", actor=BROKER, site="shed-1", at=parse("2018-08-21T08:40:00+08:00")
    )
    assert moved.slot != again.slot
    assert verify(shed.desk.journal).ok  # type: ignore[arg-type]


def test_a_repeat_under_the_same_key_is_answered_once(shed: Shed) -> None:
    order, _ = shed.three()
    begun = shed.visits(order.order, "start", key="k-0")
    answer = {"item": begun.items[0], "outcome": "differs", "note": "one carton short"}
    first = shed.says(order.order, "check", key="k-1", **answer)
    again = shed.says(order.order, "check", key="k-1", **answer)
    assert isinstance(first, Told)
    assert isinstance(again, Told)
    assert (first.repeat, again.repeat) == (False, True)
    assert first.order.version == again.order.version
    other = {**answer, "note": "two cartons short"}
    assert shed.stops(order.order, "check", key="k-1", **other) == "other_under_key"
    picture = [shed.visits(order.order, "photograph", key="k-2", body=JPEG) for _ in range(2)]
    assert [len(each.photographs) for each in picture] == [1, 1]
    shed.checks_all(begun)
    ends = [shed.visits(order.order, "conclude", key="k-3", outcome="accept") for _ in range(2)]
    assert ends[0] == ends[1]
    assert shed.visits(order.order, "start", key="k-0") == ends[0]


def test_a_picture_lies_in_the_vault_and_is_a_picture(shed: Shed) -> None:
    order, _ = shed.three()
    shed.visits(order.order, "start")
    assert shed.stops(order.order, "photograph", body=b"MZ a program") == "photo_kind"
    assert shed.stops(order.order, "photograph", body=JPEG + bytes(4_000_000)) == "photo_size"
    shed.visits(order.order, "photograph", body=JPEG, note="the seal")
    kept = shed.desk.inspections.photograph(order.order, 1)
    assert kept is not None
    assert kept.body == JPEG
    journal = b"".join(event.payload.encode() for event in shed.desk.journal.events())
    assert JPEG.hex().encode() not in journal
    assert verify(shed.desk.journal).ok  # type: ignore[arg-type]
    assert shed.desk.journal.erase(f"inspection/{order.order}", "photo", 1)
    assert verify(shed.desk.journal).erased == 1  # type: ignore[arg-type]


def test_a_sample_goes_to_the_laboratory_and_its_result_comes_once(shed: Shed) -> None:
    order, (first, second, third) = shed.three()
    shed.checks_all(shed.visits(order.order, "start"))
    taken = shed.visits(order.order, "sample", numbers=(first,), laboratory="laboratory", text="a swab")
    (sample,) = taken.open_samples
    assert shed.stops(order.order, "conclude") == "sample_open"
    shed.visits(order.order, "conclude", numbers=(second, third))
    shed.visits(order.order, "conclude", numbers=(first,), outcome="condition", reason="result to follow")
    assert shed.status(first) == "released"
    report = shed.desk.inspections.report
    assert isinstance(report("nothing-S1", "conforms", "R1", "", LABORATORY), Refusal)
    assert report(sample.sample, "conforms", "R1", "", BROKER).code == "not_your_role"  # type: ignore[union-attr]
    told = report(sample.sample, "conforms", "R1", "none found", LABORATORY)
    again = report(sample.sample, "conforms", "R1", "none found", LABORATORY)
    assert [each.repeat for each in (told, again) if isinstance(each, Told)] == [False, True]
    assert report(sample.sample, "fails", "R2", "", LABORATORY).code == "result_again"  # type: ignore[union-attr]
    shed.visits(order.order, "settle", actor=ZHOU, place=1, ref="R1")
    assert shed.desk.inspections.follow_ups() == []


def test_nothing_is_accepted_before_the_checklist_is_complete(shed: Shed) -> None:
    order, _ = shed.three()
    shed.visits(order.order, "start")
    assert shed.stops(order.order, "conclude") == "checklist_open"
    assert shed.stops(order.order, "check", item="nonsense", outcome="conforms") == "unknown_item"
    assert shed.stops(order.order, "check", item=order.items[0], outcome="differs") == "reason_missing"


def test_a_visit_is_widened_to_a_declaration_beside_and_to_another_container(shed: Shed) -> None:
    number, beside = shed.declared("B1", BOX), shed.declared("B2", BOX, reviewed=False, selected=False)
    other = shed.declared("B3", "SYNU2000002")
    for box in (BOX, "SYNU2000002"):
        shed.arrives(box)
    order = shed.orders(numbers=(number,))
    assert (order.units, order.beside) == ((BOX,), (beside,))
    shed.visits(order.order, "assign", actor=DENG)
    shed.visits(order.order, "start")
    wider = shed.visits(
        order.order, "widen", units=("SYNU2000002",), numbers=(beside,), reason="the same marks"
    )
    assert [each.number for each in wider.concerned] == [number, beside, other]
    assert (wider.beside, wider.opened) == ((), (BOX, "SYNU2000002"))
    assert shed.desk.yard.container("SYNU2000002").openings == 1
    shed.checks_all(wider)
    assert shed.stops(order.order, "conclude") == "not_ready", "its review comes first"
    shed.does(beside, "done", "quarantine_review", actor=TAN)
    assert shed.visits(order.order, "conclude").state == "done"
    assert [shed.status(each) for each in (number, beside, other)] == ["released"] * 3


def test_an_order_says_who_looks_besides_and_a_visit_is_widened_to_the_other_service(shed: Shed) -> None:
    def plain(document: str) -> str:
        number = shed.lodge(declaration(transport_document=document), f"C-{document}").number
        shed.does(number, "add", "joint_inspection", actor=DENG, reason="a hint (synthetic)")
        shed.does(number, "arrive", actor=TERMINAL)
        return number

    both = shed.orders(numbers=(plain("P1"),), services=("quarantine",), whole=True)
    assert (both.services, both.whole) == (("customs", "quarantine"), True)
    order = shed.orders(numbers=(plain("P2"),))
    assert order.services == ("customs",)
    shed.visits(order.order, "assign", actor=DENG)
    shed.visits(order.order, "start")
    assert shed.stops(order.order, "widen", services=("police",), reason="?") == "bad_word"
    wider = shed.visits(
        order.order, "widen", services=("quarantine",), whole=True, reason="soil on the pallets"
    )
    assert (wider.services, wider.whole) == (("customs", "quarantine"), True)
    assert len(wider.items) > len(order.items)
    said = shed.desk.inspections.order(DENG, numbers=(plain("P3"),), services=("police",))
    assert isinstance(said, Refusal)
    assert said.code == "bad_word"


def test_every_declarant_is_told_the_number_to_book_by_and_nothing_of_the_others(shed: Shed) -> None:
    order, numbers = shed.three()
    for number in numbers:
        sheet = shed.desk.show(number)
        assert sheet is not None
        (told,) = [each.en for each in sheet.receipts if order.order in each.en]
        assert not [other for other in numbers if other in told]


def test_only_through_its_order_is_an_ordered_control_done(shed: Shed) -> None:
    order, (first, *_) = shed.three()
    assert shed.refuses(first, "start", "joint_inspection", actor=ZHOU) == "by_order"
    shed.visits(order.order, "drop", actor=DENG, numbers=(first,), reason="ordered by mistake")
    assert shed.inspects(first).status == "released"


@pytest.mark.parametrize("verb", ["start", "done"])
def test_a_visit_begins_on_an_order_alone(shed: Shed, verb: str) -> None:
    number = shed.declared("B1", BOX)
    shed.arrives(BOX)
    said = shed.tries(number, verb, "joint_inspection", actor=ZHOU)
    assert isinstance(said, Refusal)
    assert said.code == "needs_order"
    assert shed.begins(number).state == "started"


def test_an_order_is_void_when_its_declarations_end(shed: Shed) -> None:
    order, numbers = shed.three()
    for number in numbers:
        shed.does(number, "end", "seized", actor=DENG, ground="a statute (synthetic)", authority="SYN-1")
    after = shed.desk.inspections.show(order.order)
    assert after is not None
    assert (after.state, after.concerned) == ("void", ())


def test_what_waits_later_joins_an_order_that_has_not_begun(shed: Shed) -> None:
    first, second = shed.declared("B1", BOX), shed.declared("B2", BOX)
    shed.arrives(BOX)
    order = shed.orders(units=(BOX,))
    assert [each.number for each in order.concerned] == [first, second]
    assert isinstance(shed.desk.inspections.order(DENG, units=(BOX,)), Refusal)
    third = shed.declared("B3", BOX)
    joined = shed.orders(numbers=(third,))
    assert joined.order == order.order
    assert [each.number for each in joined.concerned] == [first, second, third]


def test_while_a_visit_is_under_way_no_second_one_is_ordered_at_the_same_goods(shed: Shed) -> None:
    shed.declared("B1", BOX)
    late = shed.declared("B2", BOX, reviewed=False, selected=False)
    shed.arrives(BOX)
    order = shed.orders(units=(BOX,))
    shed.visits(order.order, "assign", actor=DENG)
    shed.visits(order.order, "start")
    shed.does(late, "add", "joint_inspection", actor=DENG, reason="a hint (synthetic)")
    said = shed.desk.inspections.order(DENG, numbers=(late,))
    assert isinstance(said, Refusal)
    assert said.code == "visit_begun"
    assert order.order in said.en
    wider = shed.visits(order.order, "widen", numbers=(late,), reason="selected meanwhile")
    assert late in [each.number for each in wider.concerned]
    shed.does(late, "done", "quarantine_review", actor=TAN)
    shed.checks_all(wider)
    assert shed.visits(order.order, "conclude").state == "done"
    assert shed.desk.yard.container(BOX).openings == 1


def test_the_serial_year_opens_twice_and_the_parallel_year_once() -> None:
    openings = {}
    for at in (LAST_YEAR, AUGUST):
        shed = Shed(at)
        number = shed.declared("B1", BOX, reviewed=False)
        shed.arrives(BOX)
        shed.does(number, "done", "quarantine_review", actor=TAN)
        while shed.status(number) != "released":
            order = shed.orders(numbers=(number,))
            shed.visits(order.order, "assign", actor=DENG)
            shed.checks_all(shed.visits(order.order, "start"))
            shed.visits(order.order, "conclude")
            if shed.status(number) == "received":
                shed.does(number, "done", "clearance_form", actor=TAN)
                shed.does(number, "done", "customs_declaration", actor=BROKER)
        openings[at] = shed.desk.yard.container(BOX).openings
    assert openings == {LAST_YEAR: 2, AUGUST: 1}


def test_goods_are_inspected_at_their_destination_after_release() -> None:
    shed = Shed()
    number = shed.lodge(
        inspected(transport_document="", items=tuple(item_free(e) for e in inspected().items))
    ).number
    shed.does(number, "add", "destination_inspection", actor=DENG, reason="machinery (synthetic)")
    shed.does(number, "arrive", actor=TERMINAL)
    shed.does(number, "done", "quarantine_review", actor=TAN)
    order = shed.orders(numbers=(number,))
    shed.visits(order.order, "assign", actor=DENG)
    assert shed.stops(order.order, "start") == "not_ready"
    shed.does(number, "gate-out", actor=TERMINAL)
    started = shed.visits(order.order, "start")
    assert started.opened == (), "a look at the destination opens nothing at the port"
    shed.checks_all(started)
    shed.visits(order.order, "conclude")
    assert shed.status(number) == "closed"


def test_the_head_moves_an_order_before_the_visit_and_nobody_else_does(shed: Shed) -> None:
    order, _ = shed.three()
    other = HE if shed.sent(order.order) == ZHOU else ZHOU
    assert shed.stops(order.order, "hand-over", actor=DENG, to=other.id, reason="leave") == "not_your_order"
    assert shed.visits(order.order, "hand-over", actor=MAO, to=other.id, reason="leave").officer == other.id
