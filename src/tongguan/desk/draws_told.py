"""What everybody may know of the draws: each day's sealed digest, and its secret once that tells nobody too early."""

from datetime import date

import msgspec

from tongguan.desk.draws import DrawDesk
from tongguan.desk.ports import Journal
from tongguan.facts.clock import iso, local_date
from tongguan.process.drawing import DrawDay

PAGE = 50
"""Days in one answer."""
WITHHELD = "withheld"


class DrawTold(msgspec.Struct, frozen=True, kw_only=True):
    """One day of draws as anybody may see it. Digest, secret and salt are hexadecimal."""

    day: str
    """Local date of the office."""
    digest: str
    """SHA-256 of salt and secret, fixed before the day."""
    sealed_at: str
    late: bool
    """Sealed only when the day had begun."""
    state: str
    """sealed; withheld: the day is over, and somebody lodged on it may not know yet whether he is selected; published."""
    secret: str = ""
    salt: str = ""


class DrawsTold(msgspec.Struct, frozen=True):
    """Days of draws, newest first."""

    draws: list[DrawTold]
    next: str
    """Ask with ``before`` this day for older ones; empty: there are none."""


def page(draws: DrawDesk, journal: Journal, now: int, before: date | None = None) -> DrawsTold:
    """One page of days, newest first: those before a local date, or the newest.

    With the secret a declarant computes his own draw, and a low one tells him that he is selected. So it is not told
    outside while goods lodged that day wait for the moment when everybody learns it (``house.md`` §7): for all alike,
    which tells nothing of any of them. The office and its audit have it from the day after.
    """
    days = draws.newest(PAGE + 1, before)
    quiet = _quiet(journal, now) if any(each.secret for each in days) else []
    told = [_told(each, any(low <= each.day <= high for low, high in quiet)) for each in days[:PAGE]]
    return DrawsTold(told, told[-1].day if len(days) > PAGE else "")


def _quiet(journal: Journal, now: int) -> list[tuple[str, str]]:
    """First and last local date on which each was drawn that may not know yet whether it is selected."""
    return [
        (_day(row.first_lodged_at or row.accepted_at or now), _day(row.accepted_at or now))
        for row in journal.open_rows()
        if row.arrived_at is None or row.silent_until > now
    ]


def _day(at: int) -> str:
    return local_date(at).isoformat()


def _told(day: DrawDay, quiet: bool) -> DrawTold:
    withheld = quiet and bool(day.secret)
    return DrawTold(
        day=day.day, digest=day.digest, sealed_at=iso(day.sealed_at), late=day.late,
        state=WITHHELD if withheld else day.state,
        secret="" if withheld else day.secret, salt="" if withheld else day.salt,
    )  # fmt: skip
