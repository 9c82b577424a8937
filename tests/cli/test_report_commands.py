"""The weekly report as files and by mail: a PDF that is read back, numbers that are numbers, one line for every error."""

import email
import io
import json
import socketserver
import threading
import zipfile
from collections.abc import Iterator
from email import policy
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from tests.cli.test_case_commands import lodged
from tests.cli.test_commands import Line, line
from tongguan.adapters.report import pdf

__all__ = ["line"]

WEEK, NEXT = "2018-W34", "2018-08-27T08:00:00+08:00"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def printer() -> None:
    if pdf.missing():
        pytest.skip(f"no PDF on this machine: the report's PDF needs {' '.join(pdf.missing())}")


class Server(socketserver.ThreadingTCPServer):
    """A mail server of the simplest sort on a port of its own; it keeps what it is given."""

    daemon_threads = True
    letters: list[bytes]
    refuses = False


class Talk(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self.say("220 test")
        for said in self.rfile:
            word = said[:4].upper().strip()
            if word == b"DATA":
                self.say("354 go on")
                body = iter(self.rfile.readline, b".\r\n")
                self.server.letters.append(b"".join(each.removeprefix(b".") if each.startswith(b"..") else each for each in body))  # fmt: skip
            if word == b"QUIT":
                return self.say("221 bye")
            self.say("550 nobody of that name" if word == b"RCPT" and self.server.refuses else "250 ok")

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Talk) as found:
        found.letters = []
        threading.Thread(target=found.serve_forever, daemon=True).start()
        monkeypatch.setenv("TONGGUAN_SMTP", f"smtp://127.0.0.1:{found.server_address[1]}")
        monkeypatch.setenv("TONGGUAN_MAIL_FROM", "tongguan@example.org")
        monkeypatch.setenv("TONGGUAN_MAIL_TO", "head@example.org, team@example.org")
        yield found
        found.shutdown()


def cells(path: Path, sheet: int) -> list[list[str | float]]:
    """The cells of a sheet as a spreadsheet has them: text or number."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as book:
        shared = ["".join(each.itertext()) for each in etree.fromstring(book.read("xl/sharedStrings.xml"))]
        rows = etree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml")).iter(f"{SHEET}row")
        return [
            [shared[int(cell[0].text)] if cell.get("t") == "s" else float(cell[0].text) for cell in row if len(cell)]
            for row in rows
        ]  # fmt: skip


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


def test_numbers_are_numbers_in_the_spreadsheet_and_the_causes_sum(line: Line) -> None:
    number = lodged(line)
    assert line("act", number, "pay", "--ref", "T-1", "--at", "2018-08-21T12:00:00+08:00") == 0
    done = ("done", "quarantine_review", "--as", "tan-yue", "--at", "2018-08-21T13:00:00+08:00")
    assert line("act", number, *done) == 0, line.error
    out = line.folder / "week.xlsx"
    assert line("report", "week", WEEK, "--out", out, "--at", NEXT) == 0
    head, first = cells(out, 1)[:2]
    assert (head[:3], first[:3]) == (["Definition", "Direction", "Count"], ["customs_clearance", "import", 1])
    *_, total = hours = [row[1] for row in cells(out, 3)[1:] if len(row) > 1]
    assert total == pytest.approx(sum(float(each) for each in hours[:-1]))
    assert float(total) > 24


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
    server.refuses = True
    assert line("report", "due", "--at", NEXT) == 3
    assert "send it again" in line.error
    server.refuses = False
    assert line("report", "due", "--at", NEXT) == 0
    assert len(server.letters) == 1
    assert json.loads(_list(line))["sent"] == {"0": ["head@example.org", "team@example.org"]}


def test_a_password_never_goes_over_an_open_line(
    line: Line, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TONGGUAN_SMTP", f"smtp://xiao:secret@127.0.0.1:{server.server_address[1]}")
    assert line("report", "due", "--at", NEXT) == 3
    assert "smtps://" in line.error
    assert "secret" not in line.error
    assert server.letters == []


def _list(line: Line) -> str:
    assert line("report", "list", "--json") == 0
    return line.said
