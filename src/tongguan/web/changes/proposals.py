"""Proposing a new edition of rules, figures or processes, rehearsing it, and deciding it with a second pair of eyes."""

from datetime import date, timedelta

import msgspec

from tongguan import wiring
from tongguan.adapters import editions, uploads
from tongguan.adapters.processes import Processes
from tongguan.desk.desk import Desk
from tongguan.desk.people import ADMINISTRATOR, HEAD
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.insight import trial
from tongguan.insight.targets import Aims
from tongguan.insight.trial import Trial
from tongguan.insight.trial_ways import of_processes
from tongguan.rules.book import RuleBook
from tongguan.rules.duty import Duty
from tongguan.rules.figures import Figures
from tongguan.web.changes.models import Proposal

DAYS = 90
"""Days before today whose accepted declarations a change is rehearsed on."""
PROPOSERS = APPROVERS = frozenset({ADMINISTRATOR, HEAD})
"""Roles that may propose a change, and that may decide one of somebody else."""


class NotDone(Exception):
    """Why a change is not proposed or decided: ``word`` is the key of its wording, ``detail`` what it is about."""

    def __init__(self, word: str, detail: str = "") -> None:
        super().__init__(word)
        self.word, self.detail = word, detail


def propose(desk: Desk, actor: Actor, sent: dict[str, str], valid_from: str, reason: str) -> Proposal:
    """Put a change on record with its rehearsal: the edition in force with the sent files in the place of theirs."""
    today = local_date(desk.clock.now())
    first = _day(valid_from)
    if first is None or first < today:
        raise NotDone("change_backdated", today.isoformat())
    if not reason:
        raise NotDone("change_without_reason")
    try:
        name, files = uploads.what_of(sent)
        whole = {**_in_force(desk, name, first), **files}
        after = uploads.check(name, whole, desk.journal.editions(), first)
    except editions.EditionRefused as error:
        raise NotDone("change_unusable", str(error)) from None
    if name == uploads.PROCESSES and first <= today:
        raise NotDone("change_begins_tomorrow", (today + timedelta(days=1)).isoformat())
    digest = editions.digest_of(name, first, whole)
    if (
        any(each.digest == digest for each in desk.journal.editions())
        or Proposal.objects.filter(digest=digest, outcome="").exists()
    ):
        raise NotDone("change_known")
    return Proposal.objects.create(
        name=name, valid_from=first, digest=digest, files=msgspec.json.encode(whole).decode(),
        sent=", ".join(sorted(files)), reason=reason, trial=msgspec.json.encode(rehearse(desk, after, today)).decode(),
        proposed_by=actor.id, proposed_at=desk.clock.now(),
    )  # fmt: skip


def rehearse(desk: Desk, after: RuleBook | Figures | Processes | Aims, today: date) -> Trial:
    """What the change would have done to the declarations accepted in the last ``DAYS`` days; aims do nothing to any."""
    if isinstance(after, Aims):
        return Trial(declarations=0, changed=0, numbers=())
    cases = list(desk.selecting.cases(today - timedelta(days=DAYS), today))
    if isinstance(after, RuleBook):
        return trial.of_rules(desk.rules, after, cases, desk.models)
    if isinstance(after, Processes):
        return of_processes(after.models, after.adoption.latest, cases)
    return trial.of_figures(desk.duty, Duty(after, desk.rules.tables, desk.rules.selection), cases)


def decide(desk: Desk, actor: Actor, proposal: Proposal, outcome: str, why: str) -> int:
    """Approve or refuse somebody else's change; returns how many declarations waited for its figures and have them now."""
    today, now = local_date(desk.clock.now()), desk.clock.now()
    if proposal.outcome:
        raise NotDone("change_decided")
    if actor.id == proposal.proposed_by:
        raise NotDone("change_own")
    if outcome == "refused" and not why:
        raise NotDone("change_without_reason")
    approved = outcome == "approved"
    if approved:
        if proposal.valid_from < today:
            raise NotDone("change_backdated", today.isoformat())
        if proposal.name == uploads.PROCESSES and proposal.valid_from <= today:
            raise NotDone("change_begins_tomorrow", (today + timedelta(days=1)).isoformat())
        files = msgspec.json.decode(proposal.files, type=dict[str, str])
        made = editions.make(proposal.name, proposal.valid_from, (proposal.proposed_by, actor.id), files)
        # Stored first: should the mark below fail, approving again stores nothing twice.
        editions.store(desk.journal, made, now)
    changes = {"outcome": outcome, "decided_by": actor.id, "decided_at": now, "why": why}
    Proposal.objects.filter(pk=proposal.pk, outcome="").update(**changes)
    due = approved and proposal.name == uploads.FIGURES and proposal.valid_from <= today
    return wiring.assess_with_new_figures(desk) if due else 0


def trial_of(proposal: Proposal) -> Trial:
    """The rehearsal that a proposal was made with."""
    return msgspec.json.decode(proposal.trial, type=Trial)


def _in_force(desk: Desk, name: str, on: date) -> dict[str, str]:
    held = editions.in_force(desk.journal.editions(), name, on)
    return held.files if held else {}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
