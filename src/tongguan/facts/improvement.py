"""Events of the improvement register 改进台账: meetings and the measures they took; effects are computed, not recorded."""

from typing import ClassVar

import msgspec

from tongguan.facts.kinds import Payload


class Measure(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One measure 改进措施. What its effect is measured by is fixed with it, before anybody knows the figures.

    Dates are local, as 2018-03-05, both ends inclusive.
    """

    id: str
    what: str
    owner: str
    """The officer who answers for it."""
    definition: str
    """Id of the definition of time by which it is measured."""
    scope: dict[str, str] = {}
    """Where: groupings of times with their values; empty: every declaration."""
    since: str
    """From when it holds; declarations whose interval ends from then to ``until`` are those after."""
    until: str
    base_since: str
    """Declarations whose interval ends from here to ``base_until`` are those before."""
    base_until: str
    expected: str
    """The share of the mean that it is expected to save, as 0.20."""


class MeetingHeld(Payload, frozen=True, omit_defaults=True):
    """A meeting on improvement 改进会议 was held and decided something."""

    KIND: ClassVar[str] = "improvement.met"
    office: str
    day: str
    """Local date."""
    present: tuple[str, ...]
    decided: str


class MeasureTaken(Payload, frozen=True, omit_defaults=True):
    """A meeting's measure, with what it is measured by."""

    KIND: ClassVar[str] = "improvement.measure_taken"
    measure: Measure


class MeasureEnded(Payload, frozen=True, omit_defaults=True):
    """A measure ended on a local date, that day included; what came later is not its effect."""

    KIND: ClassVar[str] = "improvement.measure_ended"
    measure: str
    on: str
    reason: str
