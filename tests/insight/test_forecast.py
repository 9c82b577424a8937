"""Expected release: quantiles of the journal's own history, the same answer for the same history, silent outside."""

import pytest

from tests.build import Office, declaration, inspected
from tests.cast import BANK, TAN, TERMINAL
from tests.stories.test_twins import draw_for
from tongguan.facts.clock import DAY, HOUR
from tongguan.facts.event import open_event
from tongguan.insight.forecast import FEW, Forecast, History, Open, Spell, open_now, spells

KEYS = ("narrow", "wide")


def history(*lengths: int, key: str = "narrow") -> History:
    return History.of(Spell((key,), length) for length in lengths)


def test_the_interval_is_the_quantiles_of_what_lasted() -> None:
    even = history(*range(1, 101))
    assert even.forecast([Open(KEYS, 0)], 0) == Forecast(10, 50, 90)
    assert even.forecast([], 0) is None


def test_what_lasted_already_is_known_of_the_rest() -> None:
    even = history(*range(1, 101))
    assert even.forecast([Open(KEYS, 0)], 50) == Forecast(50 + 5, 50 + 25, 50 + 45)


def test_the_release_comes_with_the_last_of_its_blocks() -> None:
    even = history(*range(1, 101))
    both = even.forecast([Open(KEYS, 0), Open(KEYS, 0)], 0)
    assert both == Forecast(32, 71, 95), "the least x whose square reaches 0.1, 0.5 and 0.9"


def test_a_wider_key_is_asked_where_there_are_few_and_few_say_little() -> None:
    few = History.of(
        [*(Spell(("narrow",), 1) for _ in range(FEW - 1)), *(Spell(("wide",), 7) for _ in range(FEW))]
    )
    assert few.rest(KEYS, 0) == [7] * FEW
    assert history(5).rest(KEYS, 10) == [5, 10, 20], "nothing lasted as long: as long again"
    assert history(30).rest(KEYS, 10) == [5, 10, 20, 20]


def test_each_state_of_a_block_tells_what_is_left_until_the_block_is_gone() -> None:
    office = Office()
    number = office.lodge(inspected()).number
    office.does(number, "arrive", actor=TERMINAL)
    office.does(number, "pay", actor=BANK, ref="T-1")
    office.clock.at += HOUR
    office.does(number, "start", "quarantine_review", TAN)
    office.clock.at += 2 * HOUR
    facts = [open_event(event) for event in office.desk.journal.read(number)]
    model = office.desk.models["import_parallel"]
    assert spells(model, facts) == [], "not released: it tells nothing yet"
    opened = {each.keys[2]: each.since for each in open_now(model, facts)}
    assert opened == {"control:quarantine_review:started": office.clock.at - 2 * HOUR}
    office.does(number, "done", "quarantine_review", TAN)
    found = {
        each.keys[2]: each.length
        for each in spells(model, [open_event(e) for e in office.desk.journal.read(number)])
    }
    assert found["control:quarantine_review:started"] == 2 * HOUR + 60_000_000
    assert found["control:quarantine_review:ready"] > 3 * HOUR


@pytest.mark.parametrize("outward", [True, False])
def test_what_the_declarant_is_told_betrays_no_silent_selection(outward: bool) -> None:
    said = []
    for selected in (True, False):
        office = Office(draw=draw_for(selected))
        for n in range(FEW):
            number = office.lodge(declaration(transport_document=f"H{n}"), f"H{n}").number
            office.does(number, "arrive", actor=TERMINAL)
            office.pays(number, f"T-{n}")
        office.clock.at += DAY
        twin = office.lodge(declaration(transport_document="TWIN"), "TWIN").number
        before = office.desk.coordination.outlook.expected(twin, outward)
        opened = open_now(
            office.desk.models["import_parallel"],
            [open_event(e) for e in office.desk.journal.read(twin)],
            outward,
        )
        said.append((before is not None, [each.keys for each in opened]))
    assert said[0] == said[1]
    assert said[0][0]


def test_review_and_holds_show_nowhere_outside() -> None:
    office = Office()
    number = office.lodge(inspected()).number
    model = office.desk.models["import_parallel"]

    def outside() -> list[tuple[str, ...]]:
        facts = [open_event(event) for event in office.desk.journal.read(number)]
        return [each.keys[1:3] for each in open_now(model, facts, outward=True)]

    before = outside()
    office.does(number, "start", "quarantine_review", TAN)
    office.does(number, "hold", "price", TAN, reason="a doubt")
    assert (
        outside() == before == [("import_parallel|outward:release:coming+due", "outward:release:coming+due")]
    )
    office.does(number, "arrive", actor=TERMINAL)
    assert outside()[0][1] == "outward:release:here+due"
