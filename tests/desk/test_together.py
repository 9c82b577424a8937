"""A decision that took its time before a colleague wrote what it then read is made again, not refused."""

from pathlib import Path

import pytest

from tests.build import declaration, message
from tests.cast import AUGUST, BROKER
from tongguan.adapters.clock import FixedClock
from tongguan.adapters.locate import open_journal
from tongguan.desk.joint import Joint
from tongguan.desk.views import Answer
from tongguan.facts.clock import SECOND
from tongguan.facts.decision import Refusal
from tongguan.process.decide.refusals import refuse
from tongguan.wiring import desk_on


@pytest.mark.parametrize(("later", "refused"), [(SECOND, False), (-SECOND, True)])
def test_an_act_overtaken_by_a_colleague_is_decided_again_at_its_new_time(
    tmp_path: Path, later: int, refused: bool
) -> None:
    desk = desk_on(open_journal(f"sqlite:///{tmp_path / 'office.db'}", "demo"), FixedClock(AUGUST))
    lodged = desk.lodge(message(declaration()), BROKER)
    assert isinstance(lodged, Answer)
    times = iter([AUGUST - SECOND])
    desk.together.now = lambda: next(times, AUGUST + later)
    tried: list[int] = []

    def attempt(joint: Joint) -> Refusal | None:
        tried.append(joint.now)
        was = joint.clearance(lodged.number)
        assert was is not None
        return refuse("time_before_predecessor", before=was.last_at) if joint.now < was.last_at else None

    assert isinstance(desk.together(attempt), Refusal) is refused
    assert tried == ([AUGUST - SECOND] if refused else [AUGUST - SECOND, AUGUST + SECOND])
    desk.journal.close()
