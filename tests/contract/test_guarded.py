"""Nothing of the journal is edited: a trigger on SQLite, missing rights on PostgreSQL."""

import sqlite3
from pathlib import Path

import psycopg
import pytest

from tests.contract.rows import NINE, append, particulars, row
from tests.postgres_server import PostgresServer
from tongguan.adapters import editions
from tongguan.adapters.locate import kind_of, migrate, open_journal
from tongguan.adapters.postgres import APPLICATION_ROLE
from tongguan.adapters.seal import make_seal
from tongguan.adapters.store import Store
from tongguan.desk.ports import Key, StoredReceipt, StoreUnreachable

EDITS = (
    "UPDATE event SET payload = '{}'",
    "DELETE FROM event",
    "UPDATE identifier SET owner = 'x'",
    "DELETE FROM identifier",
    "DELETE FROM head",
    "UPDATE receipt SET body = ''",
    "DELETE FROM receipt",
    "UPDATE edition SET files = '{}'",
    "DELETE FROM edition",
    "UPDATE seal SET body = ''",
    "DELETE FROM seal",
    "UPDATE vault SET digest = ''",
    "DELETE FROM vault",
    "UPDATE origin SET kind = 'live'",
    "DELETE FROM origin",
)


def filled(store: Store) -> None:
    """One row at least in every table that is guarded."""
    store.append(
        append("a", keys=(Key("client", "c"),), work=row("a"), secrets=(particulars(),)),
        NINE,
    )
    store.deliver([StoredReceipt("d", 1, "a/1", "a", "L", NINE, "")], "1", "")
    store.store_edition(editions.make("r", editions.date(2018, 1, 1), ["x", "y"], {"a.csv": ""}), NINE)
    make_seal(store, NINE)


@pytest.mark.parametrize("edit", EDITS)
def test_sqlite_refuses_to_edit(tmp_path: Path, edit: str) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    migrate(url, "demo")
    store = open_journal(url)
    filled(store)
    with (
        sqlite3.connect(tmp_path / "a.db") as connection,
        pytest.raises(sqlite3.IntegrityError, match=r"never edited|keeps|only be erased"),
    ):
        connection.execute(edit)
    connection.close()
    store.close()


@pytest.mark.parametrize("edit", [*EDITS, "TRUNCATE event", "ALTER TABLE event DROP COLUMN actor"])
def test_the_application_role_may_not_edit(application: str, edit: str) -> None:
    with (
        psycopg.connect(application, options="-c search_path=journal") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(edit.encode())


@pytest.fixture(scope="module")
def application(postgres_server: PostgresServer) -> str:
    """A filled database as the application role sees it."""
    owner = postgres_server.database()
    migrate(owner, "demo")
    postgres_server.user("clerk", APPLICATION_ROLE)
    url = owner.replace("user=owner", "user=clerk")
    store = open_journal(url)
    filled(store)
    store.close()
    return url


def test_even_the_owner_serves_with_the_rights_of_the_application(postgres_server: PostgresServer) -> None:
    url = postgres_server.database()
    migrate(url, "live")
    store = open_journal(url)
    assert store.ask("SELECT current_user::text")[0][0] == APPLICATION_ROLE  # type: ignore[attr-defined]
    assert store.kind == "live"
    store.close()


def test_a_user_without_the_application_role_is_told_what_to_grant(postgres_server: PostgresServer) -> None:
    url = postgres_server.database()
    migrate(url, "demo")
    postgres_server.user("stranger")
    with pytest.raises(StoreUnreachable, match=f"grant {APPLICATION_ROLE}"):
        open_journal(url.replace("user=owner", "user=stranger"))


def test_an_owner_who_is_no_superuser_can_migrate_once_the_role_is_there(
    postgres_server: PostgresServer,
) -> None:
    first = postgres_server.database()
    migrate(first, "demo")
    postgres_server.user("keeper")
    url = postgres_server.database()
    with psycopg.connect(url) as connection:
        connection.execute(f"GRANT CREATE ON DATABASE {connection.info.dbname} TO keeper".encode())
    migrate(url.replace("user=owner", "user=keeper"), "demo")
    postgres_server.user("clerk", APPLICATION_ROLE)
    store = open_journal(url.replace("user=owner", "user=clerk"))
    filled(store)
    store.close()


def test_a_database_keeps_its_kind(url: str) -> None:
    if url == "memory:":
        return
    owner = url.replace("user=clerk", "user=owner")
    migrate(owner, "demo")
    with pytest.raises(ValueError, match="demo database"):
        migrate(owner, "live")
    assert kind_of(url) == "demo"


def test_what_cannot_be_reached_says_what_would_mend_it(
    tmp_path: Path, postgres_server: PostgresServer
) -> None:
    with pytest.raises(StoreUnreachable, match="tongguan migrate"):
        open_journal(f"sqlite:///{tmp_path}/none.db")
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "text.db").write_text("not a database, but long enough to be looked at" * 50)
    with pytest.raises(StoreUnreachable, match="name a database file"):
        open_journal(f"sqlite:///{tmp_path}/text.db")
    with pytest.raises(StoreUnreachable, match="check that the server runs"):
        open_journal("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(StoreUnreachable, match="tongguan migrate"):
        open_journal(postgres_server.database())
    for wrong in ("tongguan.db", "mysql://x", "sqlite:///"):
        with pytest.raises(ValueError, match="names no database"):
            open_journal(wrong)
    with pytest.raises(ValueError, match="not a PostgreSQL URL"):
        open_journal("postgresql://localhost/x?colour=red")
    with pytest.raises(ValueError, match="demo or live"):
        migrate(f"sqlite:///{tmp_path}/x.db", "trial")


def test_another_programs_sqlite_file_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    url = f"sqlite:///{tmp_path}/other.db"
    before = (tmp_path / "other.db").read_bytes()
    with pytest.raises(StoreUnreachable, match="not a database of tongguan"):
        migrate(url, "demo")
    with pytest.raises(StoreUnreachable, match="not a database of tongguan"):
        open_journal(url)
    assert (tmp_path / "other.db").read_bytes() == before


def test_a_missing_sqlite_file_is_made_on_demand(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/folder/with%20space?.db"
    assert kind_of(url) is None
    store = open_journal(url, "live")
    assert store.kind == "live"
    store.close()
    assert kind_of(url) == "live"


def test_a_database_of_another_program_version_is_not_touched(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    migrate(url, "demo")
    for version, words in ((99, "newer program"), (0, "older program")):
        with sqlite3.connect(tmp_path / "a.db") as connection:
            connection.execute(f"PRAGMA user_version = {version}")
        connection.close()
        with pytest.raises(StoreUnreachable, match=words):
            open_journal(url)


def test_a_server_that_went_away_is_said_and_found_again(tmp_path: Path) -> None:
    with PostgresServer() as server:
        url = server.database()
        migrate(url, "demo")
        store = open_journal(url)
        store.append(append("a"), NINE)
        server.stop()
        with pytest.raises(StoreUnreachable):
            store.append(append("b"), NINE)
        with pytest.raises(StoreUnreachable):
            store.read("a")
        server.start()
        assert len(store.read("a")) == 2
        assert store.read("b") == []
        store.close()
