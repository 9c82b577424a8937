"""Lists of permits come page by page, and nothing is out of reach."""

from datetime import date, timedelta
from itertools import chain

from tests.build import TRADER, Office
from tests.cast import MAO
from tests.permit_cast import issue, ledger, line
from tongguan.desk.permits import Place, View
from tongguan.facts.clock import parse
from tongguan.facts.selection import EnterpriseRated

TODAY = date(2018, 8, 20)


def number_of(n: int) -> str:
    return f"1180000000{n:08}"


def office_with(many: int, **terms: str) -> Office:
    """An office with so many e-ledgers; each but the second of every pair ends a day later than the one before."""
    office = Office()
    for n in range(many):
        last = TODAY + timedelta(days=n // 2)
        issue(office.desk, ledger(line(valid_to=last.isoformat()), number=number_of(n), **terms))
    return office


def pages(office: Office, limit: int, **asked: object) -> list[list[str]]:
    """The numbers on each page."""
    found: list[list[str]] = []
    after: Place | None = None
    while after or not found:
        views, after = office.desk.permits.page("ledger", after=after, limit=limit, **asked)  # type: ignore[arg-type]
        found.append([view.held.permit.number for view in views])
    return found


def test_each_page_goes_on_where_the_last_one_ended_and_the_last_is_no_empty_one() -> None:
    office = office_with(7)
    numbers = [number_of(n) for n in range(7)]
    assert pages(office, 3) == [numbers[:3], numbers[3:6], numbers[6:]]
    assert pages(office, 7) == [numbers]
    assert [view.held.permit.number for view in office.desk.permits.all("ledger")] == numbers


def test_a_page_is_full_of_what_may_be_seen_however_much_may_not() -> None:
    office = office_with(12)
    seen = {number_of(n) for n in (0, 7, 9, 11)}

    def may_see(view: View) -> bool:
        return view.held.permit.number in seen

    assert pages(office, 2, shown=may_see) == [[number_of(0), number_of(7)], [number_of(9), number_of(11)]]


def test_those_that_have_ended_are_on_no_page_unless_they_are_asked_for() -> None:
    office = office_with(6)
    office.clock.at = parse("2018-08-22T09:00:00+08:00")
    assert pages(office, 1, ended=False) == [[number_of(4)], [number_of(5)]]
    assert list(chain(*pages(office, 4))) == [number_of(n) for n in range(6)]


def test_the_permits_of_an_enterprise_by_either_of_its_codes_are_in_one_order() -> None:
    office = Office()
    rated = EnterpriseRated("general", "2018-01-01", "SYN-REG", TRADER.name, TRADER.social_code)
    assert office.desk.enterprises.rate(TRADER.customs_code, rated, MAO) is None
    for n, holder in enumerate((TRADER.customs_code, TRADER.social_code, TRADER.customs_code, "4303960009")):
        last = (TODAY + timedelta(days=n)).isoformat()
        issue(office.desk, ledger(line(valid_to=last), number=number_of(n), holder=holder))
    assert pages(office, 2, holders=(TRADER.customs_code,)) == [[number_of(0), number_of(1)], [number_of(2)]]
