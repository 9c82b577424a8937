"""A journal with amendments, rework, corrected times: its times are those of its own XES export read back; and every
ingredient of a random journal is in one here by name, with causes that sum."""

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.build import Office, inspected
from tests.cast import AUGUST, BANK, BROKER, LAST_YEAR, LIU, PENG, TAN, TERMINAL, XIAO
from tests.laws.test_causes_sum import ZONES, _corrected, _holds
from tests.laws.test_random_lives import content, step
from tongguan.adapters import logs
from tongguan.adapters.logs import writing
from tongguan.adapters.logs.mapping import Mapping
from tongguan.desk.desk import amended
from tongguan.desk.verbs import Act
from tongguan.facts import kinds
from tongguan.facts.actor import Actor
from tongguan.facts.clock import DAY, HOUR
from tongguan.facts.declaration import Declaration
from tongguan.facts.event import Fact, open_event
from tongguan.insight import life, logged, times
from tongguan.insight.log import Case
from tongguan.insight.telling import ATTRIBUTES, case_of
from tongguan.process.model import Model

FREE = Mapping(zone="Pacific/Apia")
"""Of a reader in another zone: every time of ours says its own offset."""


class Lived(Office):
    """One declaration and what was done to it."""

    def __init__(self, what: Declaration, serial: bool = False) -> None:
        super().__init__(LAST_YEAR if serial else AUGUST, 0)
        self.desk.open_guarantee("G1", Decimal(1500), "4303960001", XIAO)
        self.what = what
        self.number = self.lodge(what).number

    def then(self, hours: float, verb: str, target: str = "", actor: Actor = LIU, **more: Any) -> None:
        """So much later somebody does something; the test needs it done."""
        self.clock.at += round(hours * HOUR)
        self.does(self.number, verb, target, actor, **more)

    def amends(self, place: int) -> None:
        changed = replace(self.what, contract_no=f"SYN-{place}")
        self.desk.act(
            self.number, amended(Act(verb="amend", ground="data_error", reason="x"), changed), BROKER
        )
        self.desk.act(self.number, Act(verb="decide-amendment", reason="x"), LIU)

    @property
    def facts(self) -> list[Fact]:
        return [open_event(event) for event in self.desk.journal.read(self.number)]

    @property
    def model(self) -> Model:
        row = self.desk.journal.work(self.number)
        assert row is not None
        return self.desk.models[row.process]


def told(lived: Lived) -> Case:
    """The declaration as a case."""
    declared = life.read(lived.model, lived.facts)
    assert declared is not None
    return case_of(lived.model, declared, lived.facts)


def same_times(model: Model, facts: list[Fact]) -> int:
    """How many definitions count the journal; each says the same of its export."""
    row = life.read(model, facts)
    assert row is not None
    case = case_of(model, row, facts)
    with TemporaryDirectory() as folder:
        path = Path(folder) / writing.NAMES["xes"]
        writing.write([case], path, "xes")
        (again,) = logs.read(path, FREE, ATTRIBUTES)
    counted = 0
    for definition in logged.office_definitions().values():
        marks: Any = logged.landmarks(again, {})
        ours, theirs = times.duration(row, definition), times.duration(marks, definition)
        assert ours == theirs, definition.id
        counted += ours is not None
    return counted


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    what=content, serial=st.booleans(), acts=st.lists(step, max_size=18),
    wrong=st.lists(st.tuples(st.integers(1, 12), st.integers(-6, 6)), max_size=2),
)  # fmt: skip
def test_times_are_those_of_the_export_with_amendments_and_corrected_times(what, serial, acts, wrong) -> None:  # type: ignore[no-untyped-def]
    lived = Lived(what, serial)
    for wanted, actor, later in acts:
        lived.clock.at += later * 7
        lived.desk.act(lived.number, wanted, actor)
        if later % 5 == 0:
            lived.amends(later)
    same_times(lived.model, lived.facts)
    same_times(lived.model, _corrected(lived.facts, wrong))


def _whole() -> Lived:
    """Tracks side by side, a hold, a pause, rework, an amendment, a night, a week-end, a corrected time; in the end released."""
    lived = Lived(inspected())
    lived.then(1, "arrive", actor=TERMINAL)
    lived.then(0.5, "start", "quarantine_review", TAN)
    lived.then(0.5, "pause", "quarantine_review", TAN, reason="laboratory", ref="laboratory")
    lived.then(30, "start", "quarantine_review", TAN)
    lived.then(1, "done", "quarantine_review", TAN)
    lived.then(0.5, "hold", "h1", reason="because", ref="manifest")
    lived.then(4 * 24, "lift", "h1", reason="because")
    lived.then(1, "reopen", "quarantine_review", TAN, reason="because")
    lived.amends(1)
    lived.then(20, "done", "quarantine_review", TAN)
    lived.then(1, "pay", actor=BANK, ref="T-1")
    before = next(
        place for place, fact in enumerate(lived.facts, start=1) if fact.data.KIND == "control.reopened"
    )
    true = lived.facts[before - 1].happened_at - HOUR // 2
    lived.then(1, "correct-time", str(before), to=PENG, time=true, reason="clock")
    return lived


INGREDIENTS = {
    "control.paused", "hold.placed", "hold.lifted", "control.reopened", "declaration.amended", "time.corrected", "point.passed",
}  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
def test_every_ingredient_is_in_one_journal_whose_causes_sum_in_every_zone(zone: str) -> None:
    lived = _whole()
    assert {fact.data.KIND for fact in lived.facts} >= INGREDIENTS
    released = life.read(lived.model, lived.facts)
    assert released is not None
    assert released.released_at is not None
    _holds(lived.model, lived.facts, lived.clock.at, zone, [(2, 5), (30, 20)])
    assert same_times(lived.model, lived.facts) >= 3


@pytest.mark.parametrize(("wait", "zone"), [(9, "Europe/Berlin"), (16, "America/St_Johns"), (6, "Pacific/Apia")])  # fmt: skip
def test_causes_sum_over_the_night_in_which_clocks_are_set(wait: int, zone: str) -> None:
    """From 20 August over the nights of 30 September, 28 October and 4 November 2018."""
    lived = Lived(inspected())
    lived.then(1, "arrive", actor=TERMINAL)
    lived.then(wait * 7 * 24, "done", "quarantine_review", TAN)
    lived.then(5 * 7 * 24, "pay", actor=BANK, ref="T-1")
    assert lived.clock.at - AUGUST > 70 * DAY
    _holds(lived.model, lived.facts, lived.clock.at, zone, [])


def test_a_corrected_time_is_the_one_that_is_exported() -> None:
    lived = Lived(inspected())
    lived.then(3, "arrive", actor=TERMINAL)
    lived.then(1, "done", "quarantine_review", TAN)
    lived.then(1, "pay", actor=BANK, ref="T-1")
    place = next(n for n, fact in enumerate(lived.facts, start=1) if isinstance(fact.data, kinds.GoodsMoved))
    before = told(lived)
    true = lived.facts[place - 1].happened_at - HOUR
    lived.then(1, "correct-time", str(place), to=PENG, time=true, reason="clock of the yard")
    after = told(lived)
    assert _arrived(before) - _arrived(after) == HOUR
    same_times(lived.model, lived.facts)


def _arrived(case: Case) -> int:
    return next(int(entry.at) for entry in case.entries if entry.activity == "arrived")
