"""The pages in a real Chromium: two languages, two sizes, keyboard, acts and refusals."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.web.conftest import Readers


def ready(page: Page) -> Locator:
    """Links of the queue's rows that nobody began yet."""
    return page.locator("tr.pick", has=page.locator(".chip.ready")).locator("a")


SIZES = {"wide": 1280, "telephone": 390}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_today_shows_the_three_figures_of_both_years_with_their_definition(
    reader: Readers, lang: str, size: str
) -> None:
    somebody = reader(lang=lang, width=SIZES[size])
    page = somebody.goto("/")
    figures = page.locator(".figure").all_inner_texts()
    assert figures[0] == "1015"
    assert 0.8 < float(figures[1]) < 0.92
    assert 0.07 < float(figures[2]) < 0.13
    assert figures[3] == "100.0 %"
    expect(page.locator("main")).to_contain_text("343")
    expect(page.locator("main")).to_contain_text("customs_clearance")
    expect(page.locator("body")).to_contain_text("synthetic" if lang == "en" else "合成")
    somebody.shot(f"today-{lang}-{size}")


@pytest.mark.parametrize("size", SIZES)
def test_the_queue_is_walked_by_keyboard_to_a_declaration(reader: Readers, size: str) -> None:
    somebody = reader("tan-yue", width=SIZES[size])
    page = somebody.goto("/queue")
    assert page.locator("tr.pick").count() > 0
    somebody.shot(f"queue-{size}")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/declarations/*")
    expect(page.locator("svg.chart")).to_be_visible()
    somebody.shot(f"declaration-{size}")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0, "the page itself never scrolls sideways"


def test_tan_reviews_holds_and_lifts_and_learns_why_it_is_not_released(reader: Readers) -> None:
    tan = reader("tan-yue")
    page = tan.goto("/queue")
    ready(page).last.click()
    address = page.url
    page.get_by_role("button", name="Start").first.click()
    expect(page.locator("[role=alert]")).to_contain_text("Done.")
    page.get_by_text("Hold", exact=True).first.click()
    page.get_by_placeholder("Name of the hold").fill("paper")
    page.locator("form", has=page.get_by_role("button", name="Hold")).get_by_placeholder("Reason").fill(
        "a page is missing"
    )
    page.get_by_role("button", name="Hold").click()
    expect(page.locator(".blocks")).to_contain_text("a page is missing")
    done = page.get_by_role("button", name="Done: accept")
    left = done.count() - 1
    done.first.click()
    expect(done).to_have_count(left)
    page.locator("form", has=page.get_by_role("button", name="Lift")).get_by_placeholder("Reason").fill(
        "it came"
    )
    page.get_by_role("button", name="Lift").click()
    expect(page.locator("#live")).not_to_contain_text("a page is missing")
    assert page.url == address, "acts stay on the page"
    tan.shot("declaration-acted")


def test_an_act_on_a_stale_page_is_refused_with_what_changed(reader: Readers) -> None:
    tan, ouyang = reader("tan-yue"), reader("ouyang-bo", lang="zh")
    page = tan.goto("/queue")
    ready(page).first.click()
    other = ouyang.page
    other.goto(page.url)
    page.get_by_role("button", name="Start").first.click()
    expect(page.locator("[role=alert]")).to_contain_text("Done.")
    other.get_by_role("button", name="开始").first.click()
    expect(other.locator("[role=alert]")).to_contain_text("control.started")


def test_an_officer_sees_no_act_that_is_not_hers(reader: Readers) -> None:
    tan, xiao = reader("tan-yue"), reader("xiao-han")
    page = tan.goto("/queue")
    page.locator("tr.pick a").first.click()
    xiao.page.goto(page.url)
    expect(xiao.page.locator("#live")).to_contain_text("No control waits for you here.")


@pytest.mark.parametrize("path", ["/", "/queue?all", "/declarations?q=4907"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_pages_are_accessible(reader: Readers, path: str, lang: str) -> None:
    somebody = reader("liu-min", lang=lang)
    page = somebody.goto(path)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    if path != "/":
        page.locator("tr.pick a").first.click()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_a_stranger_sees_nothing_and_a_wrong_password_says_so(served: str, browser: Browser) -> None:
    page = browser.new_page()
    for path in ("/", "/queue", "/declarations?q=4907", "/declarations/4907X"):
        page.goto(served + path)
        assert "/sign-in" in page.url
    page.fill("[name=username]", "liu-min")
    page.fill("[name=password]", "guess")
    page.click("main button")
    expect(page.locator("[role=alert]")).to_be_visible()
    page.close()


def test_the_switch_changes_the_language_and_stays_on_the_page(reader: Readers) -> None:
    somebody = reader()
    page = somebody.goto("/queue?all")
    page.get_by_role("link", name="中文").click()
    assert page.url.endswith("/queue?all")
    expect(page.locator("h1")).to_contain_text("待办")


def test_an_unknown_number_is_told_in_words(reader: Readers) -> None:
    somebody = reader(lang="zh")
    page = somebody.goto("/declarations/4907NONE")
    expect(page.locator("h1")).to_contain_text("没有这个页面或报关单")
    assert all("404" in said for said in somebody.console)
    somebody.console.clear()
