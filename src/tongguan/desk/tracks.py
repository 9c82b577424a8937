"""The tracks of a clearance side by side in time: each control's states as spans, computed from the facts."""

from collections.abc import Sequence

from tongguan.desk.views import ControlView, Span, TrackView
from tongguan.facts.event import Fact
from tongguan.insight.life import GONE, Spell, note
from tongguan.process import progress
from tongguan.process.apply import apply, with_corrected_times
from tongguan.process.clearance import Clearance
from tongguan.process.decide.ordering import by_visit
from tongguan.process.decide.rights import office_of
from tongguan.process.model import Control, Model

_ORDER = ("refused", "paused", "started", "ready", "waiting")


def tracks(model: Model, clearance: Clearance, facts: Sequence[Fact] = ()) -> tuple[TrackView, ...]:
    """Every track of the model with its required controls; spans only where the facts are given."""
    spans = _spans(model, facts)
    views = []
    for track, name in model.track.items():
        controls = tuple(
            _control(model, clearance, control, spans.get(control.id, []))
            for control in model.control
            if control.track == track and progress.required(clearance, control)
        )
        views.append(TrackView(track, name.zh, name.en, _state(controls), controls))
    return tuple(views)


def _state(controls: tuple[ControlView, ...]) -> str:
    if not controls:
        return "not_required"
    states = {control.state for control in controls}
    return next((state for state in _ORDER if state in states), "done")


def _control(model: Model, clearance: Clearance, control: Control, spans: list[Span]) -> ControlView:
    state = clearance.control(control.id)
    return ControlView(
        id=control.id,
        zh=control.zh,
        en=control.en,
        role=control.role,
        office=office_of(clearance.declaration, control, state.office),
        state=progress.state_of(model, clearance, control),
        officer=state.officer or state.done_by,
        reason=state.reason,
        waits_for=state.waits_for,
        by_message=bool(control.done_by),
        spans=tuple(spans),
        order=state.order,
        second=state.second,
        looked=state.seen,
        visit=by_visit(control),
    )


def _spans(model: Model, facts: Sequence[Fact]) -> dict[str, list[Span]]:
    lives: dict[str, list[Spell]] = {}
    clearance: Clearance | None = None
    for fact in with_corrected_times(list(facts)):
        clearance = apply(clearance, fact)
        if clearance.judged:
            note(model, clearance, lives, fact.happened_at, who=False)
    return {
        name: [Span(each.state, each.start, each.end, each.officer) for each in life if each.state != GONE]
        for name, life in lives.items()
    }
