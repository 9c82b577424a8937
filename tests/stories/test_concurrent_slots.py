"""Sixteen at once for two places of a time at the shed: two have it, on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.build import inspected, message
from tests.cast import BROKER, DENG, TERMINAL
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
from tongguan.facts.clock import parse
from tongguan.facts.decision import Refusal
from tongguan.process.inspection import Inspection
from tongguan.wiring import desk_of, served_desk

__all__ = ["postgres_server", "url"]

HANDS = 16
SLOT = parse("2018-08-20T13:40:00+08:00")


@pytest.fixture
def office(url: str) -> Iterator[Desk]:
    first = open_journal(url)
    set_office_clock(first, parse("2018-08-20T10:00:00+08:00"))
    first.close()
    desk = desk_of(url)
    yield desk
    desk.journal.close()


def ordered(office: Desk, turn: int) -> str:
    """A declaration with an inspection, and its order."""
    said = office.lodge(message(inspected(transport_document=f"B{turn}"), f"C{turn}"), BROKER)
    assert isinstance(said, Answer)
    added = office.act(
        said.number, Act(verb="add", target="joint_inspection", reason="a hint (synthetic)"), DENG
    )
    assert isinstance(added, Answer)
    order = office.inspections.order(DENG, numbers=(said.number,))
    assert isinstance(order, Inspection)
    return order.order


def test_two_of_sixteen_have_the_time_and_the_books_agree(url: str, office: Desk) -> None:
    orders = [ordered(office, turn) for turn in range(HANDS)]
    served, barrier = served_desk(url), Barrier(HANDS)

    def hand(order: str) -> Told | Refusal:
        barrier.wait()
        return served.inspections.act(order, Visit(verb="book", site="shed-1", at=SLOT), TERMINAL)

    with ThreadPoolExecutor(HANDS) as pool:
        said = list(pool.map(hand, orders))
    served.journal.close()
    assert sum(isinstance(each, Told) for each in said) == 2
    assert {each.code for each in said if isinstance(each, Refusal)} == {"slot_full"}
    assert verify(office.journal).ok  # type: ignore[arg-type]
    assert office.rebuild()[2] == 0


def test_one_declaration_is_on_one_order_however_many_order_it_at_once(url: str, office: Desk) -> None:
    said = office.lodge(message(inspected(transport_document="B0"), "C0"), BROKER)
    assert isinstance(said, Answer)
    number = said.number
    assert isinstance(
        office.act(number, Act(verb="add", target="joint_inspection", reason="a hint"), DENG), Answer
    )
    served, barrier = served_desk(url), Barrier(4)

    def hand(_: int) -> Inspection | Refusal:
        barrier.wait()
        return served.inspections.order(DENG, numbers=(number,))

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(hand, range(4)))
    served.journal.close()
    assert sum(isinstance(each, Inspection) for each in made) == 1
    assert {each.code for each in made if isinstance(each, Refusal)} == {"nothing_to_inspect"}
