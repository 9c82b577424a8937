"""Damage: bytes changed, cut, doubled, moved, exchanged with another file's; packed files also from the inside."""

import gzip
import io
import re
import zipfile
import zlib
from random import Random

from tongguan.adapters.zips import BROKEN

LARGEST = 1 << 20
"""Bytes of an input; a larger one is cut."""
_WORDS = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"&#0;", b"&amp;", b"]]>", b"<![CDATA[", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"<!--",
    b"<a/>", b"</a>", b"<?x y?>", b'"', b"'", b"\\u0000", b"\\ud800", b"{}", b"[]", b"[" * 3000, b"null", b"true", b"-1",
    b"0", b"1e999", b"1e-999", b"1E400", b"NaN", b"Infinity", b"9" * 50, b"9" * 400, b"-0.000", b"0.1" + b"0" * 40, b"99999999999999999999",
    b"2147483648", b"-9223372036854775809", b"1970-01-01", b"0000-00-00", b"9999-12-31", b"0001-01-01T00:00:00+14:00",
    b"9999-12-31T23:59:59-14:00", b"2018-02-30T25:61:61", b"20180230", b"infinity", b"today", b"\n", b"\r\n", b"\t", b",", b";", b"=1+1", b"|",
    b"\xe4\xb8\xad", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\xe2\x80\xae", b"\xef\xbf\xbe", b"%s%n", b"../../x", b"a" * 5000, b"\xe3\x80\x82" * 900,
)  # fmt: skip
_VALUE = re.compile(rb'(?<=[>"=,:\s])[^<>"=,:\s]{1,60}(?=[<",\s}\]])')
_LINE = re.compile(rb"[^\n]*\n")


def damaged(random: Random, data: bytes, others: list[bytes]) -> bytes:
    """The input with some damage; ``others`` are inputs of the same reader to take pieces from."""
    if data[:2] == b"\x1f\x8b" and random.random() < 0.7:
        try:
            return gzip.compress(damaged(random, gzip.decompress(data), []), 1)
        except (OSError, EOFError, zlib.error):
            pass
    if data[:2] == b"PK" and random.random() < 0.7:
        try:
            return _repacked(random, data)
        except BROKEN:
            pass
    body = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        random.choice(_WAYS)(random, body, others)
    return bytes(body[:LARGEST])


def _repacked(random: Random, data: bytes) -> bytes:
    """A zip with one member damaged, doubled, renamed or left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    way = random.randrange(4)
    place = random.randrange(len(members)) if members else 0
    if members and way == 0:
        members.append(random.choice(members))
    elif members and way == 1:
        members[place] = (
            random.choice(("/", "a\0b", "../x.xml", "X" * 300 + ".XML", "二.xml")),
            members[place][1],
        )
    elif members and way == 2:
        del members[place]
    elif members:
        members[place] = (members[place][0], damaged(random, members[place][1], []))
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for name, body in members:
            archive.writestr(name, body)
    return box.getvalue()


def _span(random: Random, body: bytearray, longest: int = 64) -> slice:
    start = random.randint(0, len(body))
    return slice(start, min(len(body), start + random.randint(0, longest)))


def _flip(random: Random, body: bytearray, others: list[bytes]) -> None:
    if body:
        body[random.randrange(len(body))] ^= 1 << random.randrange(8)


def _byte(random: Random, body: bytearray, others: list[bytes]) -> None:
    if body:
        body[random.randrange(len(body))] = random.choice((0, 1, 9, 10, 34, 60, 62, 127, 128, 255))


def _insert(random: Random, body: bytearray, others: list[bytes]) -> None:
    place = random.randint(0, len(body))
    body[place:place] = random.choice(_WORDS)


def _overwrite(random: Random, body: bytearray, others: list[bytes]) -> None:
    body[_span(random, body, 16)] = random.choice(_WORDS)


def _value(random: Random, body: bytearray, others: list[bytes]) -> None:
    """A whole value of a text exchanged: by a word, or by another value of the file."""
    found = [match.span() for match in _VALUE.finditer(body)]
    if found:
        start, end = random.choice(found)
        first, last = random.choice(found)
        body[start:end] = random.choice((random.choice(_WORDS), bytes(body[first:last])))


def _cut(random: Random, body: bytearray, others: list[bytes]) -> None:
    del body[_span(random, body, random.choice((1, 8, 200)))]


def _end(random: Random, body: bytearray, others: list[bytes]) -> None:
    del body[random.randint(0, len(body)) :]


def _double(random: Random, body: bytearray, others: list[bytes]) -> None:
    span = _span(random, body, 400)
    body[span.start : span.start] = bytes(body[span]) * random.choice((1, 2, 50))


def _line(random: Random, body: bytearray, others: list[bytes]) -> None:
    """A line left out, doubled or moved."""
    lines = _LINE.findall(bytes(body))
    if len(lines) > 1:
        taken = lines.pop(random.randrange(len(lines)))
        for _ in range(random.randrange(3)):
            lines.insert(random.randint(0, len(lines)), taken)
        body[:] = b"".join(lines)


def _splice(random: Random, body: bytearray, others: list[bytes]) -> None:
    """The beginning of this one and the end of another."""
    if others:
        other = random.choice(others)
        body[random.randint(0, len(body)) :] = other[random.randint(0, len(other)) :]


_WAYS = (_flip, _byte, _insert, _overwrite, _value, _value, _value, _cut, _end, _double, _line, _splice)
