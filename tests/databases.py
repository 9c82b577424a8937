"""A migrated demo database of each lasting sort; a test asks for it by importing ``url`` and ``postgres_server``."""

from pathlib import Path

import pytest

from tests.postgres_server import PostgresServer
from tongguan.adapters.locate import migrate


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh demo database."""
    if request.param == "sqlite":
        made = f"sqlite:///{tmp_path}/office.db"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        made = server.database()
    migrate(made, "demo")
    return made
