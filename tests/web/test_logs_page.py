"""The analyst's page in a real Chromium: figures of the demo, and the log taken away."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Readers
from tests.web.test_money_pages import SIZES, clean
from tongguan.adapters import logs
from tongguan.adapters.logs.mapping import Mapping

JUNE = "from=2018-06-01&to=2018-06-30"


@pytest.mark.parametrize("size", SIZES)
def test_the_page_is_accessible_in_both_languages(reader: Readers, size: str) -> None:
    for lang in ("en", "zh"):
        somebody = reader("liu-min", lang, SIZES[size])
        clean(somebody.goto(f"/logs?{JUNE}"))
        somebody.shot(f"logs-{lang}-{size}")


@pytest.mark.parametrize(
    ("format_", "name"), [("xes", "log.xes"), ("ocel", "log.ocel.json"), ("parquet", "log.parquet")]
)
def test_what_the_page_counts_is_what_is_downloaded(
    reader: Readers, format_: str, name: str, tmp_path: Path
) -> None:
    page = reader("liu-min").goto(f"/logs?{JUNE}")
    said = page.locator("main section p", has_text="declarations ·").inner_text()
    counts = [int(each) for each in re.findall(r"\d+", said)]
    with page.expect_download() as taken:
        page.locator(f"main a[href*='format={format_}']").click()
    assert taken.value.suggested_filename == f"2018-06-01-2018-06-30-{name}"
    taken.value.save_as(tmp_path / name)
    found = list(logs.read(tmp_path / name, Mapping()))
    assert [len(found), sum(len(case.entries) for case in found)] == counts
    assert counts[0] > 100


def test_every_way_of_the_demo_is_known_to_its_model(reader: Readers) -> None:
    page = reader("liu-min").goto(f"/logs?{JUNE}")
    expect(page.locator("main")).to_contain_text("All keep to their process models.")
    expect(page.locator("main")).not_to_contain_text("log_")


def test_days_that_are_none_are_refused_in_words(reader: Readers) -> None:
    somebody = reader("liu-min")
    answer = somebody.page.request.get(f"{somebody.address}/logs?from=soon")
    assert answer.status == 400
    assert "Write dates as 2018-08-01." in answer.text()
    assert somebody.page.request.get(f"{somebody.address}/logs/file?format=doc").status == 400
