"""What a figure leaves out is counted beside it: every declaration of the period counts or has one reason."""

from datetime import date

import pytest

from tests.insight.test_cohorts import CLEARANCE, JUNE, MONDAY, OVERALL, life
from tongguan.facts.clock import DAY, HOUR, parse
from tongguan.insight.left_out import left_out, tallies
from tongguan.insight.life import Held, Spell
from tongguan.insight.times import define, took

NOW = MONDAY + 3 * DAY
LIVES = [
    life("COUNTED"),
    life("OPEN", None),
    life("CANCELLED", None, status="cancelled", ended_at=MONDAY + HOUR),
    life("NO-ARRIVAL", arrived_at=None),
    life("RETURNED", None, status="returned", accepted_at=None),
    life("HELD", 5, holds=(Held("H", "offence", "office", ("release",), MONDAY, MONDAY + HOUR),)),
    life("TO-COME", None, arrived_at=MONDAY + 4 * DAY),
]


def reasons(definition: str, *period: date, now: int = NOW) -> dict[str, str]:
    found = define(definition)
    assert found is not None
    return {each.row.number: each.reason for each in left_out(LIVES, found, *(period or JUNE), now)}


def test_each_declaration_that_does_not_count_has_its_reason() -> None:
    assert reasons("overall") == {
        "OPEN": "open", "CANCELLED": "ended", "NO-ARRIVAL": "no_start", "RETURNED": "returned",
    }  # fmt: skip
    assert {each.row.number for each in took(LIVES, OVERALL, *JUNE)} == {"COUNTED", "HELD"}


def test_what_a_definition_switches_off_is_told_by_the_name_of_the_switch() -> None:
    assert reasons("overall~held_by_law")["HELD"] == "held_by_law"
    assert reasons("overall~cancelled")["CANCELLED"] == "cancelled"


def test_what_ended_before_the_period_or_begins_after_it_is_no_part_of_it() -> None:
    july = date(2018, 7, 1), date(2018, 7, 31)
    assert reasons("overall", *july, now=parse("2018-08-01T00:00:00+08:00")) == {
        "OPEN": "open", "RETURNED": "returned", "TO-COME": "open",
    }  # fmt: skip
    may = date(2018, 5, 1), date(2018, 5, 31)
    assert reasons("overall", *may) == {}


def test_what_was_released_after_the_period_was_open_at_its_end() -> None:
    later = [life("LATER", 24 * 30)]
    found = left_out(later, CLEARANCE, *JUNE, now=MONDAY + 90 * DAY)
    assert [(each.reason, each.start) for each in found] == [("open", MONDAY)]


def test_open_ones_are_aged_from_the_beginning_of_the_interval() -> None:
    (tally,) = tallies(left_out([*LIVES, life("LATE", None, accepted_at=MONDAY + 2 * DAY + HOUR)], CLEARANCE, *JUNE, NOW), ()).values()  # fmt: skip
    assert tally.reasons == {"ended": 1, "open": 3}
    assert tally.open_by_age == {"under_24h": 1, "24_to_48h": 0, "48_to_72h": 0, "over_72h": 2}


@pytest.mark.parametrize(("state", "left"), [("started", {"": 1}), ("done", {})])
def test_a_control_that_is_not_done_is_open(state: str, left: dict[str, int]) -> None:
    spells = (Spell("ready", MONDAY, MONDAY + HOUR), Spell(state, MONDAY + HOUR, None))
    definition = define("work.document_review")
    assert definition is not None
    found = left_out([life("C", controls={"document_review": spells})], definition, *JUNE, NOW)
    assert len(found) == sum(left.values())
