"""Papers of an enterprise: what it declared and what its own goods are on, on every store alike."""

import pytest

from tests.contract.rows import NINE, append, row
from tongguan.adapters.store import Store
from tongguan.desk.papers import PaperFilter
from tongguan.desk.ports import Key

BROKER, TRADER, OTHER = "4303980001", "4303960001", "4303960002"


@pytest.fixture
def papers(store: Store) -> Store:
    """Six declarations: a to e by the broker, a to c for the trader; f by the trader itself; z by strangers."""
    known = {
        "a": (BROKER, TRADER, {"status": "draft", "accepted_at": None}),
        "b": (BROKER, TRADER, {"status": "released", "released_at": NINE}),
        "c": (BROKER, TRADER, {}),
        "d": (BROKER, OTHER, {"status": "returned"}),
        "e": (BROKER, OTHER, {"status": "cancelled", "ended_at": NINE}),
        "f": (TRADER, TRADER, {"goods": '"status":"draft"'}),
        "z": ("4303980001-9", "4303969999", {}),
    }
    appends = [
        append(
            name, work=row(name, declarant=declarant, trader=trader, **more),
            keys=(Key("client", f"{declarant}|C{name}"),),
        )
        for name, (declarant, trader, more) in known.items()
    ]  # fmt: skip
    store.append_many(appends, NINE)
    return store


@pytest.mark.parametrize(
    ("want", "numbers"),
    [
        ({"party": BROKER}, "edcba"),
        ({"party": TRADER}, "fcba"),
        ({"party": BROKER, "client": OTHER}, "ed"),
        ({"party": BROKER, "barred": (OTHER,)}, "cba"),
        ({"party": BROKER, "stage": "open"}, "c"),
        ({"party": BROKER, "stage": "to_mend"}, "da"),
        ({"party": BROKER, "stage": "done"}, "eb"),
        ({"party": TRADER, "stage": "open"}, "fc"),
        ({"party": BROKER, "text": "4907c"}, "c"),
        ({"party": BROKER, "text": "Cd"}, "d"),
        ({"party": BROKER, "text": "z"}, ""),
        ({"party": "4303"}, ""),
    ],
)
def test_an_enterprise_lists_its_own_papers_newest_first(
    papers: Store, want: dict[str, str], numbers: str
) -> None:
    filtered = PaperFilter(**want)  # type: ignore[arg-type]
    assert [each.number for each in papers.papers(filtered)] == list(numbers)
    assert papers.count_papers(filtered) == len(numbers)


def test_papers_are_turned_page_by_page(papers: Store) -> None:
    first = papers.papers(PaperFilter(party=BROKER, limit=2))
    rest = papers.papers(PaperFilter(party=BROKER, limit=9, before=first[-1].number))
    assert [each.number for each in (*first, *rest)] == list("edcba")


def test_an_enterprise_knows_whose_goods_are_on_its_papers(papers: Store) -> None:
    assert papers.clients(BROKER) == {TRADER: "湘潭电机", OTHER: "湘潭电机"}
    assert papers.clients("4303") == {}
