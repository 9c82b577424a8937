"""``report``: the weekly report as a file, and its life: issue, restate, answer, send, and what is due."""

import argparse
from collections.abc import Callable
from pathlib import Path

import msgspec

from tongguan.adapters import mail, settings
from tongguan.adapters.report import view
from tongguan.adapters.report.book import as_book
from tongguan.adapters.report.html import whole
from tongguan.adapters.report.mail import send
from tongguan.adapters.report.pdf import CannotPrint, as_pdf
from tongguan.adapters.report.schedule import Schedule
from tongguan.adapters.report.view import Issue
from tongguan.cli import opening, say
from tongguan.cli.cases import OFFICER
from tongguan.cli.say import Failed
from tongguan.desk.desk import Desk
from tongguan.desk.weekly import WeeklyDesk
from tongguan.facts.decision import Refusal
from tongguan.insight.week import Week, week
from tongguan.process.report import Weekly
from tongguan.wiring import weekly_desk

VERBS = ("week", "issue", "restate", "answer", "send", "due", "list")
UNREACHABLE = 3
FORMS: dict[str, Callable[[Issue, str], bytes]] = {
    ".pdf": as_pdf,
    ".html": lambda issue, lang: whole(issue, lang).encode(),
    ".xlsx": as_book,
}


def report(options: argparse.Namespace) -> int:
    """One verb about weekly reports."""
    desk = opening.desk(options, options.at)
    weekly = weekly_desk(desk)
    if options.verb == "list":
        for name in weekly.names():
            _told(options, weekly, _week(name))
        return 0
    if options.verb == "due":
        return _due(options, weekly)
    asked = _week(options.week)
    if options.verb == "week":
        return _show(options, weekly, asked)
    if options.verb == "send":
        _send(options, weekly, asked, _post())
    else:
        said = _act(options, desk, weekly, asked)
        if isinstance(said, Refusal):
            raise Failed(f"{options.week}: {said.text(options.lang)}", 1)
    _told(options, weekly, asked)
    return 0


def _week(name: str) -> Week:
    found = week(name)
    if found is None:
        raise Failed(f"“{name}” is no week; write it as 2018-W26")
    return found


def _show(options: argparse.Namespace, weekly: WeeklyDesk, asked: Week) -> int:
    """The issued report as it is, else the draft, as a file or as its record."""
    found = weekly.issued(asked)
    issue = view.latest(found) if found else view.draft(weekly.draft(asked))
    if options.issue is not None:
        issues = view.issues(found) if found else []
        if not 0 <= options.issue < len(issues):
            raise Failed(f"--issue: {asked.name} has {len(issues)} issues, counted from 0")
        issue = issues[options.issue]
    if options.out:
        _write(Path(options.out), issue, options.lang)
    elif options.json:
        say.line(
            {"number": issue.number, "digest": issue.digest, "report": msgspec.to_builtins(issue.report)}
        )
    else:
        print(_sentence(issue))
    return 0


def _write(path: Path, issue: Issue, lang: str) -> None:
    make = FORMS.get(path.suffix.lower())
    if make is None:
        raise Failed(f"--out: cannot write {path.suffix or path.name}; use {', '.join(FORMS)}")
    try:
        path.write_bytes(make(issue, lang))
    except CannotPrint as error:
        raise Failed(f"--out: {error}") from None
    except OSError as error:
        raise Failed(f"--out: {path}: {error.strerror}") from None


def _sentence(issue: Issue) -> str:
    flow, number = issue.report.flow, "draft" if issue.number is None else f"issue {issue.number}"
    counts = "  ".join(f"{name}={getattr(flow, name)}" for name in flow.__struct_fields__)
    return f"{issue.report.week}  {number}  {counts}  late={len(issue.report.late)}  {issue.digest[:16]}".rstrip()


def _act(options: argparse.Namespace, desk: Desk, weekly: WeeklyDesk, asked: Week) -> Weekly | Refusal:
    actor = opening.actor(desk, options.actor, OFFICER)
    if options.verb == "issue":
        wishes = [tuple(part.strip() for part in each.partition(":")[::2]) for each in options.ask]
        if any(not whom or not text for whom, text in wishes):
            raise Failed("--ask: write it as “WHOM: WHAT”")
        return weekly.issue(asked, actor, wishes)
    if options.verb == "restate":
        return weekly.restate(asked, options.text, actor)
    return weekly.answer(asked, options.request, options.text, actor)


def _due(options: argparse.Namespace, weekly: WeeklyDesk) -> int:
    """What the worker does on Monday, now: a second run finds nothing to do."""
    schedule = Schedule(0, options.lang, _post(needed=False))
    made = {each.name: each for each in schedule.issue(weekly)}
    try:
        made |= {each.name: each for each in schedule.mail(weekly)}
    except mail.NotSent as error:
        raise Failed(str(error), UNREACHABLE) from None
    for asked in made.values():
        _told(options, weekly, asked)
    return 0


def _post(needed: bool = True) -> mail.Post | None:
    try:
        found = mail.office_post(settings.read())
    except mail.NoPost as error:
        raise Failed(str(error)) from None
    if found is None and needed:
        raise Failed(mail.WANTED)
    return found


def _send(options: argparse.Namespace, weekly: WeeklyDesk, asked: Week, post: mail.Post | None) -> None:
    """A person sends it: at once, and again where that is wanted."""
    found = weekly.issued(asked)
    if found is None or post is None:
        raise Failed(f"{asked.name}: is not issued; issue it first", 1)
    try:
        to = send(view.latest(found), options.lang, post)
    except mail.NotSent as error:
        raise Failed(str(error), UNREACHABLE) from None
    weekly.sent(asked, found.number, to)


def _told(options: argparse.Namespace, weekly: WeeklyDesk, asked: Week) -> None:
    found = weekly.issued(asked)
    if found is None:
        return
    if options.json:
        say.line({
            "week": found.week, "number": found.number, "digest": found.digests[-1], "issued_at": say.clock(found.issued_at),
            "issued_by": found.issued_by, "requests": [each.id for each in found.report.requests],
            "answered": sorted(found.answers), "sent": {str(number): list(to) for number, to in found.sent.items()},
            "changed": [msgspec.to_builtins(each) for each in found.restated[-1].changed] if found.restated else [],
        })  # fmt: skip
        return
    print(_sentence(view.latest(found)))
    for each in found.restated[-1].changed if found.restated else ():
        was, now = (view.value(each.figure, side, options.lang) for side in (each.was, each.now))
        print(f"  {view.figure(each.figure, options.lang)}: {was} → {now}")


def commands(
    add: "Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]",
) -> None:
    """The command with its options."""
    found = add("report", report, "weekly reports: " + ", ".join(VERBS))
    found.add_argument("verb", choices=VERBS)
    found.add_argument("week", nargs="?", default="", help="as 2018-W26")
    found.add_argument("request", nargs="?", default="", help="answer: which request, as 2018-W26-1")
    found.add_argument("--out", default="", metavar="FILE", help=", ".join(FORMS))
    found.add_argument("--issue", type=int, metavar="N", help="week: that issue, 0 the first, not the last")
    found.add_argument("--ask", action="append", default=[], metavar="WHOM: WHAT", help="issue: ask this too")
    found.add_argument("--text", default="", help="restate: the reason; answer: the answer")
    found.add_argument("--at", default="", metavar="TIME", help="office clock of a demo database")
    found.add_argument("--as", dest="actor", metavar="ACTOR", help="name of the office's register")
