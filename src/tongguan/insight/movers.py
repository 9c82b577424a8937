"""The declarations that moved the mean most: how far the mean would have been without each."""

from collections.abc import Sequence

import msgspec

from tongguan.insight.times import Took

MOST = 10


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """One declaration; microseconds."""

    number: str
    channel: str
    micros: int
    moved: float
    """The mean less what it would be without this one; negative when it pulled the mean down."""


def moved_most(counted: Sequence[Took], most: int = MOST) -> list[Moved]:
    """At most ``most`` declarations, the strongest first; none when there is only one."""
    count = len(counted)
    if count < 2:
        return []
    mean = sum(each.micros for each in counted) / count
    found = [
        Moved(
            number=each.row.number, channel=each.row.channel, micros=each.micros,
            moved=(each.micros - mean) / (count - 1),
        )
        for each in counted
    ]  # fmt: skip
    return sorted(found, key=lambda each: (-abs(each.moved), each.number))[:most]
