"""A day of draws, folded from its events: its secret is sealed before the day and published after it."""

from collections.abc import Iterable
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.event import Fact
from tongguan.facts.kinds import Payload
from tongguan.facts.selection import DrawPublished, DrawSealed
from tongguan.process.decide.refusals import refuse


class DrawDay(msgspec.Struct, frozen=True, kw_only=True):
    """One day of draws; times are microseconds UTC."""

    day: str
    version: int
    digest: str
    sealed_at: int
    published_at: int | None = None
    secret: str = ""
    salt: str = ""

    @property
    def late(self) -> bool:
        """Was it sealed only when the day had begun? Then somebody could have chosen the secret to his liking."""
        return local_date(self.sealed_at).isoformat() >= self.day

    @property
    def state(self) -> str:
        """sealed or published."""
        return "sealed" if self.published_at is None else "published"

    @property
    def kept(self) -> bool:
        """Is the published secret the one that was sealed?"""
        try:
            return sha256(bytes.fromhex(self.salt + self.secret)).hexdigest() == self.digest
        except ValueError:
            return False


def fold(name: str, facts: Iterable[Fact], was: DrawDay | None = None) -> DrawDay | None:
    """The day after its facts, or after more facts; None when nothing was sealed for it."""
    state = was
    for fact in facts:
        match fact.data:
            case DrawSealed() as data:
                state = DrawDay(day=data.day, version=1, digest=data.digest, sealed_at=fact.recorded_at)
            case DrawPublished() as data if state:
                state = replace(
                    state, version=state.version + 1, published_at=fact.recorded_at, secret=data.secret, salt=data.salt
                )  # fmt: skip
    return state


def seal(was: DrawDay | None, day: str, digest: str, now: int) -> list[Payload] | Refusal:
    """Fix the secret of a day, once, and never of a day that is over."""
    if was is not None:
        return refuse("draw_sealed", day=day)
    if day < local_date(now).isoformat():
        return refuse("draw_over", day=day)
    return [DrawSealed(day, digest)]


def publish(was: DrawDay, secret: bytes, salt: bytes, now: int) -> list[Payload] | Refusal:
    """Tell the secret of a day that is over."""
    if local_date(now).isoformat() <= was.day:
        return refuse("draw_not_over", day=was.day)
    if was.published_at is not None:
        return refuse("draw_published", day=was.day)
    return [DrawPublished(secret.hex(), salt.hex())]
