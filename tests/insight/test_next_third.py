"""Where the next third must come from, on ways worked out by hand; hours."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.test_causes_sum import ways
from tongguan.facts.clock import HOUR
from tongguan.insight.causes import tell, without
from tongguan.insight.next_third import smallest
from tongguan.insight.steps import Phase, Step


def step(name: str, *parts: tuple[float, str]) -> Step:
    """A step from the beginning on, whose parts last so many hours each."""
    made, at = [], 0
    for hours, cause in parts:
        made.append((at, at + round(hours * HOUR), cause))
        at = made[-1][1]
    return Step(name, 0, at, (), tuple(made))


def way(*steps: Step) -> list[Phase]:
    return [Phase(0, max(each.end for each in steps), steps, "idle")]


def test_one_cause_is_enough_where_one_holds_most() -> None:
    found = smallest([way(step("review", (2, "officer"), (8, "closed"))), way(step("review", (2, "work")))])
    assert found is not None
    assert (found.causes, found.total / HOUR, found.without / HOUR, found.enough) == (
        ("closed",),
        12,
        4,
        True,
    )


def test_two_tracks_at_once_must_both_be_shorter_although_each_alone_saves_nothing() -> None:
    both = way(step("pay", (9, "bank")), step("arrive", (9, "terminal")))
    assert [without(both, name) // HOUR for name in ("bank", "terminal")] == [9, 9]
    found = smallest([both])
    assert found is not None
    assert (set(found.causes), found.without) == ({"bank", "terminal"}, 0)


def test_work_is_never_taken_away_and_where_waiting_is_not_enough_it_says_so() -> None:
    found = smallest([way(step("inspect", (9, "work"), (1, "officer")))])
    assert found is not None
    assert (found.causes, found.enough, found.without / HOUR) == (("officer",), False, 9)
    assert smallest([]) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(ways(), min_size=1, max_size=4))
def test_no_smaller_set_would_do(phases: list[Phase]) -> None:
    each = [[phase] for phase in phases]
    total = sum(tell(one).total for one in each)
    found = smallest(each)
    if found is None:
        assert total == 0
        return
    assert found.without == sum(without(one, *found.causes) for one in each)
    assert found.enough == (3 * found.without <= 2 * total)
    waits = {cause for phase in phases for one in phase.steps for *_, cause in one.parts} | {"idle"}
    for fewer in combinations(sorted(waits - {"work"}), len(found.causes) - 1):
        assert 3 * sum(without(one, *fewer) for one in each) > 2 * total
