"""The officer of an inspection order is drawn among those on duty with the day's secret; the audit draws him again."""

import pytest

from tests.build import TRADER, declaration
from tests.cast import DENG, MAO
from tests.stories.test_inspections import BOX, HE, Shed
from tongguan.desk.draws import DrawDesk
from tongguan.facts.clock import DAY, HOUR
from tongguan.facts.event import open_event
from tongguan.facts.inspection import SERVICES, InspectionAssigned
from tongguan.insight.competence import sheet
from tongguan.insight.steering import Visit
from tongguan.process.decide.ordering import by_visit
from tongguan.process.inspection import Inspection
from tongguan.rules.draws import draw_officer, visit

MONDAY = "2018-08-20"


@pytest.fixture
def shed() -> Shed:
    return Shed()


def customs_alone(shed: Shed, document: str = "B1") -> Inspection:
    """A visit for customs alone, for which both inspectors are qualified; nobody is drawn yet."""
    number = shed.lodge(declaration(transport_document=document), f"C-{document}").number
    shed.does(number, "add", "joint_inspection", actor=DENG, reason="a hint (synthetic)")
    return shed.orders(numbers=(number,))


def assigned(shed: Shed, order: str) -> InspectionAssigned:
    facts = [open_event(event).data for event in shed.desk.journal.read(f"inspection/{order}")]
    (said,) = [data for data in facts if isinstance(data, InspectionAssigned)]
    return said


def test_anybody_draws_the_officer_again_from_what_stays_on_record(shed: Shed) -> None:
    orders = [customs_alone(shed, f"B{n}").order for n in range(4)]
    drawn = {shed.visits(order, "assign", actor=DENG).officer for order in orders}
    secret = shed.desk.draws.secret(MONDAY)
    for order in orders:
        said = assigned(shed, order)
        standing = [each.id for each in said.candidates]
        assert said.day == MONDAY
        assert draw_officer(secret, visit(order, said.attempt), standing) == said.officer
    assert drawn == {"zhou-wei", "he-lan"}, "chance decides between them"


def test_a_joint_visit_is_given_to_the_cross_qualified_inspector(shed: Shed) -> None:
    order, _ = shed.three()
    said = assigned(shed, order.order)
    assert [(each.id, each.qualifications) for each in said.candidates] == [
        ("zhou-wei", ("customs_inspection", "quarantine_inspection"))
    ]


def test_nobody_is_drawn_who_is_not_on_duty_at_the_time_of_the_visit(shed: Shed) -> None:
    order = customs_alone(shed).order
    shed.clock.at += 8 * HOUR
    assert shed.stops(order, "assign", actor=DENG) == "nobody_qualified"
    shed.clock.at += 16 * HOUR
    assert shed.visits(order, "assign", actor=DENG).officer


def test_an_officer_whom_somebody_chose_is_found_by_the_audit(
    shed: Shed, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = [customs_alone(shed, f"B{n}").order for n in range(3)]
    for order in honest:
        shed.visits(order, "assign", actor=DENG)
    chosen = customs_alone(shed, "CHOSEN").order
    due = draw_officer(shed.desk.draws.secret(MONDAY), visit(chosen, 1), ["zhou-wei", "he-lan"])
    wanted = "he-lan" if due == "zhou-wei" else "zhou-wei"
    with monkeypatch.context() as forged:
        forged.setattr(DrawDesk, "officer", lambda *_: (wanted, MONDAY))
        shed.visits(chosen, "assign", actor=DENG)
    waiting = shed.desk.selecting.audit().waiting
    shed.clock.at += DAY
    shed.desk.draws.publish_over()
    found = shed.desk.selecting.audit()
    assert (found.ok, found.officers, waiting) == (False, 4, 4)
    (difference,) = found.differences
    standing = [each.id for each in assigned(shed, chosen).candidates]
    again = draw_officer(shed.desk.draws.secret(MONDAY), visit(chosen, 1), standing)
    assert (difference.number, difference.what, difference.recorded, difference.recomputed) == (
        chosen, "officer", wanted, again,
    )  # fmt: skip


def test_the_journals_own_visits_say_who_was_drawn_who_came_and_of_whom(shed: Shed) -> None:
    order, _ = shed.three()
    drawn = shed.sent(order.order)
    shed.visits(order.order, "start")
    assert shed.desk.selecting.visits() == [], "what has not ended cannot be judged"
    shed.checks_all(order)
    shed.visits(order.order, "hand-over", to=HE.id, reason="ill (synthetic)")
    shed.visits(order.order, "conclude")
    dropped = customs_alone(shed, "B9")
    first = shed.visits(dropped.order, "assign", actor=DENG).officer
    shed.visits(dropped.order, "drop", actor=MAO, reason="declared again (synthetic)")
    trader = TRADER.customs_code
    assert shed.desk.selecting.visits() == [
        Visit(visit=order.order, drawn=drawn.id, final="he-lan", trader=trader, period="2018-08"),
        Visit(visit=dropped.order, drawn=first, final="", trader=trader, period="2018-08"),
    ]
    assert shed.desk.yard.container(BOX).openings == 1


def test_people_rules_and_processes_speak_one_language_about_visits(shed: Shed) -> None:
    subjects, work = sheet().subject, sheet().work
    qualifies = shed.desk.inspections.settings.qualifies
    assert {service: subjects[name].side for service, name in qualifies.items()} == {s: s for s in SERVICES}
    for model in shed.desk.models.values():
        for control in filter(by_visit, model.control):
            assert work[control.id].role == control.role
            services = shed.desk.inspections.settings.services_of(model.id, control.id, ("quarantine",))
            assert {qualifies[each] for each in services} <= set(work[control.id].subjects)
