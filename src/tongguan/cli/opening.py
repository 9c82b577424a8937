"""Opening a desk for one command: database, clock, actor."""

import argparse
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import cache, partial

import msgspec

from tongguan.adapters import locate, settings
from tongguan.adapters.clock import FixedClock
from tongguan.adapters.locate import open_journal
from tongguan.cli.say import Failed, time_of
from tongguan.desk import register
from tongguan.desk.desk import Desk
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.facts.people import Staff
from tongguan.rules.book import RuleBook
from tongguan.rules.duty import Duty
from tongguan.rules.figures import Figures
from tongguan.wiring import desk_on


def desk(options: argparse.Namespace, at: str = "") -> Desk:
    """The desk of ``--db``; with ``at`` a demo office's clock stands at that time for this command."""
    try:
        journal = open_journal(options.db, "demo")
    except ValueError as error:
        raise Failed(str(error)) from None
    people: Callable[[], Staff] = partial(staff, options.db)
    if not at:
        return desk_on(journal, staff=people)
    if journal.kind != "demo":
        raise Failed("--at: only a demo database lets its clock be set")
    return desk_on(journal, FixedClock(time_of(at, "--at")), people)


@cache
def staff(url: str) -> Staff:
    """The office's people as the workbench keeps them; its records are Django's, so a process of its own reads them."""
    command = [sys.executable, "-m", "tongguan.web", "staff", url]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise Failed(
            "the office's people are out of reach; check that `tongguan serve` opens this database", 3
        )
    return msgspec.json.decode(done.stdout, type=Staff)


def known_office(options: argparse.Namespace) -> Desk | None:
    """The office's desk where there is a database; None where there is none. Nothing is made."""
    try:
        return desk(options) if locate.kind_of(options.db) is not None else None
    except ValueError as error:
        raise Failed(str(error)) from None


def office_data(options: argparse.Namespace) -> tuple[RuleBook, Duty, date]:
    """Rules, figures and today of the office's database; of the program where there is none. Nothing is made."""
    return data_of(known_office(options))


def data_of(opened: Desk | None) -> tuple[RuleBook, Duty, date]:
    """Rules, figures and today of an office; of the program where there is none."""
    if opened is not None:
        return opened.rules, opened.duty, local_date(opened.clock.now())
    rules = RuleBook.shipped()
    return rules, Duty(Figures.shipped(), rules.tables, rules.selection), date.today()


def actor(opened: Desk, name: str | None, fallback: Actor) -> Actor:
    """The actor of ``--as`` or $TONGGUAN_ACTOR; in a demo database a made-up one, in a live one none is refused."""
    wanted = name or settings.read().actor
    if wanted:
        found = register.shipped().find(wanted)
        if found is None:
            known = ", ".join(sorted(register.shipped().actors))
            raise Failed(f"--as: the register has no {wanted}; it has {known}", 1)
        return found
    if opened.journal.kind == "live":
        raise Failed("who acts? name an actor with --as or $TONGGUAN_ACTOR (a live database refuses none)", 1)
    return fallback


def demo_officer(role: str, office: str) -> Actor:
    """The register's first officer of a role in an office; where it has none, one made up and named so in the journal."""
    known = register.shipped().actors.values()
    found = (each for each in known if role in each.roles and each.office == office)
    return next(found, Actor(id=f"demo-{role}", roles=(role,), office=office))
