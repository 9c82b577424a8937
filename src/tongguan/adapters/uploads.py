"""An office's change of rules, figures, processes or aims as it comes: a folder's files, one file, or a zip of them, checked before it is kept."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

import msgspec

from tongguan.adapters import processes
from tongguan.adapters.editions import SUFFIXES, EditionRefused
from tongguan.adapters.processes import Processes
from tongguan.adapters.zips import BROKEN
from tongguan.desk.ports import Edition
from tongguan.insight import targets
from tongguan.insight.targets import Aims
from tongguan.rules.book import RuleBook, shipped_files
from tongguan.rules.figures import Figures, shipped_figures

FIGURES, RULES, PROCESSES, AIMS = "figures", "rules", processes.NAME, "aims"
MOST_FILES = 200
MOST_BYTES = 20 * 1024 * 1024
"""Bytes of all files together, unpacked."""


def read(name: str, data: bytes) -> dict[str, str]:
    """The .toml and .csv files of what was sent (a zip, or one of them), by their names without folders."""
    if not name.lower().endswith(".zip"):
        return {_plain(name): _text(name, data)}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            held = [each for each in archive.infolist() if _plain(each.filename).endswith(SUFFIXES)]
            if len(held) > MOST_FILES or sum(each.file_size for each in held) > MOST_BYTES:
                raise EditionRefused(
                    f"{name}: more than {MOST_FILES} files or {MOST_BYTES} bytes; send less at once"
                )
            return {_plain(each.filename): _text(each.filename, archive.read(each)) for each in held}
    except BROKEN as error:
        raise EditionRefused(f"{name}: not a zip that can be opened ({error}); pack it again") from None


def what_of(files: Mapping[str, str], wanted: str = "") -> tuple[str, dict[str, str]]:
    """What these files are an edition of and where each belongs: processes, figures or aims where one is a file of theirs, else rules.

    CSV files that rules do not know are code tables. EditionRefused when there is nothing.
    """
    if not files:
        raise EditionRefused("no .toml or .csv files there; add them")
    if wanted == FIGURES or (not wanted and files.keys() & shipped_figures().keys()):
        unknown = sorted(files.keys() - shipped_figures().keys())
        if unknown:
            raise EditionRefused(f"{', '.join(unknown)} is no file of figures; leave it out")
        return FIGURES, dict(files)
    if wanted == PROCESSES or (not wanted and any(map(processes.is_file, files))):
        unknown = sorted(name for name in files if not processes.is_file(name))
        if unknown:
            raise EditionRefused(
                f"{', '.join(unknown)} is neither {processes.TABLE} nor {processes.PREFIX}….toml; leave it out"
            )
        return PROCESSES, dict(files)
    if wanted == AIMS or (not wanted and files.keys() & targets.shipped_files().keys()):
        unknown = sorted(files.keys() - targets.shipped_files().keys())
        if unknown:
            raise EditionRefused(
                f"{', '.join(unknown)} is neither {targets.TARGETS} nor {targets.PUBLISHED}; leave it out"
            )
        return AIMS, dict(files)
    whole = shipped_files()
    known = {name for name in files if name in whole or name.startswith("form-")}
    strange = sorted(
        name for name in files if name.endswith(".toml") and name not in known and name != _MANIFEST
    )
    if strange:
        raise EditionRefused(
            f"{', '.join(strange)} is no file of rules; there are {', '.join(sorted(whole))}"
        )
    return RULES, {name if name in known else f"tables/{name}": text for name, text in files.items()}


def check(
    name: str, files: Mapping[str, str], held: Sequence[Edition], first: date
) -> RuleBook | Figures | Processes | Aims:
    """What these files make of the office from a day on, beside the editions it holds.

    EditionRefused with file and place when they cannot be used.
    """
    if name == PROCESSES:
        return processes.check(files, held, first)
    try:
        if name == AIMS:
            return targets.read(files)
        return Figures.load(dict(files)) if name == FIGURES else RuleBook.load(dict(files))
    except (ValueError, KeyError, msgspec.ValidationError) as error:
        raise EditionRefused(str(error)) from None


_MANIFEST = "manifest.toml"
"""What the code tables are; it lies beside them."""


def _plain(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name


def _text(name: str, data: bytes) -> str:
    if not _plain(name).endswith(SUFFIXES):
        raise EditionRefused(f"{name}: neither .toml nor .csv nor a zip of them")
    if len(data) > MOST_BYTES:
        raise EditionRefused(f"{name}: more than {MOST_BYTES} bytes")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise EditionRefused(f"{name}: not UTF-8 text (byte {error.start}); save it as UTF-8") from None
