"""What a database offers to the statements that SQLite and PostgreSQL share."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Row = tuple[Any, ...]
MAX_LIST = 500
"""Longest list of values in one statement."""


class Run(Protocol):
    """Runs statements inside one transaction."""

    def __call__(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """Run one statement and return its rows."""

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row of parameters."""

    def each(self, sql: str, params: Sequence[Any] = ()) -> Iterator[Row]:
        """Run one statement and stream its rows."""


class Session(ABC):
    """Access to one database; every method is safe for several threads."""

    @abstractmethod
    def ask(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """Rows of a reading statement."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Run]:
        """A transaction that is durable when the block ends and undone when it raises."""

    @abstractmethod
    def looking(self) -> AbstractContextManager[Run]:
        """A reading transaction that sees one moment of the whole database."""

    def ask_in(self, sql: str, values: Sequence[Any]) -> Iterator[Row]:
        """Rows of a statement that names ``{values}`` once, for any number of values."""
        for start in range(0, len(values), MAX_LIST):
            part = values[start : start + MAX_LIST]
            yield from self.ask(sql.format(values=marks(part)), part)

    def each(self, sql: str, params: Sequence[Any] = ()) -> Iterator[Row]:
        """Stream the rows of a reading statement."""
        with self.looking() as run:
            yield from run.each(sql, params)


def marks(values: Sequence[Any]) -> str:
    """One ``?`` for each value."""
    return ",".join("?" * len(values))


def between(column: str, prefix: str) -> tuple[str, tuple[str, ...]]:
    """A condition that the column begins with the prefix, which an index can answer."""
    if not prefix:
        return "1=1", ()
    return f"{column} >= ? AND {column} < ?", (prefix, prefix + "\U0010ffff")
