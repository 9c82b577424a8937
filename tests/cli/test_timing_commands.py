"""``tongguan times`` and ``tongguan causes`` on a journal of one reviewed import."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.build import declaration, message
from tests.cast import AUGUST, BANK, BROKER, LAST_YEAR, TERMINAL
from tongguan.adapters.clock import FixedClock
from tongguan.adapters.locate import open_journal
from tongguan.cli import main
from tongguan.cli.times_table import table
from tongguan.desk.draws import Drawn
from tongguan.desk.verbs import Act
from tongguan.desk.views import Answer
from tongguan.facts.clock import HOUR, parse
from tongguan.insight.times import definitions
from tongguan.wiring import desk_on


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One import of ten o'clock that nobody draws: its goods come at eleven, its duty is paid at half past twelve."""
    url = f"sqlite:///{tmp_path_factory.mktemp('times')}/t.db"
    clock = FixedClock(parse("2018-08-20T10:00:00+08:00"))
    desk = desk_on(open_journal(url, "demo"), clock)
    desk.office = replace(desk.office, draw=lambda number, at: Drawn(500_000))
    lodged = desk.lodge(message(), BROKER)
    assert isinstance(lodged, Answer)
    for later, act, actor in (
        (HOUR, Act(verb="arrive"), TERMINAL), (3 * HOUR // 2, Act(verb="pay", ref="T-1"), BANK)
    ):  # fmt: skip
        clock.at += later
        assert isinstance(desk.act(lodged.number, act, actor), Answer)
    desk.journal.close()
    return url


def lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    capsys.readouterr()
    assert main([*arguments, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_causes_sum_to_the_total_and_times_carry_their_definition(
    db: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (caused,) = lines(capsys, "causes", "--db", db, "--by", "office,direction")
    assert caused["definition"] == "customs_clearance"
    assert caused["group"] == {"office": "4907", "direction": "import"}
    assert sum(caused["causes"].values()) == caused["total_s"] == 9000  # type: ignore[attr-defined]
    assert caused["causes"] == {"declarant": 9000}, "the bank was never asked; arrival had slack"
    (took,) = lines(
        capsys, "times", "--db", db, "--by", "chapter,month", "--from", "2018-08-01", "--to", "2018-08-31"
    )
    assert (took["count"], took["median_s"], took["mean_s"]) == (1, 9000, None)
    assert (took["accepted"], took["open"], took["cohort_within_24h"]) == (1, 0, None), "one is few"
    (each,) = lines(capsys, "causes", "--db", db, "--each")
    assert each["without_s"] == {"declarant": 3600}, "the goods came at eleven, whoever paid"
    assert (caused["mean_s"], caused["without_median_s"]) == (None, {"declarant": 3600}), "one is few"
    assert main(["causes", "--db", db]) == 0
    assert "(without it median 1.00 h each)" in capsys.readouterr().out
    assert each["slack"] == [
        {"step": "arrival", "s": 5400},
        {"step": "settlement", "s": 0},
        {"step": "selection_notice", "s": 5400},
    ]
    assert lines(capsys, "times", "--db", db, "--from", "2018-09-01") == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["times", "--definition", "overall,first_application"], "two definitions never meet"),
        (["causes", "--definition", "nonsense"], "there is no nonsense"),
        (["times", "--by", "weather"], "cannot group by weather"),
        (["times", "--from", "yesterday"], "is no date"),
        (["times", "--from", "2018-08-02", "--to", "2018-08-01"], "lies after"),
        (["times", "--against", "2017"], "give the period"),
        (["times", "--from", "2016-12-31"], "is in use from 2017-01-01; ask from that day on"),
        (["times", "--from", "2016-12-31", "--lang", "zh"], "自 2017-01-01 起使用"),
    ],
)
def test_a_wrong_question_gets_one_line(
    db: str, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    capsys.readouterr()
    assert main([*arguments, "--db", db]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_nothing_is_late_in_an_office_whose_goods_are_gone(
    db: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lines(capsys, "late", "--db", db, "--at", "2018-08-25T10:00:00+08:00") == []


def test_serial_and_parallel_under_each_other_are_told_in_text_and_in_every_line_of_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path}/both.db"
    clock = FixedClock(LAST_YEAR)
    desk = desk_on(open_journal(url, "demo"), clock)
    desk.office = replace(desk.office, draw=lambda number, at: Drawn(500_000))
    for at, name in ((LAST_YEAR, "SYN0001"), (AUGUST, "SYN0002")):
        clock.at = at
        content = declaration(transport_document=f"B-{name}", district="43039")
        lodged = desk.lodge(message(content, name), BROKER)
        assert isinstance(lodged, Answer)
        for act, actor in (
            (Act(verb="arrive"), TERMINAL),
            (Act(verb="pay", ref=f"T-{name}"), BANK),
        ):
            clock.at += HOUR
            assert isinstance(desk.act(lodged.number, act, actor), Answer)
    desk.journal.close()
    assert lines(capsys, "times", "--db", url, "--moved", "--by", "month") == [], (
        "each group is one declaration"
    )
    assert [
        each["group"] for each in lines(capsys, "times", "--db", url, "--moved", "--by", "direction")
    ] == [{"direction": "import"}] * 2
    mixed = "customs_clearance does not compare the serial process with the parallel one"
    both = lines(capsys, "times", "--db", url, "--by", "process")
    assert [mixed in str(each["mixed"]) for each in both] == [True, True]
    assert main(["times", "--db", url, "--by", "month"]) == 0
    assert mixed in capsys.readouterr().out
    for fair in (("--by", "process", "--from", "2018-01-01"), ("--definition", "overall")):
        assert lines(capsys, "times", "--db", url, *fair)[0]["mixed"] is None


def test_times_is_a_table_that_a_person_reads(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    period = ("--from", "2018-08-01", "--to", "2018-08-31", "--against", "2017")
    capsys.readouterr()
    assert main(["times", "--db", db, "--by", "direction", *period]) == 0
    heads, row, *notes = capsys.readouterr().out.splitlines()
    assert heads.split("  ")[0] == "direction"
    assert row.split() == [
        "import", "1", "—", "2.50", "2.50-2.50", "—", "—", "—", "—", "(1)", "0", "0", "0", "0", "0", "—", "—",
    ], "one declaration: its count, median and range, and nothing that would need twenty"  # fmt: skip
    for said in ("customs_clearance", "definition accepted", "2017-08-01", "Under 20 declarations"):
        assert any(said in note for note in notes), said
    assert main(["times", "--db", db, "--lang", "zh"]) == 0
    heads, row, *notes = capsys.readouterr().out.splitlines()
    assert ("中位数" in heads, row.split()[0]) == (True, "全部")
    assert main(["times", "--db", db, "--from", "2019-01-01"]) == 0
    assert "No figure by this definition" in capsys.readouterr().out


def test_from_twenty_on_the_table_has_the_mean_the_rates_and_the_growth() -> None:
    record = {
        "group": {"direction": "import"}, "count": 20, "mean_s": 7200.0, "median_s": 3600.0, "low_s": 0.0, "high_s": 90000.0,
        "p90_s": 36000.0, "p95_s": 72000.0, "within_24h": 0.95, "accepted": 21, "cohort_within_24h": 0.904762, "open": 1,
        "open_by_age": {"under_24h": 0, "24_to_48h": 1, "48_to_72h": 0, "over_72h": 0}, "against": ["2017-01-01", "2017-06-30"],
        "growth": 1.959, "compression": {"standardised": 0.333, "low": 0.1, "high": 0.5},
    }  # fmt: skip
    _, row, *_ = table(definitions()["customs_clearance"], ["direction"], [record], "en").splitlines()
    assert row.split() == [
        "import", "20", "2.00", "1.00", "0.00-25.00", "10.00", "20.00", "95.0%", "90.5%", "(21)", "1", "0", "1", "0", "0",
        "+195.9%", "33.3%", "[10.0%,", "50.0%]",
    ]  # fmt: skip
