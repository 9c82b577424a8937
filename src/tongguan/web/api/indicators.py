"""``GET /times``: clearance times by a dated definition; a declarant's of its own declarations."""

from collections.abc import Iterable
from datetime import date

import msgspec
from django.http import HttpRequest, HttpResponse

from tongguan.facts.actor import Actor
from tongguan.insight import times as insight_times
from tongguan.insight.figure import Figure, figures
from tongguan.insight.life import Life
from tongguan.web.api.answers import problem, say
from tongguan.web.office import desk
from tongguan.web.pages.asked import lives


class Times(msgspec.Struct, frozen=True):
    """Figures by group, as the command gives them."""

    times: list[Figure]


def times(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Clearance times of the goods released within local dates, both inclusive, by group, with the accepted cohort."""
    definition = _definition(request.GET.get("definition") or "customs_clearance", actor)
    if definition is None:
        return _bad("definition", ", ".join(insight_times.definitions()))
    by, groups = tuple(part for part in request.GET.get("by", "").split(",") if part), _groups(actor)
    if not set(by) <= set(groups):
        return _bad("by", ", ".join(groups))
    days: list[date | None] = []
    for name in ("from", "to"):
        try:
            text = request.GET.get(name, "")
            days.append(date.fromisoformat(text) if text else None)
        except ValueError:
            return _bad(name, "2018-06-30")
    every = list(_lives(actor))
    since, until = days
    counted = insight_times.took(every, definition, since, until)
    return say(200, Times(figures(every, definition, counted, by, since, until, desk().clock.now())))


def _definition(name: str, actor: Actor) -> insight_times.Definition | None:
    """A declarant has those of whole declarations: times of a control would tell that there was one."""
    known = insight_times.definitions().get if actor.kind == "declarant" else insight_times.define
    return known(name)


def _groups(actor: Actor) -> list[str]:
    """What figures may be grouped by; the channel would tell a declarant of a selection before it is disclosed."""
    return [name for name in insight_times.GROUPS if not (actor.kind == "declarant" and name == "channel")]


def _lives(actor: Actor) -> Iterable[Life]:
    every = lives().every()
    if actor.kind != "declarant":
        return every
    own = {row.number for row in desk().work() if actor.party and actor.party in (row.declarant, row.trader)}
    return (life for life in every if life.number in own)


def _bad(name: str, known: str) -> HttpResponse:
    said = f"{name} cannot be read; one of: {known}. {name} 无法识别，可用：{known}。"
    return say(*problem(400, "mistyped", said, field=name))
