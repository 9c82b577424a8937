"""Loading the demo office: played in memory, then adopted whole by the database."""

from tongguan.adapters.memory import MemoryJournal
from tongguan.adapters.store import Store


class NotLoaded(Exception):
    """The demo could not be written; the message says what stands in its way."""


def copy(played: MemoryJournal, target: Store) -> tuple[int, int]:
    """Write every stream with its identifiers, balances, derived rows and vault entries; (streams, events)."""
    whole = played.whole()
    try:
        target.adopt(whole)
    except ValueError as error:
        raise NotLoaded(str(error)) from error
    for series, last in played.last_serials().items():
        target.serials(series, last)
    return len(whole.after), len(whole.events)
