"""Ports: what the desk needs from the world, said in the words of the domain. Adapters provide them."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Protocol

import msgspec

from tongguan.desk.cards import Card, CardFilter
from tongguan.desk.papers import PaperFilter
from tongguan.desk.worklist import QueueFilter, Task, WorkRow
from tongguan.facts.claim import Claim
from tongguan.facts.event import Event


class Key(msgspec.Struct, frozen=True):
    """An identifier other than the stream's name that must be unique: kind ``client`` or ``entry`` and its value."""

    kind: str
    value: str


class Secret(msgspec.Struct, frozen=True):
    """What goes to the vault beside the events: a message as received, personal particulars, an attachment."""

    kind: str
    digest: str
    """Salted SHA-256 (hex) that the journal holds."""
    salt: bytes
    body: bytes
    version: int
    """Version of the declaration it belongs to."""


class Append(msgspec.Struct, frozen=True, kw_only=True):
    """One transaction's worth: everything or nothing is written, on this stream and those beside it."""

    stream: str
    expected: int
    """Version of the stream before this append; 0 for a new stream."""
    events: tuple[Event, ...]
    keys: tuple[Key, ...] = ()
    claims: tuple[Claim, ...] = ()
    work: WorkRow | None = None
    """The worklist row after these events; None for streams that have none."""
    secrets: tuple[Secret, ...] = ()
    opens: Decimal | None = None
    """For a new shared stream: what is free on it."""
    card: Card | None = None
    """The card after these events; None for streams that have none."""
    beside: tuple["Append", ...] = ()
    """Appends to further streams that hold only together with this one; they have none beside themselves."""


class Stored(msgspec.Struct, frozen=True):
    """The append is durable."""

    stream: str
    version: int


class Conflict(msgspec.Struct, frozen=True):
    """Another writer was first: the stream is at ``version``; read, decide and try again."""

    stream: str
    version: int


class KeyTaken(msgspec.Struct, frozen=True):
    """The identifier belongs to ``owner`` already."""

    key: Key
    owner: str


class ClaimRefused(msgspec.Struct, frozen=True):
    """The shared stream has only ``free`` left (None: it does not exist)."""

    claim: Claim
    free: Decimal | None


Outcome = Stored | Conflict | KeyTaken | ClaimRefused


class Head(msgspec.Struct, frozen=True):
    """The head row of a stream: its last version and digest, and for a shared stream what is free."""

    stream: str
    version: int
    digest: bytes
    free: Decimal | None = None


class StoredReceipt(msgspec.Struct, frozen=True):
    """A receipt 回执 as the courier numbered it for its declarant."""

    declarant: str
    sequence: int
    event_id: str
    number: str
    channel: str
    at: int
    body: str


class Edition(msgspec.Struct, frozen=True):
    """A dated edition of rules, tables, figures, calendars or models, stored whole by content digest."""

    name: str
    digest: str
    valid_from: str
    approved_by: tuple[str, ...]
    files: dict[str, str]
    """File name → its text."""


class StoreUnreachable(Exception):
    """The database cannot be reached or refused to work; the message says what would mend it."""


class Journal(Protocol):
    """The journal of one database. Every method is durable when it returns; nothing is ever updated or deleted."""

    kind: str
    """``demo`` or ``live``, fixed when the database is made."""

    def append(self, append: Append, recorded_at: int) -> Outcome:
        """Append to one stream. Claims are booked on their shared streams in the same transaction."""

    def append_many(self, appends: Sequence[Append], recorded_at: int) -> list[Outcome]:
        """Append many streams in as few transactions as possible; one that fails leaves only itself out."""

    def read(self, stream: str, after: int = 0) -> list[Event]:
        """The events of a stream after a version, in order; empty when there is no such stream."""

    def read_many(self, streams: Sequence[str]) -> dict[str, list[Event]]:
        """Several streams at once, in one round trip."""

    def heads(self, streams: Sequence[str]) -> dict[str, Head]:
        """Head rows of the streams that exist, in one round trip."""

    def all_heads(self, prefix: str = "") -> Iterator[Head]:
        """Every stream's head in order of its name."""

    def find(self, keys: Sequence[Key]) -> dict[Key, str]:
        """Owner (stream) of each identifier that is taken, in one round trip."""

    def follow(self, cursor: str = "", limit: int = 1000) -> tuple[list[Event], str]:
        """Events after an opaque cursor in commit order, none skipped under concurrent writers, and the next cursor."""

    def events(self, prefix: str = "") -> Iterator[Event]:
        """Every event ordered by stream and version (verify, replay, export)."""

    def recorded(self, since: int, until: int) -> Iterator[Event]:
        """Every event recorded within [since, until), microseconds UTC, ordered by stream and version."""

    def serials(self, series: str, count: int) -> int:
        """Take ``count`` consecutive serials of a series; returns the first. Gaps are allowed, repeats are not."""

    def work(self, number: str) -> WorkRow | None:
        """The worklist row of one declaration."""

    def works(self, numbers: Sequence[str]) -> dict[str, WorkRow]:
        """Several worklist rows at once, by number; those that there are."""

    def work_rows(
        self, accepted_from: int | None = None, accepted_to: int | None = None
    ) -> Iterator[WorkRow]:
        """Worklist rows, optionally those accepted within [from, to)."""

    def open_rows(self) -> list[WorkRow]:
        """Rows of the declarations that wait for their release (``WorkRow.is_open``), by number."""

    def count_open(self) -> int:
        """How many ``open_rows`` there are."""

    def tasks(self, want: QueueFilter) -> list[Task]:
        """Open tasks, oldest first, at most ``want.limit``."""

    def count_tasks(self, want: QueueFilter) -> int:
        """How many tasks the filter has in all."""

    def of_trader(self, trader: str, limit: int) -> list[WorkRow]:
        """Rows of one trader (its code exactly), the newest numbers first."""

    def search(self, text: str, limit: int = 50) -> list[WorkRow]:
        """Rows whose number, customs number, client number or trader begins with the text, by number.

        Where there is none: open declarations whose goods, commodity codes, containers or trader's name hold it.
        """

    def papers(self, want: PaperFilter) -> list[WorkRow]:
        """Rows of an enterprise's papers, newest number first, at most ``want.limit``."""

    def count_papers(self, want: PaperFilter) -> int:
        """How many papers the filter has in all."""

    def clients(self, party: str) -> dict[str, str]:
        """Code → name of the traders on the papers of an enterprise, in order of the code."""

    def replace_work(self, rows: Iterable[WorkRow]) -> int:
        """Rewrite the derived worklist and tasks from these rows (replay); returns how many differed."""

    def cards(self, want: CardFilter) -> list[Card]:
        """Cards of one kind, oldest state first (or newest, as the filter says), at most ``want.limit``."""

    def cards_of(self, streams: Sequence[str]) -> list[Card]:
        """The cards of these streams, those that have one, in one round trip."""

    def count_cards(self, want: CardFilter) -> int:
        """How many cards the filter has in all."""

    def replace_cards(self, cards: Iterable[Card]) -> int:
        """Rewrite the cards from these (replay); returns how many differed."""

    def secret(self, stream: str, kind: str, version: int) -> Secret | None:
        """A vault entry; None when there is none or it was erased."""

    def kept(self, stream: str) -> list[tuple[str, int]]:
        """Kind and version of every value that the vault still holds of a stream, in that order."""

    def secrets(self) -> Iterator[tuple[str, str, int, str]]:
        """(stream, kind, version, digest) of every vault entry that still holds its value."""

    def erase(self, stream: str, kind: str, version: int) -> bool:
        """Remove value and salt of a vault entry when its retention ends."""

    def deliver(self, receipts: Sequence[StoredReceipt], cursor: str, before: str) -> bool:
        """Store numbered receipts and move the courier's cursor in one transaction; False when another courier did."""

    def courier_state(self, declarants: Sequence[str]) -> tuple[str, dict[str, int]]:
        """The courier's cursor and the last sequence of each declarant."""

    def receipts(self, number: str = "", declarant: str = "", after: int = 0) -> list[StoredReceipt]:
        """Receipts of one declaration, or of one declarant after a sequence number."""

    def sent(self, declarant: str, since: int, until: int) -> list[WorkRow]:
        """Worklist rows of the numbers whose receipt 回执 of arrival a declarant got within [since, until)."""

    def store_edition(self, edition: Edition, recorded_at: int) -> bool:
        """Keep an edition whole; False when that content is stored already."""

    def editions(self) -> list[Edition]:
        """All editions, oldest first."""

    def setting(self, name: str) -> str | None:
        """A setting of the database, such as ``clock`` (the office clock of a demo database)."""

    def set_setting(self, name: str, value: str) -> None:
        """Write a setting."""

    def close(self) -> None:
        """Give back connections."""


class Clock(Protocol):
    """The office's clock; in a demo database it is the office's own."""

    def now(self) -> int:
        """Microseconds since 1970 in UTC."""
