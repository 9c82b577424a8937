"""The second pair of eyes on a screen: what an officer may not do alone and whom to ask, and what was asked of an officer."""

from collections.abc import Iterable

from tongguan.desk.ports import Journal
from tongguan.facts.actor import Actor
from tongguan.facts.event import open_event
from tongguan.process.apply import fold
from tongguan.process.clearance import Clearance
from tongguan.process.decide import rights
from tongguan.process.model import Control, Model


def to_ask(
    journal: Journal, models: dict[str, Model], number: str, actor: Actor, officers: Iterable[Actor]
) -> dict[str, list[Actor]]:
    """Controls of the declaration that the actor may not do alone → officers who may look too, those elsewhere first.

    A control whose second look is asked for already is not among them.
    """
    was = fold([open_event(event) for event in journal.read(number)])
    if was is None or not was.alive:
        return {}
    model, known = models[was.process], list(officers)
    return {
        control.id: sorted(
            (each for each in known if each.id != actor.id and _may_look(model, was, control, each)),
            key=lambda each: (each.office == actor.office, each.id),
        )
        for control in model.control
        if not was.control(control.id).second
        and rights.may_work(was, control, actor) is None
        and rights.separate(model, was, control, actor) is not None
    }


def _may_look(model: Model, was: Clearance, control: Control, officer: Actor) -> bool:
    """As ``ask-second`` judges it."""
    return control.role in officer.roles and not (
        rights.officer(officer) or rights.unconcerned(was, officer) or rights.separate(model, was, control, officer)
    )  # fmt: skip
