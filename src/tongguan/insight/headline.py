"""The headline figures of a half year: what was accepted, and how long customs clearance took."""

from collections.abc import Iterable
from datetime import date

import msgspec

from tongguan.facts.clock import DAY, local_date
from tongguan.insight.times import FEW, Measured, Timed, definitions, duration, groups, measured, took, within


class Headline(msgspec.Struct, frozen=True, kw_only=True):
    """The office's figures for January to June of one year, by customs clearance time. Rates are None under 20."""

    year: int
    accepted: int
    growth: float | None
    """On the same months of the year before, as a share; None without a year before."""
    times: dict[str, Measured]
    """Direction → its figures; a direction of which nothing was released is not there."""
    channels: dict[str, dict[str, Measured]]
    """Direction → channel → its figures."""
    within_24h: float | None
    """Of the released."""
    cohort_within_24h: float | None
    """Of all accepted in the period, those still open counted as not within."""
    open_at_end: int
    """Accepted in the period and neither released nor ended by 30 June."""
    definition: str = "customs_clearance"


def headline(rows: Iterable[Timed], year: int) -> Headline:
    """The headline figures of January to June, by local dates; accepted counts acceptances, times count releases."""
    every, definition = list(rows), definitions()["customs_clearance"]
    accepted = [row for row in every if _in_half_year(row.accepted_at, year)]
    before = sum(_in_half_year(row.accepted_at, year - 1) for row in every)
    released = took(every, definition, date(year, 1, 1), date(year, 6, 30))
    whole = measured(definition, {}, released) if released else None
    fast = sum((micros := duration(row, definition)) is not None and micros <= DAY for row in accepted)
    channels: dict[str, dict[str, Measured]] = {}
    for each in groups(definition, ("direction", "channel"), released):
        channels.setdefault(each.group["direction"], {})[each.group["channel"]] = each
    return Headline(
        year=year,
        accepted=len(accepted),
        growth=len(accepted) / before - 1 if before else None,
        times={each.group["direction"]: each for each in groups(definition, ("direction",), released)},
        channels=channels,
        within_24h=whole.within_24h if whole else None,
        cohort_within_24h=fast / len(accepted) if len(accepted) >= FEW else None,
        open_at_end=sum(_open_at_end(row, year) for row in accepted),
    )


def _in_half_year(at: int | None, year: int) -> bool:
    return within(at, date(year, 1, 1), date(year, 6, 30))


def _open_at_end(row: Timed, year: int) -> bool:
    return not any(
        at is not None and local_date(at) <= date(year, 6, 30) for at in (row.released_at, row.ended_at)
    )
