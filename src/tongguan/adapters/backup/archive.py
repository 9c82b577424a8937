"""The file of a backup: a zip of parts with a manifest that names each part's size and digest."""

import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec

from tongguan.adapters.zips import BROKEN

FORMAT = 1
MANIFEST = "manifest.json"
PIECE = 1 << 20
"""Bytes that are moved at a time."""
_BROKEN = (*BROKEN, KeyError, msgspec.MsgspecError)
"""Whatever a damaged, encrypted or foreign zip and its manifest may raise."""


class Unusable(Exception):
    """A backup that cannot be made, read or put where it should go; the message says what would mend it."""


class Part(msgspec.Struct, frozen=True):
    """One part: its name in the zip, bytes, and SHA-256 (hex)."""

    name: str
    size: int
    digest: str


class Manifest(msgspec.Struct, frozen=True):
    """What a backup says of itself."""

    format: int
    store: str
    """``sqlite`` or ``postgresql``."""
    kind: str
    """``demo`` or ``live``."""
    schema: int
    """Number of the last script the journal had."""
    made_at: str
    parts: tuple[Part, ...]


class Archive:
    """A backup being written: under another name, readable by its owner only, until it is finished."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._new = path.with_name(f"{path.name}.{os.getpid()}.new")
        self._parts: list[Part] = []

    def __enter__(self) -> "Archive":
        os.close(os.open(self._new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        self._zip = ZipFile(self._new, "w", ZIP_DEFLATED, compresslevel=1)
        return self

    def add(self, name: str, pieces: Iterator[bytes | memoryview]) -> None:
        """Write one part, piece by piece."""
        digest, size = sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as out:
            for piece in pieces:
                out.write(piece)
                digest.update(piece)
                size += len(piece)
        self._parts.append(Part(name, size, digest.hexdigest()))

    def finish(self, store: str, kind: str, schema: int, made_at: str) -> Manifest:
        """Write the manifest, and give the file its name once it is on the disk."""
        made = Manifest(FORMAT, store, kind, schema, made_at, tuple(self._parts))
        self._zip.writestr(MANIFEST, msgspec.json.encode(made))
        self._zip.close()
        with self._new.open("rb+") as written:
            os.fsync(written.fileno())
        os.replace(self._new, self.path)
        return made

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(Exception):
            self._zip.close()
        self._new.unlink(missing_ok=True)


class Reader:
    """A backup being read; each part is compared with the manifest while it passes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = ZipFile(path)
            self.manifest = msgspec.json.decode(self._zip.read(MANIFEST), type=Manifest)
        except _BROKEN as error:
            said = getattr(error, "strerror", None) or "not a backup of tongguan, or cut off"
            raise Unusable(f"{path}: {said}; name a file that tongguan backup made") from None
        if self.manifest.format != FORMAT:
            raise Unusable(f"{path}: made by a newer program than this one; use that one")

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def has(self, name: str) -> bool:
        """Does the backup hold this part?"""
        return any(part.name == name for part in self.manifest.parts)

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part's bytes; Unusable at the end when they are not those that were written."""
        part = next(part for part in self.manifest.parts if part.name == name)
        digest, size = sha256(), 0
        try:
            with self._zip.open(name) as source:
                for piece in _chunks(source):
                    size += len(piece)
                    digest.update(piece)
                    if size > part.size:
                        break
                    yield piece
        except _BROKEN:
            raise self._damaged(name) from None
        if (size, digest.hexdigest()) != (part.size, part.digest):
            raise self._damaged(name)

    def _damaged(self, name: str) -> Unusable:
        return Unusable(f"{self.path}: {name} is damaged; take another backup")


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(PIECE):
        yield piece
