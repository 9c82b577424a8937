"""Any file a declarant may send: recognised by its content, read message by message."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from tongguan.adapters import document, package
from tongguan.adapters.singlewindow import envelopes, reader
from tongguan.facts.message import Message
from tongguan.facts.unreadable import Unreadable

_BOM = b"\xef\xbb\xbf"


class Read(msgspec.Struct, frozen=True):
    """One message of a file, or why it cannot be read; ``line`` in files of one message a line."""

    name: str
    line: int | None
    message: Message | Unreadable


def read_file(path: Path) -> Iterator[Read]:
    """Every message of a file. FileNotFoundError and the like are for the caller."""
    with path.open("rb") as stream:
        yield from read_stream(stream, path.name)


def read_stream(stream: BinaryIO, name: str) -> Iterator[Read]:
    """Every message of an open binary stream; at most the limit of one message is held at a time."""
    start = stream.read(4096)
    sort = _sort(start)
    if sort == "json":
        yield from _json(start.removeprefix(_BOM), stream, name)
        return
    limit = package.MAX_TOTAL if sort == "zip" else envelopes.MAX_BYTES
    data = start + stream.read(limit + 1 - len(start))
    try:
        if len(data) > limit:
            raise envelopes.too_large()
        message = package.read(data) if sort == "zip" else reader.read(data)
    except Unreadable as error:
        yield Read(name, None, error)
    else:
        yield Read(name, None, message)


def _sort(start: bytes) -> str:
    if start[:2] == b"PK":
        return "zip"
    text = start.removeprefix(_BOM).lstrip()
    return "json" if text[:1] in (b"{", b"[") else "xml"


def _json(start: bytes, stream: BinaryIO, name: str) -> Iterator[Read]:
    """One object over many lines when the first line, whole, stops short; else one object a line."""
    joined = io.BufferedReader(_Joined(start.lstrip(), stream))  # type: ignore[type-var]
    first = joined.readline(document.MAX_LINE + 1)
    if first.rstrip().endswith((b"{", b"[", b",", b":")):
        data = first + joined.read(document.MAX_LINE + 1 - len(first))
        try:
            yield Read(name, None, document.read(data))
        except Unreadable as error:
            yield Read(name, None, error)
        return
    for line, message in document.read_lines(joined, first):
        yield Read(name, line, message)


class _Joined(io.RawIOBase):
    """The bytes already read, then the rest of the stream."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        self._start = start
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray") -> int:  # type: ignore[override]
        data = self._start[: len(buffer)] or self._rest.read(len(buffer))
        self._start = self._start[len(data) :]
        buffer[: len(data)] = data
        return len(data)
