"""A served demo office and a real browser; any word on the console fails the test."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.web.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "screenshots"
TONGGUAN = Path(sys.executable).parent / "tongguan"


def chromium() -> str | None:
    """The system's Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a freshly loaded demo office, to be copied: nobody acts in it."""
    file = tmp_path_factory.mktemp("loaded") / "demo.db"
    subprocess.run([TONGGUAN, "demo", "--db", f"sqlite:///{file}"], check=True, capture_output=True)
    return file


@pytest.fixture(scope="session")
def database(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A demo office of the run's own."""
    return f"sqlite:///{shutil.copy(loaded, tmp_path_factory.mktemp('web') / 'web.db')}"


@pytest.fixture(scope="session")
def served(database: str) -> Iterator[str]:
    """The address of a workbench on it."""
    db = database
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    process = subprocess.Popen([TONGGUAN, "serve", "--db", db, "--port", str(port)], start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    _wait(address, process)
    yield address
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(20)


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 180
    while True:
        try:
            urllib.request.urlopen(f"{address}/sign-in", timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.1)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium on this machine: the browser tests need the system package chromium")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        yield playwright.chromium.launch(executable_path=path, args=flags)


@pytest.fixture(scope="session")
def visitor(served: str) -> Callable[[str], Visitor]:
    """Somebody without a browser, signed in once for the whole run by name."""
    known: dict[str, Visitor] = {}

    def visitor(name: str) -> Visitor:
        return known.setdefault(name, known.get(name) or Visitor(served, name))

    return visitor


# Somebody was in a field before the page's first frame: the browser leaves the focus with them, and says so.
QUICK_HANDS = "Autofocus processing was blocked because a document already has a focused element."


class Reader:
    """Somebody at a screen: a page in one language and size, signed in as one of the cast, or not where there is no name."""

    def __init__(self, browser: Browser, address: str, name: str, lang: str, width: int) -> None:
        self.address = address
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": 844}, locale="zh-CN" if lang == "zh" else "en-GB"
        )
        self.page: Page = self.context.new_page()
        self.console: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.console.append(str(error)))
        if not name:
            return
        self.page.goto(f"{address}/sign-in")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", "demo")
        self.page.click("main button")
        self.page.wait_for_url(lambda url: "/sign-in" not in url)

    def _heard(self, said: ConsoleMessage) -> None:
        if said.text != QUICK_HANDS:
            self.console.append(said.text)

    def goto(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def shot(self, name: str) -> None:
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


class Readers:
    """Makes readers and looks at their consoles at the end."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self.made: list[Reader] = []

    def __call__(self, name: str = "deng-fang", lang: str = "en", width: int = 1280) -> Reader:
        reader = Reader(self._browser, self._address, name, lang, width)
        self.made.append(reader)
        return reader

    def watched(self) -> Iterator["Readers"]:
        """For a fixture: at its end no console has said anything."""
        yield self
        for each in self.made:
            assert each.console == [], "the console said something"
            each.context.close()


@pytest.fixture
def reader(served: str, browser: Browser) -> Iterator[Readers]:
    yield from Readers(browser, served).watched()
