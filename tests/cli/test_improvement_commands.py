"""The commands of the improvement register, and one clear line for every error."""

import pytest

from tests.cli.test_commands import Line, line

__all__ = ["line"]

AT = ("--at", "2018-08-20T16:00:00+08:00")


def test_a_measure_from_its_meeting_to_its_end(line: Line) -> None:
    met = line.json("improvement", "meet", "--present", "mao-qing, liu-min", "--text", "decided", *AT)
    assert (met["meeting"], met["day"], met["present"]) == (
        "20180820-01",
        "2018-08-20",
        ["mao-qing", "liu-min"],
    )
    words = ("--text", "a list", "--owner", "liu-min", "--where", "direction=import", "--expect", "0.2")
    days = ("--before", "2018-05-01..2018-08-20", "--until", "2018-09-30")
    taken = line.json("improvement", "measure", met["meeting"], *words, *days, *AT)
    assert (taken["measure"], taken["since"]) == ("20180820-01-1", "2018-08-21"), "from tomorrow on"
    assert (taken["base_since"], taken["until"]) == ("2018-05-01", "2018-09-30")
    shown = line.json("improvement", "show", taken["measure"], *AT)
    assert (shown["verdict"], shown["change"], shown["beside"]) == ("to_come", None, [])
    later = ("--at", "2018-08-25T16:00:00+08:00")
    assert line.json("improvement", "list", *later)["verdict"] == "few"
    assert line("improvement", "end", taken["measure"], "--text", "nobody reads it", *later) == 0
    assert line("improvement", "list", "--lang", "zh", *later) == 0
    assert "未见成效" in line.said
    assert line("verify") == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("meet", "--present", "x"), 1, "Words are needed"),
        (("meet", "--text", "x"), 1, "present is missing"),
        (("meet", "--text", "x", "--present", "x", "--day", "soon"), 1, "soon"),
        (("meet", "--text", "x", "--present", "x", "--as", "liu-min"), 1, "coordinator"),
        (("measure", "20180820-77", "--text", "x"), 1, "Record the meeting first"),
        (("measure", "20180820-77", "--from", "soon"), 2, "--from"),
        (("measure", "20180820-77", "--before", "May"), 2, "--before"),
        (("measure", "20180820-77", "--where", "import"), 2, "--where"),
        (("show", "20180820-77-1"), 1, "no such measure"),
        (("end", "20180820-77-1", "--text", "x"), 1, "no measure"),
    ],
)
def test_an_error_is_one_line_that_says_what_would_mend_it(
    line: Line, arguments: tuple[str, ...], code: int, said: str
) -> None:
    assert line("improvement", *arguments, *AT) == code
    assert said in line.error
    assert line.error.count("\n") == 1
