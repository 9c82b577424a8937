"""``check`` and ``lodge``: what a declarant does."""

import argparse
import sys
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from tongguan.adapters.intake import Read, read_file, read_stream
from tongguan.cli import opening, say
from tongguan.cli.lanes import Lanes, Sent
from tongguan.cli.say import Failed
from tongguan.desk.desk import Desk
from tongguan.desk.views import Answer
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.finding import HOLD, Finding, rejects
from tongguan.facts.message import Message, declarant_code
from tongguan.facts.unreadable import Unreadable
from tongguan.rules.book import RuleBook
from tongguan.wiring import collect_seldom, deliver_receipts

BATCH = 500


def read_all(files: list[str]) -> Iterator[Read]:
    """Every message of the files; ``-`` is standard input."""
    for name in files:
        if name == "-":
            yield from read_stream(sys.stdin.buffer, "-")
            continue
        try:
            yield from read_file(Path(name))
        except IsADirectoryError:
            raise Failed(f"{name}: is a directory; name a file") from None
        except OSError as error:
            raise Failed(f"{name}: {error.strerror}; check the path") from None


def unreadable(read: Read, error: Unreadable, options: argparse.Namespace) -> None:
    place = f"{read.name}:{read.line}" if read.line and not error.line else read.name
    print(f"tongguan: {place}: {error.text(options.lang)}", file=sys.stderr)


def check(options: argparse.Namespace) -> int:
    """Print every finding; 1 when one of them rejects, 2 when something cannot be read."""
    if options.coverage:
        return _coverage(options)
    if not options.files:
        raise Failed("check: name at least one file, or - for standard input")
    office = opening.known_office(options)
    rules, duty, today = opening.data_of(office)
    on = say.day_of(options.on, "--on") if options.on else today
    code = 0
    for read in read_all(options.files):
        if isinstance(read.message, Unreadable):
            unreadable(read, read.message, options)
            code = 2
            continue
        declaration = read.message.declaration
        ruling = rules.check(declaration, on)
        permits = () if options.on or office is None else _permits(office, read.message)
        rejected = rejects((*ruling.findings, *permits))
        missing = () if rejects(ruling.findings) else duty.assess(declaration, on).missing
        findings = (
            *ruling.findings,
            *(Finding("D01", HOLD, "duty", values={"what": gap}) for gap in missing),
            *permits,
        )
        code = max(code, int(rejected or bool(missing)))
        record = {
            "file": read.name,
            "client_number": read.message.client_number,
            "status": "returned" if rejected else "acceptable",
            "form": ruling.editions["form"],
            "findings": [say.finding(rules.catalogue, each, options.lang) for each in findings],
        }
        _print(record, options)
    return code


def _permits(office: Desk, message: Message) -> tuple[Finding, ...]:
    """What does not fit the e-ledgers and licences that a declaration quotes, as they stand in the office now."""
    seen = office.previews.of(message, _named(message)).permits
    return tuple(finding for permit in seen for finding in permit.findings)


def _coverage(options: argparse.Namespace) -> int:
    for each in RuleBook.shipped().coverage():
        if options.json:
            say.line({name: getattr(each, name) for name in each.__struct_fields__})
        else:
            print(f"{each.form:10} {each.field:32} {each.table:24} {_how(each.loaded, each.whole)}")
    return 0


def _how(loaded: bool, whole: bool) -> str:
    """How far a coded field is checked."""
    if not loaded:
        return "shape only"
    return "table" if whole else "known codes by table, others shape only"


def lodge(options: argparse.Namespace) -> int:
    """Lodge everything in the files, in batches; bulk input shows how far it is."""
    collect_seldom()
    desk = opening.desk(options, options.at or "")
    code, done = 0, 0
    reads = read_all(options.files)
    if options.jobs > 1:
        return _in_lanes(desk, reads, options)
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("lodging", total=None)
        while batch := list(islice(reads, BATCH)):
            code = max(code, _lodge(desk, batch, options))
            done += len(batch)
            progress.update(task, completed=done, description=f"lodging {done}")
    deliver_receipts(desk)
    return code


def _in_lanes(desk: Desk, reads: Iterator[Read], options: argparse.Namespace) -> int:
    """Lodge by several processes; everything is told in the order of the input."""
    at = say.time_of(options.at, "--at") if options.at else None
    pending: deque[Read] = deque()
    lanes, code = Lanes(options.db, options.jobs, at), 0

    def sent() -> Iterator[Sent]:
        for read in reads:
            pending.append(read)
            if not isinstance(read.message, Unreadable):
                yield Sent(read.message, declarant_of(desk, read.message, options))

    for answer in lanes.lodge(sent()):
        code = max(code, _unread(pending, options))
        read = pending.popleft()
        if isinstance(read.message, Message):
            code = max(code, _say(desk, read, read.message, answer, options))
    code = max(code, _unread(pending, options))
    lanes.close()
    deliver_receipts(desk)
    return code


def _unread(pending: "deque[Read]", options: argparse.Namespace) -> int:
    """Tell what could not be read before the next message that could."""
    code = 0
    while pending and isinstance(error := pending[0].message, Unreadable):
        unreadable(pending.popleft(), error, options)
        code = 2
    return code


def declarant_of(desk: Desk, message: Message, options: argparse.Namespace) -> Actor:
    """The declarant named in the message lodges it, unless --as names somebody."""
    return opening.actor(desk, options.actor, _named(message))


def _named(message: Message) -> Actor:
    """The declarant that a message names."""
    declarant = declarant_code(message.declaration)
    return Actor(id=declarant or "declarant", kind="declarant", roles=("declarant",), party=declarant)


def _lodge(desk: Desk, batch: list[Read], options: argparse.Namespace) -> int:
    code = 0
    good = []
    for read in batch:
        if isinstance(read.message, Unreadable):
            unreadable(read, read.message, options)
            code = 2
        else:
            good.append((read, read.message))
    for actor, group in _by_actor(desk, good, options):
        answers = desk.lodge_many([message for _, message in group], actor)
        for (read, message), answer in zip(group, answers, strict=True):
            code = max(code, _say(desk, read, message, answer, options))
    return code


def _by_actor(
    desk: Desk, reads: list[tuple[Read, Message]], options: argparse.Namespace
) -> Iterator[tuple[Actor, list[tuple[Read, Message]]]]:
    """The declarant named in each message lodges it, unless --as names somebody."""
    groups: dict[str, list[tuple[Read, Message]]] = {}
    for read, message in reads:
        groups.setdefault(declarant_code(message.declaration), []).append((read, message))
    for group in groups.values():
        yield declarant_of(desk, group[0][1], options), group


def _say(
    desk: Desk, read: Read, message: Message, said: Answer | Refusal, options: argparse.Namespace
) -> int:
    if isinstance(said, Refusal):
        where = f"{read.name}:{read.line}" if read.line else read.name
        parts = (where, message.client_number, said.text(options.lang))
        print("tongguan: " + ": ".join(part for part in parts if part), file=sys.stderr)
        if options.json:
            say.line({"file": read.name, "client_number": message.client_number, "status": "refused", "findings": [],
                      "repeat": False, "code": said.code, "message": said.text(options.lang)})  # fmt: skip
        return 1
    _print({"file": read.name, **say.answer(desk.rules.catalogue, said, options.lang)}, options)
    return int(said.status == "returned")


def _print(record: dict[str, Any], options: argparse.Namespace) -> None:
    if options.json:
        say.line(record)
        return
    head = "  ".join(
        str(record[key]) for key in ("file", "number", "client_number", "status") if record.get(key)
    )
    print(head + ("  (repeat)" if record.get("repeat") else ""))
    for each in record["findings"]:
        print(
            f"  {each['consequence']:6} {each['code']:5} {each['field']}: {each['message']} {each['remedy']}"
        )
    for text in record.get("blocked_by", ()):
        print(f"  waits for  {text}")
