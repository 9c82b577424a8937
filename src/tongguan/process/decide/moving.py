"""Decisions about consignments and containers: manifest, entry, arrival in parts, the gate, the yard."""

from decimal import Decimal
from typing import Any

import msgspec

from tongguan.facts import kinds, movement
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.process.consignment import LOOSE, Consignment, Said, Unit, resolve
from tongguan.process.container import Container
from tongguan.process.decide.refusals import refuse

CARRIERS = ("terminal", "carrier", "service", "officer", "system")
"""Kinds of actors that may report where goods are."""
MOVES = ("gate_in", "gate_out", "loaded", "departed")
YARD = ("opened", "sealed", "shifted")
"""What happens to a container while it stands in the yard."""
_LEAVING = ("gate_out", "loaded", "departed")


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a carrier, a terminal or an officer says of goods; times are microseconds UTC, weights kilograms."""

    milestone: str
    """entered, leg_departed, leg_arrived, arrived, tally_closed, gate_in, gate_out, loaded, departed, opened, sealed, shifted."""
    actor: Actor
    at: int
    now: int
    document: str = ""
    unit: str = ""
    """Container or lot."""
    packages: int = 0
    gross_weight: Decimal | None = None
    place: str = ""
    vehicle: str = ""
    gate_pass: str = ""
    seal: str = ""
    ref: str = ""


def said_before(was: Consignment, report: Report) -> bool:
    """True for the repeat of a report that has a reference: the same goods, milestone and particulars."""
    if report.milestone == "tally_closed":
        return was.has(Said(milestone=report.milestone, ref=report.ref))
    if report.milestone in ("entered", "leg_departed", "leg_arrived"):
        parts: dict[str, Any] = {}
    else:
        parts = {"unit": report.unit, "packages": report.packages, "gross_weight": report.gross_weight}
    said = Said(
        milestone=report.milestone, ref=report.ref, vehicle=report.vehicle, place=report.place, **parts
    )
    return was.has(said)


def may_report(report: Report) -> Refusal | None:
    """None when the actor may say so at that time."""
    if report.at > report.now:
        return refuse("time_in_future")
    if report.actor.kind not in CARRIERS:
        return refuse("not_your_role", actor=report.actor.id, role="terminal")
    if report.actor.kind == "officer" and report.at != report.now:
        return refuse("officer_time")
    if report.packages < 0 or (report.gross_weight is not None and report.gross_weight < 0):
        return refuse("amount_not_positive")
    return None


def manifest(
    was: Consignment, filed: movement.ConsignmentManifested, actor: Actor
) -> list[kinds.Payload] | Refusal:
    """File a manifest line, or file it again; what has arrived may not be cut below what was counted."""
    if actor.kind not in CARRIERS:
        return refuse("not_your_role", actor=actor.id, role="carrier")
    names = [line.unit for line in filed.units]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        return refuse("unit_twice", unit=twice[0])
    for line in filed.units:
        counted = was.units.get(line.unit, Unit(unit=line.unit)).arrived.packages
        if line.packages and counted > line.packages:
            return refuse("manifest_below_count", unit=line.unit, counted=counted, packages=line.packages)
    if was.manifest == filed:
        return refuse("manifest_again", document=was.document)
    return [filed]


def advance(was: Consignment, report: Report) -> list[kinds.Payload] | Refusal:
    """A report about a consignment: entry, transit, arrival, closing of the tally, the gate, loading, departure."""
    match report.milestone:
        case "entered":
            if was.entered_at is not None:
                return refuse("milestone_again", milestone="entered")
            return [movement.TransportEntered(report.vehicle, report.place, report.ref)]
        case "leg_departed":
            return [movement.LegDeparted(report.place, report.vehicle, report.ref)]
        case "leg_arrived":
            if was.leg_departed_at is None:
                return refuse("leg_not_departed")
            return [movement.LegArrived(report.place, report.vehicle, report.ref)]
        case "arrived":
            return _arrive(was, report)
        case "tally_closed":
            if was.tally_closed_at is not None:
                return refuse("milestone_again", milestone="tally_closed")
            return [movement.TallyClosed(report.ref)]
        case name if name in MOVES:
            return _move(was, report)
    return refuse("unknown_movement", milestone=report.milestone, known=", ".join(("arrived", *MOVES, *YARD)))


def _arrive(was: Consignment, report: Report) -> list[kinds.Payload] | Refusal:
    name = resolve(was, report.unit)
    unit = was.units.get(name)
    if was.tally_closed_at is not None:
        return refuse("tally_is_closed", document=was.document)
    listed = was.manifest.units if was.manifest else ()
    if report.unit and listed and unit is None:
        return refuse("unit_not_listed", unit=report.unit, known=", ".join(line.unit for line in listed))
    if unit is not None and unit.arrived.whole_at is not None and not report.packages:
        return refuse("milestone_again", milestone="arrived")
    arrived = kinds.ConsignmentArrived(
        place=report.place,
        ref=report.ref,
        unit=name if report.unit or report.packages else LOOSE,
        packages=report.packages,
        gross_weight=report.gross_weight,
        vehicle=report.vehicle,
    )
    return [arrived]


def _move(was: Consignment, report: Report) -> list[kinds.Payload] | Refusal:
    if not was.units:
        return refuse("unknown_unit", unit=report.unit or was.document)
    name = resolve(was, report.unit)
    names = list(was.units) if not report.unit and not report.packages else [name]
    found: list[kinds.Payload] = []
    for each in names:
        unit = was.units.get(each)
        if unit is None:
            return refuse("unknown_unit", unit=each)
        refusal = _may_pass(unit, report)
        if refusal:
            return refusal
        found.append(
            movement.UnitMoved(
                milestone=report.milestone, unit=each, packages=report.packages, gross_weight=report.gross_weight,
                vehicle=report.vehicle, gate_pass=report.gate_pass, place=report.place, ref=report.ref,
            )
        )  # fmt: skip
    return found


def _may_pass(unit: Unit, report: Report) -> Refusal | None:
    """A unit passes a milestone once, and no more leaves than came."""
    passed = unit.past(report.milestone)
    if passed.whole_at is not None:
        return refuse("milestone_again", milestone=f"{report.milestone} {unit.unit}".strip())
    if report.milestone in _LEAVING and unit.first_at is None:
        return refuse("not_here", unit=unit.unit or report.document)
    here = unit.arrived.packages
    if report.milestone in _LEAVING and here and passed.packages + report.packages > here:
        return refuse("more_out_than_in", unit=unit.unit, out=passed.packages + report.packages, counted=here)
    return None


def in_yard(was: Container, report: Report, declarations: tuple[str, ...]) -> list[kinds.Payload] | Refusal:
    """Open, seal or shift a container that stands in the yard. Officers open and seal; a terminal shifts."""
    if was.arrived_at is None or was.left_at is not None:
        return refuse("not_here", unit=was.number)
    if report.milestone in ("opened", "sealed") and report.actor.kind != "officer":
        return refuse("not_your_role", actor=report.actor.id, role="inspector")
    match report.milestone:
        case "opened":
            if not report.ref:
                return refuse("opening_reason_missing")
            return [movement.ContainerOpened(report.ref, declarations)]
        case "sealed":
            if not report.seal:
                return refuse("seal_missing")
            return [movement.ContainerSealed(report.seal)]
    if not report.place:
        return refuse("place_missing")
    return [movement.ContainerShifted(report.place, report.vehicle)]


def container_follows(was: Container, report: Report, documents: tuple[str, ...]) -> list[kinds.Payload]:
    """What a movement means for the container itself: new goods in it, its arrival, its leaving."""
    here = was if was.left_at is None else Container(number=was.number)
    found: list[kinds.Payload] = [
        movement.ContainerListed(each) for each in documents if each not in here.documents
    ]
    if report.milestone == "arrived" and here.arrived_at is None:
        found.append(movement.ContainerArrived(report.place, report.vehicle))
    if report.milestone in ("gate_out", "departed") and not report.packages and here.arrived_at is not None:
        found.append(movement.ContainerLeft(report.milestone, report.vehicle, report.gate_pass))
    return found
