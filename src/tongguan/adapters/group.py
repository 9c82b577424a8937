"""What waits at one moment is done together: group commit of appends, and messages that are lodged as one batch."""

import threading
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from tongguan.adapters.store import Store
from tongguan.desk.ports import Append, Outcome, StoreUnreachable

MOST = 64
"""Of them in one group."""
Wanted = TypeVar("Wanted")
Done = TypeVar("Done")


class _Ticket(Generic[Wanted, Done]):
    """One who waits. Its thread is woken when it is answered, or to lead the next group."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.woken = threading.Event()
        self.done: list[Done] = []
        self.error: BaseException | None = None

    @property
    def answered(self) -> bool:
        return bool(self.done) or self.error is not None


class Grouped(Generic[Wanted, Done]):
    """Calls of many threads that wait at the same moment become one call of ``work``, answered in order."""

    def __init__(self, work: Callable[[Sequence[Wanted]], Sequence[Done]]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._waiting: list[_Ticket[Wanted, Done]] = []
        self._led = False

    def __call__(self, wanted: Wanted) -> Done:
        """Returns, or raises, when what was wanted is done."""
        ticket: _Ticket[Wanted, Done] = _Ticket(wanted)
        with self._lock:
            self._waiting.append(ticket)
            leads, self._led = not self._led, True
        if not leads:
            ticket.woken.wait()
        if not ticket.answered:
            self._lead()
        if ticket.error is not None:
            raise ticket.error
        return ticket.done[0]

    def _lead(self) -> None:
        """Do what waits now, own ticket first in line, and hand the lead to the next in line."""
        with self._lock:
            group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            self._do(group)
        except BaseException as error:
            for ticket in group:
                ticket.error = ticket.error or (None if ticket.done else error)
            raise
        finally:
            with self._lock:
                heir = self._waiting[0] if self._waiting else None
                self._led = heir is not None
            for ticket in group:
                ticket.woken.set()
            if heir is not None:
                heir.woken.set()

    def _do(self, group: list[_Ticket[Wanted, Done]]) -> None:
        """All together; if that cannot be done, one by one, so that a bad one fails alone."""
        try:
            done = self._work([ticket.wanted for ticket in group])
        except StoreUnreachable as error:
            for ticket in group:
                ticket.error = error
            return
        except Exception as error:
            if len(group) == 1:
                group[0].error = error
                return
            for ticket in group:
                self._do([ticket])
            return
        for ticket, each in zip(group, done, strict=True):
            ticket.done.append(each)


class GroupJournal:
    """A journal for a server of many threads; all but ``append`` goes straight to the store behind it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._grouped: Grouped[tuple[Append, int], Outcome] = Grouped(store.append_group)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def append(self, append: Append, recorded_at: int) -> Outcome:
        """Append together with whoever waits too; returns, or raises, when it is durable or refused."""
        return self._grouped((append, recorded_at))
