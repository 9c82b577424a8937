"""Figures by columns are those of the engine that goes case by case."""

from datetime import date
from pathlib import Path

import pytest

from tests.build import Office, declaration, export, filing_list, inspected
from tests.cast import BANK, TERMINAL
from tongguan.adapters import logs
from tongguan.adapters.logs import columns, writing
from tongguan.adapters.logs.mapping import Mapping
from tongguan.facts.clock import HOUR, local_date, parse
from tongguan.insight import logged
from tongguan.insight.log import Case, Entry, steps
from tongguan.insight.telling import ATTRIBUTES

BY = ("office", "direction", "mode", "week")
KINDS = (declaration, export, filing_list, inspected)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty declarations over two weeks, arrived, paid and gone out at times of their own; some still open."""
    office = Office()
    for place in range(60):
        content = KINDS[place % 4](transport_document=f"B-{place}")
        number = office.lodge(content, client_number=f"SYN{place}").number
        for step, (verb, actor, more) in enumerate(
            (("arrive", TERMINAL, {}), ("pay", BANK, {"ref": f"T-{place}"}), ("gate-out", TERMINAL, {}))
        ):
            office.clock.at += HOUR * (1 + place * (step + 3) % 7) + place
            if place % 9 != step:
                office.tries(number, verb, actor=actor, **more)
    path = tmp_path_factory.mktemp("columns") / "log.parquet"
    writing.write(writing.cases(office.desk.journal.events(), office.desk.models), path, "parquet")
    return path


@pytest.mark.parametrize("period", [(None, None), (date(2018, 8, 22), date(2018, 8, 27))])
@pytest.mark.parametrize("by", [(), BY])
def test_every_definition_and_group_has_the_same_figures(
    log: Path, by: tuple[str, ...], period: tuple[date | None, date | None]
) -> None:
    assert columns.fits(log)
    told = list(logged.told(logs.read(log, Mapping(), (*logged.attributes(by), *logged.ASKED))))
    engine = []
    for name in sorted(logged.office_definitions()):
        times = logged.Times(name, by, *period)
        for case, done in told:
            times.add(case, done)
        engine += [figures.record() for figures in times.figures()]
    for figures in engine:
        del figures["events"], figures["variants"]
        figures["mean_s"] = pytest.approx(figures["mean_s"], abs=2e-6)
    found = columns.measure(log, by, *period)
    assert found == engine
    assert len({each["definition"] for each in found}) >= 6
    assert len(found) > len(by), "more groups than one"


def test_a_grouping_that_the_log_does_not_have_is_refused(log: Path) -> None:
    with pytest.raises(logged.NotInLogs) as refused:
        columns.measure(log, ("nothing",))
    assert refused.value.option == "--by"
    assert "tells no nothing" in refused.value.text("en")
    assert "没有“nothing”" in refused.value.text("zh")


def test_weeks_months_and_days_follow_the_zone_through_daylight_time(tmp_path: Path) -> None:
    """In the summers of 1986 to 1991 the office's clocks were an hour ahead: a Sunday night was Monday already."""
    ends = [
        f"{year}-{day}T{hour}:30:00+08:00"
        for year in (1987, 1988, 1990)
        for day in ("02-28", "04-30", "06-30", "07-03", "09-10", "09-30", "12-31")
        for hour in ("00", "12", "22", "23")
    ]
    cases = [
        Case(
            f"C{place}",
            (Entry("acceptance", parse(end) - HOUR, None, "complete"), Entry("release", parse(end), None, "complete")),
            {**dict.fromkeys(ATTRIBUTES, "x"), "first_lodging": end},
        )
        for place, end in enumerate(ends)
    ]  # fmt: skip
    log = tmp_path / "log.parquet"
    writing.write(cases, log, "parquet")
    for by, period in ((("week",), ()), (("month",), ()), ((), (date(1988, 7, 1), date(1988, 7, 3)))):
        times = logged.Times("customs_clearance", by, *period)
        for case in cases:
            times.add(case, steps(case.entries))
        wanted = [(each.group, each.count) for each in times.figures()]
        found = [
            (each["group"], each["count"])
            for each in columns.measure(log, by, *period)
            if each["definition"] == "customs_clearance"
        ]
        assert found == wanted, by
    assert local_date(parse("1988-07-03T23:30:00+08:00")) == date(1988, 7, 4), "or it would prove nothing"


def test_a_log_of_another_house_is_left_to_the_engine(tmp_path: Path) -> None:
    assert not columns.fits(tmp_path / "log.csv")
    (tmp_path / "log.parquet").write_bytes(b"PAR1")
    assert not columns.fits(tmp_path / "log.parquet")
