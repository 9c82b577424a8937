"""The portal in a real Chromium: enterprises see their own papers in outward words, and nothing else."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web import records
from tests.web.conftest import Readers
from tests.web.test_money_pages import SIZES, clean
from tests.web.visitor import Visitor, said

As = Callable[[str], Visitor]
OWN, OTHER = "4303960001", "4303960002"
PAGES = ("/portal/inbox", "/portal/daily", "/portal/guarantees", "/portal/brokers", "/portal/guarantees/SYN-G-003")  # fmt: skip


def numbers(text: str) -> list[str]:
    """Declarations that a page of the portal links to."""
    return re.findall(r'href="/portal/declarations/(\w+)"', text)


def name_of(path: str) -> str:
    return re.sub("[^a-z0-9]+", "-", path.lower()).strip("-")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_page_of_the_portal_is_accessible_and_never_scrolls_sideways(
    reader: Readers, lang: str, size: str
) -> None:
    broker = reader("broker", lang, SIZES[size])
    for path in PAGES:
        clean(broker.goto(path))
        broker.shot(f"{name_of(path)}-{lang}-{size}")
    for path in ("/portal?stage=open", "/portal/ledgers"):
        page = broker.goto(path)
        page.locator("tbody a").first.click()
        for summary in page.locator("main summary").all():
            summary.click()
        clean(page)
        broker.shot(f"{name_of(path)}-one-{lang}-{size}")


def test_a_declaration_is_read_in_outward_words(visitor: As) -> None:
    broker = visitor("broker")
    officers = r"liu-min|peng-jie|tan-yue|zhou-wei|he-lan|xiao-han|deng-fang|mao-qing"
    for number in numbers(broker.get("/portal?stage=open")[1]):
        status, text = broker.get(f"/portal/declarations/{number}")
        assert status == 200
        assert re.findall(rf"{officers}|control\.\w|silent|/queue|\"/declarations/", text) == []


def test_the_list_is_narrowed_by_client_stage_and_number_and_turned_page_by_page(visitor: As) -> None:
    broker = visitor("broker")
    first = numbers(broker.get(f"/portal?client={OWN}")[1])
    older = re.findall(r'rel="next" href="([^"]+)"', broker.get(f"/portal?client={OWN}")[1])
    rest = numbers(broker.get(older[0].replace("&amp;", "&"))[1])
    assert first == sorted(first, reverse=True)
    assert max(rest) < min(first)
    assert numbers(broker.get(f"/portal?q={first[3]}")[1]) == [first[3]]
    waiting = numbers(broker.get(f"/portal?stage=open&client={OWN}")[1])
    assert set(waiting) < set(numbers(broker.get("/portal?stage=open")[1]))
    assert broker.get("/portal?q=%00&client=%00&before=%00")[0] == 200


def test_a_trader_sees_its_own_and_reads_nothing_of_another_at_any_address(
    visitor: As, tmp_path: Path
) -> None:
    records.set_up(tmp_path)
    from tongguan.web.portal.urls import urls

    broker, trader = visitor("broker"), visitor("trader")
    own = numbers(broker.get(f"/portal?client={OWN}")[1])[0]
    assert trader.get(f"/portal/declarations/{own}")[0] == 200
    other = numbers(broker.get(f"/portal?client={OTHER}")[1])[0]
    ledger = re.findall(r"/portal/ledgers/ledger/(\w+)", broker.get("/portal/ledgers")[1])[0]
    name = re.findall(rf'value="{OTHER}" >([^<]+)', broker.get("/portal")[1])[0]
    secrets = [other, ledger, name, OTHER, "SYN-G-002"]
    parts = {"declarations": other, "guarantees": "SYN-G-002", "ledgers": ledger, "questions": f"{other}-3"}
    for pattern in urls:
        kind = str(pattern.pattern).split("/")[1] if "/" in str(pattern.pattern) else ""
        path = re.sub(r"<str:kind>", "ledger", f"/{pattern.pattern}")
        path = re.sub(r"<\w+:\w+>", parts.get(kind, "x"), path)
        status, text = trader.get(f"{path}?client={OTHER}&q={other}")
        told = [secret for secret in secrets if secret in text.replace(f"client={OTHER}&amp;q={other}", "")]
        allowed = {OTHER, other} if status == 200 else {OTHER, other, ledger, "SYN-G-002"}
        assert set(told) <= allowed, (path, told)
        assert numbers(text).count(other) == 0
        assert status == (200 if "<" not in str(pattern.pattern) else 404) or status == 405, path
        assert name not in text


def test_a_broker_whose_authority_its_client_ended_sees_no_more_of_it(visitor: As) -> None:
    broker, trader = visitor("broker"), visitor("trader")
    number = numbers(broker.get(f"/portal?client={OWN}")[1])[0]
    ledgers = re.findall(
        r"/portal/ledgers/ledger/\w+", broker.get(f"/portal/ledgers?client={OWN}&ended=1")[1]
    )
    asked = [f"/portal/declarations/{number}", "/portal/guarantees/SYN-G-001", *ledgers[:1]]
    assert [broker.get(path)[0] for path in asked] == [200] * len(asked)
    refused = trader.post("/portal/brokers", verb="end", broker="4303980001")[1]
    assert "reason" in said(refused).lower()
    ended = trader.post("/portal/brokers", verb="end", broker="4303980001", reason="a test (synthetic)")[1]
    assert said(ended) == "Done."
    assert [broker.get(path)[0] for path in asked] == [404] * len(asked)
    for path in (
        f"/portal?q={number}",
        f"/portal?client={OWN}",
        "/portal/daily",
        "/portal/inbox",
        "/portal/guarantees",
    ):
        text = broker.get(path)[1]
        assert number not in numbers(text), path
        assert "SYN-G-001" not in text, path
    given = trader.post("/portal/brokers", verb="grant", broker="4303980001", valid_from="2017-01-01")[1]
    assert said(given) == "Done."
    assert [broker.get(path)[0] for path in asked] == [200] * len(asked)


def test_the_inbox_gathers_what_waits_across_all_clients_and_keeps_what_each_account_read(
    reader: Readers, visitor: As
) -> None:
    page = reader("broker").goto("/portal/inbox")
    for heading in (
        "Payments to make",
        "Inspections and bookings",
        "Guarantees that end soon",
        "Notices",
        "Refused messages",
    ):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    clients = set(page.locator("select[name=client] option").all_inner_texts())
    assert len(clients) > 4
    before = page.locator("article .chip.ready").count()
    page.locator("#inbox_ends article").first.get_by_role("button", name="Mark as read").click()
    expect(page.locator("article .chip.ready")).to_have_count(before - 1)
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.locator("article .chip.ready")).to_have_count(0)
    assert "There is nothing." in visitor("broker").get("/portal/inbox?unread=1")[1]
    assert " unread</span></h1>" in visitor("trader").get("/portal/inbox")[1]
    page.locator("#inbox_ends article").first.get_by_role("button", name="Mark as unread").click()
    expect(page.locator("article .chip.ready")).to_have_count(1)


def test_a_trader_objects_to_a_use_of_its_e_ledger(visitor: As) -> None:
    trader = visitor("trader")
    paths = re.findall(r"/portal/ledgers/ledger/\w+", trader.get("/portal/ledgers?ended=1")[1])
    path, number = next(
        (each, found[0])
        for each in paths
        if (found := re.findall(r'name="number" value="(\w+)"', trader.get(each)[1]))
    )
    assert "reason" in said(trader.post(path, number=number, text="")[1])
    assert said(trader.post(path, number=number, text="we know nothing of it (synthetic)")[1]) == "Done."
    assert "we know nothing of it" in trader.get(path)[1]
    assert "we know nothing of it" not in visitor("broker").get(path)[1], (
        "it is between the holder and the office"
    )


@pytest.mark.parametrize("path", ["/queue", "/declarations?q=4907", "/guarantees", "/zone", "/coordination"])
def test_an_enterprise_sees_no_page_of_officers_and_no_officer_the_portal(visitor: As, path: str) -> None:
    assert visitor("trader").get(path)[0] == 403
    assert visitor("deng-fang").get("/portal")[0] == 403
    trader = visitor("trader")
    assert (trader.get("/")[0], trader.landed) == (200, "/portal")


def test_only_declarations_that_may_still_be_read_are_offered_to_be_copied(visitor: As) -> None:
    broker = visitor("broker")
    offered = re.findall(r'<option value="(\w{18})"', broker.get("/portal/new")[1])
    assert offered
    for number in offered:
        assert broker.get(f"/portal/declarations/{number}")[0] == 200, "its client ended the authority"
