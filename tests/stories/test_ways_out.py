"""Ways out of a visit after the draw, each of which the test for steering sees as one visit that was moved or lost."""

import pytest
from msgspec.structs import replace

from tests.build import TRADER, declaration, inspected
from tests.cast import BROKER, DENG, MAO, TAN, TERMINAL
from tests.stories.test_drawn_officers import customs_alone
from tests.stories.test_inspections import BOX, Shed
from tests.stories.test_twins import draw_for
from tongguan.desk.draws import Drawn
from tongguan.facts.clock import DAY
from tongguan.facts.parts import Container
from tongguan.insight.steering import NOBODY, Visit
from tongguan.process.inspection import Inspection

TRADED = TRADER.customs_code


@pytest.fixture
def shed() -> Shed:
    return Shed()


def drawn(shed: Shed, order: str) -> str:
    return shed.visits(order, "assign", actor=DENG).officer


def made(shed: Shed, order: Inspection) -> str:
    """The visit from its start to its conclusion; returns who made it."""
    shed.visits(order.order, "start")
    shed.checks_all(order)
    return shed.visits(order.order, "conclude").officer


def cancelled(shed: Shed, number: str) -> None:
    shed.does(number, "cancel", actor=BROKER, ground="cargo_changed", reason="lodged again (synthetic)")
    shed.does(number, "decide-cancellation", actor=DENG)


def test_an_order_that_is_dropped_until_another_officer_is_drawn_is_one_visit_moved(shed: Shed) -> None:
    first = customs_alone(shed)
    officers = [drawn(shed, first.order)]
    (number,) = [each.number for each in first.concerned]
    last = first
    while officers[-1] == officers[0]:
        shed.visits(last.order, "drop", actor=MAO, reason="declared again (synthetic)")
        last = shed.orders(numbers=(number,))
        officers.append(drawn(shed, last.order))
    assert shed.desk.selecting.visits() == [], "the last order lives: nothing can be judged yet"
    shed.does(number, "arrive", actor=TERMINAL)
    assert made(shed, last) == officers[-1]
    assert shed.desk.selecting.visits() == [
        Visit(visit=first.order, drawn=officers[0], final=officers[-1], trader=TRADED, period="2018-08")
    ]


def selected(shed: Shed, document: str, box: str, by_chance: bool = True) -> str:
    """A declaration of goods in a container, which the draw selects for inspection or lets alone."""
    draw = Drawn(draw_for(by_chance))
    shed.desk.office = replace(shed.desk.office, draw=lambda number, at: draw)
    content = declaration(transport_document=document, containers=(Container(container=box, container_type="11", lines="1,2"),))  # fmt: skip
    return shed.lodge(content, f"C-{document}").number


def test_a_selected_declaration_that_is_cancelled_and_never_visited_is_a_visit_lost(shed: Shed) -> None:
    number = selected(shed, "B1", BOX)
    cancelled(shed, number)
    cancelled(shed, selected(shed, "B2", "SYNU2000002", by_chance=False))
    lost = Visit(visit=number, drawn=NOBODY, final="", trader=TRADED, period="2018-08")
    assert shed.desk.selecting.visits() == [lost]
    selected(shed, "B3", BOX, by_chance=False)
    assert shed.desk.selecting.visits() == [lost], "lodged again, and let alone this time"


def test_one_that_is_lodged_again_with_its_container_and_visited_then_is_no_visit_lost(shed: Shed) -> None:
    first = selected(shed, "B1", BOX)
    cancelled(shed, first)
    again = selected(shed, "B2", BOX)
    shed.does(again, "arrive", actor=TERMINAL)
    order = shed.orders(numbers=(again,))
    sent = drawn(shed, order.order)
    assert made(shed, order) == sent
    assert shed.desk.selecting.visits() == [
        Visit(visit=first, drawn=sent, final=sent, trader=TRADED, period="2018-08")
    ]


def test_an_order_that_an_ending_empties_goes_on_with_the_goods_when_they_are_lodged_again(
    shed: Shed,
) -> None:
    first = selected(shed, "B1", BOX)
    shed.does(first, "arrive", actor=TERMINAL)
    order = shed.orders(numbers=(first,))
    sent = drawn(shed, order.order)
    shed.does(first, "end", "goods_returned", actor=DENG, ground="law", authority="A-1")
    assert [(each.drawn, each.final) for each in shed.desk.selecting.visits()] == [(sent, "")]
    shed.clock.at += DAY
    again = selected(shed, "B2", BOX)
    shed.does(again, "arrive", actor=TERMINAL)
    last = shed.orders(numbers=(again,))
    drawn(shed, last.order)
    by = made(shed, last)
    assert [(each.visit, each.drawn, each.final) for each in shed.desk.selecting.visits()] == [
        (order.order, sent, by)
    ]


def test_of_two_traders_on_one_order_the_one_that_is_taken_off_has_lost_its_visit(shed: Shed) -> None:
    other = replace(TRADER, customs_code="4303960777", name="湘潭示例电机有限公司")
    numbers = []
    for place, trader in enumerate((TRADER, other)):
        content = inspected(transport_document=f"T{place}", trader=replace(trader, ciq_code="4300600001"), owner=trader,
                            containers=(Container(container=BOX, container_type="11", lines="1,2"),))  # fmt: skip
        number = shed.lodge(content, f"C-T{place}").number
        shed.does(number, "add", "joint_inspection", actor=DENG, reason="a hint (synthetic)")
        shed.does(number, "done", "quarantine_review", actor=TAN)
        shed.does(number, "arrive", actor=TERMINAL)
        numbers.append(number)
    order = shed.orders(numbers=tuple(numbers))
    sent = drawn(shed, order.order)
    shed.visits(order.order, "drop", actor=MAO, numbers=(numbers[1],), reason="a favour (synthetic)")
    by = made(shed, order)
    assert {(each.trader, each.drawn, each.final) for each in shed.desk.selecting.visits()} == {
        (TRADED, sent, by),
        ("4303960777", sent, ""),
    }
