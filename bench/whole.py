"""B10: verify and replay of a whole journal, against hashing the same bytes."""

import time
from collections.abc import Iterator
from hashlib import sha256

from bench import bulk, load
from tongguan.adapters.verify import verify

STEP = 5_000


def measure(events: int) -> Iterator[tuple[str, float, float]]:
    """(what, seconds, seconds of sha256 over the same bytes) for verify and replay."""
    with load.folder() as folder:
        desk = bulk._desk(f"sqlite:///{folder}/whole.db", 0)
        serial = 0
        per = 6
        while serial * per < events:
            batch = [load.message(each) for each in range(serial, serial + STEP)]
            for first in range(0, STEP, bulk.BATCH):
                desk.lodge_many(batch[first : first + bulk.BATCH], bulk.BROKER)
            serial += STEP
            per = len(desk.journal.read(next(desk.journal.all_heads("4907")).stream))
        payloads = [event.payload.encode() for event in desk.journal.events()]
        started = time.perf_counter()
        for payload in payloads:
            sha256(payload).digest()
        hashed = time.perf_counter() - started
        share = events / len(payloads)
        del payloads
        started = time.perf_counter()
        found = verify(desk.journal)  # type: ignore[arg-type]
        took = time.perf_counter() - started
        if not found.ok:
            raise SystemExit(f"bench: {found}")
        yield "verify", took * share, hashed * share
        started = time.perf_counter()
        if desk.rebuild()[2]:
            raise SystemExit("bench: replay differed")
        yield "replay", (time.perf_counter() - started) * share, hashed * share
