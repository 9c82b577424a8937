"""From a message of a terminal or a gate to what it does: one way for commands, files and the interface."""

from decimal import Decimal

from tongguan.desk.goods import GoodsDesk
from tongguan.desk.yard import Moved
from tongguan.desk.zone import Gated, ZoneDesk
from tongguan.facts.actor import Actor
from tongguan.facts.clock import parse
from tongguan.facts.decision import Refusal
from tongguan.facts.movement import ConsignmentManifested
from tongguan.facts.reported import Manifest, Movement
from tongguan.process.decide.moving import Report
from tongguan.process.decide.refusals import refuse

_VERBS = {
    "enter": "entered", "arrive": "arrived", "load": "loaded", "depart": "departed", "open": "opened",
    "seal": "sealed", "shift": "shifted", "close_tally": "tally_closed",
}  # fmt: skip


def milestone_of(said: str) -> str:
    """The milestone that a word means: with a hyphen or as a verb."""
    name = said.strip().lower().replace("-", "_")
    return _VERBS.get(name, name)


def file_manifest(yard: GoodsDesk, said: Manifest, actor: Actor) -> Refusal | None:
    """File a manifest line."""
    if not said.document:
        return refuse("field_missing", field="document")
    if said.direction not in ("import", "export"):
        return refuse("bad_field", field="direction", value=said.direction, known="import, export")
    filed = ConsignmentManifested(
        direction=said.direction, units=said.units, transport_mode=said.transport_mode, means=said.means,
        voyage=said.voyage, party=said.party, goods=said.goods,
    )  # fmt: skip
    return yard.manifest(said.document, filed, actor)


def move(yard: GoodsDesk, zone: ZoneDesk, said: Movement, actor: Actor, now: int) -> Moved | Gated | Refusal:
    """Let a movement take effect; a vehicle with a gate pass goes through the gate with all it carries."""
    try:
        at = parse(said.at) if said.at else now
    except ValueError:
        return refuse("bad_field", field="at", value=said.at, known="2018-02-01T17:00:00+08:00")
    milestone = milestone_of(said.milestone)
    if said.gate_pass and milestone in ("gate_in", "gate_out"):
        return zone.gate(said.gate_pass, actor, said.weighed, said.place, at)
    return yard.report(
        Report(
            milestone=milestone, actor=actor, at=at, now=now, document=said.document, unit=said.unit,
            packages=said.packages, gross_weight=_weight(said), place=said.place, vehicle=said.vehicle, seal=said.seal,
            ref=said.ref,
        )
    )  # fmt: skip


def _weight(said: Movement) -> Decimal | None:
    return said.gross_weight if said.gross_weight is not None else said.weighed
