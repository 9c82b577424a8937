"""A small office of its own for whole days in the browser: synthetic declarations, served."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from msgspec.structs import replace
from playwright.sync_api import Browser, BrowserContext, Page

from tests.build import Office, declaration, message
from tests.cast import AUGUST, BROKER, DENG
from tests.web.test_watching import Server
from tongguan import wiring
from tongguan.adapters.clock import FixedClock, set_office_clock
from tongguan.desk.desk import Desk, amended
from tongguan.desk.draws import Drawn
from tongguan.desk.verbs import Act
from tongguan.desk.views import Answer
from tongguan.facts.clock import HOUR
from tongguan.facts.parts import Container, ElectronicDocument

INVOICE = ElectronicDocument(code="00000001", document="SYN-INV-1")
BOX = Container(container="SYNU1234567", container_type="11", lines="1,2")
LANGUAGES = {"en": "en-GB", "zh": "zh-CN"}


class Day(Office):
    """An office on a database of its own; ``serve`` opens its pages."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._url = folder, f"sqlite:///{folder}/day.db"
        self.clock = FixedClock(AUGUST)
        self.desk: Desk = wiring.desk_of(self._url, "demo", self.clock)
        self.desk.office = replace(self.desk.office, draw=lambda number, at: Drawn(500_000))

    def reviews(self, count: int) -> list[str]:
        """Numbers of as many declarations that wait for their document review, the oldest first."""
        numbers = []
        for place in range(count):
            content = declaration(
                transport_document=f"DAY{place:04}",
                documents=(INVOICE,),
                containers=(BOX,) if place == 5 else (),
            )
            said = self.desk.lodge(message(content, client_number=f"DAY{place:04}"), BROKER)
            assert isinstance(said, Answer), said
            self.does(said.number, "add", "document_review", actor=DENG, reason="spot check")
            numbers.append(said.number)
        return numbers

    def amends(self, number: str) -> None:
        """The declarant had counted one package too few, and LIU grants it."""
        sheet = self.desk.show(number)
        assert sheet is not None
        act = Act(verb="amend", ground="data_error", reason="counted again")
        asked = amended(act, replace(sheet.declaration, packages=13))
        assert isinstance(self.desk.act(number, asked, BROKER), Answer)
        self.does(number, "decide-amendment")

    def serve(self, after: int = HOUR) -> Server:
        """Its pages, some time (microseconds) after the last act."""
        set_office_clock(self.desk.journal, self.clock.at + after)
        self.desk.journal.close()
        return Server(self._folder, self._url)


def visits(browser: Browser, server: Server, who: str, path: str, lang: str, width: int = 1280) -> Page:
    """Somebody who signs in and comes to a page; any word on the console is kept in ``said``."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": 844}, locale=LANGUAGES[lang]
    )
    page = context.new_page()
    page.goto(f"{server.address}/sign-in?next={path}")
    page.fill("[name=username]", who)
    page.fill("[name=password]", "demo")
    page.click("main button")
    page.wait_for_url(f"{server.address}{path}")
    return page


def clean(page: Page) -> None:
    """Accessible, and never scrolling sideways as a whole."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
