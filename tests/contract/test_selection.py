"""Draws, credit and instructions on every store; two writers never seal two secrets for one day."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.build import TRADER, message
from tests.cast import AUGUST, BROKER, MAO
from tongguan.adapters.clock import FixedClock
from tongguan.adapters.locate import open_journal
from tongguan.adapters.store import Store
from tongguan.adapters.verify import verify
from tongguan.desk import register
from tongguan.desk.desk import Desk
from tongguan.desk.views import Answer
from tongguan.facts.clock import DAY
from tongguan.facts.reported import CentreInstruction
from tongguan.facts.selection import EnterpriseRated
from tongguan.process.instruction import Instruction
from tongguan.wiring import desk_on

CENTRE = register.shipped().actors["centre"]
HANDS = 8


@pytest.fixture
def office(store: Store) -> Desk:
    return desk_on(store, FixedClock(AUGUST))


def test_a_day_of_selection_is_kept_whole_and_derived_again(office: Desk) -> None:
    assert office.draws.seal("2018-08-20") == "2018-08-20"
    rated = EnterpriseRated("aeo", "2018-01-01", "SYN-AEO-1")
    assert office.enterprises.rate(TRADER.customs_code, rated, MAO) is None
    said = office.lodge(message(), BROKER)
    assert isinstance(said, Answer)
    wanted = CentreInstruction(id="I-1", number=said.number, word="inspect", reason="profile")
    assert isinstance(office.instructions.receive(wanted, CENTRE), Instruction)
    assert isinstance(office.clock, FixedClock)
    office.clock.at += DAY
    assert office.draws.publish_over() == ["2018-08-20"]
    assert (office.selecting.audit().ok, office.selecting.audit().draws) == (True, 1)
    assert [card.state for card in office.enterprises.every()] == ["aeo"]
    assert [card.state for card in office.instructions.every()] == ["open"]
    assert office.rebuild()[2] == 0
    assert verify(office.journal).ok  # type: ignore[arg-type]


def test_hands_that_draw_at_the_same_moment_share_one_secret(url: str, durable: Store) -> None:
    start = Barrier(HANDS)

    def hand(_: int) -> bytes:
        desk = desk_on(open_journal(url), FixedClock(AUGUST))
        start.wait()
        try:
            return desk.draws.secret("2018-08-20")
        finally:
            desk.journal.close()

    with ThreadPoolExecutor(HANDS) as hands:
        assert len(set(hands.map(hand, range(HANDS)))) == 1
    assert len(durable.read("draw/2018-08-20")) == 1
