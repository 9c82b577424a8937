"""Cards of e-ledgers and licences: listed by the end of their term; those with an open objection are found by their state."""

import msgspec

from tongguan.desk.cards import Card
from tongguan.facts.clock import parse
from tongguan.facts.event import canonical
from tongguan.process.permit import PermitState

OBJECTED = "objected"
"""State of the card of a permit whose enterprise objects to a use that nobody has settled."""


def card_of(stream: str, state: PermitState) -> Card:
    """The permit with its objections; what is free stands in the heads of its shared streams."""
    return Card(
        stream=stream, kind=stream.partition("/")[0], version=state.version,
        state=OBJECTED if state.open_objections else state.state,
        since=ends_at(state), party=state.permit.holder,
        facts={"state": canonical(state).decode()},
    )  # fmt: skip


def ends_at(state: PermitState) -> int:
    """The end of its term, microseconds UTC, by which permits are listed; when it was opened, where it has none."""
    last = state.last_day
    return parse(f"{last}T23:59:59") if last else state.opened_at


def permit_of(card: Card) -> PermitState:
    """The permit that a card shows."""
    return msgspec.json.decode(card.facts["state"], type=PermitState)
