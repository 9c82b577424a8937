"""What-if by hand: one declaration, no queue, so every answer can be added up."""

from decimal import Decimal
from random import Random

from tests.build import Office, declaration
from tests.cast import BANK, TERMINAL, XIAO
from tongguan.facts.clock import HOUR
from tongguan.facts.event import open_event
from tongguan.insight.fit import case_of
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


def test_means_stand_beside_their_median_and_few_have_none() -> None:
    model = shipped()["import_parallel"]
    cases = [
        Case(f"N{place}", 0, 0, frozenset({"dutiable"}), {"settlement": hours * HOUR})
        for place, hours in enumerate([1] * 19 + [21])
    ]
    many, few = (compare(each, model, model, STAFF, always) for each in (cases, cases[1:]))
    assert (many.hours, many.median_hours) == (2.0, 1.0)
    assert "mean 2.00 h, median 1.00 h" in many.sentence("en")
    assert "mean" not in few.sentence("en")
    assert "均值" not in few.sentence("zh")
    assert (few.record()["hours"], few.record()["saved_hours"], few.record()["median_hours"]) == (
        None,
        None,
        1.0,
    )


def released(guarantee: str) -> int:
    """Microseconds that the settlement of one import took, secured at once or paid five hours after acceptance."""
    office = Office()
    office.desk.open_guarantee("G1", Decimal(1500), "4303960001", XIAO)
    number = office.lodge(declaration(guarantee_no=guarantee)).number
    office.clock.at += 5 * HOUR
    office.does(number, "arrive", actor=TERMINAL)
    if not guarantee:
        office.does(number, "pay", actor=BANK, ref="T-1")
    case = case_of([open_event(event) for event in office.desk.journal.read(number)], Random(1))
    assert case is not None
    return case.work["settlement"]


def test_a_guarantee_that_was_occupied_before_acceptance_took_no_time() -> None:
    assert released("G1") == 0
    assert 5 * HOUR < released("") < 6 * HOUR
