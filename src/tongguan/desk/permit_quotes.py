"""Permits that declarations quote: looked up for a whole batch, with what is free of each."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from tongguan.desk import card_index
from tongguan.desk.authority_cards import stream_of
from tongguan.desk.enterprises import by_social
from tongguan.desk.ports import Journal, Key
from tongguan.facts.declaration import Declaration
from tongguan.facts.event import open_event
from tongguan.facts.evidence import AMBIGUOUS, Quoted
from tongguan.facts.message import declarant_code
from tongguan.facts.permit import Permit
from tongguan.facts.permit import stream_of as permit_stream
from tongguan.process.authority import Authority
from tongguan.process.clearance import Clearance
from tongguan.process.enterprise import SOCIAL_LENGTH
from tongguan.process.permit import PermitState
from tongguan.rules.book import RuleBook
from tongguan.rules.permit_parties import identity
from tongguan.rules.quoting import quotes

_NOTHING = Decimal(0)


class QuotedPermits:
    """What the journal knows of the permits that these declarations quote; three round trips, none where none is quoted.

    One more where a permit names an enterprise by its social credit code.
    """

    def __init__(
        self, journal: Journal, rules: RuleBook, declarations: Iterable[Declaration], today: date
    ) -> None:
        self._rules, self._today = rules, today
        quoting = [(d, quoted) for d in declarations if (quoted := quotes(d, rules.selection))]
        numbers = {(quote.kind, quote.number) for _, quoted in quoting for quote in quoted}
        self._owners = owners(journal, sorted(numbers)) if numbers else {}
        permits = set(self._owners.values())
        letters = {_letter_of(d) for d, _ in quoting if permits}
        read = journal.read_many(sorted(permits | letters)) if permits else {}
        states = {
            stream: card_index.state_of(stream, [open_event(event) for event in events])
            for stream, events in read.items()
        }
        self._states: dict[str, PermitState] = {name: states[name] for name in permits if name in states}
        self._letters: dict[str, Authority] = {name: states[name] for name in letters if name in states}
        named = {
            code for state in self._states.values() for code in (state.permit.holder, *state.permit.brokers)
        }
        self._registered = by_social(journal, (code for code in named if len(code) == SOCIAL_LENGTH))
        names = sorted(name for state in self._states.values() for name in state.limits)
        heads = journal.heads(names) if names else {}
        self._free = {name: head.free or _NOTHING for name, head in heads.items()}

    def of(
        self, d: Declaration, was: Clearance | None = None, asked_on: str = ""
    ) -> tuple[tuple[Quoted, ...], Mapping[str, Permit]]:
        """Evidence of the permits that a declaration quotes, and the permits by stream; ``was`` may hold some already.

        ``asked_on``: local date on which others are asked for, where that is not the declaration's own.
        """
        found, issued = [], {}
        for quote in quotes(d, self._rules.selection):
            quoted = Quoted(quote.kind, quote.number)
            stream = self._owners.get((quote.kind, quote.number), "")
            state = self._states.get(stream)
            if stream and state is None:
                quoted = replace(quoted, state=AMBIGUOUS)
            if state is not None:
                held = was.bound.get(stream) if was else None
                own = held.taken if held else {}
                issued[stream] = state.permit
                permit = state.permit
                quoted = replace(
                    quoted, registered=self._known(permit), letter=self._letter(d), permit=stream, version=state.version, state=state.state, held=held is not None,
                    asked_on="" if held else asked_on,
                    free={name: self._free.get(name, _NOTHING) + own.get(name, _NOTHING) for name in state.limits},
                )  # fmt: skip
            found.append(quoted)
        return tuple(found), issued

    def _known(self, permit: Permit) -> dict[str, str]:
        named = (permit.holder, *permit.brokers)
        return {code: self._registered[code] for code in named if code in self._registered}

    def _letter(self, d: Declaration) -> str:
        """How the letter stands today by which the declaring unit acts for the trader."""
        held = self._letters.get(_letter_of(d))
        return held.state(self._today) if held else ""


def _letter_of(d: Declaration) -> str:
    return stream_of(identity(d.trader), declarant_code(d))


def key_of(kind: str, number: str) -> Key:
    """The identifier by which a permit is found."""
    return Key(kind, number)


def several_of(kind: str, number: str) -> Key:
    """The identifier that is taken once several permits have the number, at least one of them as its short one."""
    return Key(f"{kind}.several", number)


def owners(journal: Journal, numbers: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Kind and number → the permit's stream, where one is known; one round trip.

    A number that several have is only that of the one that has it in full: its stream then, whether there is such a one or not.
    """
    wanted = {each: (key_of(*each), several_of(*each)) for each in numbers}
    found = journal.find([key for keys in wanted.values() for key in keys])
    return {
        each: permit_stream(*each) if several in found else found[key]
        for each, (key, several) in wanted.items()
        if key in found
    }
