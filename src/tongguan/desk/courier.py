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


class _Draft(msgspec.Struct, frozen=True):
    row: WorkRow
    told: receipts.Told


def deliver(journal: Journal, render: Render) -> int:
    """Deliver everything that is due; returns how many receipts were stored."""
    stored = 0
    while True:
        cursor, _ = journal.courier_state([])
        events, after = journal.follow(cursor, BATCH)
        if not events:
            return stored
        due = _due(journal, events)
        declarants = sorted({each.row.declarant for each in due})
        _, last = journal.courier_state(declarants)
        batch = []
        for each in due:
            sequence = last[each.row.declarant] = last.get(each.row.declarant, 0) + 1
            batch.append(_numbered(each, sequence, render))
        if journal.deliver(batch, after, cursor):
            stored += len(batch)


def _numbered(due: _Draft, sequence: int, render: Render) -> StoredReceipt:
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


def _due(journal: Journal, events: list[Event]) -> list[_Draft]:
    """The receipts of new events, in order of the feed; each event tells at most what its own fold says."""
    wanted: dict[str, set[int]] = {}
    for event in events:
        wanted.setdefault(event.stream, set()).add(event.version)
    streams = journal.read_many(sorted(wanted))
    found = []
    for stream, versions in wanted.items():
        row = journal.work(stream)
        if row is None:
            continue
        facts = [open_event(event) for event in streams[stream]]
        told = receipts.told(facts)
        found += [_Draft(row, each) for each in told if each.version in versions]
    return found
