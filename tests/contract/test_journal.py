"""Appending and reading, on every store."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.contract.rows import NINE, append, notes, particulars, row, task
from tongguan.adapters.group import GroupJournal
from tongguan.adapters.store import Store
from tongguan.desk.ports import Append, Conflict, Head, Key, KeyTaken, Stored
from tongguan.desk.worklist import QueueFilter
from tongguan.facts.event import GENESIS, first_broken, seal_all

CLIENT = Key("client", "4301967890|A1")


def test_an_append_is_read_back_as_it_was_written(store: Store) -> None:
    first = append("490720180000000001", 3)
    assert store.append(first, NINE) == Stored("490720180000000001", 3)
    assert store.read("490720180000000001") == list(first.events)
    assert store.read("490720180000000001", after=2) == [first.events[2]]
    assert first_broken(store.read("490720180000000001")) == 0


def test_a_stream_that_is_not_there_is_empty(store: Store) -> None:
    assert store.read("none") == []
    assert store.read_many(["none"]) == {}
    assert store.heads(["none"]) == {}
    assert store.heads([]) == {}


def test_the_second_of_two_writers_is_told_where_the_stream_is(store: Store) -> None:
    store.append(append("a", 2), NINE)
    assert store.append(append("a", 3), NINE) == Conflict("a", 2)
    assert len(store.read("a")) == 2


def test_a_writer_ahead_of_the_stream_is_a_conflict_too(store: Store) -> None:
    store.append(append("a", 1), NINE)
    ghost = Append(stream="a", expected=5, events=append("a", 1, after=Head("a", 5, GENESIS)).events)
    assert store.append(ghost, NINE) == Conflict("a", 1)
    assert store.append_many([ghost], NINE) == [Conflict("a", 1)]


def test_a_stream_goes_on_from_its_head(store: Store) -> None:
    store.append(append("a", 2), NINE)
    head = store.heads(["a", "b"])["a"]
    assert (head.version, head.free) == (2, None)
    assert store.append(append("a", 2, after=head), NINE) == Stored("a", 4)
    assert [event.version for event in store.read("a")] == [1, 2, 3, 4]
    assert first_broken(store.read("a")) == 0


def test_the_same_append_twice_is_stored_once(store: Store) -> None:
    once = append("a", 2, keys=(CLIENT,), work=row("a"), secrets=(particulars(),))
    assert store.append(once, NINE) == Stored("a", 2)
    assert store.append(once, NINE) == Conflict("a", 2)
    assert store.append_many([once, once], NINE) == [Conflict("a", 2)] * 2
    assert len(store.read("a")) == 2


def test_an_identifier_belongs_to_the_first_who_names_it(store: Store) -> None:
    store.append(append("a", keys=(CLIENT,)), NINE)
    assert store.append(append("b", keys=(CLIENT,)), NINE) == KeyTaken(CLIENT, "a")
    assert store.read("b") == []
    assert store.find([CLIENT, Key("entry", CLIENT.value), Key("client", "other")]) == {CLIENT: "a"}
    assert store.find([]) == {}


def test_a_stream_may_name_its_own_identifier_again(store: Store) -> None:
    store.append(append("a", keys=(CLIENT,)), NINE)
    again = append("a", after=store.heads(["a"])["a"], keys=(CLIENT, Key("entry", "490720181000000001")))
    assert store.append(again, NINE) == Stored("a", 4)
    assert len(store.find([CLIENT, Key("entry", "490720181000000001")])) == 2


def test_events_that_do_not_follow_the_expected_version_are_a_fault_of_the_caller(store: Store) -> None:
    skipped = append("a", 3)
    with pytest.raises(ValueError, match="not number 1"):
        store.append(Append(stream="a", expected=0, events=skipped.events[1:]), NINE)
    with pytest.raises(ValueError, match="without events"):
        store.append(Append(stream="a", expected=0, events=()), NINE)
    assert store.read("a") == []


@pytest.mark.parametrize("size", [7, 250])
def test_of_many_only_the_bad_one_is_left_out(store: Store, size: int) -> None:
    store.append(append("s003", keys=(CLIENT,)), NINE)
    many = [append(f"s{n:03}", keys=(Key("client", f"c{n}"),), work=row(f"s{n:03}")) for n in range(size)]
    many[5] = append("s005", keys=(CLIENT,), work=row("s005"), secrets=(particulars(),))
    outcomes = store.append_many(many, NINE)
    assert outcomes[3] == Conflict("s003", 2)
    assert outcomes[5] == KeyTaken(CLIENT, "s003")
    assert sum(isinstance(outcome, Stored) for outcome in outcomes) == size - 2
    assert store.work("s005") is None
    assert store.work("s003") is None
    assert list(store.secrets()) == []
    assert store.find([Key("client", "c3")]) == {}
    assert len(list(store.all_heads())) == size - 1


@pytest.mark.parametrize("size", [3, 120])
def test_two_with_the_same_identifier_in_one_bulk_are_told_apart(store: Store, size: int) -> None:
    many = [append(f"s{n:03}", keys=(CLIENT,) if n < 2 else ()) for n in range(size)]
    outcomes = store.append_many(many, NINE)
    assert outcomes[:2] == [Stored("s000", 2), KeyTaken(CLIENT, "s000")]


def test_one_stream_may_come_twice_in_a_bulk(store: Store) -> None:
    first = append("a", 2, work=row("a", task("a")))
    second = append("a", 1, after=Head("a", 2, first.events[-1].digest), work=row("a", version=3))
    assert store.append_many([first, second], NINE) == [Stored("a", 2), Stored("a", 3)]
    assert store.work("a") == row("a", version=3)
    assert store.tasks(QueueFilter()) == []


def test_everything_of_an_append_is_there_or_nothing(store: Store) -> None:
    secret = particulars()
    good = append("a", keys=(CLIENT,), work=row("a", task("a")), secrets=(secret,))
    store.append(good, NINE)
    assert store.work("a") == row("a", task("a"))
    assert store.tasks(QueueFilter()) == [task("a")]
    assert store.secret("a", "particulars", 1) == secret
    bad = append("b", keys=(CLIENT,), work=row("b", task("b")), secrets=(particulars(),))
    store.append(bad, NINE)
    assert store.work("b") is None
    assert store.tasks(QueueFilter()) == [task("a")]
    assert store.secret("b", "particulars", 1) is None


def test_heads_and_events_come_in_order_of_their_stream(store: Store) -> None:
    names = ["b/2", "a/1", "b/1", "Z", "é", "b"]
    store.append_many([append(name) for name in names], NINE)
    assert [head.stream for head in store.all_heads()] == sorted(names)
    assert [head.stream for head in store.all_heads("b")] == ["b", "b/1", "b/2"]
    seen = [(event.stream, event.version) for event in store.events()]
    assert seen == [(name, version) for name in sorted(names) for version in (1, 2)]
    assert {event.stream for event in store.events("b/")} == {"b/1", "b/2"}
    assert set(store.read_many(["a/1", "Z", "none"])) == {"a/1", "Z"}


def test_what_was_recorded_within_a_period_is_read_without_the_rest(store: Store) -> None:
    for place, name in enumerate(["b", "a", "c"]):
        events = seal_all(name, 0, GENESIS, notes(2), NINE + place)
        store.append(Append(stream=name, expected=0, events=events), NINE + place)
    assert [event.stream for event in store.recorded(NINE, NINE + 2)] == ["a", "a", "b", "b"]
    assert {event.stream for event in store.recorded(NINE + 2, NINE + 3)} == {"c"}
    assert list(store.recorded(NINE + 3, NINE + 9)) == []


def test_one_writes_while_reading_on(store: Store) -> None:
    store.append_many([append(f"s{n}") for n in range(5)], NINE)
    for event in store.events():
        if event.version == 1:
            store.append(append(f"copy-{event.stream}"), NINE)
    assert len(list(store.all_heads("copy-"))) == 5


def test_of_concurrent_writers_of_one_stream_one_wins_each_version(store: Store) -> None:
    store.append(append("a", 1), NINE)
    barrier = Barrier(6)

    def write(_: int) -> int:
        barrier.wait()
        won = 0
        for _ in range(10):
            head = store.heads(["a"])["a"]
            won += isinstance(store.append(append("a", 1, after=head), NINE), Stored)
        return won

    with ThreadPoolExecutor(6) as pool:
        won = sum(pool.map(write, range(6)))
    events = store.read("a")
    assert len(events) == 1 + won
    assert first_broken(events) == 0


def test_concurrent_bulks_of_the_same_new_streams_store_each_once(store: Store) -> None:
    many = [append(f"s{n:03}", keys=(Key("client", f"c{n}"),)) for n in range(150)]
    barrier = Barrier(4)

    def write(turn: int) -> int:
        barrier.wait()
        mine = many if turn % 2 else many[::-1]
        return sum(isinstance(outcome, Stored) for outcome in store.append_many(mine, NINE))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(write, range(4))) == 150
    assert len(list(store.events())) == 300


def test_appends_that_wait_together_share_a_transaction_and_each_gets_its_own_answer(store: Store) -> None:
    group = GroupJournal(store)
    store.append(append("taken", keys=(CLIENT,)), NINE)
    barrier = Barrier(16)

    def write(turn: int) -> list[object]:
        barrier.wait()
        answers: list[object] = []
        for n in range(8):
            name = f"w{turn:02}-{n}"
            keys = (CLIENT,) if n == 3 else ()
            answers.append(group.append(append(name, keys=keys), NINE))
            assert bool(store.read(name)) == (n != 3)
        return answers

    with ThreadPoolExecutor(16) as pool:
        for turn, answers in enumerate(pool.map(write, range(16))):
            expected = [
                Stored(f"w{turn:02}-{n}", 2) if n != 3 else KeyTaken(CLIENT, "taken") for n in range(8)
            ]
            assert answers == expected


def test_a_bad_append_in_a_group_fails_alone(store: Store) -> None:
    group = GroupJournal(store)
    barrier = Barrier(8)

    def write(turn: int) -> object:
        barrier.wait()
        events = append(f"w{turn}", 2).events
        try:
            return group.append(
                Append(stream=f"w{turn}", expected=0, events=events[1:] if turn == 4 else events), 1
            )
        except ValueError as error:
            return str(error)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(write, range(8)))
    assert "is not number 1" in str(answers[4])
    assert sum(isinstance(answer, Stored) for answer in answers) == 7


def test_a_database_opened_again_holds_everything(durable: Store, reopen: Callable[[], Store]) -> None:
    whole = append("a", keys=(CLIENT,), work=row("a", task("a")), secrets=(particulars(),))
    durable.append(whole, NINE)
    durable.append_many([append(f"s{n}") for n in range(3)], NINE)
    again = reopen()
    assert again.kind == "demo"
    assert again.read("a") == list(whole.events)
    assert again.work("a") == row("a", task("a"))
    assert again.follow()[0] == durable.follow()[0]
    again.close()


def test_text_of_every_script_and_sign_survives(store: Store) -> None:
    facts = notes(1, "\\ \t \n \r \\N \\x41 %s ? ' \" \u0000 \u2028 通关 🚢")
    whole = append("a\\b\t%s?", facts=facts, work=row("a\\b\t%s?", trader_name="\\N\t'湘"))
    store.append(whole, NINE)
    store.append_many([append(f"s{n}\\", facts=facts, work=row(f"s{n}\\")) for n in range(120)], NINE)
    assert store.read("a\\b\t%s?") == list(whole.events)
    assert store.work("a\\b\t%s?") == whole.work
    assert store.read("s7\\") == list(append("s7\\", facts=facts).events)
    assert store.work("s7\\") == row("s7\\")
