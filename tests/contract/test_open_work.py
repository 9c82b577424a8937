"""The open rows of the worklist: those that wait for their release, on every store alike."""

import pytest

from tests.contract.rows import NINE, append, row
from tongguan.adapters.store import Store


@pytest.mark.parametrize(
    ("fields", "is_open"),
    [
        ({}, True),
        ({"status": "received", "accepted_at": None}, True),
        ({"status": "released", "released_at": NINE}, False),
        ({"status": "revoked", "released_at": NINE}, True),
        ({"status": "cancelled", "ended_at": NINE}, False),
        ({"status": "draft"}, False),
        ({"status": "returned"}, False),
        ({"goods": '"released_at":1,"status":"draft"'}, True),
    ],
)
def test_a_row_is_open_while_its_goods_wait_for_release(
    store: Store, fields: dict[str, object], is_open: bool
) -> None:
    one = row("a", **fields)  # type: ignore[arg-type]
    store.append(append("a", 2, work=one), NINE)
    assert store.open_rows() == ([one] if is_open else [])
    assert store.count_open() == len(store.open_rows())
    assert one.is_open is is_open


def test_a_row_that_is_released_leaves_the_open_ones(store: Store) -> None:
    store.append_many([append(name, 2, work=row(name)) for name in ("b", "a", "c")], NINE)
    head = store.heads(["b"])["b"]
    done = row("b", version=3, status="released", released_at=NINE)
    store.append(append("b", 1, after=head, work=done), NINE)
    assert [one.number for one in store.open_rows()] == ["a", "c"]
    store.replace_work([row("a", version=4, status="released", released_at=NINE), done, row("c")])
    assert [one.number for one in store.open_rows()] == ["c"]
