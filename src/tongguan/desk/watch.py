"""The feed outside: what an actor may see of the journal, from any point and as often as it is asked for."""

import msgspec

from tongguan.desk import courier
from tongguan.desk.acting_for import Told
from tongguan.desk.ports import Journal
from tongguan.desk.worklist import WorkRow
from tongguan.facts import kinds
from tongguan.facts.actor import Actor
from tongguan.facts.clock import iso
from tongguan.facts.event import Event, open_event

SCAN = 500
"""Events of the journal that one step reads."""
STEPS = 10
"""Steps of one answer at most, however little of them the actor may see."""
_GUARANTEE = "guarantee/"


class Seen(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One event as the actor may see it. ``id`` names it for ever: stream and version in the journal."""

    id: str
    kind: str
    at: str
    number: str = ""
    """Unified number of the declaration that it is about."""
    entry_id: str = ""
    channel: str = ""
    """Channel of the receipt that tells it."""
    zh: str = ""
    en: str = ""
    guarantee: str = ""
    amount: str = ""


class Page(msgspec.Struct, frozen=True):
    """Events after a cursor, and the cursor to go on with; ``more``: there may be further ones now."""

    events: list[Seen]
    cursor: str
    more: bool


def page(journal: Journal, actor: Actor, cursor: str, now: int) -> Page:
    """What the actor may see now (microseconds UTC) after a cursor (empty: from the beginning), in order of the feed."""
    hears = Told(journal, actor.party if actor.kind == "declarant" else "", now)
    seen: list[Seen] = []
    for _ in range(STEPS):
        events, after = journal.follow(cursor, SCAN)
        if not events:
            return Page(seen, cursor, False)
        seen += _visible(journal, actor, events, hears)
        cursor = after
        if len(seen) >= SCAN:
            break
    return Page(seen, cursor, True)


def _visible(journal: Journal, actor: Actor, events: list[Event], hears: Told) -> list[Seen]:
    if actor.kind in ("officer", "service"):
        return [_whole(event) for event in events]
    if actor.kind != "declarant" or not actor.party:
        return [_whole(event) for event in events if _reported(event, actor)]

    def own(row: WorkRow) -> bool:
        return actor.party in (row.declarant, row.trader)

    due = courier.due_of(journal, events, own)
    told = [_told(each) for each in due if hears.may_hear(each.row, each.told.at)]
    return [*told, *_uses(journal, actor, events)]


def _reported(event: Event, actor: Actor) -> bool:
    """What the actor itself said; never on the stream of a declaration, whose number it must not learn."""
    return event.actor == actor.id and "/" in event.stream


def _whole(event: Event) -> Seen:
    number = "" if "/" in event.stream else event.stream
    return Seen(
        id=f"{event.stream}/{event.version}", kind=event.kind, at=iso(event.happened_at), number=number
    )


def _told(each: courier.Draft) -> Seen:
    return Seen(
        id=f"{each.row.number}/{each.told.version}/{each.told.channel}", kind="declaration.told",
        at=iso(each.told.at), number=each.row.number, entry_id=each.told.entry_id, channel=each.told.channel,
        zh=each.told.zh, en=each.told.en,
    )  # fmt: skip


def _uses(journal: Journal, actor: Actor, events: list[Event]) -> list[Seen]:
    """Uses of the actor's own guarantees."""
    streams = sorted({event.stream for event in events if event.stream.startswith(_GUARANTEE)})
    own = {card.stream for card in journal.cards_of(streams) if card.party == actor.party}
    uses = []
    for event in events:
        data = open_event(event).data if event.stream in own else None
        if isinstance(data, kinds.ClaimBooked) and data.by != event.stream:
            kind = "guarantee.occupied" if data.amount > 0 else "guarantee.restored"
            uses.append(
                Seen(id=f"{event.stream}/{event.version}", kind=kind, at=iso(event.happened_at), number=data.by,
                     guarantee=event.stream.removeprefix(_GUARANTEE), amount=str(abs(data.amount)))
            )  # fmt: skip
    return uses
