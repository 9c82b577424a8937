"""Backups: what was saved comes back whole, or nothing changes; feeds go on after it."""

import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.contract.rows import NINE, append
from tests.contract.test_feed import everything
from tests.contract.test_verify import fill
from tests.postgres_server import PostgresServer
from tongguan.adapters import backup
from tongguan.adapters.locate import migrate, open_journal
from tongguan.cli import main

Make = Callable[[], str]
LATER = 1_800_000_000


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Makes the URL of one more place where a database may be."""
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        return server.database
    made = iter(range(9))
    return lambda: f"sqlite:///{tmp_path}/{next(made)}.db"


@pytest.fixture
def office(place: Make) -> str:
    """A demo office with a filled journal and one record of its own."""
    url = place()
    migrate(url, "demo")
    store = open_journal(url)
    fill(store)
    store.close()
    if url.startswith("sqlite"):
        with sqlite3.connect(beside(url)) as connection:
            connection.execute("CREATE TABLE note (words TEXT)")
            connection.execute("INSERT INTO note VALUES ('kept')")
        connection.close()
    return url


def beside(url: str) -> str:
    return url.removeprefix("sqlite:///").replace(".db", ".office.db")


def events(url: str) -> list[bytes]:
    store = open_journal(url)
    try:
        return [event.digest for event in store.events()]
    finally:
        store.close()


def test_a_backup_comes_back_whole_and_verified_at_another_place(
    office: str, place: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, other = tmp_path / "b.zip", place()
    assert main(["backup", "--out", str(file), "--db", office]) == 0
    assert file.stat().st_mode & 0o077 == 0, "only its owner reads it"
    assert main(["restore", str(file), "--db", other]) == 0
    assert ": ok" in capsys.readouterr().out
    assert events(other) == events(office) != []
    if other.startswith("sqlite"):
        with sqlite3.connect(beside(other)) as connection:
            assert connection.execute("SELECT words FROM note").fetchall() == [("kept",)]
        connection.close()
    assert main(["verify", "--db", other]) == 0
    assert main(["backup", "--out", str(file), "--db", office]) == 1, "a file that is there stays"


def test_what_is_there_is_replaced_only_by_force(office: str, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    backup.make(office, file, "")
    saved = events(office)
    store = open_journal(office)
    store.append(append("after", 1), NINE)
    store.close()
    with pytest.raises(backup.Unusable, match="--force"):
        backup.restore(file, _with_tables(office), LATER)
    assert len(events(office)) == len(saved) + 1
    assert backup.restore(file, office, LATER, force=True).ok
    assert events(office) == saved


def _with_tables(url: str) -> str:
    """PostgreSQL needs the office's tables too, as the command makes them; the journal's suffice to refuse."""
    if url.startswith("postgresql"):
        with psycopg.connect(url) as owner:
            owner.execute("CREATE SCHEMA IF NOT EXISTS office")
            owner.execute("CREATE TABLE IF NOT EXISTS office.auth_user (id integer)")
    return url


def test_a_follower_from_before_a_restore_misses_nothing_that_comes_after(
    office: str, tmp_path: Path
) -> None:
    file = tmp_path / "b.zip"
    backup.make(_with_tables(office), file, "")
    store = open_journal(office)
    store.append_many([append(f"lost{n}", 1) for n in range(30)], NINE)
    _, cursor = everything(store)
    store.close()
    for round_ in range(2):
        assert backup.restore(file, office, LATER + round_, force=True).ok
        store = open_journal(office)
        store.append(append(f"new{round_}", 1), NINE)
        ids, cursor = everything(store, cursor)
        store.close()
        assert f"new{round_}/1" in ids


def test_a_backup_that_was_cut_off_or_changed_changes_nothing(
    office: str, place: Make, tmp_path: Path
) -> None:
    file, bad = tmp_path / "b.zip", tmp_path / "bad.zip"
    backup.make(_with_tables(office), file, "")
    saved = events(office)
    whole = file.read_bytes()
    bad.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(backup.Unusable, match="cut off"):
        backup.restore(bad, office, LATER, force=True)
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data if name == "manifest.json" else data.replace(b"0", b"1"))
    with pytest.raises(backup.Unusable, match="damaged"):
        backup.restore(bad, office, LATER, force=True)
    assert events(office) == saved


def test_a_journal_that_does_not_verify_is_not_let_in(office: str, place: Make, tmp_path: Path) -> None:
    """Somebody edits the journal, and a backup of it is true to what it holds."""
    file = tmp_path / "b.zip"
    sound = events(office)
    _edit(office, "UPDATE event SET actor = 'x' WHERE stream = 's1'")
    backup.make(_with_tables(office), file, "")
    _edit(office, "UPDATE event SET actor = 'officer' WHERE stream = 's1'")
    found = backup.restore(file, office, LATER, force=True)
    assert not found.ok
    assert str(found.first_difference).startswith("s1/1")
    assert events(office) == sound


def _edit(url: str, statement: str) -> None:
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
            connection.execute("DROP TRIGGER IF EXISTS event_is_final")
            connection.execute(statement)
        connection.close()
        return
    with psycopg.connect(url, options="-c search_path=journal") as owner:
        owner.execute(statement.encode())


def test_a_database_in_use_is_not_replaced(office: str, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    backup.make(_with_tables(office), file, "")
    busy = open_journal(office)
    with pytest.raises(backup.Unusable, match="serve and worker"):
        backup.restore(file, office, LATER, force=True)
    busy.close()


@pytest.mark.parametrize("name", ["absent.zip", "text.zip"])
def test_what_is_no_backup_is_one_clear_line(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "text.zip").write_text("hello")
    assert main(["restore", str(tmp_path / name), "--db", f"sqlite:///{tmp_path}/t.db"]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert name in error
    assert not (tmp_path / "t.db").exists()


def test_accounts_on_postgresql_come_back_and_new_ones_get_names_of_their_own(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    url, other, file = postgres_server.database(), postgres_server.database(), tmp_path / "b.zip"
    migrate(url, "live")
    subprocess.run([sys.executable, "-m", "tongguan.web", "migrate", url], check=True, cwd=tmp_path)
    new = (
        "INSERT INTO office.auth_user (password, is_superuser, username, first_name, last_name, email, is_staff,"
        " is_active, date_joined) VALUES ('', false, %s, '', '', '', false, true, now()) RETURNING id"
    )
    with psycopg.connect(url) as owner:
        owner.execute(new, ("deng-fang",))
    assert main(["backup", "--out", str(file), "--db", url]) == 0
    assert main(["restore", str(file), "--db", other]) == 0
    with psycopg.connect(other) as owner:
        assert owner.execute("SELECT username FROM office.auth_user").fetchall() == [("deng-fang",)]
        assert owner.execute(new, ("he-lan",)).fetchall() == [(2,)]
    assert main(["restore", str(file), "--db", other]) == 1, "accounts are not written over unasked"
