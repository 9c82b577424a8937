"""Figures for Prometheus: those of requests are counted here, those of the office are read when they are asked for."""

import os
from collections.abc import Iterator, Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from tongguan.adapters.store import Store
from tongguan.desk.desk import Desk
from tongguan.desk.ports import Append, Outcome, Stored
from tongguan.desk.worklist import QueueFilter
from tongguan.facts.clock import SECOND

REGISTRY = CollectorRegistry()
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0)
"""Seconds."""
SECONDS = Histogram(
    "tongguan_request_seconds",
    "Requests and how long they took, by path template",
    ("method", "path", "status"),
    buckets=BUCKETS,
    registry=REGISTRY,
)
APPENDS = Counter(
    "tongguan_appends", "Appends to the journal by this server, by outcome", ("outcome",), registry=REGISTRY
)


class CountedStore:
    """A store whose appends are counted; all else goes straight to the one behind it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def append_group(self, group: Sequence[tuple[Append, int]]) -> list[Outcome]:
        return _counted(self._store.append_group(group))

    def append_many(self, appends: Sequence[Append], recorded_at: int) -> list[Outcome]:
        return _counted(self._store.append_many(appends, recorded_at))


def _counted(outcomes: list[Outcome]) -> list[Outcome]:
    for outcome in outcomes:
        APPENDS.labels("stored" if isinstance(outcome, Stored) else "refused").inc()
    return outcomes


class _Office:
    """What the office has to do, read from its journal at each scrape."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def collect(self) -> Iterator[GaugeMetricFamily]:
        journal = self._desk.journal
        queue = GaugeMetricFamily(
            "tongguan_queue_length", "Open tasks of officers and others, by role", labels=["role"]
        )
        for role in sorted({each.role for model in self._desk.models.values() for each in model.control}):
            queue.add_metric([role], journal.count_tasks(QueueFilter(roles=(role,))))
        yield queue
        yield GaugeMetricFamily(
            "tongguan_open_declarations", "Declarations that wait for their release", journal.count_open()
        )
        yield GaugeMetricFamily(
            "tongguan_oldest_undelivered_seconds",
            "Age of the oldest event that the courier has not passed; 0 when there is none",
            waiting_since(self._desk),
        )


def waiting_since(desk: Desk) -> float:
    """Seconds since the oldest event was recorded that the courier has not passed."""
    cursor, _ = desk.journal.courier_state([])
    events, _ = desk.journal.follow(cursor, 1)
    return max(0, desk.clock.now() - events[0].recorded_at) / SECOND if events else 0.0


def text(desk: Desk) -> bytes:
    """All figures in the text form of Prometheus."""
    office = CollectorRegistry()
    office.register(_Office(desk))  # type: ignore[arg-type]
    return generate_latest(_of_requests()) + generate_latest(office)


def _of_requests() -> CollectorRegistry:
    """Counts of all processes that serve together, or of this one where there are no others."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    whole = CollectorRegistry()
    MultiProcessCollector(whole)  # type: ignore[no-untyped-call]
    return whole
