"""Whom to send: only the qualified, the cross-qualified first, little work first; chance decides among those left."""

from tongguan.facts.inspection import Candidate
from tongguan.process.assign import in_the_draw
from tongguan.rules.book import RuleBook

SUBJECTS = RuleBook.shipped().inspection.qualifies
BOTH = ("customs", "quarantine")
CROSS = Candidate("cross", ("customs_inspection", "quarantine_inspection"), 1)
TWICE = Candidate("twice", ("quarantine_inspection", "customs_inspection"), 0)
CUSTOMS = Candidate("customs", ("customs_inspection",), 0)
NOTHING = Candidate("nothing", ("duty",), 0)


def standing(*candidates: Candidate, services: tuple[str, ...] = BOTH) -> list[str]:
    return [each.id for each in in_the_draw(candidates, services, SUBJECTS)]


def test_a_joint_visit_is_given_to_the_cross_qualified_where_there_is_one() -> None:
    assert standing(TWICE, CUSTOMS, CROSS) == ["cross", "twice"]
    assert standing(CUSTOMS) == ["customs"]


def test_who_holds_nothing_that_the_visit_asks_for_is_never_sent() -> None:
    assert standing(NOTHING) == []
    assert standing(CUSTOMS, services=("quarantine",)) == []


def test_a_visit_for_one_service_is_open_to_everybody_who_holds_that_one() -> None:
    assert standing(CUSTOMS, TWICE, services=("customs",)) == ["customs", "twice"]


def test_who_has_much_work_stands_aside() -> None:
    loaded = Candidate("loaded", TWICE.qualifications, 2)
    assert standing(loaded, TWICE) == ["twice"]
    assert standing(loaded) == ["loaded"]
