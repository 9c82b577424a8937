"""The worklist in SQL: rows, tasks, search, and their rebuilding."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec

from tongguan.adapters import worklists
from tongguan.adapters.sql.session import Run, Session, between, marks
from tongguan.desk.worklist import QueueFilter, Task, WorkRow

TASK = "number, control, track, role, office, state, since, officer"
_encode = msgspec.json.Encoder().encode
decode_work = msgspec.json.Decoder(WorkRow).decode
_CHUNK = 500

_PUT = """
    INSERT INTO work (number, client_number, entry_id, trader, trader_name, accepted_at, body)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (number) DO UPDATE
       SET client_number = EXCLUDED.client_number, entry_id = EXCLUDED.entry_id, trader = EXCLUDED.trader,
           trader_name = EXCLUDED.trader_name, accepted_at = EXCLUDED.accepted_at, body = EXCLUDED.body"""


def work_row(row: WorkRow) -> tuple[Any, ...]:
    """The columns of ``work``: what is searched (PostgreSQL knows no NUL in text), and the row whole."""
    return (
        row.number,
        row.client_number.replace("\0", ""),
        row.entry_id,
        row.trader.replace("\0", ""),
        row.trader_name.replace("\0", ""),
        row.accepted_at,
        _encode(row).decode(),
    )


def task_rows(row: WorkRow) -> list[tuple[Any, ...]]:
    """The columns of ``task`` for each task of the row."""
    return [(t.number, t.control, t.track, t.role, t.office, t.state, t.since, t.officer) for t in row.tasks]


def put_work(run: Run, rows: Sequence[WorkRow]) -> None:
    """Write the rows and replace the whole set of tasks of each."""
    run.many(_PUT, [work_row(row) for row in rows])
    run.many("DELETE FROM task WHERE number = ?", [(row.number,) for row in rows])
    tasks = [task for row in rows for task in task_rows(row)]
    run.many(f"INSERT INTO task ({TASK}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", tasks)


class Worklist(Session):
    """The worklist part of ``tongguan.desk.ports.Journal``."""

    def work(self, number: str) -> WorkRow | None:
        found = self.ask("SELECT body FROM work WHERE number = ?", (number,))
        return decode_work(found[0][0]) if found else None

    def works(self, numbers: Sequence[str]) -> dict[str, WorkRow]:
        found = self.ask_in("SELECT number, body FROM work WHERE number IN ({values})", numbers)
        return {number: decode_work(body) for number, body in found}

    def work_rows(
        self, accepted_from: int | None = None, accepted_to: int | None = None
    ) -> Iterator[WorkRow]:
        limits = [("accepted_at >= ?", accepted_from), ("accepted_at < ?", accepted_to)]
        where = " AND ".join(sql for sql, at in limits if at is not None) or "1=1"
        params = [at for _, at in limits if at is not None]
        for (body,) in self.each(f"SELECT body FROM work WHERE {where} ORDER BY number", params):
            yield decode_work(body)

    def open_rows(self) -> list[WorkRow]:
        found = self.ask("SELECT body FROM work WHERE is_open ORDER BY number")
        return [decode_work(body) for (body,) in found]

    def count_open(self) -> int:
        return int(self.ask("SELECT count(*) FROM work WHERE is_open")[0][0])

    def tasks(self, want: QueueFilter) -> list[Task]:
        where, params = _queue(want)
        if want.after is not None:
            where += " AND (since, number, control) > (?, ?, ?)"
            params += want.after
        sql = f"SELECT {TASK} FROM task WHERE {where} ORDER BY since, number, control LIMIT ?"
        return [Task(*row) for row in self.ask(sql, (*params, want.limit))]

    def count_tasks(self, want: QueueFilter) -> int:
        where, params = _queue(want)
        return int(self.ask(f"SELECT count(*) FROM task WHERE {where}", params)[0][0])

    def of_trader(self, trader: str, limit: int) -> list[WorkRow]:
        sql = "SELECT body FROM work WHERE trader = ? ORDER BY number DESC LIMIT ?"
        return [decode_work(body) for (body,) in self.ask(sql, (trader, limit))]

    def search(self, text: str, limit: int = 50) -> list[WorkRow]:
        columns = ("number", "entry_id", "client_number", "trader", "trader_name")
        found: dict[str, str] = {}
        for column in columns:
            where, params = between(column, text)
            sql = f"SELECT number, body FROM work WHERE {where} ORDER BY {column}, number LIMIT ?"
            found.update(self.ask(sql, (*params, limit)))
        if not found:
            return self._carrying(text, limit)
        return [decode_work(found[number]) for number in sorted(found)[:limit]]

    def _carrying(self, text: str, limit: int) -> list[WorkRow]:
        """Open declarations that carry the text; the statement only leaves out what cannot."""
        # What JSON escapes and what LIKE reads otherwise may be anything.
        likes = [
            "".join("%" if each in '%_"\\' else each for each in f"%{said}%")
            for said in worklists.cases(text)
        ]
        sql = "SELECT body FROM work WHERE is_open AND (body LIKE ? OR body LIKE ?) ORDER BY number"
        rows = (decode_work(body) for (body,) in self.each(sql, likes))
        return list(islice((row for row in rows if worklists.carries(row, text)), limit))

    def replace_work(self, rows: Iterable[WorkRow]) -> int:
        surplus = {number for (number,) in self.each("SELECT number FROM work")}
        changed, source = 0, iter(rows)
        while chunk := list(islice(source, _CHUNK)):
            surplus.difference_update(row.number for row in chunk)
            with self.writing() as run:
                changed += _replace(run, chunk)
        gone = [(number,) for number in sorted(surplus)]
        with self.writing() as run:
            run.many("DELETE FROM work WHERE number = ?", gone)
            run.many("DELETE FROM task WHERE number = ?", gone)
        return changed + len(gone)


def _replace(run: Run, rows: Sequence[WorkRow]) -> int:
    """Rewrite those of the rows that differ from what is kept, tasks included; returns how many did."""
    numbers = [row.number for row in rows]
    kept = {
        number: decode_work(body)
        for number, body in run(f"SELECT number, body FROM work WHERE number IN ({marks(numbers)})", numbers)
    }
    tasks: dict[str, set[Task]] = {}
    for found in run(f"SELECT {TASK} FROM task WHERE number IN ({marks(numbers)})", numbers):
        tasks.setdefault(found[0], set()).add(Task(*found))
    differing = [
        row
        for row in rows
        if worklists.differing(row, kept.get(row.number))
        or (row == kept[row.number] and set(row.tasks) != tasks.get(row.number, set()))
    ]
    put_work(run, differing)
    return len(differing)


def _queue(want: QueueFilter) -> tuple[str, list[Any]]:
    """The condition of a queue, whatever its page."""
    where, params = ["1=1"], []  # type: tuple[list[str], list[Any]]
    for column, values in (("role", want.roles), ("state", want.states)):
        if values:
            where.append(f"{column} IN ({marks(values)})")
            params += values
    for column, value in (("office", want.office), ("officer", want.officer)):
        if value:
            where.append(f"{column} = ?")
            params.append(value)
    return " AND ".join(where), params
