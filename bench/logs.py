"""B4: from the journal on PostgreSQL through a Parquet export to every definition's figures by four groupings."""

import json
import os
import resource
import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from bench import bulk, load
from tongguan.adapters.locate import open_journal
from tongguan.adapters.logs import columns, tables, writing
from tongguan.facts.clock import OFFICE_ZONE
from tongguan.insight.logged import MILESTONES, office_definitions

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
    """PM4Py on ``cases`` cases of the same log: seconds of one figure and of all of ours, and ours of the same file."""

    version: str
    one: float
    every: float
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
        written = writing.write(writing.cases(open_journal(url).events(), desk.models), log, "parquet")
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
    """The peer and ours in turn over the same file; that they counted the same is checked, definition by definition."""
    python = os.environ.get(PEER)
    if not python:
        return None
    _copies(log, few, times)
    started = time.perf_counter()
    found = columns.measure(few, BY)
    ours = time.perf_counter() - started
    script = Path(__file__).with_name("peer_pm4py.py")
    asked = json.dumps({"definitions": _pairs(), "by": BY, "zone": OFFICE_ZONE.key})
    said = subprocess.run(
        [python, "-P", script, few, asked], capture_output=True, text=True, check=True
    ).stdout
    theirs = json.loads(said.splitlines()[-1])
    counted: Counter[str] = Counter()
    for row in found:
        if row["definition"] in theirs["counts"]:
            counted[str(row["definition"])] += int(str(row["count"]))
    if counted != Counter(theirs["counts"]):
        raise SystemExit(f"bench: ours counted {dict(counted)}, PM4Py {theirs['counts']}")
    cases = counted["customs_clearance"]
    return Peer(theirs["version"], theirs["one"], theirs["every"], ours, cases)


def _pairs() -> list[tuple[str, str, str, str]]:
    """Each definition as the peer needs it: its id, the activities it goes from and to, its direction.

    The first lodging of goods declared twice is no activity of the case: the peer is not asked for it.
    """
    activity = {field: name for name, fields in MILESTONES.items() for field in fields} | {
        "ready_at": "ready"
    }
    return [
        (each.id, activity[each.start], activity[each.end], each.direction)
        for each in office_definitions().values() if each.start in activity
    ]  # fmt: skip


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
