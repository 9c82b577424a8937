"""The peer of B4, run by the Python of an environment that has PM4Py: an external program (AGPL) that we neither ship nor import.

Reads a Parquet log and answers one figure: the mean duration of its cases. Prints its version and the seconds.
"""

import sys
import time

import pandas
import pm4py


def main(path: str) -> None:
    """One warm-up is left out: the peer's imports are not counted, its reading is."""
    started = time.perf_counter()
    frame = pandas.read_parquet(path)
    log = pm4py.format_dataframe(
        frame, case_id="case:concept:name", activity_key="concept:name", timestamp_key="time:timestamp"
    )
    durations = pm4py.get_all_case_durations(log)
    took = time.perf_counter() - started
    print(pm4py.__version__, took, sum(durations) / len(durations), len(durations))


if __name__ == "__main__":
    main(sys.argv[1])
