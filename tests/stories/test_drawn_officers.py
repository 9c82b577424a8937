"""The officer of an inspection order is drawn among those on duty with the day's secret; the audit draws him again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from msgspec.structs import replace

from tests.build import TRADER, declaration
from tests.cast import BROKER, DENG, HE, LIU, MAO, TERMINAL, ZHOU
from tests.stories.test_inspections import BOX, SLOT, Shed
from tongguan.desk import register
from tongguan.desk.draws import DrawDesk
from tongguan.facts.actor import Actor
from tongguan.facts.clock import DAY, HOUR
from tongguan.facts.decision import Refusal
from tongguan.facts.event import open_event
from tongguan.facts.inspection import SERVICES, Candidate, InspectionAssigned, InspectionUnassigned
from tongguan.facts.people import Absence, Qualification
from tongguan.insight.competence import sheet
from tongguan.insight.steering import Visit
from tongguan.process.decide import visits
from tongguan.process.decide.ordering import by_visit
from tongguan.process.inspection import Inspection
from tongguan.rules.draws import draw_officer, visit

MONDAY = "2018-08-20"
LAST_MONDAY = date(2018, 8, 13)


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


def booked(shed: Shed) -> tuple[Inspection, Actor]:
    """A visit for both services, booked for Monday afternoon, with who was drawn for it."""
    order, _ = shed.three()
    after = shed.visits(order.order, "book", actor=DENG, site="shed-1", at=SLOT)
    return after, shed.sent(after.order)


def stood_down(shed: Shed, order: str) -> list[tuple[str, str]]:
    facts = [open_event(event).data for event in shed.desk.journal.read(f"inspection/{order}")]
    return [(said.officer, said.reason) for said in facts if isinstance(said, InspectionUnassigned)]


def test_who_is_there_at_the_new_time_stays_drawn(shed: Shed) -> None:
    order, drawn = booked(shed)
    again = shed.visits(order.order, "book", actor=BROKER, site="shed-1", at=SLOT + DAY)
    assert (again.officer, again.draws) == (drawn.id, 1)
    assert stood_down(shed, order.order) == []


@pytest.mark.parametrize("reason", ["off_duty", "not_qualified"])
def test_who_cannot_come_at_the_new_time_is_drawn_anew_and_the_audit_draws_again(
    shed: Shed, reason: str
) -> None:
    order, drawn = booked(shed)
    assert drawn == ZHOU
    tuesday = date(2018, 8, 21)
    if reason == "off_duty":
        shed.staff = replace(shed.staff, absence=(Absence(ZHOU.id, tuesday, tuesday),))
    else:
        ends = replace(shed.staff, qualification=(Qualification(HE.id, "customs_inspection", LAST_MONDAY),))
        shed.staff = replace(ends, course=())
    again = shed.visits(order.order, "book", actor=BROKER, site="shed-1", at=SLOT + DAY)
    assert (again.officer, again.draws) == (HE.id, 2)
    assert stood_down(shed, order.order) == [(ZHOU.id, reason)]
    shed.clock.at += DAY
    shed.desk.draws.publish_over()
    found = shed.desk.selecting.audit()
    assert (found.ok, found.officers) == (True, 2)
    assert shed.desk.rebuild()[2] == 0


def test_where_nobody_can_come_at_the_new_time_nobody_is_drawn(shed: Shed) -> None:
    order, drawn = booked(shed)
    tuesday = date(2018, 8, 21)
    shed.staff = replace(shed.staff, absence=tuple(Absence(e.id, tuesday, tuesday) for e in (ZHOU, HE)))
    again = shed.visits(order.order, "book", actor=BROKER, site="shed-1", at=SLOT + DAY)
    assert (again.officer, again.state) == ("", "booked")
    assert stood_down(shed, order.order) == [(drawn.id, "off_duty")]


def test_an_officer_whose_qualification_has_ended_does_not_begin_the_visit(shed: Shed) -> None:
    found = customs_alone(shed)
    order = found.order
    for number in found.open_numbers:
        shed.does(number, "arrive", actor=TERMINAL)
    drawn = register.shipped().actors[shed.visits(order, "assign", actor=DENG).officer]
    held = shed.staff.qualification
    shed.staff = replace(
        shed.staff,
        qualification=tuple(
            replace(each, until=date(2018, 8, 19)) if each.officer == drawn.id else each for each in held
        ),
    )
    said = shed.says(order, "start")
    assert isinstance(said, Refusal)
    assert said.code == "not_qualified_for"
    assert "customs inspection (ended 2018-08-19)" in said.en
    assert "海关查验（2018-08-19 已到期）" in said.zh
    other = ZHOU if drawn == HE else HE
    shed.visits(order, "hand-over", actor=MAO, to=other.id, reason="qualification ended")
    assert shed.visits(order, "start", actor=other).state == "started"


def test_a_draw_is_undone_by_the_head_or_a_coordinator_and_never_by_who_was_drawn(shed: Shed) -> None:
    order = customs_alone(shed).order
    drawn = register.shipped().actors[shed.visits(order, "assign", actor=DENG).officer]
    why = "ordered by mistake"
    assert shed.stops(order, "drop", actor=drawn, reason=why) == "own_draw"
    chief = replace(drawn, roles=("inspector", "head"))
    assert shed.stops(order, "drop", actor=chief, reason=why) == "own_draw"
    assert shed.stops(order, "drop", actor=LIU, reason=why) == "drawn_already"
    assert shed.stops(order, "drop", actor=MAO) == "reason_missing"
    assert shed.visits(order, "drop", actor=MAO, reason=why).state == "void"


def test_before_the_draw_any_officer_of_the_office_drops_an_order(shed: Shed) -> None:
    order = customs_alone(shed).order
    assert shed.visits(order, "drop", actor=LIU, reason="ordered by mistake").state == "void"


def test_an_officer_whom_somebody_chose_is_found_by_the_audit(
    shed: Shed, monkeypatch: pytest.MonkeyPatch
) -> None:
    *honest, chosen = [customs_alone(shed, f"B{n}").order for n in range(4)]
    for order in honest:
        shed.visits(order, "assign", actor=DENG)
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


@contextmanager
def candidates(shed: Shed, change: Callable[[Candidate], Candidate | None]) -> Iterator[None]:
    """Somebody meddles with who is considered before the draw."""
    desk = shed.desk.inspections
    with pytest.MonkeyPatch.context() as forged:
        found = desk._candidates
        kept = lambda order, at: [made for each in found(order, at) if (made := change(each))]  # noqa: E731
        forged.setattr(desk, "_candidates", kept)
        yield


def differing(shed: Shed) -> list[tuple[str, str, str]]:
    shed.clock.at += DAY
    shed.desk.draws.publish_over()
    found = shed.desk.selecting.audit().differences
    return [(each.what, each.recorded, each.recomputed) for each in found]


def test_all_who_were_considered_stay_on_record_with_those_who_stood(shed: Shed) -> None:
    order, _ = shed.three()
    said = assigned(shed, order.order)
    assert [each.id for each in said.considered] == ["he-lan", "zhou-wei"]
    assert [each.id for each in said.candidates] == ["zhou-wei"]
    assert differing(shed) == []


def test_work_that_somebody_invented_to_keep_an_officer_out_of_the_draw_is_found(shed: Shed) -> None:
    order = customs_alone(shed).order
    with candidates(shed, lambda each: replace(each, load=9) if each.id == HE.id else each):
        assert shed.visits(order, "assign", actor=DENG).officer == ZHOU.id
    assert differing(shed) == [("load", "he-lan 9", "he-lan 0")]


def test_loads_agree_with_orders_that_began_and_ended_before_the_draw(shed: Shed) -> None:
    first, second, third = [customs_alone(shed, f"B{n}").order for n in range(3)]
    for order in (first, second, third):
        shed.clock.at += HOUR // 4
        shed.visits(order, "assign", actor=DENG)
    assert max(each.load for each in assigned(shed, third).considered) >= 1
    shed.visits(first, "drop", actor=MAO, reason="ordered by mistake")
    assert differing(shed) == []


def test_who_stands_without_following_from_those_considered_is_found(
    shed: Shed, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = customs_alone(shed).order
    with monkeypatch.context() as forged:
        forged.setattr(visits, "in_the_draw", lambda found, *_: tuple(e for e in found if e.id == ZHOU.id))
        shed.visits(order, "assign", actor=DENG)
    assert differing(shed) == [("standing", "zhou-wei", "he-lan, zhou-wei")]


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
