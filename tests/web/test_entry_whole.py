"""The rest of the portal's form in a real Chromium: amending by it, and the parts that only some goods need."""

from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import build, cast
from tests.adapters.test_attachment import PDF, PNG
from tests.web.conftest import SHOTS
from tests.web.day import INVOICE, Day, clean, visits
from tests.web.test_entry_pages import LINES, box, settled, texts
from tests.web.test_watching import Server
from tongguan.desk.views import Answer
from tongguan.facts.clock import HOUR
from tongguan.facts.parts import OriginLine, TaxLine, TaxReport, TwoStageAccess

REPORT = TaxReport(lines=(TaxLine(line=1),))
"""Something that the form does not show."""
WORDS = {"en": ("Gross weight", "Reason", "reason"), "zh": ("毛重", "理由", "理由")}


class Running:
    """Two accepted declarations of the broker's, and the pages of their office."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.day = Day(folder)
        self.numbers = {lang: self._lodged(lang) for lang in WORDS}
        self.server: Server = self.day.serve()

    def _lodged(self, lang: str) -> str:
        content = build.declaration(
            transport_document=f"AMEND-{lang}",
            documents=(INVOICE,),
            tax_report=REPORT,
            remarks="first\nsecond",
        )
        said = self.day.desk.lodge(build.message(content, f"AMEND-{lang}"), cast.BROKER)
        assert isinstance(said, Answer), said
        return said.number


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    made = Running(tmp_path_factory.mktemp("amending"))
    yield made
    made.server.end()


@pytest.mark.parametrize(("lang", "width"), [("en", 1280), ("zh", 390)])
def test_a_declarant_amends_by_form_and_sees_what_changes_before_it_is_sent(
    running: Running, browser: Browser, lang: str, width: int
) -> None:
    number, (weight, _, reason) = running.numbers[lang], WORDS[lang]
    page = visits(browser, running.server, "broker", f"/portal/declarations/{number}", lang, width)
    page.locator("#changes form[action$='/amend'] button").click()
    expect(page.locator(box(page, "transport_document"))).to_have_value(f"AMEND-{lang}")
    expect(page.locator("#outlook-changes dd")).to_have_count(0)
    page.locator(".tally button[value=lodge]").click()
    expect(page.locator("#said")).to_contain_text(reason)
    page.fill("#amend-reason", "the second line was never loaded")
    page.locator(".tally button[value=lodge]").click()
    expect(page.locator("#said")).to_be_visible()
    expect(page.locator("#amend-reason")).to_have_value("the second line was never loaded")

    page.fill(box(page, "net_weight"), "100")
    settled(page, "gross_weight", "111.5")
    page.locator("button[value='remove:items[1]']").click()
    expect(page.locator("#part-items fieldset")).to_have_count(1)
    said = page.locator("#outlook-changes")
    expect(said).to_contain_text(weight)
    expect(said.locator("ins", has_text="111.5")).to_be_visible()
    page.locator("#papers input[type=file]").set_input_files({"name": "count.pdf", "mimeType": "application/pdf", "buffer": PDF})  # fmt: skip
    page.locator("#papers button").last.click()
    expect(page.locator("#papers .paper a")).to_have_text("count.pdf")
    clean(page)
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"entry-amend-{lang}.png", full_page=True)
    page.locator(".tally button[value=lodge]").click()
    expect(page.locator("#changes .chip.hold")).to_be_visible()
    assert page.url.partition("#")[0].endswith(f"/portal/declarations/{number}")

    office = Day(running.folder)
    office.clock.at += 2 * HOUR
    before = office.desk.show(number)
    assert before is not None
    office.does(number, "decide-amendment")
    after = office.desk.show(number)
    assert after is not None
    now = after.declaration
    assert (str(now.gross_weight), [each.line for each in now.items]) == ("111.5", [1])
    assert now.items[0].name == before.declaration.items[1].name
    assert (now.tax_report, now.remarks) == (REPORT, "first\nsecond"), "what the form does not show stays"
    assert [each.file_name for each in now.documents] == ["", "count.pdf"]
    office.desk.journal.close()
    shown = page.request.get(f"{running.server.address}/portal/declarations/{number}/attachments/2")
    assert shown.body() == PDF


def test_parts_that_only_some_goods_need_are_asked_for_and_lodged(running: Running, browser: Browser) -> None:
    page = visits(browser, running.server, "broker", "/portal/new", "en")
    page.locator("button[value=import]").click()
    expect(page.locator("#part-origin_lines")).to_have_count(0)
    for path, text in texts("SYN-PARTS").items():
        page.fill(box(page, path), text)
    page.fill(box(page, "office"), "4907")
    page.fill("[name=cells]", f"{LINES}\n{LINES}\n")
    page.locator("#lines form:has(textarea) button").click()
    page.locator("button[value='add:licences']").click()
    settled(page, "licences[1].line", "7")
    expect(page.locator(".box.wrong", has=page.locator(box(page, "licences[1].line")))).to_contain_text("F11")
    page.fill(box(page, "licences[1].licence_type"), "411")
    page.fill(box(page, "licences[1].licence_no"), "SYN-CCC-1")
    settled(page, "licences[1].line", "2")
    page.locator("button[value='add:use_units']").click()
    page.fill(box(page, "use_units[1].contact"), "示例")
    page.select_option("#also-inspection", "two_stage_access.merged_checks")
    page.fill(box(page, "two_stage_access.merged_checks"), "1")
    page.locator("button[value='add:licence_documents']").click()
    page.fill(box(page, "licence_documents[1].number"), "CSYN0001")
    settled(page, "licence_documents[1].code", "Y")
    expect(page.locator("#part-origin_lines")).to_contain_text("V19")
    page.locator("button[value='add:origin_lines']").click()
    for name, text in (
        ("certificate_type", "Y03"),
        ("certificate", "CSYN0001"),
        ("line", "1"),
        ("certificate_line", "1"),
    ):
        page.fill(box(page, f"origin_lines[1].{name}"), text)
    for kind, name, body in (
        ("00000001", "invoice.pdf", PDF),
        ("00000003", "bill.pdf", PDF + b"\n"),
        ("marks", "marks.pdf", PDF),
        ("marks", "marks.png", PNG),
    ):
        page.locator("#papers select").select_option(kind)
        page.locator("#papers input[type=file]").set_input_files(
            {"name": name, "mimeType": "application/pdf", "buffer": body}
        )
        page.locator("#papers button").last.click()
        if name == "marks.pdf":
            expect(page.locator("#papers [role=alert]")).to_contain_text("JPEG")
        else:
            expect(page.locator("#papers .paper a", has_text=name)).to_be_visible()
    clean(page)
    page.screenshot(path=SHOTS / "entry-parts-en.png", full_page=True)
    page.locator(".tally button[value=lodge]").click()
    expect(page.locator("#lodged")).to_be_visible()
    number = page.locator("#lodged a").first.inner_text()

    office = Day(running.folder)
    sheet = office.desk.show(number)
    assert sheet is not None
    lodged = sheet.declaration
    assert [(each.line, each.licence_no) for each in lodged.items[1].licences] == [(2, "SYN-CCC-1")]
    assert lodged.two_stage_access == TwoStageAccess(merged_checks="1")
    assert lodged.origin_lines == (
        OriginLine(certificate_type="Y03", certificate="CSYN0001", line="1", certificate_line="1"),
    )
    (picture,) = lodged.mark_pictures
    assert (picture.name, picture.file_type, b64decode(picture.content)) == ("marks.png", "png", PNG)
    secret = office.desk.journal.secret(number, "particulars", 1)
    assert secret is not None
    assert "示例" in secret.body.decode()
    office.desk.journal.close()


@pytest.mark.parametrize(("lang", "typed", "tea"), [("en", "tea", "Tea"), ("zh", "茶", "茶叶")])
def test_a_commodity_is_picked_by_name_and_says_at_once_what_its_goods_will_need(
    running: Running, browser: Browser, lang: str, typed: str, tea: str
) -> None:
    page = visits(browser, running.server, "broker", "/portal/new", lang)
    page.locator("button[value=export]").click()
    page.locator(box(page, "items[1].commodity")).press_sequentially(typed)
    option = page.locator("#codes [data-code='0902']")
    expect(option).to_contain_text(tea)
    expect(option.locator("b", has_text="B")).to_be_visible()
    clean(page)
    page.screenshot(path=SHOTS / f"entry-commodity-{lang}.png")
    page.keyboard.press("ArrowDown")
    with page.expect_response("**/portal/drafts/*"):
        page.keyboard.press("Enter")
    expect(page.locator(box(page, "items[1].commodity"))).to_have_value("0902")
    settled(page, "items[1].commodity", "0902100000")
    expect(page.locator(f"{box(page, 'items[1].commodity')}-about")).to_contain_text(tea)
    expect(page.locator("#outlook-papers")).to_contain_text("B")
    page.locator(box(page, "items[1].commodity")).fill("7777")
    expect(page.locator("#codes")).not_to_contain_text(tea)
