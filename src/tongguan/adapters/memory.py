"""The journal in memory: complete, fast, gone with the process. Tests and the simulator write to it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import RLock

from tongguan.adapters import plan as planning
from tongguan.adapters import worklists
from tongguan.adapters.store import (
    Change,
    RawEvent,
    RawHead,
    RawSecret,
    StoredSeal,
)
from tongguan.desk.cards import Card, CardFilter
from tongguan.desk.papers import PaperFilter, belongs
from tongguan.desk.ports import Append, Edition, Head, Key, Outcome, Secret, StoredReceipt
from tongguan.desk.receipts import SENT
from tongguan.desk.worklist import QueueFilter, Task, WorkRow
from tongguan.facts.event import Event

Slot = tuple[str, str, int]
"""stream, kind, version of a vault entry."""


class MemoryJournal:
    """``tongguan.desk.ports.Journal`` in dictionaries under one lock; a cursor counts the events seen."""

    def __init__(self, kind: str = "demo") -> None:
        self.kind = kind
        self._lock = RLock()
        self._log: list[Event] = []
        self._streams: dict[str, list[Event]] = {}
        self._heads: dict[str, Head] = {}
        self._owners: dict[Key, str] = {}
        self._work: dict[str, WorkRow] = {}
        self._open: dict[str, tuple[Task, ...]] = {}
        self._cards: dict[str, Card] = {}
        self._vault: dict[Slot, tuple[str, Secret | None]] = {}
        self._receipts: list[StoredReceipt] = []
        self._sequences: dict[str, int] = {}
        self._courier = ""
        self._editions: dict[str, Edition] = {}
        self._serials: dict[str, int] = {}
        self._settings: dict[str, str] = {}
        self._seals: list[StoredSeal] = []

    # writing

    def append(self, append: Append, recorded_at: int) -> Outcome:
        return self.append_group([(append, recorded_at)])[0]

    def append_many(self, appends: Sequence[Append], recorded_at: int) -> list[Outcome]:
        return self.append_group([(append, recorded_at) for append in appends])

    def append_group(self, group: Sequence[tuple[Append, int]]) -> list[Outcome]:
        with self._lock:
            made = planning.plan(group, self._heads, self._owners)
            self._refuse_overwriting(made)
            self._write(made)
        return made.outcomes

    def _write(self, made: planning.Plan) -> None:
        for event in made.events:
            self._streams.setdefault(event.stream, []).append(event)
        self._log.extend(made.events)
        self._heads.update(made.after)
        self._owners.update(made.keys)
        for stream, secret in made.secrets:
            self._vault[stream, secret.kind, secret.version] = (secret.digest, secret)
        for row in made.work.values():
            self._put(row)
        self._cards.update(made.cards)

    def whole(self) -> planning.Plan:
        """Everything that was written here, for another store to adopt."""
        with self._lock:
            return planning.Plan(
                after=dict(self._heads), events=list(self._log), keys=dict(self._owners), work=dict(self._work),
                cards=dict(self._cards),
                secrets=[(slot[0], secret) for slot, (_, secret) in self._vault.items() if secret],
            )  # fmt: skip

    def adopt(self, whole: planning.Plan) -> None:
        with self._lock:
            known = sorted(set(whole.after) & set(self._heads))
            if known:
                raise ValueError(f"{known[0]} is here already")
            self._write(whole)

    def _refuse_overwriting(self, made: planning.Plan) -> None:
        for stream, secret in made.secrets:
            if (stream, secret.kind, secret.version) in self._vault:
                raise ValueError(f"the vault keeps {secret.kind} {secret.version} of {stream} already")

    def _put(self, row: WorkRow) -> None:
        self._work[row.number] = row
        if row.tasks:
            self._open[row.number] = row.tasks
        else:
            self._open.pop(row.number, None)

    # reading

    def read(self, stream: str, after: int = 0) -> list[Event]:
        with self._lock:
            return self._streams.get(stream, [])[after:]

    def read_many(self, streams: Sequence[str]) -> dict[str, list[Event]]:
        with self._lock:
            return {stream: list(self._streams[stream]) for stream in streams if stream in self._streams}

    def heads(self, streams: Sequence[str]) -> dict[str, Head]:
        with self._lock:
            return {stream: self._heads[stream] for stream in streams if stream in self._heads}

    def all_heads(self, prefix: str = "") -> Iterator[Head]:
        with self._lock:
            heads = [head for stream, head in self._heads.items() if stream.startswith(prefix)]
        return iter(sorted(heads, key=lambda head: head.stream))

    def find(self, keys: Sequence[Key]) -> dict[Key, str]:
        with self._lock:
            return {key: self._owners[key] for key in keys if key in self._owners}

    def follow(self, cursor: str = "", limit: int = 1000) -> tuple[list[Event], str]:
        start = int(cursor or 0)
        with self._lock:
            found = self._log[start : start + limit]
        return found, str(start + len(found)) if found else cursor

    def events(self, prefix: str = "") -> Iterator[Event]:
        with self._lock:
            streams = [list(self._streams[name]) for name in sorted(self._streams) if name.startswith(prefix)]
        return (event for stream in streams for event in stream)

    def recorded(self, since: int, until: int) -> Iterator[Event]:
        return (event for event in self.events() if since <= event.recorded_at < until)

    def changes(self, cursor: str = "", limit: int = 5000) -> tuple[list[Change], str]:
        found, cursor = self.follow(cursor, limit)
        return [(event.stream, event.version, event.digest) for event in found], cursor

    @contextmanager
    def snapshot(self) -> Iterator["_Look"]:
        with self._lock:
            heads = [(head.stream, head.version, head.digest, head.free) for head in self.all_heads()]
            vault: list[RawSecret] = [
                (*slot, digest, secret.salt if secret else None, secret.body if secret else None)
                for slot, (digest, secret) in self._vault.items()
            ]
            look = _Look(self.events(), heads, vault, list(self._seals))
        yield look

    # worklist

    def work(self, number: str) -> WorkRow | None:
        return self._work.get(number)

    def works(self, numbers: Sequence[str]) -> dict[str, WorkRow]:
        with self._lock:
            return {number: self._work[number] for number in numbers if number in self._work}

    def work_rows(
        self, accepted_from: int | None = None, accepted_to: int | None = None
    ) -> Iterator[WorkRow]:
        with self._lock:
            rows = sorted(self._work.values(), key=lambda row: row.number)
        return (row for row in rows if _within(row.accepted_at, accepted_from, accepted_to))

    def open_rows(self) -> list[WorkRow]:
        with self._lock:
            return sorted((row for row in self._work.values() if row.is_open), key=lambda row: row.number)

    def count_open(self) -> int:
        return len(self.open_rows())

    def tasks(self, want: QueueFilter) -> list[Task]:
        return worklists.page(self._open_tasks(), want)

    def count_tasks(self, want: QueueFilter) -> int:
        return sum(worklists.wanted(task, want) for task in self._open_tasks())

    def _open_tasks(self) -> list[Task]:
        with self._lock:
            return [task for tasks in self._open.values() for task in tasks]

    def of_trader(self, trader: str, limit: int) -> list[WorkRow]:
        with self._lock:
            rows = [row for row in self._work.values() if row.trader == trader]
        return sorted(rows, key=lambda row: row.number, reverse=True)[:limit]

    def search(self, text: str, limit: int = 50) -> list[WorkRow]:
        with self._lock:
            rows = list(self._work.values())
        found = [row for row in rows if any(word.startswith(text) for word in worklists.searched(row))]
        found = found or [row for row in rows if row.is_open and worklists.carries(row, text)]
        return sorted(found, key=lambda row: row.number)[:limit]

    def replace_work(self, rows: Iterable[WorkRow]) -> int:
        with self._lock:
            surplus, changed = set(self._work), 0
            for row in rows:
                surplus.discard(row.number)
                if worklists.differing(row, self._work.get(row.number)):
                    self._put(row)
                    changed += 1
            for number in surplus:
                del self._work[number]
                self._open.pop(number, None)
        return changed + len(surplus)

    # papers

    def papers(self, want: PaperFilter) -> list[WorkRow]:
        rows = [row for row in self._papers(want) if not want.before or row.number < want.before]
        return sorted(rows, key=lambda row: row.number, reverse=True)[: want.limit]

    def count_papers(self, want: PaperFilter) -> int:
        return len(self._papers(want))

    def clients(self, party: str) -> dict[str, str]:
        return {
            row.trader: row.trader_name
            for row in sorted(self._papers(PaperFilter(party=party)), key=lambda row: row.trader)
        }

    def _papers(self, want: PaperFilter) -> list[WorkRow]:
        with self._lock:
            return [row for row in self._work.values() if belongs(row, want)]

    # cards

    def cards(self, want: CardFilter) -> list[Card]:
        return worklists.card_page(self._all_cards(), want)

    def cards_of(self, streams: Sequence[str]) -> list[Card]:
        with self._lock:
            return [self._cards[stream] for stream in streams if stream in self._cards]

    def count_cards(self, want: CardFilter) -> int:
        return sum(worklists.wanted_card(card, want) for card in self._all_cards())

    def _all_cards(self) -> list[Card]:
        with self._lock:
            return list(self._cards.values())

    def replace_cards(self, cards: Iterable[Card]) -> int:
        with self._lock:
            surplus, changed = set(self._cards), 0
            for card in cards:
                surplus.discard(card.stream)
                if worklists.differing_card(card, self._cards.get(card.stream)):
                    self._cards[card.stream] = card
                    changed += 1
            for stream in surplus:
                del self._cards[stream]
        return changed + len(surplus)

    # beside the journal

    def serials(self, series: str, count: int) -> int:
        with self._lock:
            first = self._serials.get(series, 1)
            self._serials[series] = first + count
        return first

    def last_serials(self) -> dict[str, int]:
        """The last serial taken of each series."""
        with self._lock:
            return {series: following - 1 for series, following in self._serials.items()}

    def secret(self, stream: str, kind: str, version: int) -> Secret | None:
        return self._vault.get((stream, kind, version), ("", None))[1]

    def kept(self, stream: str) -> list[tuple[str, int]]:
        with self._lock:
            return sorted(
                (kind, version)
                for (of, kind, version), (_, held) in self._vault.items()
                if of == stream and held
            )

    def secrets(self) -> Iterator[tuple[str, str, int, str]]:
        with self._lock:
            kept = [(*slot, digest) for slot, (digest, secret) in self._vault.items() if secret]
        return iter(sorted(kept))

    def erase(self, stream: str, kind: str, version: int) -> bool:
        with self._lock:
            digest, secret = self._vault.get((stream, kind, version), ("", None))
            if secret is None:
                return False
            self._vault[stream, kind, version] = (digest, None)
        return True

    def deliver(self, receipts: Sequence[StoredReceipt], cursor: str, before: str) -> bool:
        with self._lock:
            if self._courier != before:
                return False
            self._courier = cursor
            for receipt in receipts:
                self._receipts.append(receipt)
                self._sequences[receipt.declarant] = receipt.sequence
        return True

    def courier_state(self, declarants: Sequence[str]) -> tuple[str, dict[str, int]]:
        with self._lock:
            known = {name: self._sequences[name] for name in declarants if name in self._sequences}
            return self._courier, known

    def receipts(self, number: str = "", declarant: str = "", after: int = 0) -> list[StoredReceipt]:
        with self._lock:
            found = [
                receipt
                for receipt in self._receipts
                if (not number or receipt.number == number)
                and (not declarant or receipt.declarant == declarant)
                and receipt.sequence > after
            ]
        return sorted(found, key=lambda receipt: (receipt.declarant, receipt.sequence))

    def sent(self, declarant: str, since: int, until: int) -> list[WorkRow]:
        got = {
            receipt.number for receipt in self.receipts(declarant=declarant)
            if since <= receipt.at < until and receipt.channel in SENT
        }  # fmt: skip
        return [self._work[number] for number in sorted(got)]

    def store_edition(self, edition: Edition, recorded_at: int) -> bool:
        with self._lock:
            if edition.digest in self._editions:
                return False
            self._editions[edition.digest] = edition
        return True

    def editions(self) -> list[Edition]:
        with self._lock:
            return list(self._editions.values())

    def setting(self, name: str) -> str | None:
        return self._settings.get(name)

    def set_setting(self, name: str, value: str) -> None:
        self._settings[name] = value

    def seals(self) -> list[StoredSeal]:
        with self._lock:
            return list(self._seals)

    def add_seal(self, seal: StoredSeal) -> bool:
        with self._lock:
            if seal.sequence != len(self._seals) + 1:
                return False
            self._seals.append(seal)
        return True

    def close(self) -> None:
        """Nothing to give back."""


class _Look:
    """A snapshot of the memory journal."""

    def __init__(
        self,
        events: Iterator[Event],
        heads: list[RawHead],
        vault: list[RawSecret],
        seals: list[StoredSeal],
    ) -> None:
        self._events, self._heads, self._vault, self._seals = events, heads, vault, seals

    def events(self) -> Iterator[RawEvent]:
        return (
            (
                e.stream,
                e.version,
                e.kind,
                e.schema,
                e.happened_at,
                e.recorded_at,
                e.actor,
                e.payload,
                e.digest,
            )
            for e in self._events
        )

    def heads(self) -> Iterator[RawHead]:
        return iter(self._heads)

    def vault(self) -> Iterator[RawSecret]:
        return iter(self._vault)

    def seals(self) -> list[StoredSeal]:
        return self._seals


def _within(at: int | None, start: int | None, end: int | None) -> bool:
    if start is None and end is None:
        return True
    return at is not None and (start is None or at >= start) and (end is None or at < end)
