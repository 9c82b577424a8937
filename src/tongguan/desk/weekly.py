"""The desk's side of weekly reports: make, issue, restate, answer, and say which weeks have none yet."""

from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec.structs import replace

from tongguan.desk.cards import CardFilter
from tongguan.desk.coordination import CoordinationDesk
from tongguan.desk.joint import Joint
from tongguan.desk.together import Together
from tongguan.facts.actor import SYSTEM, Actor
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.event import Fact, open_event
from tongguan.facts.kinds import Payload
from tongguan.facts.report import Answered, Report, ReportSent, Request, Said
from tongguan.insight import report as making
from tongguan.insight.life import Life
from tongguan.insight.report import Known, Week
from tongguan.insight.tables import Worlds
from tongguan.process import case as cases
from tongguan.process import report as deciding
from tongguan.process.report import Weekly

MOST = 1000


Decide = Callable[[Weekly | None], Sequence[Payload] | Refusal]
"""From the report as it stands to what is said about it."""


class Told(Protocol):
    """The lives that a report reads."""

    def every(self) -> list[Life]: ...
    def worlds(self) -> Worlds: ...


class WeeklyDesk:
    """Weekly reports of the office; ``lives`` are those of the same journal."""

    def __init__(self, together: Together, coordination: CoordinationDesk, lives: Told) -> None:
        self._together, self._coordination, self._lives = together, coordination, lives
        self.journal = together.journal

    def issued(self, asked: Week) -> Weekly | None:
        """The issued report of a week; None when there is none."""
        facts = [open_event(event) for event in self.journal.read(f"report/{asked.name}")]
        return deciding.fold(asked.name, facts)

    def draft(self, asked: Week) -> Report:
        """The report of a week as its figures are today."""
        every, now = self._lives.every(), self._together.now()
        held, acts = self._cases(min(asked.end, now), asked.begin)
        acts += self._acts("improvement", asked.begin, min(asked.end, now))
        known = Known(
            lives=every, models=self._together.models, worlds=self._lives.worlds(), cases=held, acts=_in_order(acts),
            last=self._last(asked), now=now, synthetic=self.journal.kind == "demo",
        )  # fmt: skip
        return making.make(asked, known)

    def _cases(self, end: int, begin: int) -> tuple[dict[str, cases.Case], list[tuple[str, Fact]]]:
        """Cases as they stood at a moment by number, and what was done about them since another."""
        streams = [card.stream for card in self.journal.cards(CardFilter("case", limit=MOST))]
        read = self.journal.read_many(streams)
        held: dict[str, cases.Case] = {}
        acts: list[tuple[str, Fact]] = []
        for stream in streams:
            name = stream.partition("/")[2]
            facts = [fact for event in read[stream] if (fact := open_event(event)).happened_at < end]
            found = cases.fold(name, facts)
            held |= dict.fromkeys(found.declarations, found) if found else {}
            acts += [(name, fact) for fact in facts if fact.happened_at >= begin]
        return held, acts

    def _acts(self, kind: str, begin: int, end: int) -> list[tuple[str, Fact]]:
        """What was done on streams of a kind from one moment to before another, by their names."""
        streams = [card.stream for card in self.journal.cards(CardFilter(kind, limit=MOST))]
        read = self.journal.read_many(streams)
        facts = ((stream, open_event(event)) for stream in streams for event in read[stream])
        return [(stream.partition("/")[2], fact) for stream, fact in facts if begin <= fact.happened_at < end]

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
        cards = self.journal.cards(CardFilter("report", limit=MOST))
        return sorted((card.stream.partition("/")[2] for card in cards), reverse=True)

    def due(self) -> list[Week]:
        """Ended weeks without a report, oldest first: those since the first that has one; else the last that ended."""
        last = making.week_of(local_date(self._together.now())).before()
        have = set(self.names())
        first = min(have, default=last.name)
        found: list[Week] = []
        while last.name >= first:
            if last.name not in have:
                found.append(last)
            last = last.before()
        return found[::-1]

    def unsent(self) -> list[Weekly]:
        """Issues that are to go out, oldest first: since the first that ever did; else the newest alone."""
        found = [each for name in reversed(self.names()) if (each := self._named(name))]
        first = next((place for place, each in enumerate(found) if each.sent), len(found) - 1)
        return [each for each in found[max(0, first) :] if each.number not in each.sent]

    def _named(self, name: str) -> Weekly | None:
        asked = making.week(name)
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
