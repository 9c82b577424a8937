"""Goods of several declarations in one container are selected and ordered at the same moment: it is one visit."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.build import inspected, message
from tests.cast import BROKER, DENG, INSPECTORS, TAN, TERMINAL
from tests.databases import url
from tests.postgres_server import postgres_server
from tongguan.adapters.clock import set_office_clock
from tongguan.adapters.locate import open_journal
from tongguan.adapters.verify import verify
from tongguan.desk.desk import Desk
from tongguan.desk.inspections import Told
from tongguan.desk.verbs import Act
from tongguan.desk.views import Answer
from tongguan.desk.visiting import Act as Visit
from tongguan.facts.actor import Actor
from tongguan.facts.clock import parse
from tongguan.facts.decision import Refusal
from tongguan.facts.movement import ConsignmentManifested, ManifestUnit
from tongguan.facts.parts import Container
from tongguan.process.decide.moving import Report
from tongguan.process.inspection import Inspection
from tongguan.wiring import desk_of, served_desk

__all__ = ["postgres_server", "url"]

HANDS = 6
NOW = parse("2018-08-20T10:00:00+08:00")


@pytest.fixture
def office(url: str) -> Iterator[Desk]:
    first = open_journal(url)
    set_office_clock(first, NOW)
    first.close()
    desk = desk_of(url)
    yield desk
    desk.journal.close()


def packed(office: Desk, document: str, box: str) -> str:
    """A declaration of goods in a container that nothing selects."""
    filed = ConsignmentManifested("import", (ManifestUnit(box, 12, container=True),), party="4303960001")
    assert office.yard.manifest(document, filed, TERMINAL) is None
    boxes = (Container(container=box, container_type="11", lines="1,2"),)
    said = office.lodge(message(inspected(transport_document=document, containers=boxes), document), BROKER)
    assert isinstance(said, Answer), said
    return said.number


def chooses(office: Desk, number: str) -> None:
    hint = Act(verb="add", target="joint_inspection", reason="a hint (synthetic)")
    said = office.act(number, hint, DENG)
    assert isinstance(said, Answer) or said.code == "wrong_state", "chance may have selected it already"


def living(office: Desk, unit: str) -> list[str]:
    """Orders over a unit that are not over."""
    cards = office.inspections.cards("ordered", "booked", "started", "paused")
    return [card.stream for card in cards if unit in card.facts["units"].split()]


def test_however_many_order_one_container_at_once_it_is_one_visit(url: str, office: Desk) -> None:
    box = "SYNU4000002"
    numbers = [packed(office, f"H-{turn}", box) for turn in range(HANDS)]
    served, barrier = served_desk(url), Barrier(HANDS)

    def hand(number: str) -> Inspection | Refusal:
        barrier.wait()
        chooses(served, number)
        return served.inspections.order(DENG, numbers=(number,))

    with ThreadPoolExecutor(HANDS) as pool:
        said = list(pool.map(hand, numbers))
    served.journal.close()
    (order,) = living(office, box)
    assert {each.order for each in said if isinstance(each, Inspection)} == {order.partition("/")[2]}
    assert {each.code for each in said if isinstance(each, Refusal)} <= {"nothing_to_inspect"}
    state = office.inspections.show(order.partition("/")[2])
    assert state is not None
    assert {each.number for each in state.concerned} == set(numbers)
    assert verify(office.journal).ok  # type: ignore[arg-type]
    assert office.rebuild()[2] == 0


def test_whoever_orders_while_the_visit_begins_is_taken_in_or_told_of_it(url: str, office: Desk) -> None:
    served = served_desk(url)
    ends = set()
    for turn in range(8):
        box = f"SYNU5{turn:06}"
        first, second = packed(office, f"F-{turn}", box), packed(office, f"S-{turn}", box)
        for number in (first, second):
            assert isinstance(office.act(number, Act(verb="done", target="quarantine_review"), TAN), Answer)
        office.yard.report(Report(milestone="arrived", actor=TERMINAL, at=NOW, now=NOW, unit=box))
        chooses(office, first)
        order = office.inspections.order(DENG, numbers=(first,))
        assert isinstance(order, Inspection)
        drawn = office.inspections.act(order.order, Visit(verb="assign"), DENG)
        assert isinstance(drawn, Told)
        chooses(office, second)
        barrier, officer = Barrier(2), INSPECTORS[drawn.order.officer]

        def begins(name: str = order.order, who: Actor = officer, gate: Barrier = barrier) -> Told | Refusal:
            gate.wait()
            return served.inspections.act(name, Visit(verb="start"), who)

        def orders(number: str = second, gate: Barrier = barrier) -> Inspection | Refusal:
            gate.wait()
            return served.inspections.order(DENG, numbers=(number,))

        with ThreadPoolExecutor(2) as pool:
            begun, made = pool.submit(begins), pool.submit(orders)
        assert isinstance(begun.result(), Told), begun.result()
        said = made.result()
        ends.add(said.code if isinstance(said, Refusal) else said.order == order.order)
        if isinstance(said, Refusal) and said.code == "nothing_to_inspect":
            whole = office.inspections.show(order.order)
            assert whole is not None
            assert second in {each.number for each in whole.concerned}, "the visit had it already"
        assert living(office, box) == [f"inspection/{order.order}"]
    served.journal.close()
    assert ends <= {True, "visit_begun", "nothing_to_inspect"}
    assert verify(office.journal).ok  # type: ignore[arg-type]
