"""All goods that stand in the zone, each with its place and the one reason why it has not left."""

from collections.abc import Iterator, Sequence

import msgspec

from tongguan.desk.card_index import ARRIVING, STANDING, UNDECLARED
from tongguan.desk.cards import Card, CardFilter
from tongguan.desk.outlook import Outlook
from tongguan.desk.ports import Journal
from tongguan.desk.worklist import WorkRow

CHUNK = 500
"""Cards that are read at a time."""


class Reason(msgspec.Struct, frozen=True):
    """Why goods stand: ``undeclared``, the status of the declaration, or the control or hold that keeps it."""

    id: str
    zh: str = ""
    en: str = ""


class Goods(msgspec.Struct, frozen=True):
    """One consignment that stands in the zone."""

    card: Card
    place: str
    """Empty where nobody reported one."""
    reason: Reason


def standing(journal: Journal, outlook: Outlook, now: int) -> list[Goods]:
    """Every consignment that is in and not gone, the longest first; ``now`` in microseconds UTC."""
    cards = list(_cards(journal))
    numbers = list(dict.fromkeys(number for card in cards for number in _numbers(card)))
    rows = journal.works(numbers)
    kept = {
        each.row.number: Reason(f"{each.waits[0].what.kind}:{each.waits[0].code}", each.waits[0].what.zh, each.waits[0].what.en)
        for each in outlook.look([row for row in rows.values() if row.is_open], now) if each.waits
    }  # fmt: skip
    return [Goods(card, card.facts.get("place", ""), _reason(card, rows, kept)) for card in cards]


def _cards(journal: Journal) -> Iterator[Card]:
    want = CardFilter("consignment", (UNDECLARED, ARRIVING, STANDING), limit=CHUNK)
    while found := journal.cards(want):
        yield from found
        want = msgspec.structs.replace(want, after=(found[-1].since, found[-1].stream))


def _numbers(card: Card) -> list[str]:
    return card.facts.get("declarations", "").split()


def _reason(card: Card, rows: dict[str, WorkRow], kept: dict[str, Reason]) -> Reason:
    """What keeps the first declaration that something keeps; else the status of the one that came first."""
    numbers = [number for number in _numbers(card) if number in rows]
    waiting = next((kept[number] for number in numbers if number in kept), None)
    if waiting is not None:
        return waiting
    return Reason(rows[numbers[0]].status) if numbers else Reason(UNDECLARED)


def counts(found: Sequence[Goods]) -> dict[tuple[str, str], tuple[Reason, int]]:
    """(place, reason) → the reason and how many consignments have both; the most first. They add up to all."""
    table: dict[tuple[str, str], tuple[Reason, int]] = {}
    for each in found:
        key = (each.place, each.reason.id)
        table[key] = (each.reason, table.get(key, (each.reason, 0))[1] + 1)
    return dict(sorted(table.items(), key=lambda one: (-one[1][1], one[0])))
