"""Operations: backup, restore, and the worker that does what is due."""

import argparse
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from tongguan import wiring
from tongguan.adapters import backup, locate, mail
from tongguan.adapters.clock import SystemClock
from tongguan.adapters.report.schedule import Schedule
from tongguan.adapters.settings import Settings
from tongguan.cli import opening, say
from tongguan.cli.say import Failed
from tongguan.desk.ports import StoreUnreachable
from tongguan.facts.clock import SECOND, iso

Add = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def options(add: Add, known: Settings) -> None:
    """The commands of operations."""
    made = add("backup", make_backup, "both databases of the office into one file, while it works")
    made.add_argument("--out", required=True, metavar="FILE")
    made.add_argument("--force", action="store_true", help="replace a file that is there")
    back = add("restore", restore, "verify a backup and put it into the database")
    back.add_argument("file", metavar="FILE")
    back.add_argument("--force", action="store_true", help="replace the database that is there")
    work = add(
        "worker",
        worker,
        "do what is due: receipts, sealed days, figures that came, weekly reports; until stopped",
    )
    work.add_argument("--once", action="store_true", help="one round, for a timer")
    work.set_defaults(every=known.worker_seconds, evening=known.evening_hour, known=known)


def worker(options: argparse.Namespace) -> int:
    """Round after round, each from what is stored; ends in order on SIGTERM, and loses nothing when killed."""
    stopped = threading.Event()
    if not options.once:
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: stopped.set())
    reports = Schedule(options.known.report_hour, options.known.report_lang, _post(options.known))
    chores = wiring.Chores(opening.desk(options).journal, options.evening, reports)
    while True:
        try:
            _tell(chores.round(), options)
        except StoreUnreachable as error:
            if options.once:
                raise
            print(f"tongguan: worker: {error}", file=sys.stderr, flush=True)
        except mail.NotSent as error:
            # Everything else of the round is done; the report is sent again in a later one.
            print(f"tongguan: worker: {error}", file=sys.stderr, flush=True)
        if options.once or stopped.wait(options.every):
            return 0


def _post(known: Settings) -> mail.Post | None:
    try:
        return mail.office_post(known)
    except mail.NoPost as error:
        raise Failed(str(error)) from None


def _tell(done: dict[str, int], options: argparse.Namespace) -> None:
    if options.json:
        say.line(done)
    elif options.once or any(done.values()):
        print(", ".join(f"{name} {count}" for name, count in done.items()))
    sys.stdout.flush()


def make_backup(options: argparse.Namespace) -> int:
    """Both databases into one file, while the office works."""
    out = Path(options.out)
    if out.exists() and not options.force:
        raise Failed(f"backup: {out} is there already; --force replaces it", 1)
    try:
        made = backup.make(options.db, out, iso(SystemClock().now()))
    except ValueError as error:
        raise Failed(str(error)) from None
    except backup.Unusable as error:
        raise Failed(f"backup: {error}", 1) from None
    except OSError as error:
        raise Failed(f"backup: {out}: {error.strerror}") from None
    size = sum(part.size for part in made.parts)
    if options.json:
        say.line(
            {
                "file": str(out),
                "kind": made.kind,
                "parts": len(made.parts),
                "bytes": size,
                "made_at": made.made_at,
            }
        )
    else:
        print(
            f"{out}: {made.kind}, {len(made.parts)} parts, {size} bytes; it holds secrets, keep it locked away"
        )
    return 0


def restore(options: argparse.Namespace) -> int:
    """A backup into a database, verified before it takes the place of what was there."""
    path = Path(options.file)
    try:
        manifest = backup.read(path)
        if locate.split(options.db)[0] == "postgresql":
            _make_tables(options.db, manifest.kind)
        found = backup.restore(path, options.db, SystemClock().now() // SECOND, force=options.force)
    except ValueError as error:
        raise Failed(str(error)) from None
    except backup.Unusable as error:
        raise Failed(f"restore: {error}", 1) from None
    except OSError as error:
        raise Failed(f"restore: {error.filename or path}: {error.strerror}") from None
    record = {
        "ok": found.ok,
        "events": found.events,
        "streams": found.streams,
        "first_difference": found.first_difference,
    }
    if options.json:
        say.line({**record, "kind": manifest.kind, "made_at": manifest.made_at})
    elif found.ok:
        print(
            f"{manifest.kind}, as of {manifest.made_at}: {found.events} events in {found.streams} streams: ok"
        )
    if not found.ok:
        raise Failed(f"restore: nothing was changed, the backup does not verify: {found.first_difference}", 1)
    return 0


def _make_tables(url: str, kind: str) -> None:
    """The tables of both schemas, empty: those of the office are Django's to make."""
    locate.migrate(url, kind)
    done = subprocess.run(
        [sys.executable, "-m", "tongguan.web", "migrate", url], capture_output=True, text=True
    )
    if done.returncode:
        said = (done.stderr.strip() or "the office's tables cannot be made").splitlines()[-1]
        raise Failed(f"restore: {said}", 3)
