"""Every office definition over a whole Parquet log at once, by columns: for millions of declarations.

The figures are those of ``tongguan.insight.logged.Times``; a test holds the two equal.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from tongguan.adapters.logs.tables import broken, connect
from tongguan.facts.clock import DAY, OFFICE_ZONE, SECOND
from tongguan.insight.logged import MILESTONES, office_definitions
from tongguan.insight.times import Definition

_PERIODS = {"month": "strftime({}, '%Y-%m')", "week": "strftime({}, '%G-W%V')"}
"""Groupings by the local date of the end, as SQL of that time."""
_FIGURES = f"""
    count(*), round(avg(took) / {SECOND}, 6), median(took) / {SECOND}, quantile_disc(took, 0.9) / {SECOND},
    quantile_disc(took, 0.95) / {SECOND}, min(took) / {SECOND}, max(took) / {SECOND},
    round(avg((took <= {DAY})::INT), 6)
"""
_EMPTY = "''"
TYPES = {
    "case:concept:name": "VARCHAR", "concept:name": "VARCHAR", "time:timestamp": "TIMESTAMP WITH TIME ZONE",
    "lifecycle:transition": "VARCHAR", "direction": "VARCHAR",
}  # fmt: skip
"""Columns that are needed, with their types."""
_NAMES = ("count", "mean_s", "median_s", "p90_s", "p95_s", "low_s", "high_s", "within_24h")


def fits(path: Path) -> bool:
    """Is it a Parquet log with the columns of our own export?"""
    if path.suffix != ".parquet":
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

    ``by``: attributes of the case, week, month; an attribute that the log does not have is empty. The local date of
    the end lies between ``since`` and ``until``, both inclusive. Seconds. Unreadable when the file is damaged.
    """
    try:
        return _measured(path, by, since, until)
    except duckdb.Error as error:
        raise broken("Parquet", error) from None


def _measured(
    path: Path, by: Sequence[str], since: date | None, until: date | None
) -> list[dict[str, object]]:
    with TemporaryDirectory() as folder, connect(folder) as database:
        database.execute(f"SET TimeZone = '{OFFICE_ZONE.key}'")
        source = _text(path)
        columns = {row[0] for row in database.execute(f"DESCRIBE FROM {source}").fetchall()}
        attributes = [name for name in by if name not in _PERIODS]
        database.execute(_landmarks(source, dict.fromkeys((*attributes, "direction")), columns))
        grouped = ", ".join(("definition", *(f"g{n}" for n in range(len(by)))))
        every = " UNION ALL ".join(_took(each, by, since, until) for each in office_definitions().values())
        rows = database.execute(
            f"SELECT {grouped}, {_FIGURES} FROM ({every}) GROUP BY {grouped} ORDER BY {grouped}"
        )
        return [_record(row, by) for row in rows.fetchall()]


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
        SELECT *, greatest(accepted_at, coalesce(arrived_at, accepted_at)) AS ready_at
        FROM (
            SELECT {", ".join((*told, *reached))}
            FROM (
                SELECT "case:concept:name" AS number, "concept:name" AS activity, {", ".join(read)},
                    epoch_us("time:timestamp") AS done_at
                FROM {source} WHERE "lifecycle:transition" IN ('', 'complete')
            ) GROUP BY number
        )
    """


def _took(definition: Definition, by: Sequence[str], since: date | None, until: date | None) -> str:
    """What each declaration took by one definition, with its groups."""
    start, end = definition.start, definition.end
    groups = [
        f"{_PERIODS[name].format(f'make_timestamptz({end})')} AS g{n}"
        if name in _PERIODS
        else f"{_name(name)} AS g{n}"
        for n, name in enumerate(by)
    ]
    only = f" AND direction = '{definition.direction}'" if definition.direction else ""
    for day, relation in ((since, ">="), (until, "<=")):
        only += f" AND make_timestamptz({end})::DATE {relation} DATE '{day}'" if day else ""
    columns = ", ".join(
        (f"'{definition.id}' AS definition", *groups, f"greatest(0, {end} - {start}) AS took")
    )
    return f"SELECT {columns} FROM landmark WHERE {start} IS NOT NULL AND {end} IS NOT NULL{only}"


def _record(row: tuple[object, ...], by: Sequence[str]) -> dict[str, object]:
    group = dict(zip(by, row[1 : 1 + len(by)], strict=True))
    return {"definition": row[0], "group": group, **dict(zip(_NAMES, row[1 + len(by) :], strict=True))}
