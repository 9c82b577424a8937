"""Replay on a process model: what a case did that the model does not know."""

from tests.build import Office
from tests.cast import DENG, LIU, TERMINAL, ZHOU
from tongguan.facts.event import open_event
from tongguan.insight.conformance import Deviation, deviations
from tongguan.insight.log import Step, steps
from tongguan.insight.telling import case_of
from tongguan.process.model import shipped

MODEL = shipped()["import_parallel"]


def way(*names: str) -> list[Step]:
    """Activities a minute apart, each done at once."""
    return [Step(name, place, place) for place, name in enumerate(names)]


def left(*names: str) -> list[tuple[str, str, str]]:
    return [(each.kind, each.activity, each.other) for each in deviations(MODEL, way(*names))]


def test_a_plain_way_is_known() -> None:
    assert (
        left("application", "arrived", "acceptance", "document_review", "release", "gate_out", "closing")
        == []
    )
    assert left("application", "acceptance") == [], "what is still open has left nothing out"


def test_each_way_to_leave_the_model() -> None:
    assert left("application", "arrived", "lunch", "acceptance", "release") == [("unknown", "lunch", "")]
    assert left("arrived", "document_review", "acceptance", "release") == [
        ("too_early", "document_review", "acceptance")
    ]
    assert left("arrived", "acceptance", "joint_inspection", "quarantine_review", "release") == [
        ("out_of_order", "joint_inspection", "quarantine_review")
    ]
    assert left("acceptance", "release") == [("left_out", "arrival", "release")]
    assert left("arrived", "release", "acceptance") == [("point_too_early", "release", "acceptance")]


def test_work_that_was_begun_is_done_before_release() -> None:
    begun = [*way("arrived", "acceptance"), Step("document_review", 2, 9), Step("release", 5, 5)]
    assert deviations(MODEL, begun) == [Deviation("left_out", "document_review", 5, "release")]


def test_another_systems_words_are_mapped() -> None:
    foreign = way("landed", "entry accepted", "document_review", "let go")
    names = {"arrived": "landed", "acceptance": "entry accepted", "release": "let go"}
    assert deviations(MODEL, foreign, names) == []
    assert {each.kind for each in deviations(MODEL, foreign)} == {"unknown", "too_early"}


def test_an_inspected_declaration_of_ours_took_a_way_the_model_knows() -> None:
    office = Office()
    number = office.lodge().number
    office.does(number, "arrive", actor=TERMINAL)
    for control, officer in (("document_review", LIU), ("joint_inspection", ZHOU)):
        office.does(number, "add", control, actor=DENG, reason="count the cases")
        office.does(number, "start", control, actor=officer)
        office.does(number, "done", control, actor=officer)
    office.pays(number)
    case = case_of([open_event(event) for event in office.desk.journal.read(number)])
    assert case is not None
    done = steps(case.entries)
    assert {"acceptance", "joint_inspection", "release"} <= {step.activity for step in done}
    assert deviations(MODEL, done) == []
    moved = [Step(step.activity, 0, 0) if step.activity == "joint_inspection" else step for step in done]
    assert {each.kind for each in deviations(MODEL, moved)} == {"too_early", "out_of_order"}
