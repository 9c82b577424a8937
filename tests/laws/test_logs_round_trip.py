"""A journal written as an event log and read back gives the same times, and keeps to its own model."""

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.build import Office, declaration, export, filing_list, inspected
from tests.cast import AUGUST, LAST_YEAR, XIAO
from tests.laws.test_random_lives import content, step
from tongguan.adapters import logs
from tongguan.adapters.logs import writing
from tongguan.adapters.logs.mapping import Mapping
from tongguan.desk.lives import Lives, earlier
from tongguan.insight import logged, telling, times
from tongguan.insight.conformance import deviations
from tongguan.insight.log import Case, steps
from tongguan.insight.milestones import milestones
from tongguan.process.model import shipped

DEFINITIONS = [
    found
    for name in (
        *times.definitions(),
        *times.parts(), *(f"declared..{name}" for name in milestones()),
        "customs_clearance.office", "work.document_review.office", *(f"overall~{name}" for name in times.EXCLUDED),
    )
    if (found := times.define(name)) is not None
]  # fmt: skip
"""Every definition of the office, and a twin of each sort."""
BY = ("month", "channel", "chapter", "trader_class", "zone_line", "settlement")
lives = st.lists(st.tuples(content, st.lists(step, max_size=25)), min_size=1, max_size=3)


def lived(serial: bool, found: list) -> Office:  # type: ignore[type-arg]
    office = Office(LAST_YEAR if serial else AUGUST, 0)
    office.desk.open_guarantee("G1", Decimal(1500), "4303960001", XIAO)
    for place, (what, acts) in enumerate(found):
        number = office.lodge(what, client_number=f"SYN{place}").number
        for wanted, actor, later in acts:
            office.clock.at += later
            office.desk.act(number, wanted, actor)
    return office


def back(cases: list[Case], format_: str) -> dict[str, Case]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / writing.NAMES[format_]
        writing.write(iter(cases), path, format_)
        assert [each.name for each in Path(folder).iterdir()] == [path.name]
        return {case.id: case for case in logs.read(path, Mapping(), telling.ATTRIBUTES)}


@pytest.mark.parametrize("format_", writing.WRITERS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(serial=st.booleans(), found=lives)
def test_times_of_a_journal_are_those_of_its_own_export_read_back(format_, serial, found) -> None:  # type: ignore[no-untyped-def]
    office = lived(serial, found)
    cases = list(writing.cases(office.desk.journal.events(), office.desk.models, earlier(office.desk)))
    again = back(cases, format_)
    rows = {life.number: life for life in Lives(office.desk).every()}
    assert again.keys() == {case.id for case in cases} == rows.keys()
    for case in cases:
        assert again[case.id] == case
    for definition in DEFINITIONS:
        for number, row in rows.items():
            landmarks = logged.landmarks(again[number], {}, definition.control)
            ours, theirs = times.duration(row, definition), times.duration(landmarks, definition)
            assert ours == theirs, f"{definition.id} of {number}"
        _same_figures(definition, rows, again)


def _same_figures(definition, rows, again) -> None:  # type: ignore[no-untyped-def]
    counted = logged.Times(definition.id, BY)
    for case in again.values():
        counted.add(case, steps(case.entries))
    if not counted.answers():
        assert definition.control, "our own log lacks nothing but work that nobody had to do"
        return
    took = times.took(rows.values(), definition)
    wanted = [
        (each.group, each.count, each.low_s, each.high_s) for each in times.groups(definition, BY, took)
    ]
    assert [(each.group, each.count, each.low_s, each.high_s) for each in counted.figures()] == wanted


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(serial=st.booleans(), found=lives)
def test_what_the_engine_let_happen_the_model_knows(serial, found) -> None:  # type: ignore[no-untyped-def]
    office = lived(serial, found)
    for case in writing.cases(office.desk.journal.events(), office.desk.models, earlier(office.desk)):
        model = shipped()[case.attributes["process"]]
        assert deviations(model, case.entries) == []


def test_there_is_a_definition_of_each_kind_to_compare() -> None:
    assert {"customs_clearance", "overall", "first_application", "preparation", "withdrawal"} <= {
        each.id for each in DEFINITIONS
    }
    assert declaration().direction == inspected().direction == filing_list().direction != export().direction
