"""A terminal learns of visits to goods that it reported and that stand in its yard, and of no others."""

from msgspec.structs import replace

from tests.cast import DENG, TERMINAL
from tests.stories.test_inspections import BOX, Shed
from tongguan.facts.decision import Refusal
from tongguan.process.decide.moving import Report

OTHER = replace(TERMINAL, id="other-terminal")


def seen(shed: Shed, terminal: str) -> dict[str, tuple[str, ...]]:
    return {card.stream: units for card, units in shed.desk.inspections.at_hand(terminal)}


def test_nothing_is_told_before_the_goods_are_there_and_then_to_their_own_terminal_alone() -> None:
    shed = Shed()
    shed.declared("B1", BOX)
    order = f"inspection/{shed.orders(units=(BOX,)).order}"
    assert seen(shed, TERMINAL.id) == {}
    shed.arrives(BOX)
    assert seen(shed, TERMINAL.id) == {order: (BOX,)}
    assert seen(shed, OTHER.id) == {}


def test_an_order_over_two_yards_shows_each_terminal_its_own_container() -> None:
    shed, far = Shed(), "SYNU2000009"
    shed.declared("B1", BOX, far)
    shed.arrives(BOX)
    now = shed.clock.now()
    said = shed.desk.yard.report(Report(milestone="arrived", actor=OTHER, at=now, now=now, unit=far))
    assert not isinstance(said, Refusal)
    order = f"inspection/{shed.orders(units=(BOX, far)).order}"
    assert (seen(shed, TERMINAL.id), seen(shed, OTHER.id)) == ({order: (BOX,)}, {order: (far,)})


def test_a_visit_that_has_begun_or_goods_without_a_document_are_told_as_they_stand() -> None:
    shed = Shed()
    order, _ = shed.three()
    assert list(seen(shed, TERMINAL.id)) == [f"inspection/{order.order}"]
    shed.visits(order.order, "start")
    assert seen(shed, TERMINAL.id) == {}, "there is nothing to book any more"
    lot = shed.lodge(client_number="LOT").number
    shed.does(lot, "add", "joint_inspection", actor=DENG, reason="a hint (synthetic)")
    shed.does(lot, "arrive", actor=TERMINAL)
    shed.orders(numbers=(lot,))
    assert list(seen(shed, TERMINAL.id).values()) == [("B-LOT",)]
