"""The one desk of this server, and from a signed-in user to the actor the desk knows."""

from functools import cache

from django.conf import settings
from django.contrib.auth.models import User

from tongguan.demo import people
from tongguan.desk import register
from tongguan.desk.desk import Desk
from tongguan.facts.actor import Actor
from tongguan.web.people import records
from tongguan.web.watch.figures import CountedStore
from tongguan.wiring import served_desk

DEMO_PASSWORD = "demo"


@cache
def desk() -> Desk:
    """The desk on the journal this server was started with; requests that wait together share a transaction."""
    return served_desk(settings.TONGGUAN_DB, records.staff, CountedStore)


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
