"""Questions of a clearance: how asking and answering change them. Pure."""

from msgspec.structs import replace

from tongguan.facts.kinds import ControlPaused, QuestionAnswered
from tongguan.process.clearance import Asked, Clearance


def with_asked(was: Clearance, data: ControlPaused, at: int, actor: str) -> tuple[Asked, ...]:
    """The questions after a pause that may ask one."""
    if data.question is None:
        return was.questions
    asked = Asked(version=was.version + 1, control=data.control, question=data.question, officer=actor, at=at)
    return (*was.questions, asked)


def with_answer(was: Clearance, data: QuestionAnswered, at: int, actor: str) -> tuple[Asked, ...]:
    """The questions after an answer: it is that of the one for which the control waits."""
    waiting = {each.version for each in was.open_questions if each.control == data.control}
    return tuple(
        replace(each, answered_at=at, answered_by=actor, text=data.text, papers=data.papers)
        if each.version in waiting
        else each
        for each in was.questions
    )
