"""The worklist: in the transaction of its events, searched, paged, rebuilt."""

from itertools import count

from msgspec.structs import replace

from tests.contract.rows import MINUTE, NINE, append, row, task
from tongguan.adapters.store import Store
from tongguan.desk.ports import Head
from tongguan.desk.worklist import QueueFilter, Task, WorkRow


def put(store: Store, *rows: WorkRow) -> None:
    """Write the rows, each with the events it belongs to."""
    store.append_many([append(one.number, 2, work=one) for one in rows], NINE)


def test_the_row_and_its_tasks_follow_the_events(store: Store) -> None:
    put(store, row("a", task("a"), task("a", "arrival", role="system")))
    head = store.heads(["a"])["a"]
    after = row("a", task("a", "arrival", role="system", state="started"), version=3, status="released")
    store.append(append("a", 1, after=head, work=after), NINE)
    assert store.work("a") == after
    assert store.tasks(QueueFilter()) == list(after.tasks)
    assert store.work("none") is None


def test_a_queue_shows_what_its_filter_wants_oldest_first(store: Store) -> None:
    put(
        store,
        row("a", task("a", since=NINE + 3), task("a", "inspection", role="inspector")),
        row("b", task("b", since=NINE + 1), task("b", "licence", state="waiting")),
        row("c", task("c", since=NINE + 2, office="4908"), task("c", "tax", state="started", officer="li")),
    )
    places = [(one.number, one.control) for one in store.tasks(QueueFilter())]
    assert places == [
        ("a", "inspection"),
        ("c", "tax"),
        ("b", "document_review"),
        ("c", "document_review"),
        ("a", "document_review"),
    ]
    assert counted(store, QueueFilter(roles=("inspector",))) == ["a"]
    assert counted(store, QueueFilter(roles=("inspector", "tax_officer"))) == ["a"]
    assert counted(store, QueueFilter(office="4908")) == ["c"]
    assert counted(store, QueueFilter(officer="li")) == ["c"]
    assert counted(store, QueueFilter(states=("waiting",))) == ["b"]
    assert counted(store, QueueFilter(states=())) == ["a", "b", "c", "b", "c", "a"]


def counted(store: Store, want: QueueFilter) -> list[str]:
    found = store.tasks(want)
    assert store.count_tasks(want) == len(found)
    return [one.number for one in found]


def test_a_queue_is_read_page_by_page(store: Store) -> None:
    put(store, *(row(f"d{n:02}", task(f"d{n:02}", since=NINE + n // 3)) for n in range(20)))
    seen: list[Task] = []
    for _ in count():
        last = seen[-1] if seen else None
        after = (last.since, last.number, last.control) if last else None
        page = store.tasks(QueueFilter(limit=6, after=after))
        if not page:
            break
        assert len(page) <= 6
        seen += page
    assert [one.number for one in seen] == [f"d{n:02}" for n in range(20)]
    assert store.count_tasks(QueueFilter(limit=6)) == 20


def test_rows_are_found_by_any_number_or_name_they_begin_with(store: Store) -> None:
    put(
        store,
        row("4907201800001"),
        row("4907201800002", trader_name="长沙轴承", client_number="X9", entry_id="E2"),
        row("4907201700003", trader="9999", entry_id="E3"),
    )
    assert [one.number for one in store.search("49072018")] == ["4907201800001", "4907201800002"]
    assert [one.number for one in store.search("长沙")] == ["4907201800002"]
    assert [one.number for one in store.search("X9")] == ["4907201800002"]
    assert [one.number for one in store.search("E")] == ["4907201700003", "4907201800002"]
    assert [one.number for one in store.search("9999")] == ["4907201700003"]
    assert [one.number for one in store.search("4907", limit=1)] == ["4907201700003"]
    assert store.search("%") == []
    assert store.search("_907") == []


def test_a_name_with_a_nul_in_it_is_kept_and_found_without_it(store: Store) -> None:
    odd = row("a", trader_name="湘\0潭", client_number="C\01")
    put(store, odd)
    assert store.work("a") == odd
    assert store.search("湘") == [odd]


def test_rows_are_read_by_their_time_of_acceptance(store: Store) -> None:
    put(
        store,
        row("a", accepted_at=NINE),
        row("b", accepted_at=NINE + MINUTE),
        row("c", accepted_at=None, status="draft"),
    )
    assert [one.number for one in store.work_rows()] == ["a", "b", "c"]
    assert [one.number for one in store.work_rows(NINE, NINE + MINUTE)] == ["a"]
    assert [one.number for one in store.work_rows(accepted_from=NINE + 1)] == ["b"]
    assert [one.number for one in store.work_rows(accepted_to=NINE + 2 * MINUTE)] == ["a", "b"]


def test_replay_rewrites_what_differs_and_says_how_much(store: Store) -> None:
    put(store, row("a", task("a")), row("b", task("b")), row("c"), row("d", task("d")))
    true = [row("a", task("a")), row("b", task("b", state="paused")), row("c", status="released")]
    assert store.replace_work([*true, row("e", task("e"))]) == 4
    assert list(store.work_rows()) == [*true, row("e", task("e"))]
    assert [one.number for one in store.tasks(QueueFilter())] == ["a", "b", "e"]
    assert store.replace_work([*true, row("e", task("e"))]) == 0


def test_replay_does_not_undo_what_a_writer_did_meanwhile(store: Store) -> None:
    put(store, row("a"))
    rebuilt = list(store.work_rows())
    newer = row("a", version=3, status="released")
    head: Head = store.heads(["a"])["a"]
    store.append(append("a", 1, after=head, work=newer), NINE)
    assert store.replace_work(rebuilt) == 0
    assert store.work("a") == newer


def test_replay_goes_through_a_long_worklist(store: Store) -> None:
    rows = [row(f"d{n:04}", task(f"d{n:04}")) for n in range(1203)]
    put(store, *rows)
    rows[700] = row("d0700", status="closed")
    assert store.replace_work(iter(rows)) == 1
    assert store.count_tasks(QueueFilter()) == 1202


def test_rows_are_read_by_number_many_at_once_and_by_trader_newest_first(store: Store) -> None:
    put(store, *(row(f"d{n}") for n in range(4)))
    trader = row("d0").trader
    assert list(store.works(["d3", "d1", "none"])) in (["d1", "d3"], ["d3", "d1"])
    assert store.works([]) == {}
    assert [one.number for one in store.of_trader(trader, 3)] == ["d3", "d2", "d1"]
    assert store.of_trader(trader[:-1], 3) == []


def test_goods_commodities_containers_and_parts_of_a_name_are_found_among_the_open_ones(store: Store) -> None:
    put(
        store,
        replace(
            row("a"), goods="Ball Bearing 100%", commodities=("8482102000",), containers=("SYNU1234567",)
        ),
        replace(
            row("b"),
            goods="滚珠轴承",
            other_goods=("密封圈", "Oil Seal"),
            commodities=("8482102000", "8708999990"),
        ),
        replace(row("c"), goods="滚珠轴承", released_at=NINE),
    )

    def found(text: str) -> list[str]:
        return [one.number for one in store.search(text)]

    assert found("synu1234567") == ["a"]
    assert found("Bearing 100%") == ["a"]
    assert found("轴承") == ["b"], "released ones are found by their number alone"
    assert (found("封圈"), found("Oil S")) == (["b"], ["b"]), "the name of every line is searched"
    assert found("8482102000") == ["a", "b"]
    assert found("87089") == ["b"]
    assert found("import") == [], "other fields of the row are not searched"
    assert store.search("8482102000", limit=1)[0].number == "a"
    assert found("c") == ["c"]
