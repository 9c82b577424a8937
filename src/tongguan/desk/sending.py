"""Who is sent on a visit: drawn, drawn anew where he cannot come at the time that was booked, qualified when it begins."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from tongguan.desk.people import not_qualified
from tongguan.facts import inspection as i
from tongguan.facts.actor import SYSTEM, Actor
from tongguan.facts.decision import Refusal
from tongguan.process.decide import visits
from tongguan.process.inspection import Inspection
from tongguan.rules import draws

if TYPE_CHECKING:
    from tongguan.desk.joint import Joint
    from tongguan.desk.visiting import Tools

OFF_DUTY, NOT_QUALIFIED = "off_duty", "not_qualified"


def visit_at(was: Inspection, now: int) -> int:
    """When the visit is: at the booked time while that is to come, else now."""
    return max(was.booked_for or now, now)


def draw(joint: "Joint", tools: "Tools", was: Inspection, actor: Actor) -> Refusal | None:
    """Draw an officer among those who can come at the time of the visit."""

    def drawn(attempt: int, standing: Collection[str]) -> tuple[str, str]:
        return tools.draw(draws.visit(was.order, attempt), standing, joint.now)

    said = visits.assign(
        was, tools.candidates(was, visit_at(was, joint.now)), tools.settings.qualifies, drawn
    )
    if isinstance(said, Refusal):
        return said
    joint.say(_stream(was), said, joint.now, actor.id)
    return None


def draw_for_booking(joint: "Joint", tools: "Tools", was: Inspection) -> None:
    """Who was drawn comes at the new time, if he can; else, and where nobody is drawn, the draw is made for that time.

    A time without anybody qualified is a time all the same: the page shows that nobody is drawn.
    """
    at = visit_at(was, joint.now)
    if was.officer and was.officer not in tools.able(was, at):
        barred = _asked(tools, was).isdisjoint(tools.people.holds(was.officer, at))
        stands_down = i.InspectionUnassigned(was.officer, NOT_QUALIFIED if barred else OFF_DUTY)
        joint.say(_stream(was), [stands_down], joint.now, SYSTEM.id)
    now: Inspection = joint.state(_stream(was))
    if not now.officer:
        draw(joint, tools, now, SYSTEM)


def unqualified(tools: "Tools", was: Inspection, officer: str, at: int) -> Refusal | None:
    """None when the officer holds one of the subjects that the visit asks for."""
    asked = _asked(tools, was)
    if not asked.isdisjoint(tools.people.holds(officer, at)):
        return None
    known = [name for name in tools.able(was, at) if name != officer]
    return not_qualified(
        tools.people,
        officer,
        sorted(asked),
        at,
        f"查验指令 {was.order}",
        f"Inspection order {was.order}",
        known,
    )


def _asked(tools: "Tools", was: Inspection) -> frozenset[str]:
    return frozenset(tools.settings.qualifies[service] for service in was.services)


def _stream(was: Inspection) -> str:
    return f"inspection/{was.order}"
