"""Adopting: what was written in one store is written whole into another."""

from decimal import Decimal

import pytest

from tests.contract.rows import NINE, append, guarantee, occupies, particulars, row
from tests.contract.test_cards import card, with_card
from tongguan.adapters.memory import MemoryJournal
from tongguan.adapters.store import Store
from tongguan.adapters.verify import verify
from tongguan.desk.cards import CardFilter
from tongguan.desk.ports import Key


def played() -> MemoryJournal:
    journal = MemoryJournal("demo")
    journal.append(guarantee("G1", "100"), NINE)
    journal.append(occupies("d1", "G1", "40"), NINE)
    journal.append(append("d2", keys=(Key("client", "C2"),), work=row("d2"), secrets=(particulars(),)), NINE)
    journal.append(with_card(card("A")), NINE)
    return journal


def test_everything_is_there_as_it_was(store: Store) -> None:
    source = played()
    store.adopt(source.whole())
    assert [event.digest for event in store.events()] == [event.digest for event in source.events()]
    assert store.heads(["G1"])["G1"].free == Decimal(60)
    assert store.find([Key("client", "C2")]) == {Key("client", "C2"): "d2"}
    assert store.work("d2") == row("d2")
    assert store.cards(CardFilter("consignment")) == [card("A")]
    assert store.secret("d2", "particulars", 1) is not None
    assert verify(store).ok
    assert len(store.follow()[0]) == len(source.follow()[0])


def test_it_is_refused_where_a_stream_is_there_already(store: Store) -> None:
    store.append(append("d2"), NINE)
    with pytest.raises(ValueError, match=r"is here already|cannot be written"):
        store.adopt(played().whole())
    assert store.read("G1") == []
