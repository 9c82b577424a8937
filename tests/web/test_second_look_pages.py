"""The second pair of eyes in a real Chromium: asked on one officer's page, given from the queue of another post."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.cast import DENG, TERMINAL
from tests.web.conftest import SHOTS
from tests.web.day import Day, clean, visits
from tongguan.desk.register import shipped

LUO = shipped().actors["luo-yan"]
"""Reviews documents and inspects, alone on duty."""
WORDS = {
    "en": ("Ask for a second look", "In order", "Not in order", "found in order"),
    "zh": ("请求异地复核", "同意", "不同意", "复核无异议"),
}


def reviewed(made: Day) -> str:
    """LUO has reviewed the documents and is to open the box as well."""
    (number,) = made.reviews(1)
    made.does(number, "arrive", actor=TERMINAL)
    made.does(number, "add", "joint_inspection", actor=DENG, reason="count the cases")
    made.does(number, "done", "document_review", actor=LUO)
    return number


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_qin_of_another_office_looks_too_at_what_luo_may_not_do_alone(
    browser: Browser, tmp_path: Path, lang: str
) -> None:
    made = Day(tmp_path)
    number = reviewed(made)
    server = made.serve()
    ask, good, bad, found = WORDS[lang]
    path = f"/declarations/{number}"
    try:
        stranger = visits(browser, server, "qin-rui", "/queue", lang)
        expect(stranger.locator("tr.pick")).to_have_count(0)
        assert stranger.goto(f"{server.address}{path}").status == 404  # type: ignore[union-attr]

        luo = visits(browser, server, "luo-yan", path, lang)
        luo.get_by_role("button", name=ask).click()
        expect(luo.locator("[role=alert]")).to_have_count(0)
        luo.locator("form", has=luo.get_by_role("button", name=ask)).locator("[name=reason]").fill("alone")
        clean(luo)
        luo.screenshot(path=SHOTS / f"second-ask-{lang}.png", full_page=True)
        luo.get_by_role("button", name=ask).click()
        expect(luo.locator("#live")).to_contain_text("second.asked")
        expect(luo.get_by_role("button", name=ask)).to_have_count(0)

        qin = stranger
        qin.goto(f"{server.address}/queue")
        qin.locator("tr.pick a").click()
        clean(qin)
        qin.screenshot(path=SHOTS / f"second-look-{lang}.png", full_page=True)
        qin.get_by_role("button", name=bad, exact=True).click()
        expect(qin.locator("[role=alert].refused")).to_be_visible()
        qin.get_by_role("button", name=good, exact=True).click()
        qin.wait_for_url("**/queue")
        expect(qin.locator("tr.pick")).to_have_count(0)

        luo.reload()
        expect(luo.locator("#live")).to_contain_text(found)
        luo.get_by_role("button", name="Done: accept" if lang == "en" else "通过", exact=True).click()
        expect(luo.locator("[role=alert].said")).to_be_visible()
    finally:
        server.end()
