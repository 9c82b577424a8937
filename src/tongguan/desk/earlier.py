"""Earlier decisions on the same trader and commodity: what an officer should know before deciding the next one."""

from collections.abc import Callable, Mapping

import msgspec

from tongguan.desk.ports import Journal
from tongguan.desk.worklist import WorkRow
from tongguan.facts.event import open_event
from tongguan.insight.life import OUTSIDE
from tongguan.process.apply import fold
from tongguan.process.clearance import DONE
from tongguan.process.model import Model

LAST = 5
"""How many are shown."""
LOOKED = 300
"""How many of the trader's newest declarations are looked through."""


class Concluded(msgspec.Struct, frozen=True):
    """A control that an officer concluded."""

    zh: str
    en: str
    outcome: str
    officer: str
    reason: str


class Earlier(msgspec.Struct, frozen=True):
    """One earlier declaration of the same trader with a commodity in common."""

    row: WorkRow
    commodities: tuple[str, ...]
    """The codes in common."""
    concluded: tuple[Concluded, ...]
    """What officers concluded; none: nobody had to look at it."""


def earlier(
    journal: Journal, models: Mapping[str, Model], number: str, shown: Callable[[WorkRow], bool]
) -> list[Earlier]:
    """The newest before this one that may be ``shown``, at most ``LAST``; drafts are none."""
    here = journal.work(number)
    if here is None or not here.trader:
        return []
    wanted = set(here.commodities)
    rows = [
        row
        for row in journal.of_trader(here.trader, LOOKED)
        if row.number != number
        and row.status != "draft"
        and (row.first_lodged_at or 0) < (here.first_lodged_at or 0)
        and shown(row)
        and wanted.intersection(row.commodities)
    ]
    chosen = sorted(rows, key=lambda row: row.first_lodged_at or 0, reverse=True)[:LAST]
    concluded = _concluded(journal, models, [row.number for row in chosen])
    return [
        Earlier(row, tuple(code for code in row.commodities if code in wanted), concluded.get(row.number, ()))
        for row in chosen
    ]


def _concluded(
    journal: Journal, models: Mapping[str, Model], numbers: list[str]
) -> dict[str, tuple[Concluded, ...]]:
    found = {}
    for number, events in journal.read_many(numbers).items():
        clearance = fold([open_event(event) for event in events])
        if clearance is None:
            continue
        found[number] = tuple(
            Concluded(control.zh, control.en, state.outcome, state.done_by, state.reason)
            for control in models[clearance.process].control
            if (state := clearance.control(control.id)).state == DONE
            and control.role not in OUTSIDE
            and not control.done_by
        )
    return found
