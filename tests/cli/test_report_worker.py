"""The worker has the weekly report on its own schedule: each week once and each mail once, whoever is killed when."""

import email
import os
import signal
from collections import Counter
from email import policy
from pathlib import Path

import pytest

from tests.cli.mail_server import Server, server
from tests.cli.test_worker import lodged, worker
from tongguan.adapters.clock import set_office_clock
from tongguan.adapters.locate import open_journal
from tongguan.facts.clock import parse

__all__ = ["server"]

MONDAY, LATER = parse("2018-08-27T07:00:00+08:00"), parse("2018-08-27T07:11:00+08:00")
THIRD = parse("2018-09-10T07:00:00+08:00")


@pytest.fixture
def url(tmp_path: Path) -> str:
    """An office with a declaration of the week before, on Monday at the hour of the report."""
    found = f"sqlite:///{tmp_path}/t.db"
    lodged(found, 1)
    set_clock(found, MONDAY)
    return found


def set_clock(url: str, at: int) -> None:
    journal = open_journal(url)
    set_office_clock(journal, at)
    journal.close()


def kinds(url: str) -> Counter[tuple[str, str]]:
    """How many events of each kind each report has."""
    journal = open_journal(url)
    found = Counter(
        (event.stream, event.kind) for event in journal.events() if event.stream.startswith("report/")
    )
    journal.close()
    return found


def once(url: str, workers: int = 1) -> None:
    together = [worker(url, "--once") for _ in range(workers)]
    assert [each.communicate() and each.returncode for each in together] == [0] * workers


def ids(server: Server) -> list[str]:
    letters = [email.message_from_bytes(each, policy=policy.default) for each in server.letters]
    return [each["Message-ID"] for each in letters]


def test_a_worker_killed_while_it_mails_is_followed_by_others_that_issue_nothing_twice_and_mail_once(
    url: str, server: Server
) -> None:
    server.stops_at = b"DATA"
    killed = worker(url)
    assert server.reached.wait(60)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    server.stops_at = b""
    issued = ("report/2018-W34", "report.issued")
    assert kinds(url)[issued] == 1
    once(url)
    assert server.letters == [], "whoever began is given ten minutes"
    set_clock(url, LATER)
    once(url, workers=3)
    once(url)
    assert len(server.letters) == 1
    assert kinds(url)[issued] == 1
    assert kinds(url)["report/2018-W34", "report.sent"] == 1


def test_a_letter_that_was_taken_before_the_kill_may_come_again_under_the_same_id(
    url: str, server: Server
) -> None:
    server.stops_at = b"QUIT"
    killed = worker(url)
    assert server.reached.wait(60)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    server.stops_at = b""
    set_clock(url, LATER)
    once(url)
    assert len(ids(server)) == 2
    assert len(set(ids(server))) == 1, "a mailbox knows it as one"


def test_weeks_slept_through_are_issued_and_mailed_once_each_in_order(url: str, server: Server) -> None:
    once(url)
    set_clock(url, THIRD)
    once(url, workers=3)
    once(url)
    counted = kinds(url)
    for name in ("2018-W34", "2018-W35", "2018-W36"):
        assert counted[f"report/{name}", "report.issued"] == 1
        assert counted[f"report/{name}", "report.sent"] == 1
    assert len(ids(server)) == len(set(ids(server))) == 3


def test_before_its_hour_nothing_is_issued_and_a_server_that_refuses_stops_no_round(
    url: str, server: Server
) -> None:
    set_clock(url, MONDAY - 60_000_000)
    once(url)
    assert kinds(url) == {}
    set_clock(url, MONDAY)
    server.refuses = True
    once(url)
    assert kinds(url) == {("report/2018-W34", "report.issued"): 1, ("report/2018-W34", "report.sending"): 1}
    server.refuses = False
    set_clock(url, LATER)
    once(url)
    assert len(server.letters) == 1
