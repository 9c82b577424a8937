"""Serving the workbench on the loopback, by granian."""

import os
import sys
import warnings

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

    return get_wsgi_application()


def serve(url: str, port: int = 8000, host: str = "127.0.0.1") -> None:
    """Serve until stopped."""
    os.environ["TONGGUAN_DB"] = url
    prepare(url)
    from tongguan.web.production import objection
    from tongguan.web.settings import key_file

    if in_production() and (reason := objection(key_file(url))):
        print(f"tongguan: serve --production: {reason}", file=sys.stderr)
        sys.exit(1)
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from tongguan.web.office import DEMO_PASSWORD, desk

    warnings.filterwarnings("ignore", module="granian")
    print(f"tongguan: http://{host}:{port}", flush=True)
    if desk().journal.kind == "demo":
        print(
            f"demo logins: liu-min, tan-yue, zhou-wei, xiao-han, deng-fang, mao-qing, yuan-qi, fan-xin; password {DEMO_PASSWORD}",
            flush=True,
        )
    server = Granian(
        "tongguan.web.serve:application", address=host, port=port, interface=Interfaces.WSGI, factory=True,
        workers=1, blocking_threads=8, log_level=LogLevels.error,
    )  # fmt: skip
    server.serve()
