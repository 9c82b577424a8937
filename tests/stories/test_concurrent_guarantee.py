"""Thirty-two brokers on one guarantee: it secures exactly what it holds, on both databases, kills included."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest

from tests.build import declaration, message
from tests.cast import BROKER, XIAO
from tests.databases import url
from tests.postgres_server import postgres_server
from tests.stories import guarantee_writer
from tests.stories.killing import kill_in_turn
from tests.stories.test_duty import DUE
from tests.stories.test_guarantees import terms
from tongguan.adapters.clock import set_office_clock
from tongguan.adapters.verify import verify
from tongguan.desk.desk import Desk
from tongguan.desk.views import Answer
from tongguan.facts.clock import parse
from tongguan.wiring import desk_of, served_desk

__all__ = ["postgres_server", "url"]

HANDS, EACH, FIT = 32, 5, 100


@pytest.fixture
def office(url: str) -> Iterator[Desk]:
    desk = desk_of(url)
    set_office_clock(desk.journal, parse("2018-08-20T10:00:00+08:00"))
    assert desk.guarantees.register("G1", terms(limit=DUE * FIT), XIAO) is None
    yield desk
    desk.journal.close()


def held(desk: Desk) -> Decimal:
    """What all declarations hold of the guarantee by their own streams."""
    sheets = (desk.show(row.number) for row in desk.work())
    return sum((Decimal(sheet.claims.get("guarantee/G1", 0)) for sheet in sheets if sheet), Decimal(0))


def balanced(desk: Desk) -> Decimal:
    """What is occupied; it must be what the declarations hold, and never more than the limit."""
    view = desk.guarantees.view("G1")
    assert view is not None
    assert view.free >= 0
    assert view.occupied == held(desk)
    found = verify(desk.journal)  # type: ignore[arg-type]
    assert found.ok, found.first_difference
    return view.occupied


def test_thirty_two_brokers_secure_exactly_what_the_guarantee_holds(url: str, office: Desk) -> None:
    served = served_desk(url)
    barrier = Barrier(HANDS)

    def broker(turn: int) -> list[object]:
        barrier.wait()
        named = [f"H-{turn}-{n}" for n in range(EACH)]
        contents = [declaration(transport_document=name, guarantee_no="G1") for name in named]
        return [served.lodge(message(c, n), BROKER) for c, n in zip(contents, named, strict=True)]

    with ThreadPoolExecutor(HANDS) as pool:
        said = [each for answers in pool.map(broker, range(HANDS)) for each in answers]
    served.journal.close()
    assert all(isinstance(each, Answer) and each.status == "accepted" for each in said), (
        "nobody is turned away"
    )
    assert balanced(office) == DUE * FIT
    secured = [row for row in office.work() if row.secured]
    assert len(secured) == FIT
    assert len(list(office.work())) == HANDS * EACH


def test_brokers_that_are_killed_leave_a_guarantee_that_balances(url: str, office: Desk) -> None:
    kill_in_turn(guarantee_writer.work, url, hands=3, rounds=8, pause=0.3)
    assert balanced(office) > 0
    assert office.rebuild()[2] == 0
