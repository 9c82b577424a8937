"""The desk's side of draws: seal a day's secret, publish it, draw with it. The vault keeps it meanwhile."""

from collections.abc import Callable, Collection
from datetime import date, timedelta

import msgspec

from tongguan.desk.cards import CardFilter
from tongguan.desk.joint import Joint
from tongguan.desk.ports import Secret
from tongguan.desk.together import Together
from tongguan.facts.actor import SYSTEM
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.event import open_event
from tongguan.process import drawing
from tongguan.process.decide.refusals import refuse
from tongguan.process.drawing import DrawDay
from tongguan.rules import draws

KIND = "draw"
MOST = 10_000
Conceal = Callable[[bytes, str, int], Secret]
Fresh = Callable[[str], bytes]
"""From a local date to a new secret for its draws (32 bytes)."""


class Drawn(msgspec.Struct, frozen=True):
    """A draw, 0 to 999,999, and the local date whose secret it was made with."""

    value: int
    day: str = ""


class DrawDesk:
    """Draws of one office."""

    def __init__(self, together: Together, conceal: Conceal, fresh: Fresh) -> None:
        self._together = together
        self._conceal = conceal
        self._fresh = fresh
        self._known: dict[str, bytes] = {}

    # -- drawing ----------------------------------------------------------------------------------------------

    def draw(self, number: str, at: int) -> Drawn:
        """The draw of a declaration's number with the secret of the day of ``at``."""
        day = local_date(at).isoformat()
        return Drawn(draws.draw(self.secret(day), number), day)

    def officer(self, number: str, candidates: Collection[str], at: int) -> tuple[str, str]:
        """The officer drawn for a number among ids, and the local date whose secret drew him."""
        day = local_date(at).isoformat()
        return draws.draw_officer(self.secret(day), number, candidates), day

    def secret(self, day: str) -> bytes:
        """The secret of a local date's draws. Where nobody sealed one before the day, it is sealed now, and late."""
        known = self._known.get(day) or self._kept(day)
        if known is None:
            self.seal(day)
            known = self._kept(day)
        if known is None:
            raise LookupError(f"the secret of {day} is lost")
        self._known[day] = known
        return known

    def _kept(self, day: str) -> bytes | None:
        """What the vault holds, or the journal once it is published."""
        held = self._together.journal.secret(_stream(day), KIND, 1)
        if held is not None:
            return held.body
        found = self.day(day)
        return bytes.fromhex(found.secret) if found and found.secret else None

    # -- sealing and publishing -------------------------------------------------------------------------------

    def seal(self, day: str = "") -> str | Refusal:
        """Seal the secret of a local date (tomorrow); returns the date."""
        now = self._together.now()
        wanted = day or (local_date(now) + timedelta(days=1)).isoformat()

        def attempt(joint: Joint) -> Refusal | None:
            hidden = self._conceal(self._fresh(wanted), KIND, 1)
            said = drawing.seal(joint.state(_stream(wanted)), wanted, hidden.digest, joint.now)
            if isinstance(said, Refusal):
                return said
            joint.say(_stream(wanted), said, joint.now, SYSTEM.id)
            joint.conceal(_stream(wanted), hidden)
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else wanted

    def publish(self, day: str) -> Refusal | None:
        """Publish the secret of a local date that is over."""
        held = self._together.journal.secret(_stream(day), KIND, 1)

        def attempt(joint: Joint) -> Refusal | None:
            was: DrawDay | None = joint.state(_stream(day))
            if was is None or held is None:
                return refuse("draw_unknown", day=day)
            said = drawing.publish(was, held.body, held.salt, joint.now)
            if isinstance(said, Refusal):
                return said
            joint.say(_stream(day), said, joint.now, SYSTEM.id)
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else None

    def publish_over(self) -> list[str]:
        """Publish every sealed secret whose day is over; returns the dates."""
        today = local_date(self._together.now()).isoformat()
        sealed = self._together.journal.cards(CardFilter(KIND, ("sealed",), limit=MOST))
        due = sorted(day for card in sealed if (day := card.stream.partition("/")[2]) < today)
        return [day for day in due if self.publish(day) is None]

    def now(self) -> int:
        """The office's time, microseconds UTC."""
        return self._together.now()

    # -- looking ----------------------------------------------------------------------------------------------

    def day(self, day: str) -> DrawDay | None:
        """One day; None when nothing was sealed for it."""
        return drawing.fold(day, [open_event(event) for event in self._together.journal.read(_stream(day))])

    def days(self, since: date | None = None, until: date | None = None) -> list[DrawDay]:
        """Days in order, both ends inclusive."""
        low, high = since.isoformat() if since else "", until.isoformat() if until else "9"
        return self._folded([day for day in self._sealed() if low <= day <= high])

    def newest(self, most: int, before: date | None = None) -> list[DrawDay]:
        """At most so many days, newest first: those before a local date, or the last that are sealed."""
        high = before.isoformat() if before else "9"
        return self._folded([day for day in self._sealed() if day < high][-most:])[::-1]

    def _sealed(self) -> list[str]:
        cards = self._together.journal.cards(CardFilter(KIND, limit=MOST))
        return sorted(card.stream.partition("/")[2] for card in cards)

    def _folded(self, days: list[str]) -> list[DrawDay]:
        streams = self._together.journal.read_many([_stream(day) for day in days])
        found = (drawing.fold(day, map(open_event, streams[_stream(day)])) for day in days)
        return [each for each in found if each is not None]


def _stream(day: str) -> str:
    return f"{KIND}/{day}"
