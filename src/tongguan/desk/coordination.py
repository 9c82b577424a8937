"""The coordination desk: which declarations are late the moment anybody looks, and what people do about them."""

import tomllib
from collections.abc import Sequence
from importlib import resources

import msgspec

from tongguan.desk import listed, register
from tongguan.desk.joint import Joint
from tongguan.desk.kin import Kin, kin
from tongguan.desk.late import Late, put_together, risk
from tongguan.desk.outlook import Outlook
from tongguan.desk.people import People
from tongguan.desk.ports import Key
from tongguan.desk.together import Together
from tongguan.desk.worklist import WorkRow
from tongguan.facts import case as k
from tongguan.facts import team as t
from tongguan.facts.actor import Actor
from tongguan.facts.clock import HOUR, moment
from tongguan.facts.decision import Refusal
from tongguan.facts.event import Fact, open_event
from tongguan.facts.kinds import Payload
from tongguan.insight import hours, late, waiting
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
QUESTION = "question"
HELP_WITHIN = 2 * HOUR
"""Open hours within which the office answers an enterprise that asks for help, unless an officer promised a time."""


class CoordinationDesk:
    """Cases of one office's declarations, and its team."""

    def __init__(self, together: Together, people: People) -> None:
        self._together = together
        self._people = people
        self.journal = together.journal
        self.models = together.models
        self.arriving = late.by_arrival(self.models.values())
        self.outlook = Outlook(together)

    # -- looking ----------------------------------------------------------------------------------------------

    def late(self) -> list[Late]:
        """Open declarations past 20 and 24 hours, and others with an open case; oldest clock first."""
        now = self._together.now()
        held = self.held()
        rows = [row for row in self.journal.open_rows() if row.number in held or self._alarm(row, now)]
        return self._put(rows, held, now)

    def coming(self) -> list[Late]:
        """Open declarations in time whose release is expected after their 24 hours, or whose 24 hours end by
        17:00 today; the first to pass them first."""
        now = self._together.now()
        rows = self.journal.open_rows()
        self.outlook.keep({row.number for row in rows})
        looked = self.outlook.look(rows, now)
        chosen = [each.row for each in looked if risk(self._began(each.row), each.forecast, now)]
        found = self._put(chosen, self.held(), now)
        return sorted(found, key=lambda each: (each.began or 0, each.number))

    def live(self, limit: int = MOST, skip: int = 0) -> tuple[list[Late], int]:
        """Open accepted declarations with what each waits for, oldest first, and how many there are in all."""
        now = self._together.now()
        rows = [row for row in self.journal.open_rows() if row.accepted_at is not None]
        oldest = sorted(rows, key=lambda row: (row.accepted_at or 0, row.number))
        return self._put(oldest[skip : skip + limit], self.held(), now), len(rows)

    def stuck(self, after: int) -> list[Late]:
        """All that were received so many microseconds ago or more and are not accepted, oldest first."""
        now = self._together.now()
        rows = [
            row for row in self.journal.open_rows()
            if row.accepted_at is None and now - (row.first_lodged_at or now) >= after
        ]  # fmt: skip
        found = self._put(rows, self.held(), now)
        return sorted(found, key=lambda each: (each.row.first_lodged_at or 0, each.number))

    def _began(self, row: WorkRow) -> int | None:
        return late.began(row, row.process, self.arriving)

    def _alarm(self, row: WorkRow, now: int) -> str:
        began = self._began(row)
        return late.alarm(now - began) if began is not None else ""

    def _put(self, rows: Sequence[WorkRow], held: dict[str, Case], now: int) -> list[Late]:
        own = [f"case/{row.number}" for row in rows if row.number not in held]
        closed = {case.declarations[0]: case for case in self._cases(own)}
        looked = self.outlook.look(rows, now)
        return put_together(looked, closed | held, self.team(), self.arriving, now)

    def kin(self, numbers: Sequence[str]) -> list[Kin]:
        """Open declarations that may share a cause with these and are in no joint case."""
        held = self.held()
        looked = self.outlook.look(self.journal.open_rows(), self._together.now())
        return [each for each in kin(looked, numbers) if not ((case := held.get(each.row.number)) and case.ground == k.JOINT)]  # fmt: skip

    def held(self) -> dict[str, Case]:
        """Number → the open case that it belongs to; the joint one where there are two."""
        cards = listed.every(self.journal, "case", (cases.OPEN, cases.SUSPENDED))
        found = self._cases([card.stream for card in cards])
        found.sort(key=lambda case: case.ground == k.JOINT)
        return {number: case for case in found for number in case.declarations}

    def cases(self, *states: str) -> list[Case]:
        """Cases in these states (all), oldest first."""
        return self._cases([card.stream for card in listed.every(self.journal, "case", states)])

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

    # -- the team ---------------------------------------------------------------------------------------------

    def team(self) -> Team:
        """The office's team, with who is absent; a demo database that has none of its own has the shipped one."""
        kept = self._team(teams.fold(open_event(event) for event in self.journal.read("team/office")))
        return msgspec.structs.replace(kept, absences=self._people.absences())

    def _team(self, kept: Team) -> Team:
        return kept if kept.version or self.journal.kind != "demo" else shipped_team()

    def change_team(self, wanted: Payload, actor: Actor) -> Refusal | None:
        """Set a section, a roster or an outsider."""

        def attempt(joint: Joint) -> Refusal | None:
            said = teams.change(self._team(joint.state("team/office") or Team()), wanted, actor)
            if isinstance(said, Refusal):
                return said
            stranger = next((name for name in _named(wanted) if not _is_officer(name)), None)
            if stranger is not None:
                return refuse("unknown_member", officer=stranger)
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
        anybody having opened one: the first act opens it. One that was late and is over takes its cause afterwards."""
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
        still = self._late(joint, number)
        if clearance is None or not (still or _was_late(clearance, self.arriving)):
            return refuse("unknown_case", case=number)
        if actor.kind != "officer":
            return refuse("not_your_role", actor=actor.id, role="officer")
        opened = k.CaseOpened((number,), k.LATE, clearance.declaration.office)
        joint.say(stream, [opened] if still else [opened, k.CaseClosed("")], joint.now, actor.id)
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

    def was_late(self, number: str) -> bool:
        """Did a declaration pass 24 hours that is released or ended since?"""
        facts = [open_event(event) for event in self.journal.read(number)] if "/" not in number else []
        clearance = fold(facts) if facts else None
        return clearance is not None and _was_late(clearance, self.arriving)

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


def _was_late(clearance: Clearance, arriving: frozenset[str]) -> bool:
    began, over = _began(clearance, arriving), clearance.points.get("release", clearance.ended_at)
    return began is not None and over is not None and late.alarm(over - began) == late.LATE


def _named(wanted: Payload) -> tuple[str, ...]:
    """The officers that a section names."""
    if not isinstance(wanted, t.SectionSet):
        return ()
    return tuple(name for name in (wanted.lead, wanted.deputy, *wanted.members) if name)


def _is_officer(name: str) -> bool:
    found = register.shipped().find(name)
    return found is not None and found.kind == "officer"


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
