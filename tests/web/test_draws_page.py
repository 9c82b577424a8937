"""Draws for everybody: a page and a call without sign-in or token, by which a trader computes his own draw again."""

import json
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Readers
from tests.web.test_money_pages import SIZES, clean
from tests.web.visitor import Visitor


def run(page: Page, place: str) -> str:
    """What a command of the page prints."""
    command = page.locator(place).inner_text()
    program = command.removeprefix('python3 -c "').removesuffix('"')
    return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.strip()  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
def test_the_page_is_accessible_in_both_languages_and_never_scrolls_sideways(
    reader: Readers, size: str
) -> None:
    for lang in ("en", "zh"):
        somebody = reader("trader", lang, SIZES[size])
        page = somebody.goto("/portal")
        page.locator("footer a").click()
        expect(page.locator("#days tbody tr").first).to_be_visible()
        clean(page)
        somebody.shot(f"draws-{lang}-{size}")


def test_the_commands_of_the_example_print_what_the_page_says(reader: Readers) -> None:
    page = reader("trader").goto("/draws")
    assert run(page, "#draw") == page.locator("#drawn").inner_text()
    assert run(page, "#seal") == page.locator("p > code.hex").inner_text()


def test_somebody_who_never_signs_in_finds_it_from_the_door_and_reads_the_same_by_the_interface(
    served: str,
) -> None:
    nobody = Visitor(served)
    assert 'href="/draws"' in nobody.get("/sign-in")[1]
    status, text = nobody.get("/api/v1/draws")
    told = json.loads(text)
    days = [each["day"] for each in told["draws"]]
    assert (status, days) == (200, sorted(days, reverse=True))
    assert {each["state"] for each in told["draws"]} >= {"sealed", "published"}
    page = nobody.get("/draws")[1]
    for each in told["draws"]:
        assert each["digest"] in page
        assert each["secret"] in page
    older = json.loads(nobody.get(f"/api/v1/draws?before={told['next']}")[1])
    assert older["draws"][0]["day"] < told["next"]


def test_a_day_that_is_none_is_a_problem_that_names_its_field(served: str) -> None:
    status, text = Visitor(served).get("/api/v1/draws?before=yesterday")
    assert (status, json.loads(text)["field"]) == (400, "before")


def test_officers_see_the_whole_digest_and_the_secret_once_it_is_published(
    reader: Readers, served: str
) -> None:
    told = json.loads(Visitor(served).get("/api/v1/draws")[1])["draws"]
    page = reader("mao-qing").goto("/selection")
    expect(page.locator("main")).to_contain_text(told[0]["digest"])
    assert page.get_by_text("Secret: ").count() > 0
