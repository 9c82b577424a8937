"""Meetings on improvement and their measures, folded from events, and what may be done with them. Pure."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

import msgspec
from msgspec.structs import replace

from tongguan.facts import improvement as i
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.event import Fact
from tongguan.facts.improvement import Measure
from tongguan.facts.kinds import Payload
from tongguan.process.decide.cases import LONGEST, MANAGERS
from tongguan.process.decide.refusals import refuse

Said = list[Payload] | Refusal


class Ended(msgspec.Struct, frozen=True):
    """When a measure ended, and why."""

    on: str
    by: str
    reason: str


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """One meeting with its measures; ``recorded_at`` is microseconds UTC."""

    id: str
    version: int
    office: str
    day: str
    present: tuple[str, ...]
    decided: str
    recorded_by: str
    recorded_at: int
    measures: tuple[Measure, ...] = ()
    taken_at: dict[str, int] = {}
    """Measure → when it was entered, microseconds UTC."""
    ended: dict[str, Ended] = {}
    """Measure → its end, for those that ended."""

    def measure(self, name: str) -> Measure | None:
        """The measure with this id; one that ended is measured to its end."""
        found = next((each for each in self.measures if each.id == name), None)
        over = self.ended.get(name)
        return replace(found, until=min(found.until, over.on)) if found and over else found

    def afterwards(self, name: str) -> bool:
        """Was the measure entered after the first day on which it held? Then figures were known when it was chosen."""
        found = self.measure(name)
        return found is not None and local_date(self.taken_at[name]).isoformat() > found.since


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What the desk knows besides."""

    actor: Actor
    now: int
    definitions: tuple[str, ...] = ()
    groupings: tuple[str, ...] = ()
    owner: Actor | None = None


def fold(name: str, facts: Iterable[Fact], was: Meeting | None = None) -> Meeting | None:
    """The meeting after its facts, or after more facts; None when there is none."""
    state = was
    for fact in facts:
        match fact.data:
            case i.MeetingHeld() as said:
                state = Meeting(
                    id=name, version=0, office=said.office, day=said.day, present=said.present, decided=said.decided,
                    recorded_by=fact.actor, recorded_at=fact.happened_at,
                )  # fmt: skip
            case i.MeasureTaken(measure=measure) if state:
                taken_at = {**state.taken_at, measure.id: fact.happened_at}
                state = replace(state, measures=(*state.measures, measure), taken_at=taken_at)
            case i.MeasureEnded(measure=measure, on=on, reason=reason) if state:
                state = replace(state, ended={**state.ended, measure: Ended(on, fact.actor, reason)})
        if state is not None:
            state = replace(state, version=state.version + 1)
    return state


def meet(wanted: i.MeetingHeld, known: Known) -> Said:
    """Record a meeting; a coordinator or head does, not before it was held."""
    refusal = _may(known.actor, wanted.office)
    if refusal:
        return refusal
    day = _day(wanted.day)
    if day is None:
        return refuse("bad_field", field="day", value=wanted.day, known="2018-03-01")
    if day > local_date(known.now):
        return refuse("time_in_future")
    if not wanted.present:
        return refuse("field_missing", field="present")
    return [wanted] if wanted.decided else refuse("text_missing")


def take(was: Meeting | None, name: str, wanted: Measure, known: Known) -> Said:
    """Add a measure to a meeting. It says by what it is measured, and never begins before its meeting."""
    if was is None:
        return refuse("unknown_meeting", meeting=name)
    refusal = _may(known.actor, was.office) or _wrong(was, wanted, known)
    return refusal or [i.MeasureTaken(wanted)]


def _wrong(was: Meeting, wanted: Measure, known: Known) -> Refusal | None:
    if not wanted.what:
        return refuse("text_missing")
    if len(wanted.what) > LONGEST:
        return refuse("text_too_long", most=LONGEST)
    if known.owner is None or known.owner.kind != "officer" or known.owner.office != was.office:
        return refuse("unknown_member", officer=wanted.owner)
    if wanted.definition not in known.definitions:
        return refuse(
            "bad_field", field="definition", value=wanted.definition, known=", ".join(known.definitions)
        )
    unknown = [name for name in wanted.scope if name not in known.groupings]
    if unknown:
        return refuse("bad_field", field="scope", value=unknown[0], known=", ".join(known.groupings))
    return _wrong_dates(was, wanted) or _wrong_share(wanted.expected)


def _wrong_dates(was: Meeting, wanted: Measure) -> Refusal | None:
    days = {name: _day(getattr(wanted, name)) for name in ("base_since", "base_until", "since", "until")}
    for name, day in days.items():
        if day is None:
            return refuse("bad_field", field=name, value=getattr(wanted, name), known="2018-03-05")
    found = [day for day in days.values() if day is not None]
    if found != sorted(found) or found[1] == found[2]:
        return refuse("measure_dates", **{name: str(day) for name, day in days.items()})
    if wanted.since < was.day:
        return refuse("measure_before_meeting", since=wanted.since, day=was.day)
    return None


def _wrong_share(text: str) -> Refusal | None:
    try:
        share = Decimal(text)
    except InvalidOperation:
        share = Decimal(0)
    if share.is_finite() and 0 < share < 1:
        return None
    return refuse("bad_field", field="expected", value=text, known="0.20")


def end(was: Meeting | None, name: str, on: str, reason: str, known: Known) -> Said:
    """A measure ends, once, on a day since it began."""
    found = was.measure(name) if was else None
    if was is None or found is None:
        return refuse("unknown_measure", measure=name)
    refusal = _may(known.actor, was.office)
    if refusal:
        return refusal
    if name in was.ended:
        return refuse("measure_over", measure=name, on=was.ended[name].on)
    if _day(on) is None or on < found.since:
        return refuse("bad_field", field="on", value=on, known=f"{found.since} …")
    return [i.MeasureEnded(name, on, reason)] if reason else refuse("reason_missing")


def _may(actor: Actor, office: str) -> Refusal | None:
    if actor.kind != "officer" or not set(actor.roles) & set(MANAGERS):
        return refuse("not_your_role", actor=actor.id, role="coordinator")
    return None if actor.office == office else refuse("not_your_office", office=office, actor=actor.id)


def _day(text: str) -> date | None:
    """A local date as 2018-03-05; None for anything else."""
    try:
        return date.fromisoformat(text) if len(text) == len("2018-03-05") else None
    except ValueError:
        return None
