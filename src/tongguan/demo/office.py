"""The modelled office: shifts, holidays and officers. Synthetic, but for the calendar."""

from datetime import date, datetime, time, timedelta
from random import Random

from tongguan.desk import register
from tongguan.facts.actor import Actor
from tongguan.facts.clock import OFFICE_ZONE, SECOND, micros, moment
from tongguan.rules.figures import Figures

SHIFTS = ((time(8, 30), time(12, 0)), (time(13, 30), time(17, 30)))
DUTY = ((time(9, 0), time(12, 0)),)
"""On days off one shift of officers on duty keeps the office open."""


def is_workday(day: date) -> bool:
    """A working day of the true calendar."""
    return Figures.shipped().calendar.is_workday(day)


def open_from(at: int) -> int:
    """The first moment from ``at`` on when officers work."""
    local = moment(at)
    for ahead in range(8):
        day = local.date() + timedelta(days=ahead)
        for start, end in SHIFTS if is_workday(day) else DUTY:
            opens = micros(datetime.combine(day, start, OFFICE_ZONE))
            closes = micros(datetime.combine(day, end, OFFICE_ZONE))
            if at < closes:
                return max(at, opens)
    raise ValueError("the calendar ends")


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
