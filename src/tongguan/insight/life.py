"""The life of a declaration as times and causes read it: milestones, what it is, and what stood in its way when.

One pass over its facts. Times are microseconds UTC; corrected ones stand in the place of wrong ones.
"""

from collections.abc import Mapping, Sequence

import msgspec

from tongguan.facts import kinds
from tongguan.facts.actor import SYSTEM
from tongguan.facts.declaration import FILING_LIST, Declaration
from tongguan.facts.event import Fact
from tongguan.insight.log import COMPLETE
from tongguan.insight.milestones import TRANSITIONS, marks
from tongguan.process import progress
from tongguan.process.apply import apply, with_corrected_times
from tongguan.process.clearance import PAUSED, Clearance
from tongguan.process.model import SETTLED, Control, Model

LATE = 60_000_000
"""Microseconds from which on an entry is late."""
GONE = "gone"
"""State of a control that is not required (any more)."""
OUTSIDE = ("terminal", "system", "declarant")
"""Roles that no officer has."""


class Spell(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A control was in one state from ``start`` to ``end`` (None: it still is)."""

    state: str
    """waiting, ready, started, paused, refused or done."""
    start: int
    end: int | None
    officer: str = ""
    whom: str = ""
    """Who has to act when it is not the office: declarant, bank, laboratory, terminal, authority."""


class Held(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A hold stood from ``start`` to ``end`` (None: it still does)."""

    hold: str
    code: str
    owner: str
    points: tuple[str, ...]
    start: int
    end: int | None


class Life(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One declaration; attributes are those of its last version."""

    number: str
    status: str
    direction: str
    process: str
    office: str
    mode: str
    """Supervision mode 监管方式."""
    transport: str
    channel: str
    """untouched, reviewed or inspected: the deepest control that was required of officers."""
    chapter: str
    """First two digits of the first line's commodity."""
    trader: str
    trader_name: str
    trader_class: str
    """Credit of the consignee when it was judged; ``unregistered`` where none is known."""
    zone_line: str
    """first, second or between (special areas); none outside the zone."""
    settled: str
    """guarantee (released before payment), paid, or empty: nothing was due."""
    document: str
    """Transport document of the goods."""
    pair: str
    """Number of the other side's declaration, where there is one."""
    first_lodged_at: int | None
    first_application_at: int | None
    arrived_at: int | None
    accepted_at: int | None
    released_at: int | None
    gate_out_at: int | None
    first_delivery_at: int | None
    closed_at: int | None
    ended_at: int | None
    returns: tuple[tuple[int, int | None], ...]
    """Returned and sent again: each from the return to the next lodging."""
    late_entries: int
    """Entries recorded a minute or more after they happened; what happened before the declaration was there is none."""
    controls: dict[str, tuple[Spell, ...]]
    holds: tuple[Held, ...]
    condition: bool = False
    """An inspection was concluded with a condition; the stream of the inspection says so, not the declaration's."""
    headings: tuple[str, ...] = ()
    """Headings of the goods (first four digits of each commodity), in order, each once."""
    earlier: tuple["Life", ...] = ()
    """Declarations of the same goods that were over before this one was lodged, the first one first (``chain``)."""
    marks: dict[str, int] = {}
    """Further milestones (``tongguan.insight.milestones``): id → the first time."""

    @property
    def conditional(self) -> bool:
        """Released on condition: before payment on a guarantee, or with a result of the inspection to follow."""
        return self.settled == "guarantee" or (self.condition and self.released_at is not None)

    @property
    def over_at(self) -> int | None:
        """When it ended, or was returned and not lodged again; None while it goes on, and once it has come through."""
        if self.ended_at is not None:
            return self.ended_at
        return self.returns[-1][0] if self.status == "returned" and self.returns else None

    @property
    def goods_first_lodged_at(self) -> int | None:
        """First lodging of these goods, through the declarations before this one."""
        return (self.earlier[0] if self.earlier else self).first_lodged_at

    @property
    def ready_at(self) -> int | None:
        """The later of acceptance and arrival; acceptance where no arrival is known."""
        if self.accepted_at is None:
            return None
        return max(self.accepted_at, self.arrived_at or 0)

    @property
    def held_by_law(self) -> bool:
        """Was there a hold for an offence?"""
        return any(each.code == "offence" for each in self.holds)


def read(model: Model, facts: Sequence[Fact]) -> Life | None:
    """The life that facts tell; None for a draft that was never declared, and without facts."""
    spells: dict[str, list[Spell]] = {}
    holds: dict[str, Held] = {}
    over: list[Held] = []
    returns: list[tuple[int, int | None]] = []
    was: Clearance | None = None
    credit, late = "", 0
    for fact in with_corrected_times(list(facts)):
        was = apply(was, fact)
        data, at = fact.data, fact.happened_at
        late += fact.recorded_at - at >= LATE and at >= facts[0].happened_at
        if isinstance(data, kinds.DeclarationReturned):
            returns.append((at, None))
        elif isinstance(data, kinds.ApplicationReceived) and returns and returns[-1][1] is None:
            returns[-1] = (returns[-1][0], max(at, returns[-1][0]))
        elif isinstance(data, kinds.DeclarationJudged):
            credit = data.evidence.credit or credit
        elif isinstance(data, kinds.HoldPlaced):
            holds[data.hold] = Held(data.hold, data.code, data.owner, data.points, at, None)
        elif isinstance(data, kinds.HoldLifted) and data.hold in holds:
            held = holds.pop(data.hold)
            over.append(msgspec.structs.replace(held, end=max(at, held.start)))
        if was.judged:
            note(model, was, spells, at)
    if was is None or was.first_lodged_at is None:
        return None
    lives = {name: tuple(spell for spell in life if spell.state != GONE) for name, life in spells.items()}
    found = _life(model, was, credit, late, tuple(returns), lives, (*over, *holds.values()))
    return msgspec.structs.replace(found, marks=_marks(facts, lives, was.status))


def activity(data: msgspec.Struct) -> str:
    """The name of what an event tells, as in our event log: a release point, a milestone of the goods, else its kind."""
    if isinstance(data, kinds.ApplicationReceived):
        return "draft" if data.draft else "application"
    if isinstance(data, kinds.PointPassed):
        return data.point
    if isinstance(data, kinds.GoodsMoved):
        return data.milestone
    if isinstance(data, kinds.ClearanceEnded):
        return "ended"
    return str(data.KIND)  # type: ignore[attr-defined]


def _marks(facts: Sequence[Fact], controls: Mapping[str, Sequence[Spell]], status: str) -> dict[str, int]:
    told = [(activity(fact.data), COMPLETE, fact.happened_at) for fact in with_corrected_times(list(facts))]
    worked = [(name, TRANSITIONS[each.state], each.start) for name, life in controls.items() for each in life]
    return marks((*told, *worked), status)


def _life(
    model: Model,
    was: Clearance,
    credit: str,
    late: int,
    returns: tuple[tuple[int, int | None], ...],
    controls: dict[str, tuple[Spell, ...]],
    holds: tuple[Held, ...],
) -> Life:
    said = was.declaration
    return Life(
        number=was.number, status=was.status, direction=said.direction, process=was.process, office=said.office,
        mode=said.supervision_mode, transport=said.transport_mode, channel=channel(model, was),
        chapter=said.items[0].commodity[:2] if said.items else "",
        trader=said.trader.customs_code or said.trader.social_code, trader_name=said.trader.name,
        trader_class=credit or "unregistered", zone_line=zone_line(said), settled=settled(was),
        document=said.transport_document, pair=was.pair, first_lodged_at=was.first_lodged_at,
        first_application_at=was.first_lodged_at, arrived_at=was.milestones.get("arrived"),
        accepted_at=was.points.get("acceptance"), released_at=was.points.get("release"),
        gate_out_at=was.milestones.get("gate_out"), first_delivery_at=was.milestones.get("first_delivery"),
        closed_at=was.points.get("closing"), ended_at=was.ended_at, returns=returns, late_entries=late,
        controls={name: life for name, life in controls.items() if life}, holds=holds,
        headings=tuple(sorted({each.commodity[:4] for each in said.items})),
    )  # fmt: skip


def note(
    model: Model, clearance: Clearance, spells: dict[str, list[Spell]], at: int, who: bool = True
) -> None:
    """Close the last spell of each control and open the next when its state, officer or whom it waits for changed."""
    for control in model.control:
        life = spells.setdefault(control.id, [])
        needed = progress.required(clearance, control)
        state = progress.state_of(model, clearance, control) if needed else GONE
        officer = clearance.control(control.id).officer if needed else ""
        if not officer and state == "done":
            officer = clearance.control(control.id).done_by
        whom = _whom(clearance, control, state) if who else ""
        if life and (life[-1].state, life[-1].officer, life[-1].whom) == (state, officer, whom):
            continue
        if life and life[-1].end is None:
            last = life.pop()
            if at > last.start:
                life.append(msgspec.structs.replace(last, end=at))
        begin = max(at, life[-1].end or at) if life else at
        life.append(Spell(state, begin, begin if state == "done" else None, officer, whom))


def _whom(clearance: Clearance, control: Control, state: str) -> str:
    if control.done_by == SETTLED and state == progress.READY:
        return "bank" if clearance.asked_at is not None and clearance.outstanding else "declarant"
    return clearance.control(control.id).waits_for if state == PAUSED else ""


def channel(model: Model, clearance: Clearance) -> str:
    """inspected when the goods were to be opened, reviewed when an officer had work, else untouched."""
    needed = [control for control in model.control if progress.required(clearance, control)]
    if any(control.opening for control in needed):
        return "inspected"
    if any(_is_officers(clearance, control) for control in needed):
        return "reviewed"
    return "untouched"


def _is_officers(clearance: Clearance, control: Control) -> bool:
    """Work of an officer: done by no message, and not by the system alone."""
    outside = control.role in OUTSIDE or control.done_by
    return not outside and clearance.control(control.id).done_by != SYSTEM.id


def settled(clearance: Clearance) -> str:
    """How duty stood at release: guarantee (before payment), paid, or empty: nothing was due, or not released."""
    if not clearance.released:
        return ""
    return "guarantee" if clearance.on_guarantee else "paid" if clearance.paid else ""


_LINES: Mapping[str, str] = {"Y": "second", "9": "between"}


def zone_line(declaration: Declaration) -> str:
    """Across which line of the zone: by transport mode, and first line for a filing list that came from abroad."""
    line = _LINES.get(declaration.transport_mode)
    if line is None:
        return "first" if declaration.kind == FILING_LIST else "none"
    return line
