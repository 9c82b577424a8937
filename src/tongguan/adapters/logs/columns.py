"""Every office definition over a whole Parquet log at once, by columns: for millions of declarations.

The figures are those of ``tongguan.insight.logged.Times``; a test holds the two equal.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from tongguan.adapters.logs.tables import broken, connect
from tongguan.facts.clock import DAY, SECOND, moment, parse
from tongguan.insight.logged import MILESTONES, office_definitions, refuse_untold
from tongguan.insight.times import RANK, Definition

_PERIODS = {"month": "%Y-%m", "week": "%G-W%V"}
"""Groupings by the local date of the end: how the beginning of each is written, once it is grouped."""
_FIGURES = f"""
    count(*), round(avg(took) / {SECOND}, 6), median(took) / {SECOND}, quantile_disc(took, 0.9) / {SECOND},
    quantile_disc(took, 0.95) / {SECOND}, min(took) / {SECOND}, max(took) / {SECOND},
    round(avg((took <= {DAY})::INT), 6)
"""
_EMPTY = "''"
TYPES = {
    "case:concept:name": "VARCHAR", "concept:name": "VARCHAR", "time:timestamp": "TIMESTAMP WITH TIME ZONE",
    "lifecycle:transition": "VARCHAR", "direction": "VARCHAR", "first_lodging": "VARCHAR",
}  # fmt: skip
"""Columns that are needed, with their types."""
_NAMES = ("count", "mean_s", "median_s", "p90_s", "p95_s", "low_s", "high_s", "within_24h")


def fits(path: Path) -> bool:
    """Is it a Parquet log with the columns of our own export?"""
    if path.suffix.lower() != ".parquet":
        return False
    with connect("") as database:
        try:
            rows = database.execute(f"DESCRIBE FROM {_text(path)}").fetchall()
        except duckdb.Error:
            return False
    return {name: kind for name, kind, *_ in rows}.items() >= TYPES.items()


def measure(
    path: Path, by: Sequence[str] = (), since: date | None = None, until: date | None = None
) -> list[dict[str, object]]:
    """Figures of each definition and group that counted something, in order; of a log that ``fits``.

    ``by``: attributes of the case, week, month; NotInLogs when no case has one. The local date of the end lies between
    ``since`` and ``until``, both inclusive. Seconds. Unreadable when the file is damaged.
    """
    try:
        return _measured(path, by, since, until)
    except duckdb.Error as error:
        raise broken("Parquet", error) from None


def _measured(
    path: Path, by: Sequence[str], since: date | None, until: date | None
) -> list[dict[str, object]]:
    with TemporaryDirectory() as folder, connect(folder) as database:
        database.execute(
            "SET preserve_insertion_order = false"
        )  # What is answered is put in order at the end.
        source = _text(path)
        columns = {row[0] for row in database.execute(f"DESCRIBE FROM {source}").fetchall()}
        attributes = [name for name in by if name not in _PERIODS]
        database.execute(
            _landmarks(source, dict.fromkeys((*attributes, "direction", "first_lodging")), columns)
        )
        local = _local(database)
        grouped = ", ".join(("definition", *(f"g{n}" for n in range(len(by)))))
        written = ", ".join(("definition", *(_written(name, f"g{n}") for n, name in enumerate(by))))
        every = " UNION ALL ".join(
            _took(each, by, since, until, local) for each in office_definitions().values()
        )
        rows = database.execute(
            f"SELECT {written}, {_FIGURES} FROM ({every}) GROUP BY {grouped} ORDER BY {grouped}"
        )
        found = rows.fetchall()
        refuse_untold(by, [row[1:] for row in found])
        return [_record(row, by) for row in found]


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _landmarks(source: str, attributes: Iterable[str], columns: set[str]) -> str:
    """One row a declaration: what it is, and the first completion of each milestone in microseconds UTC."""
    told = [f"any_value({_name(name)}) AS {_name(name)}" for name in attributes]
    read = [f"{_name(name) if name in columns else _EMPTY} AS {_name(name)}" for name in attributes]
    reached = [
        f"min(done_at) FILTER (activity = '{milestone}') AS {field}"
        for milestone, fields in MILESTONES.items() for field in fields
    ]  # fmt: skip
    return f"""
        CREATE TEMP TABLE landmark AS
        SELECT *, greatest(accepted_at, coalesce(arrived_at, accepted_at)) AS ready_at,
            epoch_us(TRY_CAST(first_lodging AS TIMESTAMPTZ)) AS goods_first_lodged_at
        FROM (
            SELECT {", ".join((*told, *reached))}
            FROM (
                SELECT "case:concept:name" AS number, "concept:name" AS activity, {", ".join(read)},
                    epoch_us("time:timestamp") AS done_at
                FROM {source} WHERE "lifecycle:transition" IN ('', 'complete')
            ) GROUP BY number
        )
    """


def _local(database: duckdb.DuckDBPyConnection) -> str:
    """From a moment, written ``{0}``, to the office's local time as SQL.

    Asking the database for the local time of every row costs more than all figures: the few moments at which the
    zone's offset changes are looked up once, and the rest is addition.
    """
    ends = sorted({each.end for each in office_definitions().values()})
    least, most = (", ".join(f"{how}({end})" for end in ends) for how in ("min", "max"))
    first, last = database.execute(f"SELECT least({least}), greatest({most}) FROM landmark").fetchall()[0]
    spans = _offsets(first or 0, last or 0)
    cases = " ".join(f"WHEN {{0}} < {until} THEN {offset}" for offset, until in spans[:-1])
    offset = f"CASE {cases} ELSE {spans[-1][0]} END" if cases else str(spans[-1][0])
    return f"make_timestamp({{0}} + {offset})"


def _offsets(first: int, last: int) -> list[tuple[int, int]]:
    """(the zone's offset, until when it holds) from one moment to another, microseconds; the last holds to the end."""
    found: list[tuple[int, int]] = []
    for before, after in pairwise((*range(first, last, DAY), last)):
        if _offset(before) != _offset(after):
            found.append((_offset(before), _changes(before, after)))
    return [*found, (_offset(last), last)]


def _changes(low: int, high: int) -> int:
    """The whole second at which the offset of ``low`` ends, not after ``high``."""
    offset = _offset(low)
    while high - low > SECOND:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(middle) == offset else (low, middle)
    return high - high % SECOND


def _offset(at: int) -> int:
    return (moment(at).utcoffset() or timedelta()) // timedelta(microseconds=1)


def _written(name: str, group: str) -> str:
    return f"strftime({group}, '{_PERIODS[name]}')" if name in _PERIODS else group


def _took(
    definition: Definition, by: Sequence[str], since: date | None, until: date | None, local: str
) -> str:
    """What each declaration took by one definition, with its groups; weeks and months by their beginning."""
    start, end = definition.start, definition.end
    groups = [
        f"date_trunc('{name}', {local.format(end)}) AS g{n}" if name in _PERIODS else f"{_name(name)} AS g{n}"
        for n, name in enumerate(by)
    ]
    only = f" AND direction = '{definition.direction}'" if definition.direction else ""
    only += f" AND {end} >= {parse(since.isoformat())}" if since else ""
    only += f" AND {end} < {parse((until + timedelta(days=1)).isoformat())}" if until else ""
    columns = ", ".join(
        (f"'{definition.id}' AS definition", *groups, f"greatest(0, {end} - {start}) AS took")
    )
    return f"SELECT {columns} FROM landmark WHERE {start} IS NOT NULL AND {end} IS NOT NULL{only}"


def _record(row: tuple[object, ...], by: Sequence[str]) -> dict[str, object]:
    group = dict(zip(by, row[1 : 1 + len(by)], strict=True))
    return {
        "definition": row[0],
        "group": group,
        **dict(zip(_NAMES, row[1 + len(by) :], strict=True)),
        "percentiles": RANK,
    }
