"""From a clearance to its worklist row: a pure function, so that replay can rebuild every row."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from tongguan.desk.questions import MARK, OpenQuestion
from tongguan.desk.worklist import ASKED, DECLARANT, OWED, PAYER, QUESTION, TO_VERIFY, Done, Task, WorkRow
from tongguan.facts.clock import parse
from tongguan.insight.life import OUTSIDE, channel, settled
from tongguan.process import progress
from tongguan.process.clearance import DONE, PAUSED, STARTED, Clearance
from tongguan.process.decide.rights import office_of
from tongguan.process.model import Control, Model


def work_row(model: Model, clearance: Clearance, due: date | None = None) -> WorkRow:
    """The row that lists, counts and times read; ``due``: the last day to pay what is owed."""
    declaration = clearance.declaration
    declarant, _, client_number = clearance.client_key.partition("|")
    first = declaration.items[0] if declaration.items else None
    return WorkRow(
        number=clearance.number,
        version=clearance.version,
        status=clearance.status,
        client_number=client_number,
        declarant=declarant,
        trader=declaration.trader.customs_code or declaration.trader.social_code,
        trader_name=declaration.trader.name,
        entry_id=clearance.entry_id,
        direction=declaration.direction,
        process=clearance.process,
        office=declaration.office,
        mode=declaration.supervision_mode,
        transport=declaration.transport_mode,
        channel=channel(model, clearance),
        goods=first.name if first else "",
        other_goods=tuple(
            name
            for name in dict.fromkeys(each.name for each in declaration.items[1:])
            if name and name != declaration.items[0].name
        ),
        items=len(declaration.items),
        chapter=first.commodity[:2] if first else "",
        commodities=tuple(dict.fromkeys(item.commodity for item in declaration.items if item.commodity)),
        containers=tuple(each.container for each in declaration.containers if each.container),
        first_lodged_at=clearance.first_lodged_at,
        first_application_at=clearance.first_lodged_at,
        arrived_at=clearance.milestones.get("arrived"),
        accepted_at=clearance.points.get("acceptance"),
        released_at=clearance.points.get("release"),
        gate_out_at=clearance.milestones.get("gate_out"),
        first_delivery_at=clearance.milestones.get("first_delivery"),
        closed_at=clearance.points.get("closing"),
        ended_at=clearance.ended_at,
        late_entries=clearance.late_entries,
        silent_until=clearance.silent_until,
        holds=tuple(clearance.holds),
        settled=settled(clearance),
        due=_amount(clearance.due),
        unpaid=_amount(clearance.outstanding),
        secured=_amount(clearance.secured) if clearance.claims else "",
        tasks=(*_tasks(model, clearance), *_money(clearance, due), *_questions(model, clearance)),
        done=tuple(_done(model, clearance)),
        questions=tuple(
            OpenQuestion(each.version, each.control, each.at, each.question.until)
            for each in clearance.open_questions
        ),
    )


def _done(model: Model, clearance: Clearance) -> Iterator[Done]:
    """What officers did, in order of the model."""
    for control in model.control:
        state = clearance.control(control.id)
        if state.state == DONE and control.role not in OUTSIDE and not control.done_by:
            yield Done(control.id, state.done_by, state.since)


def _amount(amount: Decimal) -> str:
    return str(amount) if amount else ""


def _money(clearance: Clearance, due: date | None) -> "list[Task]":
    """What waits for money: a payment that was asked for, a debt after release, a verification that was asked for."""
    declaration = clearance.declaration
    holder = declaration.trader.customs_code or declaration.trader.social_code
    found = []

    def task(control: str, role: str, state: str, since: int, officer: str = "") -> Task:
        return Task(clearance.number, control, "duty", role, declaration.office, state, since, officer)

    if clearance.alive and clearance.asked_at is not None and clearance.outstanding:
        found.append(task("payment", PAYER, ASKED, clearance.asked_at, holder))
    if clearance.released and not clearance.ending and clearance.assessment and clearance.outstanding:
        last = _end_of(due) if due else clearance.points["release"]
        found.append(task("debt", PAYER, OWED, last, holder))
    if clearance.released and not clearance.ending and clearance.verified == "open":
        found.append(task("verification", "tax_officer", TO_VERIFY, clearance.last_at))
    return found


def _questions(model: Model, clearance: Clearance) -> Iterator[Task]:
    """What waits for the declarant's answer."""
    declarant = clearance.client_key.partition("|")[0]
    for asked in clearance.open_questions:
        control = model.find(asked.control)
        yield Task(
            clearance.number, f"{MARK}{asked.version}", control.track if control else "", DECLARANT,
            clearance.declaration.office, QUESTION, asked.at, declarant,
        )  # fmt: skip


def _end_of(day: date) -> int:
    """The last moment of a local date."""
    return parse(f"{day.isoformat()}T23:59:59")


def _tasks(model: Model, clearance: Clearance) -> "list[Task]":
    if not clearance.alive or not clearance.judged:
        return []
    return [
        each
        for control in model.control
        if not control.done_by
        and progress.required(clearance, control)
        and not progress.accepted(clearance, control)
        for each in _of_control(model, clearance, control)
    ]


SECOND_LOOK = "second_look"
"""Control of the task for the second pair of eyes, in the queue of the office of whoever was asked."""


def _of_control(model: Model, clearance: Clearance, control: Control) -> "list[Task]":
    """Its own task, and that of the officer elsewhere who was asked to look and has not yet."""
    own, state = _task(model, clearance, control), clearance.control(control.id)
    if not state.second or state.seen:
        return [own]
    look = replace(own, control=SECOND_LOOK, office=state.second_office, officer=state.second, state="ready")
    return [own, look]


def _task(model: Model, clearance: Clearance, control: Control) -> Task:
    state = clearance.control(control.id)
    return Task(
        number=clearance.number,
        control=control.id,
        track=control.track,
        role=control.role,
        office=office_of(clearance.declaration, control, state.office),
        state=progress.state_of(model, clearance, control),
        since=state.since if state.state in (STARTED, PAUSED) else ready_since(model, clearance, control),
        officer=state.officer,
    )


def ready_since(model: Model, clearance: Clearance, control: Control) -> int:
    """When the last thing it waited for was there; the first lodging when it waited for nothing."""
    before = [clearance.first_lodged_at or 0, clearance.control(control.id).since]
    before += [clearance.points.get(point, 0) for point in model.point_of(control).after]
    before += [clearance.control(name).since for name in control.after]
    return max(before)
