"""What the fate of a declaration means for the inspection order it is on."""

from typing import TYPE_CHECKING

from tongguan.facts.inspection import InspectionDropped
from tongguan.process.clearance import DONE, Clearance
from tongguan.process.inspection import LIVING, Inspection

if TYPE_CHECKING:
    from tongguan.desk.joint import Joint


def tell_orders(joint: "Joint", before: Clearance | None, after: Clearance, at: int, actor: str) -> None:
    """A declaration that ended, or whose control is no longer required, leaves its order; a conclusion stays."""
    for control, state in (before.controls if before else {}).items():
        stays = after.alive and control in after.controls
        if not state.order or state.state == DONE or stays:
            continue
        stream = f"inspection/{state.order}"
        order: Inspection | None = joint.state(stream)
        if order is not None and order.state in LIVING and after.number in order.open_numbers:
            reason = after.ending or "amended"
            joint.say(stream, [InspectionDropped(after.number, reason)], at, actor)
