"""From a database URL to its journal: ``sqlite:///path``, ``postgresql://…``, or ``memory:``."""

from urllib.parse import unquote

from tongguan.adapters.memory import MemoryJournal
from tongguan.adapters.store import Store
from tongguan.desk.ports import StoreUnreachable

# PostgreSQL's driver and SQLite are imported where they are used: a command on one never waits for the other.


def open_journal(url: str, create_kind: str | None = None) -> Store:
    """Open the journal that the URL names.

    With ``create_kind`` (``demo`` or ``live``) a missing SQLite file is made first; a PostgreSQL database is
    made only by ``migrate``. ValueError for a URL that names no database of a known sort; StoreUnreachable
    when it cannot be reached, does not exist or is not ours.
    """
    store, rest = split(url)
    if store == "memory":
        return MemoryJournal(create_kind or "demo")
    if store == "postgresql":
        from tongguan.adapters.postgres import PostgresJournal

        return PostgresJournal(rest)
    from tongguan.adapters import sqlite

    if create_kind and sqlite.absent(rest):
        sqlite.migrate(rest, create_kind)
    if sqlite.absent(rest):
        raise StoreUnreachable(f"{rest}: there is no such database; make one with: tongguan migrate")
    return sqlite.SqliteJournal(rest)


def migrate(url: str, kind: str) -> None:
    """Make the database or bring it up to this program; ValueError when it is of the other kind."""
    if kind not in ("demo", "live"):
        raise ValueError(f"a database is demo or live, not {kind!r}")
    store, rest = split(url)
    if store == "postgresql":
        from tongguan.adapters import postgres

        postgres.migrate(rest, kind)
    elif store == "sqlite":
        from tongguan.adapters import sqlite

        sqlite.migrate(rest, kind)


def kind_of(url: str) -> str | None:
    """``demo`` or ``live``; None when there is no database at the URL yet."""
    store, rest = split(url)
    if store == "sqlite":
        from tongguan.adapters import sqlite

        if sqlite.absent(rest):
            return None
    journal = open_journal(url)
    journal.close()
    return journal.kind


def split(url: str) -> tuple[str, str]:
    """The sort of store (sqlite, postgresql, memory) and what names the database within it; ValueError for any other."""
    if url.startswith("sqlite:///") and len(url) > len("sqlite:///"):
        return "sqlite", unquote(url.removeprefix("sqlite:///"))
    if url.startswith(("postgresql://", "postgres://")):
        return "postgresql", url
    if url in ("memory:", "memory://"):
        return "memory", ""
    raise ValueError(
        f"{url!r} names no database; use sqlite:///path, sqlite:////absolute/path or postgresql://user@host/name"
    )
