"""``show``, ``simulate``, ``receipts``: what anybody may look at."""

import argparse
from typing import Any

from tongguan.cli import chart, opening, say
from tongguan.cli.say import Failed
from tongguan.desk import duty_record
from tongguan.desk.desk import Desk
from tongguan.desk.views import Sheet
from tongguan.facts.clock import SECOND
from tongguan.insight.system_wait import system_wait
from tongguan.rules.tables import Table
from tongguan.wiring import deliver_receipts, what_if


def show(options: argparse.Namespace) -> int:
    """One declaration whole; 1 when there is none."""
    desk = opening.desk(options)
    as_of = say.time_of(options.as_of, "--as-of") if options.as_of else None
    sheet = desk.show(options.number, as_of)
    if sheet is None:
        raise Failed(f"{options.number}: there is no such declaration; check the number", 1)
    record = _sheet(
        sheet, say.answer(desk.rules.catalogue, sheet, options.lang), desk.rules.tables["currencies"]
    )
    record["system_wait_s"] = _system_wait(desk, sheet)
    record |= duty_record.duty(sheet, desk.rules.steps, options.lang)
    if options.json:
        say.line(record)
    else:
        chart.draw(sheet, record, options.lang)
    return 0


def _system_wait(desk: Desk, sheet: Sheet) -> int:
    """Seconds between acceptance and release that lie inside outages: they belong to the system."""
    if sheet.accepted_at is None:
        return 0
    now = desk.clock.now()
    end = sheet.released_at if sheet.released_at is not None else now
    return system_wait(sheet.accepted_at, end, desk.outages.intervals(sheet.office, now)) // SECOND


def _sheet(sheet: Sheet, record: dict[str, Any], currencies: Table) -> dict[str, Any]:
    declaration = sheet.declaration
    return {
        **record,
        "direction": sheet.direction,
        "process": sheet.process,
        "office": sheet.office,
        "trader": declaration.trader.name,
        "items": len(declaration.items),
        "totals": _totals(sheet, currencies),
        "accepted_at": say.clock(sheet.accepted_at),
        "released_at": say.clock(sheet.released_at),
        "closed_at": say.clock(sheet.closed_at),
        "holds": [
            {"hold": h.hold, "reason": h.reason, "owner": h.owner, "since": say.clock(h.since)}
            for h in sheet.holds
        ],
        "request": sheet.request,
        "events": [
            {
                "version": each.version,
                "kind": each.kind,
                "happened_at": say.clock(each.happened_at),
                "recorded_at": say.clock(each.recorded_at),
                "actor": each.actor,
            }
            for each in sheet.events
        ],
        "receipts": [{"channel": each.channel, "at": say.clock(each.at)} for each in sheet.receipts],
    }


def _totals(sheet: Sheet, currencies: Table) -> dict[str, str]:
    totals: dict[str, Any] = {}
    for item in sheet.declaration.items:
        if item.total is not None:
            currency = currencies.canonical(item.currency)
            totals[currency] = totals.get(currency, 0) + item.total
    return {currency: str(total) for currency, total in totals.items()}


def simulate(options: argparse.Namespace) -> int:
    """The goods of a period through another model, in one line."""
    desk = opening.desk(options)
    if options.model not in desk.models:
        raise Failed(f"there is no process model {options.model}; there are {', '.join(desk.models)}")
    if not options.since or not options.until:
        raise Failed("simulate: give the period with --from and --to")
    since, until = say.day_of(options.since, "--from"), say.day_of(options.until, "--to")
    result = what_if(desk, options.model, since, until, options.seed)
    if options.json:
        say.line(result.record())
    else:
        print(result.sentence(options.lang))
    return 0


def receipts(options: argparse.Namespace) -> int:
    """Receipts as the courier numbered them."""
    desk = opening.desk(options)
    deliver_receipts(desk)
    if not (options.number or options.declarant):
        raise Failed("receipts: give --number or --declarant")
    if options.number and desk.state(options.number) is None:
        raise Failed(f"{options.number}: there is no such declaration; check the number", 1)
    for each in desk.receipts(options.number, options.declarant, options.after):
        if options.json:
            say.line({"declarant": each.declarant, "sequence": each.sequence, "number": each.number,
                      "channel": each.channel, "at": say.clock(each.at), "body": each.body})  # fmt: skip
        else:
            print(f"{each.sequence:6}  {each.channel}  {say.clock(each.at)}  {each.number}")
    return 0
