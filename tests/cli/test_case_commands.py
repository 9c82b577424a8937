"""The commands of the coordination desk: what is late, a case and its life, the team."""

import json
from typing import Any

import pytest

from tests.build import inspected, message
from tests.cli.test_commands import Line, line
from tongguan.adapters import document

__all__ = ["line"]

LODGED, LATE = "2018-08-20T09:00:00+08:00", "2018-08-21T11:00:00+08:00"


def lodged(line: Line, client: str = "SYN0001") -> str:
    """The number of an import that arrived and waits for quarantine and its duty."""
    sent = line.file(
        "d.json", document.write(message(inspected(transport_document=client), client, operation="C"))
    )
    number = line.json("lodge", sent, "--at", LODGED)["number"]
    assert line("act", number, "arrive", "--at", "2018-08-20T09:10:00+08:00") == 0
    return str(number)


def lines(line: Line, *arguments: str) -> list[dict[str, Any]]:
    assert line(*arguments, "--json") == 0, line.error
    return [json.loads(text) for text in line.said.splitlines()]


def test_late_prints_the_fields_that_checks_read(line: Line) -> None:
    number = lodged(line)
    assert lines(line, "late", "--at", "2018-08-21T05:10:00+08:00") == []
    (warned,) = lines(line, "late", "--at", "2018-08-21T05:10:01+08:00")
    assert (warned["number"], warned["state"], warned["age_s"]) == (number, "warning", 72001)
    (late,) = lines(line, "late", "--at", LATE)
    assert (late["state"], late["level"], late["owner"], late["cause"]) == (
        "late",
        "section",
        "tan-yue",
        "document",
    )
    assert late["proposed"] == ["owner", "cause", "next_action"]
    assert late["next_action"] == "do: quarantine review"
    assert LATE < late["forecast"]["p10"] <= late["forecast"]["p50"] <= late["forecast"]["p90"]
    assert line("late", "--at", LATE, "--lang", "zh") == 0
    assert "超时" in line.said
    assert "无人办理 1" in line.said


def test_a_case_from_taking_it_to_its_finding(line: Line) -> None:
    number = lodged(line)
    for arguments in (
        ("take", number, "--as", "tan-yue"),
        ("cause", number, "--cause", "laboratory", "--section", "quarantine"),
        ("plan", number, "--text", "ask the laboratory", "--until", "2018-08-21T15:00:00+08:00"),
    ):
        assert line("case", *arguments, "--at", LATE) == 0, line.error
    asked = lines(line, "case", "ask", number, "--whom", "laboratory", "--text", "sample 7?", "--at", LATE)[
        -1
    ]
    assert asked["link"].startswith(f"/reply/{asked['question']}.")
    assert number not in asked["link"]
    assert line("case", "answer", asked["question"], "--text", "today", "--at", LATE) == 0
    (late,) = lines(line, "late", "--at", LATE)
    assert (late["owner"], late["cause"], late["proposed"]) == ("tan-yue", "laboratory", [])
    assert late["promised_at"] == "2018-08-21T15:00:00+08:00"
    line("act", number, "done", "quarantine_review", "--at", LATE)
    assert line("act", number, "pay", "--ref", "T-1", "--at", LATE) == 0
    assert lines(line, "late", "--at", LATE) == []
    assert line("case", "close", number, "--text", "it was due that day", "--at", LATE) == 0
    (closed,) = lines(line, "case", "show", number)
    assert (closed["state"], closed["questions"][0]["answer"]) == ("closed", "today")
    assert lines(line, "case", "list") == []
    assert len(lines(line, "case", "list", "--all")) == 1
    assert line("verify") == 0
    assert line("replay") == 0


def test_one_case_of_two_declarations_and_a_call_for_help(line: Line) -> None:
    numbers = [lodged(line, "ONE"), lodged(line, "TWO")]
    (helped,) = lines(line, "case", "help", numbers[0], "--text", "the line waits", "--at", LODGED)
    assert (helped["ground"], helped["case"]) == ("help", numbers[0])
    (joint,) = lines(line, "case", "open", *numbers, "--text", "one ship", "--at", LATE)
    assert (joint["case"], joint["declarations"]) == ("C20180821-01", numbers)


def test_the_team_is_looked_at_and_changed(line: Line) -> None:
    before = lines(line, "team", "list")
    assert next(each["section"] for each in before if "section" in each) == "documents"
    after = lines(line, "team", "duty", "duty", "--from", "2018-08-21", "--members", "deng-fang")
    assert {"duty": "duty", "from": "2018-08-21", "to": "2018-08-21", "members": ["deng-fang"]} in after


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("case", "take"), 2, "name a declaration"),
        (("case", "take", "490700000000000000"), 1, "no case"),
        (("case", "show", "490700000000000000"), 1, "nobody has acted"),
        (("case", "plan", "X", "--until", "soon"), 2, "--until"),
        (("case", "assign", "X", "--to", "nobody"), 1, "register"),
        (("case", "answer", "Q1", "--text", "x"), 1, "not valid"),
        (("case", "open", "X", "--text", "x"), 1, "no declaration"),
        (("team", "duty", "harbour", "--from", "2018-08-21", "--members", "liu-min"), 1, "harbour"),
        (("team", "duty", "duty", "--from", "soon", "--members", "deng-fang"), 1, "soon"),
        (("team", "outsider", "x", "--kind", "pirate"), 1, "pirate"),
        (("team", "section", "duty", "--as", "liu-min"), 1, "coordinator"),
        (("late", "--at", "soon"), 2, "--at"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_clear_line(line: Line, arguments: tuple[str, ...], code: int, said: str) -> None:
    assert line(*arguments) == code
    assert said in line.error
    assert line.error.count("\n") == 1


def test_why_is_asked_beside_the_causes(line: Line) -> None:
    number = lodged(line)
    named = ("case", "cause", number, "--cause", "laboratory", "--section", "quarantine", "--at", LATE)
    assert line(*named) == 0
    assert line("case", "object", number, "--text", "no sample", "--as", "tan-yue", "--at", LATE) == 0
    row, said = lines(line, "causes", "--why")
    assert (row["cause"], row["objected"], row["count"]) == ("laboratory", 1, 1)
    assert (said["objection"], said["section"], said["reason"]) == (number, "quarantine", "no sample")
