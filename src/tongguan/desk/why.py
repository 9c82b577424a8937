"""Why declarations of a period were late, from the cases of the coordination desk as they stand now."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tongguan.desk.desk import Desk
from tongguan.desk.late import CAUSE
from tongguan.facts import case as k
from tongguan.insight import why
from tongguan.insight.life import Life


class Told(NamedTuple):
    """The table and what sections objected to."""

    rows: list[why.Why]
    objections: list[why.Objection]


def told(desk: Desk, lives: Iterable[Life], since: date | None, until: date | None) -> Told:
    """Declarations that passed 24 hours within the local dates, by cause."""
    found = why.passed(lives, desk.models, since, until, desk.clock.now())
    every = sorted(desk.coordination.cases(), key=lambda case: case.ground == k.JOINT)
    held = {number: case for case in every for number in case.declarations}
    proposed = {each.number: each.cause for each in desk.coordination.late() if CAUSE in each.proposed}
    return Told(why.table(found, held, proposed), why.objections(found, held))
