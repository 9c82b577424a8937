"""Events of outages 系统故障, and of acts that were done on paper meanwhile."""

from typing import ClassVar

from tongguan.facts.kinds import Payload


class OutageDeclared(Payload, frozen=True, omit_defaults=True):
    """An outage is declared: an interval with a scope. Times are microseconds UTC."""

    KIND: ClassVar[str] = "outage.declared"
    scope: str
    """Customs office, or * for all."""
    what: str
    """What failed: system, network, gate or bank."""
    reason: str
    since: int
    until: int | None = None
    """None while it lasts."""


class OutageEnded(Payload, frozen=True, omit_defaults=True):
    KIND: ClassVar[str] = "outage.ended"
    until: int


class PaperEntered(Payload, frozen=True, omit_defaults=True):
    """An act was done on a contingency sheet 应急单 during an outage and is entered later, by two persons."""

    KIND: ClassVar[str] = "paper.entered"
    sheet: str
    outage: str
    second: str
    """The second person, another than the actor."""
