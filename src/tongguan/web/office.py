"""The one desk of this server, and from a signed-in user to the actor the desk knows."""

import time
from functools import cache

from django.conf import settings
from django.contrib.auth.models import User

from tongguan.demo import people
from tongguan.desk import register
from tongguan.desk.desk import Desk
from tongguan.facts.actor import Actor
from tongguan.web.people import records
from tongguan.web.watch.figures import CountedStore
from tongguan.wiring import desk_on, editions_of_today, served_desk

DEMO_PASSWORD = "demo"


FRESH = 5.0
"""Seconds after which a process looks whether other editions are in force."""


class Served:
    """The desk of this process, made anew on the same journal when an edition's first day has come."""

    def __init__(self) -> None:
        self.desk = served_desk(settings.TONGGUAN_DB, records.staff, CountedStore)
        self._editions = editions_of_today(self.desk.journal, self.desk.clock)
        self._looked = time.monotonic()

    def today(self) -> Desk:
        """The desk with the editions of today, looked for every ``FRESH`` seconds."""
        if time.monotonic() - self._looked >= FRESH:
            self.renew()
        return self.desk

    def renew(self) -> None:
        """Look now."""
        self._looked = time.monotonic()
        found = editions_of_today(self.desk.journal, self.desk.clock)
        if found != self._editions:
            self.desk = desk_on(self.desk.journal, self.desk.clock, records.staff)
            self._editions = found


@cache
def _served() -> Served:
    return Served()


def desk() -> Desk:
    """The desk on the journal this server was started with; requests that wait together share a transaction."""
    return _served().today()


def renew() -> None:
    """An edition was stored by this process: look at once whether it is in force."""
    _served().renew()


def actor_of(user: User) -> Actor:
    """The actor behind an account; an account without one may look and not act."""
    return register.shipped().find(user.get_username()) or Actor(id=user.get_username(), kind="visitor")


def make_demo_accounts() -> None:
    """One account for each of the demo's cast, and its people, in a demo database only."""
    if desk().journal.kind != "demo":
        return
    if not records.staff().officer:
        records.keep(people.staff(), "demo")
    have = set(User.objects.values_list("username", flat=True))
    for actor in register.shipped().actors.values():
        if actor.kind in ("officer", "declarant") and actor.id not in have:
            User.objects.create_user(actor.id, password=DEMO_PASSWORD, first_name=actor.en)
