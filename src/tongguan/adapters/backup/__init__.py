"""Backups: one file with both databases of an office, made while it works and verified before it is let in again."""

from pathlib import Path

from tongguan.adapters import locate
from tongguan.adapters.backup.archive import Archive, Manifest, Reader, Unusable
from tongguan.adapters.verify import Verified

__all__ = ["Manifest", "Unusable", "make", "read", "restore"]


def make(url: str, out: Path, made_at: str) -> Manifest:
    """Write a backup of the database at ``url`` to ``out``, whole or not at all; ``made_at`` is an ISO time."""
    store, rest = locate.split(url)
    if store == "memory":
        raise Unusable("memory: is no database that lasts")
    kind = locate.kind_of(url)
    if kind is None:
        raise Unusable(f"{rest}: there is no such database")
    with Archive(out) as archive:
        if store == "sqlite":
            from tongguan.adapters.backup import sqlite

            schema = sqlite.dump(Path(rest), archive)
        else:
            from tongguan.adapters.backup import postgres

            schema = postgres.dump(rest, archive)
        return archive.finish(store, kind, schema, made_at)


def read(path: Path) -> Manifest:
    """What a backup says of itself; Unusable when the file is none."""
    with Reader(path) as reader:
        return reader.manifest


def restore(path: Path, url: str, second: int, *, force: bool = False) -> Verified:
    """Verify a backup and put it in the place of the database at ``url``.

    Nothing is there before it is verified, and what was there stays when it is not. ``second`` (since 1970) marks
    the restoring: cursors of feeds go on from it. Unusable when the file, the place or what the file holds will not do.
    """
    store, rest = locate.split(url)
    with Reader(path) as reader:
        if (reader.manifest.store, store) == ("sqlite", "postgresql"):
            from tongguan.adapters.backup import crossing

            return crossing.load(reader, rest, second, force)
        if reader.manifest.store != store:
            raise Unusable(f"{path}: a backup of {reader.manifest.store}; name such a database with --db")
        if store == "sqlite":
            from tongguan.adapters.backup import sqlite

            return sqlite.load(reader, Path(rest), second, force)
        from tongguan.adapters.backup import postgres

        return postgres.load(reader, rest, second, force)
