"""What the page of a declaration offers its enterprise: the payment, guarantees, the visit to book, requests and help."""

from datetime import timedelta
from typing import Any

from tongguan.desk.guarantees import View
from tongguan.desk.views import Sheet
from tongguan.desk.worklist import ASKED, WorkRow
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.process.case import CLOSED
from tongguan.process.decide.changes import GROUNDS
from tongguan.process.inspection import BOOKED, ORDERED
from tongguan.web.office import desk
from tongguan.web.portal.access import guarantees

DAYS = 7
"""Local days from today on whose times may be booked."""


def offers(sheet: Sheet, row: WorkRow | None, actor: Actor) -> dict[str, Any]:
    """What the template offers; ``own`` when the enterprise declared it itself and so may act on it."""
    own = _is_own(row, actor)
    open_duty = bool(sheet.assessment) and sheet.outstanding not in ("", "0")
    return {
        "own": own,
        "payment": next((task for task in row.tasks if task.state == ASKED), None) if row else None,
        "payable": own and open_duty and sheet.accepted_at is not None,
        "securities": _securities(sheet, actor) if own and open_duty and not sheet.released_at else [],
        "visits": [_visit(order) for order in _orders(sheet)] if own else [],
        "grounds": list(GROUNDS.items()),
        "changeable": is_changeable(sheet, row, actor),
        "help": _help(sheet.number),
        "helpable": row is not None and row.is_open,
    }


def is_changeable(sheet: Sheet, row: WorkRow | None, actor: Actor) -> bool:
    """May the enterprise ask now that the declaration be amended or cancelled?"""
    return (
        _is_own(row, actor)
        and sheet.accepted_at is not None
        and not sheet.request
        and sheet.closed_at is None
    )


def _is_own(row: WorkRow | None, actor: Actor) -> bool:
    return row is not None and row.declarant == actor.party


def _securities(sheet: Sheet, actor: Actor) -> list[View]:
    """Guarantees in force of the trader or the declaring unit, as far as the enterprise may see them."""
    d = sheet.declaration
    holders = {
        code for party in (d.trader, d.agent) for code in (party.customs_code, party.social_code) if code
    }
    return [
        view for view in guarantees(actor) if view.state == "active" and view.guarantee.holder in holders
    ]  # fmt: skip


def _orders(sheet: Sheet) -> list[str]:
    found = (control.order for track in sheet.tracks for control in track.controls if control.order)
    return list(dict.fromkeys(found))


def _visit(name: str) -> dict[str, Any]:
    """A visit with its booked time, and the times that are free; who else is concerned is not told."""
    order, now = desk().inspections.show(name), desk().clock.now()
    if order is None:
        return {}
    bookable = order.state in (ORDERED, BOOKED)
    days = [local_date(now) + timedelta(days=ahead) for ahead in range(DAYS)] if bookable else []
    free = [slot for _, slots in desk().inspections.calendar(order.office, days) for slot in slots
            if slot.free and slot.at >= now]  # fmt: skip
    site = desk().inspections.settings.site_at(order.site, order.office, order.booked_for or now)
    return {"order": order.order, "state": order.state, "at": order.booked_for, "site": site, "free": free}


def _help(number: str) -> dict[str, Any] | None:
    """The case about the declaration: whether somebody has taken it, and when an answer is promised."""
    coordination = desk().coordination
    case = coordination.held().get(number) or coordination.case(number)
    if case is None or case.ground != "help":
        return None
    return {
        "asked_at": case.opened_at, "promised_at": coordination.answered_by(case), "taken": bool(case.owner),
        "closed": case.state == CLOSED, "reason": case.reason,
    }  # fmt: skip
