"""Who is concerned when goods are opened: units, the declarations with goods in them, and the control that waits."""

from collections.abc import Iterable

import msgspec

from tongguan.desk.joint import Joint
from tongguan.desk.yard import is_container, quoting
from tongguan.facts.decision import Refusal
from tongguan.facts.inspection import SERVICES, Concerned
from tongguan.process import progress
from tongguan.process.clearance import DONE, Clearance
from tongguan.process.decide import rights
from tongguan.process.decide.ordering import by_visit
from tongguan.process.decide.refusals import refuse
from tongguan.process.model import Control
from tongguan.rules.inspection import Settings


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """What an order is made of."""

    office: str
    units: tuple[str, ...]
    concerned: tuple[Concerned, ...]
    services: tuple[str, ...]
    items: tuple[str, ...]
    beside: tuple[str, ...]


def units_of(joint: Joint, clearance: Clearance) -> tuple[str, ...]:
    """The containers of a declaration's goods, or its lot: the transport document, or its own number without one."""
    document = clearance.declaration.transport_document
    if not document:
        return (clearance.number,)
    goods = joint.goods(document)
    quote = goods.quotes.get(clearance.number)
    named = [unit.unit for unit in goods.of(quote)] if quote else []
    return tuple(name for name in named if is_container(name)) or (document,)


def numbers_in(joint: Joint, unit: str) -> tuple[str, ...]:
    """Living declarations that quote goods in a container, or a lot by its transport document."""
    box = is_container(unit)
    documents = joint.box(unit).documents if box else (unit,)
    joint.fetch(f"consignment/{document}" for document in documents)
    quotes = [
        quote for document in documents for quote in quoting(joint.goods(document), unit if box else "")
    ]
    joint.fetch(quote.number for quote in quotes)
    return tuple(dict.fromkeys(quote.number for quote in quotes if _lives(joint.clearance(quote.number))))


def _lives(clearance: Clearance | None) -> bool:
    return clearance is not None and clearance.alive and clearance.judged


def waiting(joint: Joint, clearance: Clearance) -> Control | None:
    """The inspector's control that is to be done and is on no order; one that is ready goes first."""
    model = joint.model(clearance)
    found = [
        control
        for control in model.control
        if by_visit(control) and progress.required(clearance, control) and _is_free(clearance, control)
    ]
    ready = [each for each in found if progress.state_of(model, clearance, each) == progress.READY]
    return next(iter((*ready, *found)), None)


def _is_free(clearance: Clearance, control: Control) -> bool:
    state = clearance.control(control.id)
    return state.state != DONE and not state.order


def gather(
    joint: Joint,
    settings: Settings,
    units: Iterable[str],
    numbers: Iterable[str],
    services: Iterable[str] = (),
) -> Gathered | Refusal:
    """Every declaration concerned by opening these units, or those that hold the goods of these declarations.

    ``services`` are to look besides those that the declarations' work asks for.
    """
    refusal = known_services(services)
    if refusal:
        return refusal
    asked = tuple(dict.fromkeys(numbers))
    opened = list(units)
    for number in asked:
        clearance = joint.clearance(number)
        if clearance is None or not _lives(clearance):
            return refuse("unknown_number")
        if waiting(joint, clearance) is None:
            return refuse("nothing_to_inspect", unit=number)
        opened += units_of(joint, clearance)
    inside = [number for unit in opened for number in numbers_in(joint, unit)]
    numbers = tuple(dict.fromkeys((*asked, *inside)))
    return _of(joint, settings, tuple(dict.fromkeys(opened)), numbers, set(services))


def known_services(services: Iterable[str]) -> Refusal | None:
    """None when these are services that look at goods."""
    unknown = [each for each in services if each not in SERVICES]
    return (
        refuse("bad_word", field="service", value=unknown[0], known=", ".join(SERVICES)) if unknown else None
    )


def _of(
    joint: Joint, settings: Settings, units: tuple[str, ...], numbers: tuple[str, ...], services: set[str]
) -> Gathered | Refusal:
    concerned: list[Concerned] = []
    beside: list[str] = []
    commodities: list[str] = []
    offices: set[str] = set()
    for number in numbers:
        clearance = joint.clearance(number)
        control = waiting(joint, clearance) if clearance else None
        if clearance is None or control is None:
            beside.append(number)
            continue
        own = tuple(unit for unit in units if unit in units_of(joint, clearance))
        declarant = clearance.client_key.partition("|")[0]
        concerned.append(Concerned(number, control.id, declarant, own))
        services.update(settings.services_of(clearance.process, control.id, clearance.words))
        commodities += [item.commodity for item in clearance.declaration.items]
        moved = clearance.control(control.id).office
        offices.add(rights.office_of(clearance.declaration, control, moved))
    if not concerned:
        return refuse("nothing_to_inspect", unit=", ".join(units))
    if len(offices) > 1:
        return refuse("several_offices", offices=", ".join(sorted(offices)))
    wanted = tuple(each for each in SERVICES if each in services)
    items = tuple(item.id for item in settings.items_of(wanted, commodities))
    return Gathered(
        office=offices.pop(), units=units, concerned=tuple(concerned), services=wanted, items=items,
        beside=tuple(beside),
    )  # fmt: skip


def items_for(
    joint: Joint, settings: Settings, services: Iterable[str], numbers: Iterable[str]
) -> tuple[str, ...]:
    """Ids of the checklist for these services and the goods of these declarations."""
    found = (joint.clearance(number) for number in numbers)
    codes = [item.commodity for each in found if each for item in each.declaration.items]
    return tuple(item.id for item in settings.items_of(tuple(services), codes))


def stands(joint: Joint, unit: str) -> bool:
    """Is it a container that is in the yard now?"""
    if not is_container(unit):
        return False
    box = joint.box(unit)
    return box.arrived_at is not None and box.left_at is None
