"""``outage``: declare, end, list; the contingency sheets and open declarations to print."""

import argparse
from pathlib import Path

from tongguan.adapters.sheets import page
from tongguan.cli import opening, say
from tongguan.cli.say import Failed
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.outage import OutageDeclared

VERBS = ("declare", "end", "list", "sheets")
_OFFICER = Actor(id="demo-officer", roles=("coordinator",), office="4907")


def outage(options: argparse.Namespace) -> int:
    """One verb of outages."""
    desk = opening.desk(options, options.at)
    if options.verb == "list":
        for each in desk.outages.every():
            record = {
                "id": each.id, "scope": each.scope, "what": each.what, "since": say.clock(each.since),
                "until": say.clock(each.until), "reason": each.reason,
            }  # fmt: skip
            say.line(record) if options.json else print("  ".join(str(value) for value in record.values()))
        return 0
    if options.verb == "sheets":
        rows = [row for row in desk.work() if row.tasks and not row.ended_at]
        out = Path(options.out or "contingency.html")
        try:
            out.write_text(page(rows, desk.models, desk.clock.now(), options.lang), "utf-8")
        except OSError as error:
            raise Failed(f"--out: {out} cannot be written: {error.strerror}") from None
        say.line({"out": str(out), "open": len(rows)}) if options.json else print(f"{out}  {len(rows)}")
        return 0
    actor = opening.actor(desk, options.actor, _OFFICER)
    until = say.time_of(options.until, "--to") if options.until else None
    if options.verb == "end":
        refusal = desk.outages.end(options.id, until, actor)
        if refusal:
            raise Failed(f"{options.id}: {refusal.text(options.lang)}", 1)
        name: str | Refusal = options.id
    else:
        since = say.time_of(options.since, "--from") if options.since else desk.clock.now()
        wanted = OutageDeclared(options.scope, options.what, options.reason, since, until)
        name = desk.outages.declare(wanted, actor)
    if isinstance(name, Refusal):
        raise Failed(name.text(options.lang), 1)
    say.line({"id": name}) if options.json else print(name)
    return 0
