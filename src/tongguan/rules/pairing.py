"""Two sides of one movement of the zone: a declaration against its verification list, and against its counterpart.

Lists give countries and currencies in numbers, declarations in letters; both are compared as today's code.
"""

from collections.abc import Iterator
from decimal import Decimal

from tongguan.facts.declaration import IMPORT, Declaration, Item
from tongguan.facts.evidence import Listed, Paired, PairedItem
from tongguan.facts.zone import ListLine, VerificationList
from tongguan.rules.tables import Table

Hit = tuple[str, str, int | None, dict[str, str]]
"""code, field, goods line, values."""
_NOTHING = Decimal(0)


def wrong_code(wanted: VerificationList, tables: dict[str, Table]) -> tuple[int, str, str, str] | None:
    """The first country or currency of a list that is no numeric code: (line or 0, field, value, code that is meant)."""
    coded = [(0, "partner_country", wanted.partner_country, "countries")]
    for line in wanted.lines:
        coded += [
            (line.line, "currency", line.currency, "currencies"),
            (line.line, "origin", line.origin, "countries"),
            (line.line, "destination", line.destination, "countries"),
        ]
    for place, field, value, name in coded:
        table = tables[name]
        if value not in table.older and (value or field == "currency"):
            return place, field, value, table.former(value)
    return None


def of_list(
    declaration: Declaration,
    listed: Listed,
    lines: tuple[ListLine, ...],
    covers: dict[str, Item],
    tables: dict[str, Table],
) -> Iterator[Hit]:
    """Z01: no such list. Z02: a goods line differs from it."""
    if not lines:
        yield "Z01", "list_no", None, {"list": listed.number}
        return
    for line in lines:
        number = str(line.line)
        item = covers.get(number)
        if item is None:
            continue
        left = line.quantity - listed.taken.get(number, _NOTHING)
        for field, said, should in _differences(declaration, item, line, left, tables):
            named = {
                "list": listed.number,
                "line": number,
                "field": field,
                "declared": said,
                "listed": should,
            }
            yield "Z02", f"items[{item.line or number}].{field}", item.line, named


def beside_list(declaration: Declaration, listed: Listed, covers: dict[str, Item]) -> Iterator[Hit]:
    """Z02: a goods line that is not on the list."""
    known = {id(item) for item in covers.values()}
    for place, item in enumerate(declaration.items, start=1):
        if id(item) not in known:
            named = {
                "list": listed.number,
                "line": "—",
                "field": "line",
                "declared": str(place),
                "listed": "—",
            }
            yield "Z02", f"items[{place}]", item.line, named


def _differences(
    declaration: Declaration, item: Item, line: ListLine, left: Decimal, tables: dict[str, Table]
) -> Iterator[tuple[str, str, str]]:
    """(field, declared, listed) of everything that is not the same."""
    if item.commodity != line.commodity:
        yield "commodity", item.commodity, line.commodity
    if item.unit != line.unit:
        yield "unit", item.unit, line.unit
    yield from _codes("currency", item.currency, line.currency, tables["currencies"])
    if declaration.direction == IMPORT:
        yield from _codes("origin_country", item.origin_country, line.origin, tables["countries"])
    else:
        yield from _codes(
            "destination_country", item.destination_country, line.destination, tables["countries"]
        )
    quantity = item.quantity or _NOTHING
    if quantity > left:
        yield "quantity", str(quantity), str(left)
    if quantity == line.quantity and item.total != line.total:
        yield "total", str(item.total), str(line.total)


def _codes(field: str, declared: str, listed: str, table: Table) -> Iterator[tuple[str, str, str]]:
    """Two codes of one table are the same when they mean the same; a side that does not say is not compared."""
    if listed and declared != listed and table.canonical(declared) != table.canonical(listed):
        yield field, table.canonical(declared), table.canonical(listed)


def of_pair(declaration: Declaration, paired: Paired, tables: dict[str, Table]) -> Iterator[Hit]:
    """Z03: the other side is not known. Z04: it differs. Z05: it is the other side of another declaration already."""
    if not paired.items:
        yield "Z03", "related_declaration", None, {"other": paired.number}
        return
    if paired.taken_by:
        yield "Z05", "related_declaration", None, {"other": paired.number, "taken_by": paired.taken_by}
        return
    if len(paired.items) != len(declaration.items):
        counts = {"declared": str(len(declaration.items)), "paired": str(len(paired.items))}
        yield "Z04", "items", None, {"other": paired.number, "line": "—", "field": "items", **counts}
    for place, (item, other) in enumerate(zip(declaration.items, paired.items, strict=False), start=1):
        for field, mine, theirs in _across(item, other, tables):
            values = {"line": str(place), "field": field, "declared": mine, "paired": theirs}
            yield "Z04", f"items[{place}].{field}", item.line, {"other": paired.number, **values}
    if declaration.gross_weight != paired.gross_weight:
        weights = {"declared": str(declaration.gross_weight), "paired": str(paired.gross_weight)}
        yield (
            "Z04",
            "gross_weight",
            None,
            {"other": paired.number, "line": "—", "field": "gross_weight", **weights},
        )


def _across(item: Item, other: PairedItem, tables: dict[str, Table]) -> Iterator[tuple[str, str, str]]:
    """(field, declared here, declared there) of everything that is not the same in one goods line."""
    for field in ("commodity", "quantity", "unit", "total", "currency"):
        mine, theirs = getattr(item, field), getattr(other, field)
        if mine != theirs:
            yield field, str(mine), str(theirs)
    yield from _codes("origin_country", item.origin_country, other.origin_country, tables["countries"])
