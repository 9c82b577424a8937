"""Who may quote a permit: its enterprise, known by its codes, and the declaring units that it authorised."""

from collections.abc import Iterable

from tongguan.facts.declaration import Declaration
from tongguan.facts.evidence import Quoted
from tongguan.facts.message import declarant_code
from tongguan.facts.parts import Party
from tongguan.facts.permit import Permit

_PROVEN = "proven"


def identity(party: Party) -> str:
    """The code by which an enterprise is known: its customs code, where it has one."""
    return party.customs_code or party.social_code


class Parties:
    """Who may quote a permit: the enterprise that holds it, through itself or a unit that it authorised.

    A declaration states two codes of an enterprise, and only the customs code 海关编码 says who it is. That a social credit
    code on the permit is its own too, the office's register says; where it does not, what is stated is ``unproven``.
    """

    def __init__(self, permit: Permit, quoted: Quoted, d: Declaration) -> None:
        self._registered = quoted.registered
        holder = self._found(identity(d.trader), d.trader.social_code, (permit.holder,))
        acting = self._own(d) or self._broker(d, permit, quoted)
        self.held, self.authorised = bool(holder), bool(acting)
        self.unproven = next((each for each in (holder, acting) if each not in ("", _PROVEN)), "")
        """The social credit code that is stated and that nothing proves; empty when none is needed."""

    def _own(self, d: Declaration) -> str:
        """Does the trader declare its own goods?"""
        if declarant_code(d) == identity(d.trader):
            return _PROVEN
        social = "" if d.agent.customs_code else d.agent.social_code
        if social and self._registered.get(social) == d.trader.customs_code:
            return _PROVEN
        return social if social == d.trader.social_code else ""

    def _broker(self, d: Declaration, permit: Permit, quoted: Quoted) -> str:
        """Did the holder authorise the declaring unit: on the permit, or by a letter that the office has?"""
        if quoted.letter in ("ended", "not_yet"):
            return ""
        if quoted.letter:
            return _PROVEN
        return self._found(declarant_code(d), d.agent.social_code, permit.brokers)

    def _found(self, code: str, social: str, codes: Iterable[str]) -> str:
        """Is the enterprise one of those with these codes: proven, by a social credit code it only states, or not (empty)?"""
        ids = {self._registered.get(each, each) for each in codes if each}
        if code in ids:
            return _PROVEN
        return social if social in ids else ""
