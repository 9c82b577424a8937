"""From SQLite to PostgreSQL: both files of a backup, row by row, into the tables of both schemas in one transaction.

Cursors that were given out stay good: the position of an event on SQLite becomes its transaction id in epoch 0, which is
before every epoch of a PostgreSQL database. So courier, seals and followers go on where they were.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql

from tongguan.adapters import sqlite as journals
from tongguan.adapters.backup import postgres, sqlite
from tongguan.adapters.backup.archive import Reader, Unusable
from tongguan.adapters.postgres.connection import Connection, connect, place, reachable
from tongguan.adapters.sqlite import FLOOR
from tongguan.adapters.verify import Verified

_SCHEMA = {sqlite.JOURNAL: "journal", sqlite.OFFICE: "office"}
"""File of the backup → schema that takes it."""
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'origin' ORDER BY name"
_PLAIN = 0
"""What SQLite calls a column that is neither generated nor hidden."""


def load(reader: Reader, url: str, second: int, force: bool) -> Verified:
    """Fill the tables that ``migrate`` made; all is undone unless the journal verifies there.

    Without records of an office in the backup the tables of the office stay as they are.
    """
    shown = place(url)
    with TemporaryDirectory(prefix="crossing-") as folder, reachable(shown), connect(url) as connection:
        postgres.let_in(connection, reader.manifest.kind, shown, force)
        try:
            with connection.transaction() as whole:
                # Django writes times on SQLite in UTC and without an offset.
                connection.execute("SET LOCAL TimeZone = 'UTC'")
                for name in _SCHEMA:
                    if reader.has(name):
                        _cross(reader, name, Path(folder), connection)
                found = postgres.finish(connection, second)
                if not found.ok:
                    raise psycopg.Rollback(whole)
        except (psycopg.DataError, psycopg.IntegrityError) as error:
            raise Unusable(f"{reader.path}: cannot be taken over: {error.diag.message_primary}") from None
        return found


def _cross(reader: Reader, name: str, folder: Path, connection: Connection) -> None:
    """One file into its schema, replacing what is there."""
    file = folder / name
    with file.open("wb") as out:
        shutil.copyfileobj(sqlite.Pieces(reader.pieces(name)), out)
    if name == sqlite.JOURNAL:
        journals.migrate(str(file), reader.manifest.kind)
    with closing(sqlite3.connect(file)) as source:
        tables = [(_SCHEMA[name], row[0]) for row in source.execute(_TABLES)]
        parts = {table: _columns(source, connection, table, reader) for table in tables}
        there = sql.SQL(", ").join(sql.Identifier(*table) for table in tables)
        connection.execute(sql.SQL("TRUNCATE {}").format(there))
        for table, columns in parts.items():
            _copy(source, connection, table, columns)
    file.unlink()


def _columns(
    source: sqlite3.Connection, connection: Connection, table: postgres.Table, reader: Reader
) -> dict[str, str]:
    """Column there → what SQLite selects for it; Unusable unless both sides have the same."""
    plain = [row[1] for row in source.execute(f'PRAGMA table_xinfo("{table[1]}")') if row[6] == _PLAIN]
    wanted = {column: f'"{column}"' for column in plain}
    if table == ("journal", "event"):
        wanted |= {"txid": wanted.pop("position"), "epoch": "0"}
    if set(wanted) != set(postgres.columns(connection, table)):
        raise Unusable(
            f"{reader.path}: made by another version of the program ({table[1]}); run serve once with this one and back up again"
        )
    return wanted


def _copy(
    source: sqlite3.Connection, connection: Connection, table: postgres.Table, columns: dict[str, str]
) -> None:
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(*table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in _rows(source, table, columns):
            copy.write_row(row)


def _rows(
    source: sqlite3.Connection, table: postgres.Table, columns: dict[str, str]
) -> Iterator[tuple[object, ...]]:
    """Rows as SQLite holds them; the setting that lifts positions there means nothing here."""
    chosen = f'SELECT {", ".join(columns.values())} FROM "{table[1]}"'
    where = f" WHERE name <> '{FLOOR}'" if table == ("journal", "setting") else ""
    return source.execute(chosen + where)
