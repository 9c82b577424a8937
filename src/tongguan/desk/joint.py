"""A joint act: facts for several streams that are written together or not at all.

A movement of one container concerns the container, its consignments, their declarations, the lists they belong to and
the stock of a book. Everything is read, decided and folded here; ``append`` makes of it one transaction.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from tongguan.desk import card_index, ripples, rows
from tongguan.desk.dues import Dues
from tongguan.desk.numbers import EntryNumbers
from tongguan.desk.ports import Append, Journal, Key, Secret
from tongguan.desk.worklist import WorkRow
from tongguan.facts.claim import Claim
from tongguan.facts.decision import Refusal
from tongguan.facts.event import GENESIS, Event, Fact, open_event, seal_all
from tongguan.facts.kinds import ApplicationReceived, Payload
from tongguan.process import commands as c
from tongguan.process.apply import fold
from tongguan.process.clearance import Clearance
from tongguan.process.consignment import Consignment
from tongguan.process.container import Container
from tongguan.process.decide import Decided, decide
from tongguan.process.decide.refusals import refuse
from tongguan.process.model import Model
from tongguan.process.zone import ListState

Maker = Callable[[str, Clearance], c.Command | Refusal]
"""From the customs number that may be used and the clearance to a command."""


class Known(msgspec.Struct):
    """One stream as it was read, and what is to be added."""

    events: Sequence[Event]
    facts: list[Fact]
    new: list[Fact] = []
    claims: list[Claim] = []
    keys: tuple[Key, ...] = ()
    secrets: tuple[Secret, ...] = ()
    opens: Decimal | None = None
    clearance: Clearance | None = None
    state: Any = None
    """State of a stream that is no declaration after its first ``folded`` facts."""
    folded: int = 0

    @property
    def version(self) -> int:
        return len(self.events)


class Joint:
    """Streams read and facts to be added, in the order in which they were first touched."""

    def __init__(
        self, journal: Journal, models: dict[str, Model], entries: EntryNumbers, now: int,
        dues: Dues, read: dict[str, list[Event]] | None = None,
    ) -> None:  # fmt: skip
        self.journal = journal
        self.models = models
        self.entries = entries
        self.now = now
        self.dues = dues
        self._known: dict[str, Known] = {}
        self._read = read
        """Events that were read beforehand for a whole batch; a stream that is not there is empty."""

    # -- reading ----------------------------------------------------------------------------------------------

    def fetch(self, streams: Iterable[str]) -> None:
        """Read streams in one round trip."""
        wanted = sorted({stream for stream in streams if stream and stream not in self._known})
        if not wanted:
            return
        found = self.journal.read_many(wanted) if self._read is None else self._read
        for stream in wanted:
            events = found.get(stream, [])
            self._known[stream] = Known(events, [open_event(event) for event in events])

    def stream(self, stream: str) -> Known:
        """A stream with its facts, new ones included."""
        known = self._known.get(stream)
        if known is None:
            self.fetch((stream,))
            known = self._known[stream]
        return known

    def facts(self, stream: str) -> list[Fact]:
        return self.stream(stream).facts

    def state(self, stream: str) -> Any:
        """State of a stream that is no declaration, new facts included; folded once, then fact by fact."""
        known = self.stream(stream)
        if known.folded < len(known.facts) or not known.facts:
            known.state = card_index.state_of(stream, known.facts[known.folded :], known.state)
            known.folded = len(known.facts)
        return known.state

    def goods(self, document: str) -> Consignment:
        """The goods of a transport document; version 0 when nobody has heard of them."""
        state: Consignment = self.state(f"consignment/{document}")
        return state

    def box(self, number: str) -> Container:
        """A container; version 0 when nobody has heard of it."""
        state: Container = self.state(f"container/{number}")
        return state

    def listed(self, number: str) -> ListState | None:
        """A verification list; None when there is none."""
        state: ListState | None = self.state(f"list/{number}")
        return state

    def clearance(self, number: str) -> Clearance | None:
        """The clearance of a declaration after all that was decided here; None when there is none."""
        if not number:
            return None
        known = self.stream(number)
        if known.clearance is None and known.facts and isinstance(known.facts[0].data, ApplicationReceived):
            known.clearance = fold(known.facts)
        return known.clearance

    def model(self, clearance: Clearance) -> Model:
        return self.models[clearance.process]

    @property
    def latest(self) -> int:
        """When the youngest of what was read here was written; later than ``now`` when somebody came between."""
        return max(
            (known.events[-1].recorded_at for known in self._known.values() if known.events), default=0
        )

    # -- adding -----------------------------------------------------------------------------------------------

    def say(self, stream: str, payloads: Iterable[Payload], at: int, actor: str) -> None:
        """Add facts to a stream that is no declaration."""
        known = self.stream(stream)
        for data in payloads:
            self._add(known, Fact(data, at, actor, len(known.facts) + 1, self.now))

    def _add(self, known: Known, fact: Fact) -> None:
        known.facts.append(fact)
        known.new = [*known.new, fact]

    def opens(self, stream: str, free: Decimal) -> None:
        """The new stream is a shared one with this much free."""
        self.stream(stream).opens = free

    def claim(self, by: str, shared: str, amount: Decimal) -> None:
        """Take of a shared stream on behalf of ``by``; negative gives back. Booked under the lock of its head."""
        opening = self._known.get(shared)
        # A stream that opens in this append is there only once its own part is written: the claim goes with it.
        known = opening if opening is not None and opening.opens is not None else self.stream(by)
        known.claims = [*known.claims, Claim(shared, amount, by)]

    def keep(self, stream: str, secret: Secret) -> None:
        """A vault entry beside the facts of a stream."""
        known = self.stream(stream)
        known.secrets = (*known.secrets, secret)

    def key(self, stream: str, kind: str, value: str) -> None:
        """An identifier that must belong to this stream alone."""
        known = self.stream(stream)
        known.keys = (*known.keys, Key(kind, value))

    def conceal(self, stream: str, secret: Secret) -> None:
        """A vault entry that is written with the stream's new facts."""
        known = self.stream(stream)
        known.secrets = (*known.secrets, secret)

    def decide(self, number: str, make: Maker) -> Decided | Refusal:
        """Let a command meet a declaration; what follows is added, a refusal adds nothing."""
        was = self.clearance(number)
        if was is None:
            return refuse("unknown_number")
        model = self.model(was)
        entry_id = self._entry(was)
        command = make(entry_id, was)
        decided = command if isinstance(command, Refusal) else decide(model, was, command)
        if entry_id and (isinstance(decided, Refusal) or decided.after.entry_id != entry_id):
            self.entries.give_back(entry_id)
        if not isinstance(decided, Refusal):
            self.take(decided)
        return decided

    def _entry(self, was: Clearance) -> str:
        if was.entry_id or was.ending or was.draft or was.returned or was.accepted:
            return ""
        return self.entries.take(was.declaration.office, self.now, was.declaration.direction)

    def take(self, decided: Decided, keys: tuple[Key, ...] = (), secrets: tuple[Secret, ...] = ()) -> None:
        """Add what was decided of a declaration, with the customs number as a key when it was just given."""
        after, before = decided.after, decided.before
        known = self.stream(after.number)
        for fact in decided.facts:
            self._add(known, fact)
        known.clearance = after
        known.claims = [*known.claims, *decided.claims]
        if after.entry_id and not (before and before.entry_id):
            keys = (*keys, Key("entry", after.entry_id))
        known.keys, known.secrets = (*known.keys, *keys), (*known.secrets, *secrets)
        first = decided.facts[0] if decided.facts else None
        if first is not None:
            ripples.follow(self, before, after, first.happened_at, first.actor)
            self.dues.follow(self, after.number)

    def _row(self, clearance: Clearance) -> WorkRow:
        due = self.dues.due(clearance) if clearance.released and clearance.outstanding else None
        return rows.work_row(self.model(clearance), clearance, due)

    # -- writing ----------------------------------------------------------------------------------------------

    def append(self) -> Append | None:
        """One transaction's worth of everything that was added; None when nothing was."""
        parts = [self._part(stream, known) for stream, known in self._known.items() if known.new]
        if not parts:
            return None
        return msgspec.structs.replace(parts[0], beside=tuple(parts[1:]))

    def _part(self, stream: str, known: Known) -> Append:
        digest = known.events[-1].digest if known.events else GENESIS
        clearance = known.clearance
        return Append(
            stream=stream,
            expected=known.version,
            events=seal_all(stream, known.version, digest, known.new, self.now),
            keys=known.keys,
            claims=tuple(known.claims),
            work=self._row(clearance) if clearance else None,
            card=None if clearance else card_index.card_of(stream, self.state(stream)),
            secrets=known.secrets,
            opens=known.opens,
        )
