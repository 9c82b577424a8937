"""``times`` and ``causes``: how long it took by a definition, and who was waited for."""

import argparse
from datetime import date
from typing import Any

from tongguan.cli import logs, opening, say, times_table
from tongguan.cli.say import Failed
from tongguan.desk import why
from tongguan.desk.desk import Desk
from tongguan.desk.lives import Lives
from tongguan.facts.clock import HOUR, SECOND
from tongguan.insight import cause, compare, figure, movers, tables
from tongguan.insight import times as measured
from tongguan.insight.causes import without_each
from tongguan.insight.life import Life
from tongguan.insight.times import Definition, Took

Period = tuple[date | None, date | None]
DEFINITION = "customs_clearance"
"""The definition where none is named."""


def times(options: argparse.Namespace) -> int:
    """Clearance times by a dated definition, grouped as asked, the accepted cohort beside the released; or of a log."""
    if options.log:
        return logs.times(options)
    desk = opening.desk(options)
    definition, by, period = _asked(options, desk.models)
    lives = Lives(desk).every()
    counted = measured.took(lives, definition, *period)
    if options.moved:
        return _moved(options, definition, by, counted)
    figures = figure.figures(lives, definition, counted, by, *period, now=desk.clock.now())
    found = {_key(each.group): each.record() for each in figures}
    if options.against:
        _compare(options, definition, by, lives, counted, period, found)
    records = [record for _, record in sorted(found.items())]
    if options.json:
        # A line of JSON stands alone, so each says that serial and parallel stand together; text says it once, below.
        for record in records:
            say.line(record)
    else:
        print(times_table.table(definition, by, records, options.lang))
        if any(record["percentiles"] for record in records):
            print("P90、P95：最近秩" if options.lang == "zh" else f"p90, p95: {measured.RANK}")
        if figures and (mixed := figures[0].mixed):
            print(mixed.zh if options.lang == "zh" else mixed.en)
    logs.ways_of(options, desk, [each.row.number for each in counted])
    return 0


def _asked(
    options: argparse.Namespace, models: measured.Models
) -> tuple[Definition, tuple[str, ...], Period]:
    names = [part for part in (options.definition or DEFINITION).split(",") if part]
    try:
        name = compare.one_definition(names)
    except compare.NotComparable as error:
        raise Failed(f"--definition: {error.text(options.lang)}") from None
    left_out = sorted(part for part in options.without.split(",") if part)
    unknown = [part for part in left_out if part not in measured.EXCLUDED]
    if unknown:
        raise Failed(f"--without: cannot leave out {unknown[0]}; use {', '.join(measured.EXCLUDED)}")
    definition = measured.define(measured.WITHOUT.join((name, *left_out)), models)
    if definition is None:
        known = ", ".join(measured.definitions())
        parts = ", ".join(
            (*(f"{part}.CONTROL" for part in measured.PARTS), f"MILESTONE{measured.BETWEEN}MILESTONE")
        )
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
    if since and since < definition.valid_from:
        raise Failed(
            f"--from: {definition.id} is in use from {definition.valid_from}; ask from that day on"
            if options.lang == "en"
            else f"--from: {definition.id} 自 {definition.valid_from} 起使用；请从该日起查询"
        )
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
        was = len(before.get(key, []))
        found[key]["growth"] = round(len(group) / was - 1, 6) if was else None
        try:
            change = compare.compress(definition, group, before.get(key, []))
        except compare.NotComparable as error:
            found[key]["not_comparable"] = error.text(options.lang)
            continue
        found[key]["compression"] = change.record() if change else None


def _moved(
    options: argparse.Namespace, definition: Definition, by: tuple[str, ...], counted: list[Took]
) -> int:
    """The ten of each group's own mean, groups in order."""
    for key, group in sorted(measured.grouped(by, counted).items()):
        for each in movers.moved_most(group):
            record = {
                "definition": definition.id, "group": dict(zip(by, key, strict=True)), "number": each.number,
                "took_s": each.micros / SECOND, "moved_mean_s": round(each.moved / SECOND, 1), "channel": each.channel,
            }  # fmt: skip
            _print(options, record)
    return 0


def causes(options: argparse.Namespace) -> int:
    """Hours by who was waited for."""
    desk = opening.desk(options)
    definition, by, period = _asked(options, desk.models)
    lives = Lives(desk)
    every = lives.every()
    if options.why:
        return _why(options, desk, every, period)
    worlds = lives.worlds()
    if options.each:
        return _each(options, desk, definition, measured.took(every, definition, *period), worlds)
    for table in tables.tables(every, definition, desk.models, worlds, by, *period):
        if options.json:
            say.line(table.record())
        else:
            _show(table, options.lang)
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
        told, way = tables.explained(desk.models, each, definition, worlds)
        _print(options, {
            "definition": definition.id, "number": each.row.number, "total_s": told.total / SECOND,
            "causes": {name: micros / SECOND for name, micros in told.causes.items()},
            "without_s": {name: micros / SECOND for name, micros in without_each(way, told).items()},
            "slack": [{"step": name, "s": micros / SECOND} for name, micros in told.slack],
            "earlier": [before.number for before in each.row.earlier],
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
        print(
            f"  {hours:12.2f} h  {micros / table.total:6.1%}  {named.zh if lang == 'zh' else named.en}  ({_without(table, name, lang)})"
        )


def _without(table: tables.CauseTable, name: str, lang: str) -> str:
    """What a declaration would have taken without a cause: mean and median; of few the median alone."""
    mean, middle = table.without_mean(name), table.without_median[name] / HOUR
    if lang == "zh":
        return f"若无此项每票{'' if mean is None else f'均值 {mean / HOUR:.2f}、'}中位数 {middle:.2f} 小时"
    return f"without it {'' if mean is None else f'mean {mean / HOUR:.2f} h, '}median {middle:.2f} h each"


def _print(options: argparse.Namespace, record: dict[str, Any]) -> None:
    if options.json:
        say.line(record)
    else:
        print("  ".join(f"{name}={value}" for name, value in record.items() if value not in (None, {})))
