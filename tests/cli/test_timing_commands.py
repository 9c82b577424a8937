"""``tongguan times`` and ``tongguan causes`` on a journal of one reviewed import."""

import json

import pytest
from msgspec.structs import replace

from tests.build import message
from tests.cast import BANK, BROKER, TERMINAL
from tongguan.adapters.clock import FixedClock
from tongguan.adapters.locate import open_journal
from tongguan.cli import main
from tongguan.desk.draws import Drawn
from tongguan.desk.verbs import Act
from tongguan.desk.views import Answer
from tongguan.facts.clock import HOUR, parse
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
    assert (took["accepted"], took["open"], took["cohort_within_24h"]) == (1, 0, 1.0)
    (each,) = lines(capsys, "causes", "--db", db, "--each")
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
        (["causes", "--definition", "overall.office"], "no interval by the clock"),
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
