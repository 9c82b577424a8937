"""Claims on shared streams: booked under the lock of the head, never over-drawn, never in a circle."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

from tests.contract.rows import NINE, append, guarantee, occupies, row
from tongguan.adapters.store import Store
from tongguan.adapters.verify import verify
from tongguan.desk.ports import Append, ClaimRefused, Stored
from tongguan.facts import kinds
from tongguan.facts.claim import Claim
from tongguan.facts.event import GENESIS, Fact, open_event, seal_all


def free(store: Store, name: str) -> Decimal | None:
    return store.heads([name])[name].free


def test_a_claim_is_booked_on_its_stream_in_the_same_transaction(store: Store) -> None:
    store.append(guarantee("G1", "1000.00"), NINE)
    assert store.append(occupies("d1", "G1", "250.50"), NINE + 5) == Stored("d1", 1)
    assert free(store, "G1") == Decimal("749.50")
    booked = open_event(store.read("G1")[1])
    assert booked.data == kinds.ClaimBooked("d1", Decimal("250.50"))
    assert (booked.happened_at, booked.recorded_at, booked.actor) == (NINE + 5, NINE + 5, "zhou")
    assert verify(store).ok


def test_a_claim_that_does_not_fit_leaves_its_declaration_out(store: Store) -> None:
    store.append(guarantee("G1", "100"), NINE)
    refused = store.append(occupies("d1", "G1", "100.01"), NINE)
    assert refused == ClaimRefused(Claim("G1", Decimal("100.01"), "d1"), Decimal("100"))
    assert store.read("d1") == []
    assert len(store.read("G1")) == 1


def test_a_claim_on_what_does_not_exist_or_is_not_shared_is_refused(store: Store) -> None:
    store.append(append("d0"), NINE)
    for name in ("G9", "d0"):
        outcome = store.append(occupies("d1", name, "1"), NINE)
        assert outcome == ClaimRefused(Claim(name, Decimal("1"), "d1"), None)


def test_what_is_given_back_is_free_again(store: Store) -> None:
    store.append(guarantee("G1", "100"), NINE)
    store.append(occupies("d1", "G1", "100"), NINE)
    given = Fact(kinds.GuaranteeRestored("G1", Decimal("100")), NINE, "zhou")
    head = store.heads(["d1"])["d1"]
    back = append("d1", after=head, facts=[given], claims=(Claim("G1", Decimal("-100"), "d1"),))
    assert store.append(back, NINE) == Stored("d1", 2)
    assert free(store, "G1") == Decimal("100")
    assert store.append(occupies("d2", "G1", "100"), NINE) == Stored("d2", 1)
    assert verify(store).ok


def test_in_a_bulk_each_declaration_sees_what_those_before_it_left(store: Store) -> None:
    store.append(guarantee("G1", "1000"), NINE)
    many = [occupies(f"d{n:03}", "G1", "30") for n in range(150)]
    outcomes = store.append_many(many, NINE)
    assert [isinstance(outcome, Stored) for outcome in outcomes] == [True] * 33 + [False] * 117
    assert outcomes[-1] == ClaimRefused(Claim("G1", Decimal("30"), "d149"), Decimal("10"))
    assert free(store, "G1") == Decimal("10")
    assert verify(store).ok


def test_two_claims_of_one_append_hold_together_or_not_at_all(store: Store) -> None:
    store.append_many([guarantee("G1", "100"), guarantee("G2", "10")], NINE)
    facts = [Fact(kinds.GuaranteeOccupied(name, Decimal("50")), NINE, "zhou") for name in ("G1", "G2")]
    claims = tuple(Claim(name, Decimal("50"), "d1") for name in ("G1", "G2"))
    outcome = store.append(append("d1", facts=facts, claims=claims), NINE)
    assert outcome == ClaimRefused(claims[1], Decimal("10"))
    assert free(store, "G1") == Decimal("100")
    assert verify(store).ok


def test_an_event_of_the_shared_stream_itself_keeps_what_is_free(store: Store) -> None:
    store.append(guarantee("G1", "100"), NINE)
    store.append(occupies("d1", "G1", "40"), NINE)
    store.append(append("G1", 1, after=store.heads(["G1"])["G1"]), NINE)
    assert free(store, "G1") == Decimal("60")


def test_concurrent_claims_never_over_draw(store: Store) -> None:
    store.append(guarantee("G1", "1000"), NINE)
    barrier = Barrier(8)

    def claim(turn: int) -> int:
        barrier.wait()
        done = 0
        for n in range(20):
            done += isinstance(store.append(occupies(f"d{turn}-{n}", "G1", "10"), NINE), Stored)
        return done

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(claim, range(8))) == 100
    assert free(store, "G1") == 0
    assert verify(store).ok


def test_bulks_that_claim_the_same_streams_in_any_order_never_lock_each_other_out(store: Store) -> None:
    names = [f"G{n}" for n in range(6)]
    store.append_many([guarantee(name, "100000") for name in names], NINE)
    barrier = Barrier(4)

    def bulk(turn: int) -> int:
        barrier.wait()
        order = names if turn % 2 else names[::-1]
        many = [occupies(f"d{turn}-{n}", order[n % 6], "1") for n in range(60)]
        return sum(
            isinstance(outcome, Stored)
            for start in range(0, 60, 12)
            for outcome in store.append_many(many[start : start + 12], NINE)
        )

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(bulk, range(4))) == [60] * 4
    assert [free(store, name) for name in names] == [Decimal(99960)] * 6
    assert verify(store).ok


def test_a_refused_claim_leaves_no_worklist_row(store: Store) -> None:
    whole = occupies("d1", "G9", "1")
    with_row = Append(
        stream="d1", expected=0, events=whole.events, claims=whole.claims, work=row("d1", version=1)
    )
    store.append(with_row, NINE)
    assert store.work("d1") is None


def test_an_amount_keeps_every_digit(store: Store) -> None:
    opened = [Fact(kinds.SharedOpened(Decimal("0.300000000000000000001"), "KGM", "x"), NINE, "zhou")]
    events = seal_all("L1", 0, GENESIS, opened, NINE)
    store.append(
        Append(stream="L1", expected=0, events=events, opens=Decimal("0.300000000000000000001")), NINE
    )
    store.append(occupies("d1", "L1", "0.1"), NINE)
    assert free(store, "L1") == Decimal("0.200000000000000000001")
