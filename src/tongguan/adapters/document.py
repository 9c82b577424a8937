"""Our own JSON: one object a message (declaration, operation, client_number, particulars). Schema published."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from tongguan.facts.message import Message
from tongguan.facts.unreadable import Unreadable

MAX_LINE = 20 * 1024 * 1024
_CONTROL = re.compile(rb"\\u00(?:[01][0-9a-fA-F]|7[fF])")
_decoder = msgspec.json.Decoder(Message)
_encoder = msgspec.json.Encoder(decimal_format="string")


def schema() -> dict[str, Any]:
    """JSON Schema of a message."""
    return msgspec.json.schema(Message)


def read(data: bytes, line: int | None = None) -> Message:
    """One message from JSON; Unreadable with the field's path when it is not one."""
    if len(data) > MAX_LINE:
        raise Unreadable(
            "too_large",
            f"报文超过 {MAX_LINE} 字节的上限。",
            f"The message is larger than {MAX_LINE} bytes.",
            line=line,
        )
    if _CONTROL.search(data):
        raise Unreadable(
            "mistyped", "文本含有控制字符。", "A text holds a control character.", line=line,
            remedy_zh="请删除 \\u0000 至 \\u001f 的字符。", remedy_en="Remove characters \\u0000 to \\u001f.",
        )  # fmt: skip
    try:
        return msgspec.structs.replace(_decoder.decode(data), raw=data)
    except msgspec.ValidationError as error:
        said, _, path = str(error).partition(" - at `")
        raise Unreadable(
            "mistyped", f"内容与格式不符：{said}", f"It does not fit the schema: {said}.",
            line=line, field=path.rstrip("`").removeprefix("$."),
            remedy_zh="请对照公布的 JSON 格式。", remedy_en="Compare it with the published schema.",
        ) from None  # fmt: skip
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(
            "not_well_formed", f"JSON 格式错误：{error}", f"The JSON is not well-formed: {error}.", line=line
        ) from None


def write(message: Message) -> bytes:
    """The message as one line of JSON, without the bytes it came in."""
    return _encoder.encode(msgspec.structs.replace(message, raw=b""))


def read_lines(stream: BinaryIO) -> Iterator[tuple[int, Message | Unreadable]]:
    """NDJSON, one message a line, with line numbers; a bad line is told and the next one read."""
    for line, data in enumerate(stream, start=1):
        if not data.strip():
            continue
        try:
            yield line, read(data.strip(), line)
        except Unreadable as error:
            yield line, error
