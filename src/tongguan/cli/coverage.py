"""``coverage``: commodities of the journal, or of files, whose documents no row of supervision conditions settles."""

import argparse
from collections.abc import Iterator
from datetime import date

from tongguan.cli import opening, say
from tongguan.cli.declaring import read_all, unreadable
from tongguan.facts.declaration import Declaration
from tongguan.facts.unreadable import Unreadable
from tongguan.rules import coverage as uncovered


def coverage(options: argparse.Namespace) -> int:
    """List them, most lines first; 1 when there is one, 2 when a file cannot be read."""
    rules, _, today = opening.office_data(options)
    since = say.day_of(options.since, "--from") if options.since else date.min
    until = say.day_of(options.until, "--to") if options.until else date.max
    broken: list[str] = []
    declarations = _of_files(options, broken) if options.files else _of_journal(options)
    dated = ((d, on or today) for d, on in declarations)
    found = uncovered.report(rules.conditions, ((d, on) for d, on in dated if since <= on <= until))
    for each in found.uncovered:
        record = {
            "commodity": each.commodity,
            "name": each.name,
            "lines": each.lines,
            "declarations": each.declarations,
        }
        say.line(record) if options.json else print("  ".join(str(value) for value in record.values()))
    if options.json:
        say.line(
            {
                "lines": found.lines,
                "covered": found.covered,
                "illustrative": found.illustrative,
                "unasked": found.unasked,
            }
        )
    else:
        for letter, lines in found.unasked.items():
            print(f"{letter}: {lines} lines, asked of nobody 不要求任何人提供")
        print(
            f"{found.lines} lines, {found.covered} covered 已覆盖, {found.illustrative} of them by illustrative rows 示例"
        )
    return 2 if broken else 1 if found.uncovered else 0


def _of_files(options: argparse.Namespace, broken: list[str]) -> Iterator[tuple[Declaration, date | None]]:
    for read in read_all(options.files):
        if isinstance(read.message, Unreadable):
            unreadable(read, read.message, options)
            broken.append(read.name)
        else:
            yield read.message.declaration, None


def _of_journal(options: argparse.Namespace) -> Iterator[tuple[Declaration, date | None]]:
    yield from opening.desk(options).selecting.declared()
