"""How good the forecast is: asked about a month that it has not seen, with the months before as its history."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from tongguan.facts.clock import HOUR, local_date
from tongguan.insight import causes
from tongguan.insight.late import Worlds, history
from tongguan.insight.life import Life
from tongguan.insight.steps import phases
from tongguan.insight.times import percentile
from tongguan.process.model import Model

ASKED_AFTER = HOUR // 2
"""Each is asked about half an hour after its acceptance, when it is open still."""


class Score(msgspec.Struct, frozen=True):
    """Coverage of the 80 % interval and the median error of its middle, in hours; None where nothing was forecast."""

    asked: int
    forecast: int
    covered: float | None
    error_hours: float | None


def held_back(lives: Iterable[Life], models: Mapping[str, Model], worlds: Worlds, month: date) -> Score:
    """The score for those released in the calendar month of ``month``."""
    first = month.replace(day=1)
    every = [life for life in lives if life.accepted_at is not None and life.released_at is not None]
    known = history((life for life in every if local_date(life.released_at or 0) < first), models, worlds)
    asked, within, errors = 0, 0, []
    for life in every:
        began, released = life.accepted_at or 0, life.released_at or 0
        now = began + ASKED_AFTER
        if local_date(released).replace(day=1) != first or released <= now:
            continue
        asked += 1
        way = phases(models[life.process], life, "released_at", began, now, worlds(life.office))
        name = causes.tell(way).parts[-1][3]
        step = next((each for each in way[-1].steps if each.name == name and each.end == now), None)
        found = known.expect(life.direction, step, now - began, now)
        if found is not None:
            within += found.p10 <= released <= found.p90
            errors.append(abs(found.p50 - released))
    count = len(errors)
    return Score(
        asked,
        count,
        within / count if count else None,
        percentile(sorted(errors), 50) / HOUR if count else None,
    )
