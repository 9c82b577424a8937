"""Event logs of other systems: XES, CSV, Parquet, OCEL 2.0."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tongguan.adapters.logs import ocel, refusals, tables, xes
from tongguan.adapters.logs.mapping import Mapping
from tongguan.insight.log import Case

Reader = Callable[[Path, Mapping, Sequence[str]], Iterator[Case]]
READERS: dict[str, Reader] = {
    ".xes": xes.read, ".xes.gz": xes.read, ".csv": tables.read, ".csv.gz": tables.read, ".parquet": tables.read,
    ".json": ocel.read, ".jsonocel": ocel.read, ".xml": ocel.read, ".xmlocel": ocel.read, ".sqlite": ocel.read,
    ".db": ocel.read,
}  # fmt: skip
"""By the end of the file's name."""


def read(path: Path, mapping: Mapping, wanted: Sequence[str] = ()) -> Iterator[Case]:
    """The cases of a log, with the attributes that are wanted of them; Unreadable when it cannot be read.

    A refusal may come after cases: count nothing before the last one came. OSError when there is no such file.
    """
    name = path.name.lower()
    reader = next((found for end, found in READERS.items() if name.endswith(end)), None)
    if reader is None:
        raise refusals.unknown(path.suffix)
    path.stat()
    some = False
    for case in reader(path, mapping, wanted):
        some = True
        yield case
    if not some:
        raise refusals.empty()
