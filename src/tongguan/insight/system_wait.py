"""Waiting inside outages: it belongs to the system, whoever else was waited for."""

from collections.abc import Iterable


def system_wait(start: int, end: int, outages: Iterable[tuple[int, int]]) -> int:
    """Microseconds of [start, end] that lie inside outages; overlapping outages count once."""
    covered, reached = 0, start
    for since, until in sorted(outages):
        begin, stop = max(since, reached), min(until, end)
        if stop > begin:
            covered += stop - begin
            reached = stop
    return covered
