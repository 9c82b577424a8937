"""The improvement register in a real Chromium: the list, one measure with its chart and table, and its forms."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Readers
from tests.web.test_money_pages import SIZES, clean

PROCESS, MORNING, YOUNG = (f"/improvements/{day}-01-1" for day in ("20171228", "20180330", "20180824"))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("size", SIZES)
def test_list_and_measure_are_accessible_and_never_scroll_sideways(
    reader: Readers, lang: str, size: str
) -> None:
    somebody = reader("mao-qing", lang, SIZES[size])
    for name, path in (("improvements", "/improvements"), ("improvement", PROCESS)):
        clean(somebody.goto(path))
        somebody.shot(f"{name}-{lang}-{size}")


def test_the_change_of_process_shows_an_effect_with_its_interval_and_its_weeks(reader: Readers) -> None:
    page = reader("liu-min").goto("/improvements")
    page.get_by_role("link", name="进口改为并联作业").click()
    expect(page.locator("#effect")).to_contain_text("effect shown: it takes less time")
    low, high = (
        float(each) for each in re.findall(r"(-?[\d.]+) % … (-?[\d.]+) %", page.inner_text("#effect"))[0]
    )
    assert 0 < low < high
    rows = page.locator("#weeks tbody tr")
    assert page.locator("circle.week-before, circle.week-after").count() == rows.count() > 20
    counts = [int(each) for each in page.locator("#weeks td:nth-child(3)").all_text_contents()]
    sides = [int(each) for each in page.locator("#sides td:nth-child(3)").all_inner_texts()]
    assert sum(counts) == sum(sides), "the chart's table holds every declaration of both sides"
    expect(page.locator("form[action='/improvements/act']")).to_have_count(0)


def test_no_effect_is_called_so_and_no_mean_stands_alone(reader: Readers) -> None:
    somebody = reader("mao-qing")
    page = somebody.goto(MORNING)
    expect(page.locator("#effect")).to_contain_text("no effect shown: the interval holds zero")
    page = somebody.goto(YOUNG)
    expect(page.locator("#effect")).to_contain_text("no effect shown: under 20 declarations")
    expect(page.locator("#effect svg")).to_have_count(0)
    assert " mean" not in page.inner_text("#sides")


def test_a_head_records_a_meeting_takes_a_measure_and_ends_it(reader: Readers) -> None:
    page = reader("mao-qing").goto("/improvements")
    page.locator("summary", has_text="Record a meeting").click()
    page.fill("[name=present]", "mao-qing, tan-yue")
    page.locator("section", has_text="Record a meeting").last.locator("[name=text]").fill("<b>samples</b>")
    page.get_by_role("button", name="Record a meeting").click()
    expect(page.get_by_role("alert")).to_have_text("Done.")
    held = page.locator("section.meeting", has_text="<b>samples</b>")
    held.locator("summary").click()
    held.locator("[name=text]").fill("one courier a day (synthetic)")
    held.locator("[name=scope]").fill("weather=rain")
    held.get_by_role("button", name="Enter a measure").click()
    expect(page.get_by_role("alert")).to_contain_text("weather")
    held.locator("summary").click()
    held.locator("[name=text]").fill("one courier a day (synthetic)")
    held.locator("[name=scope]").fill("direction=import，channel=inspected")
    held.get_by_role("button", name="Enter a measure").click()
    expect(page.get_by_role("alert")).to_have_text("Done.")
    expect(held).to_contain_text("20.0 %")
    page.get_by_role("link", name="one courier a day").click()
    expect(page.locator("#effect")).to_contain_text("it has not begun")
    page.locator("summary", has_text="End the measure").click()
    page.fill("[name=day]", "2018-10-01")
    page.locator("main [name=text]").fill("no more samples (synthetic)")
    page.get_by_role("button", name="End the measure").click()
    expect(page.locator("main")).to_contain_text("Ended 2018-10-01 no more samples")
