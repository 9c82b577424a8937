"""``drop``: the folder through which brokers' clients lodge; runs until it is stopped, or once."""

import argparse
import os
import re
import signal
import sys
import time
from itertools import islice
from pathlib import Path
from types import FrameType

import msgspec

from tongguan.adapters.dropbox import DropFolder, InUse
from tongguan.adapters.intake import read_file
from tongguan.adapters.singlewindow.receipts import import_response
from tongguan.cli import opening, say
from tongguan.cli.declaring import declarant_of
from tongguan.cli.say import Failed
from tongguan.desk import outward
from tongguan.desk.desk import Desk
from tongguan.desk.ports import StoreUnreachable
from tongguan.desk.views import Answer
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.message import Message, declarant_code
from tongguan.facts.unreadable import Unreadable
from tongguan.wiring import deliver_receipts

BATCH = 100
_EVERY, _AGAIN = 1.0, 5.0
"""Seconds between two looks, and before the store is tried again."""
_NAMED = re.compile(r"^[IE]_([0-9A-Za-z]{1,18})")


class _Verdict(msgspec.Struct, frozen=True):
    """What a file is answered with."""

    number: str = ""
    client_number: str = ""
    error: str = ""
    readable: bool = True


class _Stop:
    """Set by a signal: the round in hand is finished, then it ends."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True


def drop(options: argparse.Namespace) -> int:
    """Answer files until stopped; with ``--once`` those that are there, 1 when one of them failed."""
    try:
        with DropFolder(Path(options.inbox), Path(options.outbox), options.settle) as folder:
            desk = opening.desk(options, options.at)
            return _once(desk, folder, options) if options.once else _on_and_on(desk, folder, options)
    except InUse as error:
        raise Failed(str(error), 1) from None
    except OSError as error:
        raise Failed(f"{error.filename or options.inbox}: {error.strerror}; check the folder") from None


def _once(desk: Desk, folder: DropFolder, options: argparse.Namespace) -> int:
    """What does not stand still in time is left for the next run."""
    failed, end = 0, time.monotonic() + 2 * options.settle + _EVERY
    while (folder.take() and time.monotonic() < end) or folder.taken():
        failed += _round(desk, folder, options)
        if not folder.taken():
            time.sleep(min(options.settle, _EVERY))
    _receipts(desk, folder)
    return int(failed > 0)


def _on_and_on(desk: Desk, folder: DropFolder, options: argparse.Namespace) -> int:
    stop = _Stop()
    while not stop.asked:
        pause = _EVERY
        try:
            folder.take()
            _round(desk, folder, options)
            _receipts(desk, folder)
        except StoreUnreachable as error:
            print(f"tongguan: drop: {error}; trying again", file=sys.stderr, flush=True)
            pause = _AGAIN
        time.sleep(pause)
    return 0


def _round(desk: Desk, folder: DropFolder, options: argparse.Namespace) -> int:
    """Answer every file that was taken; returns how many failed."""
    files, failed = iter(folder.taken()), 0
    while batch := list(islice(files, BATCH)):
        for file, said in zip(batch, _verdicts(desk, folder, batch, options), strict=True):
            body = import_response(said.client_number, said.number, said.error)
            folder.answer(file, body, good=not said.error, readable=said.readable)
            failed += bool(said.error)
            _print(file, said, options)
    return failed


def _print(file: Path, said: _Verdict, options: argparse.Namespace) -> None:
    name = os.fsencode(file.name).decode(errors="replace")
    if options.json:
        say.line(
            {"file": name, "number": said.number, "client_number": said.client_number, "error": said.error}
        )
    else:
        print(f"{name}  {said.number or '-'}  {said.error or 'ok'}")
    sys.stdout.flush()


def _verdicts(
    desk: Desk, folder: DropFolder, files: list[Path], options: argparse.Namespace
) -> list[_Verdict]:
    """Lodge what can be read of the files; one verdict a file, in order."""
    read = [_read(file) for file in files]
    said: list[_Verdict | None] = []
    good: list[tuple[Message, Actor]] = []
    for file, message in zip(files, read, strict=True):
        if isinstance(message, Unreadable):
            named = _NAMED.match(file.name)
            error = message.text(options.lang)
            said.append(_Verdict(client_number=named[1] if named else "", error=error, readable=False))
            continue
        actor = declarant_of(desk, message, options)
        foreign = outward.may_lodge(message, actor)
        said.append(_refused(message, foreign, options.lang) if foreign else None)
        if foreign is None:
            good.append((message, actor))
    _listen(desk, folder, [message for message, _ in good])
    lodged = iter(_lodge(desk, good, options.lang))
    return [each or next(lodged) for each in said]


def _lodge(desk: Desk, sent: list[tuple[Message, Actor]], lang: str) -> list[_Verdict]:
    """All together; one by one when something of it cannot be stored, so that it fails alone."""
    try:
        answers = desk.lodge_each(sent)
    except ValueError as error:
        if len(sent) == 1:
            return [_Verdict(client_number=sent[0][0].client_number, error=str(error), readable=False)]
        return [verdict for each in sent for verdict in _lodge(desk, [each], lang)]
    return [_lodged(desk, message, said, lang) for (message, _), said in zip(sent, answers, strict=True)]


def _read(file: Path) -> Message | Unreadable:
    """The one declaration of a file."""
    reads = list(islice(read_file(file), 2))
    if len(reads) == 1:
        return reads[0].message
    return Unreadable("unsupported", "一个文件应含一票报关单。", "A file must hold one declaration.")


def _listen(desk: Desk, folder: DropFolder, messages: list[Message]) -> None:
    """The receipts of who lodges here come here, from the first lodging on."""
    new = {declarant_code(message.declaration) for message in messages} - folder.told.keys() - {""}
    if new:
        deliver_receipts(desk)
        _, last = desk.journal.courier_state(sorted(new))
        for declarant in sorted(new):
            folder.tell(declarant, last.get(declarant, 0))


def _lodged(desk: Desk, message: Message, said: Answer | Refusal, lang: str) -> _Verdict:
    if isinstance(said, Refusal):
        return _refused(message, said, lang)
    error = ""
    if said.status == "returned":
        found = outward.findings(desk.rules.catalogue, said.findings, lang)
        error = " ".join(f"{each.code} {each.field}: {each.message} {each.remedy}" for each in found)
    return _Verdict(said.number, said.client_number, error)


def _refused(message: Message, refusal: Refusal, lang: str) -> _Verdict:
    return _Verdict(client_number=message.client_number, error=refusal.text(lang))


def _receipts(desk: Desk, folder: DropFolder) -> None:
    deliver_receipts(desk)
    for declarant, after in folder.told.items():
        folder.put_receipts(desk.receipts(declarant=declarant, after=after))
