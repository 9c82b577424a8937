"""An officer's day in a real Chromium: the queue cleared by keyboard alone, many at once, two on one declaration."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import SHOTS
from tests.web.day import Day, clean, visits
from tests.web.test_watching import Server
from tongguan.facts.clock import HOUR

LANGS = ("en", "zh")
WORDS = {
    "en": {"note": "seal looks odd", "held": "spot check", "all": "2 of 3"},
    "zh": {"note": "封志异常", "held": "抽查", "all": "2 共 3"},
}


@pytest.fixture(scope="module", params=LANGS)
def day(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Server, list[str]]]:
    made = Day(tmp_path_factory.mktemp("day"))
    numbers = made.reviews(6)
    made.amends(numbers[5])
    server = made.serve(after=22 * HOUR)
    yield request.param, server, numbers
    server.end()


def rows(page: Page) -> int:
    return page.locator("tr.pick").count()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def confirms(page: Page) -> None:
    """Enter on the button that has the focus, and on to what was done."""
    expect(page.locator("button[autofocus]")).to_be_focused()
    press(page, "Enter")
    expect(page.locator("a[autofocus]")).to_be_focused()
    page.wait_for_load_state()


def test_two_officers_on_one_declaration_see_each_other_and_the_stale_one_is_told(
    browser: Browser, day: tuple[str, Server, list[str]]
) -> None:
    lang, server, numbers = day
    path = f"/declarations/{numbers[0]}"
    liu = visits(browser, server, "liu-min", path, lang)
    peng = visits(browser, server, "peng-jie", path, lang)
    expect(peng.locator(".others")).to_contain_text("LIU Min" if lang == "en" else "刘敏", timeout=15_000)
    expect(liu.locator(".others")).to_contain_text("PENG Jie" if lang == "en" else "彭杰", timeout=15_000)
    press(liu, "s")
    expect(liu.locator("[role=alert]")).to_be_visible()
    expect(peng.locator("#presence")).to_contain_text("control.started liu-min", timeout=15_000)
    press(peng, "d")
    expect(peng.locator("[role=alert].refused")).to_contain_text("control.started liu-min")
    clean(peng)
    peng.context.close()
    liu.locator("summary", has_text="Hand over" if lang == "en" else "交接").click()
    liu.get_by_role("button", name="Hand over" if lang == "en" else "交接").click()
    expect(liu.locator("#live")).to_contain_text("control.handed_over")
    liu.context.close()


def test_liu_clears_her_queue_by_keyboard_alone(browser: Browser, day: tuple[str, Server, list[str]]) -> None:
    lang, server, numbers = day
    words = WORDS[lang]
    liu = visits(browser, server, "liu-min", "/queue", lang, 360 if lang == "zh" else 1280)
    assert rows(liu) == 6
    expect(liu.locator(".age.warning").first).to_be_visible()
    clean(liu)
    liu.screenshot(path=SHOTS / f"queue-keys-{lang}.png", full_page=True)
    press(liu, "?")
    expect(liu.locator("dialog#keys")).to_be_visible()
    clean(liu)
    liu.screenshot(path=SHOTS / f"keys-{lang}.png")
    press(liu, "Escape")

    press(liu, "j", "Enter")
    liu.wait_for_url(f"**/declarations/{numbers[1]}")
    press(liu, "n")
    liu.keyboard.type(f"{words['note']} jkdh")
    press(liu, "Enter")
    expect(liu.locator(".notes")).to_contain_text(f"{words['note']} jkdh")
    press(liu, "d")
    expect(liu.locator("#live")).to_contain_text("control.done")
    press(liu, "j")
    liu.wait_for_url(f"**/declarations/{numbers[2]}")
    press(liu, "q")
    liu.wait_for_url("**/queue")
    assert rows(liu) == 5

    press(liu, "ArrowDown", "x", "ArrowDown", "x", "j", "j", "j", "x", "d")
    liu.wait_for_url("**/queue/acts")
    refused = liu.locator("tr", has=liu.locator(".chip.reject"))
    expect(refused).to_have_count(1)
    expect(refused).to_contain_text(numbers[0])
    expect(refused).to_contain_text("peng-jie")
    expect(liu.locator("[role=status]")).to_contain_text(words["all"])
    clean(liu)
    liu.screenshot(path=SHOTS / f"bulk-preview-{lang}.png", full_page=True)
    confirms(liu)
    expect(liu.locator("tbody tr")).to_have_count(2)
    press(liu, "Enter")
    liu.wait_for_url("**/queue")
    assert rows(liu) == 3

    press(liu, "j", "h")
    liu.wait_for_url("**/queue/acts")
    expect(liu.locator("[name=hold]")).to_be_focused()
    liu.keyboard.type("H-1")
    press(liu, "Tab")
    liu.keyboard.type(words["held"])
    press(liu, "Enter")
    expect(liu.locator("a[autofocus]")).to_be_focused()
    expect(liu.locator("tbody")).to_contain_text(numbers[4])
    press(liu, "Enter")
    liu.wait_for_url("**/queue")
    press(liu, "j", "d")
    liu.wait_for_url("**/queue/acts")
    confirms(liu)
    expect(liu.locator("tbody .reject")).to_have_count(0)
    press(liu, "Enter")
    liu.wait_for_url("**/queue")
    assert rows(liu) == 2
    press(liu, "/")
    liu.keyboard.type(numbers[4])
    press(liu, "Enter")
    liu.wait_for_url(f"**/declarations/{numbers[4]}")
    expect(liu.locator(".blocks")).to_contain_text(words["held"])
    liu.context.close()


FOLDED = """() => {
    const note = document.querySelector("[data-key=n]");
    const fold = note.closest("details");
    fold.open = true;
    note.focus();
    fold.open = false;
    const kept = document.activeElement === note;
    const key = new KeyboardEvent("keydown", {key: "?", bubbles: true, cancelable: true});
    document.activeElement.dispatchEvent(key);
    return [kept, key.defaultPrevented];
}"""
"""In one frame, as the answer to a note does it: the field has the focus, is folded away, and a key comes."""


def test_a_field_that_was_folded_away_takes_no_keys(
    browser: Browser, day: tuple[str, Server, list[str]]
) -> None:
    lang, server, numbers = day
    liu = visits(browser, server, "liu-min", f"/declarations/{numbers[5]}", lang)
    assert liu.evaluate(FOLDED) == [True, True]
    expect(liu.locator("dialog#keys")).to_be_visible()
    liu.context.close()


def test_keys_that_are_switched_off_do_nothing(browser: Browser, day: tuple[str, Server, list[str]]) -> None:
    lang, server, _ = day
    peng = visits(browser, server, "peng-jie", "/queue", lang)
    press(peng, "?")
    peng.locator("dialog input").uncheck()
    press(peng, "Escape", "j")
    expect(peng.locator("tr.current")).to_have_count(0)
    press(peng, "?")
    peng.locator("dialog input").check()
    press(peng, "Escape", "j")
    expect(peng.locator("tr.current")).to_have_count(1)
    peng.context.close()


CHANGED = {"en": "Number of packages", "zh": "件数"}


def test_beside_the_lines_stand_documents_changes_and_how_the_last_ones_went(
    browser: Browser, day: tuple[str, Server, list[str]]
) -> None:
    lang, server, numbers = day
    peng = visits(
        browser, server, "peng-jie", f"/declarations/{numbers[5]}", lang, 360 if lang == "en" else 1280
    )
    expect(peng.locator(".beside")).to_contain_text("SYN-INV-1")
    expect(peng.locator(".beside")).to_contain_text("Invoice" if lang == "en" else "发票")
    expect(peng.locator("#changes tbody tr")).to_have_count(1)
    expect(peng.locator("#changes")).to_contain_text(CHANGED[lang])
    expect(peng.locator("#changes del")).to_have_text("12")
    expect(peng.locator("#changes ins")).to_have_text("13")
    expect(peng.locator("#earlier tbody tr")).to_have_count(5)
    clean(peng)
    peng.screenshot(path=SHOTS / f"before-deciding-{lang}.png", full_page=True)
    peng.goto(f"{server.address}/declarations?q=SYNU1234567")
    peng.wait_for_url(f"**/declarations/{numbers[5]}")
    peng.context.close()
