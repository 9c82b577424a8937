"""Decide and write: the loop that every joint act of the desk goes through."""

from collections.abc import Callable

from tongguan.desk.dues import Dues
from tongguan.desk.joint import Joint
from tongguan.desk.numbers import EntryNumbers
from tongguan.desk.ports import ClaimRefused, Conflict, Journal, KeyTaken
from tongguan.facts.decision import Refusal
from tongguan.process.decide.refusals import refuse
from tongguan.process.model import Model

ATTEMPTS = 40
"""How often a decision that lost a race is made again."""
Attempt = Callable[[Joint], Refusal | None]


class Together:
    """Makes joint acts on one journal."""

    def __init__(
        self,
        journal: Journal,
        models: dict[str, Model],
        entries: EntryNumbers,
        now: Callable[[], int],
        dues: Dues,
    ) -> None:
        self.journal = journal
        self.models = models
        self.entries = entries
        self.now = now
        self.dues = dues

    def joint(self) -> Joint:
        """A joint act to be decided now."""
        return Joint(self.journal, self.models, self.entries, self.now(), self.dues)

    def tried(self, attempt: Attempt) -> Joint | Refusal:
        """Decide and do not write."""
        joint = self.joint()
        return attempt(joint) or joint

    def __call__(self, attempt: Attempt) -> Joint | Refusal:
        """Decide and write; a decision that lost a race, or read what is younger than its own time, is made again."""
        for _ in range(ATTEMPTS):
            joint = self.joint()
            refusal = attempt(joint)
            if refusal and joint.now < joint.latest <= self.now():
                continue
            append = joint.append()
            if refusal or append is None:
                return refusal or joint
            outcome = self.journal.append(append, joint.now)
            if isinstance(outcome, ClaimRefused):
                return claim_refused(outcome)
            if isinstance(outcome, KeyTaken):
                return refuse("key_taken", value=outcome.key.value)
            if not isinstance(outcome, Conflict):
                return joint
        return refuse("busy")


def claim_refused(outcome: ClaimRefused) -> Refusal:
    """A claim did not fit: say what is free."""
    claim = outcome.claim
    kind, _, name = claim.stream.partition("/")
    free = outcome.free if outcome.free is not None else 0
    if kind == "slot":
        return refuse("slot_full")
    if kind == "stock":
        book, _, line = name.partition("/")
        return refuse("stock_exceeded", book=book, line=line, free=free, amount=claim.amount)
    if kind == "balance":
        permit, line, measure = name.rsplit("/", 2)
        return refuse(
            "permit_exceeded", permit=permit, line=line, measure=measure, free=free, amount=claim.amount
        )
    return refuse("guarantee_exceeded", guarantee=claim.stream, free=free, amount=claim.amount)
