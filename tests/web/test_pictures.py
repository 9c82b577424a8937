"""The pictures of the documents: made from the demo office by ``make pictures``, and compared here with the pages of today.

A picture carries the labels of its page, so that it is known to be old whatever typefaces a machine has.
"""

import io
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import ROOT, Readers
from tests.web.test_watching import Server

FOLDER = ROOT / "docs/pictures"
LABELS = "nav a, h2, th, dt, legend"
MOST_BYTES = 200_000
MAKING = "TONGGUAN_PICTURES"
"""Set by ``make pictures``: the pictures are written rather than compared."""


class Picture(NamedTuple):
    """A page of the demo office as somebody sees it."""

    who: str
    path: str
    """Where it is, or where its link is."""
    link: str = ""
    width: int = 1280
    height: int = 1000
    """The most that is kept, from the top; pixels."""


PICTURES = {
    "today": Picture("mao-qing", "/"),
    "declaration": Picture("zhou-wei", "/inspections", "/declarations/", height=1560),
    "causes": Picture("mao-qing", "/causes"),
    "visit": Picture("zhou-wei", "/inspections", "/visit", width=360),
}


@pytest.fixture(scope="module")
def address(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demo office where nobody has acted."""
    folder = tmp_path_factory.mktemp("pictures")
    server = Server(folder, f"sqlite:///{shutil.copy(loaded, folder / 'pictures.db')}")
    yield server.address
    server.end()


@pytest.fixture
def reader(address: str, browser: Browser) -> Iterator[Readers]:
    yield from Readers(browser, address).watched()


def follow(page: Page, link: str) -> None:
    """From the list of orders to the first that is worked on, and on to what it links to."""
    row = page.locator("tr", has=page.locator(".chip.started")).filter(has_text="zhou-wei")
    row.locator("a").click()
    page.locator(f"main a[href*='{link}']").first.click()
    expect(page).to_have_url(re.compile(link))


def labels(page: Page) -> str:
    """What the page calls things, without figures."""
    said = page.locator(LABELS).all_inner_texts()
    return "\n".join(re.sub(r"\d[\d:.,-]*", "", " ".join(text.split())).strip() for text in said)


def write(picture: Picture, page: Page, file: Path) -> None:
    shot = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    kept = shot.crop((0, 0, shot.width, min(shot.height, picture.height)))
    about = PngInfo()
    about.add_itxt("Labels", labels(page))
    FOLDER.mkdir(exist_ok=True)
    kept.convert("RGB").quantize(256).save(file, optimize=True, pnginfo=about)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_the_page_of_today(reader: Readers, name: str, lang: str) -> None:
    picture, file = PICTURES[name], FOLDER / f"{name}-{lang}.png"
    page = reader(picture.who, lang, picture.width).goto(picture.path)
    if picture.link:
        follow(page, picture.link)
    if os.environ.get(MAKING):
        write(picture, page, file)
    assert Image.open(file).info["Labels"] == labels(page), f"{file.name} is old: run make pictures"
    assert file.stat().st_size < MOST_BYTES


def test_every_picture_is_shown_in_a_document_and_made_here() -> None:
    shown = {
        found
        for page in [*ROOT.glob("README*.md"), *ROOT.glob("docs/**/*.md")]
        for found in re.findall(r"pictures/([a-z-]+\.png)", page.read_text("utf-8"))
    }
    made = {f"{name}-{lang}.png" for name in PICTURES for lang in ("en", "zh")}
    assert shown == made == {path.name for path in FOLDER.glob("*")}
