"""The command line as integrators use it: fields of --json, exit codes, one clear line for every error."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.build import declaration, message
from tongguan.adapters import document
from tongguan.adapters.singlewindow import write
from tongguan.cli import main

FEBRUARY = "2018-02-01T17:00:00+08:00"
AUGUST = "2018-08-20T10:00:00+08:00"


class Line:
    """A terminal with a database of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.db = f"sqlite:///{folder}/t.db"
        self._capsys = capsys
        self.said = ""
        self.error = ""

    def __call__(self, *arguments: object) -> int:
        self._capsys.readouterr()
        try:
            code = main([*map(str, arguments), "--db", self.db])
        except SystemExit as stop:
            code = int(stop.code or 0)
        self.said, self.error = self._capsys.readouterr()
        return code

    def json(self, *arguments: object) -> dict[str, Any]:
        self(*arguments, "--json")
        found: dict[str, Any] = json.loads(self.said.splitlines()[-1])
        return found

    def file(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(data)
        return path


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(tmp_path, capsys)


def test_the_real_message_from_draft_to_release(line: Line, shared: Path) -> None:
    real = shared / "data/singlewindow/export-2018-02-before-merge.xml"
    assert line.json("lodge", real, "--at", FEBRUARY)["status"] == "draft"
    sent = line.file("c.xml", real.read_bytes().replace(b"<OperType>G", b"<OperType>C"))
    first = line.json("lodge", sent, "--at", FEBRUARY)
    assert first["status"] == "accepted"
    assert first["repeat"] is False
    assert line.json("lodge", sent, "--at", FEBRUARY)["repeat"] is True
    shown = line.json("show", first["number"])
    assert shown["totals"] == {"USD": "11359.98"}
    assert shown["items"] == 4
    assert any("arrival" in text for text in shown["blocked_by"])
    assert line("act", first["number"], "arrive", "--at", "2018-02-01T18:00:00+08:00") == 0
    shown = line.json("show", first["number"])
    assert shown["status"] == "released"
    assert [each["channel"] for each in shown["receipts"]] == ["1", "7", "L", "P"]
    assert shown["events"][0].keys() >= {"version", "kind", "happened_at", "recorded_at", "actor"}


def test_the_same_message_after_the_merger_is_returned_and_mended(line: Line, shared: Path) -> None:
    real = (
        (shared / "data/singlewindow/export-2018-02-before-merge.xml")
        .read_bytes()
        .replace(b"<OperType>G", b"<OperType>C")
    )
    sent = line.file("c.xml", real)
    returned = line.json("lodge", sent, "--at", AUGUST)
    assert returned["status"] == "returned"
    assert {each["field"] for each in returned["findings"] if each["consequence"] == "reject"} >= {
        "entry_port",
        "items[1].district",
    }
    mended = real.replace(
        b"<CopCode />", b"<CopCode>4403180000</CopCode><EntyPortCode>470001</EntyPortCode>", 1
    )
    mended = mended.replace(
        b"<DestinationCountry>", b"<DistrictCode>44031</DistrictCode><DestinationCountry>"
    )
    accepted = line.json("lodge", line.file("m.xml", mended), "--at", AUGUST)
    assert (accepted["status"], accepted["number"]) == ("accepted", returned["number"])


def test_findings_reject_with_exit_code_one_and_unreadable_input_with_two(line: Line) -> None:
    plain = write(message())
    assert line("lodge", line.file("ok.xml", plain), "--at", AUGUST) == 0
    unknown = write(message(declaration(supervision_mode="0000"), "U1"))
    assert line("lodge", line.file("u.xml", unknown), "--at", AUGUST) == 1
    assert line("lodge", line.file("cut.xml", plain.replace(b"</DecHead>", b"")), "--at", AUGUST) == 2
    assert "line" in line.error
    assert line("lodge", line.file("w.xml", plain.replace(b"<PackNo>12", b"<PackNo>many"))) == 2
    assert "PackNo" in line.error
    assert line("lodge", line.folder / "nowhere.xml") == 2
    assert line("show", "nothing") == 1


def test_of_unreadable_input_nothing_is_stored_and_the_unknown_code_is_stored_as_returned(line: Line) -> None:
    line("lodge", line.file("cut.xml", write(message()).replace(b"</DecHead>", b"")))
    assert line.json("verify")["streams"] == 0
    line("lodge", line.file("u.xml", write(message(declaration(supervision_mode="0000")))), "--at", AUGUST)
    assert line.json("verify")["streams"] == 2, "the declaration and the sealed secret of its day"


def test_check_stores_nothing_and_prints_every_finding_in_both_languages(line: Line) -> None:
    bad = line.file(
        "bad.json",
        document.write(message(declaration(net_weight=declaration().gross_weight * 2, packages=0))),
    )
    found = line.json("check", bad, "--on", "2018-08-20")
    assert {each["code"] for each in found["findings"]} >= {"V01", "V02"}
    assert line("check", bad, "--on", "2018-08-20", "--lang", "zh") == 1
    assert "净重" in line.said
    assert line("check", "--coverage") == 0
    assert "shape only" in line.said


def test_a_live_database_wants_a_named_actor_and_lets_nobody_set_its_clock(line: Line) -> None:
    assert line("migrate", "--kind", "live") == 0
    sent = line.file("ok.xml", write(message()))
    assert line("lodge", sent) == 1
    assert "--as" in line.error
    assert line("lodge", sent, "--as", "broker", "--at", AUGUST) == 2
    assert line("demo") == 1


def test_verify_finds_a_changed_byte_and_seals_find_a_lost_stream(line: Line) -> None:
    import sqlite3

    line("lodge", line.file("ok.xml", write(message())), "--at", AUGUST)
    assert line("seal", "--out", line.folder / "seals") == 0
    (seal,) = (line.folder / "seals").iterdir()
    assert line("verify", "--seal", seal) == 0
    with sqlite3.connect(line.folder / "t.db") as base:
        for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            base.execute(f"DROP TRIGGER {name}")
        base.execute("UPDATE event SET payload = replace(payload, 'SYN-1', 'SYN-2')")
    assert line("verify") == 1
    assert "digest" in line.said


def test_export_and_replay_and_receipts(line: Line) -> None:
    line("lodge", line.file("ok.xml", write(message())), "--at", AUGUST)
    assert line("export", "--out", line.folder / "log") == 0
    events = [json.loads(text) for text in (line.folder / "log/events.ndjson").read_text().splitlines()]
    assert [event["kind"] for event in events][:2] == ["application.received", "declaration.judged"]
    assert line.json("replay")["ok"] is True
    assert line("receipts", "--declarant", "4303980001") == 0
    assert len(line.said.splitlines()) == 3


def test_an_edition_of_the_office_changes_its_rules_and_needs_two_approvers(line: Line) -> None:
    folder = line.folder / "edition" / "tables"
    folder.mkdir(parents=True)
    (folder / "supervision_modes.csv").write_text("code,zh,en\n9999,示例,Example\n", encoding="utf-8")
    assert line("edition", "import", folder.parent, "--approved-by", "mao-qing") == 1
    approved = ("--approved-by", "mao-qing,deng-fang", "--valid-from", "2018-08-15")
    assert line("edition", "import", folder.parent, *approved) == 0
    sent = line.file("ok.xml", write(message()))
    assert line("lodge", sent, "--at", "2018-08-14T10:00:00+08:00") == 0
    other = line.file("other.xml", write(message(client_number="SYN0002")))
    found = line.json("lodge", other, "--at", AUGUST)
    assert [each["field"] for each in found["findings"] if each["consequence"] == "reject"] == [
        "supervision_mode"
    ]


def test_standard_input_and_bulk_answer_line_by_line(line: Line) -> None:
    good = document.write(message())
    other = document.write(replace(message(), client_number="SYN0002"))
    command = [
        Path(sys.executable).parent / "tongguan",
        "lodge",
        "-",
        "--json",
        "--db",
        line.db,
        "--at",
        AUGUST,
    ]
    done = subprocess.run(command, input=good + b"\n{bad\n" + other + b"\n", capture_output=True)
    assert done.returncode == 2
    assert [json.loads(text)["client_number"] for text in done.stdout.splitlines()] == ["SYN0001", "SYN0002"]
    assert b"line 2" in done.stderr


def test_a_store_out_of_reach_ends_with_three(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "X", "--db", "postgresql:///none?host=/nowhere"]) == 3
    assert "check that the server runs" in capsys.readouterr().err
