"""Followers: every event once, in commit order within its stream, none skipped whoever writes meanwhile."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg

from tests.contract.rows import NINE, append
from tests.postgres_server import PostgresServer
from tongguan.adapters.locate import migrate, open_journal
from tongguan.adapters.postgres import raise_epoch
from tongguan.adapters.store import Store


def everything(store: Store, cursor: str = "", limit: int = 7) -> tuple[list[str], str]:
    """Ids of all events after the cursor, read in small pages."""
    seen: list[str] = []
    while True:
        events, cursor = store.follow(cursor, limit)
        if not events:
            return seen, cursor
        seen += [event.id for event in events]


def test_a_follower_goes_on_where_it_stopped(store: Store) -> None:
    assert store.follow() == ([], "")
    store.append(append("a", 3), NINE)
    first, cursor = everything(store)
    assert first == ["a/1", "a/2", "a/3"]
    store.append_many([append("c", 2), append("b", 2)], NINE)
    second, after = everything(store, cursor)
    assert sorted(second) == ["b/1", "b/2", "c/1", "c/2"]
    assert everything(store, after) == ([], after)


def test_changes_tell_the_same_without_the_payloads(store: Store) -> None:
    store.append_many([append(f"s{n}", 3) for n in range(5)], NINE)
    events, cursor = store.follow()
    changes, same = store.changes()
    assert changes == [(event.stream, event.version, event.digest) for event in events]
    assert same == cursor
    assert store.changes(cursor) == ([], cursor)


def test_a_follower_skips_nothing_while_others_write(store: Store) -> None:
    written = 6 * (10 * 2 + 5 * 4 * 2)
    seen: list[str] = []

    def follow() -> None:
        # A feed may be late, when the server itself has a transaction open; it may not skip.
        cursor, deadline = "", time.monotonic() + 60
        while len(seen) < written and time.monotonic() < deadline:
            ids, cursor = everything(store, cursor)
            seen.extend(ids)

    def write(turn: int) -> None:
        for n in range(15):
            if n % 3:
                store.append(append(f"w{turn}-{n}", 2), NINE)
            else:
                store.append_many([append(f"w{turn}-{n}-{part}", 2) for part in range(4)], NINE)

    follower = threading.Thread(target=follow)
    follower.start()
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    follower.join()
    assert sorted(seen) == sorted(event.id for event in store.events())
    assert len(seen) == written
    places = {event_id: place for place, event_id in enumerate(seen)}
    assert all(places[f"{i.rsplit('/', 1)[0]}/1"] < places[i] for i in seen if i.endswith("/2"))


def test_an_event_committed_late_is_not_passed_over(postgres_server: PostgresServer) -> None:
    url = postgres_server.database()
    migrate(url, "demo")
    store = open_journal(url)
    slow = psycopg.connect(url, options="-c search_path=journal")
    slow.execute(
        "INSERT INTO event (stream, version, kind, schema, happened_at, recorded_at, actor, payload, digest,"
        " epoch) VALUES ('slow', 1, 'k', 1, 1, 1, 'x', '{}', '\\x00', 1)"
    )
    store.append(append("quick", 1), NINE)
    held_back, cursor = everything(store)
    slow.commit()
    slow.close()
    shown, _ = everything(store, cursor)
    assert held_back == []
    assert shown == ["slow/1", "quick/1"]
    store.close()


def test_transactions_are_in_order_of_number_not_of_text(postgres_server: PostgresServer) -> None:
    url = postgres_server.database()
    migrate(url, "demo")
    store = open_journal(url)
    for n in range(3):
        store.append(append(f"s{n}", 1), NINE)
    with psycopg.connect(url, options="-c search_path=journal") as owner:
        for stream, txid in (("s2", 9), ("s1", 10), ("s0", 100)):
            owner.execute("UPDATE event SET txid = %s::text::xid8 WHERE stream = %s", (str(txid), stream))
    assert everything(store, limit=1)[0] == ["s2/1", "s1/1", "s0/1"]
    store.close()


def test_after_a_restore_feeds_go_on_in_a_new_epoch(postgres_server: PostgresServer) -> None:
    url = postgres_server.database()
    migrate(url, "demo")
    store = open_journal(url)
    store.append(append("before", 1), NINE)
    _, cursor = everything(store)
    with psycopg.connect(url, options="-c search_path=journal") as owner:
        # What was restored carries transaction ids that the new server has yet to reach.
        owner.execute("UPDATE event SET txid = '9000000000'::xid8")
    epoch_before = cursor.split(".", 1)[0]
    assert raise_epoch(url) == int(epoch_before) + 1
    store.append(append("after", 1), NINE)
    store.append_many([append(f"bulk{n:03}", 1) for n in range(120)], NINE)
    ids, _ = everything(store, f"{epoch_before}.9000000000.1.before", 50)
    assert ids[0] == "after/1"
    assert len(ids) == 121
    store.close()


def test_two_followers_do_not_disturb_each_other(store: Store) -> None:
    store.append_many([append(f"s{n}") for n in range(20)], NINE)
    with ThreadPoolExecutor(2) as pool:
        first, second = (ids for ids, _ in pool.map(everything, [store, store]))
    assert first == second
    assert len(first) == 40
