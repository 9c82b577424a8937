"""The peer of B1: a bare handler that inserts the rows of a declaration, made beforehand, and answers. No rules."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec

from tongguan.adapters.postgres.connection import Pool

TABLES = {
    "head": "stream",
    "event": "stream",
    "work": "number",
    "task": "number",
    "identifier": "owner",
    "vault": "stream",
}
"""Tables of a declaration, each with the column that names it."""
INSERT = (
    "WITH "
    + ", ".join(
        f"w_{table} AS (INSERT INTO public.peer_{table} SELECT * FROM json_populate_recordset(NULL::public.peer_{table}, %s::json))"
        for table in TABLES
    )
    + " SELECT 1"
)
"""All rows of a declaration in one statement, one JSON text a table."""


class Wanted(msgspec.Struct):
    """What the handler reads of a message."""

    client_number: str


def application() -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """The WSGI application of the peer's server."""
    rows = msgspec.msgpack.decode(Path(os.environ["BENCH_ROWS"]).read_bytes(), type=dict[str, list[str]])
    pool = Pool(os.environ["TONGGUAN_DB"])
    decoder = msgspec.json.Decoder(Wanted)

    def handle(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        with pool.lent() as connection:
            connection.execute(INSERT.encode(), rows[decoder.decode(body).client_number])
        start("201 Created", [("Content-Type", "application/json"), ("Content-Length", "2")])
        return [b"{}"]

    return handle


def serve(port: int) -> None:
    """Serve until stopped, with the threads of the server that is measured."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "bench.bare:application", address="127.0.0.1", port=port, interface=Interfaces.WSGI, factory=True,
        workers=1, blocking_threads=32, log_level=LogLevels.error,
    ).serve()  # fmt: skip


if __name__ == "__main__":
    serve(int(os.environ["BENCH_PORT"]))
