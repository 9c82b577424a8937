"""Targets and published figures: judged only where they may be."""

from datetime import date

import msgspec
import pytest

from tests.insight.test_cohorts import PLAIN
from tongguan.facts.clock import DAY, HOUR, parse
from tongguan.insight.life import Life
from tongguan.insight.targets import Dates, Source, Target, progress, read, shipped, shipped_files
from tongguan.insight.times import define

YEAR = Dates(date(2017, 1, 1), date(2017, 12, 31))
WHOLE = Target("whole", "overall", Source("示例"), "1/3", YEAR, date(2018, 12, 31), direction="import")
TODAY = date(2018, 6, 30)


def lives(year: int, hours: float, count: int = 20, **changes: object) -> list[Life]:
    """One a day from the fifth of March on, each as long."""
    start = parse(f"{year}-03-05T09:00:00+08:00")
    return [
        msgspec.structs.replace(
            PLAIN, number=f"{year}-{day}", arrived_at=start + day * DAY, accepted_at=start + day * DAY,
            released_at=start + day * DAY + round(hours * HOUR), **changes,
        )
        for day in range(count)
    ]  # fmt: skip


def test_a_third_less_is_reached_at_two_thirds_and_told_by_day() -> None:
    found = progress(WHOLE, [*lives(2017, 9), *lives(2018, 6, 22)], TODAY)
    assert (found.baseline, found.now, found.reached) == (9.0, 6.0, True)
    assert found.aim == pytest.approx(6.0)
    assert found.saved == pytest.approx(1 / 3)
    assert [hours for _, hours in found.days] == [6.0, 6.0, 6.0], "from the twentieth on"
    assert found.days[0][0] == date(2018, 3, 24)
    assert progress(WHOLE, [*lives(2017, 9), *lives(2018, 6.1)], TODAY).reached is False


def test_a_fixed_baseline_is_not_recomputed_and_other_scopes_do_not_count() -> None:
    fixed = msgspec.structs.replace(WHOLE, hours="97.39")
    found = progress(fixed, [*lives(2018, 6), *lives(2018, 50, direction="export")], TODAY)
    assert (found.baseline, found.now, found.count) == (97.39, 6.0, 20)


def test_too_few_and_serial_against_parallel_are_not_judged() -> None:
    few = progress(WHOLE, [*lives(2017, 9, 19), *lives(2018, 6)], TODAY)
    assert (few.baseline, few.reached, few.saved) == (None, None, None)
    prepared = msgspec.structs.replace(WHOLE, definition="preparation")
    found = progress(prepared, [*lives(2017, 9, process="import_serial"), *lives(2018, 6)], TODAY)
    assert found.barred is not None
    assert (found.reached, found.saved) == (None, None)


def test_better_than_the_national_average_only_on_the_same_definition_and_dates() -> None:
    assert shipped().judge("overall", "import", 90.0, YEAR.since, YEAR.until).better is True
    assert shipped().judge("overall", "import", 98.0, YEAR.since, YEAR.until).better is False
    for definition, hours, since in (
        ("customs_clearance", 0.86, 2017),
        ("overall", 8.0, 2018),
        ("overall", None, 2017),
    ):
        said = shipped().judge(definition, "import", hours, date(since, 1, 1), date(since, 6, 30))
        assert said.better is None
        assert said.zh.startswith("无法评判")
        assert said.en.startswith("cannot be judged")


def test_shipped_targets_and_figures_name_definitions_that_are_known_or_none_of_ours() -> None:
    assert all(define(each.definition) for each in shipped().targets)
    assert {each.definition for each in shipped().published if not define(each.definition)} == {
        "customs_processing_2011"
    }


FILES = shipped_files()


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("targets.toml", 'cut = "1/3"', 'cut = "3/2"', "between 0 and 1"),
        ("targets.toml", 'cut = "1/3"', 'cut = "third"', "is no number"),
        ("targets.toml", 'definition = "overall"', 'definition = "fast"', "no definition fast"),
        ("targets.toml", 'id = "whole_export"', 'id = "whole_import"', "there twice"),
        ("targets.toml", "to = 2017-12-31", "to = 2016-12-31", "before it begins"),
        ("targets.toml", 'direction = "import"', 'direction = "in"', "use import or export"),
        ("targets.toml", "[[target]]", "[[goal]]", "write rows"),
        ("benchmarks.toml", 'hours = "21.5"', 'hours = "fast"', "is no number"),
        ("benchmarks.toml", "published =", "printed =", "write published"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_remedy(file: str, old: str, new: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read({file: FILES[file].replace(old, new)})


def test_every_row_has_its_source() -> None:
    aims = shipped()
    assert all(each.source for each in (*aims.targets, *aims.published))
    source = f'zh = "{aims.targets[0].source.zh}"'
    with pytest.raises(ValueError, match="no source"):
        read({"targets.toml": FILES["targets.toml"].replace(source, 'zh = " "')})
