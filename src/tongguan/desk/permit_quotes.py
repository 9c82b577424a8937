"""Permits that declarations quote: looked up for a whole batch, with what is free of each."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from msgspec.structs import replace

from tongguan.desk import card_index
from tongguan.desk.ports import Journal, Key
from tongguan.facts.declaration import Declaration
from tongguan.facts.event import open_event
from tongguan.facts.evidence import Quoted
from tongguan.facts.permit import Permit
from tongguan.process.clearance import Clearance
from tongguan.process.permit import PermitState
from tongguan.rules.book import RuleBook
from tongguan.rules.quoting import quotes

_NOTHING = Decimal(0)


class QuotedPermits:
    """What the journal knows of the permits that these declarations quote; three round trips, none where none is quoted."""

    def __init__(self, journal: Journal, rules: RuleBook, declarations: Iterable[Declaration]) -> None:
        self._rules = rules
        keys = {
            key_of(quote.kind, quote.number) for d in declarations for quote in quotes(d, rules.selection)
        }
        self._owners = journal.find(sorted(keys, key=lambda key: (key.kind, key.value))) if keys else {}
        read = journal.read_many(sorted(set(self._owners.values()))) if self._owners else {}
        self._states: dict[str, PermitState] = {
            stream: card_index.state_of(stream, [open_event(event) for event in events])
            for stream, events in read.items()
        }
        names = sorted(name for state in self._states.values() for name in state.limits)
        heads = journal.heads(names) if names else {}
        self._free = {name: head.free or _NOTHING for name, head in heads.items()}

    def of(
        self, d: Declaration, was: Clearance | None = None
    ) -> tuple[tuple[Quoted, ...], Mapping[str, Permit]]:
        """Evidence of the permits that a declaration quotes, and the permits by stream; ``was`` may hold some already."""
        found, issued = [], {}
        for quote in quotes(d, self._rules.selection):
            quoted = Quoted(quote.kind, quote.number)
            stream = self._owners.get(key_of(quote.kind, quote.number), "")
            state = self._states.get(stream)
            if state is not None:
                held = was.bound.get(stream) if was else None
                own = held.taken if held else {}
                issued[stream] = state.permit
                quoted = replace(
                    quoted, permit=stream, version=state.version, state=state.state, held=held is not None,
                    free={name: self._free.get(name, _NOTHING) + own.get(name, _NOTHING) for name in state.limits},
                )  # fmt: skip
            found.append(quoted)
        return tuple(found), issued


def key_of(kind: str, number: str) -> Key:
    """The identifier by which a permit is found."""
    return Key(kind, number)
