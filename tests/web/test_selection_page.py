"""Selection rules, rehearsal and the centres' instructions in a real Chromium, and the interface they come by."""

import json
import subprocess
import urllib.error
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.conftest import TONGGUAN, Readers
from tests.web.test_money_pages import SIZES, clean

RULE = 'id = "x"\n[[rule]]\nid = "TEA"\nzh = "茶叶"\nen = "tea"\nword = "inspect"\nvalid_from = 2018-09-01\ncommodity = ["0902"]\n'


def instruct(served: str, database: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """What the machine interface answers the centre."""
    token = subprocess.run(
        [TONGGUAN, "token", "centre", "--db", database], check=True, capture_output=True, text=True
    ).stdout.split()[-1]
    request = urllib.request.Request(f"{served}/api/v1/instructions", json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    request.add_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


@pytest.mark.parametrize("size", SIZES)
def test_the_page_is_accessible_in_both_languages_and_never_scrolls_sideways(
    reader: Readers, size: str
) -> None:
    for lang in ("en", "zh"):
        somebody = reader("mao-qing", lang, SIZES[size])
        page = somebody.goto("/selection")
        expect(page.locator("main")).to_contain_text("SYN-BEEF")
        clean(page)
        somebody.shot(f"selection-{lang}-{size}")


def test_the_page_shows_the_last_audit_and_the_last_test_for_steering(reader: Readers, database: str) -> None:
    page = reader("mao-qing").goto("/selection")
    expect(page.locator("#audited")).to_contain_text("There was none")
    said = {}
    for verb in ("audit", "steering"):
        asked = [TONGGUAN, "draw", verb, "--json", "--db", database]
        said[verb] = json.loads(subprocess.run(asked, capture_output=True, text=True).stdout)
    page.reload()
    told = page.locator("#audited")
    expect(told).to_contain_text(f"{len(said['audit']['differences'])} differ")
    expect(told).to_contain_text(f"{said['audit']['officers']} draws of officers")
    expect(told).to_contain_text(f"{said['steering']['visits']} visits, {said['steering']['moved']} moved")
    expect(told).to_contain_text("nothing stands out")


def test_a_rule_is_rehearsed_before_it_goes_live(reader: Readers) -> None:
    mao = reader("mao-qing")
    page = mao.goto("/selection")
    page.fill("[name=rules]", RULE)
    page.fill("[name=since]", "2018-07-01")
    page.fill("[name=until]", "2018-08-31")
    page.get_by_role("button", name="Rehearse").click()
    cells = page.locator("#rehearsed tbody tr").first.locator("td")
    fitting = int(cells.nth(2).inner_text().split("/")[0])
    assert fitting > 0
    assert int(cells.nth(3).inner_text()) == fitting, "every tea is selected"
    assert float(cells.nth(5).inner_text()) > 0
    mao.shot("selection-rehearsed")
    cells.nth(6).locator("a").first.click()
    expect(page.locator("#needs")).to_contain_text("quarantine of animals, plants and their products on exit")
    page.goto(f"{mao.address}/selection")
    page.fill("[name=rules]", RULE.replace("inspect", "dance"))
    page.get_by_role("button", name="Rehearse").click()
    expect(page.locator("[role=alert].refused")).to_contain_text("rule TEA: dance")
    expect(page.locator("[name=rules]")).to_have_value(RULE.replace("inspect", "dance"))


def test_a_rehearsal_names_fifty_says_how_many_more_and_gives_all_in_a_file(reader: Readers) -> None:
    mao = reader("mao-qing")
    page = mao.goto("/selection")
    page.fill("[name=rules]", RULE.replace('commodity = ["0902"]\n', ""))
    page.fill("[name=since]", "2018-01-01")
    page.fill("[name=until]", "2018-08-31")
    page.get_by_role("button", name="Rehearse").click()
    cells = page.locator("#rehearsed tbody tr").first.locator("td")
    selected = int(cells.nth(3).inner_text())
    assert cells.nth(6).locator("a").count() == 50
    expect(cells.nth(6)).to_contain_text(f"and {selected - 50} more")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all").click()
    rows = [
        line for line in download.value.path().read_text("utf-8-sig").splitlines() if line.startswith("TEA,")
    ]
    assert len(rows) == selected


def test_a_centre_instructs_by_the_interface_and_the_office_answers_on_the_page(
    reader: Readers, served: str, database: str
) -> None:
    page = reader("mao-qing").goto("/queue?all")
    number = page.locator("tbody a.mono").last.inner_text()
    wanted = {"id": "W-1", "number": number, "word": "review", "reason": "profile 7"}
    status, said = instruct(served, database, wanted)
    assert (status, said.get("state")) == (201, "open"), said
    assert instruct(served, database, wanted)[0] == 200
    assert instruct(served, database, {**wanted, "word": "inspect"})[0] == 409
    assert instruct(served, database, {**wanted, "id": "W-2", "number": "4907NOSUCHNUMBER00"})[0] == 404
    assert instruct(served, database, {"id": "W-3"})[0] == 400
    page.goto(f"{served}/selection")
    row = page.locator("article", has_text="centre-W-1")
    expect(row).to_contain_text("profile 7")
    row.locator("[name=reason]").fill("was read yesterday")
    row.get_by_role("button", name="Answer").click()
    expect(page.locator("[role=alert].said")).to_contain_text("Answered")
    expect(page.locator("article", has_text="centre-W-1")).to_contain_text("was read yesterday")


def test_a_stranger_sees_nothing_of_selection(reader: Readers) -> None:
    somebody = reader()
    somebody.context.clear_cookies()
    assert "/sign-in" in somebody.context.request.get(f"{somebody.address}/selection").url
