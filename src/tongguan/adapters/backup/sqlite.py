"""Both files of an office on SQLite: copied by SQLite's own online backup, put back under their names when verified."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from tongguan.adapters import sqlite
from tongguan.adapters.backup.archive import PIECE, Archive, Reader, Unusable
from tongguan.adapters.verify import Verified, verify

JOURNAL, OFFICE = "journal.db", "office.db"
_PER_SECOND = 30
"""Bits of a position below the second of a restoring: a thousand million events a second fit there."""


def office_beside(path: Path) -> Path:
    """The file of the office's records beside a journal's."""
    return path.resolve().with_suffix(".office.db")


def dump(path: Path, archive: Archive) -> int:
    """Add both files as they are at one moment each; returns the number of the journal's last script."""
    with TemporaryDirectory(prefix=".backup-", dir=archive.path.parent) as folder:
        copy = Path(folder) / JOURNAL
        for source, name in ((path, JOURNAL), (office_beside(path), OFFICE)):
            if source.exists():
                _copy(source, copy)
                archive.add(name, _pieces(copy))
                if name == JOURNAL:
                    schema = _number(copy)
                copy.unlink()
    return schema


def _copy(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
            # One file: without the log that would lie beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise Unusable(f"{source}: {error}; check the file and the room on the disk") from None


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while piece := source.read(PIECE):
            yield piece


def _number(path: Path) -> int:
    with closing(sqlite3.connect(path)) as copy:
        return int(copy.execute("PRAGMA user_version").fetchone()[0])


def load(reader: Reader, path: Path, second: int, force: bool) -> Verified:
    """Unpack beside the place, verify there, then rename; a file that another program has open is never replaced."""
    path = path.resolve()
    targets = {JOURNAL: path, OFFICE: office_beside(path)}
    if not force and (taken := [each for each in targets.values() if not sqlite.absent(str(each))]):
        raise Unusable(f"{taken[0]}: there already; --force replaces it")
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".restore-", dir=path.parent) as folder:
        new = {name: Path(folder) / name for name in targets if reader.has(name)}
        for name, file in new.items():
            with file.open("wb") as out:
                shutil.copyfileobj(Pieces(reader.pieces(name)), out)
        found = _verified(new[JOURNAL], reader.manifest.kind, second)
        if found.ok:
            for target in targets.values():
                _set_free(target)
            for name, target in targets.items():
                if name in new:
                    os.replace(new[name], target)
                else:
                    target.unlink(missing_ok=True)
    return found


class Pieces:
    """Pieces as a file that is read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, _: int = 0) -> bytes:
        return next(self._pieces, b"")


def _verified(journal: Path, kind: str, second: int) -> Verified:
    """Bring the journal up to this program, lift its positions, and verify it; it is one file again after that."""
    with closing(sqlite3.connect(journal, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    sqlite.migrate(str(journal), kind)
    store = sqlite.SqliteJournal(str(journal))
    try:
        store.set_setting(sqlite.FLOOR, str(second << _PER_SECOND))
        found = verify(store)
    finally:
        store.close()
    return found


def _set_free(path: Path) -> None:
    """Take the log of a file that is to be replaced; Unusable while another program has it open."""
    if sqlite.absent(str(path)):
        return
    try:
        with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise Unusable(f"{path}: another program has it open; end serve and worker first") from None
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
