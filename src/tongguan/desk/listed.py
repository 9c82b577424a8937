"""A whole list of cards, however long: page after page."""

from typing import Protocol

import msgspec

from tongguan.desk.cards import Card, CardFilter

PAGE = 1000


class Cards(Protocol):
    """What has pages of cards."""

    def cards(self, want: CardFilter) -> list[Card]: ...


def every(source: Cards, kind: str, states: tuple[str, ...] = ()) -> list[Card]:
    """All cards of a kind in these states (all), oldest first; none is left out, however many there are."""
    want = CardFilter(kind, states, limit=PAGE)
    found: dict[str, Card] = {}
    while page := source.cards(want):
        # One whose state changes meanwhile moves to the end and is met again there.
        found.update((card.stream, card) for card in page)
        want = msgspec.structs.replace(want, after=(page[-1].since, page[-1].stream))
    return list(found.values())
