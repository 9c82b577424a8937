"""``manifest`` and ``move``: what carriers, terminals and gates report."""

import argparse
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from tongguan.adapters import records
from tongguan.cli import opening, say
from tongguan.cli.say import Failed
from tongguan.desk import reports
from tongguan.desk.desk import Desk
from tongguan.desk.zone import Gated
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.reported import Manifest, Movement
from tongguan.facts.unreadable import Unreadable
from tongguan.wiring import deliver_receipts

Record = TypeVar("Record", bound=msgspec.Struct)
_TERMINAL = Actor(id="demo-terminal", kind="terminal", roles=("terminal",))
_OFFICER = Actor(id="demo-inspector", roles=("inspector",), office="4907")
_BY_OFFICERS = ("opened", "sealed")


def manifest(options: argparse.Namespace) -> int:
    """File manifest lines from files; 1 when one is refused, the others are filed."""
    desk = opening.desk(options, options.at)
    actor = opening.actor(desk, options.actor, _TERMINAL)
    refused = 0
    for path, line, said in each(options, Manifest):
        refusal = reports.file_manifest(desk.yard, said, actor)
        refused += refusal is not None
        _tell(options, f"{path}:{line}", said.document, refusal, {"document": said.document})
    return 1 if refused else 0


def each(options: argparse.Namespace, kind: type[Record]) -> Iterator[tuple[str, int, Record]]:
    """Records of the files that were named; Failed with file, line and field at the first that cannot be read."""
    for name in options.files:
        try:
            for line, record in records.read_file(Path(name), kind):
                if isinstance(record, Unreadable):
                    raise record
                yield name, line, record
        except Unreadable as error:
            raise Failed(f"{name}: {error.text(options.lang)}") from None


def _tell(
    options: argparse.Namespace, where: str, name: str, refusal: Refusal | None, record: dict[str, Any]
) -> None:
    if options.json:
        said = {"refused": refusal.code, "message": refusal.text(options.lang)} if refusal else {}
        say.line({**record, **said})
    else:
        print(f"{where}  {name}  {refusal.text(options.lang) if refusal else 'ok'}")


def move(options: argparse.Namespace) -> int:
    """One movement from options, or many from files; 1 when one is refused, the others take effect."""
    desk = opening.desk(options, options.at)
    if not options.files and not options.milestone:
        raise Failed("move: name a milestone, or files with --file")
    if not options.files and not (options.document or options.unit or options.gate_pass):
        raise Failed(f"move {options.milestone}: name what moves with --document, --unit or --pass")
    moves = (
        [(line, said) for _, line, said in each(options, Movement)] if options.files else [(1, _one(options))]
    )
    refused = 0
    for line, said in moves:
        refused += not _move(options, desk, line, said)
    deliver_receipts(desk)
    return 1 if refused else 0


def _move(options: argparse.Namespace, desk: Desk, line: int, said: Movement) -> bool:
    milestone = reports.milestone_of(said.milestone)
    fallback = _OFFICER if milestone in _BY_OFFICERS else _TERMINAL
    actor = opening.actor(desk, options.actor, fallback)
    outcome = reports.move(desk.yard, desk.zone, said, actor, desk.clock.now())
    name = said.gate_pass or said.unit or said.document
    if isinstance(outcome, Refusal):
        if not options.files:
            raise Failed(f"{name}: {outcome.text(options.lang)}", 1)
        _tell(options, f"line {line}", name, outcome, {"milestone": milestone, "name": name})
        return False
    record: dict[str, Any] = {"milestone": milestone, "name": name, "declarations": outcome.declarations}
    if isinstance(outcome, Gated):
        record |= {"vehicle": outcome.vehicle, "written_off": outcome.written_off}
    else:
        record |= {
            "documents": outcome.documents,
            "complete": outcome.complete,
            "repeat": outcome.repeat,
        }
    if options.json:
        say.line(record)
    else:
        done = record.get("written_off") or record.get("complete") or ()
        done = ("repeat",) if record.get("repeat") else done
        print(f"{name}  {milestone}  {' '.join(done)}".rstrip())
    return True


def _one(options: argparse.Namespace) -> Movement:
    return Movement(
        milestone=options.milestone, document=options.document, unit=options.unit, packages=_count(options.packages),
        gross_weight=weight(options.weight, "--weight"), weighed=weight(options.weighed, "--weighed"),
        vehicle=options.vehicle, place=options.place, gate_pass=options.gate_pass, seal=options.seal, ref=options.ref,
        at=options.happened,
    )  # fmt: skip


def _count(text: str) -> int:
    if text and not text.isdecimal():
        raise Failed(f"--packages: “{text}” is no number of packages; write it as 12")
    return int(text or 0)


def weight(text: str, option: str) -> Decimal | None:
    """Kilograms of an option; Failed naming it when it is no weight."""
    if not text:
        return None
    try:
        found = Decimal(text)
    except ArithmeticError:
        found = Decimal("NaN")
    if not found.is_finite() or found < 0:
        raise Failed(f"{option}: “{text}” is no weight; write kilograms as 9220.5")
    return found
