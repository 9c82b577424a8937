"""What may be done to a case, and by whom."""

from collections.abc import Callable
from datetime import date

import msgspec

from tongguan.facts import case as k
from tongguan.facts.actor import Actor
from tongguan.facts.clock import DAY, local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.kinds import Payload
from tongguan.process import case as cases
from tongguan.process.case import Case
from tongguan.process.decide.refusals import refuse

MANAGERS = ("coordinator", "head")
LONGEST = 2_000
"""Characters of one text."""
ANSWER_DAYS = 30
AFTERWARDS = ("cause", "confirm", "object", "note", "reopen")
"""What may be done to a closed case: why it was late may be found out afterwards."""


class CaseAct(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants to do to a case."""

    verb: str
    text: str = ""
    """Reason, action, note, question, ground or finding, as the verb needs."""
    to: Actor | None = None
    section: str = ""
    cause: str = ""
    until: int | None = None
    """Promised time, or end of the time to answer; microseconds UTC."""
    review_on: str = ""
    whom: str = ""
    question: str = ""
    declarations: tuple[str, ...] = ()


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What the desk knows besides."""

    actor: Actor
    now: int
    sections: tuple[str, ...] = ()
    """Sections that the actor belongs to or stands in for."""
    still: tuple[str, ...] = ()
    """Declarations of the case that are past 24 hours and not released."""
    causes: tuple[str, ...] = ()
    known_sections: tuple[str, ...] = ()
    outsiders: tuple[str, ...] = ()


Said = list[Payload] | Refusal


def decide(was: Case, act: CaseAct, s: Setting) -> Said:
    """The facts of an act on a case, or why not. A closed case whose declaration is late again goes on by itself."""
    verb = VERBS.get(act.verb)
    if verb is None:
        return refuse("bad_field", field="verb", value=act.verb, known=", ".join(VERBS))
    if s.actor.kind != "officer":
        return refuse("not_your_role", actor=s.actor.id, role="officer")
    if s.actor.office != was.office:
        return refuse("not_your_office", office=was.office, actor=s.actor.id)
    if len(act.text) > LONGEST:
        return refuse("text_too_long", most=LONGEST)
    again: list[Payload] = []
    if was.state == cases.CLOSED and act.verb not in ("reopen", "note") and s.still:
        again = [k.CaseReopened(k.LATE)]
    elif was.state == cases.CLOSED and act.verb not in AFTERWARDS:
        return refuse("case_closed")
    said = verb(was, act, s)
    return said if isinstance(said, Refusal) else [*again, *said]


def _may_manage(was: Case, actor: Actor) -> Refusal | None:
    """None for the owner, a coordinator and a head."""
    if actor.id == was.owner or set(actor.roles) & set(MANAGERS):
        return None
    if was.owner:
        return refuse("case_owned", owner=was.owner)
    return refuse("not_your_role", actor=actor.id, role="coordinator")


def _take(was: Case, act: CaseAct, s: Setting) -> Said:
    if was.owner and was.owner != s.actor.id:
        return refuse("case_owned", owner=was.owner)
    return [k.CaseTaken(s.actor.id, s.sections[0] if s.sections else "", act.text)]


def _assign(was: Case, act: CaseAct, s: Setting) -> Said:
    refusal = _may_manage(was, s.actor)
    if refusal:
        return refusal
    if act.to is None or act.to.kind != "officer" or act.to.office != was.office:
        return refuse("unknown_member", officer=act.to.id if act.to else "")
    if was.owner and not act.text:
        return refuse("reason_missing")
    return [k.CaseTaken(act.to.id, act.section, act.text)]


def _cause(was: Case, act: CaseAct, s: Setting) -> Said:
    if act.cause not in s.causes:
        return refuse("bad_field", field="cause", value=act.cause, known=", ".join(s.causes))
    if act.section not in s.known_sections:
        return refuse("bad_field", field="section", value=act.section, known=", ".join(s.known_sections))
    return [k.CauseNamed(act.cause, act.section, act.text)]


def _answer_cause(agrees: bool) -> Callable[[Case, CaseAct, Setting], Said]:
    def answer(was: Case, act: CaseAct, s: Setting) -> Said:
        if not was.cause:
            return refuse("no_cause_named")
        if was.cause_section not in s.sections:
            return refuse("not_your_section", section=was.cause_section)
        if not agrees and not act.text:
            return refuse("reason_missing")
        return [k.CauseAnswered(agrees, act.text)]

    return answer


def _plan(was: Case, act: CaseAct, s: Setting) -> Said:
    refusal = _may_manage(was, s.actor)
    if refusal:
        return refusal
    if not act.text:
        return refuse("text_missing")
    if act.until is None or act.until <= s.now:
        return refuse("promise_in_past")
    return [k.ActionPlanned(act.text, act.until)]


def _note(was: Case, act: CaseAct, s: Setting) -> Said:
    return [k.CaseNoted(act.text)] if act.text else refuse("text_missing")


def _ask(was: Case, act: CaseAct, s: Setting) -> Said:
    refusal = _may_manage(was, s.actor)
    if refusal:
        return refusal
    if act.whom not in s.outsiders:
        return refuse("unknown_outsider", whom=act.whom, known=", ".join(s.outsiders))
    if not act.text:
        return refuse("text_missing")
    until = s.now + 2 * DAY if act.until is None else act.until
    if until <= s.now:
        return refuse("promise_in_past")
    if until > s.now + ANSWER_DAYS * DAY:
        return refuse("until_too_far", days=ANSWER_DAYS)
    return [k.OutsiderAsked(act.question, act.whom, act.text, until)]


def answer(was: Case, question: str, text: str, now: int) -> Said:
    """The answer of an outsider who holds the link: once, in time."""
    asked = was.question(question)
    if asked is None:
        return refuse("unknown_question")
    if asked.answered_at is not None:
        return refuse("question_answered")
    if now > asked.until:
        return refuse("question_expired")
    if not text:
        return refuse("text_missing")
    if len(text) > LONGEST:
        return refuse("text_too_long", most=LONGEST)
    return [k.OutsiderAnswered(question, text)]


def _suspend(was: Case, act: CaseAct, s: Setting) -> Said:
    if "head" not in s.actor.roles:
        return refuse("not_your_role", actor=s.actor.id, role="head")
    if not act.text:
        return refuse("reason_missing")
    try:
        day = date.fromisoformat(act.review_on)
    except ValueError:
        return refuse("review_in_past", day=act.review_on)
    if day <= local_date(s.now):
        return refuse("review_in_past", day=act.review_on)
    return [k.CaseSuspended(act.text, day.isoformat())]


def _resume(was: Case, act: CaseAct, s: Setting) -> Said:
    if "head" not in s.actor.roles:
        return refuse("not_your_role", actor=s.actor.id, role="head")
    if was.state != cases.SUSPENDED:
        return refuse("case_not_suspended")
    return [k.CaseResumed(act.text)] if act.text else refuse("reason_missing")


def _close(was: Case, act: CaseAct, s: Setting) -> Said:
    refusal = _may_manage(was, s.actor)
    if refusal:
        return refusal
    if s.still:
        return refuse("case_still_late", numbers=", ".join(s.still))
    return [k.CaseClosed(act.text)] if act.text else refuse("text_missing")


def _reopen(was: Case, act: CaseAct, s: Setting) -> Said:
    if was.state != cases.CLOSED:
        return refuse("case_not_closed")
    return [k.CaseReopened(act.text)] if act.text else refuse("reason_missing")


def _join(was: Case, act: CaseAct, s: Setting) -> Said:
    more = tuple(number for number in act.declarations if number not in was.declarations)
    return (
        [k.CaseJoined(more)]
        if more
        else refuse("in_other_case", number=", ".join(act.declarations), case=was.id)
    )


VERBS: dict[str, Callable[[Case, CaseAct, Setting], Said]] = {
    "take": _take, "assign": _assign, "cause": _cause, "confirm": _answer_cause(True),
    "object": _answer_cause(False), "plan": _plan, "note": _note, "ask": _ask, "suspend": _suspend,
    "resume": _resume, "close": _close, "reopen": _reopen, "join": _join,
}  # fmt: skip
"""What an officer may do to a case."""
