"""Duty, guarantees, payments and statements in a real Chromium."""

import io
import re
import zipfile
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import etree
from playwright.sync_api import Page, expect

from tests.web.conftest import Reader, Readers

SIZES = {"wide": 1280, "telephone": 360}
PAGES = ("/guarantees", "/guarantees/SYN-G-003", "/payments", "/payments/day?bank=bank&day=2018-08-29",
         "/statements?month=2018-07")  # fmt: skip
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HEADER = "ref,number,amount,paid_at\n"


def clean(page: Page) -> None:
    """The page is accessible and never scrolls sideways."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0


def owed(reader: Reader) -> str:
    """A declaration of the demo that was released and is not paid; the reader reads English."""
    page = reader.goto("/payments")
    debts = page.locator("section", has=page.get_by_role("heading", name="Duty not paid after release"))
    return debts.locator("tbody a").first.inner_text()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_money_is_accessible_in_both_languages_and_never_scrolls_sideways(
    reader: Readers, path: str, size: str
) -> None:
    for lang in ("en", "zh"):
        somebody = reader("xiao-han", lang, SIZES[size])
        clean(somebody.goto(path))
        somebody.shot(f"{re.sub('[^a-z0-9]+', '-', path.lower()).strip('-')}-{lang}-{size}")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("size", SIZES)
def test_duty_is_followed_step_by_step_on_the_declaration(reader: Readers, lang: str, size: str) -> None:
    number = owed(reader("xiao-han"))
    somebody = reader("xiao-han", lang, SIZES[size])
    duty = somebody.goto(f"/declarations/{number}").locator("#duty")
    duty.locator("summary").first.click()
    steps = duty.locator("table").first
    expect(steps).to_contain_text("dutiable value" if lang == "en" else "完税价格")
    expect(steps).to_contain_text("half up" if lang == "en" else "四舍五入")
    expect(steps.locator(".chip.hold").first).to_have_text("illustrative" if lang == "en" else "示例数据")
    clean(somebody.page)
    somebody.shot(f"duty-{lang}-{size}")


def test_a_guarantee_shows_its_share_and_what_hangs_on_it(reader: Readers) -> None:
    page = reader("xiao-han").goto("/guarantees")
    row = page.locator("tr", has_text="SYN-G-003")
    expect(row.get_by_role("img")).to_have_attribute("aria-label", re.compile(r"Occupied \d+ %"))
    expect(row).to_contain_text("days left")
    expect(page.locator("tr", has_text="SYN-G-007")).to_contain_text("frozen")
    page.get_by_role("link", name="SYN-G-003").click()
    expect(page.locator("section", has_text="Uses").locator("tbody tr").first).to_be_visible()
    page.locator("main section li a").first.click()
    expect(page.locator("#duty")).to_contain_text("SYN-G-003")


def test_xiao_freezes_and_raises_a_guarantee_and_nobody_else_is_offered_it(reader: Readers) -> None:
    page = reader("xiao-han").goto("/guarantees/SYN-G-006")
    for verb, amount in (("Freeze", ""), ("Unfreeze", ""), ("Raise", "1000.50")):
        page.locator("summary", has_text="Act").click()
        page.fill("[name=reason]", "a test (synthetic)")
        page.fill("[name=amount]", amount)
        page.get_by_role("button", name=verb, exact=True).click()
        expect(page.locator("[role=alert]")).to_contain_text("Done")
        page.goto(page.url.removesuffix("/act"))
    expect(page.locator("dl").first).to_contain_text("2,501,000.50")
    expect(reader("tan-yue").goto("/guarantees/SYN-G-006").locator("main form")).to_have_count(0)


def test_a_treasury_receipt_needs_its_amount_and_says_when_it_fits_no_debt(reader: Readers) -> None:
    xiao = reader("xiao-han")
    page = xiao.goto(f"/declarations/{owed(xiao)}")
    for ref, amount, said in (
        ("GK-1", "NaN", "greater than zero"),
        ("GK-1", "999999999", "more than"),
        ("GK-1", "1.00", "in suspense"),
    ):
        page.locator("#duty [name=ref]").first.fill(ref)
        page.locator("#duty [name=amount]").first.fill(amount)
        page.get_by_role("button", name="Book it").first.click()
        expect(page.locator("[role=alert]")).to_contain_text(said)
    assert page.locator("#duty [name=amount]").first.get_attribute("required") is not None
    xiao.shot("treasury-receipt-in-suspense")


def test_what_is_in_suspense_is_matched_to_a_debt(reader: Readers) -> None:
    xiao = reader("xiao-han")
    number, page = owed(xiao), xiao.page
    cards = page.locator("article.suspended")
    before = cards.count()
    odd = page.locator("article.suspended", has_text="490000000000000000")
    for named, alert, said in (
        ("490000000000000009", ".refused", "no declaration"),
        (number, ".said", "Done"),
    ):
        odd.locator("[name=number]").fill(named)
        odd.locator("[name=ground]").fill("the payer wrote a wrong number")
        odd.get_by_role("button", name="Match").click()
        expect(page.locator(f"[role=alert]{alert}")).to_contain_text(said)
    expect(cards).to_have_count(before - 1)


def test_a_day_of_the_bank_is_compared_shown_and_signed_as_it_was_shown(reader: Readers) -> None:
    xiao = reader("xiao-han")
    page = xiao.goto("/payments/day?bank=bank&day=2018-08-22")

    def compare(text: str) -> None:
        page.fill("textarea", HEADER + text)
        page.get_by_role("button", name="Compare").click()

    compare("A,B,NaN,C")
    expect(page.locator("[role=alert].refused")).to_be_visible()
    page.goto(f"{xiao.address}/payments/day?bank=bank&day=2018-08-22")
    compare("SYN-ODD,X,7.00,2018-08-22T10:00:00+08:00\n")
    rows = [row.locator("td").all_inner_texts() for row in page.locator("tbody tr").all()]
    ours = {ref: amount.replace(",", "") for ref, amount, _ in rows if ref != "SYN-ODD"}
    assert ours, "the bank paid something on that day"
    listed = "".join(f"{ref},X,{amount},2018-08-22T10:00:00+08:00\n" for ref, amount in ours.items())
    compare(listed)
    expect(page.locator("p.said")).to_contain_text("balances to the fen")
    page.fill("textarea", HEADER)
    page.fill("[name=reason]", "in a hurry")
    page.fill("textarea", f"{HEADER}SYN-ODD,X,7.00,2018-08-22T10:00:00+08:00\n")
    page.get_by_role("button", name="Sign the day").click()
    expect(page.locator("[role=alert].refused")).to_contain_text("changed since they were shown")
    compare(listed)
    page.get_by_role("button", name="Sign the day").click()
    expect(page.locator("[role=alert].said")).to_contain_text("Signed")
    xiao.shot("bank-day-signed")
    expect(xiao.goto("/payments").locator("li", has_text="2018-08-22")).to_contain_text("xiao-han")


def test_the_statement_of_a_month_is_a_spreadsheet_whose_numbers_are_numbers(reader: Readers) -> None:
    page = reader("xiao-han").goto("/statements?month=2018-07")
    shown = Decimal(page.locator("dl dd").first.inner_text().replace(",", ""))
    assert shown > 0
    with page.expect_download() as waiting:
        page.locator("a.button[href^='/statements.xlsx']").click()
    data = zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes())).read("xl/worksheets/sheet1.xml")
    cells = [cell for cell in etree.fromstring(data).iter(f"{SHEET}c") if cell.get("t", "n") == "n"]
    assert shown in [Decimal(value) for cell in cells if (value := cell.findtext(f"{SHEET}v"))]


def test_today_warns_of_a_guarantee_that_ends_soon(reader: Readers) -> None:
    expect(reader().goto("/").locator("main")).to_contain_text("SYN-G-003")


@pytest.mark.parametrize("path", [*PAGES, "/statements.xlsx?month=2018-07"])
def test_a_stranger_sees_no_money(reader: Readers, path: str) -> None:
    somebody = reader()
    somebody.context.clear_cookies()
    assert "/sign-in" in somebody.context.request.get(somebody.address + path).url
