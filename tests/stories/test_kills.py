"""Killed at any moment of a bulk lodging and run again: each declaration exactly once, the journal whole."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bench.load import AT, ndjson
from tests.postgres_server import PostgresServer
from tongguan.adapters.locate import migrate, open_journal
from tongguan.adapters.verify import verify
from tongguan.wiring import desk_of

COUNT = 20_000
KILLS = 50
TONGGUAN = Path(sys.executable).parent / "tongguan"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that syncs every commit."""
    with ExitStack() as ended:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path}/kills.db"
        else:
            url = ended.enter_context(PostgresServer(durable=True)).database()
        migrate(url, "demo")
        yield url


def lodging(url: str, load: Path) -> "subprocess.Popen[bytes]":
    command = [TONGGUAN, "lodge", load, "--db", url, "--at", AT]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_fifty_kills_over_twenty_thousand_declarations_lose_and_double_nothing(
    database: str, tmp_path: Path
) -> None:
    load, chance = ndjson(tmp_path / "load.ndjson", COUNT), random.Random(2018)
    killed = 0
    while killed < KILLS:
        process = lodging(database, load)
        time.sleep(0.25 + chance.random() * 2.2)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            killed += 1
        process.wait()
    last = lodging(database, load)
    assert last.wait() == 0
    store = open_journal(database)
    clients = [row.client_number for row in store.work_rows()]
    assert len(clients) == COUNT
    assert len(set(clients)) == COUNT
    found = verify(store)
    assert found.ok, found.first_difference
    store.close()
    desk = desk_of(database)
    assert desk.rebuild()[2] == 0, "replay finds nothing to mend"
    told = desk.journal.receipts(declarant="4303980001")
    assert [each.sequence for each in told] == list(range(1, len(told) + 1)), "receipts without gaps"
    assert len({(each.event_id, each.channel) for each in told}) == len(told), "no receipt twice"
