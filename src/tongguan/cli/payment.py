"""``payment`` and ``statement``: confirmations of banks, suspense, the bank's day, consolidated payments of a month."""

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tongguan.adapters import bank
from tongguan.cli import opening, say
from tongguan.cli.say import Failed
from tongguan.desk import register
from tongguan.desk.desk import Desk
from tongguan.desk.payments import Booked, Reconciled
from tongguan.desk.statements import statement as statement_of
from tongguan.facts.actor import Actor
from tongguan.facts.confirmed import SignedPayment
from tongguan.facts.decision import Refusal
from tongguan.facts.unreadable import Unreadable
from tongguan.process.payment import REASONS
from tongguan.rules.errors import RuleError
from tongguan.wiring import deliver_receipts

VERBS = ("book", "sign", "requests", "suspense", "match", "refund", "reconcile", "key")
_TAX_OFFICER = Actor(id="demo-tax_officer", roles=("tax_officer",), office="4907")


def payment(options: argparse.Namespace) -> int:
    """One verb about payments."""
    desk = opening.desk(options, options.at)
    return _HANDLERS[options.verb](options, desk)


def _said(options: argparse.Namespace, record: dict[str, Any], text: str) -> None:
    if options.json:
        say.line(record)
    else:
        print(text)


def _fail(options: argparse.Namespace, name: str, refusal: Refusal | None) -> None:
    if refusal is not None:
        raise Failed(f"{name}: {refusal.text(options.lang)}", 1)


def _named(options: argparse.Namespace, count: int, what: str) -> list[str]:
    if len(options.names) != count:
        raise Failed(f"payment {options.verb}: {what}")
    return list(options.names)


def _book(options: argparse.Namespace, desk: Desk) -> int:
    """Book signed confirmations: 1 when one is refused, 2 when one cannot be read; the others are booked."""
    if not options.names:
        raise Failed("payment book: name at least one file of signed confirmations")
    code = 0
    for name in options.names:
        for line, said in _confirmations(options, name):
            if isinstance(said, Unreadable):
                print(f"tongguan: {name}: {said.text(options.lang)}", file=sys.stderr)
                code = 2
                continue
            code = max(code, _book_one(options, desk, f"{name}:{line}", said))
    deliver_receipts(desk)
    return code


def _confirmations(
    options: argparse.Namespace, name: str
) -> Iterator[tuple[int, SignedPayment | Unreadable]]:
    try:
        yield from bank.read_file(Path(name))
    except Unreadable as error:
        raise Failed(f"{name}: {error.text(options.lang)}") from None


def _book_one(options: argparse.Namespace, desk: Desk, where: str, said: SignedPayment) -> int:
    name, _, line = where.rpartition(":")
    record: dict[str, Any] = {
        "file": name,
        "line": int(line),
        "bank": said.bank,
        "ref": said.ref,
        "number": said.number,
    }
    outcome = bank.confirm(desk, said)
    if isinstance(outcome, Refusal):
        told = outcome.text(options.lang)
        _said(options, {**record, "refused": outcome.code, "message": told}, f"{where}  {said.ref}  {told}")
        return 1
    record |= {"payment": outcome.stream.partition("/")[2], "state": outcome.state, "booked": outcome.booked,
               "suspended": outcome.suspended, "reason": outcome.reason, "repeat": outcome.repeat}  # fmt: skip
    _said(options, record, f"{where}  {record['payment']}  {said.number}  {_where(outcome, options.lang)}")
    return 0


_STATES = {
    "booked": "已入账", "suspended": "待查", "returned": "已退款", "covered": "已由国库收据入账", "receipt": "国库收据",
}  # fmt: skip


def _where(outcome: Booked, lang: str) -> str:
    """Where a confirmation was booked, in words."""
    zh = lang == "zh"
    parts = [f"{_STATES[outcome.state] if zh else outcome.state}  {outcome.booked}"]
    if outcome.suspended:
        parts.append(f"{'待查' if zh else 'suspense'} {outcome.suspended}: {REASONS[outcome.reason][not zh]}")
    if outcome.repeat:
        parts.append("（重复报文）" if zh else "(repeat)")
    return "  ".join(parts)


def _sign(options: argparse.Namespace, desk: Desk) -> int:
    """Sign confirmations as a demo bank would; never with the key of a live office."""
    if desk.journal.kind != "demo":
        raise Failed("payment sign: only for a demo database; a bank signs its own messages", 1)
    if not options.names:
        raise Failed("payment sign: name a file of confirmations")
    for name in options.names:
        for _, said in _confirmations(options, name):
            if isinstance(said, Unreadable):
                raise Failed(f"{name}: {said.text(options.lang)}")
            signed = bank.sign(said, bank.key_of(desk.journal, said.bank))
            say.line({field: getattr(signed, field) for field in signed.__struct_fields__})
    return 0


def _requests(options: argparse.Namespace, desk: Desk) -> int:
    """Requests that no bank has answered, the oldest first; after a set time they are a case of the bank."""
    within, overdue = desk.payments.unanswered(desk.duty.figures.policy.unanswered_hours)
    case_of = "银行未处理" if options.lang == "zh" else "case of the bank"
    for task, case in [*((one, True) for one in overdue), *((one, False) for one in within)]:
        row = desk.journal.work(task.number)
        open_ = row.unpaid if row else ""
        record = {"number": task.number, "asked_at": say.clock(task.since), "outstanding": open_,
                  "owner": "bank" if case else "", "case": case}  # fmt: skip
        text = f"{task.number}  {record['asked_at']}  {open_}  {case_of if case else ''}"
        _said(options, record, text.rstrip())
    return 0


def _suspense(options: argparse.Namespace, desk: Desk) -> int:
    """What fits no debt, the oldest first."""
    for card in desk.payments.suspended():
        record = {"payment": card.stream.partition("/")[2], "number": card.facts["number"],
                  "suspended": card.facts["suspended"], "reason": card.facts["reason"],
                  "paid_at": say.clock(card.since)}  # fmt: skip
        why = REASONS[card.facts["reason"]][options.lang != "zh"]
        _said(options, record, f"{record['payment']}  {record['suspended']}  {record['number']}  {why}")
    return 0


def _match(options: argparse.Namespace, desk: Desk) -> int:
    name, number = _named(options, 2, "name the payment and the declaration")
    name = name.removeprefix("payment/")
    officer = opening.actor(desk, options.actor, _TAX_OFFICER)
    amount = amount_of(options.amount)
    _fail(options, name, desk.payments.match(f"payment/{name}", number, options.ground, officer, amount))
    deliver_receipts(desk)
    _said(options, {"payment": name, "number": number}, f"{name} → {number}")
    return 0


def _refund(options: argparse.Namespace, desk: Desk) -> int:
    name = _named(options, 1, "name the payment")[0].removeprefix("payment/")
    officer = opening.actor(desk, options.actor, _TAX_OFFICER)
    _fail(options, name, desk.payments.give_back(f"payment/{name}", options.ref, options.ground, officer))
    _said(
        options,
        {"payment": name, "state": "returned"},
        f"{name}  {_STATES['returned'] if options.lang == 'zh' else 'returned'}",
    )
    return 0


def _reconcile(options: argparse.Namespace, desk: Desk) -> int:
    """The bank's list beside our books; 1 when they differ and nobody signs with a reason."""
    source, day = _named(options, 2, "name the bank and the day")
    _known(options, source)
    if not options.list:
        raise Failed("payment reconcile: give the bank's list with --list FILE")
    try:
        theirs = bank.read_list(Path(options.list).read_text("utf-8"), options.list)
    except OSError as error:
        raise Failed(f"--list {options.list}: {error.strerror}") from None
    except (RuleError, UnicodeDecodeError) as error:
        raise Failed(f"--list {options.list}: {error}") from None
    found = desk.payments.reconcile(source, say.day_of(day, "DAY"), theirs)
    if options.sign:
        officer = opening.actor(desk, options.actor, _TAX_OFFICER)
        _fail(options, day, desk.payments.sign(found, options.reason, officer))
    _tell_day(options, found, options.sign or found.signed is not None)
    return 0 if options.sign or not found.differences else 1


def _tell_day(options: argparse.Namespace, found: Reconciled, signed: bool) -> None:
    rows = [{"ref": one.ref, "ours": one.ours, "theirs": one.theirs} for one in found.differences]
    record = {"bank": found.bank, "day": found.day, "ours": found.ours, "theirs": found.theirs,
              "differences": rows, "signed": signed}  # fmt: skip
    if options.json:
        say.line(record)
        return
    zh = options.lang == "zh"
    ours, theirs, done = ("本关", "银行", "已签字") if zh else ("ours", "theirs", "signed")
    head = (
        f"{found.bank}  {found.day}  {ours} {found.ours}  {theirs} {found.theirs}  {done if signed else ''}"
    )
    print(head.rstrip())
    for row in rows:
        print(f"  {row['ref']}  {ours} {row['ours'] or '—'}  {theirs} {row['theirs'] or '—'}")


def _key(options: argparse.Namespace, desk: Desk) -> int:
    (name,) = _named(options, 1, "name the bank")
    _known(options, name)
    _said(options, key := {"bank": name, "key": bank.make_key(desk.journal, name)}, key["key"])
    return 0


def _known(options: argparse.Namespace, name: str) -> None:
    """Failed when the register has no bank of that name."""
    found = register.shipped().find(name)
    if found is None or found.kind != "bank":
        raise Failed(f"payment {options.verb}: the register has no bank {name}", 1)


def amount_of(text: str) -> Decimal | None:
    """The amount of an option in yuan; None when it was not given, Failed when it is none."""
    if not text:
        return None
    try:
        amount = Decimal(text)
    except ArithmeticError:
        amount = Decimal(0)
    if not amount.is_finite() or amount <= 0:
        raise Failed(f"--amount: “{text}” is no amount; write it as 1234.50")
    return amount


_HANDLERS = {
    "book": _book, "sign": _sign, "requests": _requests, "suspense": _suspense, "match": _match, "refund": _refund,
    "reconcile": _reconcile, "key": _key,
}  # fmt: skip


def statement(options: argparse.Namespace) -> int:
    """Consolidated payments of a month."""
    desk = opening.desk(options)
    month: date = say.day_of(f"{options.month}-01", "MONTH")
    on = say.day_of(options.on, "--on") if options.on else None
    found = statement_of(desk, month, options.holder, on)
    for entry in found.entries:
        record = {
            "number": entry.number, "entry_id": entry.entry_id, "holder": entry.holder, "name": entry.name,
            "released": entry.released.isoformat(), "guarantee": entry.guarantee,
            **{kind: f"{amount:.2f}" for kind, amount in entry.taxes.kinds().items()},
            "due": f"{entry.due:.2f}", "paid": f"{entry.paid:.2f}", "outstanding": f"{entry.outstanding:.2f}",
        }  # fmt: skip
        _said(
            options,
            record,
            f"{entry.released}  {entry.number}  {entry.name}  {record['due']}  {record['outstanding']}",
        )
    due_by = found.due_by.isoformat() if found.due_by else None
    total = {"month": found.month, "count": len(found.entries), "due": f"{found.due:.2f}", "paid": f"{found.paid:.2f}",
             "outstanding": f"{found.outstanding:.2f}", "due_by": due_by, "surcharge": f"{found.surcharge:.2f}"}  # fmt: skip
    _said(options, {"total": total}, "  ".join(f"{name}={value}" for name, value in total.items()))
    return 0
