"""The time chart of a declaration: bars per control, as plain shapes that the template draws."""

from typing import Any

from tongguan.desk.views import Sheet
from tongguan.facts.clock import moment

WIDTH, LEFT, ROW, TOP = 960, 240, 26, 24


def chart(sheet: Sheet) -> dict[str, Any] | None:
    """Shapes of the chart; None while there is nothing to draw."""
    controls = [(track, control) for track in sheet.tracks for control in track.controls]
    start = sheet.first_lodged_at
    if not controls or start is None:
        return None
    ends = [span.end or span.start for _, control in controls for span in control.spans]
    end = max([*ends, sheet.released_at or sheet.as_of, start + 60_000_000])

    def x(at: int) -> int:
        return LEFT + round((at - start) * (WIDTH - LEFT - 10) / (end - start))

    rows = []
    for place, (track, control) in enumerate(controls):
        top = TOP + place * ROW
        bars = [
            {"x": x(span.start), "width": max(3, x(span.end if span.end is not None else end) - x(span.start)),
             "state": span.state, "officer": span.officer}
            for span in control.spans
        ]  # fmt: skip
        rows.append({"track": track, "control": control, "y": top, "text": top + 15, "bars": bars})
    marks = [
        {"x": x(at), "name": name, "anchor": "end" if x(at) > WIDTH - 60 else "middle"}
        for name, at in _points(sheet)
        if start <= at <= end
    ]
    return {
        "width": WIDTH, "height": TOP + len(rows) * ROW + 26, "rows": rows, "marks": marks, "left": LEFT,
        "bottom": TOP + len(rows) * ROW + 18, "foot": TOP + len(rows) * ROW,
        "from": moment(start).strftime("%m-%d %H:%M"), "to": moment(end).strftime("%m-%d %H:%M"), "right": WIDTH - 10,
    }  # fmt: skip


def _points(sheet: Sheet) -> list[tuple[str, int]]:
    found = (("accepted", sheet.accepted_at), ("released", sheet.released_at), ("closed", sheet.closed_at))
    return [(name, at) for name, at in found if at is not None]
