"""Receiving a declaration: first lodging, saved draft, new version of a draft or of a returned one."""

from tongguan.facts import kinds
from tongguan.facts.decision import Refusal
from tongguan.facts.finding import rejects
from tongguan.process.clearance import Clearance
from tongguan.process.commands import Command, Judgement, Receive
from tongguan.process.decide.binding import bind
from tongguan.process.decide.decided import Decided
from tongguan.process.decide.dues import FIGURE_MISSING, secure
from tongguan.process.decide.flow import hold_for, says
from tongguan.process.decide.refusals import refuse
from tongguan.process.model import Model


def receive(model: Model, was: Clearance | None, command: Receive) -> Decided | Refusal:
    """A declaration comes in. Only an accepted one protects its numbers (``house.md``: refused or unreadable)."""
    if command.actor.kind not in ("declarant", "service"):
        return refuse("not_your_role", actor=command.actor.id, role="declarant")
    if was is not None:
        if was.accepted or was.ending:
            return refuse("already_accepted")
        if was.alive:
            return refuse("in_process")
    decided = says(command, was, _received(model, was, command))
    if command.draft or command.judgement is None:
        return decided
    return judged(decided, command, command.judgement)


def _received(model: Model, was: Clearance | None, command: Receive) -> kinds.ApplicationReceived:
    return kinds.ApplicationReceived(
        number=command.number,
        client_key=command.client_key,
        process=model.id,
        process_version=model.version,
        declaration_version=was.declaration_version + 1 if was else 1,
        declaration=command.declaration,
        content=command.content,
        particulars=command.particulars,
        draft=command.draft,
    )


def judged(decided: Decided, command: Receive, judgement: Judgement) -> Decided:
    """What the rules said: returned with findings, or on its way with its words and holds."""
    decided.add(judgement_payload(judgement), command.at, "system", command.now)
    if rejects(judgement.findings):
        codes = tuple(dict.fromkeys(f.code for f in judgement.findings if f.consequence == "reject"))
        return decided.add(kinds.DeclarationReturned(codes), command.at, "system", command.now)
    place_holds(decided, command, judgement)
    secure(decided, command, judgement)
    bind(decided, command, judgement.binds)
    evidence = judgement.evidence
    known = (
        ("entered", evidence.entered_at),
        ("arrived", evidence.arrived_at),
        ("first_delivery", evidence.first_delivery_at),
        ("delivered", evidence.delivered_at),
    )
    for milestone, when in known:
        if when is not None and milestone not in decided.after.milestones:
            moved = kinds.GoodsMoved(milestone, "evidence")
            decided.add(moved, min(when, command.at), "system", command.now)
    return decided


def judgement_payload(judgement: Judgement) -> kinds.DeclarationJudged:
    """The event that records a judgement whole."""
    return kinds.DeclarationJudged(
        findings=judgement.findings,
        words=judgement.words,
        silent_words=judgement.silent_words,
        silent_until=judgement.silent_until,
        agreed=judgement.agreed,
        evidence=judgement.evidence,
        assessment=judgement.assessment,
        editions=judgement.editions,
    )


def place_holds(decided: Decided, command: Command, judgement: Judgement) -> None:
    """A finding that holds places one hold for its code; a missing figure holds for the office."""
    at, now = command.at, command.now
    hold_for(decided, command, judgement.findings)
    missing = judgement.assessment.missing if judgement.assessment else ()
    if missing and FIGURE_MISSING not in decided.after.holds:
        hold = kinds.HoldPlaced(FIGURE_MISSING, FIGURE_MISSING, ("release",), "office", "; ".join(missing))
        decided.add(hold, at, "system", now)
