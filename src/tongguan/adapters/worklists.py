"""Filters of the worklist, said once for every store."""

from collections.abc import Iterable

from tongguan.desk.cards import Card, CardFilter
from tongguan.desk.worklist import QueueFilter, Task, WorkRow

MAX_CHARACTER = "\U0010ffff"
"""Sorts after every text that begins with what stands before it."""


def order(task: Task) -> tuple[int, str, str]:
    """Oldest first; the place of a task in every queue."""
    return (task.since, task.number, task.control)


def wanted(task: Task, want: QueueFilter) -> bool:
    """True when the task belongs to the queue, whatever its page."""
    return (
        (not want.roles or task.role in want.roles)
        and (not want.office or task.office == want.office)
        and (not want.states or task.state in want.states)
        and (not want.officer or task.officer == want.officer)
    )


def page(tasks: Iterable[Task], want: QueueFilter) -> list[Task]:
    """The page of the queue that the filter asks for."""
    after = want.after
    found = [task for task in tasks if wanted(task, want) and (after is None or order(task) > after)]
    return sorted(found, key=order)[: want.limit]


def searched(row: WorkRow) -> tuple[str, ...]:
    """What a search looks at."""
    return (row.number, row.entry_id, row.client_number, row.trader, row.trader_name)


def cases(text: str) -> tuple[str, str]:
    """How a text is looked for: as it was typed, and in capitals."""
    return text, text.upper()


def carries(row: WorkRow, text: str) -> bool:
    """Does the text stand in the goods of any line, a commodity code, a container or the trader's name?"""
    told = (row.goods, *row.other_goods, row.trader_name, *row.commodities, *row.containers)
    return any(said in each for each in told for said in cases(text))


def differing(row: WorkRow, kept: WorkRow | None) -> bool:
    """True when a rebuilt row is to replace the kept one; a row that a writer moved on meanwhile stays."""
    return kept is None or (kept != row and kept.version <= row.version)


def card_order(card: Card) -> tuple[int, str]:
    """Oldest state first; the place of a card in every list, from its end in those of the newest."""
    return (card.since, card.stream)


def wanted_card(card: Card, want: CardFilter) -> bool:
    """True when the card belongs to the list, whatever its page."""
    return (
        card.kind == want.kind
        and (not want.states or card.state in want.states)
        and (not want.party or card.party == want.party)
        and card.stream.startswith(f"{want.kind}/{want.prefix}" if want.prefix else "")
    )


def card_page(cards: Iterable[Card], want: CardFilter) -> list[Card]:
    """The page of the list that the filter asks for."""
    after = want.after
    found = [
        card
        for card in cards
        if wanted_card(card, want)
        and (after is None or (card_order(card) < after if want.newest else card_order(card) > after))
    ]
    return sorted(found, key=card_order, reverse=want.newest)[: want.limit]


def differing_card(card: Card, kept: Card | None) -> bool:
    """True when a rebuilt card is to replace the kept one; a card that a writer moved on meanwhile stays."""
    return kept is None or (kept != card and kept.version <= card.version)
