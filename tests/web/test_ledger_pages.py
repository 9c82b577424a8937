"""E-ledgers and licences in a real Chromium."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Reader, Readers
from tests.web.test_money_pages import SIZES, clean


def with_objection(reader: Reader) -> Page:
    """The page of an e-ledger with an open objection."""
    page = reader.goto("/ledgers")
    page.locator("#objections tbody a").first.click()
    return page


@pytest.mark.parametrize(("lang", "size"), [("en", "wide"), ("zh", "telephone")])
def test_every_page_of_permits_is_accessible_and_never_scrolls_sideways(
    reader: Readers, lang: str, size: str
) -> None:
    somebody = reader("liu-min", lang, SIZES[size])
    for path in ("/ledgers", "/ledgers?kind=licence"):
        clean(somebody.goto(path))
        somebody.shot(f"{re.sub('[^a-z0-9]+', '-', path).strip('-')}-{lang}-{size}")
    clean(with_objection(somebody))
    somebody.shot(f"ledger-{lang}-{size}")


def test_the_list_shows_what_is_used_what_is_free_and_what_ends_soon(reader: Readers) -> None:
    page = reader("liu-min").goto("/ledgers")
    row = page.locator("tbody tr", has_text="days left").first
    expect(row.get_by_role("img").first).to_have_attribute("aria-label", re.compile(r"\d+ %"))
    expect(page.locator("tbody .chip.expired")).to_have_count(0)
    page.get_by_role("link", name="Ended ones too").click()
    expect(page.locator("tbody .chip.expired").first).to_have_text("expired")
    expect(page.locator("tbody .chip.revoked")).to_have_count(1)
    page.get_by_role("link", name="Not ended").click()
    holder = row.locator("td").nth(2).inner_text()
    row.locator("td").nth(2).get_by_role("link").click()
    assert set(page.locator("tbody td:nth-child(3)").all_inner_texts()) == {holder}


def test_each_use_leads_to_its_declaration_which_no_officer_had_to_compare(reader: Readers) -> None:
    page = reader("liu-min").goto("/ledgers")
    page.locator("tbody tr", has_text="days left").first.locator("a").first.click()
    use = page.locator("section", has_text="Uses").locator("tbody tr").last
    expect(use.locator(".chip")).to_have_text(re.compile("written off|bound"))
    use.get_by_role("link").click()
    history = page.locator("main")
    expect(history).to_contain_text("permit.bound")
    expect(history).to_contain_text("e-ledger compared")
    page.locator("a[href^='/ledgers/ledger/']").click()
    expect(page.locator("h1")).to_contain_text("E-ledger")


def test_liu_settles_an_objection_and_nobody_without_the_role_is_offered_it(reader: Readers) -> None:
    expect(with_objection(reader("tan-yue")).locator("#objections form")).to_have_count(0)
    waits = re.compile("Open objections")
    assert not reader("tan-yue").goto("/queue").get_by_role("heading", name=waits).count()
    liu = reader("liu-min")
    for path in ("/coordination", "/queue"):
        clean(liu.goto(path))
        expect(liu.page.get_by_role("heading", name=waits)).to_be_visible()
    liu.shot("queue-objection-en-wide")
    liu.page.locator("#objections tbody a").first.click()
    page = liu.page
    case = page.locator("#objections article", has=page.locator("form"))
    case.locator("[name=reason]").fill("the mandate was forged (synthetic)")
    case.get_by_role("button", name="Uphold").click()
    expect(page.locator("[role=alert].said")).to_contain_text("Done")
    expect(page.locator("#objections")).to_contain_text("upheld")
    expect(page.locator("#objections")).to_contain_text("liu-min")
    expect(page.locator("#objections form")).to_have_count(0)


@pytest.mark.parametrize("path", ["/ledgers", "/ledgers/ledger/118000000001366000"])
def test_a_stranger_sees_no_permits(reader: Readers, path: str) -> None:
    somebody = reader()
    somebody.context.clear_cookies()
    assert "/sign-in" in somebody.context.request.get(somebody.address + path).url


def test_a_permit_that_is_not_there_is_a_page_that_says_so(reader: Readers) -> None:
    somebody = reader()
    assert somebody.context.request.get(f"{somebody.address}/ledgers/ledger/NOBODY").status == 404
    assert somebody.context.request.get(f"{somebody.address}/ledgers/guarantee/SYN-G-001").status == 404
