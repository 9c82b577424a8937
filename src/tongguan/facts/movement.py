"""Events of goods: a consignment is the goods of one transport document, a container is what stands in the yard.

One container may carry goods of several consignments and declarants. Weights are kilograms.
"""

from decimal import Decimal
from typing import ClassVar

import msgspec

from tongguan.facts.kinds import Payload


class ManifestUnit(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A unit of a consignment as the manifest lists it: a container, or a lot of loose goods."""

    unit: str
    """Container number, or the carrier's name of the lot."""
    packages: int = 0
    """件数; 0 where the manifest does not say."""
    gross_weight: Decimal | None = None
    container: bool = False


class ConsignmentManifested(Payload, frozen=True, omit_defaults=True):
    """A manifest line 舱单 was filed or filed again; the later one counts."""

    KIND: ClassVar[str] = "consignment.manifested"
    direction: str
    units: tuple[ManifestUnit, ...] = ()
    transport_mode: str = ""
    means: str = ""
    voyage: str = ""
    party: str = ""
    """Customs code of the consignee or consignor, where the manifest names it."""
    goods: str = ""


class TransportEntered(Payload, frozen=True, omit_defaults=True):
    """The means of transport declared its entry 进境: starts the 14 days (Customs Law Art. 24), fixes rates."""

    KIND: ClassVar[str] = "transport.entered"
    means: str = ""
    place: str = ""
    ref: str = ""


class LegDeparted(Payload, frozen=True, omit_defaults=True):
    """A transit leg 转关 began: the goods left the port of entry under customs control."""

    KIND: ClassVar[str] = "leg.departed"
    place: str = ""
    means: str = ""
    ref: str = ""


class LegArrived(Payload, frozen=True, omit_defaults=True):
    """A transit leg ended."""

    KIND: ClassVar[str] = "leg.arrived"
    place: str = ""
    means: str = ""
    ref: str = ""


class TallyClosed(Payload, frozen=True, omit_defaults=True):
    """The tally 理货 is closed: nothing more of this consignment will come."""

    KIND: ClassVar[str] = "tally.closed"
    ref: str = ""


class ConsignmentDeclared(Payload, frozen=True, omit_defaults=True):
    """A living declaration quotes the consignment: all of it, or some of its containers."""

    KIND: ClassVar[str] = "consignment.declared"
    number: str
    packages: int = 0
    gross_weight: Decimal | None = None
    units: tuple[str, ...] = ()
    """Containers that the declaration names; empty: all there is."""


class ConsignmentFreed(Payload, frozen=True, omit_defaults=True):
    """The declaration no longer quotes the consignment: it ended, or was amended to another."""

    KIND: ClassVar[str] = "consignment.freed"
    number: str
    reason: str = ""


class UnitMoved(Payload, frozen=True, omit_defaults=True):
    """A unit, or a part of it, went through the gate or on board: gate_in, gate_out, loaded or departed."""

    KIND: ClassVar[str] = "unit.moved"
    milestone: str
    unit: str
    packages: int = 0
    """0: all of the unit."""
    gross_weight: Decimal | None = None
    vehicle: str = ""
    gate_pass: str = ""
    place: str = ""
    ref: str = ""


class ContainerListed(Payload, frozen=True, omit_defaults=True):
    """A manifest says that the container carries goods of a consignment."""

    KIND: ClassVar[str] = "container.listed"
    document: str


class ContainerArrived(Payload, frozen=True, omit_defaults=True):
    """The container stands at a supervised place."""

    KIND: ClassVar[str] = "container.arrived"
    place: str = ""
    vehicle: str = ""


class ContainerOpened(Payload, frozen=True, omit_defaults=True):
    """The container was opened 开箱 by officers; once, whatever the number of declarations with goods in it."""

    KIND: ClassVar[str] = "container.opened"
    reason: str
    declarations: tuple[str, ...] = ()
    """Living declarations with goods in it."""


class ContainerSealed(Payload, frozen=True, omit_defaults=True):
    """A customs seal 封志 was put on the container."""

    KIND: ClassVar[str] = "container.sealed"
    seal: str


class ContainerShifted(Payload, frozen=True, omit_defaults=True):
    """The container was moved to another place of the yard."""

    KIND: ClassVar[str] = "container.shifted"
    place: str
    vehicle: str = ""


class ContainerLeft(Payload, frozen=True, omit_defaults=True):
    """The container left: its stay is over and it may come again with other goods."""

    KIND: ClassVar[str] = "container.left"
    milestone: str
    vehicle: str = ""
    gate_pass: str = ""
