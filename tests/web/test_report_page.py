"""The page of weekly reports in a real Chromium: read, issued, answered, taken as a file."""

from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.web.conftest import Readers
from tests.web.test_money_pages import SIZES, clean
from tongguan.adapters.report import pdf


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("size", SIZES)
def test_the_report_of_the_last_week_of_june_is_accessible_in_both_languages(
    reader: Readers, lang: str, size: str
) -> None:
    somebody = reader("mao-qing", lang, SIZES[size])
    page = somebody.goto("/report?week=2018-W26")
    expect(page.locator("article.weekly")).to_contain_text("Head of office" if lang == "en" else "关长签字")
    expect(page.locator("svg.weekly-chart rect.sum")).to_have_count(1)
    clean(page)
    somebody.shot(f"report-{lang}-{size}")


def test_a_head_issues_it_once_and_an_officer_answers_what_it_asks(reader: Readers) -> None:
    officer = reader("liu-min").goto("/report?week=2018-W20")
    expect(officer.get_by_role("button", name="Issue")).to_have_count(0)
    page = reader("mao-qing").goto("/report?week=2018-W20")
    page.fill("[name=whom]", "terminal")
    page.fill("[name=text]", "report <arrivals> the same day (synthetic)")
    page.get_by_role("button", name="Issue").click()
    expect(page.get_by_role("alert")).to_have_text("Done.")
    expect(page.locator("article.weekly")).to_contain_text("report <arrivals> the same day")
    expect(page.get_by_role("button", name="Issue")).to_have_count(0)
    officer.reload()
    officer.locator("summary", has_text="Answer").click()
    officer.fill("[name=text]", "agreed with the terminal (synthetic)")
    officer.get_by_role("button", name="Answer a request").click()
    expect(officer.get_by_role("alert")).to_have_text("Done.")
    expect(officer.locator("main")).to_contain_text("agreed with the terminal")
    officer.goto(f"{officer.url.partition('/report')[0]}/report?week=2018-W21")
    expect(officer.locator("article.weekly")).to_contain_text("agreed with the terminal")
    expect(officer.locator("article.weekly")).to_contain_text("not answered")


@pytest.mark.skipif(
    bool(pdf.missing()), reason="no PDF on this machine: Pango or a Chinese typeface is missing"
)
def test_the_pdf_is_taken_from_the_page(reader: Readers, tmp_path: Path) -> None:
    page = reader("mao-qing", "zh").goto("/report?week=2018-W26")
    with page.expect_download() as taken:
        page.get_by_role("link", name="PDF").click()
    taken.value.save_as(tmp_path / "week.pdf")
    first = pypdfium2.PdfDocument(tmp_path / "week.pdf")[0].get_textpage().get_text_range()
    assert "通关时效周报 2018-W26" in first
