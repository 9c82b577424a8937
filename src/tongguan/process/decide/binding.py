"""What a declaration binds of the permits it quotes: bound as it is judged, freed as it ends, written off as the goods leave."""

from collections.abc import Mapping
from decimal import Decimal

from tongguan.facts.actor import SYSTEM
from tongguan.facts.permit import PermitBound, PermitFreed, PermitWrittenOff
from tongguan.process.commands import Command
from tongguan.process.decide.decided import Decided

GONE = frozenset({"departed", "gate_out", "delivered"})
"""Milestones after which released goods have left."""
FREEING = frozenset({"cancelled", "goods_returned"})
"""Endings that give back what was bound; goods that were seized, destroyed or sold have used it up."""


def bind(decided: Decided, command: Command, binds: Mapping[str, Mapping[str, Decimal]]) -> None:
    """Bind what a judgement found, in the place of what was bound before; what is the same stays."""
    before = decided.after.bound
    same = [name for name, held in before.items() if dict(binds.get(name, {})) == held.taken]
    for name in before:
        if name not in same:
            _free(decided, command, name, "amended")
    bind_more(decided, command, {name: taken for name, taken in binds.items() if name not in same})


def bind_more(decided: Decided, command: Command, binds: Mapping[str, Mapping[str, Decimal]]) -> None:
    """Bind permits of which nothing is bound."""
    for name, taken in binds.items():
        decided.add(PermitBound(name, dict(taken)), command.now, SYSTEM.id, command.now)
        for balance, amount in sorted(taken.items()):
            decided.claim(balance, amount, command.actor.id)


def free_all(decided: Decided, command: Command, reason: str) -> None:
    """Give back all that is bound."""
    for name in tuple(decided.after.bound):
        _free(decided, command, name, reason)


def _free(decided: Decided, command: Command, name: str, reason: str) -> None:
    taken = decided.after.bound[name].taken
    decided.add(PermitFreed(name, taken, reason), command.now, SYSTEM.id, command.now)
    for balance, amount in sorted(taken.items()):
        decided.claim(balance, -amount, command.actor.id)


def write_off(decided: Decided, command: Command) -> None:
    """Write off what is bound once the goods are released and gone."""
    state = decided.after
    if not state.released or state.revoked or not GONE & state.milestones.keys():
        return
    for name, held in tuple(state.bound.items()):
        if not held.written_off:
            decided.add(PermitWrittenOff(name), command.now, SYSTEM.id, command.now)
