"""Seals: what the journal was at a moment, in a file that leaves the house.

Each seal covers the streams that changed since the last one and names that one's digest: with the newest file
outside, nobody who rules the database can take away, shorten or rewrite a stream unseen.
"""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import msgspec

from tongguan.adapters.store import Store, StoredSeal
from tongguan.facts.event import canonical

_PAGE = 5000


class Seal(msgspec.Struct, frozen=True):
    """What one seal says. Its digest is the SHA-256 of its canonical JSON."""

    sequence: int
    made_at: int
    """Microseconds since 1970 in UTC, by the office's clock."""
    kind: str
    previous: str
    """Digest of the seal before; empty in the first."""
    root: str
    """Merkle root (hex) over ``changed``."""
    streams: int
    """Streams in the journal as far as it is sealed."""
    events: int
    """Events in the journal as far as it is sealed."""
    cursor: str
    """Where the next seal goes on."""
    changed: tuple[tuple[str, int, str], ...]
    """stream, version and digest (hex) of each stream that changed, in order of stream."""


class UnreadableSeal(Exception):
    """The file holds no seal; the message says why."""


def make_seal(store: Store, made_at: int) -> StoredSeal:
    """Seal what was appended since the last seal and add it to the chain."""
    while True:
        chain = store.seals()
        last = read(chain[-1].body) if chain else None
        body = canonical(_next(store, last, chain[-1].digest if chain else "", made_at)).decode()
        made = StoredSeal(len(chain) + 1, digest_of(body), body)
        if store.add_seal(made):
            return made


def _next(store: Store, last: Seal | None, previous: str, made_at: int) -> Seal:
    cursor = last.cursor if last else ""
    heads: dict[str, tuple[int, bytes]] = {}
    events = streams = 0
    while True:
        changes, cursor = store.changes(cursor, _PAGE)
        for stream, version, digest in changes:
            streams += version == 1
            heads[stream] = max((version, digest), heads.get(stream, (0, b"")))
        events += len(changes)
        if len(changes) < _PAGE:
            break
    changed = tuple((stream, version, digest.hex()) for stream, (version, digest) in sorted(heads.items()))
    return Seal(
        sequence=last.sequence + 1 if last else 1,
        made_at=made_at,
        kind=store.kind,
        previous=previous,
        root=merkle(changed),
        streams=streams + (last.streams if last else 0),
        events=events + (last.events if last else 0),
        cursor=cursor,
        changed=changed,
    )


def merkle(leaves: Sequence[tuple[str, int, str]]) -> str:
    """Root (hex) of the hash tree over stream, version and digest; leaves and knots are told apart."""
    level = [
        sha256(f"\x00{stream}\x00{version}\x00{digest}".encode()).digest()
        for stream, version, digest in leaves
    ]
    while len(level) > 1:
        pairs = [
            sha256(b"\x01" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=False)
        ]
        level = pairs + level[len(level) // 2 * 2 :]
    return level[0].hex() if level else sha256(b"").hexdigest()


def digest_of(body: str) -> str:
    """The digest by which the next seal names this one."""
    return sha256(body.encode()).hexdigest()


def read(body: str) -> Seal:
    """The seal that a text holds; UnreadableSeal when it is none."""
    try:
        return msgspec.json.decode(body, type=Seal)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise UnreadableSeal(f"not a seal of tongguan: {error}") from error


def write_file(seal: StoredSeal, folder: Path) -> Path:
    """Write the seal to a file of its own, exactly the bytes that its digest covers."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"seal-{seal.sequence:06}.json"
    path.write_bytes(seal.body.encode())
    return path


def read_file(path: Path) -> StoredSeal:
    """Read a seal that left the house; UnreadableSeal when the file holds none."""
    try:
        body = path.read_text("utf-8").strip()
    except (OSError, UnicodeError) as error:
        raise UnreadableSeal(f"{path}: {error}") from error
    return StoredSeal(read(body).sequence, digest_of(body), body)
