"""The worker: what is due is done once, whoever is killed and however many work."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.build import message
from tests.web.conftest import TONGGUAN
from tongguan import wiring
from tongguan.adapters.clock import FixedClock, set_office_clock
from tongguan.adapters.locate import open_journal
from tongguan.adapters.settings import read
from tongguan.desk.ports import StoredReceipt
from tongguan.facts.actor import Actor
from tongguan.facts.clock import parse

MORNING, EVENING = parse("2018-08-20T09:00:00+08:00"), parse("2018-08-20T18:30:00+08:00")
BROKER = Actor(id="broker", kind="declarant", party="4303980001")
MANY = 120
"""More events than the courier takes at a time: the first worker is killed between two."""


def lodged(url: str, count: int) -> None:
    """An office with declarations nobody has told their declarant about."""
    desk = wiring.desk_of(url, "demo", FixedClock(MORNING))
    for n in range(count):
        desk.lodge(message(client_number=f"W{n:04}", operation="C"), BROKER)
    set_office_clock(desk.journal, MORNING)
    desk.journal.close()


def receipts(url: str) -> list[StoredReceipt]:
    journal = open_journal(url)
    try:
        return journal.receipts(declarant="4303980001")
    finally:
        journal.close()


def worker(url: str, *arguments: str) -> "subprocess.Popen[str]":
    command = [str(TONGGUAN), "worker", "--db", url, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_worker_that_is_killed_and_three_that_follow_tell_everything_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/t.db"
    lodged(url, MANY)
    killed = worker(url)
    while not receipts(url):
        time.sleep(0.01)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    together = [worker(url, "--once") for _ in range(3)]
    assert [each.communicate() and each.returncode for each in together] == [0, 0, 0]
    told = receipts(url)
    assert [each.sequence for each in told] == list(range(1, len(told) + 1))
    assert len({(each.event_id, each.channel) for each in told}) == len(told)
    assert len({each.number for each in told}) == MANY


def test_tomorrow_is_sealed_in_the_evening_and_published_when_it_is_over(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/t.db"
    lodged(url, 1)
    journal = open_journal(url)

    def round_at(at: int) -> dict[str, int]:
        set_office_clock(journal, at)
        done = wiring.Chores(journal, 18).round()
        return {name: count for name, count in done.items() if name in ("sealed", "published")}

    assert round_at(MORNING) == {"sealed": 0, "published": 0}
    assert round_at(EVENING) == {"sealed": 1, "published": 0}
    assert round_at(EVENING) == {"sealed": 0, "published": 0}, "a day is sealed once"
    day = wiring.desk_on(journal).draws.day("2018-08-21")
    assert day is not None
    assert not day.late
    assert round_at(EVENING + 2 * 86_400_000_000)["published"] >= 1
    day = wiring.desk_on(journal).draws.day("2018-08-21")
    assert day is not None
    assert day.secret
    journal.close()


def test_a_worker_ends_in_order_when_it_is_asked_to(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/t.db"
    lodged(url, 1)
    asked = worker(url)
    assert asked.stdout is not None
    assert "receipts" in asked.stdout.readline()
    asked.send_signal(signal.SIGTERM)
    asked.communicate()
    assert asked.returncode == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("port = 'x'", "port: must be a whole number from 1 to 65535"),
        ("colour = 1", "colour is no setting"),
        ("hosts = ['*']", "hosts: must be names of hosts"),
        ("log = 'loud'", "log: must be one of auto, requests, none"),
        ("metrics_token = 'short'", "metrics_token: must have 24 letters"),
        ("port 8", "write a line as"),
    ],
)
def test_a_wrong_setting_is_one_clear_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "tongguan.toml").write_text(text)
    done = subprocess.run([TONGGUAN, "schema"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert said in done.stderr


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "here.toml"
    file.write_text('port = 81\nhosts = ["a.example"]\n')
    found = read({"TONGGUAN_SETTINGS": str(file), "TONGGUAN_PORT": "82"})
    assert (found.port, found.hosts) == (82, ("a.example",))
