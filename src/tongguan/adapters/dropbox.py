"""A drop folder: declarations as files in one directory, answers and receipts as files in another.

Nothing is read half-written: a file counts when its size and time have stood still for a while, or under its own name
after the sender renamed it; names that begin with a dot or end as unfinished are left alone. Nothing is answered
twice, whenever the program is killed: a file is first moved to ``taken``; its answer is written under a hidden name;
the file is moved to ``done`` or ``bad``; only then does the answer get its name. What a kill cut off is finished from
what lies there. An answer is whole when it has its name.
"""

import fcntl
import json
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from urllib.parse import quote, unquote

import msgspec

from tongguan.desk.ports import StoredReceipt

TAKEN, DONE, BAD = "taken", "done", "bad"
GOOD_ANSWER, BAD_ANSWER, RECEIPT = "Successed_", "Failed_", "Receipt_"
"""Beginnings of file names, as the clients of brokers know them (the first one is spelled so)."""
UNFINISHED = (".tmp", ".part", ".writing", ".crdownload", ".filepart")
_PART = ".part"
_ENDING = 9
"""Letters of an ending, fewer than."""
_LONGEST = 160
"""Bytes of a name without its ending: room for what an answer's name has besides."""
_LOCK, _TOLD = ".lock", ".receipts.json"


class InUse(Exception):
    """Another program works on the folder."""


class _Look(msgspec.Struct, frozen=True):
    """How a file was when it was looked at, and since when (seconds of a steady clock)."""

    shape: tuple[int, int, int]
    since: float


class DropFolder:
    """One pair of directories, held by one program at a time."""

    def __init__(
        self, inbox: Path, outbox: Path, settle: float = 2.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """``settle``: seconds that a file must have stood still. OSError when the directories cannot be made."""
        self._inbox, self._outbox, self._settle, self._clock = inbox, outbox, settle, clock
        self._looks: dict[str, _Look] = {}
        for folder in (inbox, outbox, *(inbox / name for name in (TAKEN, DONE, BAD))):
            folder.mkdir(parents=True, exist_ok=True)
        self._told: dict[str, int] = {}
        self._stems: set[str] = set()

    def __enter__(self) -> "DropFolder":
        """Hold the folder and finish what a kill cut off; InUse when another program holds it."""
        self._held = (self._inbox / _LOCK).open("w")
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._held.close()
            raise InUse(f"{self._inbox}: another program works on this folder; end it first") from None
        told = self._inbox / _TOLD
        self._told = json.loads(told.read_text("utf-8")) if told.exists() else {}
        self._recover()
        names = [path.name for name in (TAKEN, DONE, BAD) for path in (self._inbox / name).iterdir()]
        answered = [path.name for path in self._outbox.iterdir()]
        self._stems = {_stem(name) for name in names} | {
            _stem(name.removeprefix(GOOD_ANSWER).removeprefix(BAD_ANSWER)) for name in answered
        }
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()

    # -- files in ---------------------------------------------------------------------------------------------

    def take(self) -> int:
        """Move what stands still aside, to be read; returns how many files that are not whole yet are left."""
        waiting = 0
        now, looks = self._clock(), {}
        for name, shape in sorted(self._candidates()):
            before = self._looks.get(name)
            since = before.since if before and before.shape == shape else now
            if now - since < self._settle:
                looks[name] = _Look(shape, since)
                waiting += 1
            else:
                os.replace(self._inbox / name, self._inbox / TAKEN / self._own_name(name))
        self._looks = looks
        return waiting

    def _candidates(self) -> Iterator[tuple[str, tuple[int, int, int]]]:
        for entry in os.scandir(self._inbox):
            if entry.name.startswith((".", "~")) or entry.name.lower().endswith(UNFINISHED):
                continue
            found = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(found.st_mode):
                yield entry.name, (found.st_ino, found.st_size, found.st_mtime_ns)

    def _own_name(self, name: str) -> str:
        """The name, or with a number when a file of that name was there before."""
        stem, ending = _split(name)
        stem = os.fsdecode(os.fsencode(stem)[:_LONGEST])
        own, count = stem, 1
        while own in self._stems:
            count += 1
            own = f"{stem}-{count}"
        self._stems.add(own)
        return own + ending

    def taken(self) -> list[Path]:
        """Files to be read, in order of their names: those of a run that was killed are among them."""
        return sorted((self._inbox / TAKEN).iterdir())

    # -- answers out ------------------------------------------------------------------------------------------

    def answer(self, taken: Path, body: bytes, good: bool, readable: bool = True) -> None:
        """Answer a file once and put it away: ``readable`` or among the bad ones."""
        part = self._outbox / f".{GOOD_ANSWER if good else BAD_ANSWER}{taken.name}{_PART}"
        _write(part, body)
        _sync(self._outbox)
        away = self._inbox / (DONE if readable else BAD)
        os.replace(taken, away / taken.name)
        _sync(away)
        _sync(self._inbox / TAKEN)
        self._name(part)

    def _name(self, part: Path) -> None:
        """Give an answer or a receipt its name."""
        name = part.name.removeprefix(".").removesuffix(_PART)
        os.replace(part, self._outbox / (name if name.startswith(RECEIPT) else f"{_stem(name)}.xml"))
        _sync(self._outbox)

    # -- receipts out -----------------------------------------------------------------------------------------

    @property
    def told(self) -> dict[str, int]:
        """Declarants whose receipts go here, and the last receipt of each that is out."""
        return dict(self._told)

    def tell(self, declarant: str, after: int) -> None:
        """From now on the declarant's receipts after a number come here, unless they do already."""
        if declarant not in self._told:
            self._remember({declarant: after})

    def put_receipts(self, receipts: Iterable[StoredReceipt]) -> int:
        """Write receipts, in order of their numbers, each once; returns how many."""
        new = [each for each in receipts if each.sequence > self._told.get(each.declarant, 0)]
        if not new:
            return 0
        parts = [self._outbox / f".{_receipt_name(each)}{_PART}" for each in new]
        for each, part in zip(new, parts, strict=True):
            _write(part, f'<?xml version="1.0" encoding="UTF-8"?>\n{each.body}'.encode())
        _sync(self._outbox)
        last = dict(self._told)
        for each in new:
            last[each.declarant] = max(last.get(each.declarant, 0), each.sequence)
        self._remember(last)
        for part in parts:
            self._name(part)
        return len(new)

    def _remember(self, told: dict[str, int]) -> None:
        self._told |= told
        new = self._inbox / f"{_TOLD}{_PART}"
        _write(new, json.dumps(self._told, ensure_ascii=False).encode())
        os.replace(new, self._inbox / _TOLD)
        _sync(self._inbox)

    # -- after a kill -----------------------------------------------------------------------------------------

    def _recover(self) -> None:
        """Name what was decided, remove what will be made again."""
        for part in sorted(self._outbox.glob(f".*{_PART}")):
            name = part.name.removeprefix(".").removesuffix(_PART)
            if self._stands(name):
                self._name(part)
            else:
                part.unlink()

    def _stands(self, name: str) -> bool:
        """Is an answer's file put away already, or a receipt counted?"""
        if name.startswith(RECEIPT):
            *_, sequence, declarant = name.split("_", 4)
            return int(sequence) <= self._told.get(unquote(declarant.removesuffix(".xml")), 0)
        file = name.removeprefix(GOOD_ANSWER).removeprefix(BAD_ANSWER)
        return not (self._inbox / TAKEN / file).exists()


def _split(name: str) -> tuple[str, str]:
    """A file's name and its ending, if it has a plain one."""
    stem, dot, suffix = name.rpartition(".")
    return (stem, dot + suffix) if stem and len(suffix) < _ENDING else (name, "")


def _stem(name: str) -> str:
    return _split(name)[0]


def _receipt_name(each: StoredReceipt) -> str:
    declarant = quote(each.declarant, safe="")
    return f"{RECEIPT}{each.number}_{each.channel}_{each.sequence:09}_{declarant}.xml"


def _write(path: Path, body: bytes) -> None:
    with path.open("wb") as out:
        out.write(body)
        out.flush()
        os.fsync(out.fileno())


def _sync(folder: Path) -> None:
    """Make renames in a folder durable."""
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
