"""Lock-out: after repeated failures a name is locked at an address, and an address or a name altogether, for a time.

Existing and unknown names are treated alike, so that nobody learns which there are. The clock is the true one, not the
office's: a demo's clock would let guesses through.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from tongguan.web.accounts.models import SignIn

WINDOW = timedelta(minutes=15)
"""So close together failures count, and so long a lock lasts from the last of them."""
SAME = 5
"""Failures of one name at one address."""
NAME = 20
"""Failures of one name at any address."""
ADDRESS = 40
"""Failures of any name at one address: many may share it."""


def until(failures: Sequence[datetime], most: int, now: datetime) -> datetime | None:
    """When the lock ends that so many failures (oldest first) within the window brought about; None: there is none."""
    ends = [
        last + WINDOW
        for first, last in zip(failures, failures[most - 1 :], strict=False)
        if last - first < WINDOW and last + WINDOW > now
    ]
    return max(ends, default=None)


def locked(name: str, address: str, now: datetime) -> datetime | None:
    """When this name may try again from this address; None: at once."""
    recent = SignIn.objects.filter(ok=False, at__gt=now - 2 * WINDOW).order_by("at")
    same = recent.filter(name=_plain(name), address=address)
    opened = SignIn.objects.filter(name=_plain(name), address=address, ok=True).order_by("-at").first()
    since = same.filter(at__gt=opened.at) if opened else same
    ends = (
        until(_times(since), SAME, now),
        until(_times(recent.filter(name=_plain(name))), NAME, now),
        until(_times(recent.filter(address=address)), ADDRESS, now),
    )
    return max((end for end in ends if end is not None), default=None)


def tried(name: str, address: str, ok: bool, now: datetime) -> None:
    """Put a try on record. One that a lock turned away is none: it neither counts nor lengthens the lock."""
    SignIn.objects.create(name=_plain(name), address=address, ok=ok, at=now)


def _plain(name: str) -> str:
    return name.replace("\0", "").strip().lower()[:150]


def _times(rows: Iterable[SignIn]) -> list[datetime]:
    return [row.at for row in rows]
