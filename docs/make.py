"""``python -m docs.make``: the reference, made from the program's own data."""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from tongguan.adapters import document, settings
from tongguan.adapters.zone import fields
from tongguan.cli.main import parser
from tongguan.desk.receipts import CHANNELS
from tongguan.desk.verbs import VERBS
from tongguan.facts.permit import PermitMessage
from tongguan.facts.registry import PAYLOADS
from tongguan.facts.reported import Manifest, Movement
from tongguan.facts.zone import AccountBook, GatePass, VerificationList
from tongguan.insight.cause import causes
from tongguan.insight.cohort import COUNTS
from tongguan.insight.compare import METHOD
from tongguan.insight.milestones import milestones
from tongguan.insight.times import BETWEEN, EXCLUDED, OFFICE_HOURS, PARTS, WITHOUT, controls, definitions
from tongguan.process.model import shipped
from tongguan.rules import rate
from tongguan.rules.book import RuleBook
from tongguan.rules.figures import COLUMNS, shipped_figures

FOLDER = Path(__file__).parent / "reference"
MADE = "<!-- Made by `make docs`; do not edit. -->\n\n"


def pages() -> dict[str, str]:
    """File name → text of every page of the reference."""
    return {
        "commands.md": MADE + _commands(),
        "events.md": MADE + _events(),
        "findings.md": MADE + _findings(),
        "definitions.md": MADE + _definitions(),
        "processes.md": MADE + _processes(),
        "receipts.md": MADE + _receipts(),
        "zone-messages.md": MADE + _zone_messages(),
        "figures.md": MADE + _figures(),
        "steps.md": MADE + _steps(),
        "api.md": MADE + _api(),
        "settings.md": MADE + _set(),
        "records.schema.json": _schema(
            AccountBook, VerificationList, GatePass, Manifest, Movement, PermitMessage
        ),
        "message.schema.json": msgspec.json.format(msgspec.json.encode(document.schema()), indent=1).decode()
        + "\n",
    }


def _api() -> str:
    """The machine interface, from its own OpenAPI document."""
    command = [sys.executable, "-m", "tongguan.web", "openapi"]
    paths = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["paths"]
    rows = [
        f"| `{method.upper()} {path}` | {call['summary']} | {', '.join(call['x-actors'])} | {call['x-scope'] or '—'} |"
        f" {'; '.join(_parameter(each) for each in call.get('parameters', ()) if each['in'] == 'query')} |"
        f" {', '.join(call.get('requestBody', {'content': ()})['content'])} | {', '.join(call['responses'])} |"
        for path, calls in paths.items()
        for method, call in calls.items()
    ]
    return (
        "# The machine interface\n\nAddresses are below `/api/v1`; a bearer token stands for one actor. A declaration or a"
        " guarantee of somebody else is 404; every no is a problem document (RFC 9457)."
        " [How to connect](../how-to/connect-a-brokers-client.md).\n\n"
        "| call | does | who | scope of the token | parameters | body | answers |\n| --- | --- | --- | --- | --- | --- | --- |\n"
        + "\n".join(rows)
        + "\n"
    )


def _parameter(each: dict[str, Any]) -> str:
    return f"`{each['name']}`: {each['description']}"


def _schema(*kinds: type[msgspec.Struct]) -> str:
    """One JSON Schema that names each record of the yard and the zone."""
    _, parts = msgspec.json.schema_components(kinds)
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": parts}
    text = msgspec.json.encode(whole, order="sorted")
    return msgspec.json.format(text, indent=1).decode() + "\n"


def _commands() -> str:
    top = parser()
    (sub,) = (action for action in top._actions if isinstance(action, argparse._SubParsersAction))
    rows = [f"| `{choice.dest}` | {choice.help} |" for choice in sub._choices_actions]
    verbs = ", ".join(f"`{verb}`" for verb in VERBS)
    return (
        "# Commands\n\n| command | does |\n| --- | --- |\n"
        + "\n".join(rows)
        + f"\n\nVerbs of `act`: {verbs}.\n"
    )


def _events() -> str:
    rows = [
        f"| `{kind}` | {schema} | {_first(payload.__doc__)} |"
        for (kind, schema), payload in sorted(PAYLOADS.items())
    ]
    return "# Events\n\n| kind | schema | says |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"


def _first(text: str | None) -> str:
    said = " ".join((text or "").split())
    return (
        ""
        if said.startswith(tuple(kind.__name__ for kind in PAYLOADS.values()))
        else said.replace("|", "\\|")
    )


def _findings() -> str:
    rows = [
        f"| {code} | {entry.en} {entry.mend_en} | {entry.zh}{entry.mend_zh} |"
        for code, entry in RuleBook.shipped().catalogue.entries.items()
    ]
    return "# Findings\n\n| code | English | 中文 |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"


def _definitions() -> str:
    rows = [
        f"| `{each.id}` | {each.direction or 'both'} | {each.valid_from} | {'yes' if each.serial_comparable else 'no'} | {each.en} | {each.zh} |"
        for each in definitions().values()
    ]
    parts = [f"| `{part}.CONTROL` | {en} | {zh} |" for part, (_, zh, en) in PARTS.items()]
    parts.append(f"| any of these with `{OFFICE_HOURS}` | the same in office hours | 同上，按办公时间计 |")
    parts += [
        f"| any of these with `{WITHOUT}{name}` | the same, {en} | 同上，{zh} |"
        for name, (_, zh, en) in EXCLUDED.items()
    ]
    parts.append(
        f"| `MILESTONE{BETWEEN}MILESTONE` | from one milestone to another, of these below | 由一个时间节点至另一个，见下表 |"
    )
    marks = [f"| `{each.id}` | {each.valid_from} | {each.en} | {each.zh} |" for each in milestones().values()]
    counts = [f"| `{name}` | {named.en} | {named.zh} |" for name, (_, named) in COUNTS.items()]
    waits = [f"| `{name}` | {named.en} | {named.zh} |" for name, named in causes().cause.items()]
    two = "| id | English | 中文 |\n| --- | --- | --- |\n"
    return (
        "# Definitions of times\n\nA figure carries the id of its definition, and two definitions never meet in one figure. Percentiles are by"
        " nearest rank. Under 20 declarations only count, median and range are told.\n\n"
        "| id | direction | valid from | compares serial with parallel | English | 中文 |\n| --- | --- | --- | --- | --- | --- |\n"
        + "\n".join(rows)
        + f"\n\n## Made from these\n\n`CONTROL` is one of {', '.join(f'`{name}`' for name in controls())}.\n\n{two}"
        + "\n".join(parts)
        + "\n\n## Milestones\n\nEach is the first time that it happened.\n\n| id | valid from | English | 中文 |\n| --- | --- | --- | --- |\n"
        + "\n".join(marks)
        + f"\n\n## Counts\n\nEach declaration counts once; with `.pairs_as_one` the two sides of one movement count as one.\n\n{two}"
        + "\n".join(counts)
        + "\n\n## Who was waited for\n\nEach microsecond between the two milestones belongs to one of these: to that of the step with the least"
        f" slack. The order breaks exact ties.\n\n{two}"
        + "\n".join(waits)
        + f"\n\n## Compression\n\nWith the mix held constant: {METHOD}. Weights are those of the later period.\n"
    )


def _processes() -> str:
    parts = ["# Processes\n"]
    for model in shipped().values():
        parts.append(
            f"\n## {model.id} · {model.zh}\n\n{model.en}, version {model.version}, lawful from {model.valid_from}.\n\n| control | 作业 | track | role | when | after |\n| --- | --- | --- | --- | --- | --- |\n"
        )
        parts += [
            f"| {c.en} | {c.zh} | {c.track} | {c.role} | {c.when} | {', '.join(c.after)} |\n"
            for c in model.control
        ]
    return "".join(parts)


def _receipts() -> str:
    rows = [f"| {channel} | {en} | {zh} |" for channel, (zh, en) in CHANNELS.items()]
    return "# Receipts\n\n| channel | English | 中文 |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"


def _zone_messages() -> str:
    parts = [
        "# Messages of the zone\n\nNo published standard of these messages is at hand. The handbook of the trade names some elements; the"
        " others are those that public clients send; three are ours, for what no known element says. Messages are XML"
        " (UTF-8 or a GB code), read without regard to the case of letters. Left unread: "
        f"{fields.NOT_READ}.\n"
    ]
    tables = (
        ("INV101 head (`InvtHeadType`)", (*fields.LIST_HEAD, fields.DECLARE_KIND, fields.LIST_NUMBER, fields.REMARK)), ("INV101 line (`InvtListType`)", fields.LIST_LINE),
        ("SAS121 head (`PassportHead`)", fields.PASS_HEAD), ("SAS121 line (`PassportList`)", fields.PASS_LINE),
        ("SAS121 document (`PassportAcmp`)", (fields.PASS_DOCUMENT,)),
        ("Answers INV201, INV211, SAS221, SAS223", fields.ANSWERS),
    )  # fmt: skip
    for title, table in tables:
        parts.append(
            f"\n## {title}\n\n| element | 含义 | attribute | needed | known from |\n| --- | --- | --- | --- | --- |\n"
        )
        parts += [
            f"| `{f.tag}` | {f.zh} | `{f.attribute}` | {'yes' if f.needed else ''} | {f.known} |\n"
            for f in table
        ]
    return "".join(parts)


def _figures() -> str:
    """The files of figures: how a rate is written, the columns of every sheet, the settings of assessment."""
    parts = [
        "# Figures\n\n`tongguan figures --template DIR` writes these files, `tongguan edition import DIR` brings them back"
        " ([how](../how-to/change-a-rate.md)). Sheets are CSV files (UTF-8); a cell that begins as a formula is refused."
        " Days are local dates, both inclusive. A figure that is not there is named as missing, never taken for zero.\n"
        "\n## Rates\n\n| written | means |\n| --- | --- |\n",
        *(f"| {written} | {means} |\n" for written, means in _grammar()),
    ]
    for name, columns in COLUMNS.items():
        parts.append(f"\n## `{name}`\n\n| column | holds |\n| --- | --- |\n")
        parts += [f"| `{column}` | {_cell(holds)} |\n" for column, holds in columns.items()]
    parts.append(
        "\n## `calendar.toml`\n\n| setting | holds |\n| --- | --- |\n| `first`, `last` | the days it is for |\n"
        "| `holidays` | days off besides Saturdays and Sundays |\n| `workdays` | Saturdays and Sundays that are worked |\n"
    )
    parts.append("\n## `duty.toml`\n\n| setting | as shipped | says |\n| --- | --- | --- |\n")
    parts += [
        f"| `{name}` | {f'`{_cell(value)}`' if value else '—'} | {_cell(says)} |\n"
        for name, value, says in _settings(shipped_figures()["duty.toml"])
    ]
    return "".join(parts)


def _grammar() -> Iterator[tuple[str, str]]:
    """The rows of the table in the doc string of the module that reads rates."""
    for line in (rate.__doc__ or "").splitlines():
        if line.startswith("``"):
            written, means = re.split(r"\s{2,}", line.strip(), maxsplit=1)
            yield written.replace("``", "`"), _cell(means)


def _settings(text: str) -> Iterator[tuple[str, str, str]]:
    """Settings of a TOML file with the comments above them; one without says what the one above it does.

    Those that are commented out have no value.
    """
    says: list[str] = []
    above = ""
    section = ""
    for line in text.partition("\n\n")[2].splitlines():
        unset = re.fullmatch(r"# (\w+) = (\S+)", line)
        setting = re.fullmatch(r"(\w+) = (.+)", line)
        header = re.fullmatch(r"\[(\w+)\]", line)
        if unset or setting or header:
            found = (unset or setting or header)[1]  # type: ignore[index]
            name = found if header or not section else f"{section}.{found}"
            above = " ".join(says) or ("" if section else above)
            yield name, setting[2] if setting else "", above
            section, says = (found if header else section), []
        elif line.startswith("#"):
            says.append(line.removeprefix("# "))
        else:
            says, above = [], ""


def _cell(text: str) -> str:
    return text.replace("``", "`").replace("|", "\\|")


def _set() -> str:
    """What an office may set, from the table that checks it."""
    shipped_ones = settings.Settings()
    rows = []
    for each in settings.ENTRIES:
        value = getattr(shipped_ones, each.name)
        shown = f"`{value}`" if value not in ("", ()) else "—"
        rows.append(f"| `{each.name}` | `{each.variable}` | {shown} | {each.en} | {each.zh} |")
    return (
        f"# Settings\n\nThey stand in `{settings.FILE}` of the folder where a command runs, or in the file that `{settings.WHERE}` names,"
        ' a line each: `port = 8000`, `hosts = ["customs.example"]`. The environment goes before the file, an option of a command'
        " before both. A setting that cannot be used ends every command with one line and exit code 2.\n\n"
        "| setting | in the environment | as shipped | says | 说明 |\n| --- | --- | --- | --- | --- |\n"
        + "\n".join(rows)
        + "\n"
    )


def _steps() -> str:
    """The step book."""
    book = RuleBook.shipped().steps
    parts = [
        "# Steps of an assessment\n\nEach step of `tongguan duty` has one of these names; its law and rounding are data"
        " (`rules/data/steps.toml`). Formula, result and the figure used come with the step.\n\n"
        "| name | English | 中文 | law | rounding |\n| --- | --- | --- | --- | --- |\n"
    ]
    parts += [
        f"| `{name}` | {each.en} | {each.zh} | {each.law} | {each.rounding} |\n"
        for name, each in book.step.items()
    ]
    parts.append(
        "\n## Endings\n\nA part or a reduction of a step has that step's name with one of these endings.\n\n"
        "| ending | English | 中文 |\n| --- | --- | --- |\n"
    )
    parts += [f"| `_{name}` | {each.en} | {each.zh} |\n" for name, each in book.ending.items()]
    return "".join(parts)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
