"""Events of the second pair of eyes 复核: asked of a named officer elsewhere, and given by that officer."""

from typing import ClassVar

from tongguan.facts.kinds import Payload


class SecondAsked(Payload, frozen=True, omit_defaults=True):
    """No other officer is there for a control that must be separate: a named one of another post is to look too."""

    KIND: ClassVar[str] = "second.asked"
    control: str
    of: str
    """The officer who is to look."""
    office: str
    """Customs office that officer works for."""
    reason: str


class SecondGiven(Payload, frozen=True, omit_defaults=True):
    """The officer asked has looked: ``accept`` lets the asker do the control, ``refuse`` does not."""

    KIND: ClassVar[str] = "second.given"
    control: str
    outcome: str
    reason: str = ""
