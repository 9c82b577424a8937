"""B4: from the journal on PostgreSQL through a Parquet export to every definition's figures by four groupings."""

import os
import resource
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

from bench import bulk, load
from tongguan.adapters.locate import open_journal
from tongguan.adapters.logs import columns, tables, writing

BY = ("office", "direction", "mode", "week")
PEER = "TONGGUAN_BENCH_PM4PY"
"""Setting: the Python of a throw-away environment that has PM4Py; without it the peer's row says that it did not run."""


class Measured(NamedTuple):
    """Seconds of the answer over ``many`` declarations; the export's rate; megabytes of memory at the most."""

    answer: float
    exported: float
    events: int
    megabytes: float
    peer: "Peer | None"


class Peer(NamedTuple):
    """PM4Py on ``cases`` cases of the same log: its version and seconds, and ours for all figures of the same file."""

    version: str
    took: float
    ours: float
    cases: int


def measure(url: str, count: int, many: int) -> Measured:
    """Lodge ``count``, export them, then answer over copies of that export: ``many`` declarations in all."""
    with load.folder() as folder:
        desk = bulk._desk(url, count)
        bulk._lodge(desk, bulk._files(folder, count, "ndjson"))
        released = sum(row.released_at is not None for row in desk.work()) * (many // count)
        log = folder / "log.parquet"
        started = time.perf_counter()
        written = writing.write(writing.cases(open_journal(url).events()), log, "parquet")
        exported = time.perf_counter() - started
        events = _copies(log, folder / "many.parquet", many // count)
        started = time.perf_counter()
        found = columns.measure(folder / "many.parquet", BY)
        answer = time.perf_counter() - started
        peer = _peer(log, folder / "few.parquet", max(1, many // count // 50))
    counted = sum(int(str(row["count"])) for row in found if row["definition"] == "customs_clearance")
    if counted != released or not counted:
        raise SystemExit(f"bench: {released} released, {counted} counted")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(answer, written / exported, events, peak, peer)


def _peer(log: Path, few: Path, times: int) -> Peer | None:
    python = os.environ.get(PEER)
    if not python:
        return None
    _copies(log, few, times)
    started = time.perf_counter()
    columns.measure(few, BY)
    ours = time.perf_counter() - started
    script = Path(__file__).with_name("peer_pm4py.py")
    said = subprocess.run(
        [python, "-P", script, few], capture_output=True, text=True, check=True
    ).stdout.split()[-4:]
    return Peer(said[0], float(said[1]), ours, int(said[3]))


def _copies(log: Path, target: Path, times: int) -> int:
    """The log ``times`` over, each copy an hour later under numbers of its own; how many events that is."""
    with load.folder() as folder, tables.connect(str(folder)) as database:
        database.execute(
            f"""COPY (
                SELECT * REPLACE ("case:concept:name" || '-' || n AS "case:concept:name",
                                  "time:timestamp" + to_hours(n) AS "time:timestamp")
                FROM '{log}', range({times}) AS copies(n)
            ) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"""
        )
        row = database.execute(f"SELECT count(*) FROM '{target}'").fetchone()
        return int(row[0]) if row else 0
