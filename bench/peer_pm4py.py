"""The peer of B4, run by the Python of an environment that has PM4Py: an external program (AGPL) that we neither ship nor import.

Reads a Parquet log and answers twice: one figure by PM4Py's own function, the mean duration of its cases; then the
figures of ours, every definition by every group, over PM4Py's log, which is a pandas frame. Prints JSON: its version,
the seconds of either, and the counts by definition, to be held against ours. Imports are not counted, reading is.
"""

import json
import sys
import time

import pandas
import pm4py

CASE, ACTIVITY, AT = "case:concept:name", "concept:name", "time:timestamp"
DAY = 86_400.0


def main(path: str, asked: str) -> None:
    """``asked``: JSON of the definitions (id, first activity, last activity, direction), groupings and time zone."""
    wanted = json.loads(asked)
    started = time.perf_counter()
    log = pm4py.format_dataframe(
        pandas.read_parquet(path), case_id=CASE, activity_key=ACTIVITY, timestamp_key=AT
    )
    read = time.perf_counter() - started
    started = time.perf_counter()
    pm4py.get_all_case_durations(log)
    one = read + time.perf_counter() - started
    started = time.perf_counter()
    counts = figures(log, wanted["definitions"], wanted["by"], wanted["zone"])
    every = read + time.perf_counter() - started
    print(json.dumps({"version": pm4py.__version__, "one": one, "every": every, "counts": counts}))


def figures(log: pandas.DataFrame, definitions: list[list[str]], by: list[str], zone: str) -> dict[str, int]:
    """Count, mean, median, percentiles, range and 24-hour share of each definition by group; the counts are returned."""
    done = log[log["lifecycle:transition"].isin(("", "complete"))]
    marks = {activity for _, *ends, _ in definitions for activity in ends} | {"acceptance", "arrived"}
    reached = done[done[ACTIVITY].isin(marks)].groupby([CASE, ACTIVITY], observed=True)[AT].min().unstack()
    reached["ready"] = reached[["acceptance", "arrived"]].max(axis=1).where(reached["acceptance"].notna())
    told = log.groupby(CASE)[[name for name in by if name != "week"]].first()
    counts = {}
    for name, start, end, direction in definitions:
        if {start, end} - set(reached.columns):
            continue
        took = (reached[end] - reached[start]).dt.total_seconds().clip(lower=0)
        frame = told.assign(week=reached[end].dt.tz_convert(zone).dt.strftime("%G-W%V"), took=took).dropna()
        frame = frame[frame["direction"] == direction] if direction else frame
        groups = frame.groupby(by, observed=True)["took"]
        groups.agg(["count", "mean", "min", "max"])
        groups.quantile([0.5, 0.9, 0.95])
        (frame["took"] <= DAY).groupby([frame[each] for each in by]).mean()
        counts[name] = len(frame)
    return counts


if __name__ == "__main__":
    main(*sys.argv[1:])
