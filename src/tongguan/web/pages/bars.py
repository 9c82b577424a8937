"""Bars and lines as plain shapes that a template draws: whole numbers, no script, no style."""

from collections.abc import Sequence
from datetime import date
from typing import Any

WIDTH, LEFT, ROW = 960, 230, 30
_ROOM = WIDTH - LEFT - 120
_WORDS = 190
"""Room for words at the right of a line."""
PATTERNS = ("lines", "dots", "across")
"""What lies over a cause besides its colour and its number."""


def bars(rows: Sequence[tuple[str, float | None, float, int]]) -> dict[str, Any]:
    """(name, mean, median, count) in hours: a bar for the mean, a tick for the median; None: too few for a mean."""
    most = max([max(mean or 0.0, median) for _, mean, median, _ in rows], default=0.0) or 1.0
    drawn = []
    for place, (name, mean, median, count) in enumerate(rows):
        width = 0 if mean is None else max(1, round(mean / most * _ROOM))
        tick = LEFT + round(median / most * _ROOM)
        drawn.append({
            "name": name, "y": place * ROW + 6, "text": place * ROW + 20, "foot": place * ROW + 24, "width": width,
            "tick": tick, "hours": median if mean is None else mean, "few": mean is None, "count": count,
            "label": max(LEFT + width, tick) + 8,
        })  # fmt: skip
    return {"rows": drawn, "width": WIDTH, "left": LEFT, "height": len(rows) * ROW + 10}


def stacks(rows: Sequence[tuple[str, dict[str, int]]], order: Sequence[str]) -> dict[str, Any]:
    """(name, cause → microseconds): each row a bar of shares that fill its whole width; every cause has its number."""
    places = {name: place for place, name in enumerate(order, start=1)}
    room, drawn = WIDTH - LEFT - 10, []
    for place, (name, causes) in enumerate(rows):
        total, x = sum(causes.values()) or 1, 0
        parts = []
        for cause in order:
            if cause not in causes:
                continue
            end = x + causes[cause]
            left, right = round(x / total * room), round(end / total * room)
            parts.append({
                "cause": cause, "place": places[cause], "x": LEFT + left, "width": max(1, right - left),
                "middle": LEFT + (left + right) // 2, "wide": right - left > 22, "share": causes[cause] / total,
                "pattern": PATTERNS[places[cause] % len(PATTERNS)],
            })  # fmt: skip
            x = end
        drawn.append({"name": name, "y": place * ROW + 4, "text": place * ROW + 20, "parts": parts})
    return {"rows": drawn, "width": WIDTH, "left": LEFT, "height": len(rows) * ROW + 10}


def line(days: Sequence[tuple[date, float]], levels: Sequence[tuple[str, float]]) -> dict[str, Any]:
    """A line by day and levels across it; hours from zero up. There is at least one day."""
    height, top, left, right = 220, 14, 20, WIDTH - _WORDS
    most = max([*(each for _, each in days), *(each for _, each in levels)]) * 1.08 or 1.0
    first, last = days[0][0], days[-1][0]
    span = max(1, (last - first).days)

    def y(hours: float) -> int:
        return top + round((1 - hours / most) * (height - top - 24))

    points = [(left + round((day - first).days / span * (right - left)), y(hours)) for day, hours in days]
    drawn = [{"name": name, "y": y(hours), "text": y(hours) + 4, "hours": hours} for name, hours in levels]
    texts = [y(hours) + 4 for _, hours in levels]
    return {
        "points": " ".join(f"{x},{at}" for x, at in points), "levels": drawn, "width": WIDTH, "height": height, "left": left,
        "now": days[-1][1], "now_y": _apart(points[-1][1] + 4, texts), "foot": height - 6,
        "base": y(0.0), "right": right, "words": right + 8, "first": first.isoformat(), "last": last.isoformat(),
    }  # fmt: skip


def _apart(at: int, others: Sequence[int]) -> int:
    """The place nearest to ``at`` where a line of words does not lie on another."""
    free = [place for place in range(at - 60, at + 61) if all(abs(place - other) >= 15 for other in others)]
    return min(free, key=lambda place: abs(place - at), default=at)
