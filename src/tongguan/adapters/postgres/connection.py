"""Connections to PostgreSQL: opened as the application role, lent to one thread at a time, kept idle."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import count
from threading import Lock
from typing import Any

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus

from tongguan.adapters.sql.session import Row
from tongguan.desk.ports import StoreUnreachable

SCHEMA = "journal"
APPLICATION_ROLE = "tongguan_app"
CONNECT_SECONDS = 5

Connection = psycopg.Connection[Row]


def connect(url: str) -> Connection:
    """A connection in autocommit whose unqualified names are the journal's."""
    return psycopg.connect(
        url,
        autocommit=True,
        connect_timeout=CONNECT_SECONDS,
        application_name="tongguan",
        options=f"-c search_path={SCHEMA}",
    )


class Pool:
    """As many connections as threads ask for at once; a broken one is dropped with its idle fellows."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._place = place(url)
        self._lock = Lock()
        self._idle: list[Connection] = []
        self._process = os.getpid()

    @contextmanager
    def lent(self) -> Iterator[Connection]:
        """A connection for this block; StoreUnreachable when there is none to be had."""
        with reachable(self._place):
            connection = self._take()
            try:
                yield connection
            finally:
                self._give_back(connection)

    def _take(self) -> Connection:
        with self._lock:
            if self._process != os.getpid():  # forked: the parent's connections are the parent's
                self._idle, self._process = [], os.getpid()
            if self._idle:
                return self._idle.pop()
        connection = connect(self._url)
        _become_application(connection)
        return connection

    def _give_back(self, connection: Connection) -> None:
        if not connection.closed and connection.info.transaction_status != TransactionStatus.IDLE:
            connection.close()
        with self._lock:
            if not connection.closed:
                self._idle.append(connection)
                return
            dropped, self._idle = self._idle, []
        for fellow in dropped:
            fellow.close()

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()


def _become_application(connection: Connection) -> None:
    """Give up the owner's rights, if the user has any: nothing that serves may edit the journal."""
    member = "SELECT FROM pg_roles WHERE rolname = %s AND pg_has_role(oid, 'MEMBER')"
    if connection.execute(member, (APPLICATION_ROLE,)).fetchone() is not None:
        connection.execute(f"SET ROLE {APPLICATION_ROLE}")


class Statements:
    """Statements on one connection; ``?`` marks a parameter."""

    _names = count(1)

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def __call__(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        done = self.connection.execute(translated(sql), params, binary=True)
        return done.fetchall() if done.description else []

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        with self.connection.cursor() as cursor:
            cursor.executemany(translated(sql), rows)

    def each(self, sql: str, params: Sequence[Any] = ()) -> Iterator[Row]:
        name = f"stream_{next(self._names)}"
        with self.connection.cursor(name, binary=True) as cursor:
            cursor.itersize = 2000
            cursor.execute(translated(sql), params)
            yield from cursor


@lru_cache(1000)
def translated(sql: str) -> Any:
    """The statement with the driver's marks for parameters."""
    return sql.replace("?", "%s").encode()


def place(url: str) -> str:
    """The URL as it may be shown: without the password."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise ValueError(f"not a PostgreSQL URL: {str(error).strip()}") from None
    return f"postgresql://{parts.get('host', 'localhost')}/{parts.get('dbname', parts.get('user', ''))}"


@contextmanager
def reachable(shown: str) -> Iterator[None]:
    """Turn what PostgreSQL cannot do into StoreUnreachable, with what would mend it."""
    try:
        yield
    except (errors.SerializationFailure, errors.DeadlockDetected, errors.UniqueViolation):
        raise
    except (errors.UndefinedTable, errors.InvalidSchemaName) as error:
        raise StoreUnreachable(f"{shown}: no journal here; make one with: tongguan migrate") from error
    except errors.InsufficientPrivilege as error:
        said = _first_line(error)
        raise StoreUnreachable(f"{shown}: {said}; grant {APPLICATION_ROLE} to this user") from error
    except psycopg.OperationalError as error:
        said = _first_line(error)
        raise StoreUnreachable(f"{shown}: {said}; check that the server runs and the URL is right") from error
    except psycopg.DataError as error:
        raise ValueError(f"{shown}: cannot be written: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
