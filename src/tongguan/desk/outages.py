"""The desk's side of outages: declare, end, find the one that explains an act on paper, and count its waiting."""

from collections.abc import Iterable

from tongguan.desk.cards import CardFilter
from tongguan.desk.joint import Joint
from tongguan.desk.together import Together
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date, moment
from tongguan.facts.decision import Refusal
from tongguan.facts.event import open_event
from tongguan.facts.outage import OutageDeclared
from tongguan.process import outage
from tongguan.process.commands import Paper
from tongguan.process.decide.refusals import refuse
from tongguan.process.outage import Outage
from tongguan.rules import terms

MOST = 1000


class OutageDesk:
    """Outages of one office."""

    def __init__(self, together: Together) -> None:
        self._together = together
        self.journal = together.journal

    def declare(self, wanted: OutageDeclared, actor: Actor) -> str | Refusal:
        """Declare an outage; returns its id."""
        day = moment(wanted.since)
        name = f"{day:%Y%m%d}-{self.journal.serials(f'outage/{day:%Y%m%d}', 1):02}"

        def attempt(joint: Joint) -> Refusal | None:
            said = outage.declare(wanted, actor, joint.now)
            if isinstance(said, Refusal):
                return said
            joint.say(f"outage/{name}", said, joint.now, actor.id)
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else name

    def end(self, name: str, until: int | None, actor: Actor) -> Refusal | None:
        """The outage is over, now or at an earlier time."""

        def attempt(joint: Joint) -> Refusal | None:
            state: Outage | None = joint.state(f"outage/{name}")
            if state is None:
                return refuse("unknown_outage", outage=name)
            said = outage.end(state, joint.now if until is None else until, actor, joint.now)
            if isinstance(said, Refusal):
                return said
            joint.say(f"outage/{name}", said, joint.now, actor.id)
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else None

    def every(self) -> list[Outage]:
        """All outages, oldest first."""
        names = [card.stream for card in self.journal.cards(CardFilter("outage", limit=MOST))]
        streams = self.journal.read_many(names)
        found = (
            outage.fold(name.partition("/")[2], [open_event(event) for event in streams[name]])
            for name in names
        )
        return [each for each in found if each is not None]

    def paper(self, sheet: str, second: Actor | None, at: int, office: str) -> Paper | Refusal | None:
        """What makes an act one on paper; None when it is none. The process judges it."""
        if not sheet and second is None:
            return None
        if second is None:
            return refuse("second_missing")
        found = outage.covering(self.every(), at, office)
        return Paper(sheet=sheet, second=second, outage=found.id if found else "")

    def terms(self, office: str) -> list[terms.Outage]:
        """Outages in which nobody could declare, as local dates, for statutory terms."""
        now = self._together.now()
        return [
            terms.Outage(local_date(each.since), local_date(now if each.until is None else each.until))
            for each in self.every()
            if each.scope in (outage.EVERYWHERE, office) and each.what in outage.STOPS_DECLARING
        ]

    def intervals(self, office: str, now: int) -> Iterable[tuple[int, int]]:
        """Outages of an office as intervals, one that lasts until now."""
        return [
            (each.since, now if each.until is None else each.until)
            for each in self.every()
            if each.scope in (outage.EVERYWHERE, office)
        ]
