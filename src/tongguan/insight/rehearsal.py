"""Rehearsing selection rules on the journal: whom they would have selected, and what that would have cost. Pure."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from statistics import median

import msgspec

from tongguan.facts import kinds
from tongguan.facts.clock import HOUR, local_date
from tongguan.facts.declaration import Declaration
from tongguan.facts.event import Fact
from tongguan.facts.evidence import Evidence
from tongguan.facts.finding import SELECT
from tongguan.facts.selection import SelectionInstructed
from tongguan.process.apply import with_corrected_times
from tongguan.process.model import Model
from tongguan.rules.draws import roll
from tongguan.rules.selection_rules import Rule, SelectionRules


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One accepted declaration as a rehearsal sees it."""

    number: str
    process: str
    declaration: Declaration
    evidence: Evidence
    on: date
    """Local date of its first judgement that led to acceptance."""
    words: frozenset[str]
    """What it was selected for in truth, by judgement or by an instruction."""
    selected_by: frozenset[str]
    """Ids of rules and codes of other findings that selected it."""
    work: dict[str, int]
    """Control → working time, microseconds; pauses are left out."""


class Rehearsed(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule would have done."""

    rule: Rule
    fitting: int
    """Declarations that fit, whatever the draw."""
    selected: tuple[str, ...]
    """Numbers of those that it would have selected."""
    new: tuple[str, ...]
    """Numbers of those among them that nothing had selected for that work, whom it alone costs something."""
    hours: float | None
    """Officers' hours for the new ones: each at the median working time of the rule's controls. None where nobody ever
    did such work in the period."""
    each_hours: float | None


class Rehearsal(msgspec.Struct, frozen=True, kw_only=True):
    """What a set of rules would have done in a period."""

    declarations: int
    rules: tuple[Rehearsed, ...]
    selected: int
    """Declarations that at least one rule would have selected."""


def case_of(facts: Sequence[Fact]) -> Case | None:
    """The case of one declaration's facts; None when it was not accepted."""
    declaration: Declaration | None = None
    judged: tuple[kinds.DeclarationJudged, date] | None = None
    process, words, accepted = "", set[str](), False
    begun: dict[str, int] = {}
    work: dict[str, int] = {}
    for fact in with_corrected_times(list(facts)):
        data, at = fact.data, fact.happened_at
        match data:
            case kinds.ApplicationReceived():
                declaration, process, judged = data.declaration, data.process, None
                words = set()
            case kinds.DeclarationJudged():
                judged = judged or (data, local_date(at))
                words |= {*data.words, *data.silent_words}
            case SelectionInstructed():
                words |= {*data.words, *data.silent_words}
            case kinds.PointPassed(point="acceptance"):
                accepted = True
            case kinds.ControlStarted(control=control):
                begun[control] = at
            case kinds.ControlPaused(control=control) | kinds.ControlDone(control=control) if (
                control in begun
            ):
                work[control] = work.get(control, 0) + at - begun.pop(control)
    if declaration is None or judged is None or not accepted:
        return None
    return Case(
        number=facts[0].data.number, process=process, declaration=declaration, evidence=judged[0].evidence,  # type: ignore[attr-defined]
        on=judged[1], words=frozenset(words), work=work,
        selected_by=frozenset(
            each.values.get("rule", each.code) for each in judged[0].findings if each.consequence == SELECT
        ),
    )  # fmt: skip


def rehearse(rules: SelectionRules, cases: Collection[Case], models: dict[str, Model]) -> Rehearsal:
    """What the rules would have done to the cases, each with its recorded draw and credit, as if always in force."""
    found = tuple(_one(rule, rules, cases, models) for rule in rules.rules)
    everybody = {number for each in found for number in each.selected}
    return Rehearsal(declarations=len(cases), rules=found, selected=len(everybody))


def _one(rule: Rule, rules: SelectionRules, cases: Collection[Case], models: dict[str, Model]) -> Rehearsed:
    fitting = [case for case in cases if rules.fits(rule, case.declaration, case.evidence)]
    selected = [case for case in fitting if _drawn(rule, case.evidence.draw)]
    new = [case.number for case in selected if rule.word not in case.words]
    each = _usual(rule.word, cases, models)
    return Rehearsed(
        rule=rule, fitting=len(fitting), selected=tuple(case.number for case in selected), new=tuple(new),
        each_hours=each, hours=None if each is None else each * len(new),
    )  # fmt: skip


def _drawn(rule: Rule, draw: int | None) -> bool:
    return draw is not None and roll(draw, rule.id) < rule.per_million


def _usual(word: str, cases: Iterable[Case], models: dict[str, Model]) -> float | None:
    """Median hours of work of the controls that a word brings, over the declarations that had them."""
    hours = []
    for case in cases:
        own = [control.id for control in models[case.process].control if control.when == word]
        worked = [case.work[name] for name in own if name in case.work]
        if worked:
            hours.append(sum(worked) / HOUR)
    return median(hours) if hours else None
