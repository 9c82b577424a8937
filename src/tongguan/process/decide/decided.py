"""What one decision comes to: facts in order, what they claim of shared streams, and the clearance after them."""

from decimal import Decimal

from tongguan.facts import kinds
from tongguan.facts.claim import Claim
from tongguan.facts.event import Fact
from tongguan.process.apply import apply
from tongguan.process.clearance import Clearance


class Decided:
    """Facts in order, the claims they need, and the clearance after them."""

    def __init__(self, clearance: Clearance | None) -> None:
        self.before = clearance
        self.state = clearance
        self.facts: list[Fact] = []
        self.claims: list[Claim] = []

    @property
    def after(self) -> Clearance:
        """The clearance after all facts."""
        if self.state is None:
            raise ValueError("nothing was decided")
        return self.state

    def add(self, data: kinds.Payload, at: int, actor: str, recorded_at: int) -> "Decided":
        """One more fact, applied at once."""
        version = (self.state.version if self.state else 0) + 1
        fact = Fact(data, at, actor, version, recorded_at)
        self.facts.append(fact)
        self.state = apply(self.state, fact)
        return self

    def claim(self, stream: str, amount: Decimal, actor: str = "") -> "Decided":
        """One more claim on a shared stream, by whoever spoke last unless ``actor`` did; negative gives back."""
        actor = actor or (self.facts[-1].actor if self.facts else "")
        self.claims.append(Claim(stream, amount, self.after.number, actor))
        return self
