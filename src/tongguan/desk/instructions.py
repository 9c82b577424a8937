"""Instructions of the centres: taken as messages, carried out, answered where the office has something to say."""

from collections.abc import Callable

from tongguan.desk import listed
from tongguan.desk.cards import Card, CardFilter
from tongguan.desk.joint import Joint
from tongguan.desk.together import Together
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.event import open_event
from tongguan.facts.reported import CentreInstruction
from tongguan.facts.selection import InstructionReceived
from tongguan.process import commands as c
from tongguan.process import instruction
from tongguan.process.clearance import Clearance
from tongguan.process.instruction import OPEN, SETTLED, Instruction

KIND = "instruction"
PAGE = 20
"""Settled instructions on a page."""
Locate = Callable[[str], str]
"""From any number of a declaration to its unified number."""


class InstructionDesk:
    """Instructions to one office."""

    def __init__(self, together: Together, locate: Locate) -> None:
        self._together = together
        self._locate = locate

    def receive(self, message: CentreInstruction, actor: Actor) -> Instruction | Refusal:
        """Take a centre's message: the declaration is selected, or no more, in the same transaction. A repeat changes nothing."""
        name = _name(message, actor)
        number = self._locate(message.number)
        withdraws = message.verb == "withdraw"
        take = instruction.withdraw if withdraws else instruction.receive
        wanted = InstructionReceived(actor.id, number, message.word, message.reason)

        def attempt(joint: Joint) -> Refusal | None:
            said = take(joint.state(_stream(name)), name, wanted, actor)
            if isinstance(said, Refusal):
                return said
            if not said:
                return None

            def command(entry_id: str, was: Clearance) -> c.Command:
                if withdraws:
                    return c.Withdraw(
                        actor=actor, at=joint.now, now=joint.now, entry_id=entry_id, instruction=name
                    )
                return c.Instruct(
                    actor=actor, at=joint.now, now=joint.now, entry_id=entry_id, instruction=name, word=message.word
                )  # fmt: skip

            decided = joint.decide(number, command)
            if isinstance(decided, Refusal):
                return decided
            joint.say(_stream(name), said, joint.now, actor.id)
            return None

        return self._after(name, self._together(attempt))

    def answer(self, name: str, text: str, actor: Actor) -> Instruction | Refusal:
        """Tell the centre what was found, or why the office sees it otherwise; the instruction stands."""

        def attempt(joint: Joint) -> Refusal | None:
            said = instruction.answer(joint.state(_stream(name)), name, text, actor)
            if isinstance(said, Refusal):
                return said
            joint.say(_stream(name), said, joint.now, actor.id)
            return None

        return self._after(name, self._together(attempt))

    def _after(self, name: str, done: Joint | Refusal) -> Instruction | Refusal:
        if isinstance(done, Refusal):
            return done
        found: Instruction = done.state(_stream(name))
        return found

    def one(self, name: str) -> Instruction | None:
        """One instruction; None when it never came."""
        return instruction.fold(name, map(open_event, self._together.journal.read(_stream(name))))

    def known(self, message: CentreInstruction, actor: Actor) -> bool:
        """Is an instruction with the centre's number here already?"""
        return self.one(_name(message, actor)) is not None

    def every(self) -> list[Card]:
        """Cards of all instructions, oldest first."""
        return listed.every(self._together.journal, KIND)

    def open(self) -> list[Card]:
        """Cards of those that are to be carried out, oldest first."""
        return listed.every(self._together.journal, KIND, (OPEN,))

    def settled(self, after: tuple[int, str] | None = None, limit: int = PAGE) -> list[Card]:
        """Cards of those of which nothing is left to do, newest first; ``after`` is time and stream of the last one seen."""
        want = CardFilter(KIND, SETTLED, limit=limit, after=after, newest=True)
        return self._together.journal.cards(want)


def _name(message: CentreInstruction, actor: Actor) -> str:
    return f"{actor.id}-{message.id}"


def _stream(name: str) -> str:
    return f"instruction/{name}"
