"""The stock of declarations accepted and not yet released: what came in, what went out, what is carried over. Pure."""

from collections.abc import Sequence

from tongguan.facts.report import Flow, Standing
from tongguan.insight import times
from tongguan.insight.life import Life
from tongguan.insight.week import Week

OLDEST = 10


def flow(asked: Week, lives: Sequence[Life], end: int) -> Flow:
    """What came in and went out from the week's begin to before ``end``; before + opened - closed - ended = carried."""
    before = sum(is_open(life, asked.begin - 1) for life in lives)
    opened = sum(times.within(life.accepted_at, asked.since, asked.until) for life in lives)
    left = [each for life in lives if life.accepted_at is not None and (each := over(life))]
    released = sum(name == "released" and asked.begin <= at < end for name, at in left)
    ended = sum(name == "ended" and asked.begin <= at < end for name, at in left)
    carried = sum(is_open(life, end - 1) for life in lives)
    return Flow(before=before, opened=opened, closed=released, ended=ended, carried=carried)


def over(life: Life) -> tuple[str, int] | None:
    """How and when a declaration left the open stock: the first of release and ending."""
    found = [(at, name) for name, at in (("released", life.released_at), ("ended", life.ended_at)) if at is not None]  # fmt: skip
    if not found:
        return None
    at, name = min(found)
    return name, max(at, life.accepted_at or at)


def is_open(life: Life, at: int) -> bool:
    """Is it accepted and neither released nor ended at a moment?"""
    if life.accepted_at is None or life.accepted_at > at:
        return False
    left = over(life)
    return left is None or left[1] > at


def oldest(lives: Sequence[Life], end: int) -> tuple[Standing, ...]:
    """The oldest of those that are carried over."""
    found = [
        Standing(life.number, life.direction, life.trader_name, end - (life.accepted_at or end))
        for life in lives if is_open(life, end - 1)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (-each.age, each.number))[:OLDEST])
