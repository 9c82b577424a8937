"""The commands of an outage, from the declaration of the interval to the paper that explains it."""

import json

import pytest

from tests.build import inspected, message
from tests.cli.test_commands import Line, line
from tongguan.adapters import document

__all__ = ["line"]


def test_an_outage_from_declaration_to_paper_entered(line: Line) -> None:
    sent = line.file("d.json", document.write(message(inspected(), operation="C")))
    number = line.json("lodge", sent, "--at", "2018-08-20T09:00:00+08:00")["number"]
    line("act", number, "arrive", "--at", "2018-08-20T09:10:00+08:00")
    named = line.json(
        "outage",
        "declare",
        "--from",
        "2018-08-20T09:30:00+08:00",
        "--reason",
        "断电",
        "--at",
        "2018-08-20T09:40:00+08:00",
    )["id"]
    assert line("outage", "sheets", "--out", line.folder / "sheets.html", "--lang", "zh") == 0
    printed = (line.folder / "sheets.html").read_text("utf-8")
    assert (number in printed, "应急单号" in printed, "检验检疫审核" in printed) == (True, True, True)
    assert line("outage", "end", named, "--at", "2018-08-20T11:30:00+08:00") == 0
    entered = (
        "--sheet",
        "YJ-1",
        "--second",
        "peng-jie",
        "--happened",
        "2018-08-20T10:00:00+08:00",
        "--as",
        "tan-yue",
    )
    late = "2018-08-20T11:45:00+08:00"
    assert line("act", number, "done", "quarantine_review", *entered, "--at", late) == 0
    assert line("act", number, "pay", "--ref", "T-1", "--at", late) == 0
    shown = line.json("show", number)
    assert shown["status"] == "released"
    assert shown["system_wait_s"] == 2 * 3600
    line("outage", "list", "--json")
    assert [json.loads(text)["id"] for text in line.said.splitlines()] == [named]
    assert line("verify") == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("outage", "end", "20180820-99"), 1, "There is no outage"),
        (("outage", "declare", "--from", "soon", "--reason", "x"), 2, "--from"),
        (("outage", "declare"), 1, "reason"),
        (("outage", "sheets", "--out", "/no-such-folder/sheets.html"), 2, "--out"),
        (("outage", "declare", "--what", "weather", "--reason", "x"), 1, "weather"),
    ],
)
def test_a_mistake_is_one_clear_line(line: Line, arguments: tuple[str, ...], code: int, said: str) -> None:
    assert line(*arguments) == code
    assert said in line.error
    assert line.error.count("\n") == 1
