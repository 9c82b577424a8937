"""Milestones of a declaration with their definitions, and the time from any one to any other."""

from datetime import date

from msgspec.structs import replace

from tests.build import Office, inspected
from tests.cast import TAN, TERMINAL
from tongguan.desk.lives import Lives
from tongguan.facts.clock import HOUR
from tongguan.insight.life import Life
from tongguan.insight.milestones import milestones
from tongguan.insight.times import define, duration, parts, took
from tongguan.process.model import shipped

HALF = HOUR // 2


def inspected_and_released() -> Life:
    """Lodged; at each half hour it arrives, is given a visit, is reviewed; then the visit and the payment."""
    office = Office()
    number = office.lodge(inspected()).number
    for verb, target, actor in (("arrive", "", TERMINAL), ("add", "joint_inspection", TAN)):
        office.clock.at += HALF
        office.does(number, verb, target, actor=actor, reason="x")
    office.clock.at += HALF
    office.does(number, "done", "quarantine_review", actor=TAN)
    office.inspects(number)
    office.pays(number)
    (life,) = Lives(office.desk).every()
    return life


def test_every_milestone_of_the_handbook_has_a_dated_definition() -> None:
    assert milestones().keys() >= {
        "draft_saved", "declared", "rejected", "risk_decided", "accepted", "arrived", "review_started", "review_ended",
        "tax_assessed", "tax_paid", "guarantee_occupied", "inspection_ordered", "inspection_started", "inspection_done",
        "amended", "released", "gate_out", "loaded", "closed", "cancelled",
    }  # fmt: skip
    assert all(each.zh and each.en and each.valid_from for each in milestones().values())


def test_a_life_tells_its_milestones_and_the_time_between_two() -> None:
    life = inspected_and_released()
    assert life.marks.keys() >= {
        "risk_decided",
        "tax_assessed",
        "inspection_ordered",
        "inspection_done",
        "tax_paid",
    }
    assert "cancelled" not in life.marks
    assert life.marks["tax_assessed"] == life.accepted_at
    between = define("declared..inspection_done")
    assert between is not None
    assert between.en == "first lodged to inspection first done"
    assert duration(life, between) == life.marks["inspection_done"] - (life.first_lodged_at or 0) >= 3 * HALF
    assert define("declared..lunch") is None
    assert define("declared..declared") is None


def test_the_waiting_for_duty_and_arrival_is_timed_but_not_their_work() -> None:
    assert {"wait.settlement", "wait.arrival", "wait.joint_inspection", "work.joint_inspection"} <= set(
        parts()
    )
    assert not {"work.settlement", "work.arrival", "wait.gate_out"} & set(parts())
    arrival = define("wait.arrival")
    assert arrival is not None
    life = inspected_and_released()
    assert duration(life, arrival) == (life.arrived_at or 0) - (life.accepted_at or 0) >= HALF


def test_a_control_of_the_offices_own_model_is_timed() -> None:
    model = shipped()["import_parallel"]
    own = replace(
        model, id="own", control=(*model.control, replace(model.control[1], id="weighing", en="weighing"))
    )
    found = define("wait.weighing.office", {"own": own})
    assert found is not None
    assert found.en.startswith("weighing: waiting time")
    assert define("wait.weighing") is None


def test_nothing_is_counted_by_a_definition_before_it_was_in_use() -> None:
    life, whole = inspected_and_released(), define("customs_clearance")
    assert whole is not None
    assert len(took([life], whole)) == 1
    assert took([life], replace(whole, valid_from=date(2018, 8, 21))) == []
