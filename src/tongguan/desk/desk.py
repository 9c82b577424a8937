"""The desk: every use case of the office. The only caller of the ports; shells call nothing else."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

import msgspec
from msgspec.structs import replace

from tongguan.desk import (
    amending,
    card_index,
    competent,
    lodging,
    permit_checks,
    questions,
    quoting,
    receipts,
    rows,
    tracks,
    verbs,
    yard,
)
from tongguan.desk.acting_for import Told
from tongguan.desk.adoption import Adoption
from tongguan.desk.authorities import AuthorityDesk
from tongguan.desk.cards import Card, CardFilter
from tongguan.desk.changes import since_last_version
from tongguan.desk.coordination import CoordinationDesk
from tongguan.desk.draws import DrawDesk, Fresh
from tongguan.desk.dues import Dues, Surcharges
from tongguan.desk.enterprises import EnterpriseDesk
from tongguan.desk.goods import GoodsDesk
from tongguan.desk.guarantees import YEAR, GuaranteeDesk
from tongguan.desk.inbox import InboxDesk
from tongguan.desk.inspections import InspectionDesk
from tongguan.desk.instructions import InstructionDesk
from tongguan.desk.joint import Joint
from tongguan.desk.numbers import EntryNumbers
from tongguan.desk.outages import OutageDesk
from tongguan.desk.payments import Confirmation, PaymentDesk
from tongguan.desk.people import People
from tongguan.desk.permits import PermitDesk
from tongguan.desk.ports import Clock, Journal, Key, StoredReceipt
from tongguan.desk.previews import PreviewDesk
from tongguan.desk.ripples import by_pass_alone
from tongguan.desk.securities import Securities
from tongguan.desk.selecting import SelectionDesk
from tongguan.desk.together import Together
from tongguan.desk.views import Answer, EventView, HoldView, ReceiptView, Sheet
from tongguan.desk.worklist import QueueFilter, Task, WorkRow
from tongguan.desk.zone import ZoneDesk
from tongguan.facts import kinds
from tongguan.facts.actor import Actor
from tongguan.facts.assessment import Assessment
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import Declaration
from tongguan.facts.event import Event, Fact, open_event
from tongguan.facts.evidence import Security
from tongguan.facts.message import Attachment, Message
from tongguan.facts.security import GuaranteeRegistered
from tongguan.insight.targets import Aims
from tongguan.process import commands as c
from tongguan.process.apply import fold
from tongguan.process.clearance import Clearance
from tongguan.process.decide.dues import FIGURE_MISSING
from tongguan.process.decide.moving import Report
from tongguan.process.decide.refusals import refuse
from tongguan.process.model import Model
from tongguan.process.progress import blocked_by
from tongguan.rules.book import RuleBook, Ruling
from tongguan.rules.duty import Duty


class _Opened(msgspec.Struct, frozen=True):
    """One stream read whole."""

    events: tuple[Event, ...]
    facts: tuple[Fact, ...]
    clearance: Clearance
    model: Model


class Desk:
    """The office at work on one journal."""

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        rules: RuleBook,
        duty: Duty,
        models: dict[str, Model],
        adoption: Adoption,
        conceal: lodging.Conceal,
        fresh: Fresh,
        people: People,
        aims: Aims,
    ) -> None:
        self.journal = journal
        self.aims = aims
        self.people = people
        self.clock = clock
        self.rules = rules
        self.duty = duty
        self.models = models
        self.entries = EntryNumbers(journal)
        self.dues = Dues(duty, rules.terms, lambda office: self.outages.terms(office))
        self.together = Together(journal, models, self.entries, lambda: self.clock.now(), self.dues)
        self.yard = GoodsDesk(self.together, rules)
        self.zone = ZoneDesk(self.together, rules)
        self.outages = OutageDesk(self.together)
        self.draws = DrawDesk(self.together, conceal, fresh)
        self.enterprises = EnterpriseDesk(self.together)
        self.authorities = AuthorityDesk(self.together)
        self.instructions = InstructionDesk(self.together, self.locate)
        self.guarantees = GuaranteeDesk(self.together)
        self.inbox = InboxDesk(self.together, self.authorities, self.guarantees)
        self.payments = PaymentDesk(self.together)
        self.coordination = CoordinationDesk(self.together, people)
        self.selecting = SelectionDesk(journal, rules, models, self.draws, duty.figures.exchange)
        self.permits = PermitDesk(self.together, rules)
        self.inspections = InspectionDesk(self.together, rules.inspection, conceal, people, self.draws)
        self.office = lodging.Office(
            journal=journal, rules=rules, models=models, adoption=adoption,
            entries=self.entries, conceal=conceal, draw=self.draws.draw, dues=self.dues,
        )  # fmt: skip
        self.previews = PreviewDesk(self.office, lambda: self.clock.now())

    # -- declarants -------------------------------------------------------------------------------------------

    def check(self, message: Message, on: date | None = None) -> Ruling:
        """Every finding about a message on a local date (today); nothing is stored or selected."""
        return self.rules.check(message.declaration, on or local_date(self.clock.now()))

    def lodge(self, message: Message, actor: Actor, at: int | None = None) -> Answer | Refusal:
        """Lodge one declaration: stored as draft, returned or on its way; or refused and nothing stored."""
        return self.lodge_many([message], actor, at)[0]

    def lodge_many(
        self, messages: Sequence[Message], actor: Actor, at: int | None = None
    ) -> list[Answer | Refusal]:
        """Lodge many of one actor in as few transactions as possible; answers in order, each durable."""
        return self.lodge_each([(message, actor) for message in messages], at)

    def lodge_each(
        self, sent: Sequence[tuple[Message, Actor]], at: int | None = None
    ) -> list[Answer | Refusal]:
        """Lodge messages, each by its actor, in as few transactions as possible; answers in order, each durable."""
        now = self.clock.now()
        messages, actors = [message for message, _ in sent], [actor for _, actor in sent]
        lodged = lodging.lodge_many(self.office, messages, actors, now if at is None else at, now)
        return [self._answer(each) for each in lodged]

    def _answer(self, lodged: lodging.Lodged) -> Answer | Refusal:
        if lodged.refusal or lodged.clearance is None or lodged.model is None:
            return lodged.refusal or refuse("unknown_number")
        clearance, model = lodged.clearance, lodged.model
        return Answer(
            number=clearance.number,
            client_number=lodged.message.client_number,
            entry_id=clearance.entry_id,
            status=clearance.status,
            repeat=lodged.repeat,
            findings=clearance.findings,
            tracks=tracks.tracks(model, clearance) if clearance.judged else (),
            blocked_by=blocked_by(model, clearance),
            due=str(clearance.due),
            secured=str(clearance.secured),
            outstanding=str(clearance.outstanding),
        )

    # -- acts -------------------------------------------------------------------------------------------------

    def act(
        self, number: str, act: verbs.Act, actor: Actor, at: int | None = None, rehearse: bool = False
    ) -> Answer | Refusal:
        """Do something to a declaration (``verbs.VERBS``), found by unified, customs or client number.

        ``rehearse``: only say what it would come to; nothing is written.
        """
        stream = self.locate(number)

        def attempt(joint: Joint) -> Refusal | None:
            was = joint.clearance(stream)
            if was is None:
                return refuse("unknown_number")
            if act.seen and act.seen != was.version:
                return verbs.stale(joint.facts(stream), act.seen)
            return self._act(joint, was, act, actor, joint.now if at is None else at)

        joint = self.together.tried(attempt) if rehearse else self.together(attempt)
        if isinstance(joint, Refusal):
            return joint
        after = joint.clearance(stream)
        if after is None:
            return refuse("unknown_number")
        return self._state(joint.model(after), after, joint.facts(stream))

    def _act(self, joint: Joint, was: Clearance, act: verbs.Act, actor: Actor, at: int) -> Refusal | None:
        milestone = verbs.milestone_of(act.verb, was)
        stream = quoting.goods_stream(was.declaration)
        if milestone and stream and was.alive:
            return self._move(joint, was, milestone, act, actor, at)
        if milestone == "gate_out" and was.released:
            refusal = by_pass_alone(joint, was)
            if refusal:
                return refusal
        if act.verb == "pay" and actor.kind == "bank" and self.journal.kind == "live":
            return refuse("unsigned")
        if act.verb == "pay" and act.target != verbs.SURCHARGE and actor.kind != "declarant" and act.ref:
            return self._confirm(joint, was, act, actor, at)
        paper = self.outages.paper(act.sheet, act.second, at, was.declaration.office)
        if isinstance(paper, Refusal):
            return paper
        if paper is not None:
            joint.key(was.number, "sheet", paper.sheet)

        def command(entry_id: str, was: Clearance) -> c.Command | Refusal:
            setting = verbs.Setting(
                actor=actor,
                at=at,
                now=joint.now,
                entry_id=entry_id,
                security=self._security(act, was),
                paper=paper,
            )
            return self._command(joint, act, setting, was)

        decided = joint.decide(was.number, command)
        if isinstance(decided, Refusal):
            return decided
        for secret in lodging.files(self.office, act.files, was.declaration_version + 1):
            joint.conceal(was.number, secret)
        return None

    def _move(
        self, joint: Joint, was: Clearance, milestone: str, act: verbs.Act, actor: Actor, at: int
    ) -> Refusal | None:
        """Goods of a transport document move as the yard moves them, whoever says so of the declaration."""
        said = Report(milestone=milestone, actor=actor, at=at, now=joint.now, ref=act.ref)
        goods = joint.goods(was.declaration.transport_document)
        reports = tuple(yard.reports_for(was, goods, said))
        if not reports:
            return refuse("milestone_again", milestone=milestone)
        for each in reports:
            moved = yard.report(joint, self.rules, each)
            if isinstance(moved, Refusal):
                return moved
        return None

    def _confirm(self, joint: Joint, was: Clearance, act: verbs.Act, actor: Actor, at: int) -> Refusal | None:
        """A bank's confirmation, or an officer's treasury receipt, is booked whatever its amount."""
        amount = was.outstanding if act.amount is None else act.amount
        if actor.kind != "bank" and amount > was.outstanding and was.assessment is not None:
            return refuse("more_than_due", amount=amount, due=was.outstanding)
        said = Confirmation(ref=act.ref, number=was.number, amount=amount, paid_at=at)
        booked = self.payments.book(joint, said, actor)
        return booked if isinstance(booked, Refusal) else None

    def _security(self, act: verbs.Act, was: Clearance) -> Security | None:
        """The guarantee that an act names, as it stands for this declaration; None when there is none."""
        if act.verb != "occupy" or not (act.target or act.ref):
            return None
        named = replace(was.declaration, guarantee_no=verbs.guarantee_of(act))
        looked = Securities(self.journal, [Message(declaration=named)], self.clock.now())
        found = was.assessment or Assessment()
        security = looked.of(named.guarantee_no, named, found, local_date(self.clock.now()))
        return None if security.barred == "unknown" else security

    def _command(
        self, joint: Joint, act: verbs.Act, setting: verbs.Setting, was: Clearance
    ) -> c.Command | Refusal:
        if act.verb == "decide-amendment":
            return amending.command_of(self.office, joint, act, setting, was)
        unqualified = competent.unqualified(self.people, act, setting.actor, setting.at)
        command = unqualified or verbs.command_of(act, setting, was)
        if isinstance(command, c.Done):
            return permit_checks.look_again(self.office, joint, joint.model(was), was, command)
        return command

    def assess_again(self) -> int:
        """Assess what waits for figures once more; returns how many declarations have theirs now."""
        came = 0
        for row in self.journal.work_rows():
            if FIGURE_MISSING in row.holds:
                came += self._assess_again(row.number)
        return came

    def _assess_again(self, number: str) -> bool:
        def attempt(joint: Joint) -> Refusal | None:
            was = joint.clearance(number)
            if was is None or FIGURE_MISSING not in was.holds:
                return None
            self.dues.assess_again(joint, was, self.dues.day(was), "figures")
            return None

        joint = self.together(attempt)
        after = None if isinstance(joint, Refusal) else joint.clearance(number)
        return after is not None and FIGURE_MISSING not in after.holds

    def open_guarantee(self, name: str, limit: Decimal, holder: str, actor: Actor) -> Refusal | None:
        """Open a general bank letter of ``limit`` yuan for a year, for every purpose; refused when it is there already."""
        today = local_date(self.clock.now())
        terms = GuaranteeRegistered(
            "bank_letter", holder, limit, today.isoformat(), (today + YEAR).isoformat()
        )
        return self.guarantees.register(name, terms, actor)

    def cards(self, want: CardFilter) -> tuple[list[Card], int]:
        """Cards of a list, oldest state first, and how many there are in all."""
        return self.journal.cards(want), self.journal.count_cards(want)

    # -- looking ----------------------------------------------------------------------------------------------

    def locate(self, number: str) -> str:
        """The unified number for a unified or customs number (or declarant|client number)."""
        kind = "client" if "|" in number else "entry"
        if kind == "entry" and not (len(number) == 18 and number.isdigit()):
            return number
        return next(iter(self.journal.find([Key(kind, number)]).values()), number)

    def show(self, number: str, as_of: int | None = None) -> Sheet | None:
        """One declaration whole, as of a moment (now): what had been recorded by then. None when unknown."""
        opened = self._open(self.locate(number), as_of)
        if opened is None:
            return None
        return self._sheet(opened, self.clock.now() if as_of is None else as_of)

    def surcharges(self, number: str, on: date) -> Surcharges | None:
        """Surcharges of a declaration as of a local date; None when it is unknown. MissingDay beyond the calendar."""
        opened = self._open(self.locate(number))
        return self.dues.surcharges(opened.clearance, on) if opened else None

    def state(self, number: str) -> Answer | None:
        """Where a declaration stands, without its life; None when unknown."""
        opened = self._open(self.locate(number))
        return self._state(opened.model, opened.clearance, ()) if opened else None

    def _open(self, stream: str, as_of: int | None = None) -> _Opened | None:
        events = [e for e in self.journal.read(stream) if as_of is None or e.recorded_at <= as_of]
        if not events or events[0].kind != kinds.ApplicationReceived.KIND:
            return None
        facts = tuple(open_event(event) for event in events)
        clearance = fold(facts)
        if clearance is None:
            return None
        return _Opened(tuple(events), facts, clearance, self.models[clearance.process])

    def _state(self, model: Model, clearance: Clearance, facts: Iterable[Fact]) -> Answer:
        return Answer(
            number=clearance.number,
            client_number=clearance.client_key.partition("|")[2],
            entry_id=clearance.entry_id,
            status=clearance.status,
            repeat=False,
            findings=clearance.findings,
            tracks=tracks.tracks(model, clearance, tuple(facts)),
            blocked_by=blocked_by(model, clearance),
            due=str(clearance.due),
            secured=str(clearance.secured),
            outstanding=str(clearance.outstanding),
        )

    def _sheet(self, opened: _Opened, as_of: int) -> Sheet:
        was, model = opened.clearance, opened.model
        answer = self._state(model, was, opened.facts)
        return Sheet(
            **{name: getattr(answer, name) for name in Answer.__struct_fields__},
            direction=was.declaration.direction,
            process=was.process,
            office=was.declaration.office,
            version=was.version,
            first_lodged_at=was.first_lodged_at,
            accepted_at=was.points.get("acceptance"),
            released_at=was.points.get("release"),
            closed_at=was.points.get("closing"),
            milestones=was.milestones,
            holds=tuple(
                HoldView(h.hold, h.code, h.points, h.owner, h.reason, h.since) for h in was.holds.values()
            ),
            request=was.request.kind if was.request else "",
            claims={stream: str(amount) for stream, amount in was.claims.items()},
            bound={name: "written_off" if held.written_off else "bound" for name, held in was.bound.items()},
            paid=str(was.paid),
            assessment=was.assessment,
            pay_by=self.dues.due(was) if was.due else None,
            surcharge=str(was.surcharge or ""),
            surcharge_settled=was.surcharge_settled,
            late_payment=str(was.late_payment or ""),
            refund=str(was.refund or ""),
            verified=was.verified,
            declaration=was.declaration,
            events=tuple(
                EventView(e.version, e.kind, e.happened_at, e.recorded_at, e.actor, e.payload)
                for e in opened.events
            ),
            receipts=tuple(ReceiptView(r.channel, r.at, r.zh, r.en) for r in receipts.told(opened.facts)),
            questions=questions.views(was, as_of),
            changes=since_last_version(opened.facts),
            as_of=as_of,
        )

    def queue(self, want: QueueFilter) -> tuple[list[Task], int]:
        """Open tasks, oldest first, and how many there are in all."""
        return self.journal.tasks(want), self.journal.count_tasks(want)

    def works(self, numbers: Sequence[str]) -> dict[str, WorkRow]:
        """Worklist rows of declarations by number, those that there are."""
        return self.journal.works(numbers)

    def find(self, text: str) -> list[WorkRow]:
        """Declarations by number, trader, container or goods (``Journal.search``)."""
        return self.journal.search(text)

    def work(self, accepted_from: int | None = None, accepted_to: int | None = None) -> Iterable[WorkRow]:
        """Worklist rows, optionally those accepted within [from, to)."""
        return self.journal.work_rows(accepted_from, accepted_to)

    # -- housekeeping -----------------------------------------------------------------------------------------

    def rebuild(self) -> tuple[int, int, int]:
        """Replay: derive every worklist row from the journal again. (events, streams, rows that differed)."""
        counts = [0, 0]
        differed = self.journal.replace_work(self._rows(counts))
        differed += self.journal.replace_cards(self._cards())
        return counts[0], counts[1], differed

    def _rows(self, counts: list[int]) -> Iterable[WorkRow]:
        for _, events in groupby(self.journal.events(), lambda event: event.stream):
            counts[1] += 1
            facts: list[Fact] = []
            for event in events:
                counts[0] += 1
                if facts or event.kind == kinds.ApplicationReceived.KIND:
                    facts.append(open_event(event))
            clearance = fold(facts) if facts else None
            if clearance is not None:
                owes = clearance.released and clearance.outstanding
                due = self.dues.due(clearance) if owes else None
                yield rows.work_row(self.models[clearance.process], clearance, due)

    def _cards(self) -> Iterable[Card]:
        for kind in card_index.KINDS:
            for stream, events in groupby(self.journal.events(f"{kind}/"), lambda event: event.stream):
                state = card_index.state_of(stream, [open_event(event) for event in events])
                card = card_index.card_of(stream, state)
                if card is not None:
                    yield card

    def receipts(self, number: str = "", declarant: str = "", after: int = 0) -> list[StoredReceipt]:
        """Numbered receipts, askable again; a declarant is told nothing of a client whose letter had ended by then."""
        found = self.journal.receipts(self.locate(number) if number else "", declarant, after)
        return Told(self.journal, declarant, self.clock.now()).heard(found) if declarant else found

    def sent(self, declarant: str, since: int, until: int) -> list[WorkRow]:
        """What a declarant sent within [since, until), with its last state, once the courier has told it."""
        return self.journal.sent(declarant, since, until)


def amended(act: verbs.Act, declaration: Declaration, files: tuple[Attachment, ...] = ()) -> verbs.Act:
    """The act ``amend`` with its new declaration, and the files that it quotes for the first time."""
    content = lodging.content_of(declaration)
    return msgspec.structs.replace(act, declaration=declaration, content=content, files=files)
