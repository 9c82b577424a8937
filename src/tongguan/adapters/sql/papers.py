"""Papers of an enterprise in SQL: what it declared by the identifiers of its client numbers, its goods by the trader."""

from typing import Any

from tongguan.adapters.sql.session import Session, between, marks
from tongguan.adapters.sql.worklist import decode_work
from tongguan.desk.papers import OPEN, TO_BE_MENDED, TO_MEND, PaperFilter
from tongguan.desk.worklist import WorkRow

_OWN = "number IN (SELECT owner FROM identifier WHERE kind = 'client' AND {keys} UNION SELECT number FROM work WHERE trader = ?)"
_MEND = "(body LIKE ? OR body LIKE ?)"
_MENDED = [f'%"status":"{status}"%' for status in TO_BE_MENDED]


class Papers(Session):
    """The papers of ``tongguan.desk.ports.Journal``."""

    def papers(self, want: PaperFilter) -> list[WorkRow]:
        where, params = _filter(want)
        if want.before:
            where += " AND number < ?"
            params.append(want.before)
        sql = f"SELECT body FROM work WHERE {where} ORDER BY number DESC LIMIT ?"
        return [decode_work(body) for (body,) in self.ask(sql, (*params, want.limit))]

    def count_papers(self, want: PaperFilter) -> int:
        where, params = _filter(want)
        return int(self.ask(f"SELECT count(*) FROM work WHERE {where}", params)[0][0])

    def clients(self, party: str) -> dict[str, str]:
        where, params = _filter(PaperFilter(party=party))
        sql = f"SELECT trader, max(trader_name) FROM work WHERE {where} GROUP BY trader ORDER BY trader"
        return dict(self.ask(sql, params))  # type: ignore[arg-type]


def _filter(want: PaperFilter) -> tuple[str, list[Any]]:
    """The condition of a list, whatever its page."""
    keys, ends = between("value", f"{want.party}|")
    where, params = [_OWN.format(keys=keys)], [*ends, want.party]  # type: tuple[list[str], list[Any]]
    if want.client:
        where.append("trader = ?")
        params.append(want.client)
    if want.barred:
        where.append(f"trader NOT IN ({marks(want.barred)})")
        params += want.barred
    if want.stage:
        stages = {OPEN: "is_open", TO_MEND: _MEND}
        where.append(stages.get(want.stage, f"NOT is_open AND NOT {_MEND}"))
        params += _MENDED if want.stage != OPEN else []
    if want.text:
        found = [between(column, want.text) for column in ("number", "entry_id", "client_number")]
        where.append(f"({' OR '.join(f'({sql})' for sql, _ in found)})")
        params += [end for _, ends in found for end in ends]
    return " AND ".join(where), params
