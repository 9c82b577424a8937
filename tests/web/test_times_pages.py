"""Times, causes and targets in a real Chromium: charts with their tables, drill-down, files, both languages and sizes."""

import csv
import io
import re
import zipfile

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import etree
from playwright.sync_api import Page, expect

from tests.web.conftest import Readers

SIZES = {"wide": 1280, "telephone": 360}
PERIOD = "from=2018-01-01&to=2018-06-30"
PAGES = {
    "times": f"/times?{PERIOD}&by=direction&and=channel",
    "causes": f"/causes?{PERIOD}&by=direction&and=channel&definition=overall",
    "targets": "/targets",
    "declarations": f"/times/declarations?{PERIOD}&by=direction&is.direction=export",
}
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def clean(page: Page) -> None:
    """The page is accessible and never scrolls sideways."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_page_of_times_is_accessible_and_never_scrolls_sideways(
    reader: Readers, lang: str, size: str
) -> None:
    somebody = reader(lang=lang, width=SIZES[size])
    for name, path in PAGES.items():
        clean(somebody.goto(path))
        somebody.shot(f"{name}-{lang}-{size}")


def test_a_figure_is_followed_to_its_declarations_and_to_who_was_waited_for(reader: Readers) -> None:
    page = reader().goto(PAGES["times"])
    row = page.locator("#figures tbody tr", has_text="reviewed").filter(has_text="Import")
    count = row.locator("td").first.inner_text()
    row.get_by_role("link").click()
    expect(page.locator("h1")).to_contain_text(count)
    expect(page.locator("main")).to_contain_text("customs_clearance")
    page.locator("a[href*='/causes?']").first.click()
    parts = page.locator("table").first
    hours = [float(each) for each in parts.locator("tbody td:nth-child(2)").all_inner_texts()]
    total = float(parts.locator("tfoot td").first.inner_text())
    assert sum(hours) == pytest.approx(total, abs=0.01 * len(hours))
    expect(page.locator("section", has_text="Slack").last).to_contain_text("0.00")


def test_causes_add_up_in_every_row_and_in_the_file(reader: Readers) -> None:
    somebody = reader()
    page = somebody.goto(PAGES["causes"])
    for row in page.locator("#causes tbody tr, #causes tfoot tr").all():
        cells = [float(each) for each in row.locator("td").all_inner_texts()]
        assert sum(cells[1:-1]) == pytest.approx(cells[-1], abs=0.01 * len(cells))
    text = somebody.context.request.get(
        somebody.address + PAGES["causes"].replace("/causes", "/causes.csv")
    ).text()
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    whole = [row for row in rows[1:] if len(row) == len(rows[0])]
    assert len(whole) == page.locator("#causes tbody tr").count()
    for row in whole:
        numbers = [float(each) for each in row[3:]]
        assert sum(numbers[:-1]) == pytest.approx(numbers[-1], abs=0.001)
    assert any("overall" in row[0] for row in rows if row), "the file carries the definition"
    expect(page.locator("main")).to_contain_text("Where the next third must come from")


def test_a_figure_of_few_shows_no_mean_and_serial_is_not_compared_with_parallel(reader: Readers) -> None:
    page = reader().goto(PAGES["times"])
    expect(page.locator("#figures tr", has_text="inspected").first).to_contain_text("range")
    expect(page.locator("#compared tr", has_text="Import").first).to_contain_text("cannot be judged")
    page.goto(page.url.replace("/times?", "/times?definition=overall&"))
    expect(page.locator("#compared tr", has_text="Import").last).to_contain_text("%")
    page.locator("summary", has_text="moved the mean").first.click()
    expect(page.locator("details[open] tbody tr").first).to_be_visible()
    assert page.locator("details[open] tbody tr").count() <= 10


def test_the_spreadsheet_holds_numbers_as_numbers(reader: Readers) -> None:
    somebody = reader(lang="zh")
    shown = somebody.goto(PAGES["times"]).locator("#figures tbody tr td:nth-of-type(1)").all_inner_texts()
    answer = somebody.context.request.get(somebody.address + PAGES["times"].replace("/times", "/times.xlsx"))
    assert "customs_clearance" in answer.headers["content-disposition"]
    sheet = zipfile.ZipFile(io.BytesIO(answer.body())).read("xl/worksheets/sheet1.xml")
    cells = [each for each in etree.fromstring(sheet).iter(f"{SHEET}c") if each.get("t", "n") == "n"]
    held = [float(value) for each in cells if (value := each.findtext(f"{SHEET}v"))]
    assert {float(count) for count in shown} <= set(held)
    assert max(held) > 100
    heads = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(answer.body())).worksheets[0][1]]
    assert "growth of the count" in heads
    assert len([each for each in heads if each.startswith("open at the end")]) == 4, "the open stock by age"


def test_a_target_shows_its_way_and_what_cannot_be_judged_says_why(reader: Readers) -> None:
    page = reader().goto("/targets")
    first = page.locator("section.target").first
    expect(first.locator("svg polyline")).to_be_visible()
    expect(first).to_contain_text("overall")
    expect(page.locator("section.target", has_text="preparation").first).to_contain_text("cannot be judged")
    national = page.locator("#judged tbody tr")
    expect(national.filter(has_text=re.compile("2017.*overall")).first).to_contain_text("97.39")
    expect(national.filter(has_text="customs_clearance").first).to_contain_text("cannot be judged")


@pytest.mark.parametrize("wrong", ["definition=nonsense", "from=yesterday", "from=2018-06-30&to=2018-01-01"])
def test_a_wrong_question_is_told_in_words(reader: Readers, wrong: str) -> None:
    expect(reader().goto(f"/times?{wrong}").locator("[role=alert]")).to_be_visible()


@pytest.mark.parametrize("path", [*PAGES.values(), "/times.csv", "/causes.xlsx"])
def test_a_stranger_sees_no_times(reader: Readers, path: str) -> None:
    somebody = reader()
    somebody.context.clear_cookies()
    assert "/sign-in" in somebody.context.request.get(somebody.address + path).url


def test_an_open_declaration_tells_who_was_waited_for_so_far(reader: Readers) -> None:
    page = reader().goto("/queue?all")
    page.locator("tr.pick a").first.click()
    page.get_by_role("link", name="Who was waited for").click()
    expect(page.locator("main")).to_contain_text("not over yet")
    expect(page.locator("section", has_text="Slack").last).to_contain_text("0.00")


def test_why_is_a_table_of_its_own_that_no_definition_and_no_group_moves(reader: Readers) -> None:
    somebody = reader()
    tables = []
    for asked in ("definition=overall&by=direction", "definition=customs_clearance&by=month", "definition=wait.document_review"):  # fmt: skip
        page = somebody.goto(f"/causes?from=2018-07-01&to=2018-08-31&{asked}")
        tables.append(page.inner_text("#why"))
        expect(page.locator("#causes #why, #why #causes")).to_have_count(0)
    assert len(set(tables)) == 1
    for row in page.locator("#why tbody tr").all():
        cells = [int(each) for each in row.locator("td").all_inner_texts()]
        unnamed = row.locator("th").inner_text() == "none named"
        assert (sum(cells[:-1]) == cells[-1]) is not unnamed
    laboratory = page.locator("#why tbody tr", has_text="laboratory").locator("td").first
    assert int(laboratory.inner_text()) >= 1, "the demo's section confirmed it"
    expect(page.locator("#why thead")).not_to_contain_text("hours")


def test_what_a_figure_leaves_out_is_one_click_from_its_declarations_and_in_the_file(reader: Readers) -> None:
    somebody = reader()
    period = "definition=overall&from=2018-01-01&to=2018-08-31&by=direction"
    page = somebody.goto(f"/times?{period}")
    for cell in page.locator("#left tbody a").all():
        count, path = cell.inner_text(), cell.get_attribute("href") or ""
        told = somebody.context.request.get(somebody.address + path).text()
        assert f'<span class="muted">{count}<' in told, path
    expect(page.locator("#left tbody a").first).to_be_visible()
    file = somebody.context.request.get(f"{somebody.address}/times.csv?{period}").text()
    row = next(csv.DictReader(io.StringIO(file)))
    page_row = page.locator("#left tbody tr").first
    assert row["Left out: open at the end"] == page_row.locator("a[href$='left=open']").inner_text()
    ages = [
        int(row[f"open at the end {age}"]) for age in ("under 24 h", "24 to 48 h", "48 to 72 h", "over 72 h")
    ]
    assert sum(ages) == int(row["Left out: open at the end"])
    page.locator("#left tbody a").first.click()
    expect(page.locator("tbody a[href^='/declarations/']").first).to_be_visible()
    clean(page)


def test_serial_stands_beside_parallel_where_that_is_fair_and_is_refused_with_a_way_out_where_not(reader: Readers) -> None:  # fmt: skip
    somebody = reader()
    page = somebody.goto("/times?definition=customs_clearance&from=2018-01-01&to=2018-06-30&by=direction")
    note = page.locator("p.refused", has_text="first_application or overall")
    expect(note).to_be_visible()
    note.locator("a").first.click()
    expect(page.locator("#sides tbody tr")).to_have_count(2)
    expect(page.locator("#sides")).to_contain_text("import, serial")
    clean(page)
