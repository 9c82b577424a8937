"""``python -m bench [--quick] [B1 B2 B3 B4 B5 B9 B10 B11 DUTY STEER FORECAST QUEUE]``: prints the table of measures and fails when a floor is missed."""

import argparse
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

from bench import assessing, bulk, explaining, forecasting, http, logs, queue, reading, steering, whole


class Row(NamedTuple):
    """One line of the table."""

    id: str
    what: str
    figure: float
    unit: str
    low: float
    high: float
    floor: float | None
    against: str
    ratio: float | None
    more_is_better: bool = True
    least: float | None = None
    """The least ratio to the peer that passes."""

    def passed(self) -> bool:
        if self.least is not None and (self.ratio or 0) < self.least:
            return False
        if self.floor is None:
            return True
        return self.figure >= self.floor if self.more_is_better else self.figure <= self.floor


def median_of(runs: int, measure: Callable[[], tuple[float, float]]) -> tuple[float, float, float, float]:
    """Median, lowest and highest of ours, and the median ratio to the peer, of interleaved runs after a warm-up."""
    measure()
    pairs = [measure() for _ in range(runs)]
    ours = [mine for mine, _ in pairs]
    ratio = statistics.median(mine / peer for mine, peer in pairs if peer)
    return statistics.median(ours), min(ours), max(ours), ratio


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("rows", nargs="*", default=[])
    parser.add_argument(
        "--quick", action="store_true", help="smaller loads, three runs: to see that it works"
    )
    options = parser.parse_args()
    wanted = {row.upper() for row in options.rows} or {
        "B1",
        "B2",
        "B3",
        "B4",
        "B5",
        "B9",
        "B10",
        "B11",
        "DUTY",
        "STEER",
        "FORECAST",
        "QUEUE",
    }
    runs = 3 if options.quick else 5
    size = 1_000 if options.quick else 5_000
    events = 50_000 if options.quick else 1_000_000
    table: list[Row] = []
    if "B9" in wanted:
        got = median_of(runs, lambda: reading.measure(500 if options.quick else 2_000))
        table.append(
            Row(
                "B9",
                "XML to checked Declaration, one core",
                got[0],
                "/s",
                got[1],
                got[2],
                3_000,
                "lxml parse alone",
                got[3],
            )
        )
    if "DUTY" in wanted:
        got = median_of(runs, lambda: assessing.measure(1_000 if options.quick else 10_000))
        what = "declarations of five lines assessed with steps"
        table.append(Row("DUTY", what, got[0], "/s", got[1], got[2], 5_000, "their values alone", got[3]))
    if "B3" in wanted:
        got = median_of(runs, lambda: bulk.sqlite(size))
        table.append(
            Row(
                "B3",
                "bulk NDJSON, SQLite, duty secured, licence",
                got[0],
                "/s",
                got[1],
                got[2],
                1_000,
                "executemany of the same rows",
                got[3],
            )
        )
    if wanted & {"B2", "B11"}:
        table += _postgres(runs, size)
    if "B1" in wanted:
        table += _http(runs, 200 if options.quick else 3_000)
    if "B10" in wanted:
        for name, took, hashed in whole.measure(events):
            table.append(
                Row(
                    "B10",
                    f"{name} of {events:,} events, SQLite",
                    took,
                    "s",
                    took,
                    took,
                    30 * events / 1e6,
                    "sha256 of the same bytes",
                    took / hashed,
                    False,
                )
            )
    if "FORECAST" in wanted:
        for month, inside, error, count in forecasting.measure():
            what = f"{month} from before it, {count} times: inside 80 %, error"
            table.append(
                Row("FORECAST", what, inside, "%", inside, inside, 60, f"median error {error:.0f} min", None)
            )
    if "QUEUE" in wanted:
        for page in queue.measure(count := 5_000 if options.quick else 100_000):
            what = f"{page.what}, {count:,} open, {page.store}"
            floor = 300 if page.what in queue.HELD else None
            table.append(Row("QUEUE", what, page.middle, "ms", page.low, page.high, floor, "", None, False))
    if "STEER" in wanted:
        table += _steering(options.quick)
    if "B4" in wanted:
        table += _times(*((500, 100_000) if options.quick else (5_000, 1_000_000)))
    if "B5" in wanted:
        table += _causes(*((500, 5_000) if options.quick else (5_000, 100_000)))
    _print(table)
    return 0 if all(row.passed() for row in table) else 1


def _http(runs: int, size: int) -> list[Row]:
    found = http.measure(runs, size, size)
    ratio = statistics.median(mine / peer for mine, peer in zip(found.ours, found.peers, strict=True))
    what = f"one a request over HTTP, PostgreSQL, {http.CONNECTIONS} connections"
    peer = f"a bare handler: the same rows, no rules ({statistics.median(found.peers):,.0f}/s)"
    late = f"the same: p99 at {http.RATE}/s, open loop"
    return [
        Row(
            "B1",
            what,
            statistics.median(found.ours),
            "/s",
            min(found.ours),
            max(found.ours),
            600,
            peer,
            ratio,
        ),
        Row("B1", late, found.p99, "ms", found.p99, found.p99, 150, "", None, False),
    ]


def _postgres(runs: int, size: int) -> list[Row]:
    with bulk.server() as fresh:
        nd = median_of(runs, lambda: bulk.postgres(fresh(), size, "ndjson"))
        xml = median_of(runs, lambda: bulk.postgres(fresh(), size, "xml"))
        one = median_of(runs, lambda: bulk.postgres(fresh(), size, "ndjson", one=True))
        out = median_of(runs, lambda: bulk.postgres(fresh(), size, "exports"))
        stored, cpu, raw = bulk.cost(fresh(), size)
    peer = "COPY of the same rows, nothing else"
    return [
        Row("B2", "bulk NDJSON, PostgreSQL, duty secured, licence", nd[0], "/s", nd[1], nd[2], 1_500, peer, nd[3], least=0.15),
        Row("B2", "bulk XML, PostgreSQL, duty secured, licence", xml[0], "/s", xml[1], xml[2], 1_500, peer, xml[3], least=0.15),
        Row("B2", "bulk NDJSON of exports on e-ledgers, PostgreSQL", out[0], "/s", out[1], out[2], 1_500, peer, out[3], least=0.15),
        Row("B2", "the same, every declaration on one guarantee", one[0], "/s", one[1], one[2], 750, peer, one[3]),
        Row("B11", "bytes stored a declaration, PostgreSQL", stored, "B", stored, stored, None, "the raw message", stored / raw),
        Row("B11", "CPU seconds a 1,000 declarations, client", cpu, "s", cpu, cpu, None, "", None),
    ]  # fmt: skip


def _steering(quick: bool) -> list[Row]:
    """The power of the steering test, and its false alarms: 5 %, within three standard deviations of the count."""
    rows = []
    for got in steering.measure(quick):
        at = got.setting
        kind = f"{at.share:.2%} steered {at.way}" if at.share else "nobody steers: false alarms"
        what = f"{kind}, {at.officers} officers, {at.traders} traders"
        most = 5.0 + 300 * (0.05 * 0.95 / got.runs) ** 0.5
        floor = 90.0 if at == steering.MAIN else None if at.share else most
        against = f"{got.runs} years of {steering.VISITS:,} visits"
        low, high = got.low * 100, got.high * 100
        rows.append(
            Row("STEER", what, got.alarms * 100, "%", low, high, floor, against, None, bool(at.share))
        )
    return rows


def _times(count: int, many: int) -> list[Row]:
    """B4; the floor is for a million declarations: fewer are not held to it."""
    with bulk.server() as fresh:
        got = logs.measure(fresh(), count, many)
    what = f"all times by 4 groupings, {many:,} (copies of {count:,})"
    floor = 10 if many >= 1_000_000 else None
    return [
        Row("B4", what, got.answer, "s", got.answer, got.answer, floor, "-", None, False),
        *_pm4py(got.peer),
        Row("B4", f"memory, {got.events:,} events", got.megabytes, "MB", got.megabytes, got.megabytes, 4_096, "-", None, False),
        Row("B4", f"export of {count:,} to Parquet, timed apart", got.exported, "/s", got.exported, got.exported, None, "events", None),
    ]  # fmt: skip


def _pm4py(peer: logs.Peer | None) -> list[Row]:
    """The peer's rows: how many times as long it takes as ours, which answers every figure of the same file."""
    if peer is None:
        return [Row("B4", f"PM4Py did not run: {logs.PEER} is not set", 0, "", 0, 0, None, "-", None, False)]
    rows = [("the same figures", peer.every, 10.0), ("one figure alone", peer.one, None)]
    return [
        Row("B4", f"PM4Py {peer.version}, {what}, {peer.cases:,} of them", took, "s", took, took, None,
            f"ours, every figure, the same file: {peer.ours:.2f} s", took / peer.ours, False, least)
        for what, took, least in rows
    ]  # fmt: skip


def _causes(count: int, many: int) -> list[Row]:
    """B5, told for a million and measured on fewer: every declaration is told by itself, so that it grows with their number."""
    with bulk.server() as fresh:
        got = explaining.measure(fresh(), count, many)
    million = got.took / got.count * 1_000_000
    what = f"causes of a million, from {got.count:,}; each sums"
    return [
        Row("B5", what, million, "s", million, million, 20 if many >= 100_000 else None, "lives in memory", None, False),
        Row("B5", "its memory", got.megabytes, "MB", got.megabytes, got.megabytes, 4_096, "-", None, False),
        Row("B5", "a life read from the journal, timed apart", got.reading * 1e3, "ms", got.reading * 1e3, got.reading * 1e3, None, "-", None, False),
    ]  # fmt: skip


def _print(table: list[Row]) -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True
    ).stdout.strip()
    print(f"\n{platform.machine()}, {platform.python_version()}, commit {commit or '-'}, durable commits on")
    print(f"{'row':8} {'what':52} {'median':>10} {'range':>19} {'floor':>8} {'ratio':>11}  against")
    for row in table:
        ratio = f"{row.ratio:.2f}" if row.ratio else ""
        ratio += f" ≥{row.least}" if row.least else ""
        span = f"{row.low:,.1f} to {row.high:,.1f}"
        floor = f"{row.floor:,.0f}" if row.floor else "-"
        verdict = "" if row.passed() else "  MISSED"
        print(
            f"{row.id:8} {row.what:52} {row.figure:9,.1f}{row.unit:2} {span:>19} {floor:>8} {ratio:>11}  {row.against}{verdict}"
        )


if __name__ == "__main__":
    started = time.monotonic()
    code = main()
    print(f"{time.monotonic() - started:.0f} s")
    sys.exit(code)
