"""Wiring: builds a Desk from a database URL and settings. Nothing else does."""

import gc
import secrets
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from random import Random
from typing import cast

from tongguan.adapters import editions, processes, reply, uploads
from tongguan.adapters.clock import clock_of, set_office_clock
from tongguan.adapters.group import GroupJournal
from tongguan.adapters.locate import open_journal
from tongguan.adapters.memory import MemoryJournal
from tongguan.adapters.report.schedule import Schedule
from tongguan.adapters.singlewindow.receipts import result
from tongguan.adapters.store import Store
from tongguan.adapters.vault import conceal
from tongguan.demo import live, load, office, people
from tongguan.desk import courier, receipts, register, silence
from tongguan.desk.desk import Desk
from tongguan.desk.draws import Fresh
from tongguan.desk.lives import Lives
from tongguan.desk.people import Roster
from tongguan.desk.ports import Clock, Journal
from tongguan.desk.weekly import WeeklyDesk
from tongguan.desk.worklist import WorkRow
from tongguan.facts.clock import local_date, moment
from tongguan.facts.decision import Refusal
from tongguan.facts.event import open_event
from tongguan.facts.people import Staff
from tongguan.insight import fit, targets, whatif
from tongguan.process.case import Question
from tongguan.rules.book import RuleBook
from tongguan.rules.duty import Duty
from tongguan.rules.figures import Figures
from tongguan.rules.terms import MissingDay

Staffed = Callable[[], Staff]
"""Where the office keeps its people; read anew at each question."""


def collect_seldom() -> None:
    """Records are trees that end with their last reference: the search for circles is for rare cases only.

    For processes that lodge in bulk or serve; it is a tenth of their time otherwise.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def desk_of(url: str, create_kind: str | None = "demo", clock: Clock | None = None) -> Desk:
    """A desk on the database at the URL; a missing SQLite one is made with ``create_kind``."""
    return desk_on(open_journal(url, create_kind), clock)


def desk_on(journal: Journal, clock: Clock | None = None, staff: Staffed | None = None) -> Desk:
    """A desk on an open journal; without ``staff`` a demo has the demo office's people and a live office nobody."""
    clock = clock or clock_of(journal)
    rules, figures = _rules(journal, clock), _figures(journal, clock)
    work = processes.of(journal.editions(), local_date(clock.now()))
    shipped_staff = people.staff if journal.kind == "demo" else Staff
    return Desk(
        journal=journal,
        clock=clock,
        rules=rules,
        duty=Duty(figures, rules.tables, rules.selection),
        models=work.models,
        adoption=work.adoption,
        conceal=conceal,
        people=Roster(staff or shipped_staff, lambda day: _is_workday(figures, day)),
        fresh=_fresh(journal.kind),
        aims=_aims(journal, clock),
    )


def _is_workday(figures: Figures, day: date) -> bool:
    """By the office's calendar; Monday to Friday beyond it: a calendar that is late stops no shift."""
    try:
        return figures.calendar.is_workday(day)
    except MissingDay:
        return day.weekday() < 5


def served_desk(
    url: str, staff: Staffed | None = None, around: Callable[[Store], object] | None = None
) -> Desk:
    """The desk of a server: appends that wait at the same moment share a transaction. ``around`` wraps the store behind them."""
    collect_seldom()
    store = open_journal(url, "demo")
    return desk_on(GroupJournal(cast(Store, around(store)) if around else store), staff=staff)


def _rules(journal: Journal, clock: Clock) -> RuleBook:
    """The office's edition of rules in force on its date, or those that come with the program."""
    edition = editions.in_force(journal.editions(), "rules", local_date(clock.now()))
    return RuleBook.load(edition.files) if edition else RuleBook.shipped()


def _figures(journal: Journal, clock: Clock) -> Figures:
    """The office's edition of figures in force on its date, or those that come with the program."""
    edition = editions.in_force(journal.editions(), "figures", local_date(clock.now()))
    return Figures.load(edition.files) if edition else Figures.shipped()


def _aims(journal: Journal, clock: Clock) -> targets.Aims:
    """The office's edition of targets and published figures in force on its date, or those that come with the program."""
    edition = editions.in_force(journal.editions(), uploads.AIMS, local_date(clock.now()))
    return targets.read(edition.files if edition else {})


def _fresh(kind: str) -> Fresh:
    """New secrets of draws: nobody can guess those of a live database; a demo draws the same everywhere."""
    if kind == "live":
        return lambda day: secrets.token_bytes(32)
    return lambda day: sha256(f"draws on {day}".encode()).digest()


def reply_token(desk: Desk, question: Question) -> str:
    """The token of the link by which an outsider answers a question."""
    return reply.token(_reply_secret(desk.journal), question.id, question.until)


def asked_by(desk: Desk, token: str) -> Question | None:
    """The question that a link asks; None when the link was not made here."""
    found = desk.coordination.question(reply.question_of(token))
    if found is None or not reply.is_signed(_reply_secret(desk.journal), token, found[1].until):
        return None
    return found[1]


def _reply_secret(journal: Journal) -> str:
    """The database's secret for reply links; made at its first use."""
    secret = journal.setting(reply.SETTING)
    if secret is None:
        journal.set_setting(reply.SETTING, secrets.token_hex(32))
        secret = journal.setting(reply.SETTING)
    return secret or ""


def deliver_receipts(desk: Desk) -> int:
    """Let the courier number and store every receipt that is due."""
    return courier.deliver(desk.journal, _rendered)


def weekly_desk(desk: Desk) -> WeeklyDesk:
    """The desk of weekly reports on the same journal."""
    return WeeklyDesk(desk.together, desk.coordination, Lives(desk), desk.aims)


class Chores:
    """What is due in an office, told from what is stored: nothing is lost when a round is cut off, done twice by two."""

    def __init__(self, journal: Journal, evening: int, reports: Schedule | None = None) -> None:
        self._journal = journal
        self._clock = clock_of(journal)
        self._evening = evening
        self._reports = reports
        self._desk: Desk | None = None
        self._read: tuple[str, int] | None = None
        self._told = 0

    def round(self) -> dict[str, int]:
        """Do all that is due; returns how much of each chore there was. Mail comes last: ``mail.NotSent`` where its server
        does not take a report, which is sent again in a later round."""
        desk, assessed = self._up_to_date()
        done = {
            "assessed": assessed,
            "sealed": self._seal(desk),
            "published": len(desk.draws.publish_over()),
            "told": self._tell(desk),
            "receipts": deliver_receipts(desk),
        }
        return done | self._report(desk)

    def _report(self, desk: Desk) -> dict[str, int]:
        if self._reports is None:
            return {}
        weekly = weekly_desk(desk)
        return {"reports": len(self._reports.issue(weekly)), "mailed": len(self._reports.mail(weekly))}

    def _up_to_date(self) -> tuple[Desk, int]:
        """A desk with the editions of today; when those are others than before, what waits for figures is assessed."""
        read = (local_date(self._clock.now()).isoformat(), len(self._journal.editions()))
        if self._desk is not None and read == self._read:
            return self._desk, 0
        desk = desk_on(self._journal, self._clock)
        assessed = desk.assess_again()
        self._desk, self._read = desk, read
        return desk, assessed

    def _tell(self, desk: Desk) -> int:
        """Selections whose silence is over are made known; those of the time before this process too."""
        since, self._told = self._told, self._clock.now()
        return silence.serve(desk.together, desk.rules, since)

    def _seal(self, desk: Desk) -> int:
        now = moment(self._clock.now())
        tomorrow = (now.date() + timedelta(days=1)).isoformat()
        if now.hour < self._evening or desk.draws.day(tomorrow) is not None:
            return 0
        return int(not isinstance(desk.draws.seal(tomorrow), Refusal))


def _rendered(row: WorkRow, told: receipts.Told) -> str:
    return result(
        number=row.number,
        entry_id=told.entry_id,
        channel=told.channel,
        at=told.at,
        note=told.zh,
        office=row.office,
    )


def assess_with_new_figures(desk: Desk) -> int:
    """Assess what waits for figures, with a desk that has those of today; receipts follow. Returns how many have theirs."""
    fresh = desk_on(desk.journal, desk.clock)
    came = fresh.assess_again()
    deliver_receipts(fresh)
    return came


def editions_of_today(journal: Journal, clock: Clock) -> tuple[str, ...]:
    """Digests of the office's editions in force today: a desk made with others is out of date.

    And of every edition of processes: a desk knows a process before its first day, so that none finds one unknown.
    """
    held, today = journal.editions(), local_date(clock.now())
    found = (
        editions.in_force(held, name, today) for name in ("rules", "figures", uploads.AIMS, processes.NAME)
    )
    known = (each.digest for each in held if each.name == processes.NAME)
    return (*(each.digest if each else "" for each in found), *known)


def load_demo(desk: Desk, seed: int = 2018) -> str:
    """Play the demo office and copy it into the desk's database; returns one sentence about what was loaded."""
    clock = live.VirtualClock(live.local("2017-01-01T00:00"))
    played = MemoryJournal("demo")
    live.play(desk_on(played, clock), clock, seed)
    streams, events = load.copy(played, cast(Store, desk.journal))
    set_office_clock(desk.journal, live.local(live.END))
    deliver_receipts(desk)
    return f"demo office loaded: {streams} streams, {events} events, synthetic, seed {seed}; its clock stands at {live.END}"


def what_if(desk: Desk, model: str, since: date, until: date, seed: int) -> whatif.Comparison:
    """The import declarations released in a period through another model, with the office's staff and roster."""
    released = [
        row.number
        for row in desk.work()
        if row.process == "import_parallel"
        and row.released_at
        and since <= local_date(row.released_at) <= until
    ]
    streams = desk.journal.read_many(released)
    extra = Random(seed)
    found = (
        fit.case_of([open_event(event) for event in streams[number]], extra) for number in sorted(released)
    )
    cases = [case for case in found if case is not None]
    staff: dict[str, int] = {}
    for actor in register.shipped().actors.values():
        for role in actor.roles:
            staff[role] = staff.get(role, 0) + 1
    return whatif.compare(cases, desk.models["import_parallel"], desk.models[model], staff, office.open_from)
