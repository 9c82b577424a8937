"""Messages of others in our own JSON: manifests, movements, times booked for inspections, results of laboratories.

Weights are kilograms.
"""

from decimal import Decimal
from typing import Literal

import msgspec

from tongguan.facts.movement import ManifestUnit


class Manifest(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """One manifest line 舱单: the goods of one transport document."""

    document: str
    """提单号: transport document."""
    direction: str
    """import or export."""
    units: tuple[ManifestUnit, ...] = ()
    transport_mode: str = ""
    means: str = ""
    voyage: str = ""
    party: str = ""
    """Customs code of the consignee or consignor."""
    goods: str = ""


class Movement(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """One movement 货物动态 of a consignment, a container, or a vehicle with a gate pass."""

    milestone: str
    """entered, leg_departed, leg_arrived, arrived, tally_closed, gate_in, gate_out, loaded, departed, opened, sealed,
    shifted; a hyphen does for the underscore, and the verbs of ``act`` are understood too."""
    document: str = ""
    unit: str = ""
    """Container, or lot of loose goods."""
    packages: int = 0
    """Of a part; 0: all of it."""
    gross_weight: Decimal | None = None
    weighed: Decimal | None = None
    """Of the whole vehicle on the gate's scale, with a gate pass."""
    vehicle: str = ""
    place: str = ""
    gate_pass: str = ""
    """Number of a gate pass 核放单: the vehicle passes the gate with it."""
    seal: str = ""
    ref: str = ""
    at: str = ""
    """ISO 8601; empty: now."""


class CentreInstruction(
    msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """A message of a centre 布控指令: a piece of work on one declaration of this office."""

    id: str
    """The centre's own number of it, by which a repeat is known."""
    verb: Literal["instruct", "withdraw"] = "instruct"
    """withdraw: what was instructed under this id, of this number and word, need not be done."""
    number: str
    """Unified or customs number of the declaration."""
    word: str
    """inspect, review, destination or quarantine."""
    reason: str
    """Stays in the office."""


class Booking(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A time booked 预约 for an inspection order, by a declarant concerned or the terminal."""

    order: str
    site: str
    at: str
    """When the visit is to begin, ISO 8601."""


class LaboratoryResult(
    msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """A laboratory's result 检测结果 for a sample."""

    sample: str
    outcome: str
    """conforms or fails."""
    ref: str
    """Number of the laboratory's report."""
    finding: str = ""
