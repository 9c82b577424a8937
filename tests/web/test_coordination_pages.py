"""Coordination, Live and the reply link in a real Chromium."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Reader, Readers
from tests.web.test_money_pages import SIZES, clean


def case_of(reader: Reader, mark: str) -> str:
    """Address of the first case in a row that says ``mark``; the reader reads English."""
    page = reader.goto("/coordination")
    return page.locator("tr", has_text=mark).locator("a").first.get_attribute("href") or ""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_coordination_and_live_are_accessible_and_never_scroll_sideways(
    reader: Readers, lang: str, size: str
) -> None:
    somebody = reader("deng-fang", lang, SIZES[size])
    for path in ("/coordination", "/live", "/coordination/team"):
        clean(somebody.goto(path))
        somebody.shot(f"{path.rpartition('/')[2]}-{lang}-{size}")
    somebody.goto("/coordination")
    somebody.page.locator("table.cases a").first.click()
    clean(somebody.page)
    somebody.shot(f"case-{lang}-{size}")


def test_late_ones_are_told_in_words_and_by_a_mark_and_the_law_has_its_own_list(reader: Readers) -> None:
    page = reader().goto("/coordination")
    alarm = page.locator("section", has=page.get_by_role("heading", name="Past 24 hours"))
    expect(alarm.locator("tbody tr")).to_have_count(4)
    expect(alarm.locator("tbody tr").first).to_contain_text("■ 3 days")
    expect(alarm.locator("tbody tr").first).to_contain_text("District")
    expect(alarm).to_contain_text("promise not kept")
    warned = page.locator("section", has=page.get_by_role("heading", name="Early warnings"))
    expect(warned.locator("tbody tr")).to_contain_text(re.compile("▲ 2[0-3] h"))
    law = page.locator("section", has=page.get_by_role("heading", name="Suspended by law"))
    expect(law.locator("tbody tr")).to_contain_text("2018-09-10 · MAO Qing")
    assert law.locator("tbody a").inner_text() not in alarm.inner_text()


def test_deng_treats_a_case_that_nobody_had_and_a_laboratory_answers_by_its_link(reader: Readers) -> None:
    deng = reader()
    number = case_of(deng, "valuation?").rpartition("/")[2]
    page = deng.goto(f"/coordination/{number}")
    page.get_by_role("button", name="Take it").click()
    expect(page.locator("[role=alert]")).to_have_text("Done.")
    page.locator("summary", has_text="Ask an outsider").click()
    asking = page.locator("form", has=page.get_by_role("button", name="Ask an outsider"))
    asking.locator("select").select_option("laboratory")
    asking.locator("[name=text]").fill("When is sample 9 due?")
    asking.get_by_role("button").click()
    link = page.locator(".link").inner_text()
    assert number not in link
    expect(page.locator("dd", has_text="laboratory")).to_contain_text("Example Laboratory")
    deng.shot("case-asked")

    stranger = reader()
    stranger.context.clear_cookies()
    there = stranger.page
    there.goto(link)
    expect(there.locator("main")).to_contain_text("When is sample 9 due?")
    html = there.content()
    row = deng.page.context.request.get(f"{deng.address}/declarations/{number}")
    assert row.ok
    for secret in (number, "4303", "valuation", "deng-fang", "coordination"):
        assert secret not in html, secret
    clean(there)
    stranger.shot("reply")
    there.fill("textarea", "On Monday at ten")
    there.get_by_role("button").click()
    expect(there.locator("[role=status]")).to_contain_text("arrived")
    there.goto(link)
    expect(there.locator("form")).to_have_count(0)
    forged = link[:-2] + ("AA" if not link.endswith("AA") else "BB")
    assert stranger.context.request.get(forged).status == 404
    page.goto(f"{deng.address}/coordination/{number}")
    expect(page.locator("main")).to_contain_text("→ On Monday at ten")


def test_a_refusal_is_said_and_nothing_is_offered_to_who_may_not(reader: Readers) -> None:
    deng = reader()
    page = deng.goto(case_of(deng, "laboratory"))
    page.locator("summary", has_text="Close").click()
    closing = page.locator("form", has=page.get_by_role("button", name="Close", exact=True))
    closing.locator("[name=text]").fill("enough")
    closing.get_by_role("button").click()
    expect(page.locator("[role=alert].refused")).to_contain_text("Still late")
    expect(reader("liu-min").goto(page.url.removeprefix(deng.address).removesuffix("/act")).locator("summary", has_text="Close")).to_have_count(0)  # fmt: skip


def test_the_live_list_follows_and_keeps_the_readers_place(reader: Readers) -> None:
    somebody = reader()
    page = somebody.goto("/live")
    expect(page.locator("tr.pick").first).to_contain_text("■")
    link = page.locator("tr.pick a").nth(4)
    link.focus()
    name = link.inner_text()
    page.evaluate("window.scrollTo(0, 300)")
    with page.expect_response(re.compile("/live$")):
        page.evaluate("htmx.ajax('GET', '/live', {target: '#open', swap: 'innerMorph'})")
    page.wait_for_function("document.querySelectorAll('tr.pick').length > 0")
    assert page.evaluate("document.activeElement.innerText") == name
    assert page.evaluate("window.scrollY") == 300
    assert page.locator("#open").get_attribute("hx-trigger") == "every 20s"


@pytest.mark.parametrize("path", ["/coordination", "/live", "/coordination/X"])
def test_a_stranger_sees_no_case(reader: Readers, path: str) -> None:
    somebody = reader()
    somebody.context.clear_cookies()
    assert "/sign-in" in somebody.context.request.get(somebody.address + path).url


def young(reader: Reader, place: int = 1) -> str:
    """Number of an open declaration that is neither late nor warned of; ``place`` counts from the youngest."""
    page = reader.goto("/live")
    rows = page.locator("tr.pick", has_text="○").filter(has_not=page.locator("a[href^='/coordination/']"))
    return rows.nth(rows.count() - place).locator("a").first.inner_text()


def test_liu_opens_a_case_before_24_hours_on_the_page_of_the_declaration(reader: Readers) -> None:
    liu = reader("liu-min")
    number = young(liu)
    page = liu.goto(f"/declarations/{number}")
    page.locator("#open-case summary").click()
    page.locator("#open-case [name=text]").fill("The line stands still")
    page.locator("#open-case button").click()
    expect(page.locator("[role=alert]")).to_have_text("Done.")
    expect(page.locator("dd", has_text="The line stands still")).to_contain_text("opened by an officer")
    page = liu.goto(f"/declarations/{number}")
    expect(page.locator(f"a[href='/coordination/{number}']")).to_be_visible()
    expect(page.locator("#open-case")).to_have_count(0)
    clean(page)


def test_deng_opens_one_case_about_two_declarations_and_is_told_of_a_number_that_is_none(reader: Readers) -> None:  # fmt: skip
    deng = reader()
    numbers = f"{young(deng, 2)}, {young(deng, 3)}"
    page = deng.goto("/coordination")
    form = page.locator("#open-case form")
    form.locator("[name=declarations]").fill("430820189999999999")
    form.locator("[name=text]").fill("SYN-SHIP is late")
    form.get_by_role("button").click()
    expect(page.locator("#open-case [role=alert]")).to_contain_text("number")
    expect(form.locator("[name=text]")).to_have_value("SYN-SHIP is late")
    form.locator("[name=declarations]").fill(numbers)
    form.get_by_role("button").click()
    expect(page.locator("dd", has_text="SYN-SHIP")).to_contain_text("one cause, several declarations")
    for number in numbers.split(", "):
        expect(page.locator(f"a[href='/declarations/{number}']")).to_have_count(1)
    clean(page)


def test_mao_changes_a_section_and_adds_an_outsider_on_the_web_and_liu_may_not(reader: Readers) -> None:
    page = reader("mao-qing").goto("/coordination/team")
    page.locator("summary", has_text="Change: Inspection").click()
    form = page.locator("details[open] form")
    form.locator("[name=deputy]").select_option("tan-yue")
    form.locator("[name=members][value=tan-yue]").check()
    form.get_by_role("button").click()
    row = page.locator("#sections tr", has_text="Inspection")
    expect(row).to_contain_text("TAN Yue, ZHOU Wei, HE Lan")
    page.locator("#new-outsider summary").click()
    form = page.locator("#new-outsider form")
    form.locator("[name=outsider]").fill("port")
    form.locator("[name=zh]").fill("城陵矶港（示例）")
    form.locator("[name=en]").fill("Example Port")
    form.locator("[name=kind]").select_option("terminal")
    form.get_by_role("button").click()
    expect(page.locator("#outsiders")).to_contain_text("Example Port")
    clean(page)
    page = reader("liu-min").goto("/coordination/team")
    expect(page.locator("#outsiders")).to_contain_text("Example Port")
    expect(page.locator("main details")).to_have_count(0)
