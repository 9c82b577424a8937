"""Event logs on the command line: times, graph, mapping kept, conformance, export."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.build import declaration, filing_list, inspected, message
from tests.cli.test_commands import AUGUST, Line, line
from tongguan.adapters import document

__all__ = ["line"]
ROWS = """Order,Step,When,Port
1,take,2018-03-05T09:00:00+08:00,x
1,check,2018-03-05T10:00:00+08:00,x
1,let go,2018-03-05T11:00:00+08:00,x
2,take,2018-03-06T09:00:00+08:00,y
2,check,2018-03-06T10:00:00+08:00,y
2,check,2018-03-06T12:00:00+08:00,y
2,let go,2018-03-06T13:00:00+08:00,y
"""
MAP = "case=Order,activity=Step,time=When,acceptance=take,release=let go"


def records(line: Line, *arguments: object) -> list[dict[str, Any]]:
    assert line(*arguments, "--json") == 0, line.error
    return [json.loads(text) for text in line.said.splitlines()]


@pytest.fixture
def log(line: Line) -> Path:
    return line.file("orders.csv", ROWS.encode())


def test_times_of_a_log_with_its_graph_variants_and_rework(line: Line, log: Path) -> None:
    times, *ways = records(line, "times", "--log", log, "--map", MAP, "--graph", "--variants", "--rework")
    assert times == {
        "definition": "case", "group": {}, "count": 2, "events": 7, "variants": 2, "mean_s": 10800.0, "median_s": 10800.0,
        "p90_s": 14400.0, "p95_s": 14400.0, "low_s": 7200.0, "high_s": 14400.0, "within_24h": 1.0,
        "percentiles": "nearest rank",
    }  # fmt: skip
    assert ways == [
        {"from": "check", "to": "let go", "count": 2, "mean_s": 3600.0},
        {"from": "take", "to": "check", "count": 2, "mean_s": 3600.0},
        {"from": "check", "to": "check", "count": 1, "mean_s": 7200.0},
        {"variant": ["take", "check", "check", "let go"], "count": 1, "share": 0.5},
        {"variant": ["take", "check", "let go"], "count": 1, "share": 0.5},
        {"activity": "check", "cases": 1, "repeats": 1},
    ]


def test_a_mapping_is_kept_for_next_time_once_it_served(line: Line, log: Path) -> None:
    kept = log.with_name("orders.csv.map.toml")
    assert line("times", "--log", log, "--map", MAP.replace("When", "Port")) == 2
    assert not kept.exists(), "a mapping that did not serve"
    assert line("times", "--log", log) == 2
    assert "--map case=NAME" in line.error
    assert line("times", "--log", log, "--map", MAP) == 0
    assert str(kept) in line.error
    assert records(line, "times", "--log", log)[0]["count"] == 2
    named = log.with_name("mine.toml")
    assert line("times", "--log", log, "--map", MAP, "--save-map", named) == 0
    kept.unlink()
    assert records(line, "times", "--log", log, "--map", named)[0]["count"] == 2


def test_the_offices_definitions_answer_where_milestones_are_named(line: Line, log: Path) -> None:
    found = records(
        line, "times", "--log", log, "--map", MAP, "--definition", "customs_clearance", "--by", "Port,week",
        "--from", "2018-03-06", "--to", "2018-03-06",
    )  # fmt: skip
    assert [(each["group"], each["mean_s"]) for each in found] == [
        ({"Port": "y", "week": "2018-W10"}, 14400.0)
    ]
    assert line("times", "--log", log, "--map", MAP, "--definition", "nonsense") == 2
    assert "there are case, case_from_start, customs_clearance" in line.error


def test_a_log_that_cannot_be_read_ends_with_2_one_line_and_nothing_printed(line: Line) -> None:
    bad = line.file("bad.csv", ROWS.replace("2018-03-06T13:00:00+08:00", "evening").encode())
    for lang, word in (("en", "“evening” is no time."), ("zh", "“evening”不是时间。")):
        assert line("times", "--log", bad, "--map", MAP, "--graph", "--lang", lang) == 2
        assert line.said == ""
        assert len(line.error.splitlines()) == 1
        assert f"{bad}: line 8: When: {word}" in line.error
    assert line("times", "--log", bad.with_name("none.csv")) == 2
    assert line("times", "--log", bad, "--map", "colour=red") == 2
    assert "there is no colour" in line.error


def test_a_case_that_left_the_model_is_named(line: Line) -> None:
    rows = "case,activity,time\n1,arrived,2018-03-05\n1,acceptance,2018-03-06\n1,release,2018-03-07\n"
    good = line.file("good.csv", rows.encode())
    assert records(line, "conform", "import_parallel", "--log", good) == [
        {"model": "import_parallel", "cases": 1, "conform": 1}
    ]
    bad = line.file("bad.csv", (rows + "2,acceptance,2018-03-06\n2,release,2018-03-07\n").encode())
    assert line("conform", "import_parallel", "--log", bad, "--json") == 1
    summary, left = (json.loads(text) for text in line.said.splitlines())
    assert (summary["cases"], summary["conform"], left["number"]) == (2, 1, "2")
    (deviation,) = left["deviations"]
    assert (deviation["kind"], deviation["activity"], deviation["other"]) == (
        "left_out",
        "arrival",
        "release",
    )
    assert line("conform", "import_parallel", "--log", bad, "--lang", "zh") == 1
    assert "2 件中 1 件符合 import_parallel" in line.said
    assert line("conform", "nonsense") == 2


def test_the_journal_leaves_as_a_log_and_comes_back(line: Line, tmp_path: Path) -> None:
    each = line.file("d.json", document.write(message(declaration())))
    assert line("lodge", each, "--at", AUGUST) == 0, line.error
    assert records(line, "conform", "import_parallel") == [
        {"model": "import_parallel", "cases": 1, "conform": 1}
    ]
    for name, file in (("xes", "log.xes"), ("parquet", "log.parquet"), ("ocel", "log.ocel.json")):
        (said,) = records(line, "export", "--out", tmp_path / "out", "--format", name)
        assert said["file"].endswith(file)
        (times,) = records(line, "times", "--log", tmp_path / "out" / file)
        assert (times["count"], times["events"]) == (1, said["events"])


def test_every_definition_at_once_is_the_same_from_xes_and_by_columns(line: Line, tmp_path: Path) -> None:
    each = line.file("d.json", document.write(message(filing_list())))
    number = line.json("lodge", each, "--at", AUGUST)["number"]
    assert line("act", number, "arrive", "--as", "terminal", "--at", "2018-08-20T11:00:00+08:00") == 0, (
        line.error
    )
    found = []
    for name, file in (("xes", "log.xes"), ("parquet", "log.parquet")):
        assert line("export", "--out", tmp_path, "--format", name) == 0
        log = tmp_path / file
        found.append(records(line, "times", "--log", log, "--definition", "all", "--by", "direction,month"))
    slow, fast = found
    assert [{**each, "events": 0, "variants": 0} for each in fast] == [
        {**each, "events": 0, "variants": 0} for each in slow
    ]
    means = {each["definition"]: each["mean_s"] for each in fast}
    assert (means["customs_clearance"], means["overall"]) == (3600.0, 0.0)


def test_our_own_log_answers_every_definition_and_grouping_that_the_journal_does(
    line: Line, tmp_path: Path
) -> None:
    each = line.file("d.json", document.write(message(inspected())))
    number = line.json("lodge", each, "--at", AUGUST)["number"]
    assert line("act", number, "arrive", "--as", "terminal", "--at", "2018-08-20T11:00:00+08:00") == 0
    assert line("act", number, "done", "quarantine_review", "--as", "tan-yue", "--at", "2018-08-20T15:00:00+08:00") == 0  # fmt: skip
    log = tmp_path / "LOG2.PARQUET"
    assert line("export", "--out", tmp_path, "--format", "parquet") == 0
    (tmp_path / "log.parquet").rename(log)
    by = "channel,chapter,trader_class,zone_line"
    for definition in ("wait.quarantine_review", "wait.quarantine_review.office"):
        asked = ("--definition", definition, "--by", by)
        (ours,), (theirs,) = records(line, "times", *asked), records(line, "times", "--log", log, *asked)
        assert ours["median_s"] == theirs["median_s"] > 0
        assert ours["group"] == theirs["group"] == {
            "channel": "reviewed", "chapter": ours["group"]["chapter"], "trader_class": "unregistered", "zone_line": "none",
        }  # fmt: skip


def test_what_a_log_does_not_tell_is_refused_in_both_languages(line: Line, log: Path) -> None:
    for option, value, en, zh in (
        ("--by", "channel", "the log tells no channel of its cases", "日志的案例没有“channel”"),
        ("--definition", "first_lodging", "the log has no first_lodging", "日志中没有 first_lodging"),
        ("--definition", "wait.document_review", "the log has no assign", "日志中没有 assign"),
        ("--definition", "overall~cancelled", "the log has no status", "日志中没有 status"),
    ):
        for lang, word in (("en", en), ("zh", zh)):
            assert line("times", "--log", log, "--map", MAP, option, value, "--lang", lang) == 2
            assert f"{option}: {word}" in line.error
            assert line.said == ""


def test_ways_of_the_journal_need_no_log(line: Line) -> None:
    each = line.file("d.json", document.write(message(filing_list())))
    number = line.json("lodge", each, "--at", AUGUST)["number"]
    assert line("act", number, "arrive", "--as", "terminal", "--at", "2018-08-20T11:00:00+08:00") == 0
    _, *ways = records(line, "times", "--graph", "--variants")
    assert [each["variant"][-1] for each in ways if "variant" in each] == ["release"]
    assert any(each.get("to") == "release" for each in ways)
