"""The same goods declared again: a declaration that was cancelled or returned, and the one that took its place.

They are the same goods when trader, direction and transport document are the same and a heading of the goods is. Each
declaration that is over has one successor at most, and each successor one predecessor: what is lodged first follows
what was lodged first.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from tongguan.insight.life import Life


def chained(lives: Sequence[Life]) -> list[Life]:
    """The lives, in their order, each with those of the same goods before it."""
    over: dict[tuple[str, str, str], list[Life]] = {}
    before: dict[str, tuple[Life, ...]] = {}
    for life in sorted(lives, key=lambda each: (each.first_lodged_at or 0, each.number)):
        pool = over.setdefault((life.trader, life.direction, life.document), []) if life.document else []
        found = next((each for each in pool if _followed_by(each, life)), None)
        if found is not None:
            pool.remove(found)
            before[life.number] = (*before.get(found.number, ()), found)
        if life.over_at is not None:
            pool.append(life)
    return [replace(life, earlier=before[life.number]) if life.number in before else life for life in lives]


def _followed_by(life: Life, later: Life) -> bool:
    ended = life.over_at is not None and life.over_at <= (later.first_lodged_at or 0)
    return ended and not set(life.headings).isdisjoint(later.headings)
