"""People and posts in a real Chromium, in both languages, wide and on a telephone."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Readers
from tests.web.test_money_pages import SIZES, clean

PAGES = ("/people", "/people/roster", "/people/me", "/people/courses/SYN-C-01", "/posts", "/posts/display")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_page_of_people_is_accessible_in_both_languages_and_never_scrolls_sideways(
    reader: Readers, lang: str, size: str
) -> None:
    somebody = reader("mao-qing", lang, SIZES[size])
    for path in PAGES:
        page = somebody.goto(path)
        for each in page.locator("main summary").all():
            each.click()
        if (lang, size) in (("en", "wide"), ("zh", "telephone")):
            clean(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0
        assert not re.search(r"\b[a-z]+_[a-z_]+\b", page.locator("main").inner_text()), "a key without words"
        somebody.shot(f"{path.strip('/').replace('/', '-').lower()}-{lang}-{size}")


def test_the_matrix_shows_who_lacks_what_and_the_gaps_follow(reader: Readers) -> None:
    page = reader("liu-min").goto("/people")
    matrix = page.locator("section", has=page.get_by_role("heading", name="Competence matrix"))
    expect(matrix.locator("tr", has_text="ZHOU Wei")).to_contain_text("cross-qualified")
    expect(matrix.locator("tr", has_text="HE Lan")).to_contain_text("ends soon")
    expect(matrix.locator("tr", has_text="OUYANG Bo")).to_contain_text("expired")
    gaps = page.locator("section", has=page.get_by_role("heading", name="Gaps"))
    expect(gaps.locator("tr", has_text="joint inspection")).to_contain_text("1")
    expect(page.locator("main form")).to_have_count(0), "an officer records nothing"


def test_mao_adds_a_course_teaches_it_and_marks_it_and_the_matrix_follows(reader: Readers) -> None:
    page = reader("mao-qing").goto("/people")
    page.locator("summary", has_text="Add a course").click()
    form = page.locator("form[action='/people/courses']")
    form.locator("[name=id]").fill("T-1")
    form.locator("[name=subject]").select_option("quarantine_inspection")
    form.locator("[name=zh]").fill("补课（测试）")
    form.get_by_role("button").click()
    expect(page.locator("[role=alert].said")).to_have_text("Recorded.")
    page.get_by_role("link", name="补课（测试）").click()
    page.locator("main summary").click()
    lecture = page.locator("form[action$='/lectures']")
    lecture.locator("[name=day]").fill("2018-08-30")
    lecture.locator("[name=zh]").fill("一讲")
    lecture.get_by_role("button").click()
    expect(page.locator("[role=alert].said")).to_be_visible()
    row = page.locator("tr", has_text="HE Lan")
    row.get_by_role("checkbox").check()
    row.get_by_role("textbox").fill("77.5")
    row.get_by_role("button").click()
    expect(page.locator("tr", has_text="HE Lan")).to_contain_text("passed")
    page.goto(page.url.partition("/people")[0] + "/people")
    expect(page.locator("table.matrix tr", has_text="HE Lan")).to_contain_text("2020-08-30")
    work = page.locator("section", has=page.get_by_role("heading", name="Who may be given work now"))
    expect(work.locator("tr", has_text="joint inspection")).not_to_contain_text("without")


def test_the_hall_shows_a_posts_time_beside_the_offices_and_names_no_single_officers(reader: Readers) -> None:
    page = reader("fan-xin").goto("/posts/display")
    party = page.locator("section", has_text="Pioneer Party Post")
    expect(party.locator(".figure")).to_have_count(2)
    expect(party).to_contain_text("DENG Fang")
    expect(page.locator("section", has_text="Excellent Communist").locator(".figure")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("directly standardised")
    expect(page.locator("nav")).to_have_count(0)
