"""``PostgresJournal``: one round trip for an append, one transaction for a group, COPY for a bulk.

A clearance is optimistic: whoever comes second finds the head moved. Shared streams are locked in order of
their name over the whole group, so that two groups never wait for each other in a circle.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from psycopg import IsolationLevel, errors

from tongguan.adapters import plan as planning
from tongguan.adapters.postgres import rows
from tongguan.adapters.postgres.connection import Connection, Pool, Statements, place
from tongguan.adapters.postgres.migration import check_version
from tongguan.adapters.sql.beside import Beside
from tongguan.adapters.sql.cards import CARD, Cards, card_row
from tongguan.adapters.sql.papers import Papers
from tongguan.adapters.sql.reading import EVENT, HEAD, Reading, head_of
from tongguan.adapters.sql.session import Row, Run
from tongguan.adapters.sql.worklist import Worklist, task_rows, work_row
from tongguan.adapters.store import Change, batches
from tongguan.desk.ports import Append, Key, Outcome
from tongguan.facts.event import Event

TRIES = 3
BY_COPY = 100
"""From this many appends in a transaction on, COPY is faster than the function."""

_RACES = (errors.SerializationFailure, errors.UniqueViolation, errors.DeadlockDetected)
_WRITE = "SELECT write_rows(%s, %s, %s, %s, %s, %s, %s), put_cards(%s)"
_LOCK = f"SELECT {HEAD} FROM head WHERE stream = ANY(%s) ORDER BY stream FOR UPDATE"
_OWNERS = "SELECT kind, value, owner FROM identifier WHERE value = ANY(%s)"
# In ORDER BY a bare txid would be the column of the answer, which is text.
_SINCE = """
      FROM event, origin
     WHERE (event.epoch, event.txid, stream, event.version) > (?, ?::text::xid8, ?, ?)
       AND (event.epoch < origin.epoch OR event.txid < pg_snapshot_xmin(pg_current_snapshot()))
     ORDER BY event.epoch, event.txid, stream, event.version
     LIMIT ?"""
_EVENT = EVENT.replace("version", "event.version").replace("kind", "event.kind")


class PostgresJournal(Reading, Worklist, Papers, Cards, Beside):
    """``tongguan.desk.ports.Journal`` in the schema ``journal`` of the database that the URL names."""

    def __init__(self, url: str) -> None:
        self._pool = Pool(url)
        with self._pool.lent() as connection:
            check_version(connection, place(url))
        self.kind: str = self.ask("SELECT kind FROM origin")[0][0]

    def ask(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        with self._pool.lent() as connection:
            return Statements(connection)(sql, params)

    @contextmanager
    def writing(self) -> Iterator[Run]:
        with self._pool.lent() as connection, connection.transaction():
            yield Statements(connection)

    @contextmanager
    def looking(self) -> Iterator[Run]:
        with self._pool.lent() as connection:
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            try:
                with connection.transaction():
                    yield Statements(connection)
            finally:
                if not connection.closed:
                    connection.isolation_level = None

    def append(self, append: Append, recorded_at: int) -> Outcome:
        if not planning.claims(append):
            made = planning.optimistic(append)
            with suppress(*_RACES), self._pool.lent() as connection:
                connection.execute(_WRITE, rows.call_whole(made))
                return made.outcomes[0]
        return self.append_group([(append, recorded_at)])[0]

    def append_many(self, appends: Sequence[Append], recorded_at: int) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for batch in batches(appends):
            outcomes += self.append_group([(append, recorded_at) for append in batch])
        return outcomes

    def append_group(self, group: Sequence[tuple[Append, int]]) -> list[Outcome]:
        for tries_left in reversed(range(TRIES)):
            try:
                with self._pool.lent() as connection, connection.transaction():
                    return _append(connection, group)
            except _RACES as error:
                # Another writer was first with a new stream or identifier: look again, and it shows.
                if not tries_left and len(group) == 1:
                    raise ValueError(f"{group[0][0].stream}: cannot be written: {error}") from error
        return [outcome for pair in group for outcome in self.append_group([pair])]

    def adopt(self, whole: planning.Plan) -> None:
        try:
            with self._pool.lent() as connection, connection.transaction():
                _write_bulk(connection, whole)
        except errors.UniqueViolation as error:
            raise ValueError(f"cannot be written: {error}") from error

    def follow(self, cursor: str = "", limit: int = 1000) -> tuple[list[Event], str]:
        found = self.ask(f"SELECT {_EVENT}, event.epoch, txid::text {_SINCE}", (*_place(cursor), limit))
        events = [Event(*row[:9]) for row in found]
        return events, _cursor(found[-1]) if found else cursor

    def changes(self, cursor: str = "", limit: int = 5000) -> tuple[list[Change], str]:
        sql = f"SELECT stream, event.version, digest, event.epoch, txid::text {_SINCE}"
        found = self.ask(sql, (*_place(cursor), limit))
        changes: list[Change] = [(row[0], row[1], row[2]) for row in found]
        return changes, _cursor(found[-1]) if found else cursor

    def close(self) -> None:
        self._pool.close()


def _append(connection: Connection, group: Sequence[tuple[Append, int]]) -> list[Outcome]:
    streams, keys = planning.needs(append for append, _ in group)
    heads = {row[0]: head_of(row) for row in connection.execute(_LOCK, (streams,), binary=True)}
    owners = _owners(connection, keys) if keys else {}
    made = planning.plan(group, heads, owners)
    if made.empty:
        return made.outcomes
    if len(group) < BY_COPY:
        connection.execute(_WRITE, rows.call_whole(made))
    else:
        _write_bulk(connection, made)
    return made.outcomes


def _owners(connection: Connection, keys: Sequence[Key]) -> dict[Key, str]:
    values = [key.value for key in keys]
    return {Key(kind, value): owner for kind, value, owner in connection.execute(_OWNERS, (values,))}


def _write_bulk(connection: Connection, made: planning.Plan) -> None:
    """What exists moves by the function, which notices a race; what is new comes by COPY, where a race collides."""
    known = [row for stream, row in made.work.items() if stream in made.before]
    new = [row for stream, row in made.work.items() if stream not in made.before]
    found = connection.execute("SELECT epoch FROM origin").fetchone()
    epoch = found[0] if found else 0
    _copy(connection, "head", rows.HEAD_COLUMNS, rows.head_lines(made.born()))
    old_cards = [card for stream, card in made.cards.items() if stream in made.before]
    new_cards = [card for stream, card in made.cards.items() if stream not in made.before]
    if known or made.moved():
        connection.execute(_WRITE, rows.call(moved=made.moved(), work=known, cards=old_cards))
    _copy(connection, "identifier", rows.KEY_COLUMNS, rows.lines(rows.keys(made)))
    _copy(connection, "event", rows.EVENT_COLUMNS, rows.event_lines(made.events, epoch))
    _copy(connection, "vault", rows.VAULT_COLUMNS, rows.secret_lines(made.secrets))
    _copy(connection, "work", rows.WORK_COLUMNS, rows.lines(work_row(row) for row in new))
    _copy(connection, "card", CARD, rows.lines(card_row(card) for card in new_cards))
    tasks = rows.lines(task for row in new for task in task_rows(row))
    _copy(connection, "task", rows.TASK_COLUMNS, tasks)


def _copy(connection: Connection, table: str, columns: str, lines: Iterator[str]) -> None:
    pieces = rows.pieces(lines)
    first = next(pieces, None)
    if first is None:
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN".encode()) as copy:
        copy.write(first)
        for piece in pieces:
            copy.write(piece)


def _place(cursor: str) -> tuple[int, str, str, int]:
    """epoch, transaction id, stream, version after which the feed goes on."""
    if not cursor:
        return 0, "0", "", 0
    if cursor.isdigit():  # given out on SQLite, before this office moved here (``backup.crossing``)
        return 0, str(int(cursor) + 1), "", 0
    epoch, txid, version, stream = cursor.split(".", 3)
    return int(epoch), txid, stream, int(version)


def _cursor(row: Row) -> str:
    """The place of a row that begins with stream and version and ends with epoch and transaction id."""
    return f"{row[-2]}.{row[-1]}.{row[1]}.{row[0]}"
