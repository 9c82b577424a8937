"""The desk's side of weekly reports: make, issue, restate, answer, and say which weeks have none yet."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from msgspec.structs import replace

from tongguan.desk import listed, register
from tongguan.desk.coordination import CoordinationDesk
from tongguan.desk.joint import Joint
from tongguan.desk.together import Together
from tongguan.facts.actor import SYSTEM, Actor
from tongguan.facts.clock import HOUR, local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.event import Fact, open_event
from tongguan.facts.kinds import Payload
from tongguan.facts.report import Answered, Report, ReportSent, Request, Said
from tongguan.insight import report as making
from tongguan.insight import week as weeks
from tongguan.insight.case_course import course
from tongguan.insight.life import Life
from tongguan.insight.report_cases import Known
from tongguan.insight.tables import Worlds
from tongguan.insight.targets import Aims
from tongguan.insight.week import Week
from tongguan.process import report as deciding
from tongguan.process.report import Weekly

Decide = Callable[[Weekly | None], Sequence[Payload] | Refusal]
"""From the report as it stands to what is said about it."""


class Told(Protocol):
    """The lives that a report reads."""

    def every(self) -> list[Life]: ...
    def worlds(self) -> Worlds: ...


class WeeklyDesk:
    """Weekly reports of the office; ``lives`` are those of the same journal."""

    def __init__(self, together: Together, coordination: CoordinationDesk, lives: Told, aims: Aims) -> None:
        self._together, self._coordination, self._lives, self._aims = together, coordination, lives, aims
        self.journal = together.journal

    def issued(self, asked: Week) -> Weekly | None:
        """The issued report of a week; None when there is none."""
        facts = [open_event(event) for event in self.journal.read(f"report/{asked.name}")]
        return deciding.fold(asked.name, facts)

    def draft(self, asked: Week) -> Report:
        """The report of a week as its figures are today."""
        every, now = self._lives.every(), self._together.now()
        streams = {kind: list(self._streams(kind)) for kind in ("case", "improvement")}
        acts = [
            (name, fact) for found in streams.values() for name, facts in found for fact in facts
            if asked.begin <= fact.happened_at < min(asked.end, now)
        ]  # fmt: skip
        courses = {name: found for name, facts in streams["case"] if (found := course(name, facts))}
        known = Known(
            lives=every, models=self._together.models, worlds=self._lives.worlds(), courses=courses, acts=_in_order(acts),
            last=self._last(asked), names=self._names(), now=now, synthetic=self.journal.kind == "demo",
            aims=self._aims,
        )  # fmt: skip
        return making.make(asked, known)

    def _names(self) -> dict[str, Said]:
        """How officers, sections and outsiders are called today."""
        team = self._coordination.team()
        people = register.shipped().actors.values() if self.journal.kind == "demo" else ()
        return {
            **{each.id: Said(each.zh, each.en) for each in people},
            **{name: Said(each.zh, each.en) for name, each in team.outsiders.items()},
            **{name: Said(each.zh, each.en) for name, each in team.sections.items()},
        }

    def _streams(self, kind: str) -> Iterator[tuple[str, list[Fact]]]:
        """Every stream of a kind by its name, with its facts."""
        streams = [card.stream for card in listed.every(self.journal, kind)]
        read = self.journal.read_many(streams)
        for stream in streams:
            yield stream.partition("/")[2], [open_event(event) for event in read[stream]]

    def _last(self, asked: Week) -> tuple[Answered, ...]:
        was = self.issued(asked.before())
        if was is None:
            return ()
        found = [(each, was.answers.get(each.id)) for each in was.report.requests]
        return tuple(
            Answered(each, said.text, said.by, said.at) if said else Answered(each) for each, said in found
        )

    def names(self) -> list[str]:
        """Weeks with an issued report, the last first."""
        cards = listed.every(self.journal, "report")
        return sorted((card.stream.partition("/")[2] for card in cards), reverse=True)

    def due(self, hour: int = 0) -> list[Week]:
        """Ended weeks without a report, oldest first: those since the first that has one; else the last that ended.

        ``hour``: a week is due from that hour of the next Monday on. Before the first declaration nothing is.
        """
        last = weeks.week_of(local_date(self._together.now() - hour * HOUR)).before()
        have = set(self.names())
        if not have and not any(
            (life.first_lodged_at or last.end) < last.end for life in self._lives.every()
        ):
            return []
        first = min(have, default=last.name)
        found: list[Week] = []
        while last.name >= first:
            if last.name not in have:
                found.append(last)
            last = last.before()
        return found[::-1]

    def unsent(self) -> list[Weekly]:
        """Issues that are to go out and that nobody is mailing, oldest first: since the first that ever did; else the
        newest alone."""
        found = [each for name in reversed(self.names()) if (each := self._named(name))]
        first = next((place for place, each in enumerate(found) if each.sent), len(found) - 1)
        now = self._together.now()
        return [each for each in found[max(0, first) :] if each.to_send(now)]

    def begin(self, asked: Week) -> Weekly | Refusal:
        """Begin to mail the last issue of a week, so that nobody else does; refused where somebody was first."""
        return self._say(asked, SYSTEM, lambda was: deciding.begin(was, asked.name, self._together.now()))

    def _named(self, name: str) -> Weekly | None:
        asked = weeks.week(name)
        return self.issued(asked) if asked else None

    def issue(
        self, asked: Week, actor: Actor = SYSTEM, wishes: Sequence[tuple[str, str]] = ()
    ) -> Weekly | Refusal:
        """Issue the report of a week; ``wishes``: whom and what else is asked."""
        made = self.draft(asked)
        more = tuple(
            Request(f"{asked.name}-{place}", whom, Said(text, text))
            for place, (whom, text) in enumerate(wishes, start=len(made.requests) + 1)
        )
        made = replace(made, requests=(*made.requests, *more))
        ended = asked.end <= self._together.now()
        return self._say(asked, actor, lambda was: deciding.issue(was, made, actor, ended))

    def restate(self, asked: Week, reason: str, actor: Actor) -> Weekly | Refusal:
        """Put an issued report right; refused where no figure is another today."""
        made = self.draft(asked)
        return self._say(asked, actor, lambda was: deciding.restate(was, made, reason, actor))

    def answer(self, asked: Week, request: str, text: str, actor: Actor) -> Weekly | Refusal:
        """Answer what the report of a week asked."""
        return self._say(asked, actor, lambda was: deciding.answer(was, asked.name, request, text, actor))

    def sent(self, asked: Week, number: int, to: Sequence[str]) -> Weekly | Refusal:
        """Remember that an issue went out by mail."""
        return self._say(asked, SYSTEM, lambda was: [ReportSent(number, tuple(to))])

    def _say(self, asked: Week, actor: Actor, decide: Decide) -> Weekly | Refusal:
        stream = f"report/{asked.name}"

        def attempt(joint: Joint) -> Refusal | None:
            said = decide(joint.state(stream))
            if isinstance(said, Refusal):
                return said
            joint.say(stream, list(said), joint.now, actor.id)
            return None

        joint = self._together(attempt)
        if isinstance(joint, Refusal):
            return joint
        after: Weekly = joint.state(stream)
        return after


def _in_order(acts: list[tuple[str, Fact]]) -> list[tuple[str, Fact]]:
    return sorted(acts, key=lambda each: (each[1].happened_at, each[0], each[1].version))
