"""``tongguan``: arguments, exit codes, and one clear line for every error."""

import argparse
import sys
from collections.abc import Callable, Sequence

from tongguan.adapters import settings
from tongguan.cli import (
    acting,
    cases,
    declaring,
    drop,
    duty,
    goods,
    guarantees,
    house,
    improving,
    inspection,
    keeping,
    ledgers,
    logs,
    looking,
    outage,
    payment,
    people,
    report,
    rights,
    selecting,
    timing,
    zone,
)
from tongguan.cli.say import Failed
from tongguan.desk.ports import StoreUnreachable
from tongguan.desk.questions import templates
from tongguan.desk.verbs import VERBS
from tongguan.facts.security import INSTRUMENTS, SCOPES
from tongguan.insight.times import EXCLUDED, GROUPS

Run = Callable[[argparse.Namespace], int]
Add = Callable[[str, Run, str], argparse.ArgumentParser]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0 done; 1 the answer is no; 2 wrong usage or unreadable input; 3 store out of reach."""
    try:
        known = settings.read()
    except settings.WrongSetting as error:
        print(f"tongguan: {error}", file=sys.stderr)
        return 2
    options = parser(known).parse_args(arguments)
    try:
        return int(options.run(options))
    except Failed as error:
        print(f"tongguan: {error}", file=sys.stderr)
        return error.code
    except StoreUnreachable as error:
        print(f"tongguan: {error}", file=sys.stderr)
        return 3
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("tongguan: stopped; what was answered is stored, run it again to go on", file=sys.stderr)
        return 130


def parser(known: settings.Settings | None = None) -> argparse.ArgumentParser:
    """Every command with its options, whose defaults are the settings in force."""
    known = known or settings.Settings()
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--db", default=known.db, help=f"database URL (default {settings.Settings().db})")
    common.add_argument("--json", action="store_true", help="one JSON object a line on standard output")
    common.add_argument("--lang", choices=("en", "zh"), default="en", help="language of what is said")
    top = argparse.ArgumentParser(prog="tongguan", description="Software of a customs office 通关")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, run: Run, help_: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, parents=[common], help=help_, description=help_)
        command.set_defaults(run=run)
        return command

    _declaring(add)
    _acting(add)
    _goods(add)
    _looking(add)
    _outages(add)
    cases.commands(add)
    report.commands(add)
    improving.commands(add)
    _people(add)
    selecting.options(add)
    _house(add)
    rights.options(add)
    _serving(add, known)
    keeping.options(add, known)
    return top


def _declaring(add: Add) -> None:
    check = add("check", declaring.check, "read declarations and print every finding; store nothing")
    check.add_argument(
        "files", nargs="*", metavar="FILE", help="XML, JSON, NDJSON or zip; - is standard input"
    )
    check.add_argument(
        "--on",
        metavar="DATE",
        help="by the rules of this local date alone; without it also against permits as they stand",
    )
    check.add_argument(
        "--coverage", action="store_true", help="which fields are checked against a loaded table"
    )
    assessed = add("duty", duty.duty, "assess declarations: every figure with its steps; store nothing")
    assessed.add_argument(
        "files", nargs="+", metavar="FILE", help="XML, JSON, NDJSON or zip; - is standard input"
    )
    assessed.add_argument("--on", metavar="DATE", help="with the figures of this local date")
    assessed.add_argument("--figures", metavar="DIR", help="figures of a folder instead of the office's")
    late = add("surcharge", duty.surcharge, "surcharges of a declaration, as of any day")
    late.add_argument("number", help="unified or customs number")
    late.add_argument("--on", metavar="DATE", help="were it accepted, or paid, on this local date")
    held = add("figures", duty.figures, "the figures' files as a template, or what of them ends soon")
    held.add_argument("--template", metavar="DIR", help="write the files that come with the program there")
    lodge = add("lodge", declaring.lodge, "lodge declarations")
    lodge.add_argument(
        "files", nargs="+", metavar="FILE", help="XML, JSON, NDJSON or zip; - is standard input"
    )
    lodge.add_argument("--jobs", type=int, default=1, metavar="N", help="processes of a bulk lodging")
    lodge.add_argument(
        "--at", metavar="TIME", help="set the office clock of a demo database for this command"
    )
    lodge.add_argument("--as", dest="actor", metavar="ACTOR", help="name of the office's register")
    dropped = add("drop", drop.drop, "lodge the files of a folder; answers and receipts go to another one")
    dropped.add_argument("--in", dest="inbox", required=True, metavar="DIR", help="where clients put files")
    dropped.add_argument("--out", dest="outbox", required=True, metavar="DIR", help="where answers appear")
    dropped.add_argument("--once", action="store_true", help="answer what is there and end")
    dropped.add_argument(
        "--settle", type=float, default=2.0, metavar="SECONDS", help="a file must stand still for so long"
    )
    dropped.add_argument("--at", default="", metavar="TIME", help="office clock of a demo database")
    dropped.add_argument("--as", dest="actor", metavar="ACTOR", help="name of the office's register")


def _acting(add: Add) -> None:
    act = add("act", acting.act, "do something to a declaration: " + ", ".join(VERBS))
    act.add_argument("number", help="unified or customs number")
    act.add_argument("verb", help="what to do")
    act.add_argument("target", nargs="?", default="", help="control, hold, guarantee or ending")
    act.add_argument("--outcome", default="accept", help="accept or refuse")
    for name in ("amount", "reason", "ref", "ground", "authority", "to", "file", "time", "at"):
        act.add_argument(f"--{name}", default="")
    act.add_argument("--template", default="", help="ask: a wording (" + ", ".join(templates()) + ")")
    act.add_argument("--text", default="", help="ask: words of your own")
    act.add_argument("--lines", default="", metavar="1,3", help="ask: goods lines; all without it")
    act.add_argument("--hours", default="", help="ask: time limit in hours")
    act.add_argument(
        "--paper", action="append", default=[], metavar="TYPE:NUMBER", help="answer: a document quoted"
    )
    act.add_argument("--sheet", default="", help="contingency sheet on which it was done during an outage")
    act.add_argument("--second", default="", metavar="ACTOR", help="the second officer who enters it")
    act.add_argument("--happened", default="", metavar="TIME", help="when it was done on paper")
    act.add_argument("--as", dest="actor", metavar="ACTOR", help="name of the office's register")
    _money(add)
    _ledgers(add)


def _ledgers(add: Add) -> None:
    permit = add("ledger", ledgers.ledger, "e-ledgers and licences: " + ", ".join(ledgers.VERBS))
    permit.add_argument("verb", choices=ledgers.VERBS)
    permit.add_argument(
        "names", nargs="*", metavar="NAME", help="files to open; number; number and declaration or objection"
    )
    permit.add_argument("--kind", choices=ledgers.KINDS, default="ledger")
    permit.add_argument("--holder", default="", metavar="CODE", help="list: of one enterprise")
    permit.add_argument("--outcome", choices=ledgers.OUTCOMES, default="dismissed", help="settle")
    permit.add_argument("--reason", default="")
    permit.add_argument("--at", default="", metavar="TIME", help="office clock of a demo database")
    permit.add_argument("--as", dest="actor", metavar="ACTOR", help="name of the office's register")


def _money(add: Add) -> None:
    held = add("guarantee", guarantees.guarantee, "guarantees: " + ", ".join(guarantees.VERBS))
    held.add_argument("verb", choices=guarantees.VERBS)
    held.add_argument("name", nargs="?", default="")
    held.add_argument("number", nargs="?", default="", help="call: the declaration that owes")
    held.add_argument("--limit", default="", metavar="YUAN")
    held.add_argument("--holder", default="", metavar="CODE", help="customs code of the enterprise")
    held.add_argument("--instrument", default="bank_letter", choices=INSTRUMENTS)
    held.add_argument("--from", dest="since", default="", metavar="DATE")
    held.add_argument("--to", dest="until", default="", metavar="DATE")
    held.add_argument("--office", action="append", default=[], help="obligee; none: every office")
    held.add_argument("--scope", action="append", default=[], choices=SCOPES, help="none: every purpose")
    held.add_argument("--single", action="store_true", help="secures one declaration only")
    held.add_argument("--unlimited", action="store_true", help="an AEO waiver without a limit")
    held.add_argument("--guarantor", default="")
    for name in ("amount", "reason", "ref"):
        held.add_argument(f"--{name}", default="")
    paid = add("payment", payment.payment, "payments of banks: " + ", ".join(payment.VERBS))
    paid.add_argument("verb", choices=payment.VERBS)
    paid.add_argument(
        "names", nargs="*", metavar="NAME", help="files; payment and number; bank and day; bank"
    )
    paid.add_argument("--list", default="", metavar="FILE", help="the bank's list of the day (CSV)")
    paid.add_argument("--sign", action="store_true", help="sign the day")
    for name in ("amount", "reason", "ref", "ground"):
        paid.add_argument(f"--{name}", default="")
    for each in (held, paid):
        each.add_argument("--at", default="", metavar="TIME", help="office clock of a demo database")
        each.add_argument("--as", dest="actor", metavar="ACTOR", help="name of the office's register")
    month = add("statement", payment.statement, "consolidated payments of a month")
    month.add_argument("month", help="as 2018-07")
    month.add_argument("--holder", default="", metavar="CODE")
    month.add_argument("--on", default="", metavar="DATE", help="with surcharges as of this local date")


def _goods(add: Add) -> None:
    filed = add("manifest", goods.manifest, "file manifest lines (JSON or NDJSON)")
    filed.add_argument("files", nargs="+", metavar="FILE")
    filed.add_argument("--at", default="", metavar="TIME", help="office clock of a demo database")
    filed.add_argument("--as", dest="actor", metavar="ACTOR")
    moved = add(
        "move", goods.move, "report a movement of goods: arrived, gate-in, gate-out, loaded, departed ..."
    )
    moved.add_argument("milestone", nargs="?", default="")
    moved.add_argument(
        "--file", dest="files", action="append", default=[], metavar="FILE", help="many, as NDJSON"
    )
    for name in (
        "document",
        "unit",
        "packages",
        "weight",
        "weighed",
        "vehicle",
        "place",
        "seal",
        "ref",
        "at",
    ):
        moved.add_argument(f"--{name}", default="")
    moved.add_argument(
        "--pass", dest="gate_pass", default="", metavar="NUMBER", help="gate pass of the vehicle"
    )
    moved.add_argument("--happened", default="", metavar="TIME", help="when it happened, if not now")
    moved.add_argument("--as", dest="actor", metavar="ACTOR")
    chain = add("zone", zone.zone, "account books, verification lists, gate passes: " + ", ".join(zone.VERBS))
    chain.add_argument("verb", choices=zone.VERBS)
    chain.add_argument("what", help="book, list or pass; for bind, gate, void and delete its number")
    chain.add_argument("files", nargs="*", metavar="FILE", help="JSON file, or number")
    chain.add_argument("--weighed", default="", metavar="KG")
    chain.add_argument("--reason", default="")
    chain.add_argument("--at", default="", metavar="TIME", help="office clock of a demo database")
    chain.add_argument("--as", dest="actor", metavar="ACTOR")

    visit = add("inspection", inspection.inspection, "inspection orders: " + ", ".join(inspection.VERBS))
    inspection.options(visit)


def _looking(add: Add) -> None:
    show = add("show", looking.show, "one declaration: its tracks side by side in time")
    show.add_argument("number")
    show.add_argument("--as-of", metavar="TIME", default="")
    _timing(add)
    simulate = add(
        "simulate", looking.simulate, "what-if: the goods of the journal through another process model"
    )
    simulate.add_argument("model")
    simulate.add_argument("--from", dest="since", default="2018-01-01", metavar="DATE")
    simulate.add_argument("--to", dest="until", default="2018-06-30", metavar="DATE")
    simulate.add_argument("--seed", type=int, default=2018)
    receipts = add(
        "receipts", looking.receipts, "receipts of a declaration or declarant, numbered by the courier"
    )
    receipts.add_argument("--number", default="")
    receipts.add_argument("--declarant", default="")
    receipts.add_argument("--after", type=int, default=0)


def _timing(add: Add) -> None:
    groups = ", ".join(GROUPS)
    times = add("times", timing.times, "clearance times from the journal, or from an event log of any system")
    caused = add("causes", timing.causes, "the same hours by who was waited for, summing to the total")
    for each in (times, caused):
        each.add_argument(
            "--definition",
            default="",
            help="id of one definition; default: customs_clearance, of a log: case or all",
        )
        each.add_argument(
            "--from", dest="since", default="", metavar="DATE", help="first local date of release"
        )
        each.add_argument("--to", dest="until", default="", metavar="DATE", help="last one")
        each.add_argument("--by", default="", help=f"comma list: {groups}")
        each.add_argument("--without", default="", help=f"leave out, comma list: {', '.join(EXCLUDED)}")
    times.add_argument(
        "--against", default="", metavar="YEAR", help="compression against the same dates of a year, as 2017"
    )
    caused.add_argument(
        "--why", action="store_true", help="instead: those that passed 24 hours, by the cause of their case"
    )
    times.add_argument(
        "--moved", action="store_true", help="the ten declarations that moved the mean most, instead"
    )
    caused.add_argument(
        "--each", action="store_true", help="a line for each declaration, with the slack of its tracks"
    )
    _log_options(times)
    for name, help_ in (
        ("graph", "what directly follows what"), ("variants", "every way that cases took"),
        ("rework", "what was done more than once"),
    ):  # fmt: skip
        times.add_argument(f"--{name}", action="store_true", help=f"of a log: {help_}, a line each")
    fit = add(
        "conform",
        logs.conform,
        "cases of a log, or of the journal, that took a way the process model does not know",
    )
    fit.add_argument("model", help="process model, such as import_parallel")
    _log_options(fit)


def _log_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--log", default="", metavar="FILE", help="XES, CSV, Parquet or OCEL 2.0")
    command.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="KEY=NAME,…",
        help="which column is what, or a saved file of it",
    )
    command.add_argument(
        "--save-map", default="", metavar="FILE", help="keep the mapping there, not beside the log"
    )


def _outages(add: Add) -> None:
    out = add("outage", outage.outage, "outages of the system: " + ", ".join(outage.VERBS))
    out.add_argument("verb", choices=outage.VERBS)
    out.add_argument("id", nargs="?", default="", help="which one has ended")
    out.add_argument("--scope", default="4907", help="customs office, or * for all")
    out.add_argument("--what", default="system", help="system, network, gate or bank")
    out.add_argument("--reason", default="")
    out.add_argument("--from", dest="since", default="", metavar="TIME")
    out.add_argument("--to", dest="until", default="", metavar="TIME")
    out.add_argument("--out", default="", metavar="FILE")
    out.add_argument("--at", default="", metavar="TIME", help="office clock of a demo database")
    out.add_argument("--as", dest="actor", metavar="ACTOR")


def _people(add: Add) -> None:
    staff = add("people", people.people, "the office's people: " + ", ".join(people.VERBS))
    staff.add_argument("verb", choices=people.VERBS)
    staff.add_argument("file", nargs="?", default="", help="import: officers, courses, posts … as TOML")
    staff.add_argument("--office", default="", metavar="CODE", help="of this customs office only")
    staff.add_argument("--when", default="", metavar="TIME", help="as of this time, not now")
    staff.add_argument("--as", dest="actor", metavar="ACTOR", help="name of the office's register")


def _house(add: Add) -> None:
    migrate = add("migrate", house.migrate, "make or upgrade a database")
    migrate.add_argument("--kind", choices=("live", "demo"), default="demo")
    demo = add("demo", house.demo, "load the demo office (synthetic) into a demo database")
    demo.add_argument("--reset", action="store_true")
    demo.add_argument("--seed", type=int, default=2018)
    verify = add("verify", house.verify, "recompute every digest and balance")
    verify.add_argument("--seal", default="", metavar="FILE")
    add("replay", house.replay, "rebuild all derived tables from the journal")
    seal = add("seal", house.seal, "seal what changed since the last seal into a file that leaves the house")
    seal.add_argument("--out", required=True, metavar="DIR")
    export = add("export", house.export, "the journal as an event log")
    export.add_argument("--out", required=True, metavar="DIR")
    export.add_argument("--format", default="ndjson", choices=("ndjson", "parquet", "xes", "ocel"))
    add("schema", house.schema, "JSON Schema of a message in our own JSON")
    account = add(
        "account", house.account, "make an account, or a new password for it, read from standard input"
    )
    account.add_argument("name", help="of an actor of the register; any other sees nothing")
    edition = add(
        "edition",
        house.edition,
        "edition template DIR: the rules (or aims) in force as files; import DIR: a new edition of rules, figures, processes or aims",
    )
    edition.add_argument("verb", choices=("import", "template"))
    edition.add_argument("folder")
    edition.add_argument(
        "--name",
        default="",
        choices=("rules", "figures", "processes", "aims"),
        help="of what; told from the files",
    )
    edition.add_argument("--approved-by", default="", help="two names, joined by a comma")
    edition.add_argument("--valid-from", default="", metavar="DATE", help="default: the office's today")
    edition.add_argument("--at", default="", metavar="TIME", help="office clock of a demo database")


def _serving(add: Add, known: settings.Settings) -> None:
    serve = add("serve", house.serve, "serve the workbench")
    serve.add_argument("--port", type=int, default=known.port)
    serve.add_argument("--host", default=known.host)
    serve.add_argument("--production", action="store_true")
