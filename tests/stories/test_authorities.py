"""Authority to declare: a client gives it and ends it; from then on its broker sees nothing of the client's."""

from datetime import date

import pytest
from msgspec.structs import replace

from tests.build import TRADER, Office, declaration, message
from tests.cast import AUGUST, BANK, BROKER, LIU, STRANGER, TERMINAL
from tests.databases import url
from tests.postgres_server import postgres_server
from tongguan.adapters.clock import FixedClock
from tongguan.adapters.locate import open_journal
from tongguan.desk import watch
from tongguan.desk.desk import Desk
from tongguan.desk.verbs import Act
from tongguan.desk.views import Answer, Sheet
from tongguan.facts.actor import Actor
from tongguan.facts.authority import AuthorityGranted
from tongguan.facts.clock import DAY
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import Declaration
from tongguan.facts.parts import Party
from tongguan.process.authority import ENDED, IN_FORCE, NOT_YET
from tongguan.wiring import deliver_receipts, desk_on

__all__ = ["postgres_server", "url"]

CLIENT = Actor(id="client", kind="declarant", roles=("declarant",), party=TRADER.customs_code)
TODAY = "2018-08-20"


def letter(valid_from: str = TODAY, valid_to: str = "", broker: str = BROKER.party) -> AuthorityGranted:
    return AuthorityGranted(CLIENT.party, broker, valid_from, valid_to)


def code(said: Refusal | None) -> str:
    return said.code if said else ""


def lodged(desk: Desk) -> Sheet:
    said = desk.lodge(message(declaration()), BROKER)
    assert isinstance(said, Answer)
    sheet = desk.show(said.number)
    assert sheet is not None
    return sheet


def test_a_broker_sees_what_it_declares_until_its_client_ends_the_authority(url: str) -> None:
    desk = desk_on(open_journal(url), FixedClock(AUGUST))
    sheet, held = lodged(desk), desk.authorities
    assert held.may_see(sheet, BROKER), "who declares states its authority"
    assert held.grant(letter(), CLIENT) is None
    assert held.clients(BROKER.party) == (CLIENT.party,)
    assert held.may_see(sheet, BROKER)
    assert held.end(CLIENT.party, BROKER.party, "we declare ourselves", CLIENT) is None
    assert (held.clients(BROKER.party), held.barred(BROKER.party)) == ((), (CLIENT.party,))
    assert not held.may_see(sheet, BROKER)
    assert held.may_see(sheet, CLIENT), "the goods are its own"
    assert held.may_see(sheet, LIU)
    assert not held.may_see(sheet, STRANGER)
    assert held.grant(letter(), CLIENT) is None
    assert held.may_see(sheet, BROKER), "a new letter is a new authority"
    assert desk.rebuild()[2] == 0, "cards are told from the journal again"


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "day", "state"),
    [
        ("2018-08-21", "", "2018-08-20", NOT_YET),
        ("2018-08-21", "", "2018-08-21", IN_FORCE),
        ("2018-08-01", "", "2018-08-20", IN_FORCE),
        ("2018-08-20", "2018-08-20", "2018-08-20", IN_FORCE),
        ("2018-08-20", "2018-08-20", "2018-08-21", ENDED),
    ],
)
def test_an_authority_holds_from_its_first_to_its_last_day(
    valid_from: str, valid_to: str, day: str, state: str
) -> None:
    held = Office().desk.authorities
    assert held.grant(letter(valid_from, valid_to), CLIENT) is None
    assert held.of_client(CLIENT.party)[0].state(date.fromisoformat(day)) == state


def test_only_the_client_gives_and_ends_it_and_every_no_says_why() -> None:
    held = Office().desk.authorities
    for actor in (BROKER, STRANGER, LIU):
        assert code(held.grant(letter(), actor)) == "not_your_papers"
    for wanted in (
        letter(broker=""), letter(broker="43/9"), letter(broker=CLIENT.party), letter(valid_from="today"),
        letter(valid_to="2018-08-19"), letter("2018-09-02", "2018-09-01"), letter(valid_to="x"),
    ):  # fmt: skip
        assert code(held.grant(wanted, CLIENT)) == "bad_field"
    assert code(held.end(CLIENT.party, BROKER.party, "why", CLIENT)) == "no_authority"
    assert held.grant(letter(), CLIENT) is None
    assert code(held.grant(letter(), CLIENT)) == "authority_stands"
    assert code(held.end(CLIENT.party, BROKER.party, "", CLIENT)) == "reason_missing"
    assert code(held.end(CLIENT.party, BROKER.party, "why", BROKER)) == "not_your_papers"
    assert held.end(CLIENT.party, BROKER.party, "why", CLIENT) is None
    assert code(held.end(CLIENT.party, BROKER.party, "why", CLIENT)) == "no_authority"


def test_a_broker_without_authority_in_force_lodges_nothing_in_its_clients_name(url: str) -> None:
    clock = FixedClock(AUGUST)
    desk = desk_on(open_journal(url), clock)
    sent = message(declaration())
    lodged(desk)
    assert desk.authorities.grant(letter(valid_to="2018-08-21"), CLIENT) is None
    assert isinstance(desk.lodge(message(client_number="SYN0002"), BROKER), Answer)
    clock.at += 2 * DAY
    new = message(client_number="SYN0003")
    mixed = desk.lodge_many([new, message(others_goods(), "SYN0004"), sent], BROKER)
    assert [each.code if isinstance(each, Refusal) else each.status for each in mixed] == [
        "authority_over", "accepted", "authority_over",
    ]  # fmt: skip
    refusal = mixed[0]
    assert isinstance(refusal, Refusal)
    for words in (refusal.text("en"), refusal.text("zh")):
        assert "AgentCode" in words
        assert CLIENT.party in words
    assert desk.locate(f"{BROKER.party}|SYN0003") == f"{BROKER.party}|SYN0003", "nothing of it is stored"
    assert desk.authorities.grant(letter("2018-08-22"), CLIENT) is None
    assert isinstance(desk.lodge(new, BROKER), Answer), "a new letter is a new authority"


def others_goods() -> Declaration:
    """Goods of another client of the broker, of whom the office knows no letter."""
    other = Party(customs_code="4303960002", social_code="91430300MASYNT0002", name="湘潭示例机械有限公司")
    return declaration(trader=other, owner=other, transport_document="B-OTHER")


@pytest.mark.parametrize("kept", ["customs_code", "social_code"])
def test_leaving_out_one_of_the_clients_codes_opens_no_way_around_its_letter(kept: str) -> None:
    office, codes = Office(), {"customs_code": "", "social_code": ""}
    party = getattr(TRADER, kept)
    client = replace(CLIENT, party=party)
    wanted = AuthorityGranted(party, BROKER.party, TODAY)
    assert office.desk.authorities.grant(wanted, client) is None
    assert office.desk.authorities.end(party, BROKER.party, "why", client) is None
    for named in (TRADER, replace(TRADER, **codes | {kept: party})):
        said = office.desk.lodge(message(declaration(trader=named)), BROKER)
        assert code(said if isinstance(said, Refusal) else None) == "authority_over"


def test_a_client_declares_its_own_goods_whatever_became_of_its_letters() -> None:
    office = Office()
    office.desk.authorities.grant(letter(), CLIENT)
    office.desk.authorities.end(CLIENT.party, BROKER.party, "we declare ourselves", CLIENT)
    assert isinstance(office.desk.lodge(message(declaration(agent=TRADER)), CLIENT), Answer)


def test_receipts_and_events_after_the_end_are_cut_and_those_before_stay(url: str) -> None:
    clock = FixedClock(AUGUST)
    desk = desk_on(open_journal(url), clock)
    number = lodged(desk).number
    desk.authorities.grant(letter(), CLIENT)
    clock.at += DAY
    desk.authorities.end(CLIENT.party, BROKER.party, "why", CLIENT)
    before = heard(desk)
    assert before != ([], [])
    clock.at += DAY
    assert isinstance(desk.act(number, Act(verb="arrive"), TERMINAL), Answer)
    assert isinstance(desk.act(number, Act(verb="pay", ref="T-1"), BANK), Answer)
    assert heard(desk) == before, "told before: askable; told since: not"
    clock.at += DAY
    desk.authorities.grant(letter("2018-09-30"), CLIENT)
    assert heard(desk) == before, "a letter that is not in force yet opens nothing"
    desk.authorities.end(CLIENT.party, BROKER.party, "sooner", CLIENT)
    desk.authorities.grant(letter("2018-08-01"), CLIENT)
    assert len(heard(desk)[0]) > len(before[0])
    assert len(heard(desk)[1]) > len(before[1])


def heard(desk: Desk) -> tuple[list[int], list[str]]:
    """Numbers of the receipts and names of the events that the broker is told."""
    deliver_receipts(desk)
    told = desk.receipts(declarant=BROKER.party)
    page = watch.page(desk.journal, BROKER, "", desk.clock.now())
    return [each.sequence for each in told], [each.id for each in page.events]
