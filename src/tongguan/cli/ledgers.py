"""``ledger``: e-ledgers and licences: open (also amend, revoke), show, list, uses, object, settle."""

import argparse
from collections.abc import Callable
from typing import Any

from tongguan.cli import opening, say
from tongguan.cli.goods import each
from tongguan.cli.say import Failed
from tongguan.desk import permit_record
from tongguan.desk.desk import Desk
from tongguan.desk.permits import Told, View
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.permit import DISMISSED, LEDGER, LICENCE, UPHELD, PermitMessage

VERBS = ("open", "show", "list", "uses", "object", "settle")
KINDS = (LEDGER, LICENCE)
OUTCOMES = (UPHELD, DISMISSED)
_AUTHORITY = Actor(id="demo-authority", kind="service", roles=("inspection_service", "licensing_authority"))
_DECLARANT = Actor(id="demo-declarant", kind="declarant", roles=("declarant",))
_OFFICER = Actor(id="demo-document_officer", roles=("document_officer",), office="4907")


def ledger(options: argparse.Namespace) -> int:
    """One verb about e-ledgers and licences; 1 with the reason when it is refused."""
    desk = opening.desk(options, options.at)
    return _HANDLERS[options.verb](options, desk)


def _open(options: argparse.Namespace, desk: Desk) -> int:
    """Every message of the files takes effect by itself; 1 when one is refused."""
    options.files = options.names
    if not options.files:
        raise Failed("ledger open: name a JSON or NDJSON file with messages")
    actor = opening.actor(desk, options.actor, _AUTHORITY)
    refused = 0
    for path, line, said in each(options, PermitMessage):
        number = said.permit.number if said.permit else said.number
        outcome = desk.permits.tell(said, actor)
        refused += isinstance(outcome, Refusal)
        record: dict[str, Any] = {"file": path, "line": line, "operation": said.operation, "number": number}
        if isinstance(outcome, Refusal):
            record |= {"refused": outcome.code, "message": outcome.text(options.lang)}
        else:
            record["repeat"] = outcome.repeat
        if options.json:
            say.line(record)
        else:
            print(f"{path}:{line}  {number}  {record.get('message', 'ok')}")
    return 1 if refused else 0


def _list(options: argparse.Namespace, desk: Desk) -> int:
    for view in desk.permits.all(options.kind, options.holder):
        _tell(options, view)
    return 0


def _show(options: argparse.Namespace, desk: Desk) -> int:
    view = _one(options, desk)
    _tell(options, view)
    if not options.json:
        for balance in view.balances:
            named = permit_record.measure(balance.measure, options.lang)
            print(
                f"  {balance.line or '—'}  {named}  {balance.free} / {balance.limit} {balance.unit}".rstrip()
            )
        for case in view.held.objections:
            print(f"  #{case.id}  {say.clock(case.at)}  {case.number}  {case.outcome or 'open'}  {case.text}")
    return 0


def _uses(options: argparse.Namespace, desk: Desk) -> int:
    for use in desk.permits.uses(_one(options, desk).stream):
        record = permit_record.use(use)
        if options.json:
            say.line(record)
        else:
            named = "  ".join(
                f"{permit_record.measure(m, options.lang)} {amount}" for _, m, amount in use.amounts
            )
            print(
                f"{say.clock(use.at)}  {use.number}  {permit_record.state(use.state, options.lang)}  {named}  {use.by}"
            )
    return 0


def _object(options: argparse.Namespace, desk: Desk) -> int:
    view = _one(options, desk)
    if len(options.names) != 2:
        raise Failed("ledger object NUMBER DECLARATION: name both")
    actor = opening.actor(desk, options.actor, _DECLARANT)
    number = desk.locate(options.names[1])
    return _done(options, desk, desk.permits.object_to(view.stream, number, options.reason, actor))


def _settle(options: argparse.Namespace, desk: Desk) -> int:
    view = _one(options, desk)
    if len(options.names) != 2 or not options.names[1].isdecimal():
        raise Failed(
            "ledger settle NUMBER OBJECTION: name both; an objection's number stands after # in show"
        )
    actor = opening.actor(desk, options.actor, _OFFICER)
    said = desk.permits.settle(view.stream, int(options.names[1]), options.outcome, options.reason, actor)
    return _done(options, desk, said)


def _done(options: argparse.Namespace, desk: Desk, said: Told | Refusal) -> int:
    if isinstance(said, Refusal):
        raise Failed(f"{options.names[0]}: {said.text(options.lang)}", 1)
    return _show(options, desk)


def _one(options: argparse.Namespace, desk: Desk) -> View:
    if not options.names:
        raise Failed(f"ledger {options.verb}: name the e-ledger, or a licence with --kind licence")
    view = desk.permits.view(desk.permits.locate(options.kind, options.names[0]))
    if view is None:
        raise Failed(f"there is no {options.kind} {options.names[0]}", 1)
    return view


def _tell(options: argparse.Namespace, view: View) -> None:
    record = permit_record.permit(view)
    if options.json:
        say.line(record)
        return
    permit = view.held.permit
    used = f"已用 {view.share} %" if options.lang == "zh" else f"{view.share} % used"
    state = permit_record.state(view.state, options.lang)
    print(f"{permit.number}  {permit.code}  {permit.holder}  {state}  {used}  {view.held.valid_to}".rstrip())


_HANDLERS: dict[str, Callable[[argparse.Namespace, Desk], int]] = {
    "open": _open,
    "show": _show,
    "list": _list,
    "uses": _uses,
    "object": _object,
    "settle": _settle,
}
