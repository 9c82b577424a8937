"""What a page shows is taken as a file: as many rows, numbers as numbers, the definition's id in it."""

import csv
import io
import re
import zipfile
from collections.abc import Callable

import pytest

from tests.web.visitor import Visitor
from tongguan.insight.report_cases import CLOCK

As = Callable[[str], Visitor]


def table(visitor: Visitor, path: str) -> tuple[list[dict[str, str]], list[str]]:
    """Rows by heading, and the notes below them."""
    lines = list(csv.reader(io.StringIO(visitor.raw(path).decode("utf-8-sig"))))
    whole = [line for line in lines if len(line) == len(lines[0])]
    return [dict(zip(lines[0], line, strict=True)) for line in whole[1:]], [
        line[0] for line in lines[len(whole) :]
    ]


def parts(visitor: Visitor, path: str) -> tuple[list[str], str]:
    """The sheets of a workbook and all its texts."""
    archive = zipfile.ZipFile(io.BytesIO(visitor.raw(path)))
    names = sorted(name for name in archive.namelist() if name.startswith("xl/worksheets/sheet"))
    return [archive.read(name).decode() for name in names], archive.read("xl/sharedStrings.xml").decode()


def test_live_has_every_open_declaration_in_its_file(visitor: As) -> None:
    deng = visitor("deng-fang")
    count = int(re.findall(r'<h1>[^<]*<span class="muted">(\d+)', deng.get("/live")[1])[0])
    rows, notes = table(deng, "/live.csv")
    accepted = [row for row in rows if row["accepted"] != "—"]
    assert len(accepted) == count
    assert all(float(row["Clock, hours"]) >= 0 for row in accepted if row["Clock, hours"])
    assert any(note.startswith(f"{CLOCK}:") for note in notes)
    assert any("Demo" in note for note in notes), "what is synthetic says so"


def test_coordination_has_each_list_of_the_page_in_its_file(visitor: As) -> None:
    deng = visitor("deng-fang")
    page = deng.get("/coordination")[1]
    shown = {name: int(count) for name, count in re.findall(r'<h2>([^<]+) <span class="muted">(\d+)', page)}
    rows, _ = table(deng, "/coordination.csv")
    for name in ("Past 24 hours", "Early warnings and other cases", "Suspended by law", "Will be late"):
        assert sum(row["List"] == name for row in rows) == shown[name], name
    late = [float(row["Clock, hours"]) for row in rows if row["List"] == "Past 24 hours"]
    assert late
    assert min(late) > 24


@pytest.mark.parametrize(
    ("path", "sheets", "texts"),
    [
        ("/targets.xlsx", 4, ("overall", "preparation", "cannot be judged", "customs_processing_2011")),
        ("/improvements.xlsx", 1, ("customs_clearance", "Compression =")),
        ("/coordination.xlsx", 1, (CLOCK,)),
        ("/live.xlsx", 1, (CLOCK,)),
    ],
)
def test_a_spreadsheet_holds_numbers_as_numbers_and_names_its_definition(
    visitor: As, path: str, sheets: int, texts: tuple[str, ...]
) -> None:
    found, strings = parts(visitor("deng-fang"), path)
    assert len(found) == sheets
    assert all(re.search(r'<c r="[A-Z]+\d+" s="\d+"><v>[\d.]+</v>', sheet) for sheet in found)
    for text in (*texts, "Demo"):
        assert text in strings, text
