"""The last audit of draws and the last test for steering, kept so that a page can show what they found."""

from datetime import date

import msgspec

from tongguan.desk.draw_audit import Audit
from tongguan.desk.ports import Journal
from tongguan.insight.steering import Steering

_AUDIT, _STEERING = "last_audit", "last_steering"


class Audited(msgspec.Struct, frozen=True, kw_only=True):
    """What an audit found, without the single draws; ``at`` in microseconds UTC, days are local, empty: no bound."""

    at: int
    since: str
    until: str
    ok: bool
    draws: int
    """Draws of declarations that were recomputed."""
    officers: int
    selections: int
    waiting: int
    differing: int


class Tested(msgspec.Struct, frozen=True, kw_only=True):
    """What a test for steering found, without any name."""

    at: int
    since: str
    until: str
    visits: int
    moved: int
    """Moved after the draw."""
    p: float
    alarm: bool


def keep_audit(journal: Journal, found: Audit, at: int, since: date | None, until: date | None) -> None:
    """Keep what an audit found in the place of the one before."""
    said = Audited(
        at=at, since=_day(since), until=_day(until), ok=found.ok, draws=found.draws, officers=found.officers,
        selections=found.selections, waiting=found.waiting, differing=len(found.differences) + len(found.broken),
    )  # fmt: skip
    journal.set_setting(_AUDIT, msgspec.json.encode(said).decode())


def keep_test(journal: Journal, found: Steering, at: int, since: date | None, until: date | None) -> None:
    """Keep what a test of the office's own visits found in the place of the one before."""
    said = Tested(
        at=at, since=_day(since), until=_day(until), visits=found.visits, moved=found.moved, p=found.p,
        alarm=found.alarm,
    )  # fmt: skip
    journal.set_setting(_STEERING, msgspec.json.encode(said).decode())


def audited(journal: Journal) -> Audited | None:
    """The last audit; None when there was none."""
    kept = journal.setting(_AUDIT)
    return msgspec.json.decode(kept, type=Audited) if kept else None


def tested(journal: Journal) -> Tested | None:
    """The last test for steering; None when there was none."""
    kept = journal.setting(_STEERING)
    return msgspec.json.decode(kept, type=Tested) if kept else None


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
