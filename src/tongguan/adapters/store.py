"""What every store offers beyond the desk's port: groups, raw rows for verifying, and the chain of seals."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import NamedTuple, Protocol

from tongguan.adapters.plan import Plan
from tongguan.desk.ports import Append, Journal, Outcome

BATCH = 500
"""Appends in one transaction of a bulk lodging."""

RawEvent = tuple[str, int, str, int, int, int, str, str, bytes]
"""stream, version, kind, schema, happened_at, recorded_at, actor, payload, digest: as stored, undecoded."""

RawHead = tuple[str, int, bytes, Decimal | None]
"""stream, version, digest, free: as stored."""

RawSecret = tuple[str, str, int, str, bytes | None, bytes | None]
"""stream, kind, version, digest, salt, body of a vault entry; salt and body are None once erased."""

Change = tuple[str, int, bytes]
"""stream, version, digest of one event."""


class StoredSeal(NamedTuple):
    """One link of the chain of seals, exactly as it left the house."""

    sequence: int
    digest: str
    body: str


class Snapshot(Protocol):
    """One consistent look at the whole database; nothing written later shows."""

    def events(self) -> Iterator[RawEvent]:
        """Every event in order of stream and version."""

    def heads(self) -> Iterator[RawHead]:
        """Every head in order of stream."""

    def vault(self) -> Iterator[RawSecret]:
        """Every vault entry."""

    def seals(self) -> list[StoredSeal]:
        """The chain of seals, oldest first."""


class Store(Journal, Protocol):
    """A journal as the adapters know it."""

    def append_group(self, group: Sequence[tuple[Append, int]]) -> list[Outcome]:
        """Appends with their recorded_at as one transaction; one that fails leaves only itself out."""

    def adopt(self, whole: Plan) -> None:
        """Write streams of another journal as they are, in one transaction; ValueError when one of them is here."""

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """A consistent look for verifying."""

    def changes(self, cursor: str = "", limit: int = 5000) -> tuple[list[Change], str]:
        """Like ``follow``, without the payloads."""

    def seals(self) -> list[StoredSeal]:
        """The chain of seals, oldest first."""

    def add_seal(self, seal: StoredSeal) -> bool:
        """Add a link; False when another sealer took its place in the chain."""


def batches(appends: Sequence[Append]) -> Iterator[Sequence[Append]]:
    """Cut a bulk into transactions."""
    for start in range(0, len(appends), BATCH):
        yield appends[start : start + BATCH]
