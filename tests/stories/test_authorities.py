"""Authority to declare: a client gives it and ends it; from then on its broker sees nothing of the client's."""

from datetime import date

import pytest

from tests.build import TRADER, Office, declaration, message
from tests.cast import AUGUST, BROKER, LIU, STRANGER
from tests.databases import url
from tests.postgres_server import postgres_server
from tongguan.adapters.clock import FixedClock
from tongguan.adapters.locate import open_journal
from tongguan.desk.desk import Desk
from tongguan.desk.views import Answer, Sheet
from tongguan.facts.actor import Actor
from tongguan.facts.authority import AuthorityGranted
from tongguan.facts.decision import Refusal
from tongguan.process.authority import ENDED, IN_FORCE, NOT_YET
from tongguan.wiring import desk_on

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
