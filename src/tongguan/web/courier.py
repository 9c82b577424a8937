"""The courier of a server: one thread that numbers and stores receipts soon after what they tell is durable."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Event, Thread
from time import sleep

from tongguan.web.office import desk
from tongguan.wiring import deliver_receipts

_WAIT = 5.0
"""Seconds after which it looks again when nothing called it, or when the store was out of reach."""
_SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder that the processes of one server share."""
_PAUSE = 0.2
"""Seconds that it waits for more before it goes: many receipts at once cost little more than one."""


@contextmanager
def _turn() -> Iterator[None]:
    """One process of a server at a time: of what two number at once, one throws its work away."""
    folder = os.environ.get(_SHARED)
    if folder is None:
        yield
        return
    with open(Path(folder, "courier.lock"), "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


class _Courier:
    def __init__(self) -> None:
        self._called = Event()
        Thread(target=self._run, name="courier", daemon=True).start()

    def kick(self) -> None:
        self._called.set()

    def _run(self) -> None:
        while True:
            if self._called.wait(_WAIT):
                sleep(_PAUSE)
            self._called.clear()
            try:
                with _turn():
                    deliver_receipts(desk())
            except Exception as error:
                logging.getLogger("tongguan").warning("courier: %s", error)


@cache
def _courier() -> _Courier:
    return _Courier()


def kick() -> None:
    """Something was written: its receipts are due."""
    _courier().kick()
