"""``GET /late``: what is late or about to be, as the coordination desk sees it; for officers, for it is inward."""

import msgspec
from django.http import HttpRequest, HttpResponse

from tongguan.desk.late_told import LateTold, tell
from tongguan.facts.actor import Actor
from tongguan.web.api.answers import say
from tongguan.web.guards import language
from tongguan.web.office import desk


class LateList(msgspec.Struct, frozen=True):
    """Oldest clock first."""

    late: list[LateTold]


def late(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open declarations of the actor's office past 20 hours and past 24."""
    found = [each for each in desk().coordination.late() if each.state and each.row.office == actor.office]
    return say(200, LateList([tell(each, language(request)) for each in found]))
