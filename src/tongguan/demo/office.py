"""The modelled office: its hours and officers. Synthetic, but for the calendar."""

from datetime import date
from random import Random

from tongguan.desk import register
from tongguan.facts.actor import Actor
from tongguan.facts.clock import SECOND
from tongguan.insight import hours


def is_workday(day: date) -> bool:
    """A working day of the true calendar."""
    return hours.shipped().is_workday(day)


def open_from(at: int) -> int:
    """The first moment from ``at`` on when officers work."""
    return hours.shipped().open_from(at)


class Officers:
    """Officers by role; work goes to the one who is free first, in working hours."""

    def __init__(self) -> None:
        self._free: dict[str, int] = {}

    def take(self, role: str, at: int, minutes: float, who: str = "") -> tuple[Actor, int, int]:
        """Who does it (``who``, where one is drawn), from when to when: minutes of work beginning in working hours."""
        able = [a for a in register.shipped().actors.values() if role in a.roles and a.office == "4907"]
        able = [actor for actor in able if who in ("", actor.id)]
        starts = [(open_from(max(at, self._free.get(actor.id, 0))), actor.id, actor) for actor in able]
        start, _, actor = min(starts, key=lambda each: each[:2])
        end = start + max(1, round(minutes * 60)) * SECOND
        self._free[actor.id] = end
        return actor, start, end


def minutes(random: Random, median: float, spread: float = 0.5) -> float:
    """A service time in minutes: log-normal with this median."""
    return median * float(2.718281828459045 ** random.gauss(0.0, spread))
