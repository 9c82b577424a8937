"""The auditor's page of exceptions: with links, by sort, as a spreadsheet, for the auditor alone."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Readers
from tests.web.test_money_pages import clean
from tests.web.visitor import Visitor

As = Callable[[str], Visitor]
PERIOD = "from=2018-06-01&to=2018-08-31"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_auditor_follows_an_exception_to_its_declaration(reader: Readers, lang: str) -> None:
    somebody = reader("fan-xin", lang, 360 if lang == "zh" else 1280)
    page = somebody.goto(f"/exceptions?{PERIOD}")
    expect(page.locator("tbody tr").first).to_be_visible()
    clean(page)
    somebody.shot(f"exceptions-{lang}")
    row = page.locator("tr", has=page.locator("a[href^='/declarations/']")).first
    number = row.locator("a").inner_text()
    row.locator("a").click()
    expect(page.locator("h1").first).to_contain_text(number)


def test_a_sort_shows_its_own_lines_alone_and_the_spreadsheet_has_as_many(visitor: As) -> None:
    fan = visitor("fan-xin")
    every = fan.get(f"/exceptions?{PERIOD}")[1]
    counts = dict(re.findall(r'<option value="(\w+)"[^>]*>[^<(]+\((\d+)\)', every))
    sort, count = next((sort, int(n)) for sort, n in counts.items() if 0 < int(n) <= 200)
    text = fan.get(f"/exceptions?{PERIOD}&sort={sort}")[1]
    assert re.search(rf'Exceptions <span class="muted">{count}<', text)
    status, _ = fan.get(f"/exceptions.xlsx?{PERIOD}&sort={sort}")
    assert status == 200
    book = fan.raw(f"/exceptions.xlsx?{PERIOD}&sort={sort}")
    sheet = zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml").decode()
    strings = zipfile.ZipFile(io.BytesIO(book)).read("xl/sharedStrings.xml").decode()
    assert "Demo" in strings, "what is synthetic says so"
    assert sheet.count("<row ") >= count + 1


def test_a_wrong_period_is_one_line_and_no_figure(visitor: As) -> None:
    fan = visitor("fan-xin")
    for wrong in ("from=soon", "from=2018-08-31&to=2018-08-01", "sort=everything"):
        status, text = fan.get(f"/exceptions?{wrong}")
        assert (status, "Write dates as" in text) == (400, True)
        assert fan.get(f"/exceptions.xlsx?{wrong}")[0] == 400


@pytest.mark.parametrize("name", ["liu-min", "mao-qing", "yuan-qi", "deng-fang"])
def test_nobody_but_the_auditor_sees_it(visitor: As, name: str) -> None:
    assert visitor(name).get("/exceptions")[0] == 403
    assert visitor(name).get("/exceptions.xlsx")[0] == 403
    assert "/exceptions" not in visitor(name).get("/queue")[1]
