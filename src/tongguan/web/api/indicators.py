"""``GET /times``: clearance times by a dated definition; a declarant's of its own declarations."""

from collections.abc import Iterable
from datetime import date

import msgspec
from django.http import HttpRequest, HttpResponse

from tongguan.desk.worklist import WorkRow
from tongguan.facts.actor import Actor
from tongguan.insight import times as insight_times
from tongguan.web.api.answers import problem, say
from tongguan.web.office import desk


class Times(msgspec.Struct, frozen=True):
    """Figures by group; seconds."""

    times: list[insight_times.Measured]


def times(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Clearance times of the goods released within local dates, both inclusive, by group."""
    definition = insight_times.definitions().get(request.GET.get("definition") or "customs_clearance")
    if definition is None:
        return _bad("definition", ", ".join(insight_times.definitions()))
    by = tuple(part for part in request.GET.get("by", "").split(",") if part)
    if not set(by) <= set(insight_times.GROUPS):
        return _bad("by", ", ".join(insight_times.GROUPS))
    days: list[date | None] = []
    for name in ("from", "to"):
        try:
            text = request.GET.get(name, "")
            days.append(date.fromisoformat(text) if text else None)
        except ValueError:
            return _bad(name, "2018-06-30")
    return say(200, Times(insight_times.measure(_rows(actor), definition, by, *days)))


def _rows(actor: Actor) -> Iterable[WorkRow]:
    rows = desk().work()
    if actor.kind != "declarant":
        return rows
    return (row for row in rows if actor.party and actor.party in (row.declarant, row.trader))


def _bad(name: str, known: str) -> HttpResponse:
    said = f"{name} cannot be read; one of: {known}. {name} 无法识别，可用：{known}。"
    return say(*problem(400, "mistyped", said, field=name))
