"""``zone``: account books, verification lists and gate passes: open, show, list, bind, gate, void, delete."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tongguan.adapters.zone import answer_list, answer_pass, unread
from tongguan.cli import opening, say
from tongguan.cli.goods import each, weight
from tongguan.cli.say import Failed
from tongguan.desk.cards import Card, CardFilter
from tongguan.desk.desk import Desk
from tongguan.desk.zone import Given
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.zone import AccountBook, GatePass, ListDeletion, VerificationList
from tongguan.wiring import deliver_receipts

KINDS = ("book", "list", "pass")
_PLURALS = {"books": "book", "lists": "list", "passes": "pass"}
VERBS = ("open", "show", "answer", "list", "bind", "gate", "void", "delete")
_OFFICER = Actor(id="demo-officer", roles=("document_officer",), office="4907")
_DECLARANT = Actor(id="demo-declarant", kind="declarant", roles=("declarant",))
_TERMINAL = Actor(id="demo-terminal", kind="terminal", roles=("terminal",))


def zone(options: argparse.Namespace) -> int:
    """One verb of the zone's chain."""
    desk = opening.desk(options, options.at)
    _HANDLERS[options.verb](options, desk)
    return 0


def _kind(options: argparse.Namespace) -> str:
    kind = _PLURALS.get(options.what, options.what)
    if kind not in KINDS:
        raise Failed(f"zone {options.verb}: “{options.what}” is none of {', '.join(KINDS)}")
    return str(kind)


def _open(options: argparse.Namespace, desk: Desk) -> None:
    kind = _kind(options)
    if not options.files:
        raise Failed(f"zone open {kind}: name a JSON file")
    if kind == "book":
        actor = opening.actor(desk, options.actor, _OFFICER)
        for name, _, book in each(options, AccountBook):
            _fail(options, name, desk.zone.open_book(book, actor))
            _said(options, {"book": book.number, "lines": len(book.items)}, book.number)
        return
    actor = opening.actor(desk, options.actor, _DECLARANT)
    if kind == "list":
        wanted: VerificationList | ListDeletion
        for name, _, wanted in each(options, VerificationList):
            if isinstance(wanted, ListDeletion):
                _deleted(options, name, desk.zone.delete_declared(wanted, actor))
            else:
                _given(options, name, desk.zone.file_list(wanted, actor))
    else:
        for name, _, applied in each(options, GatePass):
            _given(options, name, desk.zone.apply_pass(applied, actor))


def _given(options: argparse.Namespace, name: str, said: Given | Refusal) -> None:
    if isinstance(said, Refusal):
        raise Failed(f"{name}: {said.text(options.lang)}", 1)
    left = _unread(name)
    record = {"file": name, "number": said.number, "repeat": said.repeat}
    text = f"{said.number}  unread: {' '.join(left)}" if left else said.number
    _said(options, {**record, "unread": left} if left else record, text)


def _unread(name: str) -> tuple[str, ...]:
    """Elements of an XML message that were left unread."""
    data = Path(name).read_bytes()
    return unread(data) if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else ()


def _deleted(options: argparse.Namespace, name: str, said: Given | Refusal) -> None:
    if isinstance(said, Refusal):
        raise Failed(f"{name}: {said.text(options.lang)}", 1)
    _said(options, {"file": name, "number": said.number, "state": "deleted"}, f"{said.number}  deleted")


def _show(options: argparse.Namespace, desk: Desk) -> None:
    kind, number = _kind(options), _number(options)
    if kind == "book":
        view = desk.zone.book(number)
        if view is None:
            raise Failed(f"{number}: there is no such account book", 1)
        stock = {line: str(free) for line, free in view.stock.items()}
        text = "\n".join(f"  {item.record_line:>4}  {item.commodity}  {item.name}  {stock[item.record_line]} {item.unit}"
                         for item in view.book.items)  # fmt: skip
        _said(
            options,
            {"book": number, "holder": view.book.holder, "stock": stock},
            f"{number}  {view.book.name}\n{text}",
        )
        return
    found = desk.zone.list(number) if kind == "list" else desk.zone.gate_pass(number)
    if found is None:
        raise Failed(f"{number}: there is no such {kind}", 1)
    card = next(iter(desk.cards(CardFilter(kind, prefix=number))[0]))
    record = {**_record(card), "state": found.state}
    _said(options, record, "\n".join(f"{name}  {value}" for name, value in record.items()))


def _answer(options: argparse.Namespace, desk: Desk) -> None:
    """The office's answer as a message: INV201 or INV211 for a list, SAS221 or SAS223 for a pass."""
    kind, number = _kind(options), _number(options)
    listed = desk.zone.list(number) if kind == "list" else None
    carried = desk.zone.gate_pass(number) if kind == "pass" else None
    if listed is None and carried is None:
        raise Failed(f"{number}: there is no such {kind}, or none that is answered", 1)
    message = answer_list(listed) if listed else answer_pass(carried) if carried else b""
    print(message.decode().rstrip())


def _record(card: Card) -> dict[str, Any]:
    number = card.stream.partition("/")[2]
    return {
        "number": number,
        "state": card.state,
        "since": say.clock(card.since),
        "party": card.party,
        **card.facts,
    }


def _list(options: argparse.Namespace, desk: Desk) -> None:
    for card in desk.cards(CardFilter(_kind(options), limit=1000))[0]:
        record = _record(card)
        _said(options, record, "  ".join(str(value) for value in record.values()))


def _bind(options: argparse.Namespace, desk: Desk) -> None:
    if len(options.files) != 1:
        raise Failed("zone bind LIST DECLARATION: name both")
    actor = opening.actor(desk, options.actor, _DECLARANT)
    declaration = desk.locate(options.files[0])
    _fail(options, options.what, desk.zone.bind(options.what, declaration, actor))
    _said(options, {"list": options.what, "declaration": declaration}, f"{options.what}  {declaration}")


def _gate(options: argparse.Namespace, desk: Desk) -> None:
    actor = opening.actor(desk, options.actor, _TERMINAL)
    said = desk.zone.gate(options.what, actor, weight(options.weighed, "--weighed"))
    if isinstance(said, Refusal):
        raise Failed(f"{options.what}: {said.text(options.lang)}", 1)
    deliver_receipts(desk)
    record = {"number": said.number, "vehicle": said.vehicle, "written_off": said.written_off}
    _said(options, record, f"{said.number}  {said.vehicle}  {' '.join(said.written_off)}".rstrip())


def _void(options: argparse.Namespace, desk: Desk) -> None:
    actor = opening.actor(desk, options.actor, _DECLARANT)
    _fail(options, options.what, desk.zone.void_pass(options.what, options.reason, actor))
    _said(options, {"number": options.what, "state": "void"}, f"{options.what}  void")


def _delete(options: argparse.Namespace, desk: Desk) -> None:
    actor = opening.actor(desk, options.actor, _DECLARANT)
    _fail(options, options.what, desk.zone.delete_list(options.what, options.reason, actor))
    _said(options, {"number": options.what, "state": "deleted"}, f"{options.what}  deleted")


def _number(options: argparse.Namespace) -> str:
    if len(options.files) != 1:
        raise Failed(f"zone {options.verb} {options.what}: name one number")
    return str(options.files[0])


def _fail(options: argparse.Namespace, name: str, refusal: Refusal | None) -> None:
    if refusal:
        raise Failed(f"{name}: {refusal.text(options.lang)}", 1)


def _said(options: argparse.Namespace, record: dict[str, Any], text: str) -> None:
    if options.json:
        say.line(record)
    else:
        print(text)


_HANDLERS: dict[str, Callable[[argparse.Namespace, Desk], None]] = {
    "open": _open,
    "show": _show,
    "answer": _answer,
    "list": _list,
    "bind": _bind,
    "gate": _gate,
    "void": _void,
    "delete": _delete,
}
