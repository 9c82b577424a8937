"""``times --log`` and ``conform``: event logs of any system, counted by the engine that counts ours."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from tongguan.adapters import logs
from tongguan.adapters.logs import columns, writing
from tongguan.adapters.logs import mapping as maps
from tongguan.cli import opening, say
from tongguan.cli.say import Failed
from tongguan.desk.desk import Desk
from tongguan.facts.unreadable import Unreadable
from tongguan.insight import conformance, logged
from tongguan.insight.graph import Ways
from tongguan.insight.log import Case
from tongguan.process.model import shipped

EVERY = "all"
"""Every definition of the office that a log can answer."""
WAYS = ("graph", "variants", "rework")
"""Options that print lines of their own after the times."""
_CHUNK = 500
"""Declarations that are read from the journal at once."""


def times(options: argparse.Namespace) -> int:
    """Times of a log by a definition, grouped as asked; then graph, variants and rework as asked."""
    by = tuple(part for part in options.by.split(",") if part)
    since = say.day_of(options.since, "--from") if options.since else None
    until = say.day_of(options.until, "--to") if options.until else None
    mapping, given = _mapping(options)
    try:
        if options.definition == EVERY:
            return _every(options, mapping, by, since, until)
        counted = logged.Times(options.definition or logged.CASE, by, since, until, mapping.milestone)
        ways = Ways()
        for case, done in logged.told(cases(options, mapping, _wanted(by))):
            counted.add(case, done)
            ways.add(done)
        figures = counted.figures()
    except logged.NotInLogs as error:
        raise Failed(f"{error.option}: {error.text(options.lang)}") from None
    _save(options, mapping, given)
    _tell(options, [each.record() for each in figures])
    _show_ways(options, ways)
    return 0


def _show_ways(options: argparse.Namespace, ways: Ways) -> None:
    for name in WAYS:
        if getattr(options, name):
            _tell(options, [msgspec.to_builtins(each) for each in getattr(ways, name)()])


def ways_of(options: argparse.Namespace, desk: Desk, numbers: Sequence[str]) -> None:
    """Graph, variants and rework, as asked, of declarations of the journal."""
    if not any(getattr(options, name) for name in WAYS):
        return
    ways = Ways()
    for place in range(0, len(numbers), _CHUNK):
        for events in desk.journal.read_many(numbers[place : place + _CHUNK]).values():
            for _, done in logged.told(writing.cases(events, desk.models)):
                ways.add(done)
    _show_ways(options, ways)


def _wanted(by: tuple[str, ...]) -> tuple[str, ...]:
    """Attributes of the cases that are read."""
    return (*logged.attributes(by), *logged.ASKED)


def _every(
    options: argparse.Namespace,
    mapping: maps.Mapping,
    by: tuple[str, ...],
    since: date | None,
    until: date | None,
) -> int:
    """Every definition of the office in one pass; a Parquet log of our own by columns, for millions of declarations."""
    path = Path(options.log)
    if mapping == maps.Mapping() and columns.fits(path):
        try:
            _tell(options, columns.measure(path, by, since, until))
        except Unreadable as error:
            raise Failed(f"{path}: {error.text(options.lang)}") from None
        return 0
    counted = [
        logged.Times(name, by, since, until, mapping.milestone)
        for name in sorted(logged.office_definitions())
    ]
    for case, done in logged.told(cases(options, mapping, _wanted(by))):
        for each in counted:
            each.add(case, done)
    for figures in [each.figures() for each in counted if each.answers()]:
        _tell(options, [found.record() for found in figures])
    return 0


def cases(options: argparse.Namespace, mapping: maps.Mapping, wanted: tuple[str, ...] = ()) -> Iterator[Case]:
    """The cases of ``--log``; Failed with file, line, field and remedy."""
    path = Path(options.log)
    try:
        yield from logs.read(path, mapping, wanted)
    except Unreadable as error:
        raise Failed(f"{path}: {error.text(options.lang)}") from None
    except OSError as error:
        raise Failed(f"{path}: {error.strerror}; check the name") from None


def _mapping(options: argparse.Namespace) -> tuple[maps.Mapping, bool]:
    """The mapping of ``--map``, or the one kept beside the log; and whether it was typed and is worth keeping."""
    kept = maps.beside(Path(options.log))
    try:
        if len(options.map) == 1 and "=" not in options.map[0]:
            return maps.load(Path(options.map[0])), False
        if options.map:
            return maps.parse(options.map), True
        return (maps.load(kept) if kept.is_file() else maps.Mapping()), False
    except OSError as error:
        raise Failed(f"--map {options.map[0]}: {error.strerror}") from None
    except maps.BadMapping as error:
        raise Failed(f"--map: {error}") from None


def _save(options: argparse.Namespace, mapping: maps.Mapping, given: bool) -> None:
    """Keep a mapping that was typed, now that it has proved itself."""
    if not given and not options.save_map:
        return
    path = Path(options.save_map) if options.save_map else maps.beside(Path(options.log))
    try:
        maps.save(mapping, path)
    except OSError as error:
        if options.save_map:
            raise Failed(f"--save-map {path}: {error.strerror}") from None
        _aside(
            options,
            f"{path}: not kept ({error.strerror}); name a place with --save-map FILE",
            f"{path}：未保存（{error.strerror}），可用 --save-map 指定位置",
        )
        return
    _aside(options, f"{path}: kept for next time", f"{path}：已保存，下次自动使用")


def _aside(options: argparse.Namespace, en: str, zh: str) -> None:
    """A word that is not part of the answer."""
    print(f"tongguan: {zh if options.lang == 'zh' else en}", file=sys.stderr)


def _tell(options: argparse.Namespace, records: list[dict[str, Any]]) -> None:
    for record in records:
        if options.json:
            say.line(record)
        else:
            print(
                "  ".join(
                    f"{name}={_plain(value)}" for name, value in record.items() if value not in (None, {})
                )
            )


def _plain(value: Any) -> str:
    return " → ".join(value) if isinstance(value, list) else str(value)


def conform(options: argparse.Namespace) -> int:
    """Replay every case on a process model; a line for each that left it. 1 when one did.

    Of the journal, the declarations that were accepted under that model are replayed. The models are the office's own
    where there is a database, else those shipped.
    """
    desk = opening.known_office(options) if options.log else opening.desk(options)
    models = shipped() if desk is None else desk.models
    model = models.get(options.model)
    if model is None:
        raise Failed(f"there is no process model {options.model}; there are {', '.join(models)}")
    mapping, given = _mapping(options) if options.log else (maps.Mapping(), False)
    found = cases(options, mapping) if desk is None or options.log else _accepted_under(desk, model.id)
    count = 0
    left: list[dict[str, Any]] = []
    for case in found:
        count += 1
        if kinds := conformance.deviations(model, case.entries, mapping.milestone):
            left.append({"number": case.id, "deviations": [_deviation(each, options.lang) for each in kinds]})
    if options.log:
        _save(options, mapping, given)
    summary: dict[str, Any] = {"model": model.id, "cases": count, "conform": count - len(left)}
    if options.json:
        for record in [summary, *left]:
            say.line(record)
    else:
        _show_conformance(summary, left, options.lang)
    return 1 if left else 0


def _accepted_under(desk: Desk, model: str) -> Iterator[Case]:
    return (
        case
        for case in writing.cases(desk.journal.events(), desk.models)
        if case.attributes["process"] == model
    )


def _deviation(each: conformance.Deviation, lang: str) -> dict[str, Any]:
    zh, en = conformance.KINDS[each.kind]
    return {
        "kind": each.kind, "activity": each.activity, "at": say.clock(each.at), "other": each.other,
        "message": zh if lang == "zh" else en,
    }  # fmt: skip


def _show_conformance(summary: dict[str, Any], left: list[dict[str, Any]], lang: str) -> None:
    cases_, conforming = summary["cases"], summary["conform"]
    said = (
        f"{cases_} 件中 {conforming} 件符合 {{}}"
        if lang == "zh"
        else f"{conforming} of {cases_} cases keep to {{}}"
    )
    print(said.format(summary["model"]))
    for record in left:
        for each in record["deviations"]:
            print(
                f"{record['number']}  {each['at']}  {each['activity']}: {each['message']} ({each['other'] or '—'})"
            )
