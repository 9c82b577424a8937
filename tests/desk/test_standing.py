"""All goods that stand in the zone are counted once, by place and reason."""

from tests.build import declaration, inspected
from tests.cast import TAN
from tests.stories.test_goods import FIRST, Yard, free_of_duty
from tongguan.desk import standing
from tongguan.desk.standing import Goods, counts
from tongguan.facts.movement import ManifestUnit

PLACE = "综保区一号仓"


def here(yard: Yard) -> list[Goods]:
    return standing.standing(yard.desk.journal, yard.desk.coordination.outlook, yard.clock.now())


def reasons(yard: Yard) -> dict[str, str]:
    return {each.card.facts["document"]: each.reason.id for each in here(yard)}


def test_goods_stand_for_one_reason_each_until_they_leave() -> None:
    yard = Yard()
    yard.manifest("NOBODY", ManifestUnit(FIRST, 12, container=True))
    yard.moves("arrived", unit=FIRST, document="NOBODY", place=PLACE)
    for document in ("FREE", "OWED", "LOOKED"):
        yard.manifest(document, ManifestUnit("", 12))
    yard.lodge(free_of_duty("FREE"), "FREE")
    yard.lodge(declaration(transport_document="OWED"), "OWED")
    looked = yard.lodge(inspected(transport_document="LOOKED"), "LOOKED").number
    for document in ("FREE", "OWED", "LOOKED"):
        yard.moves("arrived", document=document, place=PLACE)
    assert reasons(yard) == {
        "NOBODY": "undeclared", "FREE": "released", "OWED": "control:settlement", "LOOKED": "control:quarantine_review",
    }  # fmt: skip
    yard.does(looked, "done", "quarantine_review", actor=TAN)
    assert reasons(yard)["LOOKED"] != "control:quarantine_review", "it waits for something else now"
    yard.moves("gate_out", document="FREE")
    assert "FREE" not in reasons(yard)


def test_no_goods_are_hidden_however_many_and_the_counts_add_up() -> None:
    yard = Yard()
    for place in range(7):
        yard.manifest(f"N{place}", ManifestUnit("", 12))
        yard.moves("arrived", document=f"N{place}", place=PLACE if place % 2 else "")
    standing.CHUNK, kept = 3, standing.CHUNK
    try:
        found = here(yard)
    finally:
        standing.CHUNK = kept
    assert len(found) == 7
    assert {key: count for key, (_, count) in counts(found).items()} == {
        ("", "undeclared"): 4,
        (PLACE, "undeclared"): 3,
    }
