"""CSV and Parquet: sorted into cases by an embedded database that puts on disk what memory will not hold."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from tongguan.adapters.logs import refusals
from tongguan.adapters.logs.mapping import Mapping
from tongguan.facts.unreadable import Unreadable
from tongguan.insight.log import Case, Entry

MEMORY = "1GB"
"""What the embedded database may hold in memory; the rest goes to a folder that is removed afterwards."""
_BATCH = 20_000
_NEEDED = ("case", "activity", "time")


def connect(folder: str) -> duckdb.DuckDBPyConnection:
    """An empty database that loads nothing from elsewhere."""
    return duckdb.connect(
        ":memory:",
        config={
            "memory_limit": MEMORY,
            "temp_directory": folder,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        },
    )


def read(path: Path, mapping: Mapping, wanted: Sequence[str] = ()) -> Iterator[Case]:
    """The cases of a table in order of their names; Unreadable with line, column and remedy before the first case."""
    with TemporaryDirectory() as folder, connect(folder) as database:
        database.execute(f"SET TimeZone = {_text(mapping.zone)}")
        table = _Table(database, path, mapping, wanted)
        table.load()
        table.check()
        yield from table.cases()


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _name(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


class _Table:
    def __init__(
        self, database: duckdb.DuckDBPyConnection, path: Path, mapping: Mapping, wanted: Sequence[str]
    ) -> None:
        self._database, self._mapping, self._csv = database, mapping, path.suffix.lower() != ".parquet"
        self._kind = "CSV" if self._csv else "Parquet"
        options = ", all_varchar = true, header = true, quote = '\"', escape = '\"'" if self._csv else ""
        self._source = f"{'read_csv' if self._csv else 'read_parquet'}({_text(str(path))}{options})"
        self._types = self._columns()
        self._column = {
            field: self._find(field)
            for field in ("case", "activity", "time", "start", "lifecycle", "resource")
        }
        self._attributes = {name: found for name in wanted if (found := self._attribute(name))}

    def _execute(self, statement: str) -> Any:
        try:
            return self._database.execute(statement)
        except duckdb.Error as error:
            raise broken(self._kind, error) from None

    def _columns(self) -> dict[str, str]:
        found = self._execute(f"DESCRIBE SELECT * FROM {self._source}").fetchall()
        return {row[0]: row[1] for row in found}

    def _find(self, field: str) -> str:
        names = self._mapping.names(field)
        folded = {name.casefold(): name for name in reversed(self._types)}
        found = next((folded[name.casefold()] for name in names if name.casefold() in folded), "")
        if not found and (field in _NEEDED or getattr(self._mapping, field) not in ("", "-")):
            raise refusals.absent(field, names, ", ".join(self._types), line=1 if self._csv else None)
        return found

    def _attribute(self, name: str) -> str:
        return next((each for each in (name, f"case:{name}") if each in self._types), "")

    def _micros(self, field: str) -> str:
        """The SQL of a time in microseconds; NULL where a text is none."""
        column = self._column[field]
        if not column:
            return "NULL::BIGINT"
        kind, name = self._types[column], _name(column)
        if kind.startswith("TIMESTAMP") or kind == "DATE":
            return f"epoch_us({name}::TIMESTAMPTZ)"
        if kind == "VARCHAR" and self._mapping.format:
            return f"epoch_us(try_strptime({name}, {_text(self._mapping.format)})::TIMESTAMPTZ)"
        if kind == "VARCHAR" and self._csv:
            # The pattern keeps out words that the database takes for times, such as today and infinity.
            return rf"epoch_us(CASE WHEN {name} ~ '^\s*\d{{4}}-.*' THEN TRY_CAST({name} AS TIMESTAMPTZ) END)"
        raise refusals.text_for_time(column, None)

    def load(self) -> None:
        """Read the whole file; nothing is counted before all of it was read."""
        plain = {
            field: f"{_name(column)}::VARCHAR" if column else "''" for field, column in self._column.items()
        }
        told = [
            f"{_name(column)}::VARCHAR AS {_name('a' + str(n))}"
            for n, column in enumerate(self._attributes.values())
        ]
        columns = [
            "row_number() OVER () AS place", f"{plain['case']} AS c", f"{plain['activity']} AS activity",
            f"{self._micros('time')} AS done_at", f"{self._micros('start')} AS begun_at",
            f"{plain['time']} AS time_text", f"{plain['start']} AS start_text",
            f"lower(coalesce({plain['lifecycle']}, '')) AS lifecycle", f"coalesce({plain['resource']}, '') AS resource", *told,
        ]  # fmt: skip
        self._execute(f"CREATE TEMP TABLE entry AS SELECT {', '.join(columns)} FROM {self._source}")

    def check(self) -> None:
        """Refuse the first row that lacks something."""
        begun = "OR (begun_at IS NULL AND start_text <> '')" if self._column["start"] else ""
        row = self._execute(
            f"SELECT place, c, activity, done_at, time_text, start_text FROM entry WHERE c IS NULL OR activity IS NULL OR done_at IS NULL {begun}"
            " ORDER BY place LIMIT 1"
        ).fetchone()
        if row is None:
            return
        place, case, activity, at, time, start = row
        line = place + 1 if self._csv else place
        for field, value in (("case", case), ("activity", activity), ("time", time)):
            if value is None:
                raise refusals.absent(field, (self._column[field],), line=line)
        field, value = ("time", time) if at is None else ("start", start)
        raise refusals.not_a_time(self._column[field], value, line)

    def cases(self) -> Iterator[Case]:
        """Every case, its entries in order of start, end and place."""
        told = "".join(f", a{n}" for n in range(len(self._attributes)))
        result = self._execute(
            f"SELECT c, activity, done_at, begun_at, lifecycle, resource{told} FROM entry"
            " ORDER BY c, coalesce(begun_at, done_at), done_at, place"
        )
        for name, rows in groupby(_rows(result), key=_first):
            found = list(rows)
            told_of = dict(zip(self._attributes, (value or "" for value in found[0][6:]), strict=True))
            yield Case(name, tuple(Entry(*row[1:6]) for row in found), told_of)


def broken(kind: str, error: duckdb.Error) -> Unreadable:
    """The refusal of a table that the database cannot read: of a damaged file it tells by errors of every sort."""
    return refusals.broken(kind, str(error).splitlines()[0].rstrip("."))


def _first(row: tuple[Any, ...]) -> str:
    return str(row[0])


def _rows(result: Any) -> Iterator[tuple[Any, ...]]:
    while rows := result.fetchmany(_BATCH):
        yield from rows
