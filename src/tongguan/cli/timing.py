"""``times`` and ``causes``: how long it took by a definition, and who was waited for."""

import argparse
from datetime import date
from typing import Any

from tongguan.cli import logs, opening, say
from tongguan.cli.say import Failed
from tongguan.desk import why
from tongguan.desk.desk import Desk
from tongguan.desk.lives import Lives
from tongguan.facts.clock import SECOND
from tongguan.insight import cause, cohort, compare, movers, tables
from tongguan.insight import times as measured
from tongguan.insight.life import Life
from tongguan.insight.times import Definition, Took

Period = tuple[date | None, date | None]
DEFINITION = "customs_clearance"
"""The definition where none is named."""


def times(options: argparse.Namespace) -> int:
    """Clearance times by a dated definition, grouped as asked, the accepted cohort beside the released; or of a log."""
    if options.log:
        return logs.times(options)
    definition, by, period = _asked(options)
    desk = opening.desk(options)
    lives = Lives(desk).every()
    counted = measured.took(lives, definition, *period)
    if options.moved:
        return _moved(options, definition, counted)
    found = {_key(each.group): each.record() for each in measured.groups(definition, by, counted)}
    if not definition.control:
        for each in cohort.cohorts(lives, definition, by, *period, now=desk.clock.now()):
            empty = {"definition": definition.id, "group": each.group, "count": 0}
            found.setdefault(_key(each.group), empty).update(each.record())
    if options.against:
        _compare(options, definition, by, lives, counted, period, found)
    for _, record in sorted(found.items()):
        _print(options, record)
    return 0


def _asked(options: argparse.Namespace) -> tuple[Definition, tuple[str, ...], Period]:
    names = [part for part in (options.definition or DEFINITION).split(",") if part]
    try:
        name = compare.one_definition(names)
    except compare.NotComparable as error:
        raise Failed(f"--definition: {error.text(options.lang)}") from None
    left_out = sorted(part for part in options.without.split(",") if part)
    unknown = [part for part in left_out if part not in measured.EXCLUDED]
    if unknown:
        raise Failed(f"--without: cannot leave out {unknown[0]}; use {', '.join(measured.EXCLUDED)}")
    definition = measured.define(measured.WITHOUT.join((name, *left_out)))
    if definition is None:
        known = ", ".join(measured.definitions())
        parts = ", ".join(f"{part}.CONTROL" for part in measured.PARTS)
        raise Failed(
            f"--definition: there is no {name}; there are {known}, {parts}, each also with {measured.OFFICE_HOURS}"
        )
    by = tuple(part for part in options.by.split(",") if part)
    unknown = [part for part in by if part not in measured.GROUPS]
    if unknown:
        raise Failed(f"--by: cannot group by {unknown[0]}; use {', '.join(measured.GROUPS)}")
    since = say.day_of(options.since, "--from") if options.since else None
    until = say.day_of(options.until, "--to") if options.until else None
    if since and until and since > until:
        raise Failed("--from: lies after --to; give the first day first")
    return definition, by, (since, until)


def _key(group: dict[str, str]) -> tuple[str, ...]:
    return tuple(group.values())


def _compare(
    options: argparse.Namespace,
    definition: Definition,
    by: tuple[str, ...],
    lives: list[Life],
    counted: list[Took],
    period: Period,
    found: dict[tuple[str, ...], dict[str, Any]],
) -> None:
    """Put the compression against the same dates of another year beside each group, or why there is none."""
    since, until = period
    if since is None or until is None:
        raise Failed("--against: give the period with --from and --to")
    try:
        ago = since.year - int(options.against)
        base = (since.replace(year=since.year - ago), until.replace(year=until.year - ago))
    except ValueError:
        raise Failed(
            f"--against: “{options.against}” is no year with these dates; write it as 2017"
        ) from None
    if {"week", "month"} & set(by):
        raise Failed("--against: leave week and month out of --by; they differ between the periods")
    before = measured.grouped(by, measured.took(lives, definition, *base))
    for key, group in measured.grouped(by, counted).items():
        found[key]["against"] = [day.isoformat() for day in base]
        try:
            change = compare.compress(definition, group, before.get(key, []))
        except compare.NotComparable as error:
            found[key]["not_comparable"] = error.text(options.lang)
            continue
        found[key]["compression"] = change.record() if change else None
        was = len(before.get(key, []))
        found[key]["growth"] = round(len(group) / was - 1, 6) if was else None


def _moved(options: argparse.Namespace, definition: Definition, counted: list[Took]) -> int:
    for each in movers.moved_most(counted):
        record = {
            "definition": definition.id, "number": each.number, "took_s": each.micros / SECOND,
            "moved_mean_s": round(each.moved / SECOND, 1), "channel": each.channel,
        }  # fmt: skip
        _print(options, record)
    return 0


def causes(options: argparse.Namespace) -> int:
    """Hours by who was waited for."""
    definition, by, period = _asked(options)
    desk = opening.desk(options)
    lives = Lives(desk)
    every = lives.every()
    if options.why:
        return _why(options, desk, every, period)
    worlds = lives.worlds()
    try:
        if options.each:
            return _each(options, desk, definition, measured.took(every, definition, *period), worlds)
        for table in tables.tables(every, definition, desk.models, worlds, by, *period):
            if options.json:
                say.line(table.record())
            else:
                _show(table, options.lang)
    except tables.NoCauses:
        raise Failed(
            f"--definition: {definition.id} is no interval by the clock between two milestones; causes need one"
        ) from None
    return 0


def _why(options: argparse.Namespace, desk: Desk, lives: list[Life], period: Period) -> int:
    """Declarations that passed 24 hours within the dates by the cause of their case; a table of its own."""
    told = why.told(desk, lives, *period)
    for each in told.rows:
        _print(options, {"cause": each.cause or "-", **each.counts, "count": each.total})
    for objection in told.objections:
        _print(options, {"objection": objection.number, "case": objection.case, "cause": objection.cause,
                         "section": objection.section, "reason": objection.reason})  # fmt: skip
    return 0


def _each(
    options: argparse.Namespace,
    desk: Desk,
    definition: Definition,
    counted: list[Took],
    worlds: tables.Worlds,
) -> int:
    for each in counted:
        told = tables.told(desk.models, each, definition, worlds)
        _print(options, {
            "definition": definition.id, "number": each.row.number, "total_s": told.total / SECOND,
            "causes": {name: micros / SECOND for name, micros in told.causes.items()},
            "slack": [{"step": name, "s": micros / SECOND} for name, micros in told.slack],
        })  # fmt: skip
    return 0


def _show(table: tables.CauseTable, lang: str) -> None:
    group = "  ".join(f"{name}={value}" for name, value in table.group.items())
    print(
        f"{table.definition}  {group}  n={table.count}  {table.total / SECOND / 3600:.2f} h".replace(
            "    ", "  "
        )
    )
    for name, micros in table.causes.items():
        named = cause.causes().cause[name]
        hours = micros / SECOND / 3600
        without = table.without[name] / table.count / SECOND / 3600
        said = f"若无此项每票 {without:.2f} 小时" if lang == "zh" else f"without it {without:.2f} h each"
        print(
            f"  {hours:12.2f} h  {micros / table.total:6.1%}  {named.zh if lang == 'zh' else named.en}  ({said})"
        )


def _print(options: argparse.Namespace, record: dict[str, Any]) -> None:
    if options.json:
        say.line(record)
    else:
        print("  ".join(f"{name}={value}" for name, value in record.items() if value not in (None, {})))
