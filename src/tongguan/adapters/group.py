"""Group commit: appends that wait at one moment share a transaction; each is answered after its commit."""

import threading
from typing import Any

from tongguan.adapters.store import Store
from tongguan.desk.ports import Append, Outcome, StoreUnreachable

MOST = 64
"""Appends in one transaction."""


class _Ticket:
    """One waiting append. Its thread is woken when it is answered, or to lead the next group."""

    def __init__(self, append: Append, recorded_at: int) -> None:
        self.append = append
        self.recorded_at = recorded_at
        self.woken = threading.Event()
        self.outcome: Outcome | None = None
        self.error: BaseException | None = None

    @property
    def answered(self) -> bool:
        return self.outcome is not None or self.error is not None


class GroupJournal:
    """A journal for a server of many threads; all but ``append`` goes straight to the store behind it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._waiting: list[_Ticket] = []
        self._led = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def append(self, append: Append, recorded_at: int) -> Outcome:
        """Append together with whoever waits too; returns, or raises, when it is durable or refused."""
        ticket = _Ticket(append, recorded_at)
        with self._lock:
            self._waiting.append(ticket)
            leads, self._led = not self._led, True
        if not leads:
            ticket.woken.wait()
        if not ticket.answered:
            self._lead()
        if ticket.error is not None:
            raise ticket.error
        assert ticket.outcome is not None
        return ticket.outcome

    def _lead(self) -> None:
        """Write the group that waits now, own ticket first in line, and hand the lead to the next in line."""
        with self._lock:
            group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            _write(self._store, group)
        except BaseException as error:
            for ticket in group:
                ticket.error = ticket.error or (None if ticket.outcome else error)
            raise
        finally:
            with self._lock:
                heir = self._waiting[0] if self._waiting else None
                self._led = heir is not None
            for ticket in group:
                ticket.woken.set()
            if heir is not None:
                heir.woken.set()


def _write(store: Store, group: list[_Ticket]) -> None:
    """One transaction for all; if it cannot be written, one by one, so that a bad one fails alone."""
    try:
        outcomes = store.append_group([(ticket.append, ticket.recorded_at) for ticket in group])
    except StoreUnreachable as error:
        for ticket in group:
            ticket.error = error
        return
    except Exception as error:
        if len(group) == 1:
            group[0].error = error
            return
        for ticket in group:
            _write(store, [ticket])
        return
    for ticket, outcome in zip(group, outcomes, strict=True):
        ticket.outcome = outcome
