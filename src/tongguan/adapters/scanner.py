"""The office's virus scanner: a command of its settings that looks at a file before it is taken, within a time limit."""

import os
import shlex
import subprocess
import tempfile
from functools import cache

from tongguan.adapters import settings
from tongguan.facts.unreadable import Unreadable


@cache
def _set() -> tuple[tuple[str, ...], int]:
    """The command's words, none where no scanner is set, and its seconds."""
    found = settings.read()
    return tuple(shlex.split(found.scanner)), found.scanner_seconds


def examine(name: str, body: bytes) -> None:
    """Unreadable, with the file's name, unless the scanner finds it clean; where none is set nothing is looked at."""
    command, seconds = _set()
    if not command:
        return
    with tempfile.NamedTemporaryFile(prefix="attachment-") as file:
        file.write(body)
        file.flush()
        try:
            ended = subprocess.run(
                [*command, file.name], timeout=seconds, check=False, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={"PATH": os.defpath},
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            raise _unexamined(name) from None
    if ended.returncode:
        raise _refused(name)


def _refused(name: str) -> Unreadable:
    return Unreadable(
        "infected", f"“{name}”未通过查毒，不予接收。", f"{name} did not pass the virus scanner and was not taken.",
        field=name, remedy_zh="请清除后重新上传。", remedy_en="Clean it and send it again.",
    )  # fmt: skip


def _unexamined(name: str) -> Unreadable:
    """What cannot be looked at is not taken: the next one would know."""
    return Unreadable(
        "not_scanned", f"“{name}”暂时无法查毒，未接收。", f"{name} could not be scanned for viruses and was not taken.",
        field=name, remedy_zh="请稍后再试；仍不行请联系海关。", remedy_en="Try again later; should that not help, tell the office.",
    )  # fmt: skip
