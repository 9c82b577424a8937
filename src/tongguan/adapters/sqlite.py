"""The journal in one SQLite file: write-ahead log, every commit synced, one writer at a time.

Safe for the threads of a server and for several processes: each thread has its own connection, a writer takes
its place with BEGIN IMMEDIATE. Commit order is the order of ``position``, which is what a cursor counts.
"""

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import quote
from weakref import WeakSet

from tongguan.adapters import plan as planning
from tongguan.adapters.schema import scripts
from tongguan.adapters.sql.beside import Beside
from tongguan.adapters.sql.cards import Cards, put_cards
from tongguan.adapters.sql.papers import Papers
from tongguan.adapters.sql.reading import EVENT, Reading
from tongguan.adapters.sql.session import Row, Run
from tongguan.adapters.sql.worklist import Worklist, put_work
from tongguan.adapters.store import Change, batches
from tongguan.desk.ports import Append, Head, Outcome, StoreUnreachable
from tongguan.facts.event import Event

APPLICATION_ID = 0x746F6E67
"""Marks a file as ours ("tong")."""
BUSY_MS = 30_000
FLOOR = "position_floor"
"""Setting of a restored file: positions go on above it, beyond every cursor that was given out before."""
_NEXT = (
    "SELECT 1 + max(coalesce((SELECT max(position) FROM event), 0),"
    f" coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE name = '{FLOOR}'), 0))"
)


class SqliteJournal(Reading, Worklist, Papers, Cards, Beside):
    """``tongguan.desk.ports.Journal`` in the file ``path``, which must have been migrated."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._writer = threading.Lock()
        self._local = threading.local()
        self._held: WeakSet[_Held] = WeakSet()
        with _reachable(path):
            _check(self._connection(), path)
            self.kind: str = self.ask("SELECT kind FROM origin")[0][0]

    def _connection(self) -> sqlite3.Connection:
        """This thread's own connection; a forked process never uses its parent's."""
        if getattr(self._local, "process", None) != os.getpid():
            self._local.held = _Held(_connect(self._path))
            self._local.process = os.getpid()
            self._held.add(self._local.held)
        held: _Held = self._local.held
        return held.connection

    def ask(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        with _reachable(self._path):
            return self._connection().execute(sql, params).fetchall()

    @contextmanager
    def writing(self) -> Iterator[Run]:
        # The threads of one process queue at the lock, which is fair, and not at the file, which is polled.
        with _reachable(self._path), self._writer:
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield _Run(connection)
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def looking(self) -> Iterator[Run]:
        # A connection of its own: the thread may write while it reads on.
        with _reachable(self._path), closing(_connect(self._path)) as connection:
            connection.execute("BEGIN")
            yield _Run(connection)

    def append(self, append: Append, recorded_at: int) -> Outcome:
        return self.append_group([(append, recorded_at)])[0]

    def append_many(self, appends: Sequence[Append], recorded_at: int) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for batch in batches(appends):
            outcomes += self.append_group([(append, recorded_at) for append in batch])
        return outcomes

    def append_group(self, group: Sequence[tuple[Append, int]]) -> list[Outcome]:
        streams, keys = planning.needs(append for append, _ in group)
        with self.writing() as run:
            # Nobody else writes now: what is read here still holds when the transaction commits.
            made = planning.plan(group, self.heads(streams), self.find(keys))
            if not made.empty:
                _write(run, made)
        return made.outcomes

    def adopt(self, whole: planning.Plan) -> None:
        with self.writing() as run:
            _write(run, whole)

    def follow(self, cursor: str = "", limit: int = 1000) -> tuple[list[Event], str]:
        sql = f"SELECT position, {EVENT} FROM event WHERE position > ? ORDER BY position LIMIT ?"
        rows = self.ask(sql, (int(cursor or 0), limit))
        return [Event(*row[1:]) for row in rows], str(rows[-1][0]) if rows else cursor

    def changes(self, cursor: str = "", limit: int = 5000) -> tuple[list[Change], str]:
        sql = (
            "SELECT stream, version, digest, position FROM event WHERE position > ? ORDER BY position LIMIT ?"
        )
        rows = self.ask(sql, (int(cursor or 0), limit))
        return [row[:3] for row in rows], str(rows[-1][3]) if rows else cursor  # type: ignore[misc]

    def close(self) -> None:
        for held in list(self._held):
            held.connection.close()
        self._local = threading.local()


class _Held:
    """A thread's connection; it ends with its thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection


class _Run:
    """Statements inside one transaction of a connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __call__(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        return self._connection.execute(sql, params).fetchall()

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        self._connection.executemany(sql, rows)

    def each(self, sql: str, params: Sequence[Any] = ()) -> Iterator[Row]:
        cursor = self._connection.execute(sql, params)
        cursor.arraysize = 1000
        while rows := cursor.fetchmany():
            yield from rows


def _write(run: Run, made: planning.Plan) -> None:
    ((position,),) = run(_NEXT)
    run.many(
        f"INSERT INTO event (position, {EVENT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                place,
                e.stream,
                e.version,
                e.kind,
                e.schema,
                e.happened_at,
                e.recorded_at,
                e.actor,
                e.payload,
                e.digest,
            )
            for place, e in enumerate(made.events, position)
        ],
    )
    run.many("INSERT INTO head VALUES (?, ?, ?, ?)", [_head(head) for head in made.born()])
    run.many(
        "UPDATE head SET version = ?2, digest = ?3, free = ?4 WHERE stream = ?1",
        [_head(head) for head, _ in made.moved()],
    )
    run.many(
        "INSERT INTO identifier VALUES (?, ?, ?)",
        [(key.value, key.kind, owner) for key, owner in made.keys.items()],
    )
    run.many(
        "INSERT INTO vault VALUES (?, ?, ?, ?, ?, ?)",
        [(stream, s.kind, s.version, s.digest, s.salt, s.body) for stream, s in made.secrets],
    )
    put_work(run, list(made.work.values()))
    put_cards(run, list(made.cards.values()))


def _head(head: Head) -> tuple[Any, ...]:
    return (head.stream, head.version, head.digest, None if head.free is None else str(head.free))


def migrate(path: str, kind: str) -> None:
    """Make the file as a ``demo`` or ``live`` database, or bring it up to this program's schema.

    ValueError when it is of the other kind; StoreUnreachable when it cannot be made or is not ours.
    """
    with _reachable(path):
        if absent(path):
            _make(Path(path), kind)
        with closing(_connect(path)) as connection:
            if _version(connection) == 0 or not _is_ours(connection):
                raise StoreUnreachable(f"{path}: not a database of tongguan; name another file")
            made = connection.execute("SELECT kind FROM origin").fetchone()[0]
            if made != kind:
                raise ValueError(f"{path}: this is a {made} database and stays one; name another for {kind}")
            _upgrade(connection)


def absent(path: str) -> bool:
    """True when there is no file, or an empty one."""
    return not os.path.exists(path) or os.path.getsize(path) == 0


def _make(path: Path, kind: str) -> None:
    """Make the database under another name and give it its own when it is whole: of several makers one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{token_hex(4)}.new")
    try:
        with closing(_connect(str(new), "rwc")) as connection:
            connection.execute("PRAGMA page_size = 8192")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            _upgrade(connection)
            connection.execute("INSERT INTO origin VALUES (?)", (kind,))
        if path.exists() and absent(str(path)):
            os.replace(new, path)
        else:
            with suppress(FileExistsError):
                os.link(new, path)
    finally:
        new.unlink(missing_ok=True)


def _upgrade(connection: sqlite3.Connection) -> None:
    """Run the scripts that the database has not had, all or none."""
    connection.execute("BEGIN IMMEDIATE")
    for number, script in scripts("sqlite")[_version(connection) :]:
        for statement in _statements(script):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number}")
    connection.execute("COMMIT")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one: ``executescript`` would commit what stands before it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _check(connection: sqlite3.Connection, path: str) -> None:
    if not _is_ours(connection):
        raise StoreUnreachable(f"{path}: not a database of tongguan; make one with: tongguan migrate")
    version, newest = _version(connection), len(scripts("sqlite"))
    if version < newest:
        raise StoreUnreachable(f"{path}: made by an older program; bring it up with: tongguan migrate")
    if version > newest:
        raise StoreUnreachable(f"{path}: made by a newer program than this one; use that one")


def _is_ours(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _connect(path: str, mode: str = "rw") -> sqlite3.Connection:
    uri = f"file:{quote(path)}?mode={mode}"
    connection = sqlite3.connect(
        uri, uri=True, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -65536")
    return connection


@contextmanager
def _reachable(path: str) -> Iterator[None]:
    """Turn what SQLite cannot do into StoreUnreachable, with what would mend it."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise ValueError(f"{path}: cannot be written: {error}") from error
    except (sqlite3.Error, OSError) as error:
        raise StoreUnreachable(f"{path}: {error}; {_remedy(str(error))}") from error


def _remedy(message: str) -> str:
    for word, remedy in _REMEDIES.items():
        if word in message:
            return remedy
    return "check the file, its folder and the disk"


_REMEDIES = {
    "unable to open": "check that the folder exists and may be written",
    "locked": "another program holds the file; end it or wait",
    "full": "make room on the disk",
    "readonly": "check who may write the file and its folder",
    "not a database": "name a database file that tongguan made",
    "malformed": "restore the file from a backup",
}
