"""Making and upgrading the journal on PostgreSQL, as the role that owns it."""

from contextlib import suppress

import psycopg

from tongguan.adapters.postgres.connection import (
    APPLICATION_ROLE,
    SCHEMA,
    Connection,
    connect,
    place,
    reachable,
)
from tongguan.adapters.schema import scripts
from tongguan.desk.ports import StoreUnreachable

_ONE_AT_A_TIME = 7_468_657
"""Advisory lock that two migrations of one database contend for."""


def migrate(url: str, kind: str) -> None:
    """Make the schema, the application role and its rights, or bring them up to this program.

    ``url`` names the owner: a role that may create schemas here and, the first time, roles. ValueError when
    the database is of the other kind.
    """
    shown = place(url)
    with reachable(shown), connect(url) as connection, connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_ONE_AT_A_TIME,))
        _make_role(connection, shown)
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        version = version_of(connection)
        for number, script in scripts("postgres")[version:]:
            connection.execute(script.encode())
            if number == 1:
                connection.execute("INSERT INTO origin (kind) VALUES (%s)", (kind,))
            connection.execute("UPDATE origin SET version = %s", (number,))
        made = connection.execute("SELECT kind FROM origin").fetchone()
        if made is not None and made[0] != kind:
            raise ValueError(f"{shown}: this is a {made[0]} database and stays one; name another for {kind}")


def version_of(connection: Connection) -> int:
    """Number of the last script that the database had; 0 when it has no journal."""
    row = connection.execute("SELECT to_regclass(%s)", (f"{SCHEMA}.origin",)).fetchone()
    if row is None or row[0] is None:
        return 0
    found = connection.execute("SELECT version FROM origin").fetchone()
    return int(found[0]) if found else 0


def check_version(connection: Connection, shown: str) -> None:
    """StoreUnreachable unless the schema is this program's."""
    version, newest = version_of(connection), len(scripts("postgres"))
    if version == 0:
        raise StoreUnreachable(f"{shown}: no journal here; make one with: tongguan migrate")
    if version < newest:
        raise StoreUnreachable(f"{shown}: made by an older program; bring it up with: tongguan migrate")
    if version > newest:
        raise StoreUnreachable(f"{shown}: made by a newer program than this one; use that one")


def raise_epoch(url: str) -> int:
    """After restoring or copying a database: let its feeds go on although transaction ids start anew."""
    with reachable(place(url)), connect(url) as connection:
        row = connection.execute("UPDATE origin SET epoch = epoch + 1 RETURNING epoch").fetchone()
    return int(row[0]) if row else 0


def _make_role(connection: Connection, shown: str) -> None:
    known = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (APPLICATION_ROLE,)).fetchone()
    if known is None:
        try:
            connection.execute(f"CREATE ROLE {APPLICATION_ROLE} NOLOGIN")
        except psycopg.errors.InsufficientPrivilege:
            raise StoreUnreachable(
                f"{shown}: this user may not create roles; let the administrator run:"
                f" CREATE ROLE {APPLICATION_ROLE} NOLOGIN"
            ) from None
    # The owner serves as the application too, where it may; elsewhere the administrator grants the role.
    with suppress(psycopg.errors.InsufficientPrivilege), connection.transaction():
        connection.execute(f"GRANT {APPLICATION_ROLE} TO CURRENT_USER")
