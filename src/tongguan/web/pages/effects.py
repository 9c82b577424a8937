"""The effect of a measure as plain shapes that a template draws: its weeks, and its interval beside zero."""

from collections.abc import Sequence
from typing import Any

from tongguan.insight.compare import Compression
from tongguan.insight.improvement import Week

WIDTH = 960
_LEFT, _RIGHT = 60, WIDTH - 20


def weeks(found: Sequence[Week]) -> dict[str, Any]:
    """Medians by week, hollow before and filled after; the two sides stand apart where the measure begins. Not empty."""
    height, top, foot = 250, 26, 30
    before = sum(not each.after for each in found)
    most = max(each.median for each in found) * 1.1 or 1.0
    step = (_RIGHT - _LEFT) / (len(found) + 1)

    def y(hours: float) -> int:
        return top + round((1 - hours / most) * (height - top - foot))

    points = [
        {"x": round(_LEFT + step * (place + 0.5 + each.after)), "y": y(each.median), "after": each.after, "week": each}
        for place, each in enumerate(found)
    ]  # fmt: skip
    return {
        "points": points, "width": WIDTH, "height": height, "left": _LEFT, "right": _RIGHT, "base": y(0.0), "top": top,
        "begins": round(_LEFT + step * (before + 0.5)), "foot": height - 8, "above": top - 10, "most": most / 1.1, "most_y": y(most / 1.1),
        "ends": points[:1] if len(points) == 1 else [points[0], points[-1]],
    }  # fmt: skip


def interval(change: Compression | None, expected: float) -> dict[str, Any] | None:
    """The interval of what was saved, zero and what was expected on one scale of shares; None where there is none."""
    if change is None or change.standardised is None or change.low is None or change.high is None:
        return None
    least, most = max(-1.5, min(change.low, 0.0)) - 0.1, max(change.high, expected, 0.0) + 0.1

    def x(share: float) -> int:
        inside = min(max(share, least), most)
        return _LEFT + round((inside - least) / (most - least) * (_RIGHT - _LEFT))

    low = x(change.low)
    return {
        "width": WIDTH, "height": 74, "x": low, "length": max(2, x(change.high) - low), "dot": x(change.standardised),
        "zero": x(0.0), "expected": x(expected), "low": change.low, "high": change.high, "share": expected,
        "end": x(change.high),
    }  # fmt: skip
