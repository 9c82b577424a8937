"""A permit whose data come after the declaration: the officer's acceptance compares and binds it, so that it is drawn once."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests.build import Office, item
from tests.cast import BROKER, LIU
from tests.permit_cast import NUMBER, free, issue, ledger, line, shipment, told
from tests.stories.test_duty import blocks
from tests.stories.test_ledgers import balanced
from tongguan.desk.desk import amended
from tongguan.desk.verbs import Act
from tongguan.desk.views import Answer
from tongguan.facts.clock import DAY
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import Declaration
from tongguan.facts.parts import LicenceDocument

CHECK = "e_ledger_check"


def accepts(office: Office, number: str, reason: str = "") -> Answer:
    said = office.desk.act(number, Act(verb="done", target=CHECK, reason=reason), LIU)
    assert isinstance(said, Answer), said
    return said


def refused(office: Office, number: str, act: Act) -> Refusal:
    said = office.desk.act(number, act, LIU)
    assert isinstance(said, Refusal), said
    return said


def test_a_number_without_data_is_accepted_only_by_naming_the_paper() -> None:
    office = Office()
    number = office.lodge(shipment()).number
    assert refused(office, number, Act(verb="done", target=CHECK)).code == "permit_unseen"
    assert CHECK not in blocks(accepts(office, number, "voucher SYN-1 on paper"))


def test_data_that_came_meanwhile_are_bound_and_nobody_draws_them_again() -> None:
    office = Office()
    number = office.lodge(shipment("250")).number
    issue(office.desk, ledger())
    assert free(office) == 250
    accepts(office, number)
    assert free(office) == 0
    again = office.lodge(shipment("250", "OUT-2"), "SYN0002")
    assert {each[0] for each in told(again.findings)} == {"E04"}
    balanced(office)


def test_data_that_came_meanwhile_and_differ_are_not_accepted_whatever_the_reason() -> None:
    office = Office()
    number = office.lodge(shipment("250")).number
    issue(office.desk, ledger(line(quantity=Decimal(249))))
    said = refused(office, number, Act(verb="done", target=CHECK, reason="let it go"))
    assert (said.code, "declared 250" in said.en) == ("permits_differ", True)
    assert free(office) == 249


def test_what_is_bound_already_is_not_bound_twice_when_the_officer_accepts_the_rest() -> None:
    office = Office()
    issue(office.desk, ledger())
    both = (LicenceDocument(code="B", number=NUMBER), LicenceDocument(code="B", number="PAPER-1"))
    number = office.lodge(shipment(licence_documents=both)).number
    assert free(office) == 150
    accepts(office, number, "voucher PAPER-1 on paper")
    assert free(office) == 150
    balanced(office)


def test_a_ledger_that_has_ended_is_not_drawn_for_the_first_time_by_an_amendment() -> None:
    office = Office()
    issue(office.desk, ledger(line(valid_to="2018-08-21")))
    issue(office.desk, ledger(number="118000000000009000"))
    number = office.lodge(shipment(number="118000000000009000")).number
    office.clock.at += 10 * DAY
    sheet = office.desk.show(number)
    assert sheet is not None
    wanted = replace(sheet.declaration, licence_documents=(LicenceDocument(code="B", number=NUMBER),))
    asked = amended(Act(verb="amend", ground="data_error", reason="the other ledger"), wanted)
    assert isinstance(office.desk.act(number, asked, BROKER), Answer)
    said = refused(office, number, Act(verb="decide-amendment"))
    assert (said.code, "2018-08-21" in said.en) == ("amendment_rejected", True)
    assert free(office) == 250


def pieces(net: str) -> Declaration:
    """Two lines in pieces: how much each weighs is not said."""
    rows = tuple(
        item(place, commodity=code, quantity=Decimal(10), unit="001", first_quantity=Decimal(10), first_unit="001",
             total=Decimal("31.25"), origin_country="CHN", destination_country="DEU")
        for place, code in ((1, "8708999990"), (2, "8708991000"))
    )  # fmt: skip
    return replace(shipment(), items=rows, net_weight=Decimal(net), gross_weight=Decimal(net) + 20)


@pytest.mark.parametrize(("net", "found"), [("500", {"E07"}), ("501", {"E04", "E07"})])
def test_lines_that_do_not_say_their_weight_weigh_no_more_than_the_ledger_has_left(
    net: str, found: set[str]
) -> None:
    office = Office()
    lines = [
        line(number, commodity=code, quantity=Decimal(10), unit="001")
        for number, code in ((1, "8708999990"), (2, "8708991000"))
    ]
    issue(office.desk, ledger(*lines))
    assert {each[0] for each in told(office.lodge(pieces(net)).findings)} == found
