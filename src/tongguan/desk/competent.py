"""Whether an officer is qualified for the work that he would begin, end or take over."""

from tongguan.desk.people import People, not_qualified
from tongguan.desk.verbs import Act
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.insight.competence import sheet

BEGINS = ("start", "done", "ask", "hand-over", "verify-tax")
"""Verbs that make an officer answer for a piece of work."""


def unqualified(people: People, act: Act, actor: Actor, at: int) -> Refusal | None:
    """None when the work asks for no qualification, or who would do it holds what it asks for (microseconds UTC)."""
    officer = act.to if act.verb == "hand-over" else actor
    if act.verb not in BEGINS or officer is None:
        return None
    name = "verification" if act.verb == "verify-tax" else act.target
    work = sheet().work.get(name)
    if work is None or work.role not in officer.roles:
        return None
    lacking = people.barred(officer, name, at)
    if not lacking:
        return None
    known = [each.officer.id for each in people.candidates(officer.office, name, at)]
    return not_qualified(people, officer.id, lacking, at, work.zh, work.en, known)
