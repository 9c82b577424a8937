"""Which goods a declaration quotes, what the yard knows of them, and what a declaration's fate means for them."""

from collections.abc import Sequence

from tongguan.desk.joint import Joint
from tongguan.facts import movement
from tongguan.facts.declaration import Declaration
from tongguan.facts.event import Fact
from tongguan.facts.evidence import Evidence, Tally
from tongguan.process import consignment
from tongguan.process.clearance import Clearance
from tongguan.process.consignment import Consignment, Quote


def goods_stream(declaration: Declaration) -> str:
    """Stream of the goods of a transport document; empty when none is quoted."""
    return f"consignment/{declaration.transport_document}" if declaration.transport_document else ""


def quote_of(number: str, declaration: Declaration, at: int = 0) -> Quote:
    """What the declaration quotes: the containers it names, or the whole document."""
    units = tuple(dict.fromkeys(each.container for each in declaration.containers if each.container))
    return Quote(number, declaration.packages or 0, declaration.gross_weight, units, at)


def evidence_of(
    number: str, declaration: Declaration, facts: Sequence[Fact], draw: int | None = None
) -> Evidence:
    """What the yard knows of the declared goods, with the draw of selection."""
    if not facts:
        return Evidence(draw=draw)
    goods = consignment.fold(declaration.transport_document, facts)
    quote = quote_of(number, declaration)
    tally = goods.tally(quote)
    told = tally.counted or tally.gross_weight or tally.others
    return Evidence(
        arrived_at=goods.arrived_at(quote),
        entered_at=goods.entered_at,
        tally=tally if told else None,
        draw=draw,
    )


def tally_of(goods: Consignment, number: str) -> Tally | None:
    """What is here of the goods that a living declaration quotes."""
    quote = goods.quotes.get(number)
    return goods.tally(quote) if quote else None


def tell_goods(joint: Joint, before: Clearance | None, after: Clearance, at: int, actor: str) -> None:
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
    """The goods that a living, judged declaration quotes."""
    if clearance is None or not clearance.alive or not clearance.judged:
        return None
    stream = goods_stream(clearance.declaration)
    return (stream, quote_of(clearance.number, clearance.declaration)) if stream else None
