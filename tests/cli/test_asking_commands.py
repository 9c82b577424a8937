"""Links of questions by mail: to the address of the team's data, once, both languages, telling nothing but the link."""

import email
from email import policy

import pytest

from tests.cli.test_case_commands import LATE, lines, lodged
from tests.cli.test_commands import Line, line
from tests.cli.test_report_commands import Server, server

__all__ = ["line", "server"]

SECRET = "sample <7> of trader X"


@pytest.fixture
def asked(line: Line, monkeypatch: pytest.MonkeyPatch) -> str:
    """The id of a question to the laboratory, which has an address."""
    monkeypatch.setenv("TONGGUAN_SITE", "https://customs.example.org/")
    number = lodged(line)
    named = ("--kind", "laboratory", "--zh", "实验室", "--en", "Laboratory", "--address", "lab@example.org")
    assert line("team", "outsider", "laboratory", *named, "--at", LATE) == 0, line.error
    assert "lab@example.org" in line.said
    said = lines(line, "case", "ask", number, "--whom", "laboratory", "--text", SECRET, "--at", LATE)
    return str(said[-1]["question"])


def test_a_link_goes_out_once_and_its_answer_comes_back(line: Line, server: Server, asked: str) -> None:
    (sent,) = lines(line, "case", "mail", "--at", LATE)
    assert (sent["question"], sent["whom"], sent["to"]) == (asked, "laboratory", "lab@example.org")
    assert lines(line, "case", "mail", "--at", LATE) == [], "a second run finds nothing to do"
    (letter,) = server.letters
    read = email.message_from_bytes(letter, policy=policy.default)
    assert (read["From"], read["To"]) == ("tongguan@example.org", "lab@example.org")
    body = read.get_content()
    assert f"https://customs.example.org/reply/{asked}." in body
    assert "海关" in body
    assert "Customs office 4907" in body
    assert SECRET not in letter.decode("utf-8", "replace") + body, "the link alone opens the question"
    assert line("case", "answer", asked, "--text", "on Friday", "--at", LATE) == 0
    assert line("verify") == 0


def test_a_server_that_refuses_loses_nothing_and_is_asked_again(
    line: Line, server: Server, asked: str
) -> None:
    server.refuses = True
    assert line("case", "mail", "--at", LATE) == 3
    assert f"{asked}: the mail server" in line.error
    assert line.error.count("\n") == 1
    server.refuses = False
    assert [each["question"] for each in lines(line, "case", "mail", "--at", LATE)] == [asked]


def test_what_was_answered_or_is_over_is_not_mailed(line: Line, server: Server, asked: str) -> None:
    assert lines(line, "case", "mail", "--at", "2018-08-24T11:00:00+08:00") == [], "its time was two days"
    assert line("case", "answer", asked, "--text", "on Friday", "--at", LATE) == 0
    assert lines(line, "case", "mail", "--at", LATE) == []
    assert server.letters == []


def test_an_outsider_without_an_address_is_told_by_hand(line: Line, server: Server) -> None:
    number = lodged(line)
    assert line("case", "ask", number, "--whom", "bank", "--text", "when?", "--at", LATE) == 0
    assert lines(line, "case", "mail", "--at", LATE) == []
    assert server.letters == []


@pytest.mark.parametrize("site", ["", "customs.example.org", "ftp://customs.example.org"])
def test_without_the_offices_address_nothing_is_sent(
    line: Line, server: Server, asked: str, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TONGGUAN_SITE", site)
    assert line("case", "mail", "--at", LATE) == 2
    assert "TONGGUAN_SITE" in line.error
    assert server.letters == []


@pytest.mark.parametrize(
    "address", ["lab", "a@b", "a@example.org, b@example.org", "a@example.org\nBcc: b@example.org", "A <a@example.org>"]
)  # fmt: skip
def test_one_address_is_one_address(line: Line, address: str) -> None:
    named = ("--kind", "laboratory", "--zh", "x", "--en", "x", "--address", address)
    assert line("team", "outsider", "laboratory", *named, "--at", LATE) == 1
    assert "address" in line.error
