"""A fresh store of each sort for every sentence of the contract."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.postgres_server import PostgresServer, postgres_server
from tongguan.adapters.locate import migrate, open_journal
from tongguan.adapters.postgres import APPLICATION_ROLE
from tongguan.adapters.store import Store

__all__ = ["postgres_server"]

STORES = ("memory", "sqlite", "postgres")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "url" in metafunc.fixturenames:
        lasting = "durable" in metafunc.fixturenames
        metafunc.parametrize("url", STORES[1:] if lasting else STORES, indirect=True)


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated demo database, opened with the rights of those who serve."""
    if request.param == "memory":
        return "memory:"
    if request.param == "sqlite":
        made = f"sqlite:///{tmp_path}/tongguan.db"
        migrate(made, "demo")
        return made
    server: PostgresServer = request.getfixturevalue("postgres_server")
    made = server.database()
    migrate(made, "demo")
    server.user("clerk", APPLICATION_ROLE)
    return made.replace("user=owner", "user=clerk")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_journal(url)
    yield opened
    opened.close()


@pytest.fixture
def durable(store: Store) -> Store:
    """A store that outlives its process: not memory."""
    return store


@pytest.fixture
def reopen(url: str, durable: Store) -> Callable[[], Store]:
    """Open the same database again, as another process would."""
    return lambda: open_journal(url)
