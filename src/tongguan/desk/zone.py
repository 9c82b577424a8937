"""The zone's side of the desk: account books, verification lists, gate passes and the gate."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import msgspec

from tongguan.desk import quoting, yard
from tongguan.desk.card_index import state_of
from tongguan.desk.joint import Joint
from tongguan.desk.ports import Key
from tongguan.desk.ripples import list_for, lists_of, settle_list, tell
from tongguan.desk.together import Together
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date, moment
from tongguan.facts.decision import Refusal
from tongguan.facts.event import open_event
from tongguan.facts.evidence import Evidence
from tongguan.facts.kinds import SharedOpened
from tongguan.facts.zone import BETWEEN, AccountBook, GatePass, ListDeletion, VerificationList, covered
from tongguan.process import commands as c
from tongguan.process.clearance import Clearance
from tongguan.process.decide import lists, passes
from tongguan.process.decide.moving import Report
from tongguan.process.decide.refusals import refuse
from tongguan.process.zone import ListState, PassState, fold_book, fold_list, fold_pass
from tongguan.rules.book import RuleBook


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """The number that a list or a pass was given."""

    number: str
    repeat: bool = False


class Gated(msgspec.Struct, frozen=True, kw_only=True):
    """What passing the gate came to."""

    number: str
    vehicle: str
    lists: tuple[str, ...]
    written_off: tuple[str, ...]
    """Lists that it completed."""
    declarations: tuple[str, ...]


class BookView(msgspec.Struct, frozen=True, kw_only=True):
    """An account book with its stock: record line → what is free, in the line's unit."""

    book: AccountBook
    stock: dict[str, Decimal]


class ZoneDesk:
    """The chain of one office's zone."""

    def __init__(self, together: Together, rules: RuleBook) -> None:
        self._together = together
        self._rules = rules
        self.journal = together.journal

    # -- account books ----------------------------------------------------------------------------------------

    def open_book(self, book: AccountBook, actor: Actor) -> Refusal | None:
        """Open an account book; each line's stock becomes a shared stream with its opening balance."""

        def attempt(joint: Joint) -> Refusal | None:
            stream = f"book/{book.number}"
            if joint.facts(stream):
                return refuse("key_taken", value=book.number)
            said = lists.open_book(book, actor)
            if isinstance(said, Refusal):
                return said
            tell(joint, stream, said, joint.now, actor.id)
            for item in book.items:
                name = lists.stock(book.number, item.record_line)
                opened = SharedOpened(item.opening, item.unit, book.holder, item.commodity)
                joint.say(name, [opened], joint.now, actor.id)
                joint.opens(name, item.opening)
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else None

    def book(self, number: str) -> BookView | None:
        """An account book with its stock; None when there is none."""
        opened = fold_book(open_event(event) for event in self.journal.read(f"book/{number}"))
        if opened is None:
            return None
        book = opened.book
        names = {item.record_line: lists.stock(number, item.record_line) for item in book.items}
        heads = self.journal.heads(list(names.values()))
        stock = {line: heads[name].free or Decimal(0) for line, name in names.items()}
        return BookView(book=book, stock=stock)

    # -- verification lists -----------------------------------------------------------------------------------

    def file_list(self, wanted: VerificationList, actor: Actor, at: int | None = None) -> Given | Refusal:
        """File a verification list; a repeat is answered with the number it has."""
        key, known = self._owner("list", wanted.holder, wanted.client_number)
        if known:
            if known.list == wanted:
                return Given(number=known.number, repeat=True)
            return refuse("key_taken", value=wanted.client_number)
        refusal = self._missing(("verification_list", *_needs(wanted)), at) or self._coded(wanted)
        if refusal:
            return refusal
        number = self._list_number(wanted, self._now(at))

        def attempt(joint: Joint) -> Refusal | None:
            opened = joint.state(f"book/{wanted.book}")
            other = joint.listed(wanted.related_list) if wanted.line == BETWEEN else None
            said = lists.approve(number, wanted, opened.book if opened else None, other, actor)
            if isinstance(said, Refusal):
                return said
            stream = f"list/{number}"
            tell(joint, stream, said, self._now(at), actor.id)
            joint.key(stream, key.kind, key.value)
            if wanted.customs == "2":
                settle_list(joint, number, self._now(at))
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else Given(number=number)

    def list(self, number: str) -> ListState | None:
        """A verification list; None when there is none."""
        return fold_list(open_event(event) for event in self.journal.read(f"list/{number}"))

    def delete_declared(self, wanted: ListDeletion, actor: Actor) -> Given | Refusal:
        """Delete the list that a message names by its number or its client number."""
        known = None if wanted.number else self._owner("list", wanted.holder, wanted.client_number)[1]
        number = wanted.number or (known.number if known else wanted.client_number)
        refusal = self.delete_list(number, wanted.reason, actor)
        return refusal or Given(number=number)

    def delete_list(self, number: str, reason: str, actor: Actor) -> Refusal | None:
        """Delete a list that nothing rests on."""

        def attempt(joint: Joint) -> Refusal | None:
            state = joint.listed(number)
            if state is None:
                return refuse("unknown_list", list=number)
            said = lists.delete(state, reason, actor)
            if isinstance(said, Refusal):
                return said
            tell(joint, f"list/{number}", said, joint.now, actor.id)
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else None

    def bind(self, number: str, declaration: str, actor: Actor) -> Refusal | None:
        """Bind a list to a declaration that does not quote it; refused with what differs."""

        def attempt(joint: Joint) -> Refusal | None:
            state, clearance = joint.listed(number), joint.clearance(declaration)
            if state is None:
                return refuse("unknown_list", list=number)
            if clearance is None:
                return refuse("unknown_number")
            refusal = self._strange(state, clearance) or self._differs(state, clearance, joint.now)
            if refusal:
                return refusal

            def quote(entry_id: str, was: Clearance) -> c.Command:
                return c.QuoteList(actor=actor, at=joint.now, now=joint.now, entry_id=entry_id, list=number)

            decided = joint.decide(declaration, quote)
            return decided if isinstance(decided, Refusal) else None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else None

    def _strange(self, state: ListState, clearance: Clearance) -> Refusal | None:
        """A list is bound to a declaration of its own enterprises that covers some of its lines."""
        if number_in(state, clearance):
            return refuse("key_taken", value=state.number)
        declaration = clearance.declaration
        parties = (declaration.trader, declaration.owner, declaration.agent)
        return lists.may_be_bound(
            state, {each.customs_code for each in parties}, covered(declaration, state.list.lines)
        )

    def _differs(self, state: ListState, clearance: Clearance, now: int) -> Refusal | None:
        listed = quoting.listed(clearance.number, state.number, state)
        findings = self._rules.of_sides(
            clearance.declaration,
            Evidence(lists=(listed,)),
            local_date(now),
            {state.number: state.list.lines},
            every_line=False,
        )
        if not findings:
            return None
        said = "; ".join(
            f"{each.values.get('line', '')} {each.values.get('field', '')}: {each.values.get('declared', '')}"
            f" ≠ {each.values.get('listed', '')}"
            for each in findings
        )
        return refuse("list_differs", list=state.number, differences=said)

    # -- gate passes ------------------------------------------------------------------------------------------

    def apply_pass(self, wanted: GatePass, actor: Actor, at: int | None = None) -> Given | Refusal:
        """Apply for a gate pass; a repeat is answered with the number it has."""
        key, known = self._owner("pass", wanted.holder, wanted.client_number)
        if known:
            if passes.is_repeat(known, wanted):
                return Given(number=known.number, repeat=True)
            return refuse("key_taken", value=wanted.client_number)
        missing = self._missing(("gate_pass",), at)
        if missing:
            return missing
        number = self._pass_number(wanted, self._now(at))

        def attempt(joint: Joint) -> Refusal | None:
            states = {name: state for name in wanted.documents if (state := joint.listed(name))}
            said = passes.approve(number, wanted, states, actor)
            if isinstance(said, Refusal):
                return said
            approved, used = said
            joint.say(f"pass/{number}", [approved], self._now(at), actor.id)
            joint.key(f"pass/{number}", key.kind, key.value)
            for document, passed in used.items():
                joint.say(f"list/{document}", [passed], self._now(at), actor.id)
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else Given(number=number)

    def gate_pass(self, number: str) -> PassState | None:
        """A gate pass; None when there is none."""
        return fold_pass(open_event(event) for event in self.journal.read(f"pass/{number}"))

    def void_pass(self, number: str, reason: str, actor: Actor) -> Refusal | None:
        """Void a pass that was not used."""

        def attempt(joint: Joint) -> Refusal | None:
            state = joint.state(f"pass/{number}")
            if state is None:
                return refuse("unknown_pass", number=number)
            documents = state.gate_pass.documents
            states = {name: found for name in documents if (found := joint.listed(name))}
            said = passes.void(state, states, reason, actor)
            if isinstance(said, Refusal):
                return said
            voided, back = said
            joint.say(f"pass/{number}", [voided], joint.now, actor.id)
            for document, passed in back.items():
                joint.say(f"list/{document}", [passed], joint.now, actor.id)
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else None

    # -- the gate ---------------------------------------------------------------------------------------------

    def gate(
        self, number: str, actor: Actor, weighed: Decimal | None = None, place: str = "", at: int | None = None,
        try_only: bool = False,
    ) -> Gated | Refusal:  # fmt: skip
        """The vehicle is at the gate with its pass: green and everything is written, or red and nothing is.

        ``try_only`` tells which it would be and writes nothing.
        """
        gated: list[Gated] = []

        def attempt(joint: Joint) -> Refusal | None:
            gated.clear()
            outcome = self._gate(joint, number, actor, weighed, place, joint.now if at is None else at)
            if isinstance(outcome, Refusal):
                return outcome
            gated.append(outcome)
            return None

        if try_only:
            refusal = attempt(self._together.joint())
            return refusal or gated[0]
        done = self._together(attempt)
        return done if isinstance(done, Refusal) else gated[0]

    def _gate(
        self, joint: Joint, number: str, actor: Actor, weighed: Decimal | None, place: str, at: int
    ) -> Gated | Refusal:
        state = joint.state(f"pass/{number}")
        if state is None:
            return refuse("unknown_pass", number=number)
        if at > joint.now:
            return refuse("time_in_future")
        documents = state.gate_pass.documents
        states = {name: found for name in documents if (found := joint.listed(name))}
        said = passes.let_through(state, states, weighed, place, actor, self._rules.zone.weight_share)
        if isinstance(said, Refusal):
            return said
        passed, moved = said
        joint.say(f"pass/{number}", [passed], at, actor.id)
        for document, quantities in moved.items():
            joint.say(f"list/{document}", [quantities], at, actor.id)
        told = self._tell_declarations(joint, state, actor, at)
        if isinstance(told, Refusal):
            return told
        for document in documents:
            settle_list(joint, document, at)
        done = [name for name in documents if (found := joint.listed(name)) and found.written_off_at]
        return Gated(
            number=number, vehicle=state.gate_pass.vehicle, lists=documents, written_off=tuple(done),
            declarations=told,
        )  # fmt: skip

    def _tell_declarations(
        self, joint: Joint, state: PassState, actor: Actor, at: int
    ) -> tuple[str, ...] | Refusal:
        """Each declaration of the lists learns of the part, and that its goods are gone with the last one."""
        numbers = dict.fromkeys(
            number
            for document in state.gate_pass.documents
            if (found := joint.listed(document))
            for number in found.declarations
        )
        for number in numbers:
            clearance = joint.clearance(number)
            if clearance is None or not clearance.alive:
                continue
            refusal = self._tell(joint, clearance, state, actor, at)
            if refusal:
                return refusal
        return tuple(numbers)

    def _tell(
        self, joint: Joint, clearance: Clearance, state: PassState, actor: Actor, at: int
    ) -> Refusal | None:
        batch = clearance.process == "batch_central"
        milestone = "delivered" if batch else "gate_out"
        found = [list_for(joint, clearance.declaration, name) for name in lists_of(clearance)]
        whole = all(each is not None and each.all_moved for each in found)
        said = Report(
            milestone="gate_out", actor=actor, at=at, now=joint.now, unit=state.gate_pass.container,
            vehicle=state.gate_pass.vehicle, gate_pass=state.number,
        )  # fmt: skip

        def part(entry_id: str, was: Clearance) -> c.Command:
            return c.MovePart(
                actor=actor, at=at, now=joint.now, entry_id=entry_id, milestone="gate_out", unit=said.unit,
                vehicle=said.vehicle, gate_pass=said.gate_pass,
            )  # fmt: skip

        def last(entry_id: str, was: Clearance) -> c.Command:
            return c.Move(
                actor=actor, at=at, now=joint.now, entry_id=entry_id, milestone=milestone, ref=state.number
            )

        decided = joint.decide(clearance.number, part)
        if isinstance(decided, Refusal) or not whole or milestone in clearance.milestones:
            return decided if isinstance(decided, Refusal) else None
        stream = quoting.goods_stream(clearance.declaration)
        if stream and not batch and joint.facts(stream):
            return self._through_yard(joint, clearance, msgspec.structs.replace(said, unit=""))
        decided = joint.decide(clearance.number, last)
        return decided if isinstance(decided, Refusal) else None

    def _through_yard(self, joint: Joint, clearance: Clearance, said: Report) -> Refusal | None:
        """The goods of a transport document leave as the yard has them."""
        goods = joint.goods(clearance.declaration.transport_document)
        for each in yard.reports_for(clearance, goods, said):
            moved = yard.report(joint, self._rules, each)
            if isinstance(moved, Refusal):
                return moved
        return None

    # -- numbers and dates ------------------------------------------------------------------------------------

    def _now(self, at: int | None = None) -> int:
        return self._together.now() if at is None else at

    def _missing(self, what: Iterable[str], at: int | None) -> Refusal | None:
        on = local_date(self._now(at))
        missing = self._rules.zone.missing(tuple(what), on)
        if missing is None:
            return None
        return refuse("not_existing_yet", what=f"{missing.zh} {missing.en}", since=missing.since, on=on)

    def _coded(self, wanted: VerificationList) -> Refusal | None:
        """Lists give countries and currencies in numbers."""
        wrong = self._rules.wrong_code(wanted)
        if wrong is None:
            return None
        line, field, value, meant = wrong
        return refuse(
            "not_numeric", line=line or "—", field=field, value=value or "—", meant=meant or "502, 304 …"
        )

    def _owner(self, kind: str, holder: str, client_number: str) -> tuple[Key, Any]:
        """The state of what has a client number, None when it is free, and the key by which it is had.

        After a deletion or voiding the number is free again, by another key.
        """
        turn = 1
        while True:
            key = Key(kind if turn == 1 else f"{kind}:{turn}", f"{holder}|{client_number}")
            stream = self.journal.find([key]).get(key)
            if stream is None:
                return key, None
            state = state_of(stream, [open_event(event) for event in self.journal.read(stream)])
            if state.state not in ("deleted", "void"):
                return key, state
            turn += 1

    def _list_number(self, wanted: VerificationList, at: int) -> str:
        """QD, office, year, I or E, serial: 18 characters."""
        series = f"list/{wanted.office}/{moment(at):%y}/{wanted.direction}"
        serial = self.journal.serials(series, 1)
        return f"QD{wanted.office}{moment(at):%y}{wanted.direction}{serial:09}"

    def _pass_number(self, wanted: GatePass, at: int) -> str:
        """Letter, office, I or E, date, serial: 24 characters."""
        serial = self.journal.serials(f"pass/{wanted.office}/{moment(at):%y}", 1)
        return (
            f"{self._rules.zone.pass_letter}{wanted.office}{wanted.direction}{moment(at):%y%m%d}{serial:012}"
        )


def _needs(wanted: VerificationList) -> tuple[str, ...]:
    return (*(("between",) if wanted.line == BETWEEN else ()), *(("batch",) if wanted.batch else ()))


def number_in(state: ListState, clearance: Clearance) -> bool:
    """True when the declaration is bound to the list already."""
    return state.number in lists_of(clearance)
