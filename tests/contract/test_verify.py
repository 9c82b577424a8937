"""Verifying and sealing: whoever edits the journal behind its back is found, and is told where."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.contract.rows import NINE, append, guarantee, occupies, particulars, row
from tests.postgres_server import PostgresServer
from tongguan.adapters import seal as sealing
from tongguan.adapters.locate import migrate, open_journal
from tongguan.adapters.store import Store
from tongguan.adapters.verify import verify
from tongguan.desk.ports import Secret
from tongguan.facts import kinds
from tongguan.facts.event import GENESIS, Fact, digest_of, seal_all

Tamper = Callable[..., None]


@pytest.fixture(params=["sqlite", "postgres"])
def tampered(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Store, Tamper]]:
    """A filled journal and a way to edit it with all the rights there are."""
    tamper: Tamper
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/a.db"
        migrate(url, "demo")

        def tamper(sql: str, params: Sequence[Any] = ()) -> None:
            with sqlite3.connect(tmp_path / "a.db") as connection:
                for (trigger,) in connection.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'trigger'"
                ).fetchall():
                    connection.execute(f"DROP TRIGGER {trigger}")
                connection.execute(sql, params)
            connection.close()

    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.database()
        migrate(url, "demo")

        def tamper(sql: str, params: Sequence[Any] = ()) -> None:
            with psycopg.connect(url, options="-c search_path=journal") as connection:
                connection.execute(sql.replace("?", "%s").encode(), params)

    store = open_journal(url)
    fill(store)
    yield store, tamper
    store.close()


def fill(store: Store) -> None:
    store.append(guarantee("G1", "1000"), NINE)
    store.append_many([append(f"s{n}", 3, work=row(f"s{n}")) for n in range(4)], NINE)
    store.append(occupies("d1", "G1", "40"), NINE)
    store.append(append("v", secrets=(particulars(),)), NINE)


def rewritten(store: Store, stream: str) -> list[tuple[bytes, str, int]]:
    """Digest, payload, version of a stream whose first event says something else, its chain whole again."""
    made, before = [], GENESIS
    for event in store.read(stream):
        payload = event.payload.replace("office", "nobody") if event.version == 1 else event.payload
        before = digest_of(
            before, event.kind, event.schema, event.version, event.happened_at, event.recorded_at,
            event.actor, payload,
        )  # fmt: skip
        made.append((before, payload, event.version))
    return made


def forge(store: Store, tamper: Tamper, stream: str) -> None:
    """Rewrite a stream so well that only a seal outside can tell."""
    digest = b""
    for digest, payload, version in rewritten(store, stream):
        tamper(
            "UPDATE event SET payload = ?, digest = ? WHERE stream = ? AND version = ?",
            (payload, digest, stream, version),
        )
    tamper("UPDATE head SET digest = ? WHERE stream = ?", (digest, stream))


def test_an_untouched_journal_verifies(store: Store) -> None:
    assert verify(store).ok
    fill(store)
    found = verify(store)
    assert found.ok
    assert (found.events, found.streams, found.first_difference) == (1 + 12 + 2 + 2, 7, None)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ("UPDATE event SET payload = '{}' WHERE stream = 's1' AND version = 2", "s1/2: its digest"),
        ("UPDATE event SET happened_at = 5 WHERE stream = 's1' AND version = 3", "s1/3: its digest"),
        ("UPDATE event SET recorded_at = 5 WHERE stream = 's1' AND version = 1", "s1/1: its digest"),
        ("UPDATE event SET actor = 'li' WHERE stream = 's1' AND version = 1", "s1/1: its digest"),
        ("UPDATE event SET kind = 'hold.x' WHERE stream = 's1' AND version = 1", "s1/1: its digest"),
        ("UPDATE event SET schema = 2 WHERE stream = 's1' AND version = 1", "s1/1: its digest"),
        ("DELETE FROM event WHERE stream = 's1' AND version = 2", "s1/2: missing"),
        ("DELETE FROM event WHERE stream = 's1' AND version = 1", "s1/1: missing"),
        (
            "DELETE FROM event WHERE stream = 's1' AND version = 3",
            "s1: its head is at 3, its events end at 2",
        ),
        ("DELETE FROM event WHERE stream = 's1'", "s1: has a head and no events"),
        ("DELETE FROM event WHERE stream = 'v'", "v: has a head and no events"),
        ("DELETE FROM head WHERE stream = 's1'", "s1: has no head"),
        ("UPDATE head SET free = FREE WHERE stream = 'G1'", "G1: 990 is free by its head, 960 by"),
        ("UPDATE head SET free = FREE WHERE stream = 's1'", "s1: 990 is free by its head, None by"),
        ("UPDATE event SET stream = 's9' WHERE stream = 's1' AND version = 3", "s1: its head is at 3"),
    ],
)
def test_an_edit_is_found_and_said(tampered: tuple[Store, Tamper], edit: str, said: str) -> None:
    store, tamper = tampered
    assert verify(store).ok
    tamper(edit.replace("FREE", "?"), ("990",) if "FREE" in edit else ())
    found = verify(store)
    assert not found.ok
    assert found.first_difference is not None
    assert found.first_difference.startswith(said)


def test_a_booking_without_its_occupation_is_found(store: Store) -> None:
    fill(store)
    booked = Fact(kinds.ClaimBooked("s1", Decimal("10")), NINE, "zhou")
    head = store.heads(["G1"])["G1"]
    store.append(append("G1", after=head, facts=[booked]), NINE)
    found = verify(store)
    assert found.first_difference == "G1: 960 is free by its head, 950 by its bookings"


def test_an_occupation_without_its_booking_is_found(store: Store) -> None:
    fill(store)
    fact = Fact(kinds.GuaranteeOccupied("G1", Decimal("10")), NINE, "zhou")
    store.append(append("d2", facts=[fact]), NINE)
    assert verify(store).first_difference == "G1: d2 holds 10 of it, 0 is booked"


def named(digest: str) -> Fact:
    """An event that names a vault entry; the request for an amendment stands for the three kinds that do."""
    said = kinds.CancellationRequested("x", 'a trap: "particulars":"zz"')
    fact = Fact(said, NINE, "trader")
    return fact if not digest else Fact(_Naming(digest), NINE, "trader")


class _Naming(kinds.Payload, frozen=True):
    KIND = "amendment.requested"
    particulars: str
    reason: str = '"particulars":"trap"'


def test_an_erased_vault_entry_is_said_and_is_not_broken(store: Store) -> None:
    secret = particulars()
    store.append(append("v", facts=[named(secret.digest), named("")], secrets=(secret,)), NINE)
    assert verify(store).erased == 0
    store.erase("v", "particulars", 1)
    found = verify(store)
    assert (found.ok, found.erased) == (True, 1)


def test_a_vault_entry_that_the_journal_names_must_be_there(store: Store) -> None:
    store.append(append("v", facts=[named("ab" * 32)]), NINE)
    assert verify(store).first_difference == f"v: the vault has no entry {'ab' * 32}"


def test_an_exchanged_vault_entry_is_found(store: Store) -> None:
    secret = particulars()
    forged = Secret(secret.kind, secret.digest, secret.salt, b"another telephone", 1)
    store.append(append("v", secrets=(forged,)), NINE)
    assert verify(store).first_difference == "v: the vault's particulars 1 is not what its digest says"


def test_each_seal_covers_what_changed_since_the_last(store: Store) -> None:
    fill(store)
    first = sealing.make_seal(store, NINE)
    store.append(append("s1", after=store.heads(["s1"])["s1"]), NINE)
    store.append(append("new"), NINE)
    second = sealing.make_seal(store, NINE + 1)
    third = sealing.make_seal(store, NINE + 2)
    assert store.seals() == [first, second, third]
    seals = [sealing.read(stored.body) for stored in store.seals()]
    assert [(seal.sequence, seal.streams, seal.events) for seal in seals] == [
        (1, 7, 17),
        (2, 8, 21),
        (3, 8, 21),
    ]
    assert [seal.previous for seal in seals] == ["", first.digest, second.digest]
    assert [stream for stream, _, _ in seals[1].changed] == ["new", "s1"]
    assert seals[1].changed[1][1] == 5
    assert seals[2].changed == ()
    assert verify(store, third).ok
    assert verify(store, first).seals == 3
    assert not store.add_seal(third)


def test_a_seal_leaves_the_house_as_a_file_and_comes_back(store: Store, tmp_path: Path) -> None:
    fill(store)
    stored = sealing.make_seal(store, NINE)
    path = sealing.write_file(stored, tmp_path / "out")
    assert path.name == "seal-000001.json"
    assert sealing.read_file(path) == stored
    assert verify(store, sealing.read_file(path)).ok
    for wrong in ("", "{}", "[1]", "\x00"):
        path.write_text(wrong)
        with pytest.raises(sealing.UnreadableSeal):
            sealing.read_file(path)
    with pytest.raises(sealing.UnreadableSeal):
        sealing.read_file(tmp_path / "none.json")


def test_a_seal_finds_a_missing_stream(tampered: tuple[Store, Tamper]) -> None:
    store, tamper = tampered
    seal = sealing.make_seal(store, NINE)
    sealing.make_seal(store, NINE)
    for table in ("event", "head", "work"):
        column = "number" if table == "work" else "stream"
        tamper(f"DELETE FROM {table} WHERE {column} = 's2'")
    assert verify(store, seal).first_difference == "s2: missing, although it is sealed"


def test_a_seal_finds_a_shortened_stream(tampered: tuple[Store, Tamper]) -> None:
    store, tamper = tampered
    seal = sealing.make_seal(store, NINE)
    digest = store.read("s2")[1].digest
    tamper("DELETE FROM event WHERE stream = 's2' AND version = 3")
    tamper("UPDATE head SET version = 2, digest = ? WHERE stream = 's2'", (digest,))
    assert verify(store, seal).first_difference == "s2: ends at 2, although 3 events are sealed"


def test_a_seal_finds_a_rewritten_stream(tampered: tuple[Store, Tamper]) -> None:
    store, tamper = tampered
    forge(store, tamper, "s2")
    assert verify(store).ok, "without a seal such a forgery cannot be told"
    seal = sealing.make_seal(store, NINE)
    assert verify(store, seal).ok
    store.append(append("later"), NINE)
    sealing.make_seal(store, NINE)
    forge(store, tamper, "s1")
    assert verify(store, seal).first_difference == "s1/3: rewritten since it was sealed"


def test_a_chain_of_seals_forged_inside_is_told_by_the_one_outside(tampered: tuple[Store, Tamper]) -> None:
    store, tamper = tampered
    first = sealing.make_seal(store, NINE)
    outside = sealing.make_seal(store, NINE + 1)
    forge(store, tamper, "s1")
    tamper("DELETE FROM seal")
    sealing.make_seal(store, NINE)
    sealing.make_seal(store, NINE + 1)
    assert verify(store).ok, "inside, all fits together again"
    assert verify(store, outside).first_difference == "seal 2: not the one that the database keeps"
    tamper("DELETE FROM seal")
    assert not verify(store, outside).ok
    tamper("INSERT INTO seal (sequence, digest, body) VALUES (1, ?, 'nonsense')", (first.digest,))
    assert str(verify(store).first_difference).startswith("seal 1: not a seal of tongguan")


def test_the_root_of_the_tree_depends_on_every_leaf_and_its_place() -> None:
    leaves = [(f"s{n}", n, "00") for n in range(1, 8)]
    roots = {sealing.merkle(leaves[:n]) for n in range(8)}
    assert len(roots) == 8
    swapped = [leaves[1], leaves[0], *leaves[2:]]
    assert sealing.merkle(swapped) != sealing.merkle(leaves)
    assert sealing.merkle([*leaves[:6], ("s7", 8, "00")]) != sealing.merkle(leaves)


def test_a_stream_of_another_journal_does_not_fit_a_seal(store: Store) -> None:
    fill(store)
    seal = sealing.make_seal(store, NINE)
    other = open_journal("memory:")
    facts = [Fact(kinds.HoldPlaced("x", "y", ("release",), "office"), NINE, "li")]
    other.append(append("s1", facts=facts), NINE)
    assert not verify(other, seal).ok
    assert seal_all("s1", 0, GENESIS, facts, NINE)[0].digest == other.read("s1")[0].digest
