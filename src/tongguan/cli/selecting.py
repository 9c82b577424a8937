"""``draw``, ``enterprise``, ``instruction``, ``selection``: draws and their audit, credit, centres, rules."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from tongguan.adapters import records
from tongguan.cli import coverage, opening, say
from tongguan.cli.say import Failed
from tongguan.desk import last_audit
from tongguan.desk.desk import Desk
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.reported import CentreInstruction
from tongguan.facts.selection import CREDITS, EnterpriseRated
from tongguan.facts.unreadable import Unreadable
from tongguan.facts.words import WORDS
from tongguan.insight import steering
from tongguan.insight.rehearsal import Rehearsed
from tongguan.insight.steering import Suspicion, Visit
from tongguan.rules.errors import RuleError
from tongguan.wiring import deliver_receipts

Add = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
_HEAD = Actor(id="demo-officer", roles=("head",), office="4907")
_CENTRE = Actor(id="demo-centre", kind="service", roles=("centre",), office="0000")


def options(add: Add) -> None:
    """The commands of selection."""
    drawn = add(
        "draw", draw, "draws of the day: seal a secret, publish it, audit every draw, test for steering"
    )
    drawn.add_argument("verb", choices=("seal", "publish", "list", "audit", "steering"))
    drawn.add_argument(
        "name",
        nargs="?",
        default="",
        help="day; steering: file of visits (NDJSON: visit, drawn, final, trader, period); none: the journal's own orders",
    )
    rated = add("enterprise", enterprise, "enterprises and their credit: rate, list")
    rated.add_argument("verb", choices=("rate", "list"))
    rated.add_argument("code", nargs="?", default="", help="customs code")
    rated.add_argument("--credit", default="", choices=("", *CREDITS))
    rated.add_argument("--from", dest="since", default="", metavar="DATE", help="default: today")
    rated.add_argument("--ref", default="", help="the document that says so")
    rated.add_argument("--name", default="")
    rated.add_argument(
        "--social", default="", help="its unified social credit code; permits may name it by that"
    )
    told = add("instruction", instruction, "instructions of the centres: receive, answer, list")
    told.add_argument("verb", choices=("receive", "answer", "list"))
    told.add_argument("names", nargs="*", help="files (JSON or NDJSON); answer: the instruction")
    told.add_argument("--reason", default="", help="the answer's text")
    rules = add(
        "selection", selection, "selection rules: list those in force, rehearse others on the journal"
    )
    rules.add_argument("verb", choices=("list", "rehearse"))
    rules.add_argument("file", nargs="?", default="", help="rules to rehearse (TOML)")
    bare = add(
        "coverage", coverage.coverage, "commodities whose needed documents no row of conditions settles"
    )
    bare.add_argument("files", nargs="*", metavar="FILE", help="declarations; none: those of the journal")
    for each in (drawn, rules, bare):
        each.add_argument("--from", dest="since", default="", metavar="DATE")
        each.add_argument("--to", dest="until", default="", metavar="DATE")
    for each in (drawn, rated, told, rules):
        each.add_argument("--at", default="", metavar="TIME", help="office clock of a demo database")
        each.add_argument("--as", dest="actor", metavar="ACTOR", help="name of the office's register")


# -- draws ----------------------------------------------------------------------------------------------------


def draw(options: argparse.Namespace) -> int:
    """One verb of draws; audit and steering end with 1 when something is wrong."""
    verbs = {"seal": _seal, "publish": _publish, "list": _days, "audit": _audit, "steering": _steering}
    return verbs[options.verb](opening.desk(options, options.at), options)


def _seal(desk: Desk, options: argparse.Namespace) -> int:
    day = say.day_of(options.name, "DAY").isoformat() if options.name else ""
    said = _unrefused(desk.draws.seal(day), options)
    _print({"day": said, "state": "sealed"}, options)
    return 0


def _publish(desk: Desk, options: argparse.Namespace) -> int:
    if options.name:
        day = say.day_of(options.name, "DAY").isoformat()
        _unrefused(desk.draws.publish(day), options)
    for each in [day] if options.name else desk.draws.publish_over():
        _print({"day": each, "state": "published"}, options)
    return 0


def _days(desk: Desk, options: argparse.Namespace) -> int:
    for each in desk.draws.days(*_period(options)):
        record = {
            "day": each.day, "state": each.state, "digest": each.digest, "sealed_at": say.clock(each.sealed_at),
            "late": each.late, "secret": each.secret, "salt": each.salt,
        }  # fmt: skip
        _print(record, options)
    return 0


def _audit(desk: Desk, options: argparse.Namespace) -> int:
    period = _period(options)
    found = desk.selecting.audit(*period)
    last_audit.keep_audit(desk.journal, found, desk.clock.now(), *period)
    record = {"ok": found.ok, **{name: getattr(found, name) for name in found.__struct_fields__}}
    if options.json:
        say.line(record)
        return 0 if found.ok else 1
    for each in found.differences:
        print(f"{each.number}/{each.version}  {each.day}  {each.what}: {each.recorded} ≠ {each.recomputed}")
    for day in found.overdue:
        print(
            f"{day}  is over and its secret is not published 已过期未公布密钥 (tongguan draw publish {day})"
        )
    for day in found.broken:
        print(f"{day}  the published secret is not the sealed one 公布的密钥与封存不符")
    print(
        f"{found.draws} draws, {found.officers} draws of officers and {found.selections} selections recomputed, {len(found.differences)} differ; "
        f"{found.waiting} wait for their secret, {found.unpublished} are of days that are over without one, "
        f"{found.unsealed} are from before secrets were sealed, {found.unread} selections are by rules no longer at hand, "
        f"{len(found.late)} days sealed late"
    )
    return 0 if found.ok else 1


def _steering(desk: Desk, options: argparse.Namespace) -> int:
    """Test visits for steering. Only the head reads an officer's name (``house.md`` on people)."""
    if options.name:
        visits = list(_read(options.name, Visit, options))
    else:
        visits = desk.selecting.visits(*_period(options))
    found = steering.examine(visits, Random(len(visits)))
    if not options.name:
        last_audit.keep_test(desk.journal, found, desk.clock.now(), *_period(options))
    named = "head" in opening.actor(desk, options.actor, _HEAD).roles
    strangest = [_suspicion(each, named) for each in found.strangest]
    if options.json:
        say.line(
            {
                "alarm": found.alarm,
                "p": found.p,
                "visits": found.visits,
                "moved": found.moved,
                "strangest": strangest,
            }
        )
        return 1 if found.alarm else 0
    print(
        f"{found.visits} visits, {found.moved} moved after the draw, p = {found.p:.3f}: {'ALARM 异常' if found.alarm else 'nothing stands out 未见异常'}"
    )
    for each in strangest:
        print("  " + "  ".join(f"{name}={value}" for name, value in each.items()))
    return 1 if found.alarm else 0


def _suspicion(each: Suspicion, named: bool) -> dict[str, Any]:
    return {
        "family": each.family, "officer": each.officer if named else "—" if each.officer else "", "trader": each.trader,
        "moved": each.count, "expected": round(each.expected, 2),
    }  # fmt: skip


# -- enterprises and instructions -----------------------------------------------------------------------------


def enterprise(options: argparse.Namespace) -> int:
    """Note a credit, or list the register."""
    desk = opening.desk(options, options.at)
    if options.verb == "rate":
        if not (options.code and options.credit):
            raise Failed("enterprise rate: give the customs code and --credit")
        wanted = EnterpriseRated(options.credit, options.since, options.ref, options.name, options.social)
        _unrefused(
            desk.enterprises.rate(options.code, wanted, opening.actor(desk, options.actor, _HEAD)), options
        )
    for card in desk.enterprises.every(options.credit if options.verb == "list" else ""):
        if options.verb == "list" or card.party == options.code:
            zh, en = CREDITS[card.state]
            _print(
                {
                    "code": card.party,
                    "credit": card.state,
                    "says": zh if options.lang == "zh" else en,
                    **card.facts,
                },
                options,
            )
    return 0


def instruction(options: argparse.Namespace) -> int:
    """Take a centre's messages, answer one, or list them."""
    desk = opening.desk(options, options.at)
    if options.verb == "list":
        for card in desk.instructions.every():
            _print({"instruction": card.stream.partition("/")[2], "state": card.state, **card.facts}, options)
        return 0
    if not options.names:
        raise Failed(f"instruction {options.verb}: name a file, or the instruction to answer")
    if options.verb == "answer":
        officer = opening.actor(desk, options.actor, _HEAD)
        found = _unrefused(desk.instructions.answer(options.names[0], options.reason, officer), options)
        _print({"instruction": found.id, "state": found.state, "answer": found.answer}, options)
        return 0
    code, centre = 0, opening.actor(desk, options.actor, _CENTRE)
    for name in options.names:
        for message in _read(name, CentreInstruction, options):
            said = desk.instructions.receive(message, centre)
            if isinstance(said, Refusal):
                code = 1
                _print({"id": message.id, "error": said.code, "message": said.text(options.lang)}, options)
            else:
                _print({"instruction": said.id, "state": said.state, "number": said.said.number}, options)
    deliver_receipts(desk)
    return code


# -- rules ----------------------------------------------------------------------------------------------------


def selection(options: argparse.Namespace) -> int:
    """The rules in force, or a rehearsal of others."""
    desk = opening.desk(options, options.at)
    if options.verb == "list":
        for rule in desk.rules.selection_rules.rules:
            record = {
                "rule": rule.id, "word": rule.word, "from": rule.valid_from.isoformat(),
                "to": rule.valid_to.isoformat() if rule.valid_to else "", "per_million": rule.per_million,
                "why": rule.zh if options.lang == "zh" else rule.en,
            }  # fmt: skip
            _print(record, options)
        return 0
    since, until = _period(options)
    if since is None or until is None:
        raise Failed("selection rehearse: give the days with --from and --to")
    try:
        text = Path(options.file).read_text("utf-8")
        found = desk.selecting.rehearse(text, since, until)
    except (OSError, UnicodeDecodeError) as error:
        raise Failed(
            f"{options.file or 'selection rehearse'}: {getattr(error, 'strerror', '') or 'name a file of rules'}"
        ) from None
    except RuleError as error:
        raise Failed(f"{options.file}: {error}") from None
    for each in found.rules:
        _rehearsed(each, found.declarations, options)
    return 0


def _rehearsed(each: Rehearsed, declarations: int, options: argparse.Namespace) -> None:
    record = {
        "rule": each.rule.id, "word": each.rule.word, "declarations": declarations, "fitting": each.fitting,
        "selected": len(each.selected), "new": len(each.new), "hours": each.hours, "hours_each": each.each_hours,
    }  # fmt: skip
    if options.json:
        say.line({**record, "numbers": each.selected, "new_numbers": each.new})
        return
    zh, en = WORDS[each.rule.word]
    cost = (
        "nobody ever did such work in the period"
        if each.hours is None
        else f"{each.hours:.1f} hours of work ({each.each_hours:.2f} each)"
    )
    print(
        f"{each.rule.id}  {zh if options.lang == 'zh' else en}: {each.fitting} of {declarations} fit, {len(each.selected)} selected, {len(each.new)} of them new: {cost}"
    )
    for number in each.selected:
        print(f"  {number}{'  new' if number in each.new else ''}")


# -- saying ---------------------------------------------------------------------------------------------------


def _period(options: argparse.Namespace) -> tuple[date | None, date | None]:
    return (
        say.day_of(options.since, "--from") if options.since else None,
        say.day_of(options.until, "--to") if options.until else None,
    )


def _read(name: str, kind: type[Any], options: argparse.Namespace) -> Any:
    """Records of a file; the first that cannot be read ends the command."""
    try:
        for line, record in records.read_file(Path(name), kind):
            if isinstance(record, Unreadable):
                raise Failed(f"{name}:{line}: {record.text(options.lang)}")
            yield record
    except Unreadable as error:
        raise Failed(error.text(options.lang)) from None


def _unrefused(said: Any, options: argparse.Namespace) -> Any:
    """What was done; a refusal ends the command with 1."""
    if isinstance(said, Refusal):
        raise Failed(said.text(options.lang), 1)
    return said


def _print(record: dict[str, Any], options: argparse.Namespace) -> None:
    say.line(record) if options.json else print(
        "  ".join(str(value) for value in record.values() if value not in ("", None))
    )
