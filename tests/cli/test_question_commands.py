"""Questions and notes on the command line."""

import pytest

from tests.build import message
from tests.cli.test_commands import Line, line
from tongguan.adapters import document

__all__ = ["line"]

NINE, TEN, NOON = (f"2018-08-20T{hour}:00:00+08:00" for hour in ("09", "10", "12"))


@pytest.fixture
def number(line: Line) -> str:
    """A declaration whose documents are under review."""
    sent = line.file("d.json", document.write(message()))
    found = str(line.json("lodge", sent, "--at", NINE)["number"])
    assert line("act", found, "add", "document_review", "--reason", "price", "--at", NINE) == 0, line.error
    return found


def test_liu_asks_with_a_wording_and_the_answer_comes_with_a_paper(line: Line, number: str) -> None:
    asked = ("act", number, "ask", "document_review", "--template", "price", "--lines", "1,2", "--hours", "4")
    assert line(*asked, "--as", "liu-min", "--at", TEN) == 0, line.error
    answer = ("act", number, "answer", "document_review", "--reason", "see the contract")
    assert line(*answer, "--paper", "00000004:SYN-K-1", "--at", NOON) == 0, line.error
    shown = line.json("show", number)
    kinds = [event["kind"] for event in shown["events"]]
    assert kinds[-3:] == ["control.started", "control.paused", "question.answered"]


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("--template", "weather"), 2, "no template weather"),
        (("--text", "why?", "--lines", "x"), 2, "x names no goods lines"),
        (("--text", "why?", "--hours", "soon"), 2, "soon is no time limit"),
        (("--text", "why?", "--lines", "9"), 1, "no goods line 9"),
        ((), 2, "--template / --text"),
    ],
)
def test_a_mistyped_question_is_told_and_nothing_is_asked(
    line: Line, number: str, more: tuple[str, ...], code: int, said: str
) -> None:
    assert line("act", number, "ask", "document_review", *more, "--as", "liu-min", "--at", TEN) == code
    assert said in line.error
    assert line.json("show", number)["events"][-1]["kind"] == "control.added"


def test_a_note_is_written_and_an_empty_one_is_refused(line: Line, number: str) -> None:
    assert line("act", number, "note", "--reason", "seal looks odd", "--as", "liu-min", "--at", TEN) == 0
    assert line.json("show", number)["events"][-1]["kind"] == "declaration.noted"
    assert line("act", number, "note", "--as", "liu-min", "--at", TEN) == 1
