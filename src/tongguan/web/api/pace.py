"""How fast one actor may call: a bucket that fills at an even pace; beyond it the answer is 429."""

import time
from threading import Lock

from django.conf import settings

_lock = Lock()
_buckets: dict[str, tuple[float, float]] = {}
"""Actor → calls that are left, and when that was counted."""


def admits(actor: str) -> bool:
    """Count a call of the actor; False when it has none left now. A pace of 0 admits everything."""
    a_minute: int = settings.TONGGUAN_CALLS_A_MINUTE
    if not a_minute:
        return True
    now = time.monotonic()
    with _lock:
        left, then = _buckets.get(actor, (float(a_minute), now))
        left = min(float(a_minute), left + (now - then) * a_minute / 60)
        admitted = left >= 1
        _buckets[actor] = (left - admitted, now)
    return admitted
