"""What stands beside the journal in SQL: vault, receipts, editions, serials, settings, seals."""

from collections.abc import Iterator, Sequence

import msgspec

from tongguan.adapters.sql.session import Session, marks
from tongguan.adapters.sql.worklist import decode_work
from tongguan.adapters.store import StoredSeal
from tongguan.desk.ports import Edition, Secret, StoredReceipt
from tongguan.desk.receipts import SENT
from tongguan.desk.worklist import WorkRow

_RECEIPT = "declarant, sequence, event_id, number, channel, at, body"
_EDITION = "name, digest, valid_from, approved_by, files"


class Beside(Session):
    """The rest of ``tongguan.desk.ports.Journal``."""

    def serials(self, series: str, count: int) -> int:
        with self.writing() as run:
            after = run(
                "INSERT INTO serial (series, next) VALUES (?, ?) ON CONFLICT (series)"
                " DO UPDATE SET next = serial.next + ? RETURNING next",
                (series, 1 + count, count),
            )
        return int(after[0][0]) - count

    def secret(self, stream: str, kind: str, version: int) -> Secret | None:
        found = self.ask(
            "SELECT kind, digest, salt, body, version FROM vault"
            " WHERE stream = ? AND kind = ? AND version = ? AND body IS NOT NULL",
            (stream, kind, version),
        )
        return Secret(*found[0]) if found else None

    def kept(self, stream: str) -> list[tuple[str, int]]:
        held = "SELECT kind, version FROM vault WHERE stream = ? AND body IS NOT NULL"
        return sorted((kind, version) for kind, version in self.ask(held, (stream,)))

    def secrets(self) -> Iterator[tuple[str, str, int, str]]:
        kept = "SELECT stream, kind, version, digest FROM vault WHERE body IS NOT NULL"
        return self.each(f"{kept} ORDER BY stream, kind, version")  # type: ignore[return-value]

    def erase(self, stream: str, kind: str, version: int) -> bool:
        with self.writing() as run:
            erased = run(
                "UPDATE vault SET salt = NULL, body = NULL"
                " WHERE stream = ? AND kind = ? AND version = ? AND body IS NOT NULL RETURNING version",
                (stream, kind, version),
            )
        return bool(erased)

    def deliver(self, receipts: Sequence[StoredReceipt], cursor: str, before: str) -> bool:
        with self.writing() as run:
            moved = run(
                "UPDATE courier SET cursor = ? WHERE name = 'courier' AND cursor = ? RETURNING name",
                (cursor, before),
            )
            if moved:
                rows = [msgspec.structs.astuple(receipt) for receipt in receipts]
                run.many(f"INSERT INTO receipt ({_RECEIPT}) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        return bool(moved)

    def courier_state(self, declarants: Sequence[str]) -> tuple[str, dict[str, int]]:
        cursor = self.ask("SELECT cursor FROM courier WHERE name = 'courier'")[0][0]
        last = self.ask_in(
            "SELECT declarant, max(sequence) FROM receipt WHERE declarant IN ({values}) GROUP BY declarant",
            list(dict.fromkeys(declarants)),
        )
        return cursor, dict(last)

    def receipts(self, number: str = "", declarant: str = "", after: int = 0) -> list[StoredReceipt]:
        limits = [("number = ?", number), ("declarant = ?", declarant)]
        where = " AND ".join(["sequence > ?", *(sql for sql, value in limits if value)])
        params = (after, *(value for _, value in limits if value))
        sql = f"SELECT {_RECEIPT} FROM receipt WHERE {where} ORDER BY declarant, sequence"
        return [StoredReceipt(*row) for row in self.ask(sql, params)]

    def sent(self, declarant: str, since: int, until: int) -> list[WorkRow]:
        got = f"declarant = ? AND at >= ? AND at < ? AND channel IN ({marks(SENT)})"
        sql = (
            f"SELECT body FROM work WHERE number IN (SELECT number FROM receipt WHERE {got}) ORDER BY number"
        )
        return [decode_work(body) for (body,) in self.ask(sql, (declarant, since, until, *SENT))]

    def store_edition(self, edition: Edition, recorded_at: int) -> bool:
        approved = msgspec.json.encode(edition.approved_by).decode()
        files = msgspec.json.encode(edition.files).decode()
        with self.writing() as run:
            kept = run(
                f"INSERT INTO edition ({_EDITION}, recorded_at) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING RETURNING digest",
                (edition.name, edition.digest, edition.valid_from, approved, files, recorded_at),
            )
        return bool(kept)

    def editions(self) -> list[Edition]:
        return [
            Edition(
                name, digest, valid_from, tuple(msgspec.json.decode(approved)), msgspec.json.decode(files)
            )
            for name, digest, valid_from, approved, files in self.ask(
                f"SELECT {_EDITION} FROM edition ORDER BY recorded_at, valid_from, name, digest"
            )
        ]

    def setting(self, name: str) -> str | None:
        found = self.ask("SELECT value FROM setting WHERE name = ?", (name,))
        return found[0][0] if found else None

    def set_setting(self, name: str, value: str) -> None:
        with self.writing() as run:
            run(
                "INSERT INTO setting (name, value) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value",
                (name, value),
            )

    def add_seal(self, seal: StoredSeal) -> bool:
        with self.writing() as run:
            added = run(
                "INSERT INTO seal (sequence, digest, body) SELECT ?, ?, ?"
                " WHERE ? = 1 + (SELECT count(*) FROM seal) ON CONFLICT DO NOTHING RETURNING sequence",
                (*seal, seal.sequence),
            )
        return bool(added)
