"""A case of the coordination desk, folded from its events."""

from collections.abc import Iterable
from datetime import date

import msgspec
from msgspec.structs import replace

from tongguan.facts import case as k
from tongguan.facts.event import Fact

OPEN, SUSPENDED, CLOSED = "open", "suspended", "closed"
NAMED, CONFIRMED, OBJECTED = "named", "confirmed", "objected"
"""How the cause stands."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What an outsider was asked; times are microseconds UTC."""

    id: str
    whom: str
    text: str
    asked_by: str
    asked_at: int
    until: int
    answer: str = ""
    answered_at: int | None = None
    mailed_to: str = ""
    """Address to which the link went; empty: it was not mailed."""


class Note(msgspec.Struct, frozen=True):
    """A note, with who wrote it and when."""

    by: str
    at: int
    text: str


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One case; times are microseconds UTC."""

    id: str
    version: int
    office: str
    declarations: tuple[str, ...]
    ground: str
    reason: str
    opened_by: str
    opened_at: int
    state: str = OPEN
    owner: str = ""
    section: str = ""
    cause: str = ""
    cause_section: str = ""
    """The section waited for."""
    cause_state: str = ""
    cause_note: str = ""
    """What was said with the cause, or against it."""
    action: str = ""
    promised_at: int | None = None
    questions: tuple[Question, ...] = ()
    notes: tuple[Note, ...] = ()
    law_ground: str = ""
    review_on: str = ""
    """Local date on which ``reviewer`` looks at the suspension again."""
    reviewer: str = ""
    finding: str = ""
    closed_at: int | None = None
    acted: dict[str, int] = {}
    """Who has acted, with the last time of each."""

    def review_overdue(self, today: date) -> bool:
        """Suspended, and its day of review is over (local date)."""
        return self.state == SUSPENDED and self.review_on < today.isoformat()

    def question(self, name: str) -> Question | None:
        """The question with this id."""
        return next((each for each in self.questions if each.id == name), None)


def fold(name: str, facts: Iterable[Fact], was: Case | None = None) -> Case | None:
    """The case after its facts, or after more facts; None when there is none."""
    state = was
    for fact in facts:
        if isinstance(fact.data, k.CaseOpened):
            state = _opened(name, fact, fact.data)
        elif state is not None:
            state = _after(state, fact)
        if state is not None:
            state = replace(state, version=state.version + 1)
            if not isinstance(fact.data, k.QuestionMailed):
                state = replace(state, acted={**state.acted, fact.actor: fact.happened_at})
    return state


def _opened(name: str, fact: Fact, data: k.CaseOpened) -> Case:
    return Case(
        id=name, version=0, office=data.office, declarations=data.declarations, ground=data.ground,
        reason=data.reason, opened_by=fact.actor, opened_at=fact.happened_at,
    )  # fmt: skip


def _after(was: Case, fact: Fact) -> Case:
    at, by = fact.happened_at, fact.actor
    match fact.data:
        case k.CaseJoined(declarations=more):
            return replace(was, declarations=tuple(dict.fromkeys((*was.declarations, *more))))
        case k.CaseTaken() as said:
            return replace(was, owner=said.owner, section=said.section)
        case k.CauseNamed() as said:
            return replace(
                was, cause=said.cause, cause_section=said.section, cause_state=NAMED, cause_note=said.note
            )
        case k.CauseAnswered(agrees=agrees, reason=reason):
            return replace(
                was, cause_state=CONFIRMED if agrees else OBJECTED, cause_note=reason or was.cause_note
            )
        case k.ActionPlanned() as said:
            return replace(was, action=said.action, promised_at=said.promised_at)
        case k.CaseNoted(text=text):
            return replace(was, notes=(*was.notes, Note(by, at, text)))
        case k.OutsiderAsked() as said:
            asked = Question(
                id=said.question, whom=said.whom, text=said.text, asked_by=by, asked_at=at, until=said.until
            )
            return replace(was, questions=(*was.questions, asked))
        case k.QuestionMailed() as said:
            sent = tuple(
                replace(each, mailed_to=said.to) if each.id == said.question else each
                for each in was.questions
            )
            return replace(was, questions=sent)
        case k.OutsiderAnswered() as said:
            return replace(was, questions=tuple(_answered(each, said, at) for each in was.questions))
        case k.CaseSuspended() as said:
            return replace(
                was, state=SUSPENDED, law_ground=said.ground, review_on=said.review_on, reviewer=by
            )
        case k.CaseResumed():
            return replace(was, state=OPEN, law_ground="", review_on="", reviewer="")
        case k.CaseClosed(finding=finding):
            return replace(was, state=CLOSED, finding=finding, closed_at=at)
        case k.CaseReopened():
            return replace(was, state=OPEN, closed_at=None)
    return was


def _answered(each: Question, said: k.OutsiderAnswered, at: int) -> Question:
    return replace(each, answer=said.text, answered_at=at) if each.id == said.question else each
