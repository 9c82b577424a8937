"""The figures of public logs are those of another program (PM4Py), recorded in ``logs/pm4py.toml``."""

import tomllib
from pathlib import Path

import pytest

from tongguan.adapters import logs
from tongguan.adapters.logs.mapping import parse
from tongguan.insight import logged
from tongguan.insight.graph import Ways
from tongguan.insight.logged import LogTimes

RECORDED = tomllib.loads((Path(__file__).parent / "logs/pm4py.toml").read_text("utf-8"))


def counted(path: Path, mapping: list[str], definition: str = logged.CASE) -> tuple[LogTimes, Ways]:
    times, ways = logged.Times(definition), Ways()
    for case, done in logged.told(logs.read(path, parse(mapping))):
        times.add(case, done)
        ways.add(done)
    (figures,) = times.figures()
    return figures, ways


@pytest.mark.parametrize("name", RECORDED)
def test_a_public_log_has_the_figures_of_pm4py(name: str, shared: Path) -> None:
    theirs = RECORDED[name]
    figures, ways = counted(shared / "data/logs" / name, theirs.get("map", []))
    assert (figures.count, figures.events) == (theirs["cases"], theirs["events"])
    assert figures.variants == len(ways.variants()) == theirs["variants"]
    assert (figures.median_s, figures.p90_s, figures.p95_s) == (
        theirs["median"],
        theirs["p90"],
        theirs["p95"],
    )
    assert figures.mean_s == pytest.approx(theirs["mean"], abs=1e-6)
    ours = {(each.from_, each.to): (each.count, each.mean_s) for each in ways.graph()}
    assert ours == {(a, b): (count, pytest.approx(mean, abs=1e-6)) for a, b, count, mean in theirs["graph"]}
    assert {each.activity: each.cases for each in ways.rework()} == theirs["rework"]


def test_the_cycle_of_the_parallel_log_is_from_its_start(shared: Path) -> None:
    figures, _ = counted(shared / "data/logs/AND_join_log.csv", [], logged.CASE_FROM_START)
    assert figures.mean_s == 3655.68977, "as the log's own notes say"
