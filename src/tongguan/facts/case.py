"""Events of the coordination desk's cases 协调协调事项: what people add; that a declaration is late is computed, not recorded."""

from typing import ClassVar

from tongguan.facts.kinds import Payload

LATE, BY_HAND, HELP, JOINT = "late", "hand", "help", "joint"
"""Grounds of a case: past 24 hours, opened by an officer, asked for by an enterprise, one cause of many declarations."""


class CaseOpened(Payload, frozen=True, omit_defaults=True):
    """A case has its first act: somebody took notice of declarations that are late, or are going to be."""

    KIND: ClassVar[str] = "case.opened"
    declarations: tuple[str, ...]
    ground: str
    office: str
    reason: str = ""


class CaseJoined(Payload, frozen=True, omit_defaults=True):
    """Further declarations are held up by the same cause."""

    KIND: ClassVar[str] = "case.joined"
    declarations: tuple[str, ...]


class CaseTaken(Payload, frozen=True, omit_defaults=True):
    """The case has an owner: taken, given or handed over 移交."""

    KIND: ClassVar[str] = "case.taken"
    owner: str
    section: str = ""
    reason: str = ""


class CauseNamed(Payload, frozen=True, omit_defaults=True):
    """Why it is late, by a code, and the section that is waited for."""

    KIND: ClassVar[str] = "case.cause_named"
    cause: str
    section: str
    note: str = ""


class CauseAnswered(Payload, frozen=True, omit_defaults=True):
    """The section waited for confirms the cause, or objects 异议 with its reason."""

    KIND: ClassVar[str] = "case.cause_answered"
    agrees: bool
    reason: str = ""


class ActionPlanned(Payload, frozen=True, omit_defaults=True):
    """The next action and the time (microseconds UTC) for which it is promised."""

    KIND: ClassVar[str] = "case.action_planned"
    action: str
    promised_at: int


class CaseNoted(Payload, frozen=True, omit_defaults=True):
    """A note of an officer."""

    KIND: ClassVar[str] = "case.noted"
    text: str


class OutsiderAsked(Payload, frozen=True, omit_defaults=True):
    """A bank, terminal or laboratory is asked by a link that lasts until a moment (microseconds UTC)."""

    KIND: ClassVar[str] = "case.outsider_asked"
    question: str
    whom: str
    text: str
    until: int


class QuestionMailed(Payload, frozen=True, omit_defaults=True):
    """The link of a question went out by mail."""

    KIND: ClassVar[str] = "case.question_mailed"
    question: str
    to: str


class OutsiderAnswered(Payload, frozen=True, omit_defaults=True):
    """The answer to a question; each is answered once."""

    KIND: ClassVar[str] = "case.outsider_answered"
    question: str
    text: str


class CaseSuspended(Payload, frozen=True, omit_defaults=True):
    """The law stops the goods; a head looks at it again on a local date."""

    KIND: ClassVar[str] = "case.suspended"
    ground: str
    review_on: str


class CaseResumed(Payload, frozen=True, omit_defaults=True):
    """What the law had stopped goes on; the alarm counts again."""

    KIND: ClassVar[str] = "case.resumed"
    reason: str


class CaseClosed(Payload, frozen=True, omit_defaults=True):
    """The case is closed with what was found."""

    KIND: ClassVar[str] = "case.closed"
    finding: str


class CaseReopened(Payload, frozen=True, omit_defaults=True):
    """A closed case goes on."""

    KIND: ClassVar[str] = "case.reopened"
    reason: str
