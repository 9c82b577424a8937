"""The schema law, read from PostgreSQL's own catalogue: so our tables can be spread over servers."""

import os

import psycopg
import pytest

from tests.contract.rows import NINE, append, row
from tests.postgres_server import PostgresServer
from tongguan.adapters.locate import migrate, open_journal
from tongguan.adapters.verify import verify
from tongguan.desk.ports import Stored

OWNED = {
    "event": "stream",
    "head": "stream",
    "vault": "stream",
    "work": "number",
    "task": "number",
    "receipt": "declarant",
    "card": "stream",
}
"""Tables of a stream or an owner: their keys begin with its id."""
BY_VALUE = {"identifier": "value", "edition": "digest"}
"""Unique values with a table of their own, keyed by the value."""
WHOLE = {"origin", "seal", "serial", "courier", "setting"}
"""Small tables of the whole database, kept on every server."""


@pytest.fixture(scope="module")
def catalogue(postgres_server: PostgresServer) -> psycopg.Connection[tuple[str, ...]]:
    url = postgres_server.database()
    migrate(url, "demo")
    return psycopg.connect(url, autocommit=True)


def test_every_table_is_of_a_known_sort(catalogue: psycopg.Connection[tuple[str, ...]]) -> None:
    found = catalogue.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'journal'").fetchall()
    assert {name for (name,) in found} == OWNED.keys() | BY_VALUE.keys() | WHOLE


def test_every_key_begins_with_the_id_that_the_row_belongs_to(
    catalogue: psycopg.Connection[tuple[str, ...]],
) -> None:
    first = {**OWNED, **BY_VALUE}
    found = catalogue.execute(
        """SELECT c.relname, a.attname FROM pg_index i
             JOIN pg_class c ON c.oid = i.indrelid
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
            WHERE c.relnamespace = 'journal'::regnamespace AND i.indisunique"""
    ).fetchall()
    assert {(table, column) for table, column in found if table not in WHOLE} == set(first.items())
    assert {table for table, _ in found} == OWNED.keys() | BY_VALUE.keys() | WHOLE


def test_no_table_has_a_second_unique_index(catalogue: psycopg.Connection[tuple[str, ...]]) -> None:
    found = catalogue.execute(
        """SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
            WHERE c.relnamespace = 'journal'::regnamespace AND i.indisunique AND NOT i.indisprimary"""
    ).fetchall()
    assert found == []


def test_there_are_no_triggers_and_no_foreign_keys(catalogue: psycopg.Connection[tuple[str, ...]]) -> None:
    triggers = catalogue.execute(
        """SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE c.relnamespace = 'journal'::regnamespace AND NOT tgisinternal"""
    ).fetchall()
    foreign = catalogue.execute(
        "SELECT conname FROM pg_constraint WHERE connamespace = 'journal'::regnamespace AND contype = 'f'"
    ).fetchall()
    assert (triggers, foreign) == ([], [])


def test_no_key_is_made_by_a_sequence_of_the_server(catalogue: psycopg.Connection[tuple[str, ...]]) -> None:
    found = catalogue.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'journal'").fetchall()
    assert found == []


def test_streams_and_numbers_sort_as_the_program_sorts_them(
    catalogue: psycopg.Connection[tuple[str, ...]],
) -> None:
    found = catalogue.execute(
        """SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
             JOIN pg_collation l ON l.oid = a.attcollation
            WHERE c.relnamespace = 'journal'::regnamespace AND c.relkind = 'r' AND l.collname <> 'C'
              AND c.relname <> 'setting'
              AND a.attname IN ('stream', 'number', 'value', 'owner', 'declarant')"""
    ).fetchall()
    assert found == []


def test_times_are_whole_microseconds(catalogue: psycopg.Connection[tuple[str, ...]]) -> None:
    found = catalogue.execute(
        """SELECT table_name, column_name, data_type FROM information_schema.columns
            WHERE table_schema = 'journal'
              AND (column_name LIKE '%\\_at' OR column_name IN ('at', 'since') OR data_type LIKE 'time%')"""
    ).fetchall()
    assert found
    assert {kind for _, _, kind in found} == {"bigint"}


def test_citus_spreads_the_tables_and_takes_an_append() -> None:
    url = os.environ.get("TONGGUAN_CITUS_DSN")
    if not url:
        pytest.skip("no Citus here: set TONGGUAN_CITUS_DSN to an empty database of one")
    migrate(url, "demo")
    with psycopg.connect(url, autocommit=True, options="-c search_path=journal") as owner:
        for table, column in {**OWNED, **BY_VALUE}.items():
            owner.execute("SELECT create_distributed_table(%s, %s)", (table, column))
        for table in sorted(WHOLE):
            owner.execute("SELECT create_reference_table(%s)", (table,))
    store = open_journal(url)
    assert store.append(append("a", work=row("a")), NINE) == Stored("a", 2)
    assert len(store.read("a")) == 2
    assert verify(store).ok
    store.close()
