"""QUEUE: the page of an officer's queue with many open declarations, in server time, on SQLite and PostgreSQL.

The rows are written straight into the derived worklist: a page reads nothing else. Each figure is the middle of several
calls through the whole web shell without a network.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import NamedTuple

from bench import bulk, load
from tongguan.adapters.clock import set_office_clock
from tongguan.adapters.locate import migrate, open_journal
from tongguan.desk.worklist import Task, WorkRow
from tongguan.facts.clock import parse

CALLS = 7
BEGIN = parse("2018-08-01T00:00:00+08:00")
STEP = 20_000_000
"""Microseconds from one declaration to the next."""
RARE = 2_000
"""One declaration in so many waits for an inspector as well."""
PAGES = {
    "first page, every declaration in it": ("liu-min", "/queue"),
    "a page in the middle": ("liu-min", "/queue?after={middle}"),
    "a queue of few among them": ("zhou-wei", "/queue"),
    "every role of the office": ("deng-fang", "/queue?all"),
    "search by container": ("liu-min", "/declarations?q=SYNU{last:07}"),
    "search by goods": ("liu-min", "/declarations?q=goods+{last}"),
}
HELD = tuple(what for what in PAGES if not what.startswith("search"))
"""Pages of the queue itself: they are held to 300 ms."""


class Timed(NamedTuple):
    """Milliseconds of one page."""

    store: str
    what: str
    middle: float
    low: float
    high: float


def measure(count: int) -> Iterator[Timed]:
    """Each page on each database with ``count`` open declarations."""
    with load.folder() as folder, bulk.server() as fresh:
        sqlite = f"sqlite:///{folder}/queue.db"
        migrate(sqlite, "demo")
        for store, url in (("SQLite", sqlite), ("PostgreSQL", fresh())):
            _fill(url, count)
            # The shell is set up once in a process.
            command = [sys.executable, "-m", "bench.queue", url, str(count)]
            said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=os.getcwd()).stdout
            for what, times in json.loads(said.splitlines()[-1]).items():
                yield Timed(store, what, statistics.median(times), min(times), max(times))


def _fill(url: str, count: int) -> None:
    journal = open_journal(url)
    journal.replace_work(_row(serial) for serial in range(count))
    set_office_clock(journal, BEGIN + count * STEP)
    journal.close()


def _number(serial: int) -> str:
    return f"4907Q{serial:013}"


def _row(serial: int) -> WorkRow:
    number, since = _number(serial), BEGIN + serial * STEP

    def task(control: str, role: str) -> Task:
        return Task(number, control, "documents", role, "4907", "ready", since)

    tasks = [task("document_review", "document_officer"), task("settlement", "system")]
    if serial % RARE == RARE - 1:
        tasks.append(task("joint_inspection", "inspector"))
    return WorkRow(
        number=number, version=5, status="accepted", client_number=f"C{serial}", declarant="4303980001",
        trader="4303960001", trader_name="示例", direction="import", process="import_parallel", office="4907",
        goods=f"goods {serial}", items=2, first_lodged_at=since, accepted_at=since, tasks=tuple(tasks),
        commodities=("8708999990",), containers=(f"SYNU{serial:07}",),
    )  # fmt: skip


def _times(url: str, count: int) -> dict[str, list[float]]:
    from tongguan.web.serve import prepare

    prepare(url)
    from django.test import Client

    middle = f"{BEGIN + count // 2 * STEP}.{_number(count // 2)}.document_review"
    found = {}
    for what, (who, path) in PAGES.items():
        client = Client(SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="en")
        client.login(username=who, password="demo")
        address = path.format(middle=middle, last=count - 1)
        found[what] = [_one(client.get, address) for _ in range(CALLS + 1)][1:]
    return found


def _one(get: object, address: str) -> float:
    started = time.perf_counter()
    answer = get(address)  # type: ignore[operator]
    took = (time.perf_counter() - started) * 1000
    assert answer.status_code == (302 if "q=" in address else 200), (address, answer.status_code)
    return took


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_times(sys.argv[1], int(sys.argv[2]))) + "\n")
