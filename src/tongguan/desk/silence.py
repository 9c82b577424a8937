"""Selections that stay silent until a moment: once it has come, each is made known, whoever is selected."""

from tongguan.desk.joint import Joint
from tongguan.desk.together import Together
from tongguan.facts.actor import SYSTEM
from tongguan.facts.decision import Refusal
from tongguan.process import commands as c
from tongguan.process.clearance import Clearance
from tongguan.rules.book import RuleBook


def serve(together: Together, rules: RuleBook, since: int) -> int:
    """Tell of the selections whose moment came after ``since`` (microseconds UTC); returns of how many declarations."""
    now = together.now()
    if not any(since < moment <= now for moment in rules.selection_rules.moments()):
        return 0
    due = [row.number for row in together.journal.open_rows() if since < row.silent_until <= now]
    return sum(_served(together, number) for number in due)


def _served(together: Together, number: str) -> bool:
    def attempt(joint: Joint) -> Refusal | None:
        def command(entry_id: str, was: Clearance) -> c.Command:
            return c.Serve(actor=SYSTEM, at=joint.now, now=joint.now, entry_id=entry_id)

        decided = joint.decide(number, command)
        return decided if isinstance(decided, Refusal) else None

    return not isinstance(together(attempt), Refusal)
