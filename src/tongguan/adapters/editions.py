"""Editions: rules, tables, figures, calendars and models as files, stored whole by digest.

An edition is a name, the first day it is valid, two approvers, and files. A change is a new edition.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from tongguan.desk.ports import Edition, Journal
from tongguan.facts.event import canonical

SUFFIXES = (".toml", ".csv")
APPROVERS = 2


class EditionRefused(Exception):
    """The edition cannot be stored as it is; the message says what would mend it."""


def make(name: str, valid_from: date, approved_by: Sequence[str], files: Mapping[str, str]) -> Edition:
    """An edition of these files (name → text); EditionRefused without files or two different approvers."""
    if not files:
        raise EditionRefused(f"edition {name!r} has no files; add .toml or .csv files to it")
    approvers = tuple(dict.fromkeys(person.strip() for person in approved_by if person.strip()))
    if len(approvers) < APPROVERS:
        raise EditionRefused(f"edition {name!r} needs two different approvers; it has {len(approvers)}")
    return Edition(name, digest_of(name, valid_from, files), valid_from.isoformat(), approvers, dict(files))


def digest_of(name: str, valid_from: date, files: Mapping[str, str]) -> str:
    """SHA-256 (hex) of name, first day and every file: what acceptances and assessments name."""
    return sha256(canonical([name, valid_from.isoformat(), dict(files)])).hexdigest()


def intact(edition: Edition) -> bool:
    """True when the files are what the digest was made of."""
    first = date.fromisoformat(edition.valid_from)
    return digest_of(edition.name, first, edition.files) == edition.digest


def read_folder(folder: Path) -> dict[str, str]:
    """The .toml and .csv files of a folder, as text by their names; EditionRefused when one is not UTF-8."""
    files = {}
    for path in sorted(folder.iterdir() if folder.is_dir() else ()):
        if path.suffix in SUFFIXES:
            try:
                files[path.name] = path.read_bytes().decode()
            except UnicodeDecodeError as error:
                raise EditionRefused(
                    f"{path}: not UTF-8 text (byte {error.start}); save it as UTF-8"
                ) from error
    if not files:
        raise EditionRefused(f"{folder}: no .toml or .csv files there")
    return files


def write_folder(edition: Edition, folder: Path) -> None:
    """Write an edition's files to a folder, for an office to change and bring back as a new edition."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in edition.files.items():
        (folder / Path(name).name).write_bytes(text.encode())


def in_force(editions: Sequence[Edition], name: str, on: date) -> Edition | None:
    """The edition of that name valid on a day: of the latest first day, and of those the last stored."""
    valid = [e for e in editions if e.name == name and e.valid_from <= on.isoformat()]
    return max(enumerate(valid), key=lambda item: (item[1].valid_from, item[0]))[1] if valid else None


def store(journal: Journal, edition: Edition, recorded_at: int) -> bool:
    """Keep an edition; False when it is kept already, EditionRefused when its digest is not its content's."""
    if not intact(edition):
        raise EditionRefused(f"edition {edition.name!r}: its digest is not that of its files")
    return journal.store_edition(edition, recorded_at)
