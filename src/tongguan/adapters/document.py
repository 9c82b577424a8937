"""Our own JSON: one object a message (declaration, operation, client_number, particulars). Schema published."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any, BinaryIO, get_args

import msgspec

from tongguan.adapters.singlewindow.envelopes import parse
from tongguan.facts.message import Message
from tongguan.facts.parts import Extra
from tongguan.facts.unreadable import Unreadable

MAX_LINE = 20 * 1024 * 1024
_PIECE = 1024 * 1024
_CONTROL = re.compile(rb"\\u(?:00(?:[01][0-9a-fA-F]|7[fF])|[fF]{3}[eEfF])")
_NOT_LETTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""U+FFFE and U+FFFF in UTF-8, which no XML can hold."""
_DIGITS = 32
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
    plain(data, line)
    try:
        message = msgspec.structs.replace(_decoder.decode(data), raw=data)
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
    measured(message.declaration, "declaration", line)
    for place, extra in enumerate(message.declaration.extra, start=1):
        _well_formed(extra, f"declaration.extra[{place}].xml", line)
    return message


def plain(data: bytes, line: int | None) -> None:
    """Refuse JSON with a letter that neither XML nor the journal can hold."""
    if _CONTROL.search(data) or any(each in data for each in _NOT_LETTERS):
        raise Unreadable(
            "mistyped", "文本含有控制字符。", "A text holds a control character.", line=line,
            remedy_zh="请删除 \\u0000 至 \\u001f 及 \\ufffe、\\uffff。", remedy_en="Remove characters \\u0000 to \\u001f, \\ufffe and \\uffff.",
        )  # fmt: skip


@cache
def _amounts(kind: type[msgspec.Struct]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the fields that hold a number, and of those that hold further parts."""
    fields = {field.name: field.type for field in msgspec.structs.fields(kind)}
    numbers = tuple(name for name, held in fields.items() if held is Decimal or Decimal in get_args(held))
    parts = tuple(name for name, held in fields.items() if held is not str and name not in numbers)
    return numbers, parts


def measured(part: msgspec.Struct, path: str, line: int | None) -> None:
    """Refuse a number that is not finite, or has more digits than a message may carry."""
    numbers, parts = _amounts(type(part))
    for name in numbers:
        value = getattr(part, name)
        if value is None or (
            value.is_finite() and abs(value.adjusted()) < _DIGITS and len(str(value)) <= _DIGITS
        ):
            continue
        raise Unreadable(
            "mistyped", "数字超出范围。", f"The number has more than {_DIGITS} digits, or no end.",
            line=line, field=f"{path}.{name}".lstrip("."), remedy_zh="请改正该值。", remedy_en="Mend the value.",
        )  # fmt: skip
    for name in parts:
        value = getattr(part, name)
        if isinstance(value, tuple):
            for place, each in enumerate(value, start=1):
                if not isinstance(each, msgspec.Struct):
                    break
                measured(each, f"{path}.{name}[{place}]", line)
        elif isinstance(value, msgspec.Struct):
            measured(value, f"{path}.{name}", line)


def _well_formed(extra: Extra, path: str, line: int | None) -> None:
    """An element kept as it came must be one, or the message could not be written as XML."""
    try:
        parse(extra.xml.encode())
    except Unreadable as error:
        raise Unreadable(
            error.kind, error.zh, error.en, line=line, field=path,
            remedy_zh=error.remedy_zh, remedy_en=error.remedy_en,
        ) from None  # fmt: skip


def write(message: Message) -> bytes:
    """The message as one line of JSON, without the bytes it came in."""
    return _encoder.encode(msgspec.structs.replace(message, raw=b""))


def read_lines(stream: BinaryIO, first: bytes = b"") -> Iterator[tuple[int, Message | Unreadable]]:
    """NDJSON, one message a line, with line numbers; a bad line is told and the next one read.

    ``first`` is the first line when it was read already. No more than the limit of one line is held.
    """
    data = first or stream.readline(MAX_LINE + 1)
    line = 1
    while data:
        if data.strip():
            try:
                yield line, read(data if len(data) > MAX_LINE else data.strip(), line)
            except Unreadable as error:
                yield line, error
        while data and not data.endswith(b"\n"):
            data = stream.readline(_PIECE)
        data = stream.readline(MAX_LINE + 1)
        line += 1
