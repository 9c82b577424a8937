"""An inspection order folded from its events: one visit, one record, a conclusion for each declaration."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from tongguan.facts import inspection as i
from tongguan.facts.decision import REFUSE
from tongguan.facts.event import Fact
from tongguan.facts.kinds import Payload

ORDERED, BOOKED, STARTED, PAUSED, DONE, VOID = "ordered", "booked", "started", "paused", "done", "void"
"""States of an order."""
LIVING = (ORDERED, BOOKED, STARTED, PAUSED)


class Sample(msgspec.Struct, frozen=True):
    """A sample and its result; an empty outcome: none yet."""

    sample: str
    number: str
    laboratory: str
    what: str
    at: int
    outcome: str = ""
    ref: str = ""
    finding: str = ""


class FollowUp(msgspec.Struct, frozen=True):
    """A follow-up; open until it is settled."""

    place: int
    number: str
    measure: str
    text: str
    due: str
    at: int
    settled_at: int | None = None
    ref: str = ""
    outcome: str = ""


class Inspection(msgspec.Struct, frozen=True, kw_only=True):
    """State after ``version`` events. Times are microseconds UTC, ``worked`` is microseconds."""

    order: str
    version: int
    office: str
    ordered_at: int
    since: int
    """When it came into its state."""
    state: str = ORDERED
    units: tuple[str, ...]
    concerned: tuple[i.Concerned, ...]
    services: tuple[str, ...]
    items: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    whole: bool = False
    slot: str = ""
    site: str = ""
    booked_for: int | None = None
    missed: int = 0
    draws: int = 0
    officer: str = ""
    started_at: int | None = None
    ended_at: int | None = None
    worked: int = 0
    """Time at work without the pauses, up to the last event that stopped it."""
    opened: tuple[str, ...] = ()
    reason: str = ""
    seal: str = ""
    waits_for: str = ""
    checks: dict[str, i.InspectionChecked] = {}
    photographs: tuple[i.InspectionPhotographed, ...] = ()
    samples: dict[str, Sample] = {}
    conclusions: dict[str, i.InspectionConcluded] = {}
    dropped: tuple[str, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    keys: dict[str, Payload] = {}
    """What each key of a sender said first."""

    @property
    def open_numbers(self) -> tuple[str, ...]:
        """Declarations without a conclusion."""
        return tuple(each.number for each in self.concerned if each.number not in self.conclusions)

    @property
    def open_follow_ups(self) -> tuple[FollowUp, ...]:
        return tuple(each for each in self.follow_ups if each.settled_at is None)

    @property
    def open_samples(self) -> tuple[Sample, ...]:
        return tuple(each for each in self.samples.values() if not each.outcome)

    def of(self, number: str) -> i.Concerned | None:
        """What the order says of one declaration."""
        return next((each for each in self.concerned if each.number == number), None)

    def follow_up(self, place: int) -> FollowUp | None:
        return next((each for each in self.follow_ups if each.place == place), None)

    def worked_by(self, now: int) -> int:
        """Time at work until now, without the pauses."""
        return self.worked + (now - self.since if self.state == STARTED else 0)


def fold(order: str, facts: Iterable[Fact], was: Inspection | None = None) -> Inspection | None:
    """The order after its facts, or after more facts; None when there is none."""
    state = was
    for fact in facts:
        if state is None:
            state = _begin(order, fact)
        else:
            changes = _APPLY[type(fact.data)](state, fact.data, fact)
            state = replace(state, version=state.version + 1, **_keyed(state, fact.data), **changes)
    return state


def _begin(order: str, fact: Fact) -> Inspection:
    data = fact.data
    if not isinstance(data, i.InspectionOrdered):
        raise ValueError(f"an inspection order begins with {i.InspectionOrdered.KIND}, not {data.KIND}")
    at = fact.happened_at
    return Inspection(
        order=order, version=1, office=data.office, ordered_at=at, since=at, units=data.units,
        concerned=data.concerned, services=data.services, items=data.items, beside=data.beside, whole=data.whole,
    )  # fmt: skip


Changes = Mapping[str, Any]


def _keyed(was: Inspection, data: Payload) -> Changes:
    key = getattr(data, "key", "")
    return {"keys": {**was.keys, key: data}} if key else {}


def _ended(was: Inspection, open_: tuple[str, ...], at: int) -> Changes:
    """The visit ends with the last conclusion; without any the order is void."""
    if open_:
        return {}
    worked = was.worked_by(at)
    return {"state": DONE if was.conclusions else VOID, "since": at, "ended_at": at, "worked": worked}


def _widened(was: Inspection, data: i.InspectionWidened, fact: Fact) -> Changes:
    known = {each.number for each in data.concerned}
    return {
        "units": _union(was.units, data.units),
        "concerned": (*(each for each in was.concerned if each.number not in known), *data.concerned),
        "beside": tuple(number for number in was.beside if number not in known),
        "services": tuple(each for each in i.SERVICES if each in (*was.services, *data.services)),
        "items": _union(was.items, data.items),
        "whole": was.whole or data.whole,
        "opened": _union(was.opened, data.units) if was.opened else (),
    }


def _union(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def _dropped(was: Inspection, data: i.InspectionDropped, fact: Fact) -> Changes:
    left = tuple(each for each in was.concerned if each.number != data.number)
    after = replace(was, concerned=left)
    return {
        "concerned": left,
        "dropped": (*was.dropped, data.number),
        **_ended(after, after.open_numbers, fact.happened_at),
    }


def _booked(was: Inspection, data: i.InspectionBooked, fact: Fact) -> Changes:
    return {
        "state": BOOKED, "since": fact.happened_at, "slot": data.slot, "site": data.site, "booked_for": data.at
    }  # fmt: skip


_NOT_BOOKED: Changes = {"state": ORDERED, "slot": "", "site": "", "booked_for": None}


def _unbooked(was: Inspection, data: i.InspectionUnbooked, fact: Fact) -> Changes:
    return {**_NOT_BOOKED, "since": fact.happened_at}


def _assigned(was: Inspection, data: i.InspectionAssigned, fact: Fact) -> Changes:
    return {"officer": data.officer, "draws": data.attempt}


def _unassigned(was: Inspection, data: i.InspectionUnassigned, fact: Fact) -> Changes:
    return {"officer": ""}


def _missed(was: Inspection, data: i.InspectionMissed, fact: Fact) -> Changes:
    return {**_NOT_BOOKED, "since": fact.happened_at, "missed": was.missed + 1, "officer": ""}


def _started(was: Inspection, data: i.InspectionStarted, fact: Fact) -> Changes:
    at = fact.happened_at
    return {"state": STARTED, "since": at, "started_at": at, "opened": _union(was.opened, data.opened)}


def _paused(was: Inspection, data: i.InspectionPaused, fact: Fact) -> Changes:
    at = fact.happened_at
    return {
        "state": PAUSED, "since": at, "worked": was.worked_by(at), "reason": data.reason, "seal": data.seal,
        "waits_for": data.waits_for,
    }  # fmt: skip


def _resumed(was: Inspection, data: i.InspectionResumed, fact: Fact) -> Changes:
    return {"state": STARTED, "since": fact.happened_at, "reason": "", "seal": "", "waits_for": ""}


def _handed_over(was: Inspection, data: i.InspectionHandedOver, fact: Fact) -> Changes:
    return {"officer": data.to}


def _checked(was: Inspection, data: i.InspectionChecked, fact: Fact) -> Changes:
    return {"checks": {**was.checks, data.item: data}}


def _photographed(was: Inspection, data: i.InspectionPhotographed, fact: Fact) -> Changes:
    return {"photographs": (*was.photographs, data)}


def _sampled(was: Inspection, data: i.InspectionSampled, fact: Fact) -> Changes:
    sample = Sample(data.sample, data.number, data.laboratory, data.what, fact.happened_at)
    return {"samples": {**was.samples, data.sample: sample}}


def _reported(was: Inspection, data: i.SampleReported, fact: Fact) -> Changes:
    sample = replace(was.samples[data.sample], outcome=data.outcome, ref=data.ref, finding=data.finding)
    return {"samples": {**was.samples, data.sample: sample}}


def _concluded(was: Inspection, data: i.InspectionConcluded, fact: Fact) -> Changes:
    after = replace(was, conclusions={**was.conclusions, data.number: data})
    return {"conclusions": after.conclusions, **_ended(after, after.open_numbers, fact.happened_at)}


def _follow_up(was: Inspection, data: i.FollowUpOrdered, fact: Fact) -> Changes:
    ordered = FollowUp(data.place, data.number, data.measure, data.text, data.due, fact.happened_at)
    return {"follow_ups": (*was.follow_ups, ordered)}


def _settled(was: Inspection, data: i.FollowUpSettled, fact: Fact) -> Changes:
    return {
        "follow_ups": tuple(
            replace(each, settled_at=fact.happened_at, ref=data.ref, outcome=data.outcome)
            if each.place == data.place
            else each
            for each in was.follow_ups
        )
    }


_APPLY: dict[type[Payload], Callable[[Inspection, Any, Fact], Changes]] = {
    i.InspectionWidened: _widened,
    i.InspectionDropped: _dropped,
    i.InspectionBooked: _booked,
    i.InspectionUnbooked: _unbooked,
    i.InspectionAssigned: _assigned,
    i.InspectionUnassigned: _unassigned,
    i.InspectionMissed: _missed,
    i.InspectionStarted: _started,
    i.InspectionPaused: _paused,
    i.InspectionResumed: _resumed,
    i.InspectionHandedOver: _handed_over,
    i.InspectionChecked: _checked,
    i.InspectionPhotographed: _photographed,
    i.InspectionSampled: _sampled,
    i.SampleReported: _reported,
    i.InspectionConcluded: _concluded,
    i.FollowUpOrdered: _follow_up,
    i.FollowUpSettled: _settled,
}


def held_back(was: Inspection) -> bool:
    """Goods that cannot be parted, and one declaration among them that is refused and not settled."""
    refused = {number for number, said in was.conclusions.items() if said.outcome == REFUSE}
    open_ = {each.number for each in was.open_follow_ups}
    return was.whole and bool(refused & open_)
