"""Openings counted from orders: what a serial process opens twice, a joint visit opens once."""

from random import Random

from tests.build import Office, inspected
from tests.cast import DENG, INSPECTORS, LAST_YEAR, MINUTE, TAN, TERMINAL
from tongguan.facts.clock import parse
from tongguan.facts.event import open_event
from tongguan.insight.fit import case_of
from tongguan.insight.openings import Opened, count

BOTH = ("customs", "quarantine")
AT = parse("2018-03-01T10:00")


def test_two_services_in_two_visits_save_nothing_and_in_one_visit_an_opening() -> None:
    apart = [Opened("A", ("1",), (service,), LAST_YEAR) for service in BOTH]
    (serial, parallel) = count([*apart, Opened("A", ("2",), BOTH, AT), Opened("B", ("3",), BOTH, AT)])
    assert (serial.year, serial.units, serial.openings, serial.a_unit, serial.saved) == (2017, 1, 2, 2.0, 0)
    assert (parallel.year, parallel.units, parallel.openings, parallel.saved) == (2018, 2, 2, 2)


def test_a_container_of_three_is_one_and_one_service_alone_saves_nothing() -> None:
    (customs, shared) = count([Opened("A", ("3", "1", "2"), BOTH, AT), Opened("C", ("9",), ("customs",), AT)])
    assert (shared.units, shared.shared, shared.declarations, shared.saved) == (1, 1, 3, 1)
    assert (customs.services, customs.saved) == (1, 0)


def test_what_is_fitted_as_work_has_no_pause_in_it() -> None:
    office = Office()
    number = office.lodge(inspected()).number
    office.does(number, "add", "joint_inspection", actor=DENG, reason="a hint (synthetic)")
    office.does(number, "arrive", actor=TERMINAL)
    office.does(number, "done", "quarantine_review", actor=TAN)
    begun = office.begins(number)
    officer = INSPECTORS[begun.officer]
    office.visited(begun.order, "pause", officer, reason="dark")
    office.clock.at += 600 * MINUTE
    office.visited(begun.order, "resume", officer)
    for item in begun.items:
        office.visited(begun.order, "check", officer, item=item, outcome="conforms")
    office.visited(begun.order, "conclude", officer)
    office.pays(number)
    case = case_of([open_event(event) for event in office.desk.journal.read(number)], Random(1))
    assert case is not None
    assert case.work["joint_inspection"] == (2 + len(begun.items)) * MINUTE, "every act takes a minute"
