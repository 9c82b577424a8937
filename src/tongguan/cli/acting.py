"""``act``: what officers, terminals, banks and declarants do to a declaration."""

import argparse
from decimal import Decimal, InvalidOperation
from pathlib import Path

from tongguan.adapters.intake import read_file
from tongguan.cli import opening, say
from tongguan.cli.say import Failed
from tongguan.desk import register
from tongguan.desk.desk import Desk, amended
from tongguan.desk.questions import papers_of, question_of
from tongguan.desk.verbs import Act
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.question import PaperQuoted, Question
from tongguan.facts.unreadable import Unreadable
from tongguan.wiring import deliver_receipts

_MESSAGES = ("arrive", "gate-in", "gate-out", "load", "depart", "close")
_TAX = ("occupy", "restore", "waive", "verify-tax", "refund")
_DECLARANT = ("cancel", "amend", "answer")


def act(options: argparse.Namespace) -> int:
    """One act; 1 with the reason when it is refused."""
    desk = opening.desk(options, options.at)
    wanted = Act(
        verb=options.verb,
        target=options.target,
        outcome=options.outcome,
        amount=_amount(options.amount),
        reason=options.reason,
        ref=options.ref,
        ground=options.ground,
        authority=options.authority,
        to=_other(options.to, "--to"),
        time=say.time_of(options.time, "--time") if options.time else None,
        sheet=options.sheet,
        second=_other(options.second, "--second"),
        question=_question(desk, options) if options.verb == "ask" else None,
        papers=_papers(options),
    )
    happened = say.time_of(options.happened, "--happened") if options.happened else None
    if options.verb == "amend" and options.file:
        wanted = _amended(wanted, options)
    actor = opening.actor(desk, options.actor, _fallback(desk, options))
    answer = desk.act(options.number, wanted, actor, happened)
    if isinstance(answer, Refusal):
        code = 2 if answer.code in ("unknown_verb", "missing") else 1
        raise Failed(f"{options.number}: {answer.text(options.lang)}", code)
    deliver_receipts(desk)
    record = say.answer(desk.rules.catalogue, answer, options.lang)
    if options.json:
        say.line(record)
        return 0
    print(f"{answer.number}  {answer.status}")
    for text in record["blocked_by"]:
        print(f"  waits for  {text}")
    return 0


def _question(desk: Desk, options: argparse.Namespace) -> Question | None:
    """What is asked; None when neither a wording nor words of one's own are given."""
    if not (options.template or options.text):
        return None
    asked = question_of(desk.clock.now(), options.template, options.text, options.lines, options.hours)
    if isinstance(asked, Refusal):
        raise Failed(asked.text(options.lang))
    return asked


def _papers(options: argparse.Namespace) -> tuple[PaperQuoted, ...]:
    pairs = [each.partition(":") for each in options.paper]
    papers = papers_of([(code, number) for code, _, number in pairs])
    if isinstance(papers, Refusal):
        raise Failed(papers.text(options.lang))
    return papers


def _amount(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise Failed(f"--amount: “{text}” is no amount; write it as 1234.50") from None
    if not amount.is_finite():
        raise Failed(f"--amount: “{text}” is no amount; write it as 1234.50")
    return amount


def _other(name: str, option: str) -> Actor | None:
    if not name:
        return None
    found = register.shipped().find(name)
    if found is None:
        raise Failed(f"{option}: the register has no {name}", 1)
    return found


def _amended(wanted: Act, options: argparse.Namespace) -> Act:
    for read in read_file(Path(options.file)):
        if isinstance(read.message, Unreadable):
            raise Failed(f"{options.file}: {read.message.text(options.lang)}")
        return amended(wanted, read.message.declaration)
    raise Failed(f"{options.file}: holds no declaration")


def _fallback(desk: Desk, options: argparse.Namespace) -> Actor:
    """Who acts in a demo database when nobody is named: the sort of actor that the verb needs."""
    sheet = desk.show(options.number)
    office = sheet.office if sheet else ""
    party = sheet.declaration.agent.customs_code if sheet else ""
    if options.verb in _MESSAGES:
        return Actor(id="demo-terminal", kind="terminal", roles=("terminal",))
    if options.verb in _DECLARANT or (options.verb == "pay" and not options.ref):
        return Actor(id="demo-declarant", kind="declarant", roles=("declarant",), party=party)
    if options.verb == "pay":
        return Actor(id="demo-bank", kind="bank", roles=("bank",))
    if options.verb in _TAX:
        return opening.demo_officer("tax_officer", office)
    controls = {c.id: c for t in sheet.tracks for c in t.controls} if sheet else {}
    control = controls.get(options.target)
    if control is None:
        return opening.demo_officer("document_officer", office)
    return opening.demo_officer(control.role, control.office)
