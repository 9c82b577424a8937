"""Many hands on one case, kills included: each act once, one owner, the journal whole."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from msgspec.structs import replace

from tests.build import inspected, message
from tests.cast import BROKER, LIU, TERMINAL
from tests.databases import url
from tests.postgres_server import postgres_server
from tests.stories import case_writer
from tests.stories.killing import kill_in_turn
from tongguan.adapters.clock import FixedClock, set_office_clock
from tongguan.adapters.verify import verify
from tongguan.desk.verbs import Act
from tongguan.desk.views import Answer
from tongguan.facts.clock import DAY, parse
from tongguan.facts.decision import Refusal
from tongguan.process.decide.cases import CaseAct
from tongguan.wiring import desk_of, served_desk

__all__ = ["postgres_server", "url"]

HANDS = 12


def late_declaration(url: str) -> str:
    """The number of a declaration that is past 24 hours."""
    began = parse("2018-08-20T10:00:00+08:00")
    desk = desk_of(url, clock=FixedClock(began))
    said = desk.lodge(message(inspected()), BROKER)
    assert isinstance(said, Answer)
    assert isinstance(desk.act(said.number, Act(verb="arrive"), TERMINAL), Answer)
    set_office_clock(desk.journal, began + DAY + DAY // 2)
    desk.journal.close()
    return said.number


def test_of_many_who_take_a_case_at_once_one_has_it(url: str) -> None:
    number = late_declaration(url)
    served = served_desk(url)
    barrier = Barrier(HANDS)

    def hand(turn: int) -> bool:
        officer = replace(LIU, id=f"officer-{turn}")
        barrier.wait()
        took = served.coordination.act(number, CaseAct(verb="take"), officer)
        noted = served.coordination.act(number, CaseAct(verb="note", text=f"note {turn}"), officer)
        assert not isinstance(noted, Refusal)
        return not isinstance(took, Refusal)

    with ThreadPoolExecutor(HANDS) as pool:
        took = list(pool.map(hand, range(HANDS)))
    case = served.coordination.case(number)
    assert case is not None
    assert took.count(True) == 1
    assert case.owner == f"officer-{took.index(True)}"
    assert sorted(note.text for note in case.notes) == sorted(f"note {turn}" for turn in range(HANDS))
    assert verify(served.journal).ok  # type: ignore[arg-type]
    served.journal.close()


def test_officers_that_are_killed_leave_whole_cases(url: str) -> None:
    number = late_declaration(url)
    kill_in_turn(case_writer.work, url, hands=2, rounds=5, pause=0.3)
    desk = desk_of(url)
    case = desk.coordination.case(number)
    assert case is not None
    assert case.notes, "the writers were at work"
    assert len(case.notes) == len({note.text for note in case.notes}), "no note twice"
    assert verify(desk.journal).ok  # type: ignore[arg-type]
    assert desk.rebuild()[2] == 0
    desk.journal.close()
