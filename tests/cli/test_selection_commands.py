"""Draws, credit, instructions, rules and coverage from the command line."""

import json
from pathlib import Path
from random import Random

import msgspec
import pytest

from bench.steering import Setting, visits
from tests.build import TRADER, declaration, export, item, message
from tests.cli.test_commands import AUGUST, Line
from tongguan.adapters import document

__all__ = ["line"]
NEXT_DAY = "2018-08-21T09:00:00+08:00"
EVENING = "2018-08-19T17:00:00+08:00"


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(tmp_path, capsys)


def lodged(line: Line) -> str:
    sent = line.file("d.json", document.write(message()))
    number: str = line.json("lodge", sent, "--at", AUGUST)["number"]
    return number


def test_a_secret_is_sealed_published_and_every_draw_audited(line: Line) -> None:
    assert line.json("draw", "seal", "--at", EVENING) == {"day": "2018-08-20", "state": "sealed"}
    assert line("draw", "seal", "--at", EVENING) == 1
    assert "sealed already" in line.error
    lodged(line)
    assert line("draw", "publish", "2018-08-20", "--at", AUGUST) == 1
    assert line.json("draw", "audit", "--at", AUGUST)["waiting"] == 1
    assert line.json("draw", "publish", "--at", NEXT_DAY)["day"] == "2018-08-20"
    told = line.json("draw", "list")
    assert (told["state"], told["late"], len(told["secret"])) == ("published", False, 64)
    audited = line.json("draw", "audit", "--at", NEXT_DAY)
    assert (audited["ok"], audited["draws"], audited["differences"]) == (True, 1, [])
    assert line("draw", "audit", "--from", "soon") == 2


def test_credit_is_noted_with_its_document_and_selects(line: Line) -> None:
    assert line("enterprise", "rate", TRADER.customs_code, "--at", AUGUST) == 2
    assert line("enterprise", "rate", TRADER.customs_code, "--credit", "discredited", "--at", AUGUST) == 1
    rated = ("enterprise", "rate", TRADER.customs_code, "--credit", "discredited", "--ref", "DOC-1")
    assert line.json(*rated, "--at", AUGUST)["says"] == "discredited"
    assert line("enterprise", "list", "--lang", "zh") == 0
    assert "失信企业" in line.said
    shown = line.json("show", lodged(line))
    assert {each["code"] for each in shown["findings"]} >= {"S02"}


def test_a_centre_instructs_by_file_and_is_answered(line: Line) -> None:
    number = lodged(line)
    message_ = {"id": "I-1", "number": number, "word": "inspect", "reason": "profile"}
    sent = line.file("i.json", json.dumps(message_).encode())
    assert line.json("instruction", "receive", sent, "--at", AUGUST, "--as", "centre")["state"] == "open"
    assert line("instruction", "receive", sent, "--at", AUGUST, "--as", "centre") == 0, "a repeat"
    assert line("instruction", "receive", sent, "--at", AUGUST, "--as", "liu-min") == 1
    assert "service" in line.said
    answered = line.json("instruction", "answer", "centre-I-1", "--reason", "seen last week", "--at", AUGUST)
    assert answered["answer"] == "seen last week"
    assert line.json("instruction", "list")["state"] == "open"
    assert line("instruction", "receive", line.file("bad.json", b'{"id": 1}'), "--at", AUGUST) == 2
    assert line("instruction", "answer") == 2


def test_rules_are_rehearsed_on_what_was_accepted(line: Line) -> None:
    number = lodged(line)
    text = 'id = "x"\n[[rule]]\nid = "R"\nzh = "因为"\nen = "because"\nword = "review"\nvalid_from = 2019-01-01\ncommodity = ["8708"]\n'
    rules = line.file("rules.toml", text.encode())
    period = ("--from", "2018-08-01", "--to", "2018-08-31")
    found = line.json("selection", "rehearse", rules, *period)
    assert (found["declarations"], found["fitting"], found["selected"]) == (1, 1, 1)
    assert found["numbers"] == [number]
    assert (
        line.json("selection", "rehearse", rules, "--from", "2018-09-01", "--to", "2018-09-30")["fitting"]
        == 0
    )
    assert line("selection", "rehearse", rules) == 2
    assert (
        line(
            "selection", "rehearse", line.file("odd.toml", text.replace("review", "dance").encode()), *period
        )
        == 2
    )
    assert "rule R: dance" in line.error
    assert line("selection", "rehearse", line.folder / "nowhere.toml", *period) == 2
    assert line("selection", "list", "--lang", "zh") == 0
    assert "合成示例" in line.said


def test_visits_that_follow_a_trader_are_an_alarm_and_only_the_head_reads_the_name(line: Line) -> None:
    year = visits(Setting(8, 40, 0.02), Random(2), 2_000)
    sent = line.file("v.ndjson", b"".join(msgspec.json.encode(each) + b"\n" for each in year))
    assert line("draw", "steering", sent, "--as", "mao-qing", "--json") == 1
    assert json.loads(line.said)["strangest"][0]["officer"] == "o7"
    line("draw", "steering", sent, "--as", "liu-min")
    assert "o7" not in line.said
    assert "ALARM" in line.said
    assert line("draw", "steering", line.file("bad.ndjson", b'{"visit": 1}\n')) == 2


def test_what_no_row_covers_is_listed_for_files_and_for_the_journal(line: Line) -> None:
    lodged(line)
    assert line("coverage") == 0
    odd = declaration(items=(item(1, commodity="0102290000", name="牛"), item(2)))
    sent = line.file("odd.json", document.write(message(odd)))
    assert line("coverage", sent, "--json") == 1
    found, whole = [json.loads(each) for each in line.said.splitlines()]
    assert found == {"commodity": "0102290000", "name": "牛", "lines": 1, "declarations": 1}
    assert whole["lines"] == whole["covered"] + 1
    assert line("coverage", line.file("cut.json", b"{")) == 2


def test_an_office_loads_its_own_conditions_and_the_declarant_hears_what_is_missing(line: Line) -> None:
    header = "prefix,valid_from,valid_to,conditions,categories,zh,en,status,source\n"
    folder = line.folder / "edition"
    folder.mkdir()
    (folder / "conditions.csv").write_text(
        header + "8708,2018-01-01,,4,,零件,parts,confirmed,a test\n", "utf-8"
    )
    line("migrate")
    wanted = ("edition", "import", folder, "--approved-by", "mao-qing,deng-fang", "--at", AUGUST)
    assert line(*wanted, "--valid-from", "2018-01-01") == 0
    bare = line.file("e.json", document.write(message(export())))
    found = line.json("check", bare, "--on", "2018-08-20")
    assert [(each["code"], each["line"], each["consequence"]) for each in found["findings"]] == [
        ("C01", 1, "reject"), ("C01", 2, "reject"),
    ]  # fmt: skip
    assert "Export licence" in found["findings"][0]["message"]
    (folder / "conditions.csv").write_text(
        header + "87x8,2018-01-01,,4,,零件,parts,confirmed,a test\n", "utf-8"
    )
    assert line(*wanted) == 1
    assert "column prefix" in line.error
    twice = "8708,2018-01-01,2018-06-30,4,,零件,parts,confirmed,a test\n8708,2018-06-30,,1,,零件,parts,confirmed,a test\n"
    (folder / "conditions.csv").write_text(header + twice, "utf-8")
    assert line(*wanted) == 1
    assert "another row of “8708”" in line.error
