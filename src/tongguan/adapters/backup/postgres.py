"""Both schemas of an office on PostgreSQL: every table by COPY out of one moment, and back in one transaction.

No program beside this one is needed. The tables themselves are made by ``migrate``, so a backup goes back with the
program it was made with; that is compared.
"""

from collections.abc import Iterator

import psycopg
from psycopg import IsolationLevel, sql

from tongguan.adapters.backup.archive import Archive, Reader, Unusable
from tongguan.adapters.postgres.connection import Connection, Statements, connect, place, reachable
from tongguan.adapters.postgres.migration import version_of
from tongguan.adapters.sql.reading import Look
from tongguan.adapters.verify import Verified, verify_look

SCHEMAS = ("journal", "office")
_2020 = 1_577_836_800
"""Epochs of feeds are seconds since 2020: they fit the column, and no two restores share one."""
_TABLES = "SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema = ANY(%s) AND table_type = 'BASE TABLE' ORDER BY 1, 2"
_COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position"
_OWNED = """
SELECT c.relname, a.attname, pg_get_serial_sequence(quote_ident(n.nspname) || '.' || quote_ident(c.relname), a.attname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
 WHERE n.nspname = 'office' AND c.relkind = 'r' AND a.attidentity <> ''"""
_OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
Table = tuple[str, str]


def dump(url: str, archive: Archive) -> int:
    """Add every table of both schemas as it is at one moment; returns the number of the journal's last script."""
    with reachable(place(url)), connect(url) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        with connection.transaction():
            schema = version_of(connection)
            for table in _tables(connection):
                archive.add(_part(table, columns(connection, table)), _out(connection, table))
    return schema


def _out(connection: Connection, table: Table) -> Iterator[memoryview]:
    command = sql.SQL("COPY {} ({}) TO STDOUT").format(
        sql.Identifier(*table), _names(columns(connection, table))
    )
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for piece in copy:
            yield memoryview(piece)


def load(reader: Reader, url: str, second: int, force: bool) -> Verified:
    """Fill the tables that ``migrate`` made; all is undone unless the journal verifies."""
    shown = place(url)
    with reachable(shown), connect(url) as connection:
        _of_this_program(connection, reader)
        let_in(connection, reader.manifest.kind, shown, force)
        try:
            with connection.transaction() as whole:
                found = _fill(connection, reader, second)
                if not found.ok:
                    raise psycopg.Rollback(whole)
        except psycopg.DataError as error:
            raise Unusable(f"{reader.path}: cannot be read back: {error.diag.message_primary}") from None
        return found


def _of_this_program(connection: Connection, reader: Reader) -> None:
    """Unusable where the tables are others than those of the backup."""
    here = [_part(table, columns(connection, table)) for table in _tables(connection)]
    there = [part.name for part in reader.manifest.parts]
    if version_of(connection) != reader.manifest.schema or not set(there) <= set(here):
        raise Unusable(
            f"{reader.path}: made by another version of the program; restore with that, then: tongguan migrate"
        )


def let_in(connection: Connection, wanted: str, shown: str, force: bool) -> None:
    """Unusable where the database is of the other kind, is in use, or holds something without ``force``."""
    ((kind,),) = connection.execute("SELECT kind FROM origin").fetchall()
    if kind != wanted:
        raise Unusable(f"{shown}: a {kind} database, the backup is {wanted}; name another")
    held = "SELECT FROM event UNION ALL SELECT FROM office.auth_user LIMIT 1"
    if not force and connection.execute(held).fetchone() is not None:
        raise Unusable(f"{shown}: holds an office already; --force replaces it")
    ((others,),) = connection.execute(_OTHERS).fetchall()
    if others:
        raise Unusable(f"{shown}: {others} other programs are connected; end serve and worker first")


def _fill(connection: Connection, reader: Reader, second: int) -> Verified:
    ((epoch,),) = connection.execute("SELECT epoch FROM origin").fetchall()
    tables = _tables(connection)
    everything = sql.SQL(", ").join(sql.Identifier(*table) for table in tables)
    connection.execute(sql.SQL("TRUNCATE {}").format(everything))
    for table in tables:
        names = columns(connection, table)
        if reader.has(_part(table, names)):
            _in(connection, reader, table, names)
    connection.execute("UPDATE origin SET epoch = greatest(epoch, %s)", (epoch,))
    return finish(connection, second)


def finish(connection: Connection, second: int) -> Verified:
    """After the tables are filled: feeds go on in a new epoch, new records get new numbers, and the journal is verified."""
    connection.execute("UPDATE origin SET epoch = greatest(epoch, %s) + 1", (second - _2020,))
    for table_name, column, sequence in connection.execute(_OWNED).fetchall():
        top = sql.SQL("SELECT setval({}, coalesce(max({}), 0) + 1, false) FROM {}").format(
            sql.Literal(sequence), sql.Identifier(column), sql.Identifier("office", table_name)
        )
        connection.execute(top)
    return verify_look(Look(Statements(connection)))


def _in(connection: Connection, reader: Reader, table: Table, names: list[str]) -> None:
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(*table), _names(names))
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for piece in reader.pieces(_part(table, names)):
            copy.write(piece)


def _tables(connection: Connection) -> list[Table]:
    return [(row[0], row[1]) for row in connection.execute(_TABLES, (list(SCHEMAS),)).fetchall()]


def columns(connection: Connection, table: Table) -> list[str]:
    """Those that are not generated, in their order."""
    return [row[0] for row in connection.execute(_COLUMNS, table).fetchall()]


def _part(table: Table, names: list[str]) -> str:
    """A part is named after its table and columns: a table of another form has another name."""
    return f"{table[0]}/{table[1]}({','.join(names)})"


def _names(names: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
