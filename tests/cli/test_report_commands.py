"""The weekly report as files and by mail: a PDF that is read back, numbers that are numbers, one line for every error."""

import email
import json
from email import policy

import openpyxl
import pypdfium2
import pytest

from tests.cli.mail_server import Server, server
from tests.cli.test_case_commands import lodged
from tests.cli.test_commands import Line, line
from tongguan.adapters.report import pdf
from tongguan.insight.times import definitions

__all__ = ["line", "server"]

WEEK, NEXT = "2018-W34", "2018-08-27T08:00:00+08:00"


@pytest.fixture
def printer() -> None:
    if pdf.missing():
        pytest.skip(f"no PDF on this machine: the report's PDF needs {' '.join(pdf.missing())}")


@pytest.mark.usefixtures("printer")
def test_the_pdf_is_signed_on_its_first_page_and_numbers_its_pages(line: Line) -> None:
    number = lodged(line)
    out = line.folder / "week.pdf"
    assert line("report", "week", WEEK, "--lang", "zh", "--out", out, "--at", NEXT) == 0, line.error
    read = pypdfium2.PdfDocument(out)
    pages = [page.get_textpage().get_text_range() for page in read]
    for text in (
        "通关时效周报 2018-W34",
        "三项主要原因",
        "请办事项",
        "关长签字",
        "海关通关时间",
        "合成数据",
        f"1 / {len(pages)}",
    ):
        assert text in pages[0], text
    assert len(pages) > 1
    assert f"{len(pages)} / {len(pages)}" in pages[-1]
    assert "关长签字" not in "".join(pages[1:])
    assert number in "".join(pages[1:]), "it passed 24 hours"


def test_one_template_makes_the_html_and_nothing_in_it_comes_from_elsewhere(line: Line) -> None:
    lodged(line)
    out = line.folder / "week.html"
    assert line("report", "week", WEEK, "--out", out, "--at", NEXT) == 0
    text = out.read_text()
    assert "Head of office" in text
    assert "customs_clearance" in text
    assert not any(each in text for each in ("http://", "https://", "<script", " src="))


def test_numbers_are_numbers_in_the_spreadsheet_and_each_figure_has_its_definition(line: Line) -> None:
    number = lodged(line)
    assert line("act", number, "pay", "--ref", "T-1", "--at", "2018-08-21T12:00:00+08:00") == 0
    done = ("done", "quarantine_review", "--as", "tan-yue", "--at", "2018-08-21T13:00:00+08:00")
    assert line("act", number, *done) == 0, line.error
    out = line.folder / "week.xlsx"
    assert line("report", "week", WEEK, "--out", out, "--at", NEXT) == 0
    book = openpyxl.load_workbook(out)
    rows = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    head, first = rows["Figures"][:2]
    assert (head[:3], first[:3]) == (("Definition", "Direction", "Count"), ("customs_clearance", "import", 1))
    assert first[3] == 28
    *_, total = [row[1] for row in rows["Hours by who was waited for"][1:] if row[1] is not None]
    assert total == pytest.approx(sum(row[1] for row in rows["Hours by who was waited for"][1:-3]))
    assert total > 24
    cases = dict(row[:2] for row in rows["Cases"][1:5])
    assert cases == {"carried in": 0, "opened": 1, "closed": 1, "carried over": 0}
    assert dict(row[:2] for row in rows["Opened and closed"][1:6])["Opened (accepted)"] == 1
    known = {*definitions(), "accepted", "released", "accepted, released"}
    for name in (
        "Figures",
        "Opened and closed",
        "Cases",
        "Past 24 hours",
        "Hours by who was waited for",
        "Passed 24 hours",
        "Who has acted",
    ):
        place = rows[name][0].index("Definition")
        figures = [row for row in rows[name][1:] if any(isinstance(cell, (int, float)) for cell in row)]
        assert figures, name
        assert {row[place] for row in figures} <= known, name


def test_without_a_chinese_typeface_a_pdf_is_refused_and_html_offered(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_typeface", lambda: ["fonts-noto-cjk"])
    out = line.folder / "week.pdf"
    assert line("report", "week", WEEK, "--out", out, "--at", NEXT) == 2
    assert "fonts-noto-cjk" in line.error
    assert ".html" in line.error
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("week", "2018-W60"), 2, "2018-W26"),
        (("week", WEEK, "--out", "week.doc"), 2, ".pdf"),
        (("week", WEEK, "--issue", "3"), 2, "0 issues"),
        (("issue", WEEK, "--ask", "the bank"), 2, "WHOM: WHAT"),
        (("issue", "2018-W40"), 1, "not over"),
        (("answer", WEEK, "2018-W34-1", "--text", "x"), 1, "not issued"),
        (("send", WEEK), 2, "TONGGUAN_SMTP"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    line: Line, arguments: tuple[str, ...], code: int, word: str
) -> None:
    assert line("report", *arguments, "--at", NEXT) == code
    assert word in line.error
    assert line.error.count("\n") == 1


def test_due_issues_and_sends_once_and_a_second_run_does_nothing(line: Line, server: Server) -> None:
    lodged(line)
    assert line.json("report", "due", "--at", NEXT)["sent"] == {"0": ["head@example.org", "team@example.org"]}
    assert line("report", "due", "--at", NEXT) == 0
    assert line.said == ""
    (letter,) = server.letters
    read = email.message_from_bytes(letter, policy=policy.default)
    assert (read["From"], read["To"]) == ("tongguan@example.org", "head@example.org, team@example.org")
    assert WEEK in read["Subject"]
    names = [part.get_filename() for part in read.iter_attachments()]
    assert names == [f"{WEEK}.{'html' if pdf.missing() else 'pdf'}", f"{WEEK}.xlsx"]


def test_a_mail_server_that_refuses_loses_nothing_and_is_asked_again(line: Line, server: Server) -> None:
    lodged(line)
    server.refuses = True
    assert line("report", "due", "--at", NEXT) == 3
    assert "send it again" in line.error
    server.refuses = False
    assert line("report", "due", "--at", "2018-08-27T08:09:00+08:00") == 0
    assert server.letters == [], "whoever began is given ten minutes"
    assert line("report", "due", "--at", "2018-08-27T08:11:00+08:00") == 0
    assert len(server.letters) == 1
    assert json.loads(_list(line))["sent"] == {"0": ["head@example.org", "team@example.org"]}


def test_a_password_never_goes_over_an_open_line(
    line: Line, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    lodged(line)
    monkeypatch.setenv("TONGGUAN_SMTP", f"smtp://xiao:secret@127.0.0.1:{server.server_address[1]}")
    assert line("report", "due", "--at", NEXT) == 3
    assert "smtps://" in line.error
    assert "secret" not in line.error
    assert server.letters == []


def _list(line: Line) -> str:
    assert line("report", "list", "--json") == 0
    return line.said
