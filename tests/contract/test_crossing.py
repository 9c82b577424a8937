"""An office moves from SQLite to PostgreSQL by a backup: nothing is lost, and everybody goes on where he was."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.build import declaration, message
from tests.cast import AUGUST, BROKER, LIU, MINUTE
from tests.postgres_server import PostgresServer
from tongguan.adapters import backup
from tongguan.adapters.clock import FixedClock
from tongguan.adapters.locate import open_journal
from tongguan.adapters.seal import make_seal
from tongguan.adapters.store import Store
from tongguan.cli import main
from tongguan.desk.desk import Desk
from tongguan.desk.verbs import Act
from tongguan.desk.views import Answer
from tongguan.wiring import deliver_receipts, desk_on

ACCOUNT = """
INSERT INTO auth_user (password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined)
VALUES ('!', 0, 'deng-fang', '', '', '', 0, 1, '2018-08-20 02:00:00.250000')"""


@contextmanager
def opened(url: str) -> Iterator[Store]:
    with closing(open_journal(url)) as store:
        yield store


def lodge(store: Store, client_number: str) -> Answer:
    desk = desk_on(store, FixedClock(AUGUST))
    said = desk.lodge(message(declaration(transport_document=client_number), client_number), BROKER)
    assert isinstance(said, Answer)
    return said


def office_file(url: str) -> str:
    return url.removeprefix("sqlite:///").replace(".db", ".office.db")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An office on SQLite: one declaration under a hold, its receipts delivered, a seal, one account."""
    folder = tmp_path_factory.mktemp("small")
    url = f"sqlite:///{folder}/small.db"
    with closing(open_journal(url, "demo")) as store:
        number = lodge(store, "MOVED-1").number
        desk: Desk = desk_on(store, FixedClock(AUGUST + MINUTE))
        assert isinstance(desk.act(number, Act(verb="hold", target="", reason="look"), LIU), Answer)
        deliver_receipts(desk)
        make_seal(store, AUGUST + MINUTE)
    subprocess.run([sys.executable, "-m", "tongguan.web", "migrate", url], check=True, cwd=folder)
    with closing(sqlite3.connect(office_file(url))) as office, office:
        office.execute(ACCOUNT)
    return url


@pytest.fixture(scope="module")
def moved(small: str, postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where that office is on PostgreSQL after its move."""
    url = postgres_server.database()
    assert move(small, url, tmp_path_factory.mktemp("moved")) == 0
    return url


@pytest.fixture
def changed(small: str, tmp_path: Path) -> str:
    """The small office once more, to spoil."""
    url = f"sqlite:///{tmp_path}/changed.db"
    for before, after in ((small, url), (office_file(small), office_file(url))):
        shutil.copy(before.removeprefix("sqlite:///"), after.removeprefix("sqlite:///"))
    return url


def move(source: str, url: str, folder: Path) -> int:
    """By backup and restore; the code of the latter."""
    file = folder / "moved.zip"
    assert main(["backup", "--out", str(file), "--force", "--db", source]) == 0
    return main(["restore", str(file), "--db", url])


def test_an_office_that_moved_is_the_same_and_goes_on(small: str, moved: str) -> None:
    with opened(small) as old, opened(moved) as new:
        assert list(new.events()) == list(old.events())
        assert new.receipts() == old.receipts() != []
        assert (new.seals(), list(new.work_rows())) == (old.seals(), list(old.work_rows()))
        told, cursor = old.follow()
        assert sorted(new.follow()[0], key=str) == sorted(told, key=str), "a new follower sees all"
        assert new.follow(cursor) == ([], cursor), "one from before sees nothing twice"
        number = lodge(new, "MOVED-2").number
        assert {event.stream for event in new.follow(cursor)[0]} >= {number}
        deliver_receipts(desk_on(new, FixedClock(AUGUST)))
        numbered = [each.sequence for each in new.receipts()]
        assert numbered == list(range(1, len(numbered) + 1)), "receipts are numbered on"
        assert len(numbered) > len(old.receipts())
        make_seal(new, AUGUST + 2 * MINUTE)
    assert main(["verify", "--db", moved]) == 0
    assert main(["replay", "--db", moved]) == 0


def test_accounts_move_with_their_times_and_new_ones_get_numbers_of_their_own(
    small: str, moved: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    joined = "to_char(date_joined AT TIME ZONE 'UTC', 'HH24:MI:SS.MS')"
    with psycopg.connect(moved) as owner:
        found = owner.execute(
            f"SELECT id, username, is_active, is_staff, {joined} FROM office.auth_user".encode()
        )
        assert found.fetchall() == [(1, "deng-fang", True, False, "02:00:00.250")]
        fresh = "SELECT nextval(pg_get_serial_sequence('office.auth_user', 'id'))"
        assert owner.execute(fresh).fetchall() == [(2,)]
    assert move(small, moved, tmp_path) == 1, "what is there is not written over unasked"
    assert "--force" in capsys.readouterr().err


def test_a_journal_that_was_edited_or_is_of_another_version_is_not_let_in(
    changed: str, postgres_server: PostgresServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = postgres_server.database()
    with closing(sqlite3.connect(changed.removeprefix("sqlite:///"))) as journal, journal:
        journal.execute("DROP TRIGGER event_is_final")
        journal.execute("UPDATE event SET actor = 'x' WHERE version = 1")
    assert move(changed, url, tmp_path) == 1
    assert "nothing was changed" in capsys.readouterr().err
    with closing(sqlite3.connect(office_file(changed))) as office:
        office.execute("ALTER TABLE auth_user ADD COLUMN nickname TEXT")
    assert move(changed, url, tmp_path) == 1
    assert "another version of the program (auth_user)" in capsys.readouterr().err
    with opened(url) as new:
        assert list(new.events()) == []


def test_there_is_no_way_back_to_sqlite(moved: str, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    backup.make(moved, file, "")
    with pytest.raises(backup.Unusable, match="a backup of postgresql"):
        backup.restore(file, f"sqlite:///{tmp_path}/back.db", 0)
