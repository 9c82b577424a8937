"""Records in our own JSON, one or many in a file: manifests, movements, account books, lists, passes."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from tongguan.adapters.document import MAX_LINE, measured, plain
from tongguan.adapters.zone import read_list_message, read_pass
from tongguan.facts.unreadable import Unreadable
from tongguan.facts.zone import GatePass, VerificationList

Record = TypeVar("Record", bound=msgspec.Struct)
_XML: dict[type[Any], Callable[[bytes], Any]] = {VerificationList: read_list_message, GatePass: read_pass}
"""Records that may also come as a message of the zone; one of a list may delete it instead."""


def read(data: bytes, kind: type[Record], line: int | None = None) -> Record:
    """One record from JSON; Unreadable with the field's path when it is not one."""
    if len(data) > MAX_LINE:
        raise Unreadable(
            "too_large",
            f"内容超过 {MAX_LINE} 字节的上限。",
            f"It is larger than {MAX_LINE} bytes.",
            line=line,
        )
    plain(data, line)
    try:
        record = msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as error:
        said, _, path = str(error).partition(" - at `")
        raise Unreadable(
            "mistyped", f"内容与格式不符：{said}", f"It does not fit the schema: {said}.",
            line=line, field=path.rstrip("`").removeprefix("$."),
            remedy_zh="请对照公布的格式。", remedy_en="Compare it with the published form.",
        ) from None  # fmt: skip
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(
            "not_well_formed", f"JSON 格式错误：{error}", f"The JSON is not well-formed: {error}.", line=line
        ) from None
    measured(record, "", line)
    return record


def read_file(path: Path, kind: type[Record]) -> Iterator[tuple[int, Record | Unreadable]]:
    """Records of a file with their line numbers: one JSON object over several lines, one a line
    (NDJSON), or for lists and passes one XML message."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(
            "unsupported", f"{path} 无法读取：{error.strerror}。", f"{path} cannot be read: {error.strerror}."
        ) from None
    xml = _XML.get(kind)
    if xml is not None and data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        try:
            yield 1, xml(data)
        except Unreadable as error:
            yield 1, error
        return
    try:
        yield 1, read(data, kind)
        return
    except Unreadable as error:
        if error.kind != "not_well_formed" or b"\n" not in data.strip():
            yield 1, error
            return
    for number, line in enumerate(data.splitlines(), start=1):
        if line.strip():
            try:
                yield number, read(line, kind, number)
            except Unreadable as error:
                yield number, error
