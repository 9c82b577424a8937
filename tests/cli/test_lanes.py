"""Bulk lodging by several processes: each declaration once, answers in the order of the input, repeats known."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.load import AT, ndjson
from tests.databases import url
from tests.postgres_server import postgres_server
from tongguan.adapters.locate import open_journal
from tongguan.adapters.verify import verify
from tongguan.cli import main

__all__ = ["postgres_server", "url"]
TONGGUAN = Path(sys.executable).parent / "tongguan"
COUNT = 1800


def test_lanes_answer_in_order_and_know_a_repeat(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load = ndjson(tmp_path / "load.ndjson", COUNT)
    lines = load.read_bytes().splitlines(keepends=True)
    load.write_bytes(b"".join([*lines[:900], b"{broken\n", *lines[900:], lines[0], lines[1799]]))
    command = ["lodge", str(load), "--db", url, "--at", AT, "--jobs", "2", "--json"]
    assert main(command) == 2, "one line cannot be read"
    said, error = capsys.readouterr()
    answers = [json.loads(line) for line in said.splitlines()]
    assert [each["client_number"] for each in answers[:COUNT]] == [f"BENCH{n:012}" for n in range(COUNT)]
    assert [each["repeat"] for each in answers[COUNT:]] == [True, True]
    assert answers[COUNT]["number"] == answers[0]["number"]
    assert "load.ndjson: line 901" in error
    store = open_journal(url)
    assert len(list(store.work_rows())) == COUNT
    assert verify(store).ok
    store.close()


def test_lanes_that_lose_their_parent_stop_and_leave_nothing_half_done(url: str, tmp_path: Path) -> None:
    load = ndjson(tmp_path / "load.ndjson", COUNT)
    command = [TONGGUAN, "lodge", load, "--db", url, "--at", AT, "--jobs", "2"]
    for _ in range(3):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(2.2)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert subprocess.run(command, stdout=subprocess.DEVNULL).returncode == 0
    time.sleep(1)
    store = open_journal(url)
    clients = [row.client_number for row in store.work_rows()]
    assert len(clients) == len(set(clients)) == COUNT
    assert verify(store).ok
    store.close()
