"""What-if by hand: one declaration, no queue, so every answer can be added up."""

from tongguan.facts.clock import HOUR
from tongguan.insight.whatif import Case, compare
from tongguan.process.model import shipped

WORK = {"quarantine_review": HOUR, "document_review": 2 * HOUR, "settlement": 3 * HOUR, "joint_inspection": 9 * HOUR,
        "quarantine_inspection": 10 * HOUR, "clearance_form": 2 * HOUR, "customs_declaration": HOUR}  # fmt: skip
WORDS = frozenset({"quarantine", "inspection_first", "review", "dutiable", "inspect"})
STAFF = {"document_officer": 1, "quarantine_officer": 1, "inspector": 2, "tax_officer": 1}
CASE = Case("A", 0, 0, WORDS, WORK)


def always(at: int) -> int:
    return at


def test_serial_adds_up_and_parallel_takes_its_longest_branch() -> None:
    models = shipped()
    found = compare([CASE], models["import_parallel"], models["import_serial"], STAFF, always)
    assert found.base_hours == 1 + 9, (
        "quarantine review, then one joint inspection; the rest is done meanwhile"
    )
    assert found.base_held_by == {"inspection": 1}
    assert found.hours == 1 + 9 + 2 + 1 + 2 + 9, (
        "inspected before, then reviewed, then inspected again beside payment"
    )
    assert found.saved == 14


def test_goods_that_arrive_late_hold_the_release_by_arrival() -> None:
    models = shipped()
    late = Case("B", 0, 50 * HOUR, frozenset({"dutiable"}), WORK)
    found = compare([late], models["import_parallel"], models["import_parallel"], STAFF, always)
    assert found.held_by == {"arrival": 1}
    assert (found.hours, found.hours_from_arrival, found.saved) == (50, 0, 0)


def test_two_wait_for_one_officer() -> None:
    model = shipped()["import_parallel"]
    cases = [Case(name, 0, 0, frozenset({"review"}), WORK) for name in "AB"]
    found = compare(cases, model, model, STAFF, always)
    assert found.hours == (2 + 4) / 2
