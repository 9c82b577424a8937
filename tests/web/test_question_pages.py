"""Questions in a real Chromium: an officer asks, the declarant answers, the answer is on the officer's page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.web.conftest import SHOTS
from tests.web.day import Day, clean, visits
from tests.web.test_watching import Server

ASK = {"en": "Ask the declarant", "zh": "询问申报人"}
ANSWER = {"en": "Answer", "zh": "答复"}
LINES = {"en": "Goods lines", "zh": "商品项号"}
WORDING = {"en": "Provide evidence of origin", "zh": "请提供原产地证据文件"}
WAITS = {"en": "waits for the answer", "zh": "待答复"}
ANSWERED = {"en": "answered", "zh": "已答复"}
NO_MORE = {"en": "No answer is needed any more.", "zh": "该询问无需再答复。"}
HALF = {"en": "Document 1 needs both", "zh": "第 1 行单证须同时填写"}


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, list[str]]]:
    made = Day(tmp_path_factory.mktemp("questions"))
    numbers = made.reviews(2)
    server = made.serve()
    yield server, numbers
    server.end()


@pytest.mark.parametrize(("lang", "place", "width"), [("en", 0, 1280), ("zh", 1, 360)])
def test_liu_asks_the_broker_answers_with_a_paper_and_liu_reads_it_where_he_asked(
    browser: Browser, day: tuple[Server, list[str]], lang: str, place: int, width: int
) -> None:
    server, number = day[0], day[1][place]
    liu = visits(browser, server, "liu-min", f"/declarations/{number}", lang, width)
    liu.locator(".ask summary").click()
    liu.locator(".ask").get_by_label(LINES[lang]).fill("2")
    liu.locator(".ask select").select_option("origin")
    clean(liu)
    liu.locator(".ask button").click()
    expect(liu.locator("#questions")).to_contain_text(WORDING[lang])
    expect(liu.locator("#questions")).to_contain_text(WAITS[lang])

    version = liu.locator("input[name=version]").first.get_attribute("value")
    path = f"/portal/questions/{number}-{version}"
    broker = visits(browser, server, "broker", path, lang, width)
    expect(broker.locator("main")).to_contain_text(WORDING[lang])
    expect(broker.locator("main")).not_to_contain_text("liu-min")
    clean(broker)
    broker.locator("textarea").fill("Made in Bremen 不来梅")
    broker.locator("select[name=code]").first.select_option("00000009")
    broker.get_by_role("button", name=ANSWER[lang], exact=True).click()
    expect(broker.locator("[role=alert]")).to_contain_text(HALF[lang])
    expect(broker.locator("textarea")).to_have_value("Made in Bremen 不来梅")
    broker.locator("input[name=number]").first.fill("SYN-CO-7")
    SHOTS.mkdir(exist_ok=True)
    broker.screenshot(path=SHOTS / f"question-{lang}.png", full_page=True)
    broker.get_by_role("button", name=ANSWER[lang], exact=True).click()
    expect(broker.locator("main")).to_contain_text(ANSWERED[lang])
    broker.goto(broker.url)
    expect(broker.locator("main")).to_contain_text(NO_MORE[lang])

    liu.goto(liu.url)
    for words in ("Made in Bremen 不来梅", "SYN-CO-7", ANSWERED[lang]):
        expect(liu.locator("#questions")).to_contain_text(words)
    clean(liu)
    liu.screenshot(path=SHOTS / f"question-answered-{lang}.png", full_page=True)


def test_of_a_question_nobody_else_learns_that_it_is_there(
    browser: Browser, day: tuple[Server, list[str]]
) -> None:
    server, numbers = day
    broker = visits(browser, server, "broker", "/password", "en")
    for none in (f"{numbers[0]}-1", f"{numbers[0]}-x", numbers[0], "4907NONE-3"):
        answer = broker.goto(f"{server.address}/portal/questions/{none}")
        assert answer is not None
        assert answer.status == 404
    liu = visits(browser, server, "liu-min", "/queue", "en")
    answer = liu.goto(f"{server.address}/portal/questions/{numbers[0]}-5")
    assert answer is not None
    assert answer.status == 403
