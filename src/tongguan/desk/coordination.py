"""The coordination desk: which declarations are late the moment anybody looks, and what people do about them."""

import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from importlib import resources

import msgspec

from tongguan.desk.cards import CardFilter
from tongguan.desk.joint import Joint
from tongguan.desk.late import Late, Looked, put_together
from tongguan.desk.ports import Key
from tongguan.desk.together import Together
from tongguan.desk.worklist import WorkRow
from tongguan.facts import case as k
from tongguan.facts import team as t
from tongguan.facts.actor import Actor
from tongguan.facts.clock import DAY, HOUR, local_date, moment
from tongguan.facts.decision import Refusal
from tongguan.facts.event import Fact, open_event
from tongguan.facts.kinds import Payload
from tongguan.insight import forecast, hours, late, waiting
from tongguan.insight.forecast import Forecast, History
from tongguan.process import case as cases
from tongguan.process import team as teams
from tongguan.process.apply import fold
from tongguan.process.case import Case, Question
from tongguan.process.clearance import Clearance
from tongguan.process.decide import cases as deciding
from tongguan.process.decide import rights
from tongguan.process.decide.cases import CaseAct, Setting
from tongguan.process.decide.refusals import refuse
from tongguan.process.team import Team

MOST = 1000
HISTORY_DAYS, HISTORY_MOST = 90, 2000
"""The forecast learns from declarations accepted in so many days, and from so many at most."""
QUESTION = "question"
HELP_WITHIN = 2 * HOUR
"""Open hours within which the office answers an enterprise that asks for help, unless an officer promised a time."""


class CoordinationDesk:
    """Cases of one office's declarations, and its team."""

    def __init__(self, together: Together) -> None:
        self._together = together
        self.journal = together.journal
        self.models = together.models
        self.arriving = late.by_arrival(self.models.values())
        self._history: tuple[date, History] | None = None

    # -- looking ----------------------------------------------------------------------------------------------

    def late(self) -> list[Late]:
        """Open declarations past 20 and 24 hours, and others with an open case; oldest clock first."""
        now = self._together.now()
        held = self.held()
        rows = [row for row in self.journal.open_rows() if row.number in held or self._alarm(row, now)]
        return self._put(rows, held, now)

    def live(self, limit: int = MOST) -> tuple[list[Late], int]:
        """Every open declaration with what it waits for, oldest clock first, and how many there are in all."""
        now = self._together.now()
        rows = self.journal.open_rows()
        oldest = sorted(rows, key=lambda row: (row.accepted_at or row.first_lodged_at or 0, row.number))
        return self._put(oldest[:limit], self.held(), now), len(rows)

    def _alarm(self, row: WorkRow, now: int) -> str:
        began = late.began(row, row.process, self.arriving)
        return late.alarm(now - began) if began is not None else ""

    def _put(self, rows: Sequence[WorkRow], held: dict[str, Case], now: int) -> list[Late]:
        own = [f"case/{row.number}" for row in rows if row.number not in held]
        closed = {case.declarations[0]: case for case in self._cases(own)}
        looked = self._look(rows, now)
        return put_together(looked, closed | held, self.team(), self.arriving, now)

    def _look(self, rows: Sequence[WorkRow], now: int) -> Iterable[Looked]:
        streams = self.journal.read_many([row.number for row in rows])
        history = self.history()
        for row in rows:
            facts = [open_event(event) for event in streams.get(row.number, [])]
            clearance = fold(facts)
            if clearance is None:
                continue
            model = self.models[clearance.process]
            expected = history.forecast(forecast.open_now(model, facts), now)
            yield Looked(row=row, waits=waiting.waits(model, clearance), forecast=expected)

    def held(self) -> dict[str, Case]:
        """Number → the open case that it belongs to; the joint one where there are two."""
        cards = self.journal.cards(CardFilter("case", (cases.OPEN, cases.SUSPENDED), limit=MOST))
        found = self._cases([card.stream for card in cards])
        found.sort(key=lambda case: case.ground == k.JOINT)
        return {number: case for case in found for number in case.declarations}

    def cases(self, *states: str) -> list[Case]:
        """Cases in these states (all), oldest first."""
        return self._cases(
            [card.stream for card in self.journal.cards(CardFilter("case", states, limit=MOST))]
        )

    def case(self, name: str) -> Case | None:
        """One case by its id; None when nobody has acted on it."""
        return next(iter(self._cases([f"case/{name}"])), None)

    def _cases(self, streams: Sequence[str]) -> list[Case]:
        read = self.journal.read_many(streams)
        found = (
            cases.fold(stream.partition("/")[2], [open_event(event) for event in read.get(stream, [])])
            for stream in streams
        )
        return [case for case in found if case is not None]

    # -- expecting --------------------------------------------------------------------------------------------

    def history(self) -> History:
        """What the forecasts of today learn from: declarations that were released before today, by local date."""
        today = local_date(self._together.now())
        if self._history is None or self._history[0] != today:
            self._history = (today, self._learn(today))
        return self._history[1]

    def _learn(self, today: date) -> History:
        now = self._together.now()
        rows = [
            row for row in self.journal.work_rows(now - HISTORY_DAYS * DAY, now)
            if row.released_at is not None and local_date(row.released_at) < today
        ]  # fmt: skip
        rows.sort(key=lambda row: (row.released_at or 0, row.number))
        rows = rows[-HISTORY_MOST:]
        streams = self.journal.read_many([row.number for row in rows])
        return History.of(
            spell for row in rows
            for spell in forecast.spells(self.models[row.process], [open_event(e) for e in streams[row.number]])
        )  # fmt: skip

    def expected(self, number: str, outward: bool = False) -> Forecast | None:
        """When a declaration is expected to be released; None when nothing keeps it, or it is unknown.

        ``outward``: as its declarant may see it, which tells nothing of a selection that was not made known.
        """
        facts = [open_event(event) for event in self.journal.read(number)]
        clearance = fold(facts) if facts and facts[0].data.KIND == "application.received" else None
        if clearance is None:
            return None
        opened = forecast.open_now(self.models[clearance.process], facts, outward)
        return self.history().forecast(opened, self._together.now())

    # -- the team ---------------------------------------------------------------------------------------------

    def team(self) -> Team:
        """The office's team; a demo database that has none of its own has the shipped one."""
        return self._team(teams.fold(open_event(event) for event in self.journal.read("team/office")))

    def _team(self, kept: Team) -> Team:
        return kept if kept.version or self.journal.kind != "demo" else shipped_team()

    def change_team(self, wanted: Payload, actor: Actor) -> Refusal | None:
        """Set a section, a roster or an outsider."""

        def attempt(joint: Joint) -> Refusal | None:
            said = teams.change(self._team(joint.state("team/office") or Team()), wanted, actor)
            if isinstance(said, Refusal):
                return said
            if not joint.facts("team/office") and self.journal.kind == "demo":
                joint.say("team/office", shipped_parts(), joint.now, actor.id)
            joint.say("team/office", said, joint.now, actor.id)
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else None

    # -- acting -----------------------------------------------------------------------------------------------

    def open(self, numbers: Sequence[str], reason: str, actor: Actor) -> str | Refusal:
        """Open a case by hand, before or after 24 hours; several declarations make one case of one cause."""
        several = len(dict.fromkeys(numbers)) > 1
        ground = k.JOINT if several else k.BY_HAND
        name = self._joint_name() if several else next(iter(numbers), "")
        return self._open(name, tuple(dict.fromkeys(numbers)), ground, reason, actor)

    def help(self, number: str, reason: str, actor: Actor) -> str | Refusal:
        """An enterprise asks for help with its own declaration."""
        return self._open(number, (number,), k.HELP, reason, actor)

    def answered_by(self, case: Case) -> int:
        """When an enterprise that asked for help is promised an answer."""
        return case.promised_at or hours.shipped().after(case.opened_at, HELP_WITHIN)

    def _joint_name(self) -> str:
        day = moment(self._together.now())
        return f"C{day:%Y%m%d}-{self.journal.serials(f'case/{day:%Y%m%d}', 1):02}"

    def _open(
        self, name: str, numbers: tuple[str, ...], ground: str, reason: str, actor: Actor
    ) -> str | Refusal:
        def attempt(joint: Joint) -> Refusal | None:
            office = self._may_open(joint, numbers, ground, reason, actor)
            if isinstance(office, Refusal):
                return office
            was: Case | None = joint.state(f"case/{name}")
            if was is not None and was.state != cases.CLOSED:
                return refuse("in_other_case", number=name, case=name)
            refusal = self._merge(joint, name, numbers, actor)
            if refusal:
                return refusal
            said: Payload = (
                k.CaseOpened(numbers, ground, office, reason) if was is None else k.CaseReopened(reason)
            )
            joint.say(f"case/{name}", [said], joint.now, actor.id)
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else name

    def _may_open(
        self, joint: Joint, numbers: tuple[str, ...], ground: str, reason: str, actor: Actor
    ) -> str | Refusal:
        """The office of the declarations, when the actor may open a case about them."""
        office = ""
        for number in numbers:
            was = joint.clearance(number)
            if was is None:
                return refuse("unknown_number")
            if was.ending or was.draft or was.returned:
                return refuse("not_alive", status=was.status)
            if ground == k.HELP:
                refusal = rights.own_papers(was, actor)
            elif actor.kind != "officer":
                refusal = refuse("not_your_role", actor=actor.id, role="officer")
            elif actor.office != was.declaration.office:
                refusal = refuse("not_your_office", office=was.declaration.office, actor=actor.id)
            else:
                refusal = None
            if refusal:
                return refusal
            office = was.declaration.office
        if not numbers:
            return refuse("unknown_number")
        return office if reason else refuse("reason_missing")

    def _merge(self, joint: Joint, name: str, numbers: Sequence[str], actor: Actor) -> Refusal | None:
        """A declaration belongs to one open case: its own goes into the joint one, another joint one keeps it."""
        held = self.held()
        for number in numbers:
            other = held.get(number)
            if other is None or other.id == name:
                continue
            if other.ground == k.JOINT:
                return refuse("in_other_case", number=number, case=other.id)
            joint.say(f"case/{number}", [k.CaseClosed(f"→ {name}")], joint.now, actor.id)
        return None

    def act(self, name: str, act: CaseAct, actor: Actor) -> Case | Refusal:
        """Do something to a case, named by its id or by a declaration of it. A late declaration has a case without
        anybody having opened one: the first act opens it."""
        held = self.held().get(name)
        stream = f"case/{held.id if held else name}"
        if act.verb == "ask":
            act = msgspec.structs.replace(act, question=self._question_name())

        def attempt(joint: Joint) -> Refusal | None:
            was = self._case_for(joint, stream, actor)
            if isinstance(was, Refusal):
                return was
            if act.verb == "join":
                refusal = self._may_join(joint, was, act, actor)
                if refusal:
                    return refusal
            said = deciding.decide(was, act, self._setting(joint, was, actor))
            if isinstance(said, Refusal):
                return said
            joint.say(stream, said, joint.now, actor.id)
            if act.question:
                joint.key(stream, QUESTION, act.question)
            return None

        joint = self._together(attempt)
        if isinstance(joint, Refusal):
            return joint
        after: Case = joint.state(stream)
        return after

    def _question_name(self) -> str:
        day = moment(self._together.now())
        return f"Q{day:%Y%m%d}-{self.journal.serials(f'question/{day:%Y%m%d}', 1):04}"

    def _case_for(self, joint: Joint, stream: str, actor: Actor) -> Case | Refusal:
        """The case as it stands; that of a late declaration is opened here by its first act."""
        was: Case | None = joint.state(stream)
        if was is not None:
            return was
        number = stream.partition("/")[2]
        clearance = joint.clearance(number)
        if clearance is None or not self._late(joint, number):
            return refuse("unknown_case", case=number)
        if actor.kind != "officer":
            return refuse("not_your_role", actor=actor.id, role="officer")
        opened = k.CaseOpened((number,), k.LATE, clearance.declaration.office)
        joint.say(stream, [opened], joint.now, actor.id)
        made: Case = joint.state(stream)
        return made

    def _may_join(self, joint: Joint, was: Case, act: CaseAct, actor: Actor) -> Refusal | None:
        office = self._may_open(joint, act.declarations, k.JOINT, "join", actor)
        return office if isinstance(office, Refusal) else self._merge(joint, was.id, act.declarations, actor)

    def _setting(self, joint: Joint, was: Case, actor: Actor) -> Setting:
        team = self.team()
        return Setting(
            actor=actor, now=joint.now, sections=team.sections_of(actor.id),
            still=tuple(number for number in was.declarations if self._late(joint, number)),
            causes=tuple(waiting.causes()), known_sections=tuple(team.sections), outsiders=tuple(team.outsiders),
        )  # fmt: skip

    def _late(self, joint: Joint, number: str) -> bool:
        """Is the declaration past 24 hours and not released?"""
        clearance = joint.clearance(number)
        if clearance is None or not clearance.alive or (clearance.released and not clearance.revoked):
            return False
        began = _began(clearance, self.arriving)
        return began is not None and late.alarm(joint.now - began) == late.LATE

    # -- outsiders --------------------------------------------------------------------------------------------

    def question(self, name: str) -> tuple[Case, Question] | None:
        """A question by its id, with its case; None when there is none."""
        stream = self.journal.find([Key(QUESTION, name)]).get(Key(QUESTION, name), "")
        case = self.case(stream.partition("/")[2]) if stream else None
        asked = case.question(name) if case else None
        return (case, asked) if case and asked else None

    def reply(self, name: str, text: str) -> Refusal | None:
        """The answer to a question, by whoever holds its link; a shell has checked the link."""
        found = self.question(name)
        if found is None:
            return refuse("unknown_question")
        stream = f"case/{found[0].id}"

        def attempt(joint: Joint) -> Refusal | None:
            was: Case = joint.state(stream)
            said = deciding.answer(was, name, text, joint.now)
            if isinstance(said, Refusal):
                return said
            joint.say(stream, said, joint.now, found[1].whom)
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else None


def _began(clearance: Clearance, arriving: frozenset[str]) -> int | None:
    """When the clock of a clearance began, as that of its worklist row does."""
    accepted, arrived = clearance.points.get("acceptance"), clearance.milestones.get("arrived")
    if accepted is None or (clearance.process in arriving and arrived is None):
        return None
    return max(accepted, arrived or 0)


def shipped_parts() -> list[Payload]:
    """The demo office's team as events; every name is made up."""
    raw = tomllib.loads((resources.files("tongguan.desk") / "team.toml").read_text("utf-8"))
    return [
        *msgspec.convert(raw["section"], list[t.SectionSet]),
        *msgspec.convert(raw["outsider"], list[t.OutsiderSet]),
    ]


def shipped_team() -> Team:
    """The demo office's team."""
    return teams.fold(Fact(part, 0, "system") for part in shipped_parts())
