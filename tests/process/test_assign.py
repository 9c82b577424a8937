"""Whom to send: only the qualified, little work first, chance among them; anybody can recompute it."""

from collections import Counter

from tongguan.facts.inspection import Candidate
from tongguan.process.assign import choose, in_the_draw
from tongguan.rules.book import RuleBook

QUALIFIES = RuleBook.shipped().inspection.qualifies
BOTH = ("customs", "quarantine")
CROSS = Candidate("cross", ("joint_inspection",), 1)
TWICE = Candidate("twice", ("customs_inspection", "quarantine_inspection"), 0)
CUSTOMS = Candidate("customs", ("customs_inspection",), 0)


def test_only_who_is_qualified_for_every_service_stands_in_the_draw_of_a_joint_visit() -> None:
    standing = in_the_draw([CUSTOMS, CROSS, TWICE], BOTH, QUALIFIES)
    assert [each.id for each in standing] == ["cross", "twice"]
    assert choose(7, in_the_draw([CUSTOMS], BOTH, QUALIFIES)) is None


def test_who_has_much_work_stands_aside() -> None:
    loaded = Candidate("loaded", ("joint_inspection",), 2)
    assert [each.id for each in in_the_draw([loaded, TWICE], BOTH, QUALIFIES)] == ["twice"]
    assert [each.id for each in in_the_draw([loaded], BOTH, QUALIFIES)] == ["loaded"]


def test_the_drawn_number_alone_decides_among_them_evenly() -> None:
    standing = in_the_draw([TWICE, CROSS], BOTH, QUALIFIES)
    found = Counter(choose(drawn, standing) for drawn in range(100))
    assert set(found.values()) == {50}
