"""E-ledgers and licences of one office: what their authorities tell, who uses them, and what their enterprises object to."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from tongguan.desk.cards import Card, CardFilter
from tongguan.desk.enterprises import by_social, codes_of
from tongguan.desk.joint import Joint
from tongguan.desk.permit_cards import OBJECTED, ends_at, permit_of
from tongguan.desk.permit_quotes import key_of, owners, several_of
from tongguan.desk.ports import Key
from tongguan.desk.together import Together
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date, parse
from tongguan.facts.decision import Refusal
from tongguan.facts.event import open_event
from tongguan.facts.kinds import ApplicationReceived, ClaimBooked, Payload, SharedOpened
from tongguan.facts.permit import LEDGER, LICENCE, Permit, PermitMessage, PermitOpened, limits_of, stream_of
from tongguan.process.apply import fold as fold_clearance
from tongguan.process.decide import permits
from tongguan.process.decide.refusals import refuse
from tongguan.process.permit import Objection, PermitState
from tongguan.rules.book import RuleBook

SHORT, LONG = 15, 18
"""Characters of an e-ledger's number: public clients keep the first 15 of the 18 that are given."""
BOUND, FREED, WRITTEN_OFF = "bound", "freed", "written_off"
PAGE = 500
"""Cards that are read at once."""
_NOTHING = Decimal(0)
_Key = tuple[int, str, bool, str]
"""When, which declaration, whether it gave back, by whom."""
Place = tuple[int, str]
"""Of a permit in lists: the end of its term (else when it was opened), microseconds UTC; its stream."""
Decide = Callable[[PermitState, dict[str, Decimal]], Payload | Refusal]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an authority's message."""

    stream: str
    repeat: bool = False


class Balance(msgspec.Struct, frozen=True, kw_only=True):
    """One measure of one line: its limit and what is free of it."""

    line: int
    """0: the permit as a whole."""
    measure: str
    limit: Decimal
    free: Decimal
    unit: str = ""

    @property
    def used(self) -> Decimal:
        return self.limit - self.free

    @property
    def share(self) -> int:
        """Per cent of the limit that is used."""
        return int(self.used * 100 / self.limit) if self.limit else 100


class View(msgspec.Struct, frozen=True, kw_only=True):
    """A permit with what is free of it now."""

    stream: str
    held: PermitState
    holder: str
    """Customs code of its enterprise where the office's register has it, else the code that the permit names."""
    balances: tuple[Balance, ...]
    on: date

    @property
    def state(self) -> str:
        """active or revoked; not_yet or expired by its term; used_up when a measure of every line is."""
        permit, day = self.held.permit, self.on.isoformat()
        if self.held.state != "active":
            return self.held.state
        if day < permit.issued_on:
            return "not_yet"
        if self.held.last_day and day > self.held.last_day:
            return "expired"
        spent = {balance.line for balance in self.balances if balance.free <= 0}
        return "used_up" if spent >= {line.line for line in permit.lines} or 0 in spent else "active"

    @property
    def place(self) -> Place:
        """Its place in lists."""
        return ends_at(self.held), self.stream

    @property
    def days_left(self) -> int | None:
        """Days until the first of its lines ends; None where none does."""
        ends = self.held.valid_to
        return (date.fromisoformat(ends) - self.on).days if ends else None

    @property
    def share(self) -> int:
        """Per cent that is used of what is used most."""
        return max((balance.share for balance in self.balances), default=0)


class Used(msgspec.Struct, frozen=True, kw_only=True):
    """One use of a permit: what a declaration bound or gave back at one moment, of which lines."""

    number: str
    by: str
    at: int
    amounts: tuple[tuple[int, str, Decimal], ...]
    """Line, measure, amount; negative gives back."""
    state: str
    """bound, freed or written_off."""


class PermitDesk:
    """The e-ledgers and licences that the office knows."""

    def __init__(self, together: Together, rules: RuleBook) -> None:
        self._together = together
        self._rules = rules
        self.journal = together.journal

    # -- the authority ----------------------------------------------------------------------------------------

    def tell(self, said: PermitMessage, actor: Actor) -> Told | Refusal:
        """Take an authority's message: open, amend or revoke; the same opening again is a repeat."""
        permit = said.permit
        if said.operation == "revoke":
            return self._revoke(stream_of(said.kind, said.number), said.reason, actor)
        if said.operation not in ("open", "amend") or permit is None:
            known = "open, amend, revoke" if permit or said.operation not in ("open", "amend") else "permit"
            return refuse("bad_field", field="operation", value=said.operation, known=known)
        refusal = permits.may_tell(permit.kind, actor)
        dated = refusal or self._dated(permit)
        if isinstance(dated, Refusal):
            return dated
        refusal = permits.check(dated) or self._known(dated)
        if refusal:
            return refusal
        return (
            self._open(dated, actor) if said.operation == "open" else self._amend(dated, said.reason, actor)
        )

    def _dated(self, permit: Permit) -> Permit | Refusal:
        """The permit with the last day of each line; that of an e-ledger is counted where the message gives none."""
        terms = self._rules.permits
        lines = []
        for line in permit.lines:
            if line.valid_to or permit.kind != LEDGER:
                lines.append(line)
                continue
            try:
                last = terms.last_day(line.goods_kind, date.fromisoformat(permit.issued_on))
            except KeyError:
                return refuse(
                    "bad_field", field=f"lines[{line.line}].goods_kind", value=line.goods_kind, known=", ".join(terms.term)
                )  # fmt: skip
            except (ValueError, OverflowError):
                return refuse("bad_field", field="issued_on", value=permit.issued_on, known="2018-08-01")
            lines.append(replace(line, valid_to=last.isoformat()))
        return replace(permit, lines=tuple(lines))

    def _known(self, permit: Permit) -> Refusal | None:
        """Units, currencies and countries are codes of the office's tables."""
        tables = self._rules.tables
        for line in permit.lines:
            for field, value, table in (
                ("unit", line.unit, "units"), ("currency", line.currency, "currencies"),
                ("destination", line.destination, "countries"),
            ):  # fmt: skip
                if value and value not in tables[table]:
                    return refuse("bad_field", field=f"lines[{line.line}].{field}", value=value, known=table)
        return None

    def _open(self, permit: Permit, actor: Actor) -> Told | Refusal:
        stream = stream_of(permit.kind, permit.number)
        was: PermitState | None = None

        def attempt(joint: Joint) -> Refusal | None:
            nonlocal was
            was = joint.state(stream)
            if was is not None:
                return None if was.permit == permit else refuse("key_taken", value=permit.number)
            joint.say(stream, [PermitOpened(permit)], joint.now, actor.id)
            for key in self._keys(permit):
                joint.key(stream, key.kind, key.value)
            _open_balances(joint, permit, limits_of(permit), actor)
            return None

        done = self._together(attempt)
        while isinstance(done, Refusal) and done.code == "key_taken" and was is None:
            # Another with the same short number was opened in between; what it took is known now.
            done = self._together(attempt)
        return done if isinstance(done, Refusal) else Told(stream=stream, repeat=was is not None)

    def _keys(self, permit: Permit) -> list[Key]:
        """The identifiers that a new permit takes; of a number that others have, that there are several."""
        keys = {key_of(permit.kind, number): several_of(permit.kind, number) for number in _numbers(permit)}
        taken = self.journal.find([*keys, *keys.values()])
        wanted = [several if key in taken else key for key, several in keys.items()]
        return [key for key in wanted if key not in taken]

    def _amend(self, permit: Permit, reason: str, actor: Actor) -> Told | Refusal:
        def decide(was: PermitState, free: dict[str, Decimal]) -> Payload | Refusal:
            return permits.amend(was, permit, reason)

        return self._act(stream_of(permit.kind, permit.number), decide, actor, permit)

    def _revoke(self, stream: str, reason: str, actor: Actor) -> Told | Refusal:
        refusal = permits.may_tell(stream.partition("/")[0], actor)
        return refusal or self._act(stream, lambda was, free: permits.revoke(was, free, reason), actor)

    def _act(
        self, stream: str, decide: Decide, actor: Actor, amended: Permit | None = None
    ) -> Told | Refusal:
        """Decide on the permit as it stands; what that takes of its shared streams is claimed under their locks."""

        def attempt(joint: Joint) -> Refusal | None:
            was: PermitState | None = joint.state(stream)
            if was is None:
                return refuse("unknown_permit", permit=stream.partition("/")[2])
            said = decide(was, self._free(was))
            if isinstance(said, Refusal):
                return said
            joint.say(stream, [said], joint.now, actor.id)
            for balance, amount in getattr(said, "taken", {}).items():
                joint.claim(stream, balance, amount)
            if amended is not None:
                limits = limits_of(amended)
                new = {name: limit for name, limit in limits.items() if name not in was.limits}
                _open_balances(joint, amended, new, actor)
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else Told(stream=stream)

    def _free(self, state: PermitState) -> dict[str, Decimal]:
        heads = self.journal.heads(sorted(state.limits))
        return {name: head.free or _NOTHING for name, head in heads.items()}

    # -- the enterprise ---------------------------------------------------------------------------------------

    def object_to(self, stream: str, number: str, text: str, actor: Actor) -> Told | Refusal:
        """Its enterprise objects to a use: a case of the document officers, open until one settles it."""
        used = any(use.number == number for use in self.uses(stream))

        def decide(was: PermitState, _: dict[str, Decimal]) -> Payload | Refusal:
            own = by_social(self.journal, [was.permit.holder]).get(was.permit.holder, was.permit.holder)
            return permits.object_to(was, own, number, used, text, actor)

        return self._act(stream, decide, actor)

    def settle(self, stream: str, objection: int, outcome: str, reason: str, actor: Actor) -> Told | Refusal:
        """A document officer upholds or dismisses an objection."""
        return self._act(stream, lambda was, _: permits.settle(was, objection, outcome, reason, actor), actor)

    def objected(self) -> list[tuple[PermitState, Objection]]:
        """Every open objection with the permit whose use it is about, oldest first."""
        cards = [card for kind in (LEDGER, LICENCE) for card in self._objected(kind)]
        open_ones = [
            (held, each) for card in cards for held in [permit_of(card)] for each in held.open_objections
        ]
        return sorted(open_ones, key=lambda pair: (pair[1].at, pair[0].permit.number))

    def _objected(self, kind: str) -> Iterator[Card]:
        after: tuple[int, str] | None = None
        while cards := self.journal.cards(CardFilter(kind, (OBJECTED,), limit=PAGE, after=after)):
            yield from cards
            after = (cards[-1].since, cards[-1].stream)

    # -- looking ----------------------------------------------------------------------------------------------

    def locate(self, kind: str, number: str) -> str:
        """The stream of the permit with a number, the short one of an e-ledger included; its own name when unknown.

        The short number of several stands for none of them.
        """
        return owners(self.journal, [(kind, number)]).get((kind, number), stream_of(kind, number))

    def view(self, stream: str) -> View | None:
        """A permit as it stands; None when there is none."""
        cards = self.journal.cards_of([stream])
        return self._views([permit_of(card) for card in cards])[0] if cards else None

    def all(self, kind: str, holder: str = "") -> list[View]:
        """Every permit of a kind by the end of its term, of one holder or of all."""
        found: list[View] = []
        more: Place | None = (0, "")
        while more:
            views, more = self.page(kind, (holder,) if holder else (), after=more, limit=PAGE)
            found += views
        return found

    def page(
        self, kind: str, holders: Sequence[str] = (), *, ended: bool = True, after: Place | None = None,
        limit: int, shown: Callable[[View], bool] = lambda _: True,
    ) -> tuple[list[View], Place | None]:  # fmt: skip
        """Permits of a kind by the end of their term, and the place from which the next page goes on; None after the last.

        ``holders``: theirs alone; none: of all. ``ended``: those that have ended too. ``shown``: which of them count.
        """
        today = (parse(f"{local_date(self._together.now()).isoformat()}T00:00:00"), "")
        start = after if ended else max(today, after or today)
        parties = dict.fromkeys(code for holder in holders for code in codes_of(self.journal, holder))
        found: list[View] = []
        while True:
            want = CardFilter(kind, limit=limit + 1, after=start)
            cards = [
                card for party in parties or ("",) for card in self.journal.cards(replace(want, party=party))
            ]
            cards.sort(key=lambda card: (card.since, card.stream))
            found += filter(shown, self._views([permit_of(card) for card in cards[: limit + 1]]))
            if len(found) > limit:
                return found[:limit], found[limit - 1].place
            if len(cards) <= limit:
                return found, None
            start = (cards[limit].since, cards[limit].stream)

    def _views(self, states: list[PermitState]) -> list[View]:
        heads = self.journal.heads(sorted({name for state in states for name in state.limits}))
        known = by_social(self.journal, (state.permit.holder for state in states))
        on = local_date(self._together.now())
        return [
            View(
                stream=stream_of(state.permit.kind, state.permit.number), held=state, on=on,
                holder=known.get(state.permit.holder, state.permit.holder),
                balances=tuple(
                    _balance(state.permit, name, limit, heads[name].free or _NOTHING)
                    for name, limit in state.limits.items() if limit
                ),
            )
            for state in states
        ]  # fmt: skip

    def uses(self, stream: str) -> list[Used]:
        """Every use, oldest first: which declaration, by whom, when, how much of which line, and whether it is written off."""
        view = self.view(stream)
        if view is None:
            return []
        found: dict[_Key, list[tuple[int, str, Decimal]]] = {}
        turn: dict[_Key, int] = {}
        for name, events in self.journal.read_many(sorted(view.held.limits)).items():
            *_, line, measure = name.split("/")
            for event in events:
                said = open_event(event).data
                if isinstance(said, ClaimBooked) and said.by != stream:
                    key = (event.happened_at, said.by, said.amount < 0, event.actor)
                    found.setdefault(key, []).append((int(line), measure, said.amount))
                    turn[key] = min(event.version, turn.get(key, event.version))
        keys = sorted(found, key=lambda key: (key[0], turn[key]))
        gone = self._written_off(stream, {number for _, number, _, _ in keys})
        last = {key[1]: key for key in keys if not key[2]}
        return [
            Used(
                number=number, by=by, at=at, amounts=tuple(sorted(found[at, number, freed, by])),
                state=FREED if freed
                else WRITTEN_OFF if number in gone and last[number] == (at, number, freed, by) else BOUND,
            )
            for at, number, freed, by in keys
        ]  # fmt: skip

    def _written_off(self, stream: str, numbers: set[str]) -> set[str]:
        """The declarations whose goods have left and still hold something."""
        gone = set()
        for number, events in self.journal.read_many(sorted(numbers)).items():
            facts = [open_event(event) for event in events]
            if not isinstance(facts[0].data, ApplicationReceived):
                continue
            clearance = fold_clearance(facts)
            held = clearance.bound.get(stream) if clearance else None
            if held and held.written_off:
                gone.add(number)
        return gone


def _numbers(permit: Permit) -> tuple[str, ...]:
    """The numbers by which it may be quoted."""
    short = permit.kind == LEDGER and len(permit.number) == LONG
    return (permit.number, permit.number[:SHORT]) if short else (permit.number,)


def _open_balances(joint: Joint, permit: Permit, limits: dict[str, Decimal], actor: Actor) -> None:
    for name, limit in limits.items():
        opened = SharedOpened(limit, _balance(permit, name, limit, limit).unit, permit.holder, permit.code)
        joint.say(name, [opened], joint.now, actor.id)
        joint.opens(name, limit)


def _balance(permit: Permit, name: str, limit: Decimal, free: Decimal) -> Balance:
    *_, number, measure = name.split("/")
    line = next((line for line in permit.lines if line.line == int(number)), None)
    units = {"quantity": line.unit, "weight": "kg", "value": line.currency} if line else {}
    return Balance(line=int(number), measure=measure, limit=limit, free=free, unit=units.get(measure, ""))
