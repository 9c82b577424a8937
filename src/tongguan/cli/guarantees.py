"""``guarantee``: open, show, list, raise, reduce, freeze, unfreeze, call, close."""

import argparse
from decimal import Decimal
from typing import Any

from tongguan.cli import opening, say
from tongguan.cli.payment import amount_of
from tongguan.cli.say import Failed
from tongguan.desk.desk import Desk
from tongguan.desk.guarantees import YEAR, View
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.security import SCOPES, GuaranteeRegistered

VERBS = ("open", "show", "list", "raise", "reduce", "freeze", "unfreeze", "call", "close")
MOST = 10_000
"""Guarantees that a list shows."""
NEVER_REACHED = Decimal(999_999_999_999)
"""Yuan that stand for the limit of a waiver without one."""
_STATES = {
    "active": ("有效", "active"), "frozen": ("冻结", "frozen"), "closed": ("已退还", "closed"),
    "expired": ("已到期", "expired"), "not_yet": ("未生效", "not yet in force"),
}  # fmt: skip
_INSTRUMENTS = {
    "deposit": ("保证金", "deposit"), "bank_letter": ("银行保函", "bank letter"),
    "finance_company": ("财务公司担保", "finance company's letter"), "insurance": ("关税保证保险", "insurance"),
    "aeo_waiver": ("免除担保", "AEO waiver"),
}  # fmt: skip
_OFFICER = Actor(id="demo-tax_officer", roles=("tax_officer",), office="4907")


def guarantee(options: argparse.Namespace) -> int:
    """One verb about guarantees; 1 with the reason when it is refused."""
    desk = opening.desk(options, options.at)
    if options.verb == "list":
        for view in desk.guarantees.all(options.holder, limit=MOST):
            _tell(options, view)
        return 0
    if not options.name:
        raise Failed(f"guarantee {options.verb}: name the guarantee")
    if options.verb != "show":
        refusal = _act(options, desk, opening.actor(desk, options.actor, _OFFICER))
        if refusal:
            raise Failed(f"{options.name}: {refusal.text(options.lang)}", 1)
    found = desk.guarantees.view(options.name)
    if found is None:
        raise Failed(f"there is no guarantee {options.name}", 1)
    _tell(options, found, desk if options.verb == "show" else None)
    return 0


def _act(options: argparse.Namespace, desk: Desk, actor: Actor) -> Refusal | None:
    held, reason = desk.guarantees, options.reason
    match options.verb:
        case "open":
            return held.register(options.name, _terms(options, desk), actor)
        case "raise" | "reduce":
            amount = _needed(options.amount, f"guarantee {options.verb}: give the amount with --amount")
            return held.change_limit(
                options.name, amount if options.verb == "raise" else -amount, reason, actor
            )
        case "freeze":
            return held.freeze(options.name, reason, actor)
        case "unfreeze":
            return held.unfreeze(options.name, reason, actor)
        case "call":
            return held.call(options.name, desk.locate(options.number), options.ref, actor)
    return held.close(options.name, reason, actor)


def _terms(options: argparse.Namespace, desk: Desk) -> GuaranteeRegistered:
    today = local_date(desk.clock.now())
    unlimited = options.unlimited and not options.limit
    limit = (
        NEVER_REACHED
        if unlimited
        else _needed(options.limit, "guarantee open: give its limit in yuan with --limit")
    )
    return GuaranteeRegistered(
        instrument=options.instrument, holder=options.holder, limit=limit,
        valid_from=options.since or today.isoformat(),
        valid_to=options.until or (today + YEAR).isoformat(),
        scopes=tuple(options.scope) or SCOPES, offices=tuple(options.office), general=not options.single,
        guarantor=options.guarantor, unlimited=options.unlimited,
    )  # fmt: skip


def _needed(text: str, said: str) -> Decimal:
    amount = amount_of(text)
    if amount is None:
        raise Failed(said)
    return amount


def _tell(options: argparse.Namespace, view: View, desk: Desk | None = None) -> None:
    """One guarantee; with ``desk`` also each use and call of it."""
    name = view.guarantee.name
    record = _record(view)
    uses = desk.guarantees.uses(name) if desk else []
    if desk:
        record["uses"] = [
            {"number": use.number, "amount": use.amount, "by": use.by, "at": say.clock(use.at)}
            for use in uses
        ]
    if options.json:
        say.line(record)
        return
    zh = options.lang == "zh"
    limit = "—" if record["unlimited"] else view.guarantee.limit
    free = f"可用 {view.free} 元，额度 {limit}" if zh else f"{view.free} CNY free of {limit}"
    state, instrument = _STATES[view.state][not zh], _INSTRUMENTS.get(record["instrument"], ("", ""))[not zh]
    print(f"{name}: {free}  {state}  {instrument}  {record['valid_to'] or ''}".rstrip())
    for use in uses:
        print(f"  {say.clock(use.at)}  {use.number}  {use.amount}  {use.by}")


def _record(view: View) -> dict[str, Any]:
    held, terms = view.guarantee, view.guarantee.terms
    return {
        "guarantee": held.name, "state": view.state, "holder": held.holder,
        "instrument": terms.instrument if terms else "", "guarantor": terms.guarantor if terms else "",
        "general": terms.general if terms else True, "unlimited": terms.unlimited if terms else False,
        "scopes": terms.scopes if terms else SCOPES, "offices": terms.offices if terms else (),
        "limit": held.limit, "occupied": view.occupied, "free": view.free,
        "valid_from": terms.valid_from if terms else None, "valid_to": terms.valid_to if terms else None,
        "days_left": view.days_left,
    }  # fmt: skip
