"""Watching a server from outside: alive, ready, counted, logged without a word about a person; production refuses."""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.build import inspected, message
from tests.cast import AUGUST
from tests.web.conftest import TONGGUAN, _wait
from tests.web.test_safety import GOOD, account
from tests.web.visitor import Visitor
from tongguan import wiring
from tongguan.adapters.clock import FixedClock
from tongguan.adapters.memory import MemoryJournal
from tongguan.facts.actor import Actor
from tongguan.facts.clock import SECOND
from tongguan.web.watch.figures import text

TOKEN = "a-token-that-is-made-up-for-this-test"
BROKER = Actor(id="broker", kind="declarant", party="4303980001")


class Server:
    """A server of its own with some settings; its standard error goes to a file."""

    def __init__(self, folder: Path, db: str, *options: str, **settings: str) -> None:
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            port = found.getsockname()[1]
        self.address, self.error = f"http://127.0.0.1:{port}", folder / "stderr"
        command = [str(TONGGUAN), "serve", "--db", db, "--port", str(port), *options]
        with self.error.open("wb") as error:
            self._process = subprocess.Popen(
                command, cwd=folder, env={**os.environ, **settings}, stderr=error, start_new_session=True
            )
        _wait(self.address, self._process)

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        request = urllib.request.Request(self.address + path, headers=headers)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def lines(self) -> list[dict[str, object]]:
        text = self.error.read_text("utf-8").splitlines()
        return [json.loads(line) for line in text if line.startswith("{")]

    def end(self) -> None:
        os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait(20)


@pytest.fixture(scope="module")
def lodged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """Folder, database and number of an office with one declaration."""
    folder = tmp_path_factory.mktemp("watched")
    db = f"sqlite:///{folder}/t.db"
    desk = wiring.desk_of(db, "demo")
    number = desk.lodge(message(inspected(), operation="C"), BROKER).number
    desk.journal.close()
    return folder, db, number


@pytest.fixture(scope="module")
def server(lodged: tuple[Path, str, str]) -> Iterator[Server]:
    folder, db, _ = lodged
    made = Server(folder, db, TONGGUAN_LOG="requests")
    yield made
    made.end()


def figure(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.M)
    assert found, name
    return float(found[1])


def test_a_stranger_learns_that_it_is_alive_and_ready_and_nothing_else(server: Server) -> None:
    assert server.get("/healthz") == (200, '{"status": "ok"}')
    assert json.loads(server.get("/readyz")[1]) == {"status": "ok", "journal": "ok", "office": "ok"}


def test_requests_queues_and_open_declarations_are_counted(server: Server) -> None:
    officer = Visitor(server.address, "deng-fang")
    assert officer.get("/queue")[0] == 200
    status, found = server.get("/metrics")
    assert status == 200
    asked = 'tongguan_request_seconds_count{method="GET",path="queue",status="200"}'
    assert figure(found, asked) == 1
    assert figure(found, "tongguan_open_declarations") == 1
    lengths = re.findall(r'^tongguan_queue_length\{role="\w+"\} (\S+)$', found, re.M)
    assert sum(map(float, lengths)) > 0


def test_an_act_is_counted_once(server: Server, lodged: tuple[Path, str, str]) -> None:
    number = lodged[2]
    officer = Visitor(server.address, "tan-yue")
    (version,) = set(re.findall(r'name="version" value="(\d+)"', officer.get(f"/declarations/{number}")[1]))
    officer.post(f"/declarations/{number}/act", verb="start", target="quarantine_review", version=version)
    assert figure(server.get("/metrics")[1], 'tongguan_appends_total{outcome="stored"}') == 1


def test_the_oldest_receipt_grows_old_until_it_is_delivered() -> None:
    clock = FixedClock(AUGUST)
    desk = wiring.desk_on(MemoryJournal("demo"), clock)
    desk.lodge(message(inspected(), operation="C"), BROKER)
    clock.at += 90 * SECOND
    assert figure(text(desk).decode(), "tongguan_oldest_undelivered_seconds") == 90
    wiring.deliver_receipts(desk)
    assert figure(text(desk).decode(), "tongguan_oldest_undelivered_seconds") == 0


def test_a_figure_is_for_this_machine_alone(server: Server) -> None:
    assert server.get("/metrics", **{"X-Forwarded-For": "203.0.113.9"})[0] == 403


def test_the_log_says_who_by_id_what_by_template_and_no_word_of_a_person(
    server: Server, lodged: tuple[Path, str, str]
) -> None:
    number = lodged[2]
    before = len(server.lines())
    officer = Visitor(server.address, "deng-fang")
    officer.get(f"/declarations/{number}?secret-question={quote('湘潭')}")
    officer.get("/no-such-page/Wang-Fang")
    Visitor(server.address, "wang-fang-of-changsha", "guess")
    said = server.lines()[before:]
    (seen,) = [line for line in said if line["path"] == "declarations/<str:number>"]
    assert (seen["actor"], seen["method"], seen["status"]) == ("deng-fang", "GET", 200)
    assert len(str(seen["request"])) == 16
    assert isinstance(seen["ms"], float)
    assert any(line["status"] == 404 and line["path"] == "" for line in said)
    assert not any(line["path"] in ("healthz", "readyz", "metrics") for line in said)
    whole = server.error.read_text("utf-8")
    for secret in (
        number,
        "secret-question",
        "湘潭",
        quote("湘潭"),
        "Wang-Fang",
        "wang-fang",
        "guess",
        "DENG",
        "127.0.0.1",
    ):
        assert secret not in whole, secret


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Folder and database of a live office."""
    folder = tmp_path_factory.mktemp("live")
    db = f"sqlite:///{folder}/t.db"
    subprocess.run([TONGGUAN, "migrate", "--kind", "live", "--db", db], check=True, capture_output=True)
    assert account(db, "deng-fang", GOOD).returncode == 0
    return folder, db


def refused(folder: Path, db: str, **settings: str) -> str:
    """The one line with which a server in production does not start."""
    command = [str(TONGGUAN), "serve", "--production", "--db", db, "--port", "1"]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **settings}, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    return done.stderr


def test_production_refuses_a_demo_no_host_a_demo_account_and_a_poor_secret(
    live: tuple[Path, str], lodged: tuple[Path, str, str]
) -> None:
    folder, db = live
    assert "demo database" in refused(folder, lodged[1], TONGGUAN_HOSTS="customs.example")
    assert "TONGGUAN_HOSTS" in refused(folder, db)
    key = folder / "t.office.key"
    good = key.read_text()
    key.chmod(0o644)
    assert "chmod 600" in refused(folder, db, TONGGUAN_HOSTS="customs.example")
    key.chmod(stat.S_IRUSR | stat.S_IWUSR)
    key.write_text("change-me" * 9)
    assert "not a key made by chance" in refused(folder, db, TONGGUAN_HOSTS="customs.example")
    key.write_text(good)
    _give_demo_password(db, folder)
    assert "deng-fang has the demo's password" in refused(folder, db, TONGGUAN_HOSTS="customs.example")
    assert account(db, "deng-fang", GOOD).returncode == 0


def _give_demo_password(db: str, folder: Path) -> None:
    """As whoever copies accounts from a demo would: the rules for passwords are passed by."""
    script = (
        "from tongguan.web.serve import bring_up; import sys; bring_up(sys.argv[1])\n"
        "from django.contrib.auth.models import User\n"
        "user = User.objects.get(username='deng-fang'); user.set_password('demo'); user.save()"
    )
    subprocess.run([TONGGUAN.with_name("python"), "-c", script, db], check=True, cwd=folder)


def test_in_production_figures_need_the_token_and_requests_are_logged(live: tuple[Path, str]) -> None:
    folder, db = live
    server = Server(
        folder, db, "--production", TONGGUAN_HOSTS="customs.example", TONGGUAN_METRICS_TOKEN=TOKEN
    )
    try:
        assert server.get("/metrics")[0] == 403
        assert server.get("/metrics", Authorization="Bearer wrong")[0] == 403
        assert server.get("/metrics", Authorization=f"Bearer {TOKEN}")[0] == 200
        assert server.get("/healthz", Host="customs.example")[0] == 200
        assert server.get("/sign-in", Host="elsewhere.example")[0] == 400
        assert any(line["path"] == "sign-in" for line in server.lines())
    finally:
        server.end()
