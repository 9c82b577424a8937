"""The portal's form in a real Chromium: written by keyboard and mouse, judged while typing, lodged like every message."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import build, cast
from tests.adapters.test_attachment import PDF, PNG
from tests.web.conftest import Reader, Readers
from tests.web.test_money_pages import SIZES, clean
from tests.web.visitor import Visitor, said
from tongguan.adapters import entry_form
from tongguan.facts.clock import local_date
from tongguan.rules.book import RuleBook
from tongguan.rules.entry import ITEMS

As = Callable[[str], Visitor]
FORM = RuleBook.shipped().entry_form(local_date(cast.AUGUST))
LINES = "8708999990\t汽车零件\t示例|示例\t100\t035\t100\t035\t\t\t3.125\t312.50\tUSD\tDEU\tCHN\t43039\t1"
DRAFTS = "**/portal/drafts/*"
WORDS = {
    "en": {"office": "shaoshan", "missing": "to fill in", "lodged": "Lodged", "waits": "duty paid or secured", "mend": "to mend first"},
    "zh": {"office": "韶山", "missing": "待填", "lodged": "已申报", "waits": "缴税或担保", "mend": "会导致退单"},
}  # fmt: skip


def texts(document: str) -> dict[str, str]:
    """The header of an import of car parts, as somebody types it."""
    content = build.declaration(transport_document=document, gross_weight=220, net_weight=200)
    typed = entry_form.texts_of(content, FORM.fields)
    return {path: text for path, text in typed.items() if not path.startswith(ITEMS) and path != "office"}


def box(page: Page, path: str) -> str:
    return f"#f-{re.sub('[^a-z0-9]+', '-', path).strip('-')}"


def begin(somebody: Reader, direction: str = "import") -> Page:
    page = somebody.goto("/portal/new")
    page.locator(f"button[value={direction}]").click()
    expect(page.locator("#entry")).to_be_visible()
    return page


def settled(page: Page, path: str, value: str) -> None:
    """Type into a field and wait until the server has judged and kept it."""
    with page.expect_response(DRAFTS):
        page.fill(box(page, path), value)


@pytest.mark.parametrize(("lang", "size"), [("en", "wide"), ("zh", "telephone")])
def test_a_declarant_writes_an_import_sees_duty_appear_and_lodges_it(
    reader: Readers, lang: str, size: str
) -> None:
    words = WORDS[lang]
    broker = reader("broker", lang, SIZES[size])
    page = begin(broker)
    clean(page)
    broker.shot(f"entry-begun-{lang}-{size}")

    page.locator(box(page, "office")).press_sequentially(words["office"])
    expect(page.locator("#codes [data-code='4907']")).to_be_visible()
    clean(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(box(page, "office"))).to_have_value("4907")
    expect(page.locator("#codes")).to_be_hidden()
    page.locator(box(page, "port")).press_sequentially("4907")
    page.locator("#codes [data-code='4907']").click()
    typed = texts(f"SYN-{lang}-1")
    for path, text in typed.items():
        page.fill(box(page, path), text)
    page.fill("[name=cells]", f"{LINES}\n{LINES}\tand too much\n")
    page.locator("#lines form:has(textarea) button").click()
    expect(page.locator("#lines [role=alert]")).to_contain_text("17")
    expect(page.locator("#part-items fieldset")).to_have_count(1)
    page.fill("[name=cells]", f"{LINES}\n{LINES}\n")
    page.locator("#lines form:has(textarea) button").click()
    expect(page.locator("#part-items fieldset")).to_have_count(2)
    expect(page.locator("#tally-due")).to_have_text("960.20")

    settled(page, "items[2].total", "about 300")
    wrong = page.locator(".box.wrong", has=page.locator(box(page, "items[2].total")))
    expect(wrong).to_contain_text("F03")
    expect(page.locator("#tally-due")).to_have_text("—")
    page.locator(".tally button[value=lodge]").click()
    expect(page.locator("#said")).to_contain_text(words["mend"])
    broker.shot(f"entry-wrong-{lang}-{size}")
    settled(page, "items[2].total", "312.50")
    expect(wrong).to_have_count(0)
    expect(page.locator("#tally-due")).to_have_text("960.20")
    clean(page)
    broker.shot(f"entry-ready-{lang}-{size}")

    page.locator("#papers input[type=file]").set_input_files({"name": "invoice.pdf", "mimeType": "application/pdf", "buffer": b"MZ no invoice"})  # fmt: skip
    page.locator("#papers button").last.click()
    expect(page.locator("#papers [role=alert]")).to_contain_text("PDF")
    page.locator("#papers input[type=file]").set_input_files({"name": "invoice.pdf", "mimeType": "text/plain", "buffer": PDF})  # fmt: skip
    page.locator("#papers button").last.click()
    expect(page.locator("#papers .paper a")).to_have_text("invoice.pdf")

    page.locator(".tally button[value=lodge]").click()
    expect(page.locator("h1")).to_contain_text(words["lodged"])
    number = page.locator("#lodged a").first.inner_text()
    assert re.fullmatch(r"[0-9A-Z]{18}", number)
    expect(page.locator("#lodged .blocks")).to_contain_text(words["waits"])
    clean(page)
    broker.shot(f"entry-lodged-{lang}-{size}")

    answer = page.request.get(f"{broker.address}/portal/declarations/{number}/attachments/1")
    assert answer.body() == PDF
    officer = reader("liu-min", lang)
    shown = officer.goto(f"/declarations/{number}").locator("#attachments a")
    expect(shown).to_have_text("invoice.pdf")
    assert officer.page.request.get(f"{broker.address}{shown.get_attribute('href')}").body() == PDF


def test_what_the_goods_need_appears_while_the_code_is_typed_and_goes_again(reader: Readers) -> None:
    page = begin(reader("broker"))
    expect(page.locator(box(page, "items[1].ciq_use"))).to_have_count(0)
    settled(page, "items[1].commodity", "0902100000")
    expect(page.locator(box(page, "items[1].ciq_use"))).to_be_visible()
    expect(page.locator(box(page, "acceptance_authority"))).to_be_visible()
    settled(page, "items[1].commodity", "8708999990")
    expect(page.locator(box(page, "items[1].ciq_use"))).to_have_count(0)
    page.select_option("#also-transport", "voyage")
    page.fill(box(page, "voyage"), "V-17")
    page.locator("button[value='add:containers']").click()
    expect(page.locator(box(page, "containers[1].container"))).to_be_visible()
    expect(page.locator(box(page, "voyage"))).to_have_value("V-17")
    page.locator("button[value='remove:containers[1]']").click()
    expect(page.locator(box(page, "containers[1].container"))).to_have_count(0)


def test_typing_on_is_not_undone_by_an_answer_to_what_was_typed_before(reader: Readers) -> None:
    page = begin(reader("broker"))
    with page.expect_response(DRAFTS):
        with page.expect_request(DRAFTS):
            page.fill(box(page, "contract_no"), "SYN-1")
        page.locator(box(page, "contract_no")).press_sequentially("23")
    expect(page.locator(box(page, "contract_no"))).to_have_value("SYN-123")


def test_what_was_typed_last_is_kept_by_whatever_leaves_the_page(reader: Readers) -> None:
    broker = reader("broker")
    page = begin(broker)
    address = page.url.removeprefix(broker.address).partition("#")[0]
    contract, remarks = box(page, "contract_no"), box(page, "transport_document")
    page.fill(contract, "SYN-1")
    page.fill("[name=cells]", f"{LINES}\n")
    page.locator("#lines form:has(textarea) button").click()
    expect(page.locator("#part-items fieldset .box input").first).not_to_have_value("")
    expect(page.locator(contract)).to_have_value("SYN-1")

    page.fill(contract, "SYN-2")
    page.locator("a[href^='/language']").click()
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^zh"))
    expect(page.locator(contract)).to_have_value("SYN-2")
    settled(page, "transport_document", "SYN-B1")
    expect(page.locator("#stale")).to_have_count(0)

    page.route(DRAFTS, lambda route: (page.wait_for_timeout(700), route.continue_()))
    with page.expect_request(DRAFTS):
        page.fill(contract, "SYN-3")
    page.fill(remarks, "SYN-B2")
    page.locator("header nav a[href='/portal/inbox']").click()
    expect(page.locator("#entry")).to_have_count(0)
    page.unroute(DRAFTS)
    page = broker.goto(address)
    expect(page.locator(contract)).to_have_value("SYN-3")
    expect(page.locator(remarks)).to_have_value("SYN-B2")


def test_a_draft_outlives_its_browser_and_an_older_tab_is_told(reader: Readers) -> None:
    first = reader("broker")
    page = begin(first)
    settled(page, "contract_no", "SYN-TABS")
    address = page.url.removeprefix(first.address).partition("#")[0]
    second = reader("broker")
    other = second.goto(address)
    expect(other.locator(box(other, "contract_no"))).to_have_value("SYN-TABS")
    settled(other, "contract_no", "SYN-OTHER")
    settled(page, "contract_no", "SYN-MINE")
    expect(page.locator("#stale")).to_be_visible()
    clean(page)
    first.shot("entry-stale")
    expect(first.goto(address).locator(box(page, "contract_no"))).to_have_value("SYN-OTHER")
    settled(other, "contract_no", "SYN-AGAIN")
    page.fill(box(page, "contract_no"), "SYN-MINE")
    expect(page.locator("#stale")).to_be_visible()
    page.locator("#stale button").click()
    expect(page.locator("#stale")).to_have_count(0)
    expect(second.goto(address).locator(box(other, "contract_no"))).to_have_value("SYN-MINE")


@pytest.mark.parametrize("size", SIZES)
def test_an_earlier_declaration_is_copied(reader: Readers, size: str) -> None:
    for lang in ("en", "zh"):
        broker = reader("broker", lang, SIZES[size])
        page = broker.goto("/portal/new")
        clean(page)
        broker.shot(f"entry-new-{lang}-{size}")
        number = page.locator("#earlier option").first.get_attribute("value") or ""
        page.fill("[name=number]", number)
        page.locator("form:has([name=number]) button").click()
        expect(page.locator(box(page, "agent.customs_code"))).to_have_value("4303980001")
        assert page.locator("#part-items fieldset").count() > 0
        page.locator("button[value=discard]").click()
        expect(page.locator("h1")).to_be_visible()


def test_a_draft_is_its_accounts_alone(visitor: As) -> None:
    broker, trader = visitor("broker"), visitor("trader")
    broker.post("/portal/new", direction="export")
    draft = broker.landed.partition("#")[0]
    assert draft.startswith("/portal/drafts/P")
    for path in (draft, f"{draft}/papers/1"):
        assert trader.get(path)[0] == 404
        assert visitor("liu-min").get(path)[0] == 403
    assert trader.post(draft, do="discard")[0] == 404
    assert broker.get(draft)[0] == 200
    assert trader.post("/portal/new", number="no such number")[0] == 200


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"do": "lodge"},
        {"do": "add:items"},
        {"do": "add:no_such_rows"},
        {"do": "remove:items[7]"},
        {"do": "remove:["},
        {"revision": "NaN", "tab": "x" * 500},
        {"items[99].total": "1e999", "items[100].total": "1", "items[0]": "", "items": "x", "agent": "y"},
        {"gross_weight": "NaN", "net_weight": "-1", "packages": "٣", "ie_flag": "\0\ud7ff\ufffe"},
        {"ie_flag": "E", "items[1].commodity": "09", "items[1].price": "9" * 40, "crossing_date": "20180231"},
        {
            "licence_documents[3].code": "B",
            "licence_documents[3].number": "x" * 5000,
            "also": "no_such_field",
        },
        {"containers[1].lines": "1,2,,99", "transport_document": "\u202e//..", "trader.name": "<script>"},
    ],
)
def test_a_half_or_broken_form_is_answered_and_never_falls_over(visitor: As, typed: dict[str, str]) -> None:
    broker = visitor("broker")
    broker.post("/portal/new", direction="import")
    draft = broker.landed.partition("#")[0]
    status, text = broker.post(draft, **{"tab": "t", "revision": "1", **typed})
    assert status == 200
    assert "<script>" not in text.replace("<script src", "")
    if typed.get("do") == "lodge":
        assert "would be returned" in said(text)
    for path in (f"{draft}/lines", f"{draft}/papers", f"{draft}/papers/999999/remove"):
        assert broker.post(path, **typed)[0] in (200, 404)


def test_codes_are_found_by_code_and_by_name_in_either_language(visitor: As) -> None:
    broker = visitor("broker")
    for asked in ("DEU", "german", "%E5%BE%B7%E5%9B%BD"):
        assert 'data-code="DEU"' in broker.get(f"/portal/codes/countries?q={asked}")[1]
    assert broker.get("/portal/codes/nothing?q=x")[0] == 404
    assert "data-code" not in broker.get("/portal/codes/countries?q=no-such-land")[1]


def test_the_template_is_a_spreadsheet_in_the_readers_language(reader: Readers) -> None:
    page = begin(reader("broker", "zh"))
    with page.expect_download() as waiting:
        page.locator("a[href='/portal/goods.xlsx']").click()
    path = waiting.value.path()
    page.locator("#lines input[type=file]").set_input_files(
        {"name": "goods.xlsx", "mimeType": "application/zip", "buffer": path.read_bytes()}
    )
    page.locator("#lines form:has([type=file]) button").click()
    expect(page.locator("#lines [role=alert]")).to_contain_text("没有商品行")
    page.locator("#papers input[type=file]").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": PNG}
    )
    page.locator("#papers button").last.click()
    expect(page.locator("#papers .paper a")).to_have_text("a.png")
