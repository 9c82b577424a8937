"""Verifying a journal: every digest, every head, every balance, the vault, and the seals.

One pass over the raw rows in order of stream and version, heads walked beside it; nothing is decoded but the
few events that move a balance or name a vault entry.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from hashlib import sha256

import msgspec

from tongguan.adapters import seal as sealing
from tongguan.adapters.store import RawHead, Snapshot, Store, StoredSeal
from tongguan.adapters.vault import digest_of as concealed
from tongguan.facts.event import GENESIS

Balance = dict[tuple[str, str], Decimal]
"""(shared stream, declaration) → what it has taken."""


class Verified(msgspec.Struct, frozen=True):
    """What verifying found."""

    ok: bool
    events: int
    streams: int
    first_difference: str | None = None
    erased: int = 0
    """Vault entries whose retention ended: said, not broken."""
    seals: int = 0
    """Seals of the chain that were compared."""


def verify(store: Store, seal: StoredSeal | None = None) -> Verified:
    """Verify the whole journal; with a ``seal`` that left the house also against it and those before it."""
    with store.snapshot() as look:
        return verify_look(look, seal)


def verify_look(look: Snapshot, seal: StoredSeal | None = None) -> Verified:
    """The same over one consistent look, as before a restored journal is let in."""
    return _Verifier(look, seal).run()


class _Named(msgspec.Struct):
    particulars: str = ""


class _Booking(msgspec.Struct):
    amount: Decimal = Decimal(0)
    limit: Decimal = Decimal(0)
    by: str = ""
    guarantee: str = ""
    slot: str = ""
    stock: str = ""
    taken: dict[str, Decimal] = {}


class _Verifier:
    """The state of one pass."""

    def __init__(self, look: Snapshot, seal: StoredSeal | None) -> None:
        self._look = look
        self._difference: str | None = None
        self._booked: Balance = defaultdict(Decimal)
        self._taken: Balance = defaultdict(Decimal)
        self._free: Decimal | None = None
        """What the stream at hand has free by its own events; None while it is not a shared one."""
        self._named: set[tuple[str, str]] = set()
        self._compared = 0
        self._sealed = self._chain(seal)
        self._heads: Iterator[RawHead] = look.heads()
        self._head: RawHead | None = next(self._heads, None)

    def run(self) -> Verified:
        events, streams = self._events()
        for stream in sorted(self._sealed):
            self._differs(f"{stream}: missing, although it is sealed")
        self._compare_balances()
        erased = self._vault()
        return Verified(self._difference is None, events, streams, self._difference, erased, self._compared)

    def _differs(self, what: str) -> None:
        if self._difference is None:
            self._difference = what

    def _events(self) -> tuple[int, int]:
        """The pass itself; returns the count of events and of streams."""
        count = streams = version = 0
        current, before = "", GENESIS
        sealed: tuple[int, str] | None = None
        watched = _WATCHED
        for stream, number, kind, schema, happened, recorded, actor, payload, digest in self._look.events():
            if stream != current:
                if version:
                    self._end(current, version, before, sealed)
                current, version, before, streams = stream, 0, GENESIS, streams + 1
                sealed = self._sealed.pop(stream, None)
                self._free = None
            count += 1
            version += 1
            head = f"{kind}\x00{schema}\x00{number}\x00{happened}\x00{recorded}\x00{actor}\x00{payload}"
            if number != version:
                self._differs(f"{stream}/{version}: missing")
                version = number
            elif sha256(before + head.encode()).digest() != digest:
                self._differs(f"{stream}/{number}: its digest is not that of its content")
            before = digest
            if sealed and sealed[0] == number and sealed[1] != digest.hex():
                self._differs(f"{stream}/{number}: rewritten since it was sealed")
            if kind in watched:
                self._watch(stream, number, kind, payload)
        if version:
            self._end(current, version, before, sealed)
        while self._head is not None:
            self._differs(f"{self._head[0]}: has a head and no events")
            self._head = next(self._heads, None)
        return count, streams

    def _end(self, stream: str, version: int, digest: bytes, sealed: tuple[int, str] | None) -> None:
        """The last event of a stream was seen: its head, and its seal, must say the same."""
        if sealed and sealed[0] > version:
            self._differs(f"{stream}: ends at {version}, although {sealed[0]} events are sealed")
        while self._head is not None and self._head[0] < stream:
            self._differs(f"{self._head[0]}: has a head and no events")
            self._head = next(self._heads, None)
        head = self._head
        if head is None or head[0] != stream:
            self._differs(f"{stream}: has no head")
            return
        self._head = next(self._heads, None)
        if head[1:3] != (version, digest):
            self._differs(f"{stream}: its head is at {head[1]}, its events end at {version}")
        if head[3] != self._free:
            self._differs(f"{stream}: {head[3]} is free by its head, {self._free} by its bookings")

    def _watch(self, stream: str, version: int, kind: str, payload: str) -> None:
        """An event that moves a balance or names a vault entry."""
        try:
            if kind in _NAMING:
                if '"particulars":"' in payload:
                    named = msgspec.json.decode(payload, type=_Named).particulars
                    self._named.add((stream, named))
                return
            said = msgspec.json.decode(payload, type=_Booking)
        except (msgspec.MsgspecError, InvalidOperation):
            self._differs(f"{stream}/{version}: its content cannot be read")
            return
        if kind == "shared.opened":
            self._free = said.limit
        elif kind == "claim.booked":
            self._free = (self._free or Decimal(0)) - said.amount
            self._booked[stream, said.by] += said.amount
        elif kind == "guarantee.occupied":
            self._taken[said.guarantee, stream] += said.amount
        elif kind in _OWN:
            self._taken[stream, stream] += _OWN[kind] * said.amount
        elif kind in _PERMITS:
            for balance, amount in said.taken.items():
                self._taken[balance, stream] += _PERMITS[kind] * amount
        elif kind in _SLOTS:
            self._taken[said.slot, stream] += said.amount
        elif kind == "stock.booked":
            self._taken[said.stock, stream] += said.amount
        else:
            self._taken[said.guarantee, stream] -= said.amount

    def _compare_balances(self) -> None:
        for shared, number in sorted(self._booked.keys() | self._taken.keys()):
            booked, taken = self._booked[shared, number], self._taken[shared, number]
            if booked != taken:
                self._differs(f"{shared}: {number} holds {taken} of it, {booked} is booked")

    def _vault(self) -> int:
        """Check every value that the vault still holds; returns how many were erased."""
        erased, kept = 0, set()
        for stream, kind, version, digest, salt, body in self._look.vault():
            kept.add((stream, digest))
            if salt is None or body is None:
                erased += 1
            elif concealed(salt, body) != digest:
                self._differs(f"{stream}: the vault's {kind} {version} is not what its digest says")
        for stream, digest in sorted(self._named - kept):
            if digest:
                self._differs(f"{stream}: the vault has no entry {digest}")
        return erased

    def _chain(self, outside: StoredSeal | None) -> dict[str, tuple[int, str]]:
        """Check the chain of seals and the one from outside; returns version and digest of sealed streams."""
        chain = self._look.seals()
        if outside is not None:
            place = outside.sequence - 1
            if chain[place : place + 1] != [outside]:
                self._differs(f"seal {outside.sequence}: not the one that the database keeps")
            chain[place : place + 1] = [outside]
        sealed: dict[str, tuple[int, str]] = {}
        previous = ""
        for sequence, stored in enumerate(chain, 1):
            try:
                seal = _link(stored, sequence, previous)
            except sealing.UnreadableSeal as error:
                self._differs(f"seal {sequence}: {error}")
                continue
            previous = stored.digest
            sealed.update((stream, (version, digest)) for stream, version, digest in seal.changed)
        self._compared = len(chain)
        return sealed


def _link(stored: StoredSeal, sequence: int, previous: str) -> sealing.Seal:
    """The seal at this place of the chain; UnreadableSeal when it does not belong there."""
    seal = sealing.read(stored.body)
    whole = sealing.digest_of(stored.body) == stored.digest and sealing.merkle(seal.changed) == seal.root
    if not whole or seal.sequence != sequence or seal.previous != previous:
        raise sealing.UnreadableSeal("the chain of seals is broken here")
    return seal


_NAMING = frozenset(
    {"application.received", "amendment.requested", "declaration.amended", "inspection.photographed"}
)
"""Kinds of events that name a vault entry."""
_OWN = {"guarantee.limit_changed": -1, "guarantee.frozen": 1, "guarantee.unfrozen": -1, "guarantee.closed": 1}
"""What a guarantee does to its own free amount, with the sign it is taken with."""
_PERMITS = {"permit.bound": 1, "permit.freed": -1, "permit.amended": 1, "permit.revoked": 1}
"""What a declaration, or a permit's authority, takes of the permit's shared streams, with its sign."""
_SLOTS = frozenset({"inspection.booked", "inspection.unbooked"})
"""What an inspection order takes of a time at a site, or gives back; a missed time stays taken."""
_WATCHED = (
    _NAMING
    | _SLOTS
    | set(_OWN)
    | set(_PERMITS)
    | {
        "shared.opened",
        "claim.booked",
        "guarantee.occupied",
        "guarantee.restored",
        "stock.booked",
    }
)
