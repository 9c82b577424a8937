"""Keeping house: migrate, demo, verify, replay, seal, export, serve, editions."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from tongguan import wiring
from tongguan.adapters import document, editions, locate, uploads
from tongguan.adapters import seal as sealing
from tongguan.adapters import verify as verifying
from tongguan.adapters.logs import writing
from tongguan.adapters.settings import read
from tongguan.adapters.store import Store, StoredSeal
from tongguan.cli import opening, say
from tongguan.cli.say import Failed
from tongguan.desk import lives
from tongguan.desk.ports import Edition
from tongguan.facts.clock import local_date
from tongguan.insight import targets
from tongguan.rules.book import shipped_files

_encoder = msgspec.json.Encoder(decimal_format="string")


def _store(options: argparse.Namespace) -> Store:
    try:
        return locate.open_journal(options.db, "demo")
    except ValueError as error:
        raise Failed(str(error)) from None


def migrate(options: argparse.Namespace) -> int:
    """Make or upgrade the database."""
    try:
        locate.migrate(options.db, options.kind)
    except ValueError as error:
        raise Failed(str(error)) from None
    print(f"{options.db}: ready, {options.kind}")
    return 0


def demo(options: argparse.Namespace) -> int:
    """Load the demo office; what is there already is kept unless --reset."""
    if options.reset:
        _forget(options.db)
    desk = opening.desk(options)
    if desk.journal.kind != "demo":
        raise Failed("demo: this is a live database; use another with --db", 1)
    if next(iter(desk.journal.all_heads()), None) is not None:
        print(f"{options.db}: holds declarations already; load afresh with --reset")
        return 0
    print(wiring.load_demo(desk, options.seed))
    return 0


def _forget(url: str) -> None:
    """Remove a demo SQLite database and its office's records; nothing else is ever removed."""
    kind = locate.kind_of(url)
    if kind == "live":
        raise Failed("demo --reset: this is a live database; nothing was removed", 1)
    if not url.startswith("sqlite:///"):
        raise Failed("demo --reset: only for SQLite; make a fresh PostgreSQL database instead")
    path = Path(url.removeprefix("sqlite:///"))
    office = path.with_suffix(".office.db")
    for each in (path, office):
        for suffix in ("", "-wal", "-shm"):
            each.with_name(each.name + suffix).unlink(missing_ok=True)


def verify(options: argparse.Namespace) -> int:
    """Recompute every digest and balance; 1 at the first difference."""
    outside: StoredSeal | None = None
    if options.seal:
        try:
            outside = sealing.read_file(Path(options.seal))
        except sealing.UnreadableSeal as error:
            raise Failed(f"--seal: {error}") from None
    found = verifying.verify(_store(options), outside)
    record = {name: getattr(found, name) for name in found.__struct_fields__}
    if options.json:
        say.line(record)
    else:
        print(
            f"{found.events} events in {found.streams} streams: {'ok' if found.ok else found.first_difference}"
        )
        if found.erased:
            print(f"{found.erased} vault entries were erased at the end of their retention")
    return 0 if found.ok else 1


def replay(options: argparse.Namespace) -> int:
    """Rebuild the worklist from the journal and say whether anything differed."""
    events, streams, differed = opening.desk(options).rebuild()
    first = f"{differed} worklist rows differed and were rebuilt" if differed else None
    if options.json:
        say.line({"ok": not differed, "events": events, "streams": streams, "first_difference": first})
    else:
        print(f"{events} events in {streams} streams replayed: {first or 'nothing differed'}")
    return 1 if differed else 0


def seal(options: argparse.Namespace) -> int:
    """Make a seal and write it to a folder, from where it should leave the house."""
    desk = opening.desk(options)
    made = sealing.make_seal(_store(options), desk.clock.now())
    path = sealing.write_file(made, Path(options.out))
    print(f"{path}: seal {made.sequence}, digest {made.digest}; keep it outside this machine")
    return 0


def export(options: argparse.Namespace) -> int:
    """Every event as NDJSON, in order of stream and version; or the declarations as an event log of a standard format."""
    store, folder = _store(options), Path(options.out)
    path = folder / writing.NAMES.get(options.format, "events.ndjson")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if options.format in writing.WRITERS:
            desk = opening.desk(options)
            found = writing.cases(store.events(), desk.models, lives.earlier(desk))
            count = writing.write(found, path, options.format)
        else:
            count = _export(store, path)
    except OSError as error:
        raise Failed(f"--out {folder}: {error.strerror}") from None
    if options.json:
        say.line({"file": str(path), "events": count})
    else:
        print(f"{path}: {count} events")
    return 0


def _export(store: Store, path: Path) -> int:
    count = 0
    with path.open("wb") as out:
        for event in store.events():
            record = {name: getattr(event, name) for name in event.__struct_fields__}
            record["payload"] = msgspec.Raw(event.payload.encode())
            record["digest"] = event.digest.hex()
            out.write(_encoder.encode(record) + b"\n")
            count += 1
    return count


def serve(options: argparse.Namespace) -> int:
    """Serve the workbench; --production refuses a demo database."""
    kind = locate.kind_of(options.db) or "demo"
    if options.production and kind == "demo":
        raise Failed(
            "serve --production: this is a demo database; make a live one with: tongguan migrate --kind live",
            1,
        )
    if options.production and not read().hosts:
        raise Failed(
            "serve --production: no name to be reached under; set hosts in tongguan.toml or TONGGUAN_HOSTS", 1
        )
    opening.desk(options).journal.close()
    sys.stdout.flush()
    os.environ["TONGGUAN_PRODUCTION"] = "1" if options.production else "0"
    arguments = [options.db, options.host, str(options.port)]
    os.execv(sys.executable, [sys.executable, "-m", "tongguan.web", "serve", *arguments])


def account(options: argparse.Namespace) -> int:
    """An account of the workbench with a password from standard input."""
    opening.desk(options).journal.close()
    if sys.stdin.isatty():
        print("password: ", end="", file=sys.stderr, flush=True)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "tongguan.web", "account", options.db, options.name])


def schema(options: argparse.Namespace) -> int:
    """Print the JSON Schema of a message."""
    print(msgspec.json.format(msgspec.json.encode(document.schema()), indent=2).decode())
    return 0


def edition(options: argparse.Namespace) -> int:
    """Check the files of a folder and keep them as a new edition of the rules, the figures, the processes or the aims.

    Declarations that waited for figures are assessed with an edition that is valid today. ``template`` writes instead.
    """
    if options.verb == "template":
        return _template(options)
    try:
        wanted = date.fromisoformat(options.valid_from) if options.valid_from else None
        desk = opening.desk(options, options.at)
        today = local_date(desk.clock.now())
        name, files = _edition(Path(options.folder), options.name, desk.journal.editions(), wanted or today)
        if name == uploads.PROCESSES and (wanted or today) <= today:
            raise editions.EditionRefused(f"processes begin after {today}; give --valid-from")
        made = editions.make(name, wanted or today, options.approved_by.split(","), files)
    except (editions.EditionRefused, ValueError, KeyError, msgspec.ValidationError) as error:
        raise Failed(f"edition import: {error}", 1) from None
    stored = editions.store(desk.journal, made, desk.clock.now())
    record: dict[str, Any] = {
        "edition": made.digest,
        "name": made.name,
        "valid_from": made.valid_from,
        "stored": stored,
    }
    if made.name == "figures" and made.valid_from <= today.isoformat():
        record["assessed"] = wiring.assess_with_new_figures(desk)
    if options.json:
        say.line(record)
        return 0
    kept = "stored" if stored else "there already"
    print(f"edition {made.digest[:12]} of {made.name}, valid from {made.valid_from}: {kept}")
    if "assessed" in record:
        print(f"{record['assessed']} declarations that waited for a figure are assessed")
    return 0


def _template(options: argparse.Namespace) -> int:
    """Write the rules or aims in force, the office's own or those that come with the program, to a folder to change."""
    desk, folder = opening.desk(options, options.at), Path(options.folder)
    what = options.name or uploads.RULES
    if what not in (uploads.RULES, uploads.AIMS):
        raise Failed(f"edition template: of {uploads.RULES} or {uploads.AIMS}, not of {what}")
    own = editions.in_force(desk.journal.editions(), what, local_date(desk.clock.now()))
    shipped = shipped_files() if what == uploads.RULES else targets.shipped_files()
    try:
        for name, text in sorted((shipped | (own.files if own else {})).items()):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
            print(folder / name)
    except OSError as error:
        raise Failed(
            f"edition template {folder}: {error.strerror}; name a folder that can be written"
        ) from None
    return 0


def _edition(folder: Path, wanted: str, held: Sequence[Edition], first: date) -> tuple[str, dict[str, str]]:
    """What the files of a folder, and of its ``tables``, are an edition of; checked."""
    files: dict[str, str] = {}
    for each in (folder, folder / "tables"):
        if any(path.suffix in editions.SUFFIXES for path in (each.iterdir() if each.is_dir() else ())):
            files |= editions.read_folder(each)
    try:
        name, placed = uploads.what_of(files, wanted)
        uploads.check(name, placed, held, first)
    except editions.EditionRefused as error:
        raise editions.EditionRefused(f"{folder}: {error}") from None
    return name, placed
