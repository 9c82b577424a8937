"""Lives follow the journal: a look sees what came since the last one, and nothing that is no declaration."""

from tests.build import Office, export
from tests.cast import TERMINAL, XIAO
from tongguan.desk.lives import Lives
from tongguan.facts.outage import OutageDeclared


def test_a_look_sees_what_happened_since_the_last() -> None:
    office = Office()
    lives = Lives(office.desk)
    assert lives.every() == []
    number = office.lodge(export()).number
    office.lodge(export(transport_document="else"), "SYN0002", operation="G")
    (before,) = lives.every()
    assert (before.number, before.released_at, before.trader_class) == (number, None, "unregistered")
    office.does(number, "arrive", actor=TERMINAL)
    (after,) = lives.every()
    assert after.released_at == office.clock.at
    assert lives.every() is lives.every(), "nothing came, nothing is read"


def test_an_outage_of_the_office_lies_over_its_lives_and_not_over_another_office() -> None:
    office = Office()
    said = office.desk.outages.declare(
        OutageDeclared("4907", "system", "x", office.clock.at - 60, office.clock.at), XIAO
    )
    assert isinstance(said, str)
    worlds = Lives(office.desk).worlds()
    assert worlds("4907").outages == ((office.clock.at - 60, office.clock.at),)
    assert worlds("5317").outages == ()
