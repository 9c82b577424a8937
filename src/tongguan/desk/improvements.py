"""The desk's side of the improvement register: meetings, their measures, and how those ended."""

from collections.abc import Callable

from msgspec.structs import replace

from tongguan.desk import register
from tongguan.desk.cards import CardFilter
from tongguan.desk.joint import Joint
from tongguan.desk.together import Together
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.event import open_event
from tongguan.facts.improvement import Measure, MeetingHeld
from tongguan.insight import times
from tongguan.insight.improvement import PLACES
from tongguan.process import improvement as deciding
from tongguan.process.improvement import Known, Meeting, Said

MOST = 1000
Decide = Callable[[Meeting | None, Known], Said]


class ImprovementDesk:
    """Meetings and measures of one office."""

    def __init__(self, together: Together) -> None:
        self._together = together
        self.journal = together.journal

    def meet(self, wanted: MeetingHeld, actor: Actor) -> Meeting | Refusal:
        """Record a meeting."""
        day = wanted.day.replace("-", "")
        serial = self.journal.serials(f"improvement/{day}", 1) if day.isdecimal() else 0
        return self._say(f"{day}-{serial:02}", actor, lambda _, known: deciding.meet(wanted, known))

    def take(self, meeting: str, wanted: Measure, actor: Actor) -> Measure | Refusal:
        """Add a measure to a meeting; its id is that of the meeting with a number."""
        named = wanted

        def decide(was: Meeting | None, known: Known) -> Said:
            nonlocal named
            named = replace(wanted, id=f"{meeting}-{len(was.measures) + 1 if was else 1}")
            return deciding.take(was, meeting, named, known)

        said = self._say(meeting, actor, decide, wanted.owner)
        return said if isinstance(said, Refusal) else named

    def end(self, measure: str, on: str, reason: str, actor: Actor) -> Meeting | Refusal:
        """A measure ends on a local date."""
        return self._say(
            meeting_of(measure), actor, lambda was, known: deciding.end(was, measure, on, reason, known)
        )

    def _say(self, name: str, actor: Actor, decide: Decide, owner: str = "") -> Meeting | Refusal:
        stream = f"improvement/{name}"

        def attempt(joint: Joint) -> Refusal | None:
            known = Known(
                actor=actor, now=joint.now, definitions=measurable(), groupings=PLACES,
                owner=register.shipped().find(owner) if owner else None,
            )  # fmt: skip
            said = decide(joint.state(stream), known)
            if isinstance(said, Refusal):
                return said
            joint.say(stream, said, joint.now, actor.id)
            return None

        joint = self._together(attempt)
        if isinstance(joint, Refusal):
            return joint
        after: Meeting = joint.state(stream)
        return after

    def every(self) -> list[Meeting]:
        """All meetings, oldest first."""
        names = [card.stream for card in self.journal.cards(CardFilter("improvement", limit=MOST))]
        read = self.journal.read_many(names)
        found = (
            deciding.fold(name.partition("/")[2], [open_event(event) for event in read[name]])
            for name in names
        )
        return sorted((each for each in found if each), key=lambda each: (each.day, each.id))

    def find(self, measure: str) -> tuple[Meeting, Measure] | None:
        """A measure with its meeting; None when there is none."""
        name = meeting_of(measure)
        facts = [open_event(event) for event in self.journal.read(f"improvement/{name}")]
        meeting = deciding.fold(name, facts)
        found = meeting.measure(measure) if meeting else None
        return (meeting, found) if meeting and found else None


def meeting_of(measure: str) -> str:
    """The meeting that a measure's id names."""
    return measure.rpartition("-")[0]


def measurable() -> tuple[str, ...]:
    """Definitions of time by which a measure may be measured."""
    whole = list(times.definitions())
    return (*whole, *(f"{name}{times.OFFICE_HOURS}" for name in whole), *times.parts())
