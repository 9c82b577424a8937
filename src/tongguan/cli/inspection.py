"""``inspection``: order, book, draw, visit, record, conclude and follow up; show, list, slots, held, follow-ups, openings."""

import argparse
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from tongguan.cli import opening, say
from tongguan.cli.say import Failed
from tongguan.desk import register
from tongguan.desk.cards import Card
from tongguan.desk.desk import Desk
from tongguan.desk.inspections import ACTS
from tongguan.desk.visiting import Act
from tongguan.facts.actor import Actor
from tongguan.facts.clock import iso, local_date
from tongguan.facts.decision import Refusal
from tongguan.process.inspection import Inspection
from tongguan.wiring import deliver_receipts

LOOKS = ("show", "list", "slots", "held", "follow-ups", "openings")
VERBS = ("order", *(verb for verb in ACTS if verb != "report"), *LOOKS)
_OFFICER = Actor(id="demo-officer", roles=("coordinator",), office="4907")


def options(command: argparse.ArgumentParser) -> None:
    """The options of the command."""
    command.add_argument("verb", choices=VERBS)
    command.add_argument("order", nargs="?", default="", help="number of the order")
    several = {"unit": "container or lot", "number": "declaration", "service": "customs or quarantine"}
    for name, help_ in several.items():
        command.add_argument(f"--{name}", action="append", default=[], help=f"{help_}; may be repeated")
    command.add_argument("--whole", action="store_true", help="the goods cannot be parted")
    command.add_argument("--site", default="", help="book: where, with --begin")
    command.add_argument("--begin", default="", metavar="TIME", help="book: when the visit is to begin")
    command.add_argument(
        "--outcome",
        default="",
        help="check: conforms, differs, not_applicable; else accept, condition, refuse",
    )
    command.add_argument("--place", type=int, default=0, help="settle: number of the follow-up")
    command.add_argument("--file", default="", help="photograph: the picture")
    names = (
        "reason",
        "note",
        "seal",
        "waits-for",
        "to",
        "item",
        "laboratory",
        "measure",
        "text",
        "due",
        "ref",
        "key",
        "at",
    )
    for name in names:
        command.add_argument(f"--{name}", default="")
    command.add_argument("--as", dest="actor", metavar="ACTOR", help="name of the office's register")


def inspection(given: argparse.Namespace) -> int:
    """One verb about inspection orders; 1 with the reason when it is refused."""
    desk = opening.desk(given, given.at)
    if given.verb in _LOOKS:
        _LOOKS[given.verb](given, desk)
        return 0
    if given.verb == "order":
        actor = opening.actor(desk, given.actor, _OFFICER)
        numbers = [desk.locate(number) for number in given.number]
        if not (given.unit or numbers):
            raise Failed(
                "inspection order: name containers or lots with --unit, or declarations with --number"
            )
        made = desk.inspections.order(actor, given.unit, numbers, given.whole, given.service)
        _tell(given, made)
    else:
        fallback = _OFFICER if given.verb == "drop" else _drawn(desk, given.order)
        actor = opening.actor(desk, given.actor, fallback)
        told = desk.inspections.act(given.order, _act(given, desk), actor)
        _tell(given, told if isinstance(told, Refusal) else told.order)
    deliver_receipts(desk)
    return 0


def _drawn(desk: Desk, order: str) -> Actor:
    """In a demo the officer who was drawn, else somebody of the office."""
    found = desk.inspections.show(order)
    return (register.shipped().find(found.officer) if found else None) or _OFFICER


def _act(given: argparse.Namespace, desk: Desk) -> Act:
    return Act(
        verb=given.verb, key=given.key, reason=given.reason, note=given.note, seal=given.seal,
        waits_for=given.waits_for, to=given.to, units=tuple(given.unit),
        numbers=tuple(desk.locate(number) for number in given.number), services=tuple(given.service),
        whole=given.whole, item=given.item, outcome=given.outcome, laboratory=given.laboratory,
        measure=given.measure, text=given.text, due=say.day_of(given.due, "--due").isoformat() if given.due else "",
        site=given.site, at=say.time_of(given.begin, "--begin") if given.begin else None, place=given.place,
        ref=given.ref, body=_picture(given.file) if given.file else b"",
    )  # fmt: skip


def _picture(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise Failed(f"--file: {name} cannot be read: {error.strerror}") from None


def _tell(given: argparse.Namespace, said: Inspection | Refusal) -> None:
    if isinstance(said, Refusal):
        raise Failed(f"{given.order or 'inspection'}: {said.text(given.lang)}", 1)
    record = {
        "order": said.order, "state": said.state, "units": said.units, "services": said.services,
        "declarations": [each.number for each in said.concerned], "beside": said.beside, "officer": said.officer,
        "booked_for": say.clock(said.booked_for), "worked_s": said.worked // 1_000_000, "seal": said.seal,
        "checked": f"{len(said.checks)}/{len(said.items)}",
        "conclusions": {number: each.outcome for number, each in said.conclusions.items()},
        "follow_ups": [each.measure for each in said.open_follow_ups],
    }  # fmt: skip
    _line(given, record)


def _line(given: argparse.Namespace, record: dict[str, Any]) -> None:
    if given.json:
        say.line(record)
    else:
        print("  ".join(_plain(value) for value in record.values() if value not in ("", None, (), [], {})))


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{name}={each}" for name, each in value.items())
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _show(given: argparse.Namespace, desk: Desk) -> None:
    _tell(given, desk.inspections.show(given.order) or _unknown(given))


def _unknown(given: argparse.Namespace) -> Inspection:
    raise Failed(f"{given.order}: there is no such inspection order", 1)


def _card(card: Card) -> dict[str, Any]:
    return {
        "order": card.stream.partition("/")[2],
        "state": card.state,
        "since": say.clock(card.since),
        **card.facts,
    }


def _list(given: argparse.Namespace, desk: Desk) -> None:
    for card in desk.inspections.cards():
        _line(given, _card(card))


def _slots(given: argparse.Namespace, desk: Desk) -> None:
    today = local_date(desk.clock.now())
    office = opening.actor(desk, given.actor, _OFFICER).office
    for _, slots in desk.inspections.calendar(office, [today + timedelta(days=ahead) for ahead in range(5)]):
        for slot in slots:
            _line(
                given,
                {
                    "site": slot.site.id,
                    "begin": iso(slot.at),
                    "free": slot.free,
                    "capacity": slot.site.capacity,
                },
            )


def _held(given: argparse.Namespace, desk: Desk) -> None:
    for officer, cards in desk.inspections.held().items():
        for card in cards:
            _line(given, {"officer": officer, **_card(card)})


def _follow_ups(given: argparse.Namespace, desk: Desk) -> None:
    for order, each in desk.inspections.follow_ups():
        _line(given, {"order": order.order, "place": each.place, "number": each.number, "measure": each.measure,
                      "text": each.text, "due": each.due})  # fmt: skip


def _openings(given: argparse.Namespace, desk: Desk) -> None:
    for each in desk.inspections.openings():
        own = {name: getattr(each, name) for name in each.__struct_fields__}
        _line(given, {**own, "a_unit": round(each.a_unit, 2), "saved": each.saved})


_LOOKS: dict[str, Callable[[argparse.Namespace, Desk], None]] = {
    "show": _show,
    "list": _list,
    "slots": _slots,
    "held": _held,
    "follow-ups": _follow_ups,
    "openings": _openings,
}
