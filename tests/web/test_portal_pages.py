"""The portal in a real Chromium: enterprises see their own papers in outward words, and nothing else."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Readers
from tests.web.test_money_pages import SIZES, clean
from tests.web.visitor import Visitor

As = Callable[[str], Visitor]


def numbers(text: str) -> list[str]:
    """Declarations that a page of the portal links to."""
    return re.findall(r'href="/portal/declarations/(\w+)"', text)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/portal", "/portal?stage=open", "/portal/daily"])
def test_every_page_of_the_portal_is_accessible_in_both_languages_and_never_scrolls_sideways(
    reader: Readers, path: str, size: str
) -> None:
    for lang in ("en", "zh"):
        somebody = reader("broker", lang, SIZES[size])
        clean(somebody.goto(path))
        somebody.shot(f"{re.sub('[^a-z0-9]+', '-', path).strip('-')}-{lang}-{size}")


@pytest.mark.parametrize("size", SIZES)
def test_a_declaration_is_read_in_outward_words(reader: Readers, size: str) -> None:
    for lang in ("en", "zh"):
        broker = reader("broker", lang, SIZES[size])
        page = broker.goto("/portal?stage=open")
        page.locator("tbody a").first.click()
        expect(page.locator("#standing")).to_be_visible()
        clean(page)
        broker.shot(f"portal-declaration-{lang}-{size}")
        said = page.locator("main").inner_text()
        assert not re.search(r"liu-min|tan-yue|zhou-wei|xiao-han|control\.|selection", said)


def test_the_list_is_narrowed_by_client_stage_and_number_and_turned_page_by_page(visitor: As) -> None:
    broker = visitor("broker")
    first = numbers(broker.get("/portal?client=4303960001")[1])
    older = re.findall(r'rel="next" href="([^"]+)"', broker.get("/portal?client=4303960001")[1])
    rest = numbers(broker.get(older[0].replace("&amp;", "&"))[1])
    assert first == sorted(first, reverse=True)
    assert max(rest) < min(first)
    assert numbers(broker.get(f"/portal?q={first[3]}")[1]) == [first[3]]
    waiting = numbers(broker.get("/portal?stage=open&client=4303960001")[1])
    assert set(waiting) < set(numbers(broker.get("/portal?stage=open")[1]))
    assert broker.get("/portal?q=%00&client=%00&before=%00")[0] == 200


def test_a_trader_sees_its_own_goods_and_nothing_of_another(visitor: As) -> None:
    broker, trader = visitor("broker"), visitor("trader")
    own = numbers(broker.get("/portal?client=4303960001")[1])[0]
    other = numbers(broker.get("/portal?client=4303960002")[1])[0]
    assert trader.get(f"/portal/declarations/{own}")[0] == 200
    assert trader.get(f"/portal/declarations/{other}")[0] == 404
    assert numbers(trader.get(f"/portal?q={other}")[1]) == []
    assert trader.get("/portal?client=4303960002")[1].count(other) == 0


@pytest.mark.parametrize("path", ["/queue", "/declarations?q=4907", "/guarantees", "/zone", "/coordination"])
def test_an_enterprise_sees_no_page_of_officers_and_no_officer_the_portal(visitor: As, path: str) -> None:
    assert visitor("trader").get(path)[0] == 403
    assert visitor("deng-fang").get("/portal")[0] == 403
    trader = visitor("trader")
    assert (trader.get("/")[0], trader.landed) == (200, "/portal")
