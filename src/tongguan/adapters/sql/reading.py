"""Reading the journal: events, heads, identifiers, and one consistent look at everything."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal

from tongguan.adapters.sql.session import Row, Run, Session, between
from tongguan.adapters.store import RawEvent, RawHead, RawSecret, StoredSeal
from tongguan.desk.ports import Head, Key
from tongguan.facts.event import Event

EVENT = "stream, version, kind, schema, happened_at, recorded_at, actor, payload, digest"
HEAD = "stream, version, digest, free"
SEALS = "SELECT sequence, digest, body FROM seal ORDER BY sequence"


class Reading(Session):
    """The reading half of ``tongguan.desk.ports.Journal``."""

    def read(self, stream: str, after: int = 0) -> list[Event]:
        sql = f"SELECT {EVENT} FROM event WHERE stream = ? AND version > ? ORDER BY version"
        return [Event(*row) for row in self.ask(sql, (stream, after))]

    def read_many(self, streams: Sequence[str]) -> dict[str, list[Event]]:
        found: dict[str, list[Event]] = {}
        sql = f"SELECT {EVENT} FROM event WHERE stream IN ({{values}}) ORDER BY stream, version"
        for row in self.ask_in(sql, list(dict.fromkeys(streams))):
            found.setdefault(row[0], []).append(Event(*row))
        return found

    def heads(self, streams: Sequence[str]) -> dict[str, Head]:
        rows = self.ask_in(
            f"SELECT {HEAD} FROM head WHERE stream IN ({{values}})", list(dict.fromkeys(streams))
        )
        return {row[0]: head_of(row) for row in rows}

    def all_heads(self, prefix: str = "") -> Iterator[Head]:
        where, params = between("stream", prefix)
        for row in self.each(f"SELECT {HEAD} FROM head WHERE {where} ORDER BY stream", params):
            yield head_of(row)

    def find(self, keys: Sequence[Key]) -> dict[Key, str]:
        wanted = set(keys)
        values = list(dict.fromkeys(key.value for key in keys))
        rows = self.ask_in("SELECT kind, value, owner FROM identifier WHERE value IN ({values})", values)
        found = {Key(kind, value): owner for kind, value, owner in rows}
        return {key: owner for key, owner in found.items() if key in wanted}

    def events(self, prefix: str = "") -> Iterator[Event]:
        where, params = between("stream", prefix)
        sql = f"SELECT {EVENT} FROM event WHERE {where} ORDER BY stream, version"
        for row in self.each(sql, params):
            yield Event(*row)

    def recorded(self, since: int, until: int) -> Iterator[Event]:
        sql = f"SELECT {EVENT} FROM event WHERE recorded_at >= ? AND recorded_at < ? ORDER BY stream, version"
        for row in self.each(sql, (since, until)):
            yield Event(*row)

    @contextmanager
    def snapshot(self) -> Iterator["Look"]:
        with self.looking() as run:
            yield Look(run)

    def seals(self) -> list[StoredSeal]:
        return [StoredSeal(*row) for row in self.ask(SEALS)]


class Look:
    """``tongguan.adapters.store.Snapshot`` over one reading transaction."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def events(self) -> Iterator[RawEvent]:
        return self._run.each(f"SELECT {EVENT} FROM event ORDER BY stream, version")  # type: ignore[return-value]

    def heads(self) -> Iterator[RawHead]:
        for stream, version, digest, free in self._run.each(f"SELECT {HEAD} FROM head ORDER BY stream"):
            yield stream, version, digest, None if free is None else Decimal(free)

    def vault(self) -> Iterator[RawSecret]:
        sql = "SELECT stream, kind, version, digest, salt, body FROM vault"
        return self._run.each(sql)  # type: ignore[return-value]

    def seals(self) -> list[StoredSeal]:
        return [StoredSeal(*row) for row in self._run(SEALS)]


def head_of(row: Row) -> Head:
    """A head from its row; SQLite keeps the free amount as text."""
    stream, version, digest, free = row
    return Head(stream, version, digest, None if free is None else Decimal(free))
