"""Who may quote a permit: its enterprise, by the code that the register knows, and whom it authorised there or by a letter."""

import pytest
from msgspec.structs import replace

from tests.build import BROKER as UNIT
from tests.build import TRADER, Office
from tests.cast import AUGUST, BROKER, DENG, MAO
from tests.permit_cast import ENTERPRISE, NUMBER, free, issue, ledger, shipment, told
from tests.stories.test_duty import blocks
from tongguan.desk.permits import Told
from tongguan.desk.views import Answer
from tongguan.facts.authority import AuthorityGranted
from tongguan.facts.clock import DAY
from tongguan.facts.decision import Refusal
from tongguan.facts.parts import Party
from tongguan.facts.permit import Permit
from tongguan.facts.selection import EnterpriseRated

STREAM = f"ledger/{NUMBER}"
NOT_ITS_HOLDER = "its holder is not the declaration's trader"
NOT_AUTHORISED = "its holder did not authorise the declaring unit"
STRANGER = Party(customs_code="4303969999", social_code="91430300MASYNT9999", name="湘潭示例贸易有限公司")


def office_with(permit: Permit, *registered: Party) -> Office:
    """An office that has the permit and in its register the codes of these enterprises."""
    office = Office()
    for party in registered:
        rated = EnterpriseRated("general", "2018-01-01", "SYN-REG", party.name, party.social_code)
        assert office.desk.enterprises.rate(party.customs_code, rated, MAO) is None
    issue(office.desk, permit)
    return office


def barred(said: Answer) -> list[str]:
    return [each.values["why_en"] for each in said.findings if each.code == "E02"]


def test_an_enterprise_whose_codes_are_registered_quotes_a_permit_that_names_it_by_either() -> None:
    office = office_with(ledger(holder=TRADER.social_code, brokers=()), TRADER)
    said = office.lodge(shipment(agent=TRADER))
    assert told(said.findings) == []
    assert "e_ledger_check" not in blocks(said)
    assert free(office) == 150


def test_a_stranger_that_states_the_holders_social_code_beside_its_own_customs_code_is_refused() -> None:
    office = office_with(ledger(holder=TRADER.social_code, brokers=()), TRADER)
    thief = replace(STRANGER, social_code=TRADER.social_code)
    said = office.lodge(shipment(trader=thief, owner=thief, agent=thief))
    assert (said.status, barred(said)) == ("returned", [NOT_ITS_HOLDER])
    assert free(office) == 250


def test_where_the_register_does_not_know_the_code_an_officer_checks_who_it_is() -> None:
    office = office_with(ledger(holder=TRADER.social_code, brokers=()))
    said = office.lodge(shipment(agent=TRADER))
    assert [each.code for each in said.findings if each.code[0] == "E"] == ["E08"]
    assert "e_ledger_check" in blocks(said)
    assert free(office) == 250, "whoever it is, nothing is taken before that"
    office.does(said.number, "done", "e_ledger_check")
    assert free(office) == 150


@pytest.mark.parametrize(
    "agent",
    [
        replace(STRANGER, social_code=TRADER.social_code),
        replace(STRANGER, social_code=UNIT.social_code),
    ],
    ids=["the holder's", "its broker's"],
)
def test_a_declaring_unit_gains_nothing_by_another_ones_social_code(agent: Party) -> None:
    codes = (UNIT.social_code,)
    office = office_with(ledger(brokers=codes), TRADER, UNIT)
    assert office.lodge(shipment(agent=UNIT)).status == "accepted"
    assert barred(office.lodge(shipment(document="OUT-2", agent=agent), "SYN0002")) == [NOT_AUTHORISED]


def test_a_letter_of_the_enterprise_is_an_authority_as_good_as_its_name_on_the_permit() -> None:
    office = office_with(ledger(brokers=()))
    assert barred(office.lodge(shipment())) == [NOT_AUTHORISED]
    wanted = AuthorityGranted(
        TRADER.customs_code, UNIT.customs_code, "2018-08-20", "2018-08-21", "SYN-LETTER"
    )
    assert office.desk.authorities.grant(wanted, ENTERPRISE) is None
    said = office.lodge(shipment(), "SYN0002")
    assert (said.status, told(said.findings)) == ("accepted", [])


def test_once_its_letter_is_over_a_broker_amends_to_no_permit_that_still_names_it() -> None:
    office = office_with(ledger())
    wanted = AuthorityGranted(
        TRADER.customs_code, UNIT.customs_code, "2018-08-20", "2018-08-21", "SYN-LETTER"
    )
    assert office.desk.authorities.grant(wanted, ENTERPRISE) is None
    number = office.lodge(shipment(number="PAPER-1")).number
    office.clock.at = AUGUST + 3 * DAY
    content = shipment()
    office.does(
        number, "amend", actor=BROKER, ground="data_error", reason="x", declaration=content, content="x"
    )
    refused = office.tries(number, "decide-amendment", actor=DENG, outcome="accept")
    assert isinstance(refused, Refusal)
    assert NOT_AUTHORISED in refused.en


def test_the_holder_by_its_social_code_finds_the_permit_sees_each_use_and_objects() -> None:
    office = office_with(ledger(holder=TRADER.social_code), TRADER)
    number = office.lodge(shipment()).number
    (view,) = office.desk.permits.all("ledger", holder=TRADER.customs_code)
    assert (view.stream, view.holder) == (STREAM, TRADER.customs_code)
    assert [use.number for use in office.desk.permits.uses(STREAM)] == [number]
    assert isinstance(office.desk.permits.object_to(STREAM, number, "not ours", ENTERPRISE), Told)
    assert office.desk.permits.all("ledger", holder=STRANGER.customs_code) == []


def test_a_social_code_belongs_to_one_enterprise_and_has_its_form() -> None:
    office = office_with(ledger(), TRADER)
    taken = EnterpriseRated("general", "2018-01-01", "SYN-REG", "", TRADER.social_code)
    said = office.desk.enterprises.rate(STRANGER.customs_code, taken, MAO)
    assert isinstance(said, Refusal)
    assert said.code == "key_taken"
    assert office.desk.enterprises.one(STRANGER.customs_code) is None
    short = office.desk.enterprises.rate(
        STRANGER.customs_code, replace(taken, social_code="9143030"), MAO
    )  # fmt: skip
    assert isinstance(short, Refusal)
    assert "social_code" in short.en
    assert office.desk.enterprises.rate(TRADER.customs_code, taken, MAO) is None, (
        "the same again is no other's"
    )
