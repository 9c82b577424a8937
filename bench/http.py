"""B1: one declaration a request over HTTP into PostgreSQL, answered when durable, against a bare handler."""

import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Thread
from typing import NamedTuple

import msgspec
import psycopg

from bench import bare, bulk, load
from tongguan.adapters import document
from tongguan.adapters.clock import set_office_clock
from tongguan.facts.clock import parse

CONNECTIONS = 32
RATE = 200
"""Requests a second of the open loop."""


class Found(NamedTuple):
    """Declarations a second of each run, the bare handler's, and the 99th percentile in ms at the open loop's rate."""

    ours: list[float]
    peers: list[float]
    p99: float


def measure(runs: int, size: int, paced: int) -> Found:
    """``runs`` interleaved runs of ``size`` requests after a warm-up; then ``paced`` requests at the open loop's rate."""
    total = (runs + 1) * size + paced
    with bulk.server() as fresh, load.folder() as folder:
        url = fresh()
        desk = bulk._desk(url, total)
        set_office_clock(desk.journal, parse(load.AT))
        bodies = [document.write(load.message(serial, listed=True)) for serial in range(total)]
        with _serving(
            [str(_bin("tongguan")), "serve", "--db", url, "--port", "{port}"],
            {"TONGGUAN_CALLS_A_MINUTE": "0"},
        ) as port:
            token = subprocess.run(
                [_bin("tongguan"), "token", "broker", "--db", url], check=True, capture_output=True, text=True
            ).stdout.strip()
            ours = [_rate(port, bodies[n * size : (n + 1) * size], token) for n in range(runs + 1)]
            late = _drive(port, bodies[-paced:], token, RATE)
        bulk.compare(desk, total)
        rows = _rows(url, folder)
        more = {"TONGGUAN_DB": url, "BENCH_ROWS": str(rows), "BENCH_PORT": "{port}"}
        with _serving([sys.executable, "-m", "bench.bare"], more) as port:
            peers = [_rate(port, bodies[n * size : (n + 1) * size], token) for n in range(runs + 1)]
    return Found(ours[1:], peers[1:], statistics.quantiles(late, n=100)[98] * 1000)


def _bin(name: str) -> Path:
    return Path(sys.executable).parent / name


@contextmanager
def _serving(command: Sequence[str], more: dict[str, str]) -> Iterator[int]:
    """A server in a process of its own on a free port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    said = [part.replace("{port}", str(port)) for part in command]
    environment = {**os.environ, **{name: text.replace("{port}", str(port)) for name, text in more.items()}}
    process = subprocess.Popen(said, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        _wait(port)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def _wait(port: int) -> None:
    for _ in range(1200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("bench: the server does not answer")


def _rows(url: str, folder: Path) -> Path:
    """Copies of the journal's tables for the peer, and the rows of each declaration by client number."""
    parts = ", ".join(
        f"(SELECT coalesce(json_agg(t), '[]')::text FROM journal.{table} t WHERE t.{column} = w.number)"
        for table, column in bare.TABLES.items()
    )
    with psycopg.connect(url, autocommit=True) as connection:
        for table in bare.TABLES:
            connection.execute(
                f"CREATE TABLE public.peer_{table} (LIKE journal.{table} INCLUDING ALL EXCLUDING GENERATED)".encode()
            )
            connection.execute(f"GRANT SELECT, INSERT ON public.peer_{table} TO tongguan_app".encode())
        found = connection.execute(f"SELECT client_number, {parts} FROM journal.work w".encode()).fetchall()
    path = folder / "rows.msgpack"
    path.write_bytes(msgspec.msgpack.encode({row[0]: list(row[1:]) for row in found}))
    return path


def _rate(port: int, bodies: Sequence[bytes], token: str) -> float:
    started = time.perf_counter()
    _drive(port, bodies, token)
    return len(bodies) / (time.perf_counter() - started)


def _drive(port: int, bodies: Sequence[bytes], token: str, rate: float = 0) -> list[float]:
    """Send all over the connections; seconds each took from when it was due (``rate`` a second, 0: at once)."""
    lock, waiting, took = Lock(), iter(enumerate(bodies)), [0.0] * len(bodies)
    failed: list[bytes] = []
    started = time.perf_counter()

    def work() -> None:
        with socket.create_connection(("127.0.0.1", port)) as link, link.makefile("rb") as answers:
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while True:
                with lock:
                    place, body = next(waiting, (-1, b""))
                if place < 0:
                    return
                due = started + place / rate if rate else time.perf_counter()
                time.sleep(max(0.0, due - time.perf_counter()))
                link.sendall(_request(body, token))
                status = answers.readline()
                _skip(answers)
                took[place] = time.perf_counter() - due
                if b" 201 " not in status:
                    failed.append(status)

    workers = [Thread(target=work) for _ in range(CONNECTIONS)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    if failed:
        raise SystemExit(f"bench: {len(failed)} of {len(bodies)} were not answered with 201: {failed[0]!r}")
    return took


def _request(body: bytes, token: str) -> bytes:
    head = (
        "POST /api/v1/declarations HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {token}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _skip(answers: "socket.SocketIO | object") -> None:
    """Read the rest of one answer."""
    length = 0
    while (line := answers.readline()) not in (b"\r\n", b""):  # type: ignore[attr-defined]
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    answers.read(length)  # type: ignore[attr-defined]
