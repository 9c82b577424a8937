"""The courier of a server: one thread that numbers and stores receipts soon after what they tell is durable."""

import logging
from functools import cache
from threading import Event, Thread

from tongguan.web.office import desk
from tongguan.wiring import deliver_receipts

_WAIT = 5.0
"""Seconds after which it looks again when nothing called it, or when the store was out of reach."""


class _Courier:
    def __init__(self) -> None:
        self._called = Event()
        Thread(target=self._run, name="courier", daemon=True).start()

    def kick(self) -> None:
        self._called.set()

    def _run(self) -> None:
        while True:
            self._called.wait(_WAIT)
            self._called.clear()
            try:
                deliver_receipts(desk())
            except Exception as error:
                logging.getLogger("tongguan").warning("courier: %s", error)


@cache
def _courier() -> _Courier:
    return _Courier()


def kick() -> None:
    """Something was written: its receipts are due."""
    _courier().kick()
