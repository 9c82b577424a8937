"""Instructions of the centres, folded from their events: carried out and perhaps answered, never cancelled by the office."""

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.event import Fact
from tongguan.facts.kinds import Payload
from tongguan.facts.selection import (
    InstructionAnswered,
    InstructionCarriedOut,
    InstructionLapsed,
    InstructionReceived,
    InstructionWithdrawn,
)
from tongguan.process.decide.refusals import refuse

WORDS = ("inspect", "review", "destination", "quarantine")
"""Work that a centre may instruct."""
OPEN, CARRIED_OUT, LAPSED, WITHDRAWN = "open", "carried_out", "lapsed", "withdrawn"
SETTLED = (CARRIED_OUT, LAPSED, WITHDRAWN)
"""States of those of which nothing is left to do."""


class Instruction(msgspec.Struct, frozen=True, kw_only=True):
    """One instruction; times are microseconds UTC."""

    id: str
    version: int
    said: InstructionReceived
    received_at: int
    carried_out_at: int | None = None
    outcome: str = ""
    ending: str = ""
    """How the declaration ended before it was carried out; empty: it did not."""
    withdrawn: str = ""
    """Why the centre took it back; empty: it did not."""
    answer: str = ""
    answered_by: str = ""

    @property
    def state(self) -> str:
        """open, carried_out, lapsed or withdrawn; an answer alone changes nothing."""
        if self.withdrawn:
            return WITHDRAWN
        if self.ending:
            return LAPSED
        return OPEN if self.carried_out_at is None else CARRIED_OUT


def fold(name: str, facts: Iterable[Fact], was: Instruction | None = None) -> Instruction | None:
    """The instruction after its facts, or after more facts; None when it never came."""
    state = was
    for fact in facts:
        match fact.data:
            case InstructionReceived() as data:
                state = Instruction(id=name, version=1, said=data, received_at=fact.recorded_at)
            case InstructionCarriedOut() as data if state:
                state = replace(
                    state, version=state.version + 1, carried_out_at=fact.recorded_at, outcome=data.outcome
                )
            case InstructionLapsed(ending=ending) if state:
                state = replace(state, version=state.version + 1, ending=ending)
            case InstructionWithdrawn(reason=reason) if state:
                state = replace(state, version=state.version + 1, withdrawn=reason)
            case InstructionAnswered(text=text) if state:
                state = replace(state, version=state.version + 1, answer=text, answered_by=fact.actor)
    return state


def receive(
    was: Instruction | None, name: str, said: InstructionReceived, actor: Actor
) -> list[Payload] | Refusal:
    """Take a centre's message; the same one again says nothing new, another one under its number is refused."""
    if actor.kind != "service":
        return refuse("not_your_role", actor=actor.id, role="service")
    if said.word not in WORDS:
        return refuse("unknown_word", word=said.word, known=", ".join(WORDS))
    if not said.reason:
        return refuse("reason_missing")
    if was is not None:
        return [] if was.said == said else refuse("instruction_differs", instruction=name)
    return [said]


def withdraw(
    was: Instruction | None, name: str, said: InstructionReceived, actor: Actor
) -> list[Payload] | Refusal:
    """The centre takes back what it instructed, with its reason; the same again says nothing new."""
    if actor.kind != "service":
        return refuse("not_your_role", actor=actor.id, role="service")
    if was is None:
        return refuse("unknown_instruction", instruction=name)
    if (was.said.number, was.said.word) != (said.number, said.word):
        return refuse("instruction_differs", instruction=name)
    if not said.reason:
        return refuse("reason_missing")
    if was.state == WITHDRAWN:
        return []
    return (
        [InstructionWithdrawn(said.reason)]
        if was.state == OPEN
        else refuse("instruction_over", instruction=name)
    )


def answer(was: Instruction | None, name: str, text: str, actor: Actor) -> list[Payload] | Refusal:
    """The office tells the centre what it found or why it sees it otherwise."""
    if actor.kind != "officer":
        return refuse("not_your_role", actor=actor.id, role="officer")
    if was is None:
        return refuse("unknown_instruction", instruction=name)
    return [InstructionAnswered(text)] if text else refuse("reason_missing")
