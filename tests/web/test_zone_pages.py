"""The zone, the gate and the outages in a real Chromium."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.web.conftest import Readers

SIZES = {"wide": 1280, "telephone": 390}
PAGES = ("/zone", "/zone/undeclared", "/zone/books", "/zone/books/T4907W000001", "/zone/lists",
         "/zone/lists?state=written_off", "/gate", "/outages")  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible_in_both_languages_and_never_scrolls_sideways(
    reader: Readers, path: str, size: str
) -> None:
    for lang in ("en", "zh"):
        somebody = reader(lang=lang, width=SIZES[size])
        page = somebody.goto(path)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0
        name = path.strip("/").replace("/", "-").replace("?", "-").replace("=", "-")
        somebody.shot(f"{name}-{lang}-{size}")


def test_goods_in_the_zone_say_why_they_cannot_leave(reader: Readers) -> None:
    page = reader().goto("/zone")
    expect(page.locator("main")).to_contain_text("nobody declared it")
    expect(page.locator("tbody a").first).to_be_visible()
    counts = [int(each) for each in page.locator("#reasons td.num").all_inner_texts()]
    assert sum(counts) == int(page.locator("h1 .muted").inner_text()), "each stands for one reason"
    page.locator("#reasons tr", has_text="nobody declared it").first.locator("a").click()
    expect(page.locator("table.list tbody tr").first).to_contain_text("nobody declared it")
    assert page.locator("table.list tbody tr").count() == min(
        60, int(page.locator("main p .muted").first.inner_text())
    )


def test_goods_that_nobody_declared_are_listed_with_their_terms(reader: Readers) -> None:
    page = reader().goto("/zone/undeclared")
    rows = page.locator("tbody tr")
    assert rows.count() >= 7
    assert rows.first.locator(".chip.reject").count() == 1, "three months are over for the oldest"
    assert rows.last.locator(".chip").count() == 0


def test_the_gate_is_green_for_a_waiting_lorry_red_for_its_second_time_and_red_for_a_wrong_weight(
    reader: Readers,
) -> None:
    zhou = reader("zhou-wei")
    page = zhou.goto("/zone/lists")
    page.locator("a[href^='/gate?scan=']").first.click()
    expect(page.locator(".light.green")).to_contain_text("May pass")
    page.fill("[name=weighed]", "1")
    page.get_by_role("button", name="Look").click()
    expect(page.locator(".light.red")).to_contain_text("The scale says 1 kg")
    zhou.shot("gate-red")
    page.fill("input[name=weighed]:not([type=hidden])", "")
    page.get_by_role("button", name="Look").click()
    zhou.shot("gate-green")
    page.get_by_role("button", name="Open the gate").click()
    expect(page.locator(".light.green")).to_contain_text("Passed")
    page.get_by_role("button", name="Look").click()
    expect(page.locator(".light.red")).to_contain_text("used already")


@pytest.mark.parametrize("weight", ["NaN", "-1", "Infinity", "heavy"])
def test_the_gate_is_red_for_what_is_no_weight(reader: Readers, weight: str) -> None:
    page = reader().goto(f"/gate?scan=Z0&weighed={weight}")
    expect(page.locator(".light.red")).to_contain_text("no number")


def test_a_container_with_goods_that_nobody_declared_is_stopped(reader: Readers) -> None:
    page = reader().goto("/zone/undeclared")
    box = page.locator("tbody small").first.inner_text().strip()
    page = reader().goto(f"/gate?scan={box}")
    expect(page.locator(".light.red")).to_contain_text("nobody has declared")
    page = reader().goto("/gate?scan=Z0")
    expect(page.locator(".light.red")).to_contain_text("There is no gate pass")


def test_an_outage_is_declared_printed_for_and_ended(reader: Readers) -> None:
    mao = reader("mao-qing")
    page = mao.goto("/outages")
    page.get_by_placeholder("Reason").fill("power cut (synthetic)")
    page.get_by_role("button", name="Declare an outage").click()
    expect(page.locator("tbody")).to_contain_text("power cut")
    page.get_by_role("link", name="Print contingency sheets").click()
    expect(page.locator("body")).to_contain_text("Sheet number")
    mao.shot("contingency-sheets")
    page = mao.goto("/outages")
    page.wait_for_timeout(1100)
    page.get_by_role("button", name="It is over").click()
    expect(page.get_by_role("button", name="It is over")).to_have_count(0)


def test_today_shows_the_four_segments_with_their_definitions(reader: Readers) -> None:
    page = reader().goto("/")
    for definition in ("preparation", "customs_clearance", "withdrawal", "overall"):
        expect(page.locator("main")).to_contain_text(definition)
    expect(page.locator("main")).to_contain_text("Four segments of time")
