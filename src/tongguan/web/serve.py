"""Serving the workbench on the loopback, by granian."""

import os
import sys
import warnings
from tempfile import TemporaryDirectory

from tongguan.adapters.settings import read


def prepare(url: str) -> None:
    """Set Django up for a journal, bring the office's records up to date and make demo accounts."""
    bring_up(url)
    from tongguan.web.office import make_demo_accounts

    make_demo_accounts()


def bring_up(url: str) -> None:
    """Set Django up for a journal and make or upgrade the office's tables."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    from tongguan.web.settings import settings_for

    if not settings.configured:
        office = read()
        settings.configure(**settings_for(url, in_production(), office.hosts, office))
        django.setup()
    if not url.startswith("sqlite:///"):
        _make_schema()
    call_command("migrate", verbosity=0, interactive=False)


def in_production() -> bool:
    """Was ``serve --production`` asked for? Told to the server's own workers by the environment."""
    return os.environ.get("TONGGUAN_PRODUCTION") == "1"


def _make_schema() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS office")


def application() -> object:
    """The WSGI application of a worker; the journal's URL comes in TONGGUAN_DB."""
    prepare(os.environ["TONGGUAN_DB"])
    from django.core.wsgi import get_wsgi_application

    from tongguan.web.courier import kick

    kick()
    return get_wsgi_application()


def serve(url: str, port: int = 8000, host: str = "127.0.0.1") -> None:
    """Serve until stopped."""
    os.environ["TONGGUAN_DB"] = url
    with TemporaryDirectory(prefix="tongguan-figures-") as folder:
        # The processes that serve add up their figures there; known before the figures are first imported.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        _serve(url, port, host)


def _serve(url: str, port: int, host: str) -> None:
    prepare(url)
    from tongguan.web.production import objection
    from tongguan.web.settings import key_file

    if in_production() and (reason := objection(key_file(url))):
        print(f"tongguan: serve --production: {reason}", file=sys.stderr)
        sys.exit(1)
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from tongguan.web.office import DEMO_PASSWORD, desk
    from tongguan.web.settings import THREADS

    warnings.filterwarnings("ignore", module="granian")
    print(f"tongguan: http://{host}:{port}", flush=True)
    if desk().journal.kind == "demo":
        print(
            f"demo logins: liu-min, tan-yue, zhou-wei, xiao-han, deng-fang, mao-qing, yuan-qi, fan-xin; portal: broker, trader; password {DEMO_PASSWORD}",
            flush=True,
        )
    # The processes that serve are forked: one connection in two of them would mix up their answers.
    connections.close_all()
    server = Granian(
        "tongguan.web.serve:application", address=host, port=port, interface=Interfaces.WSGI, factory=True,
        workers=_workers(url), blocking_threads=THREADS, log_level=LogLevels.error,
    )  # fmt: skip
    server.serve()


def _workers(url: str) -> int:
    """A process a core on PostgreSQL; one on SQLite, whose file has one writer anyway."""
    return 1 if url.startswith("sqlite:///") else os.cpu_count() or 1
