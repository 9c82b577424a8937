"""Cards of e-ledgers and licences: listed by the end of their term."""

import msgspec

from tongguan.desk.cards import Card
from tongguan.facts.clock import parse
from tongguan.facts.event import canonical
from tongguan.process.permit import PermitState


def card_of(stream: str, state: PermitState) -> Card:
    """The permit with its objections; what is free stands in the heads of its shared streams."""
    last = state.last_day
    return Card(
        stream=stream, kind=stream.partition("/")[0], version=state.version, state=state.state,
        since=parse(f"{last}T23:59:59") if last else state.opened_at, party=state.permit.holder,
        facts={"state": canonical(state).decode(), "objections": str(len(state.open_objections))},
    )  # fmt: skip


def permit_of(card: Card) -> PermitState:
    """The permit that a card shows."""
    return msgspec.json.decode(card.facts["state"], type=PermitState)
