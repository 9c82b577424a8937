"""A declaration told as a case of an event log: what the standard formats (XES, OCEL, Parquet) are written from."""

from collections.abc import Sequence

import msgspec

from tongguan.facts import kinds
from tongguan.facts.event import Fact
from tongguan.insight.log import COMPLETE, START, Case, Entry
from tongguan.process.apply import with_corrected_times

SUSPEND, RESUME, WITHDRAW, REASSIGN = "suspend", "resume", "withdraw", "reassign"
"""Further transitions of the standard life cycle."""
_TRANSITIONS: dict[type, str] = {
    kinds.ControlPaused: SUSPEND, kinds.ControlDone: COMPLETE, kinds.ControlDropped: WITHDRAW,
    kinds.ControlHandedOver: REASSIGN, kinds.ControlTransferred: REASSIGN,
}  # fmt: skip
ATTRIBUTES = ("direction", "office", "mode", "transport", "process", "document")
"""What the log tells of a declaration besides its number."""


def case_of(facts: Sequence[Fact]) -> Case | None:
    """The case of one declaration, its events in order of time; None for a stream of something else.

    Controls go by their ids with the life cycle of work; release points and milestones by theirs, the first of each;
    all else by its kind. Corrected times stand in the place of wrong ones.
    """
    if not facts or not isinstance(facts[0].data, kinds.ApplicationReceived):
        return None
    told = _Telling()
    entries = [told.entry(fact) for fact in with_corrected_times(list(facts))]
    entries.sort(key=lambda entry: entry.at)
    return Case(facts[0].data.number, tuple(entries), told.attributes)


class _Telling:
    def __init__(self) -> None:
        self.attributes: dict[str, str] = {}
        self._named: set[str] = set()
        self._begun: set[str] = set()

    def entry(self, fact: Fact) -> Entry:
        """One event; a second arrival or release goes by its kind, so that the first stays the milestone."""
        data = fact.data
        if isinstance(data, kinds.ControlStarted):
            transition = RESUME if data.control in self._begun else START
            self._begun.add(data.control)
            return Entry(data.control, fact.happened_at, None, transition, fact.actor)
        transition = _TRANSITIONS.get(type(data), "")
        if transition:
            control = str(data.control)  # type: ignore[attr-defined]
            if transition != SUSPEND:
                self._begun.discard(control)
            # A control that a message did may have the milestone's own name (gate_out): it is not a second gate-out.
            name = str(data.KIND) if control in self._named else control  # type: ignore[attr-defined]
            return Entry(name, fact.happened_at, None, transition, fact.actor)
        return Entry(self._name(data), fact.happened_at, None, COMPLETE, fact.actor)

    def _name(self, data: msgspec.Struct) -> str:
        if isinstance(data, kinds.ApplicationReceived):
            said = data.declaration
            self.attributes = {
                "direction": said.direction, "office": said.office, "mode": said.supervision_mode,
                "transport": said.transport_mode, "process": data.process, "document": said.transport_document,
            }  # fmt: skip
            name = "draft" if data.draft else "application"
        elif isinstance(data, kinds.PointPassed):
            name = data.point
        elif isinstance(data, kinds.GoodsMoved):
            name = data.milestone
        elif isinstance(data, kinds.ClearanceEnded):
            name = "ended"
        else:
            return str(data.KIND)  # type: ignore[attr-defined]
        if name in self._named:
            return str(data.KIND)  # type: ignore[attr-defined]
        self._named.add(name)
        return name
