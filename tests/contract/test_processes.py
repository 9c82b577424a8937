"""Several processes, and processes that are killed: what was answered is stored, once, and nothing by halves."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.contract.writer import BULK
from tests.postgres_server import PostgresServer
from tongguan.adapters.locate import migrate, open_journal
from tongguan.adapters.verify import verify

ROOT = Path(__file__).resolve().parents[2]
KILLS = 8
COUNT = 100 * BULK


def writer(url: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.contract.writer", url, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture(params=["sqlite", "postgres"])
def lasting(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that syncs every commit."""
    with ExitStack() as ended:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path}/a.db"
        else:
            url = ended.enter_context(PostgresServer(durable=True)).database()
        migrate(url, "demo")
        yield url


def complete(url: str, count: int) -> None:
    """Every declaration once and whole, and the journal verifies."""
    store = open_journal(url)
    declarations = [head.stream for head in store.all_heads("d")]
    assert declarations == [f"d{n:06}" for n in range(count)]
    assert [row.number for row in store.work_rows()] == declarations
    assert len(list(store.secrets())) == count // 2
    taken = sum(1_000_000 - int(head.free or 0) for head in store.all_heads("G"))
    assert taken == (count + 1) // 2
    assert verify(store).ok
    store.close()


def test_a_killed_bulk_run_again_ends_with_each_exactly_once(lasting: str) -> None:
    chance = random.Random(2018)
    for _ in range(KILLS):
        process = writer(lasting, COUNT)
        assert process.stdout is not None
        answered = [process.stdout.readline() for _ in range(chance.randrange(1, 5))]
        time.sleep(chance.random() / 50)
        process.kill()
        rest = process.communicate()[0].split()
        assert process.returncode != 0, "it was to be killed in the middle"
        store = open_journal(lasting)
        last = int((rest or answered)[-1])
        kept = {head.stream for head in store.all_heads("d")}
        assert {f"d{n:06}" for n in range(last + BULK)} <= kept
        assert len(kept) % BULK == 0, "a bulk is stored whole or not at all"
        assert verify(store).ok
        store.close()
    last_run = writer(lasting, COUNT)
    _, said = last_run.communicate()
    assert last_run.returncode == 0, said
    complete(lasting, COUNT)


def test_several_processes_lodging_the_same_store_each_once(lasting: str) -> None:
    processes = [writer(lasting, 10 * BULK) for _ in range(3)]
    for process in processes:
        _, said = process.communicate()
        assert process.returncode == 0, said
    complete(lasting, 10 * BULK)


def test_several_who_make_the_same_missing_file_agree(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"

    def kind(_: int) -> str:
        store = open_journal(url, "demo")
        store.set_setting("clock", "x")
        store.close()
        return store.kind

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(kind, range(8))) == ["demo"] * 8


def test_a_server_of_postgres_that_loses_its_power_keeps_what_was_answered() -> None:
    with PostgresServer(durable=True) as server:
        url = server.database()
        migrate(url, "demo")
        process = writer(url, COUNT)
        assert process.stdout is not None
        answered = [process.stdout.readline() for _ in range(4)]
        server.stop(server.AT_ONCE)
        answered += process.communicate()[0].splitlines()
        assert process.returncode != 0
        server.start()
        store = open_journal(url)
        kept = {head.stream for head in store.all_heads("d")}
        assert {f"d{n:06}" for n in range(int(answered[-1]) + BULK)} <= kept
        assert verify(store).ok
        store.close()
