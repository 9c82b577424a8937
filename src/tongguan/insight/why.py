"""Why declarations were late: cause codes of cases, counted. A table of its own, never merged with who was waited for.

It counts declarations and no hours, for a code is what people say of a whole declaration. What the system proposed,
what somebody named, what the section waited for confirmed and what it objected to stand in columns of their own.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from tongguan.facts.clock import local_date
from tongguan.insight import late
from tongguan.insight.life import Life
from tongguan.insight.waiting import causes
from tongguan.process import case as cases
from tongguan.process.case import Case
from tongguan.process.model import Model

UNNAMED = ""
"""The row of those that ended before anybody named a cause."""
PROPOSED = "proposed"
STATES = (cases.CONFIRMED, cases.NAMED, cases.OBJECTED, PROPOSED)
"""Confirmed by the section waited for; named and not answered; objected to; proposed by the system alone."""


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """How many late declarations have one cause, by how it stands; only ``total`` counts those without a cause."""

    cause: str
    counts: dict[str, int]
    """State → declarations, every state of ``STATES``."""
    total: int


class Objection(msgspec.Struct, frozen=True):
    """A cause that the section waited for does not agree with."""

    number: str
    case: str
    cause: str
    section: str
    reason: str


def passed(
    lives: Iterable[Life], models: Mapping[str, Model], since: date | None, until: date | None, now: int
) -> list[Life]:
    """Declarations that passed 24 hours of their clock within the local dates, both inclusive, and not after ``now``."""
    arriving = late.by_arrival(models.values())
    found = []
    for life in lives:
        at = late.passed_at(life, life.process, arriving)
        if at is None or at > now:
            continue
        day = local_date(at)
        if (since is None or day >= since) and (until is None or day <= until):
            found.append(life)
    return found


def table(lives: Iterable[Life], held: Mapping[str, Case], proposed: Mapping[str, str]) -> list[Why]:
    """Late declarations by cause, the most first; each is in one cell. ``held``: number → its case; ``proposed``: number → code."""
    cells: dict[str, dict[str, int]] = {}
    for life in lives:
        case = held.get(life.number)
        cause, state = (case.cause, case.cause_state) if case and case.cause else (proposed.get(life.number, UNNAMED), PROPOSED)  # fmt: skip
        row = cells.setdefault(cause, dict.fromkeys((*STATES, UNNAMED), 0))
        row[state if cause else UNNAMED] += 1
    found = [
        Why(cause=cause, counts={state: row[state] for state in STATES}, total=sum(row.values()))
        for cause, row in cells.items()
    ]
    order = (*causes(), UNNAMED)
    return sorted(found, key=lambda each: (each.cause == UNNAMED, -each.total, order.index(each.cause)))


def objections(lives: Iterable[Life], held: Mapping[str, Case]) -> list[Objection]:
    """What sections objected to, by declaration."""
    return [
        Objection(life.number, case.id, case.cause, case.cause_section, case.cause_note)
        for life in lives if (case := held.get(life.number)) and case.cause_state == cases.OBJECTED
    ]  # fmt: skip
