"""Replay on a process model: what a case did that the model does not know."""

from msgspec.structs import replace

from tests.build import Office
from tests.cast import DENG, LIU, TERMINAL
from tongguan.facts.event import open_event
from tongguan.insight.conformance import Deviation, deviations
from tongguan.insight.life import read
from tongguan.insight.log import COMPLETE, SCHEDULE, START, Entry, steps
from tongguan.insight.telling import case_of
from tongguan.process.model import shipped

MODEL = shipped()["import_parallel"]


def way(*names: str) -> list[Entry]:
    """Activities a minute apart, each done at once; ``+`` before one begins it, ``-`` ends it, ``?`` requires it."""
    transitions = {"+": START, "-": COMPLETE, "?": SCHEDULE}
    return [
        Entry(name.lstrip("+-?"), place, None, transitions.get(name[0], ""))
        for place, name in enumerate(names)
    ]


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
    begun = [*way("arrived", "acceptance"), Entry("document_review", 9, 2), Entry("release", 5)]
    assert deviations(MODEL, begun) == [Deviation("left_out", "document_review", 5, "release")]
    assert left("arrived", "acceptance", "+document_review", "release", "-document_review") == [
        ("left_out", "document_review", "release")
    ]


BEGINNING = ("arrived", "acceptance", "quarantine_review", "joint_inspection")


def test_every_occurrence_is_judged_and_not_only_the_first() -> None:
    assert left(*BEGINNING, "release") == []
    assert left(*BEGINNING, "+joint_inspection", "release", "-joint_inspection") == [
        ("repeated", "joint_inspection", ""),
        ("left_out", "joint_inspection", "release"),
    ]
    assert left(*BEGINNING, "release", "release") == [("point_again", "release", "")]
    assert left(*BEGINNING, "release", "quarantine_review") == [
        ("repeated", "quarantine_review", ""),
        ("too_late", "quarantine_review", "release"),
    ]


def test_what_was_reopened_is_done_again_before_release_and_before_what_comes_after_it() -> None:
    assert left(*BEGINNING, "?quarantine_review", "quarantine_review", "release") == []
    assert left(*BEGINNING, "?quarantine_review", "release") == [("left_out", "quarantine_review", "release")]
    again = ("?joint_inspection", "?quarantine_review", "joint_inspection", "quarantine_review", "release")
    assert left(*BEGINNING, *again) == [("out_of_order", "joint_inspection", "quarantine_review")]


def test_a_revoked_release_may_be_passed_again() -> None:
    assert left(*BEGINNING, "release", "release.revoked", "release") == []


def test_another_systems_words_are_mapped() -> None:
    foreign = way("landed", "entry accepted", "document_review", "let go")
    names = {"arrived": "landed", "acceptance": "entry accepted", "release": "let go"}
    assert deviations(MODEL, foreign, names) == []
    assert {each.kind for each in deviations(MODEL, foreign)} == {"unknown", "too_early"}


def test_an_inspected_declaration_of_ours_took_a_way_the_model_knows() -> None:
    office = Office()
    number = office.lodge().number
    office.does(number, "arrive", actor=TERMINAL)
    for control in ("document_review", "joint_inspection"):
        office.does(number, "add", control, actor=DENG, reason="count the cases")
    office.does(number, "start", "document_review", actor=LIU)
    office.does(number, "done", "document_review", actor=LIU)
    office.inspects(number)
    office.pays(number)
    facts = [open_event(event) for event in office.desk.journal.read(number)]
    life = read(MODEL, facts)
    assert life is not None
    case = case_of(MODEL, life, facts)
    assert {"acceptance", "joint_inspection", "release"} <= {step.activity for step in steps(case.entries)}
    assert deviations(MODEL, case.entries) == []
    moved = [replace(each, at=0) if each.activity == "joint_inspection" else each for each in case.entries]
    assert {each.kind for each in deviations(MODEL, moved)} == {"too_early", "out_of_order"}
