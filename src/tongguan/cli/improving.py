"""``improvement``: meetings, the measures they took, and what those brought."""

import argparse
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tongguan.cli import opening, say
from tongguan.cli.cases import OFFICER
from tongguan.cli.say import Failed
from tongguan.desk.desk import Desk
from tongguan.desk.improvements import ImprovementDesk
from tongguan.desk.lives import Lives
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.improvement import Measure, MeetingHeld
from tongguan.insight.improvement import PLACES, Effect, beside, effect, windows
from tongguan.insight.times import Measured
from tongguan.process.improvement import Meeting

VERBS = ("list", "show", "meet", "measure", "end")


def improvement(options: argparse.Namespace) -> int:
    """One verb of the improvement register."""
    desk = opening.desk(options, options.at)
    done = _HANDLERS[options.verb](options, desk, ImprovementDesk(desk.together))
    if isinstance(done, Refusal):
        raise Failed(f"{options.name or options.verb}: {done.text(options.lang)}", 1)
    return 0


def _list(options: argparse.Namespace, desk: Desk, register: ImprovementDesk) -> None:
    every, today = Lives(desk).every(), local_date(desk.clock.now())
    for meeting in register.every():
        _meeting(options, meeting)
        for each in meeting.measures:
            measured = meeting.measure(each.id) or each
            _effect(options, meeting, effect(measured, every, today))


def _show(options: argparse.Namespace, desk: Desk, register: ImprovementDesk) -> None:
    found = register.find(options.name)
    if found is None:
        raise Failed(f"{options.name}: there is no such measure; see: tongguan improvement list", 1)
    meeting, measure = found
    told = effect(measure, Lives(desk).every(), local_date(desk.clock.now()))
    others = [each for other in register.every() for each in other.measures]
    _effect(options, meeting, told, [each.id for each in beside(measure, others)])


def _meet(options: argparse.Namespace, desk: Desk, register: ImprovementDesk) -> Refusal | None:
    actor = opening.actor(desk, options.actor, OFFICER)
    day = options.day or local_date(desk.clock.now()).isoformat()
    present = tuple(name.strip() for name in options.present.split(",") if name.strip())
    said = register.meet(MeetingHeld(actor.office, day, present, options.text), actor)
    if isinstance(said, Refusal):
        return said
    _meeting(options, said)
    return None


def _measure(options: argparse.Namespace, desk: Desk, register: ImprovementDesk) -> Refusal | None:
    since = (
        say.day_of(options.since, "--from")
        if options.since
        else local_date(desk.clock.now()) + timedelta(days=1)
    )
    base_since, base_until, until = windows(since)
    if options.before:
        first, dots, last = options.before.partition("..")
        if not dots:
            raise Failed("--before: write it as 2018-01-01..2018-02-28")
        base_since, base_until = say.day_of(first, "--before"), say.day_of(last, "--before")
    if options.until:
        until = say.day_of(options.until, "--until")
    wanted = Measure(
        id="", what=options.text, owner=options.owner, definition=options.definition, scope=_scope(options.where),
        since=since.isoformat(), until=until.isoformat(), base_since=base_since.isoformat(),
        base_until=base_until.isoformat(), expected=options.expect,
    )  # fmt: skip
    said = register.take(options.name, wanted, opening.actor(desk, options.actor, OFFICER))
    if isinstance(said, Refusal):
        return said
    _taken(options, said)
    return None


def _scope(text: str) -> dict[str, str]:
    parts = [part.partition("=") for part in text.split(",") if part]
    if any(not equals for _, equals, _ in parts):
        raise Failed(f"--where: write it as direction=import,channel=reviewed; names are {', '.join(PLACES)}")
    return {name.strip(): value.strip() for name, _, value in parts}


def _end(options: argparse.Namespace, desk: Desk, register: ImprovementDesk) -> Refusal | None:
    day = options.day or local_date(desk.clock.now()).isoformat()
    actor = opening.actor(desk, options.actor, OFFICER)
    said = register.end(options.name, day, options.text, actor)
    if isinstance(said, Refusal):
        return said
    _meeting(options, said)
    return None


Handler = Callable[[argparse.Namespace, Desk, ImprovementDesk], Refusal | None]
_HANDLERS: dict[str, Handler] = {
    "list": _list, "show": _show, "meet": _meet, "measure": _measure, "end": _end,
}  # fmt: skip


def _meeting(options: argparse.Namespace, meeting: Meeting) -> None:
    if options.json:
        say.line({"meeting": meeting.id, "day": meeting.day, "present": list(meeting.present), "decided": meeting.decided,
                  "measures": [each.id for each in meeting.measures]})  # fmt: skip
    else:
        print(f"{meeting.id}  {meeting.day}  {', '.join(meeting.present)}  {meeting.decided}")


def _taken(options: argparse.Namespace, measure: Measure) -> None:
    if options.json:
        say.line(_plain(measure))
    else:
        print(
            f"{measure.id}  {measure.what}  {measure.since} – {measure.until}  {measure.definition}  {measure.owner}"
        )


def _plain(measure: Measure) -> dict[str, Any]:
    found = {name: getattr(measure, name) for name in measure.__struct_fields__}
    return {"measure": found.pop("id"), **found}


def _effect(
    options: argparse.Namespace, meeting: Meeting, told: Effect, others: list[str] | None = None
) -> None:
    measure, change = told.measure, told.change
    late = meeting.afterwards(measure.id)
    if options.json:
        more = {} if others is None else {"beside": others}
        say.line({
            **_plain(measure), "before": _side(told.before), "after": _side(told.after), "verdict": told.verdict,
            "change": change.record() if change else None, "entered_afterwards": late, "said": told.said(options.lang), **more,
        })  # fmt: skip
        return
    print(f"  {measure.id}  {measure.what}  {measure.owner}  {measure.since}  {told.said(options.lang)}")
    if change and change.standardised is not None and change.low is not None and change.high is not None:
        print(
            f"    {measure.definition}  {change.standardised:+.1%} ({change.low:+.1%} … {change.high:+.1%})  "
            f"n={change.base_count}/{change.count}  {change.method}"
        )
    if others:
        print(f"    {', '.join(others)}")
    if late:
        zh = options.lang == "zh"
        print(
            f"    {'登记晚于生效日：选定时数字已知' if zh else 'entered after it began: the figures were known'}"
        )


def _side(side: Measured | None) -> dict[str, Any] | None:
    return None if side is None else {"count": side.count, "median_s": side.median_s, "range_s": [side.low_s, side.high_s]}  # fmt: skip


def commands(
    add: "Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]",
) -> None:
    """The command with its options."""
    found = add("improvement", improvement, "the improvement register: " + ", ".join(VERBS))
    found.add_argument("verb", choices=VERBS)
    found.add_argument(
        "name", nargs="?", default="", help="measure: of which meeting; show, end: which measure"
    )
    found.add_argument(
        "--text", default="", help="meet: what was decided; measure: what is done; end: the reason"
    )
    found.add_argument("--day", default="", metavar="DATE", help="meet: when; end: the last day; else today")
    found.add_argument("--present", default="", metavar="NAME,…", help="meet: who was there")
    found.add_argument("--owner", default="", metavar="ACTOR", help="measure: the officer who answers for it")
    found.add_argument(
        "--definition", default="customs_clearance", help="measure: of the times it is to mend"
    )
    found.add_argument("--where", default="", metavar="NAME=VALUE,…", help="measure: of " + ", ".join(PLACES))
    found.add_argument(
        "--from", dest="since", default="", metavar="DATE", help="measure: from when, else tomorrow"
    )
    found.add_argument(
        "--until", default="", metavar="DATE", help="measure: measured until then, else 90 days"
    )
    found.add_argument(
        "--before", default="", metavar="DATE..DATE", help="measure: compared with, else the 90 days before"
    )
    found.add_argument(
        "--expect", default="", metavar="SHARE", help="measure: share of the mean to be saved, as 0.20"
    )
    found.add_argument("--at", default="", metavar="TIME", help="office clock of a demo database")
    found.add_argument("--as", dest="actor", metavar="ACTOR", help="name of the office's register")
