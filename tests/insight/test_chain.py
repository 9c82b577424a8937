"""First lodging to release through every declaration of the same goods, each told by what stood in its own way."""

from msgspec.structs import replace

from tests.build import Office, inspected, message
from tests.cast import AUGUST, BROKER, DENG, TAN, TERMINAL
from tests.insight.test_cohorts import MONDAY, PLAIN
from tongguan.desk.lives import Lives
from tongguan.facts.clock import HOUR
from tongguan.insight import tables
from tongguan.insight.causes import Told
from tongguan.insight.chain import chained
from tongguan.insight.life import Life
from tongguan.insight.times import definitions, duration, took

FIRST = definitions()["first_lodging"]


def told(office: Office, number: str) -> Told:
    lives = Lives(office.desk)
    (each,) = [each for each in took(lives.every(), FIRST) if each.row.number == number]
    return tables.told(office.desk.models, each, FIRST, lives.worlds())


def released(office: Office, number: str) -> None:
    """Reviewed and paid; the goods have come, whoever declared them then."""
    office.does(number, "start", "quarantine_review", actor=TAN)
    office.does(number, "done", "quarantine_review", actor=TAN, outcome="accept")
    assert office.pays(number, f"T-{number}").status == "released"


def life(number: str, lodged: float, over: float | None = None, **changes: object) -> Life:
    ended = {} if over is None else {"status": "cancelled", "ended_at": MONDAY + round(over * HOUR)}
    at = MONDAY + round(lodged * HOUR)
    return replace(
        PLAIN,
        **{
            "number": number,
            "first_lodged_at": at,
            "released_at": None if over else at + HOUR,
            **ended,
            **changes,
        },
    )


def numbers(found: list[Life]) -> dict[str, list[str]]:
    return {each.number: [before.number for before in each.earlier] for each in found}


def test_the_hours_that_the_cancelled_declaration_waited_for_an_officer_are_the_officers() -> None:
    office = Office(AUGUST)
    goods = inspected(transport_document="SYN-CHAIN")
    first = office.desk.lodge(message(goods, "SYN0001"), BROKER).number  # type: ignore[union-attr]
    office.does(first, "arrive", actor=TERMINAL)
    office.pays(first)
    office.clock.at += 48 * HOUR
    office.does(first, "cancel", actor=BROKER, ground="data_error", reason="wrong contract")
    office.does(first, "decide-cancellation", actor=DENG)
    office.clock.at += 2 * HOUR
    again = office.desk.lodge(message(goods, "SYN0002"), BROKER).number  # type: ignore[union-attr]
    released(office, again)
    found = told(office, again)
    assert found.total == sum(found.causes.values())
    assert found.causes["declarant"] < 3 * HOUR, "two hours until he lodged again, and what he took to pay"
    assert found.causes["officer"] + found.causes["closed"] > 47 * HOUR
    assert {name for name, _ in found.slack} >= {"lodging", "quarantine_review", "settlement"}


def test_a_returned_declaration_lodged_anew_under_another_client_number_goes_on() -> None:
    office = Office(AUGUST)
    goods = inspected(transport_document="SYN-CHAIN")
    first = office.desk.lodge(message(replace(goods, net_weight=goods.gross_weight + 1), "SYN0001"), BROKER)  # type: ignore[operator]
    assert first.status == "returned"  # type: ignore[union-attr]
    office.clock.at += 30 * HOUR
    again = office.desk.lodge(message(goods, "SYN0002"), BROKER).number  # type: ignore[union-attr]
    office.does(again, "arrive", actor=TERMINAL)
    released(office, again)
    found = told(office, again)
    assert found.total > 30 * HOUR
    assert found.parts[0][2:] == ("declarant", "lodging")
    assert found.parts[0][1] - found.parts[0][0] == 30 * HOUR
    (each,) = [each for each in Lives(office.desk).every() if each.number == again]
    assert [before.number for before in each.earlier] == [first.number]  # type: ignore[union-attr]


def test_a_declaration_that_is_over_has_one_successor_and_chains_have_many_links() -> None:
    found = chained(
        [
            life("A", 0, 1),
            life("B", 2, 3),
            life("C", 4),
            life("D", 5),
            life("E", 6, document="else"),
            life("F", 6, headings=("0203",)),
            life("G", 6, trader="another"),
        ]
    )
    assert numbers(found) == {"A": [], "B": ["A"], "C": ["A", "B"], "D": [], "E": [], "F": [], "G": []}
    assert {each.number: (duration(each, FIRST) or 0) / HOUR for each in found if each.released_at} == {
        "C": 5.0,
        "D": 1.0,
        "E": 1.0,
        "F": 1.0,
        "G": 1.0,
    }


def test_what_was_lodged_before_the_first_was_over_is_no_successor() -> None:
    assert numbers(chained([life("A", 0, 2), life("B", 1)])) == {"A": [], "B": []}


def test_what_names_no_document_follows_nothing() -> None:
    assert numbers(chained([life("A", 0, 1, document=""), life("B", 2, document="")])) == {"A": [], "B": []}
