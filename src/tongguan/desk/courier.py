"""The courier: reads the journal from where it stopped, numbers receipts per declarant without gaps, at least once."""

from collections.abc import Callable

import msgspec

from tongguan.desk import receipts
from tongguan.desk.ports import Journal, StoredReceipt
from tongguan.desk.worklist import WorkRow
from tongguan.facts.event import Event, open_event

Render = Callable[[WorkRow, receipts.Told], str]
"""From a receipt to its text in the Single Window form."""
BATCH = 500


class Draft(msgspec.Struct, frozen=True):
    """A receipt that is due, with the row of its declaration."""

    row: WorkRow
    told: receipts.Told


def deliver(journal: Journal, render: Render) -> int:
    """Deliver everything that is due at the call; returns how many receipts were stored."""
    stored = 0
    while True:
        cursor, _ = journal.courier_state([])
        events, after = journal.follow(cursor, BATCH)
        if not events:
            return stored
        due = due_of(journal, events)
        declarants = sorted({each.row.declarant for each in due})
        _, last = journal.courier_state(declarants)
        batch = []
        for each in due:
            sequence = last[each.row.declarant] = last.get(each.row.declarant, 0) + 1
            batch.append(_numbered(each, sequence, render))
        if journal.deliver(batch, after, cursor):
            stored += len(batch)
            if len(events) < BATCH:
                return stored


def _numbered(due: Draft, sequence: int, render: Render) -> StoredReceipt:
    row, told = due.row, due.told
    return StoredReceipt(
        declarant=row.declarant,
        sequence=sequence,
        event_id=f"{row.number}/{told.version}",
        number=row.number,
        channel=told.channel,
        at=told.at,
        body=render(row, told),
    )


def due_of(
    journal: Journal, events: list[Event], wanted_by: Callable[[WorkRow], bool] = lambda row: True
) -> list[Draft]:
    """The receipts of new events, in order of the feed; each event tells at most what its own fold says."""
    fresh: dict[str, list[Event]] = {}
    for event in events:
        fresh.setdefault(event.stream, []).append(event)
    rows = journal.works(list(fresh))
    due = [rows[stream] for stream in fresh if stream in rows and wanted_by(rows[stream])]
    begun = [row.number for row in due if fresh[row.number][0].version > 1]
    whole = {**fresh, **(journal.read_many(sorted(begun)) if begun else {})}
    found = []
    for row in due:
        versions = {event.version for event in fresh[row.number]}
        told = receipts.told([open_event(event) for event in whole[row.number]], min(versions) - 1)
        found += [Draft(row, each) for each in told if each.version in versions]
    return found
