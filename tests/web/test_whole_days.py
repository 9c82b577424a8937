"""Whole days in a real Chromium, in both languages; the officer's at the queue is in ``test_officers_day``, the
administrator's in ``test_administration``."""

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Download, Page, expect

from tests.adapters.test_attachment import PNG
from tests.web.conftest import Readers
from tests.web.test_entry_pages import LINES, begin, box, texts
from tests.web.test_inspection_pages import photograph, tick
from tests.web.test_money_pages import clean
from tests.web.test_watching import Server
from tongguan.adapters.report import pdf

LANGS = ("en", "zh")
WORDS = {
    "en": {"deng": "DENG Fang?", "office": "Shaoshan", "asked": "payment asked for", "paid": "Nothing is to be paid", "sent": "everything is sent", "visited": "done", "confirmed": "confirmed", "report": "Weekly report"},
    "zh": {"deng": "邓芳?", "office": "韶山", "asked": "已请求缴款", "paid": "没有待缴税款", "sent": "已全部送达", "visited": "已办结", "confirmed": "已确认", "report": "周报"},
}  # fmt: skip
WEEK = "2018-W24"


@pytest.fixture(scope="module", params=LANGS)
def office(
    request: pytest.FixtureRequest, loaded: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """A language, and the address of a demo office where no other test acts."""
    folder = tmp_path_factory.mktemp("days")
    server = Server(folder, f"sqlite:///{shutil.copy(loaded, folder / 'days.db')}")
    yield request.param, server.address
    server.end()


@pytest.fixture
def lang(office: tuple[str, str]) -> str:
    return office[0]


@pytest.fixture
def reader(office: tuple[str, str], browser: Browser) -> Iterator[Readers]:
    yield from Readers(browser, office[1]).watched()


def acts(page: Page, verb: str) -> None:
    """A press of the button of an act, and the answer that it is done."""
    page.locator(f"main button[value={verb}]").first.click()
    expect(page.locator("[role=alert].said")).to_be_visible()


def test_a_declarant_lodges_by_form_and_pays_and_a_tax_officer_books_the_receipt(
    reader: Readers, lang: str
) -> None:
    words = WORDS[lang]
    broker = reader("broker", lang)
    page = begin(broker)
    for path, text in texts(f"SYN-DAY-{lang}").items():
        page.fill(box(page, path), text)
    page.fill(box(page, "office"), "4907")
    judged = page.locator(".box", has=page.locator(box(page, "office")))
    expect(judged).to_contain_text(words["office"])
    page.fill("[name=cells]", f"{LINES}\n{LINES}\n")
    page.locator("#lines form:has(textarea) button").click()
    expect(page.locator("#tally-due")).to_have_text("960.20")
    page.locator(".tally button[value=lodge]").click()
    expect(page.locator("#lodged")).to_be_visible()
    page.locator("#lodged a.button").click()
    number = page.locator("h1").inner_text().split()[0]

    page.locator("#payment button[value=pay]").click()
    expect(page.locator("#payment")).to_contain_text(words["asked"])
    xiao = reader("xiao-han", lang).goto(f"/declarations/{number}")
    xiao.locator("#duty [name=ref]").first.fill(f"SYN-GK-{lang}")
    xiao.locator("#duty [name=amount]").first.fill("960.20")
    acts(xiao, "pay")

    page.goto(f"{broker.address}/portal/declarations/{number}")
    expect(page.locator("#payment")).to_contain_text(words["paid"])
    expect(page.locator("#payment button")).to_have_count(0)
    clean(page)
    broker.shot(f"day-declarant-{lang}")


def test_an_inspector_records_a_visit_on_a_telephone(reader: Readers, lang: str) -> None:
    who = reader("zhou-wei", lang, 360)
    page = who.goto("/inspections")
    page.locator("tr", has=page.locator(".chip.started")).filter(has_text="zhou-wei").locator("a").click()
    page.locator("a[href$='/visit']").click()
    for item in page.locator("form[data-draft^=check]").all():
        tick(page, str(item.get_attribute("data-draft")).removeprefix("check-"), "conforms")
    photograph(page, PNG, "SYN-1")
    expect(page.locator("form[data-draft=photo] a")).to_contain_text("SYN-1")
    expect(page.locator("#outbox")).to_have_text(WORDS[lang]["sent"])
    clean(page)
    who.shot(f"day-inspector-{lang}")
    page.locator("form[data-draft=conclude] button").click()
    expect(page.locator("h1 .chip")).to_have_text(WORDS[lang]["visited"])


def test_the_coordinator_moves_a_late_case_and_the_section_waited_for_agrees(
    reader: Readers, lang: str
) -> None:
    deng = reader("deng-fang", lang)
    page = deng.goto("/coordination")
    free = page.locator("tr", has=page.locator("a[href^='/coordination/']")).filter(
        has_text=WORDS[lang]["deng"]
    )
    number = free.first.locator("a").inner_text()
    free.first.locator("a").click()
    acts(page, "take")
    page.locator("details:has([value=cause]) summary").click()
    page.locator("select[name=section]").select_option("documents")
    acts(page, "cause")
    page.locator("details:has([value=plan]) summary").click()
    page.locator("form:has([value=plan]) [name=text]").fill("SYN-PLAN")
    acts(page, "plan")
    clean(page)

    liu = reader("liu-min", lang).goto(f"/coordination/{number}")
    acts(liu, "confirm")
    expect(liu.locator("dd", has_text=WORDS[lang]["confirmed"])).to_be_visible()
    row = deng.goto("/coordination").locator("tr", has_text=number)
    expect(row).to_contain_text("SYN-PLAN")
    expect(row).not_to_contain_text("?")
    deng.shot(f"day-coordinator-{lang}")


def test_the_head_issues_the_weekly_report_and_takes_it_as_files(reader: Readers, lang: str) -> None:
    title = WORDS[lang]["report"]
    mao = reader("mao-qing", lang)
    page = mao.goto(f"/report?week={WEEK}")
    acts(page, "issue")
    with page.expect_download() as sheet:
        page.locator("a[href*='.xlsx']").click()
    assert title in strings(sheet.value)
    if not pdf.missing():
        with page.expect_download() as paper:
            page.locator("a[href*='.pdf']").click()
        first = pypdfium2.PdfDocument(paper.value.path())[0].get_textpage().get_text_range()
        assert title in first
        assert WEEK in first
    mao.shot(f"day-head-{lang}")


def strings(sheet: Download) -> str:
    """All texts of a spreadsheet that was taken."""
    with zipfile.ZipFile(io.BytesIO(sheet.path().read_bytes())) as archive:
        return re.sub("<[^>]*>", " ", archive.read("xl/sharedStrings.xml").decode())
