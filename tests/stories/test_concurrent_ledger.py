"""Sixty-four declarations on one e-ledger at the same moment: exactly its quantity is used, on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest

from tests.build import message
from tests.cast import BROKER
from tests.permit_cast import NUMBER, SHORT, issue, ledger, line, shipment, told
from tests.postgres_server import postgres_server
from tests.stories.test_concurrent_guarantee import url
from tongguan.adapters.clock import set_office_clock
from tongguan.adapters.verify import verify
from tongguan.desk.desk import Desk
from tongguan.desk.views import Answer
from tongguan.facts.clock import parse
from tongguan.wiring import desk_of, desk_on, served_desk

__all__ = ["postgres_server", "url"]

HANDS, EACH, FIT = 64, Decimal(3), 40


@pytest.fixture
def office(url: str) -> Iterator[Desk]:
    journal = desk_of(url).journal
    set_office_clock(journal, parse("2018-08-20T10:00:00+08:00"))
    desk = desk_on(journal)
    issue(desk, ledger(line(quantity=EACH * FIT + 2, weight=Decimal(1000), value=Decimal(5000))))
    yield desk
    desk.journal.close()


def used(desk: Desk) -> Decimal:
    """What is used of the line's quantity; every balance must be what the declarations hold."""
    view = desk.permits.view(f"ledger/{NUMBER}")
    assert view is not None
    found = verify(desk.journal)  # type: ignore[arg-type]
    assert found.ok, found.first_difference
    assert all(balance.free >= 0 for balance in view.balances)
    return next(balance.used for balance in view.balances if balance.measure == "quantity")


def test_sixty_four_declarations_at_once_use_exactly_what_the_ledger_has(url: str, office: Desk) -> None:
    served = served_desk(url)
    barrier = Barrier(HANDS)

    def broker(turn: int) -> object:
        content = message(shipment(str(EACH), f"OUT-{turn}"), f"H-{turn}")
        barrier.wait()
        return served.lodge(content, BROKER)

    with ThreadPoolExecutor(HANDS) as pool:
        said = list(pool.map(broker, range(HANDS)))
    served.journal.close()
    answers = [each for each in said if isinstance(each, Answer)]
    assert len(answers) == HANDS, "everybody is answered"
    accepted = [each for each in answers if each.status == "accepted"]
    refused = [each for each in answers if each.status == "returned"]
    assert (len(accepted), len(refused)) == (FIT, HANDS - FIT)
    assert {told(each.findings)[0] for each in refused} == {("E04", "items[1].quantity", 1, "3", "2")}
    assert used(office) == EACH * FIT
    assert office.rebuild()[2] == 0


def test_one_batch_of_sixty_four_uses_exactly_what_the_ledger_has(office: Desk) -> None:
    contents = [message(shipment(str(EACH), f"OUT-{turn}"), f"H-{turn}") for turn in range(HANDS)]
    said = office.lodge_many(contents, BROKER)
    states = [each.status for each in said if isinstance(each, Answer)]
    assert states == ["accepted"] * FIT + ["returned"] * (HANDS - FIT), "in the order of the input"
    assert used(office) == EACH * FIT


def test_sixteen_opened_at_once_with_the_same_short_number_are_all_there(url: str, office: Desk) -> None:
    served = served_desk(url)
    numbers = [f"{SHORT[:-1]}9{n:03}" for n in range(16)]
    barrier = Barrier(len(numbers))

    def service(number: str) -> str:
        barrier.wait()
        return issue(served, ledger(number=number)).stream

    with ThreadPoolExecutor(len(numbers)) as pool:
        opened = list(pool.map(service, numbers))
    served.journal.close()
    assert opened == [f"ledger/{number}" for number in numbers]
    assert {view.stream for view in office.permits.all("ledger")} >= set(opened)
