"""B2, B3, B11: bulk lodging from files into a durable store, against writing the same rows and nothing else."""

import resource
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import cast

import psycopg

from bench import load
from tests.postgres_server import PostgresServer
from tongguan.adapters.clock import FixedClock
from tongguan.adapters.intake import read_file
from tongguan.adapters.locate import migrate
from tongguan.adapters.memory import MemoryJournal
from tongguan.adapters.store import Store
from tongguan.adapters.verify import verify
from tongguan.cli.lanes import Lanes, Sent
from tongguan.desk.desk import Desk
from tongguan.desk.permits import View
from tongguan.facts.actor import Actor
from tongguan.facts.clock import HOUR, parse
from tongguan.facts.decision import Refusal
from tongguan.facts.message import Message
from tongguan.facts.movement import ConsignmentManifested, ManifestUnit
from tongguan.facts.permit import LEDGER, LICENCE, QUANTITY, PermitMessage
from tongguan.facts.security import GuaranteeRegistered
from tongguan.process.decide.moving import Report
from tongguan.wiring import desk_of, desk_on

OFFICER = Actor(id="officer", office="4907", roles=("document_officer", "tax_officer"))
TERMINAL = Actor(id="terminal", kind="terminal", roles=("terminal",))
AUTHORITY = Actor(id="authority", kind="service", roles=("inspection_service", "licensing_authority"))
BROKER = Actor(id="bench", kind="declarant", party=load.BROKER.customs_code)
BATCH = 500
LANES = 2
"""Processes of a bulk lodging (``lodge --jobs 2``), as many as the machine has cores."""


def _desk(url: str, count: int) -> Desk:
    """A desk on a database where the goods stand in the zone and the lists are filed; none of that is timed."""
    desk = desk_of(url)
    desk.clock = FixedClock(parse(load.AT))
    cast(Store, desk.journal).adopt(_zone(count).whole())
    return desk


def _zone(count: int) -> MemoryJournal:
    """An account book, permits, and for each declaration to come its manifest, its arrival and its verification list."""
    journal = MemoryJournal("demo")
    desk = desk_on(journal, FixedClock(parse(load.AT) - HOUR))
    if isinstance(desk.zone.open_book(load.account_book(), OFFICER), Refusal):
        raise SystemExit("bench: the book was refused")
    for permit in load.permits():
        if isinstance(said := desk.permits.tell(PermitMessage(permit=permit), AUTHORITY), Refusal):
            raise SystemExit(f"bench: the permit was refused: {said.en}")
    for place in range(load.GUARANTEES):
        terms = GuaranteeRegistered(
            "bank_letter", load.TRADER.customs_code, Decimal(10**12), "2018-01-01", "2018-12-31"
        )
        desk.guarantees.register(load.guarantee(place), terms, OFFICER)
    for serial in range(count):
        document = load.message(serial).declaration.transport_document
        filed = ConsignmentManifested("import", (ManifestUnit("L1", 12),))
        arrived = Report(
            milestone="arrived", actor=TERMINAL, at=desk.clock.now(), now=desk.clock.now(), document=document
        )
        for said in (
            desk.yard.manifest(document, filed, TERMINAL),
            desk.yard.report(arrived),
            desk.zone.file_list(load.verification_list(serial), BROKER),
        ):
            if isinstance(said, Refusal):
                raise SystemExit(f"bench: the zone refused: {said.en}")
    return journal


def _lodge(desk: Desk, files: list[Path]) -> int:
    """Lodge every message of the files in batches; returns how many were released."""
    messages = (read.message for path in files for read in read_file(path))
    released = 0
    while batch := [each for each in islice(messages, BATCH) if isinstance(each, Message)]:
        answers = desk.lodge_many(batch, BROKER)
        released += sum(getattr(answer, "status", "") == "released" for answer in answers)
    return released


def _in_lanes(desk: Desk, url: str, files: list[Path], count: int) -> float:
    """Declarations a second, read, judged and stored by as many processes as there are cores."""
    lanes = Lanes(url, LANES, parse(load.AT))
    started = time.perf_counter()
    messages = (read.message for path in files for read in read_file(path))
    sent = (Sent(each, BROKER) for each in messages if isinstance(each, Message))
    answered = sum(getattr(answer, "status", "") in ("accepted", "released") for answer in lanes.lodge(sent))
    took = time.perf_counter() - started
    lanes.close()
    if answered != count:
        raise SystemExit(f"bench: sent {count}, answered {answered}")
    compare(desk, count)
    return count / took


def compare(desk: Desk, sent: int) -> None:
    """Sent, stored and verified must agree, or the bench fails."""
    stored = sum(1 for _ in desk.work())
    found = verify(desk.journal)  # type: ignore[arg-type]
    if stored != sent or not found.ok:
        raise SystemExit(f"bench: sent {sent}, stored {stored}, verified {found}")
    taken = sum((view.occupied for view in desk.guarantees.all()), Decimal(0))
    if taken != sum((Decimal(row.secured or 0) for row in desk.work()), Decimal(0)):
        raise SystemExit(f"bench: {taken} is occupied and declarations say otherwise")
    bound = {kind: sum(_used(view) for view in desk.permits.all(kind)) for kind in (LEDGER, LICENCE)}
    if sum(bound.values()) != sent * load.QUANTITY or bool(bound[LICENCE]) != bool(taken):
        raise SystemExit(f"bench: {bound} is bound on permits, {taken} occupied, by {sent} declarations")


def _used(view: View) -> Decimal:
    return next(balance.used for balance in view.balances if balance.measure == QUANTITY)


def _files(folder: Path, count: int, form: str, one: bool = False) -> list[Path]:
    if form == "exports":
        return [load.exports(folder / "exports.ndjson", count)]
    if form == "exports":
        return [load.exports(folder / "exports.ndjson", count)]
    if form == "ndjson":
        return [load.ndjson(folder / "load.ndjson", count, listed=True, one=one)]
    paths = []
    for serial, data in enumerate(load.xml(count, listed=True)):
        path = folder / f"{serial:06}.xml"
        path.write_bytes(data)
        paths.append(path)
    return paths


def sqlite(count: int) -> tuple[float, float]:
    """Declarations a second into SQLite; the same rows by executemany."""
    with load.folder() as folder:
        files = _files(folder, count, "ndjson")
        url = f"sqlite:///{folder}/bench.db"
        return _in_lanes(_desk(url, count), url, files, count), count / _executed(folder, count)


def _executed(folder: Path, count: int) -> float:
    """Seconds to write every row of every table of the journal again by executemany, in as many transactions."""
    source = sqlite3.connect(folder / "bench.db")
    peer = sqlite3.connect(folder / "peer.db", isolation_level=None)
    peer.execute("PRAGMA journal_mode=WAL")
    peer.execute("PRAGMA synchronous=FULL")
    tables = source.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL"
    ).fetchall()
    rows = {}
    for name, made in tables:
        if name.startswith("sqlite_"):
            continue
        peer.execute(made)
        given = ",".join(
            row[1] for row in source.execute(f"PRAGMA table_info({name})")
        )  # no generated columns
        rows[f"{name} ({given})"] = source.execute(f"SELECT {given} FROM {name}").fetchall()
    for (made,) in source.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"):
        peer.execute(made)
    steps = -(-count // BATCH)
    started = time.perf_counter()
    for step in range(steps):
        peer.execute("BEGIN")
        for name, every in rows.items():
            part = every[len(every) * step // steps : len(every) * (step + 1) // steps]
            if part:
                peer.executemany(f"INSERT INTO {name} VALUES ({','.join('?' * len(part[0]))})", part)
        peer.execute("COMMIT")
    return time.perf_counter() - started


@contextmanager
def server() -> Iterator[Callable[[], str]]:
    """A durable PostgreSQL server; each call gives a fresh migrated database."""
    with PostgresServer(durable=True) as running:

        def fresh() -> str:
            url = running.database()
            migrate(url, "demo")
            return url

        yield fresh


def postgres(url: str, count: int, form: str, one: bool = False) -> tuple[float, float]:
    """Declarations a second into PostgreSQL; the same rows by COPY alone. ``one``: all on the same guarantee."""
    with load.folder() as folder:
        desk = _desk(url, count)
        files = _files(folder, count, form, one)
        return _in_lanes(desk, url, files, count), _copied(url, count)


def _copied(url: str, count: int) -> float:
    """Declarations a second when every row of every table is written again by COPY, in as many transactions."""
    steps = -(-count // BATCH)
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname = 'journal'"
        ).fetchall()
        lines: dict[str, list[bytes]] = {}
        for schema, table in found:
            connection.execute(
                f"CREATE TABLE public.peer_{table} (LIKE {schema}.{table} INCLUDING ALL)".encode()
            )
            with connection.cursor().copy(f"COPY {schema}.{table} TO STDOUT".encode()) as copy:
                lines[table] = b"".join(bytes(part) for part in copy).splitlines(keepends=True)
        started = time.perf_counter()
        for step in range(steps):
            with connection.transaction():
                for table, every in lines.items():
                    part = every[len(every) * step // steps : len(every) * (step + 1) // steps]
                    if part:
                        with connection.cursor().copy(
                            f"COPY public.peer_{table} FROM STDIN".encode()
                        ) as copy:
                            copy.write(b"".join(part))
        return count / (time.perf_counter() - started)


def cost(url: str, count: int) -> tuple[float, float, float]:
    """Bytes stored a declaration, CPU seconds of the client a thousand, bytes of the raw message."""
    with load.folder() as folder:
        files = _files(folder, count, "ndjson")
        raw = files[0].stat().st_size / count
        desk = _desk(url, count)
        before = resource.getrusage(resource.RUSAGE_SELF)
        _lodge(desk, files)
        after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return (row[0] if row else 0) / count, cpu * 1000 / count, raw
