"""An import of March 2017: inspection first, then the declaration, then everything once more."""

from tests.build import Office, inspected
from tests.cast import BANK, BROKER, LAST_YEAR, LIU, TAN, TERMINAL


def test_statutory_goods_are_inspected_before_customs_accepts() -> None:
    office = Office(LAST_YEAR)
    number = office.lodge(inspected()).number
    assert office.refuses(number, "done", "quarantine_review", actor=TAN) == "not_ready"
    office.does(number, "arrive", actor=TERMINAL)
    office.does(number, "done", "quarantine_review", actor=TAN)
    assert office.inspects(number).status == "received"
    office.does(number, "done", "clearance_form", actor=TAN)
    accepted = office.does(number, "done", "customs_declaration", actor=BROKER)
    assert accepted.status == "accepted"
    assert len(accepted.entry_id) == 18
    assert office.does(number, "pay", actor=BANK, ref="T-1").status == "released"


def test_first_application_comes_long_before_acceptance() -> None:
    office = Office(LAST_YEAR)
    number = office.lodge(inspected()).number
    office.does(number, "arrive", actor=TERMINAL)
    office.does(number, "done", "quarantine_review", actor=TAN)
    office.inspects(number)
    office.does(number, "done", "clearance_form", actor=TAN)
    office.does(number, "done", "customs_declaration", actor=BROKER)
    row = office.desk.journal.work(number)
    assert row is not None
    assert row.first_application_at is not None
    assert row.accepted_at is not None
    assert row.first_application_at < row.accepted_at


def test_payment_waits_for_the_review_in_the_serial_process() -> None:
    office = Office(LAST_YEAR)
    number = office.lodge(inspected()).number
    office.does(number, "arrive", actor=TERMINAL)
    office.does(number, "done", "quarantine_review", actor=TAN)
    office.inspects(number)
    office.does(number, "done", "clearance_form", actor=TAN)
    office.does(number, "done", "customs_declaration", actor=BROKER)
    office.does(number, "add", "document_review", actor=LIU, reason="value")
    paid = office.does(number, "pay", actor=BANK, ref="T-1")
    assert paid.status == "accepted"
    assert office.does(number, "done", "document_review", actor=LIU).status == "released"
