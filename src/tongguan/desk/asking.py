"""Questions to outsiders whose links are to be mailed: told from what is stored, so that none is lost."""

from tongguan.desk.coordination import CoordinationDesk
from tongguan.desk.joint import Joint
from tongguan.desk.together import Together
from tongguan.facts.actor import SYSTEM
from tongguan.facts.case import QuestionMailed
from tongguan.facts.decision import Refusal
from tongguan.process.case import CLOSED, Case, Question


class AskingDesk:
    """What the courier of questions needs of the coordination desk."""

    def __init__(self, together: Together, coordination: CoordinationDesk) -> None:
        self._together, self._coordination = together, coordination

    def due(self) -> list[tuple[Case, Question, str]]:
        """Open questions that were not mailed and whose outsider has an address, with it; oldest first."""
        outsiders, now = self._coordination.team().outsiders, self._together.now()
        found = [
            (case, question, outsiders[question.whom].address)
            for case in self._coordination.cases() if case.state != CLOSED
            for question in case.questions
            if question.answered_at is None and question.until >= now and not question.mailed_to
            and question.whom in outsiders and outsiders[question.whom].address
        ]  # fmt: skip
        return sorted(found, key=lambda each: (each[1].asked_at, each[1].id))

    def mailed(self, case: Case, question: Question, to: str) -> None:
        """Remember that a link went out; another courier may have been first."""

        def attempt(joint: Joint) -> Refusal | None:
            was: Case = joint.state(f"case/{case.id}")
            asked = was.question(question.id)
            if asked is not None and not asked.mailed_to:
                joint.say(f"case/{case.id}", [QuestionMailed(question.id, to)], joint.now, SYSTEM.id)
            return None

        self._together(attempt)
