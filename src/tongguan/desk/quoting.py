"""Which goods a declaration quotes, what the yard knows of them, and what a declaration's fate means for them."""

from typing import TYPE_CHECKING

from tongguan.facts import movement
from tongguan.facts.declaration import Declaration
from tongguan.facts.evidence import Evidence, Listed, Paired, PairedItem
from tongguan.process.clearance import Clearance
from tongguan.process.consignment import Consignment, Quote
from tongguan.process.zone import ListState

if TYPE_CHECKING:
    from tongguan.desk.joint import Joint


CANCELLED = "cancelled"


def goods_stream(declaration: Declaration) -> str:
    """Stream of the goods of a transport document; empty when none is quoted."""
    return f"consignment/{declaration.transport_document}" if declaration.transport_document else ""


def quote_of(number: str, declaration: Declaration, at: int = 0) -> Quote:
    """What the declaration quotes: the containers it names, or the whole document."""
    units = tuple(dict.fromkeys(each.container for each in declaration.containers if each.container))
    return Quote(number, declaration.packages or 0, declaration.gross_weight, units, at)


def evidence_of(
    number: str,
    declaration: Declaration,
    goods: Consignment | None,
    lists: tuple[tuple[str, ListState | None], ...] = (),
    paired: Paired | None = None,
) -> Evidence:
    """What the yard knows of the declared goods, the lists and the other side they name."""
    quote = quote_of(number, declaration)
    tally = goods.tally(quote) if goods else None
    told = tally and (tally.counted or tally.gross_weight or tally.others)
    states = [state for _, state in lists if state is not None and state.list.batch]
    moved = [state.first_moved_at for state in states if state.first_moved_at is not None]
    delivered = [
        state.last_moved_at for state in states if state.all_moved and state.last_moved_at is not None
    ]
    return Evidence(
        arrived_at=goods.arrived_at(quote) if goods else None,
        entered_at=goods.entered_at if goods else None,
        tally=tally if told else None,
        lists=tuple(listed(number, name, state) for name, state in lists),
        paired=paired,
        first_delivery_at=min(moved, default=None),
        delivered_at=max(delivered) if delivered and len(delivered) == len(states) else None,
    )


def listed(number: str, name: str, state: ListState | None) -> Listed:
    """A list as it stands for one declaration; version 0 when there is none."""
    if state is None or state.deleted_at is not None:
        return Listed(name)
    return Listed(name, state.version, state.taken(number))


def side_of(clearance: Clearance | None, number: str, taken_by: str = "") -> Paired:
    """The other side of a movement, as far as it is compared; without items when it does not live."""
    if clearance is None or not clearance.alive:
        return Paired(number)
    items = tuple(
        PairedItem(item.commodity, item.quantity, item.unit, item.total, item.currency, item.origin_country)
        for item in clearance.declaration.items
    )
    return Paired(number, items, clearance.declaration.gross_weight, taken_by)


def tell_goods(joint: "Joint", before: Clearance | None, after: Clearance, at: int, actor: str) -> None:
    """The goods learn that a declaration quotes them, quotes other goods, or lives no more."""
    old = _quoted(before)
    new = _quoted(after)
    if old == new:
        return
    if before is not None and old is not None and (new is None or old[0] != new[0]):
        freed = movement.ConsignmentFreed(before.number, after.ending or "amended")
        joint.say(old[0], [freed], at, actor)
    if new is not None:
        stream, quote = new
        declared = movement.ConsignmentDeclared(quote.number, quote.packages, quote.gross_weight, quote.units)
        joint.say(stream, [declared], at, actor)


def _quoted(clearance: Clearance | None) -> tuple[str, Quote] | None:
    """The goods that a judged declaration quotes until it is cancelled; seized goods still stand for it."""
    if clearance is None or not clearance.judged or clearance.draft or clearance.returned:
        return None
    if clearance.ending == CANCELLED:
        return None
    stream = goods_stream(clearance.declaration)
    return (stream, quote_of(clearance.number, clearance.declaration)) if stream else None
