"""Thirty-two at once on one account book: the balance is exact, on both databases, also when processes are killed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest

from tests.cast import BROKER, DENG
from tests.databases import url
from tests.postgres_server import postgres_server
from tests.stories import zone_writer
from tests.stories.killing import kill_in_turn
from tests.zone_cast import book, line, sale
from tongguan.adapters.clock import set_office_clock
from tongguan.adapters.verify import verify
from tongguan.desk.desk import Desk
from tongguan.desk.zone import Given
from tongguan.facts.clock import parse
from tongguan.facts.decision import Refusal
from tongguan.wiring import desk_of, served_desk

__all__ = ["postgres_server", "url"]

HANDS = 32


@pytest.fixture
def office(url: str) -> Iterator[Desk]:
    desk = desk_of(url)
    set_office_clock(desk.journal, parse("2018-08-20T10:00:00+08:00"))
    assert desk.zone.open_book(book(opening="1000"), DENG) is None
    yield desk
    desk.journal.close()


def balance(desk: Desk) -> Decimal:
    """Stock of the first line; with what every living list has taken it must be what the book began with."""
    view = desk.zone.book("T4907W000001")
    assert view is not None
    taken = sum(
        Decimal(1) for head in desk.journal.all_heads("list/") if desk.zone.list(head.stream[5:]) is not None
    )
    assert view.stock["1"] + taken == 1000
    return view.stock["1"]


def test_thirty_two_hands_take_exactly_what_the_book_holds(url: str, office: Desk) -> None:
    served = served_desk(url)
    barrier = Barrier(HANDS)

    def hand(turn: int) -> list[Given | Refusal]:
        barrier.wait()
        one = (line(1, quantity=Decimal(1), total=Decimal("3.13")),)
        return [served.zone.file_list(sale(f"L-{turn}-{n}", lines=one), BROKER) for n in range(34)]

    with ThreadPoolExecutor(HANDS) as pool:
        said = [each for answers in pool.map(hand, range(HANDS)) for each in answers]
    served.journal.close()
    assert sum(isinstance(each, Given) for each in said) == 1000
    assert {each.code for each in said if isinstance(each, Refusal)} == {"stock_exceeded"}
    assert balance(office) == 0
    assert verify(office.journal).ok  # type: ignore[arg-type]


def test_movements_that_are_killed_are_whole_or_nothing(url: str, office: Desk) -> None:
    kill_in_turn(zone_writer.work, url, hands=4, rounds=12, pause=0.05)
    taken = 1000 - balance(office)
    assert taken > 0
    found = verify(office.journal)  # type: ignore[arg-type]
    assert found.ok, found.first_difference
    assert office.rebuild()[2] == 0
