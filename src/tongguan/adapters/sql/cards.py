"""Cards in SQL: written with their events, listed by kind and state, rebuilt by replay."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import msgspec

from tongguan.adapters import worklists
from tongguan.adapters.sql.session import Run, Session, between, marks
from tongguan.desk.cards import Card, CardFilter

CARD = "stream, kind, state, party, since, body"
_encode = msgspec.json.Encoder(order="sorted").encode
_decoder = msgspec.json.Decoder(Card)
_CHUNK = 500

_PUT = f"""
    INSERT INTO card ({CARD}) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (stream) DO UPDATE
       SET state = EXCLUDED.state, party = EXCLUDED.party, since = EXCLUDED.since, body = EXCLUDED.body"""


def card_row(card: Card) -> tuple[Any, ...]:
    """The columns of ``card``: what a list filters and sorts by, and the card whole."""
    return (card.stream, card.kind, card.state, card.party, card.since, _encode(card).decode())


def put_cards(run: Run, cards: Sequence[Card]) -> None:
    """Write the cards in the transaction of their events."""
    run.many(_PUT, [card_row(card) for card in cards])


class Cards(Session):
    """The cards of ``tongguan.desk.ports.Journal``."""

    def cards(self, want: CardFilter) -> list[Card]:
        where, params = _filter(want)
        beyond, way = ("<", "DESC") if want.newest else (">", "ASC")
        if want.after is not None:
            where += f" AND (since, stream) {beyond} (?, ?)"
            params += want.after
        sql = f"SELECT body FROM card WHERE {where} ORDER BY since {way}, stream {way} LIMIT ?"
        return [_decoder.decode(body) for (body,) in self.ask(sql, (*params, want.limit))]

    def cards_of(self, streams: Sequence[str]) -> list[Card]:
        found = self.ask_in("SELECT body FROM card WHERE stream IN ({values})", list(streams))
        return [_decoder.decode(body) for (body,) in found]

    def count_cards(self, want: CardFilter) -> int:
        where, params = _filter(want)
        return int(self.ask(f"SELECT count(*) FROM card WHERE {where}", params)[0][0])

    def replace_cards(self, cards: Iterable[Card]) -> int:
        surplus = {stream for (stream,) in self.each("SELECT stream FROM card")}
        changed, source = 0, iter(cards)
        while chunk := list(islice(source, _CHUNK)):
            surplus.difference_update(card.stream for card in chunk)
            with self.writing() as run:
                changed += _replace(run, chunk)
        with self.writing() as run:
            run.many("DELETE FROM card WHERE stream = ?", [(stream,) for stream in sorted(surplus)])
        return changed + len(surplus)


def _replace(run: Run, cards: Sequence[Card]) -> int:
    """Rewrite those of the cards that differ from what is kept; returns how many did."""
    streams = [card.stream for card in cards]
    found = run(f"SELECT stream, body FROM card WHERE stream IN ({marks(streams)})", streams)
    kept = {stream: _decoder.decode(body) for stream, body in found}
    differing = [card for card in cards if worklists.differing_card(card, kept.get(card.stream))]
    put_cards(run, differing)
    return len(differing)


def _filter(want: CardFilter) -> tuple[str, list[Any]]:
    """The condition of a list, whatever its page."""
    where, params = ["kind = ?"], [want.kind]  # type: tuple[list[str], list[Any]]
    if want.states:
        where.append(f"state IN ({marks(want.states)})")
        params += want.states
    if want.party:
        where.append("party = ?")
        params.append(want.party)
    if want.prefix:
        condition, ends = between("stream", f"{want.kind}/{want.prefix}")
        where.append(condition)
        params += ends
    return " AND ".join(where), params
