"""A change of rules or figures rehearsed on the journal: what would have come out differently. Pure."""

from collections.abc import Collection, Sequence
from decimal import Decimal

import msgspec

from tongguan.facts.finding import rejects
from tongguan.insight.rehearsal import Case, Rehearsal, rehearse
from tongguan.process.model import Model
from tongguan.rules.book import RuleBook
from tongguan.rules.duty import Duty

SHOWN = 50
"""Numbers of changed declarations that a trial names."""


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """What a change would have done to the declarations accepted in a period."""

    declarations: int
    changed: int
    """Declarations for which anything comes out differently."""
    numbers: tuple[str, ...]
    """The first of them."""
    returned: int = 0
    """Declarations that would have been returned and were not."""
    selected: int = 0
    """Declarations more (or fewer, negative) that selection rules would have selected."""
    hours: float | None = None
    """Officers' hours more for them; None where nobody ever did such work in the period."""
    due: Decimal = Decimal(0)
    """Duty and taxes more (or less), yuan."""
    missing: int = 0
    """Declarations whose figures would have been missing and were not."""
    controls: int = 0
    """Controls of officers more (or fewer, negative)."""


def of_rules(before: RuleBook, after: RuleBook, cases: Sequence[Case], models: dict[str, Model]) -> Trial:
    """Findings and selection by the new rules beside those by the old ones, with each day's recorded draw."""
    changed: list[str] = []
    returned = 0
    for case in cases:
        old, new = (book.check(case.declaration, case.on).findings for book in (before, after))
        returned += rejects(new) and not rejects(old)
        if {(each.code, each.field, each.consequence) for each in old} != {
            (each.code, each.field, each.consequence) for each in new
        }:
            changed.append(case.number)
    drawn = [rehearse(book.selection_rules, cases, models) for book in (before, after)]
    was, would = (_selected(each) for each in drawn)
    numbers = dict.fromkeys([*changed, *sorted(was ^ would)])
    return Trial(
        declarations=len(cases), changed=len(numbers), numbers=tuple(numbers)[:SHOWN], returned=returned,
        selected=len(would) - len(was), hours=_more_hours(*drawn),
    )  # fmt: skip


def _selected(found: Rehearsal) -> set[str]:
    return {number for each in found.rules for number in each.selected}


def _more_hours(before: Rehearsal, after: Rehearsal) -> float | None:
    """Hours of what rules select that nothing else had, more than by the rules before."""
    known = [each for found in (before, after) for each in found.rules if each.hours is not None]
    if not known:
        return None
    was, would = (sum(each.hours or 0.0 for each in found.rules) for found in (before, after))
    return would - was


def of_figures(before: Duty, after: Duty, cases: Collection[Case]) -> Trial:
    """Duty and taxes with the new figures beside those with the old ones, each on its day of acceptance."""
    numbers: list[str] = []
    due, missing = Decimal(0), 0
    for case in cases:
        (old, old_gap), (new, new_gap) = (_due(each, case) for each in (before, after))
        missing += new_gap and not old_gap
        if (old, old_gap) != (new, new_gap):
            numbers.append(case.number)
            due += new - old
    return Trial(
        declarations=len(cases),
        changed=len(numbers),
        numbers=tuple(numbers[:SHOWN]),
        due=due,
        missing=missing,
    )


def _due(duty: Duty, case: Case) -> tuple[Decimal, bool]:
    if not duty.applies(case.declaration, case.on):
        return Decimal(0), False
    found = duty.assess(case.declaration, case.on)
    return found.taxes.all, bool(found.missing)
