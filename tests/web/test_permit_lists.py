"""Permits and their uses by pages, in the office and on the portal: nothing is out of reach."""

import html
import re
from itertools import chain
from pathlib import Path

from tests.permit_cast import ledger, line
from tests.web import records
from tests.web.test_api import Terminal, token
from tests.web.test_ledger_api import body
from tests.web.test_portal_pages import OWN, As
from tests.web.visitor import Visitor

BROKER = "4303980001"


def walk(somebody: Visitor, path: str) -> list[list[str]]:
    """The permits on each page, as somebody finds them who follows “Next page” to the end."""
    found = []
    while path:
        status, text = somebody.get(path)
        assert status == 200
        found.append(re.findall(r'<a href="(?:/portal)?/ledgers/ledger/(PAGE-\w+-\d+)"', text))
        further = re.search(r'href="\?([^"]+)">(?:Next page|下一页)<', text)
        path = f"{path.partition('?')[0]}?{html.unescape(further.group(1))}" if further else ""
    return found


def issue(served: str, database: str, name: str, year: int, many: int, **terms: object) -> list[str]:
    """E-ledgers of the trader that end in a year far from now."""
    service = Terminal(served, token(database, "inspection-service"))
    numbers = [f"PAGE-{name}-{n:03}" for n in range(many)]
    for number in numbers:
        permit = ledger(line(valid_to=f"{year}-12-31"), number=number, holder=OWN, **terms)
        assert service.json("ledgers", body(permit))[0] == 201
    return numbers


def test_whoever_follows_next_page_sees_every_permit_once_and_a_broker_what_it_may_use(
    served: str, database: str, visitor: As
) -> None:
    closed = issue(served, database, "CLOSED", 2090, 101, brokers=())
    usable = issue(served, database, "OPEN", 2091, 1, brokers=(BROKER,))
    for name, path, expected in (
        ("liu-min", f"/ledgers?holder={OWN}", [*closed, *usable]),
        ("trader", "/portal/ledgers?kind=ledger", [*closed, *usable]),
        ("broker", f"/portal/ledgers?client={OWN}", usable),
    ):
        pages = walk(visitor(name), path)
        assert list(chain(*pages)) == expected, name
        assert (len(pages) > 1) == (name != "broker")
    for path in ("/ledgers?after=%00", "/ledgers?after=9.x.y", "/portal/ledgers?after=-1"):
        assert visitor("liu-min" if path < "/p" else "trader").get(path)[0] == 200


def test_uses_are_paged_from_the_newest_and_new_ones_move_nothing(tmp_path: Path) -> None:
    records.set_up(tmp_path)
    from django.test import RequestFactory

    from tongguan.web.paging import newest_first

    def page(asked: str, count: int) -> tuple[list[int], str]:
        rows, older = newest_first(RequestFactory().get(f"/x?{asked}"), range(count), 3)
        return list(rows), older

    assert page("lang=zh", 7) == ([6, 5, 4], "lang=zh&before=4")
    assert page("lang=zh&before=4", 9) == ([3, 2, 1], "lang=zh&before=1")
    assert page("before=1", 9) == ([0], "")
    assert page("", 3) == ([2, 1, 0], "")
    assert page("before=x", 0) == page(f"before={'9' * 5000}", 0) == ([], "")
