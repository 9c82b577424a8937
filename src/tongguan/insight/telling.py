"""A declaration told as a case of an event log: what the standard formats (XES, OCEL, Parquet) are written from."""

from collections.abc import Iterator, Sequence

from tongguan.facts import kinds
from tongguan.facts.clock import moment
from tongguan.facts.event import Fact
from tongguan.insight.life import Life, Spell, activity
from tongguan.insight.log import COMPLETE, REASSIGN, RESUME, SCHEDULE, WITHDRAW, Case, Entry
from tongguan.insight.milestones import TRANSITIONS
from tongguan.insight.times import GROUPS
from tongguan.process.apply import with_corrected_times
from tongguan.process.model import MILESTONES, Model

_TOLD_BY_SPELLS = (
    kinds.ControlStarted, kinds.ControlPaused, kinds.ControlDone, kinds.ControlDropped, kinds.ControlHandedOver,
    kinds.ControlTransferred,
)  # fmt: skip
_GROUPS = tuple(name for name in GROUPS if name not in ("week", "month"))
ATTRIBUTES = (*_GROUPS, "status", "held_by_law", "document", "first_lodging")
"""What the log tells of a declaration besides its number: every grouping of times, and what definitions ask for."""


def case_of(model: Model, life: Life, facts: Sequence[Fact]) -> Case:
    """The case of one declaration that was declared, its events in order of time.

    Controls go by their ids with the life cycle of work: required (schedule), ready (assign), begun, paused, done, no
    longer required (withdraw). Release points and milestones go by theirs, the first of each; all else by its kind.
    Corrected times stand in the place of wrong ones.
    """
    points = {each.id: place for place, each in enumerate(model.release_point)}
    found: list[tuple[int, int, Entry]] = []
    named: set[str] = set()
    rank = 0
    for fact in with_corrected_times(list(facts)):
        if isinstance(fact.data, _TOLD_BY_SPELLS):
            continue
        if isinstance(fact.data, kinds.PointPassed):
            rank = max(rank, 2 * points.get(fact.data.point, 0) + 1)
        entry = Entry(_name(fact, named), fact.happened_at, None, COMPLETE, fact.actor)
        found.append((fact.happened_at, rank, entry))
    for control in model.control:
        # A control that a message does may have the milestone's own name (gate_out): that milestone tells of it.
        if control.id not in MILESTONES:
            rank = 2 * points[model.point_of(control).id]
            found += [(each.at, rank, each) for each in _work(control.id, life.controls.get(control.id, ()))]
    # At one moment work comes before the point that waited for it, and after the one that let it begin.
    found.sort(key=lambda each: each[:2])
    return Case(life.number, tuple(entry for *_, entry in found), attributes(life))


def attributes(life: Life) -> dict[str, str]:
    """What the log tells of a declaration; the names of the groupings are those of times."""
    return {
        **{name: GROUPS[name](life, 0) for name in _GROUPS},
        "status": life.status,
        "held_by_law": "true" if life.held_by_law else "false",
        "document": life.document,
        "first_lodging": moment(life.goods_first_lodged_at or life.first_lodged_at or 0).isoformat(),
    }


def _name(fact: Fact, named: set[str]) -> str:
    """The activity; a second arrival or release goes by its kind, so that the first stays the milestone."""
    name = activity(fact.data)
    if name in named:
        return str(fact.data.KIND)  # type: ignore[attr-defined]
    if not isinstance(
        fact.data, kinds.PointPassed | kinds.GoodsMoved | kinds.ClearanceEnded | kinds.ApplicationReceived
    ):
        return name
    named.add(name)
    return name


def _work(control: str, spells: Sequence[Spell]) -> Iterator[Entry]:
    """The life cycle of a control, from the states that it was in."""
    before = None
    for place, spell in enumerate(spells):
        yield Entry(control, spell.start, None, _transition(spell, before), spell.officer)
        if spell.state == "refused":  # Done, and still to be done as accepted.
            yield Entry(control, spell.start, None, SCHEDULE, "")
        after = spells[place + 1].start if place + 1 < len(spells) else None
        if spell.end is not None and spell.state != "done" and spell.end != after:
            yield Entry(control, spell.end, None, WITHDRAW, "")
        before = spell if spell.end == after else None


def _transition(spell: Spell, before: Spell | None) -> str:
    if spell.state == "started" and before is not None and before.state in ("started", "paused"):
        return REASSIGN if before.state == "started" else RESUME
    return TRANSITIONS[spell.state]
