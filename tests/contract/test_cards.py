"""Cards and appends beside each other: everything or nothing, listed by state, rebuilt."""

from decimal import Decimal

from msgspec.structs import replace

from tests.contract.rows import MINUTE, NINE, append, guarantee, notes, occupies
from tongguan.adapters.store import Store
from tongguan.adapters.verify import verify
from tongguan.desk.cards import Card, CardFilter
from tongguan.desk.ports import Append, ClaimRefused, Conflict, Stored
from tongguan.facts.claim import Claim
from tongguan.facts.event import GENESIS, seal_all


def card(name: str, state: str = "arrived", since: int = NINE, **fields: object) -> Card:
    """A card of a consignment after its first event."""
    plain: dict[str, object] = {"version": 1, "party": "4303960001", "facts": {"place": "一号仓"}}
    stream = f"consignment/{name}"
    return Card(stream=stream, kind="consignment", state=state, since=since, **{**plain, **fields})  # type: ignore[arg-type]


def with_card(one: Card) -> Append:
    events = seal_all(one.stream, 0, GENESIS, notes(one.version), NINE)
    return Append(stream=one.stream, expected=0, events=events, card=one)


def test_cards_are_listed_by_state_oldest_first(store: Store) -> None:
    cards = [card("A", since=NINE + 2 * MINUTE), card("B"), card("C", "gone"), card("D", party="other")]
    store.append_many([with_card(each) for each in cards], NINE)
    assert [each.stream for each in store.cards(CardFilter("consignment", ("arrived",)))] == [
        "consignment/B", "consignment/D", "consignment/A",
    ]  # fmt: skip
    assert store.cards(CardFilter("consignment", ("gone",))) == [cards[2]]
    assert store.cards(CardFilter("consignment", party="other")) == [cards[3]]
    assert store.cards(CardFilter("consignment", prefix="A")) == [cards[0]]
    assert store.cards(CardFilter("consignment", limit=1, after=(NINE, "consignment/C"))) == [cards[3]]
    newest = CardFilter("consignment", ("arrived",), limit=2, newest=True)
    assert store.cards(newest) == [cards[0], cards[3]]
    assert store.cards(replace(newest, after=(NINE, "consignment/D"))) == [cards[1]]
    assert store.count_cards(CardFilter("consignment", ("arrived", "gone"))) == 4
    assert store.cards(CardFilter("book")) == []


def test_a_card_follows_its_stream(store: Store) -> None:
    store.append(with_card(card("A")), NINE)
    head = store.heads(["consignment/A"])["consignment/A"]
    later = Append(
        stream=head.stream, expected=1, events=seal_all(head.stream, 1, head.digest, notes(1), NINE),
        card=card("A", "gone", version=2),
    )  # fmt: skip
    store.append(later, NINE)
    assert store.cards(CardFilter("consignment")) == [card("A", "gone", version=2)]


def test_a_bulk_brings_new_cards_and_moves_old_ones(store: Store) -> None:
    store.append_many([with_card(card(f"{n:03}")) for n in range(120)], NINE)
    moved = []
    for name, head in store.heads([f"consignment/{n:03}" for n in range(110)]).items():
        events = seal_all(name, 1, head.digest, notes(1), NINE)
        after = card(name[12:], "gone", version=2)
        moved.append(Append(stream=name, expected=1, events=events, card=after))
    outcomes = store.append_many([*moved, *[with_card(card(f"N{n}")) for n in range(20)]], NINE)
    assert all(isinstance(outcome, Stored) for outcome in outcomes)
    assert store.count_cards(CardFilter("consignment", ("gone",))) == 110
    assert store.count_cards(CardFilter("consignment", ("arrived",))) == 30


def test_replay_mends_cards_and_removes_what_no_stream_has(store: Store) -> None:
    store.append_many([with_card(card(name)) for name in "ABC"], NINE)
    true = [card("A"), card("B", "gone")]
    assert store.replace_cards(true) == 2
    assert {each.stream[-1]: each.state for each in store.cards(CardFilter("consignment"))} == {
        "A": "arrived", "B": "gone",
    }  # fmt: skip
    assert store.replace_cards(true) == 0


def test_appends_beside_each_other_hold_together(store: Store) -> None:
    both = append("a")
    both = Append(stream="a", expected=0, events=both.events, beside=(append("b"), append("c")))
    assert store.append(both, NINE) == Stored("a", 2)
    assert [len(store.read(name)) for name in "abc"] == [2, 2, 2]
    assert verify(store).ok


def test_when_one_of_them_does_not_hold_none_is_written(store: Store) -> None:
    store.append(append("b"), NINE)
    events = append("a").events
    late = Append(stream="a", expected=0, events=events, beside=(append("c"), append("b")))
    assert store.append(late, NINE) == Conflict("b", 2)
    assert store.append_many([late, append("d")], NINE) == [Conflict("b", 2), Stored("d", 2)]
    assert [len(store.read(name)) for name in "abcd"] == [0, 2, 0, 2]


def test_a_claim_that_does_not_fit_leaves_all_beside_it_out(store: Store) -> None:
    store.append(guarantee("G1", "100"), NINE)
    first = occupies("a", "G1", "60")
    second = occupies("b", "G1", "60")
    both = Append(stream="a", expected=0, events=first.events, claims=first.claims, beside=(second,))
    assert store.append(both, NINE) == ClaimRefused(Claim("G1", Decimal(60), "b"), Decimal(40))
    assert store.heads(["G1"])["G1"].free == Decimal(100)
    assert store.read("a") == []
    assert verify(store).ok
