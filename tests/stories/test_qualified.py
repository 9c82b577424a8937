"""Work is done by the qualified: whoever lacks what a control asks for, or held it until yesterday, is refused by its name."""

from datetime import date

import pytest
from msgspec.structs import replace

from tests.build import Office, inspected
from tests.cast import DAPENG, DENG, LIU, PENG, TAN, TERMINAL, XIAO
from tongguan.facts.decision import Refusal
from tongguan.facts.people import Qualification, Staff

YESTERDAY, LAST_YEAR = date(2018, 8, 19), date(2017, 1, 1)


def holding(staff: Staff, *held: Qualification) -> Staff:
    """The same people with these qualifications alone."""
    return replace(staff, qualification=held, course=())


def reviewed() -> tuple[Office, str]:
    """A declaration whose documents are to be reviewed."""
    office = Office()
    number = office.lodge().number
    office.does(number, "add", "document_review", actor=DENG, reason="price looks low")
    return office, number


@pytest.mark.parametrize("verb", ["start", "done"])
def test_a_review_is_for_an_officer_who_is_qualified_in_documents(verb: str) -> None:
    office, number = reviewed()
    office.staff = holding(office.staff, Qualification(PENG.id, "customs_documents", LAST_YEAR))
    said = office.tries(number, verb, "document_review", actor=LIU)
    assert isinstance(said, Refusal)
    assert said.code == "not_qualified_for"
    assert said.en == "document review is for an officer qualified in: customs documents."
    assert said.zh == "“单证审核”须由具备资质者办理：报关单证审核。"
    assert PENG.id in said.remedy_en
    office.does(number, verb, "document_review", actor=PENG)


def test_a_qualification_that_has_ended_is_named_with_its_last_day() -> None:
    office, number = reviewed()
    office.staff = holding(office.staff, Qualification(LIU.id, "customs_documents", LAST_YEAR, YESTERDAY))
    said = office.tries(number, "done", "document_review", actor=LIU)
    assert isinstance(said, Refusal)
    assert "customs documents (ended 2018-08-19)" in said.en
    assert "报关单证审核（2018-08-19 已到期）" in said.zh
    office.staff = holding(
        office.staff, Qualification(LIU.id, "customs_documents", LAST_YEAR, date(2018, 8, 20))
    )
    office.does(number, "done", "document_review", actor=LIU)


def test_nothing_is_handed_over_to_somebody_unqualified() -> None:
    office, number = reviewed()
    office.does(number, "start", "document_review", actor=LIU)
    office.staff = holding(office.staff, Qualification(LIU.id, "customs_documents", LAST_YEAR))
    assert office.refuses(number, "hand-over", "document_review", actor=LIU, to=PENG) == "not_qualified_for"


def test_quarantine_work_and_the_verification_of_tax_ask_for_theirs() -> None:
    office = Office()
    number = office.lodge(inspected()).number
    office.does(number, "arrive", actor=TERMINAL)
    office.staff = holding(office.staff)
    assert office.refuses(number, "done", "quarantine_review", actor=TAN) == "not_qualified_for"
    assert office.refuses(number, "verify-tax", actor=XIAO) == "not_qualified_for"


def test_whoever_lacks_the_role_hears_of_the_role_first() -> None:
    office, number = reviewed()
    office.staff = holding(office.staff)
    assert office.refuses(number, "start", "document_review", actor=TAN) == "not_your_role"


def test_an_office_that_keeps_no_people_is_asked_for_no_qualification() -> None:
    office, number = reviewed()
    office.does(number, "transfer", "document_review", actor=LIU, ref=DAPENG.office, reason="their goods")
    assert not any(each.office == DAPENG.office for each in office.staff.officer)
    office.does(number, "start", "document_review", actor=DAPENG)
    office, number = reviewed()
    office.staff = Staff()
    office.does(number, "done", "document_review", actor=LIU)
