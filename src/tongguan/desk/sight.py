"""What an officer sees of a declaration: the declaring office all of it, another office with a control of it its part."""

import msgspec
from msgspec.structs import replace

from tongguan.desk.views import EventView, Sheet
from tongguan.desk.worklist import WorkRow
from tongguan.facts.actor import Actor
from tongguan.process.decide.rights import CENTRE

WHOLE, PART, NOTHING = "whole", "part", ""


class _Named(msgspec.Struct, frozen=True):
    """What of an event's payload says which control it is about."""

    control: str = ""


def sight_of(actor: Actor, office: str, offices: frozenset[str]) -> str:
    """How much: ``office`` declares, ``offices`` have a control. Who works for no single office (auditor) sees all."""
    if actor.kind != "officer":
        return NOTHING
    if actor.office in ("", CENTRE, office):
        return WHOLE
    return PART if actor.office in offices else NOTHING


def whole(actor: Actor, office: str) -> bool:
    """True when the officer sees all of what this office declares."""
    return sight_of(actor, office, frozenset()) == WHOLE


def seen(sheet: Sheet, actor: Actor) -> Sheet | None:
    """The declaration as the officer may see it; None when it is nothing to that office."""
    controls = [control for track in sheet.tracks for control in track.controls]
    offices = frozenset(actor.office if each.second == actor.id else each.office for each in controls)
    sight = sight_of(actor, sheet.office, offices)
    if sight == WHOLE:
        return sheet
    return _part(sheet, actor) if sight == PART else None


def is_part(sheet: Sheet, actor: Actor) -> bool:
    """True when the officer's office neither declares it nor stands above offices."""
    return actor.office not in ("", CENTRE, sheet.office)


def listed(row: WorkRow, actor: Actor) -> bool:
    """True when a list may show this declaration to the officer."""
    return bool(sight_of(actor, row.office, frozenset(task.office for task in row.tasks)))


def _part(sheet: Sheet, actor: Actor) -> Sheet:
    """The form, the goods' movements, the office's own controls and those that the officer was asked to look at.

    Neither money nor what other offices found.
    """
    tracks = tuple(
        replace(track, controls=mine)
        for track in sheet.tracks
        if (
            mine := tuple(
                each for each in track.controls if each.office == actor.office or each.second == actor.id
            )
        )
    )
    own = frozenset(control.id for track in tracks for control in track.controls)
    return replace(
        sheet, tracks=tracks, findings=(), holds=(), receipts=(), claims={}, bound={}, assessment=None, due="0",
        secured="0", outstanding="0", paid="0", pay_by=None, surcharge="", surcharge_settled="", late_payment="",
        refund="", verified="", events=tuple(each for each in sheet.events if _concerns(each, own)),
        questions=tuple(each for each in sheet.questions if each.control in own),
        blocked_by=tuple(block for block in sheet.blocked_by if block.id in own),
    )  # fmt: skip


def _concerns(event: EventView, controls: frozenset[str]) -> bool:
    if event.kind.startswith(("goods.", "point.", "application.")):
        return True
    return msgspec.json.decode(event.payload, type=_Named).control in controls
