"""Two sides of one movement of the zone: a declaration against its verification list, and against its counterpart.

Lists give countries and currencies in numbers, declarations in letters; both are compared as today's code.
"""

from collections.abc import Iterator
from decimal import Decimal

from tongguan.facts.declaration import IMPORT, Declaration, Item
from tongguan.facts.evidence import Listed, Paired
from tongguan.facts.zone import ListLine
from tongguan.rules.tables import Table

Hit = tuple[str, str, int | None, dict[str, str]]
"""code, field, goods line, values."""


def of_list(
    declaration: Declaration, listed: Listed, covers: dict[str, Item], tables: dict[str, Table]
) -> Iterator[Hit]:
    """Z01: no such list. Z02: a goods line differs from it."""
    if not listed.lines:
        yield "Z01", "list_no", None, {"list": listed.number}
        return
    lines = {str(line.line): line for line in listed.lines}
    for number, item in covers.items():
        for field, said, should in _differences(declaration, item, lines[number], listed, tables):
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
    declaration: Declaration, item: Item, line: ListLine, listed: Listed, tables: dict[str, Table]
) -> Iterator[tuple[str, str, str]]:
    """(field, declared, listed) of everything that is not the same."""
    country, origin = _country(declaration, item, line)
    compared = [
        ("commodity", item.commodity, line.commodity),
        ("unit", item.unit, line.unit),
        (
            "currency",
            tables["currencies"].canonical(item.currency),
            tables["currencies"].canonical(line.currency),
        ),
    ]
    if origin:
        codes = tables["countries"]
        field = "origin_country" if declaration.direction == IMPORT else "destination_country"
        compared.append((field, codes.canonical(country), codes.canonical(origin)))
    for field, declared, should in compared:
        if declared != should:
            yield field, declared, should
    left = listed.free.get(str(line.line), Decimal(0))
    quantity = item.quantity or Decimal(0)
    if quantity > left:
        yield "quantity", str(quantity), str(left)
    if quantity == line.quantity and item.total != line.total:
        yield "total", str(item.total), str(line.total)


def _country(declaration: Declaration, item: Item, line: ListLine) -> tuple[str, str]:
    if declaration.direction == IMPORT:
        return item.origin_country, line.origin
    return item.destination_country, line.destination


def of_pair(declaration: Declaration, paired: Paired) -> Iterator[Hit]:
    """Z03: the other side is not known. Z04: it differs."""
    if not paired.items:
        yield "Z03", "related_declaration", None, {"other": paired.number}
        return
    if len(paired.items) != len(declaration.items):
        counts = {"declared": str(len(declaration.items)), "paired": str(len(paired.items))}
        yield "Z04", "items", None, {"other": paired.number, "line": "—", "field": "items", **counts}
    for place, (item, other) in enumerate(zip(declaration.items, paired.items, strict=False), start=1):
        for field in ("commodity", "quantity", "unit", "total", "currency"):
            mine, theirs = getattr(item, field), getattr(other, field)
            if mine != theirs:
                values = {"line": str(place), "field": field, "declared": str(mine), "paired": str(theirs)}
                yield "Z04", f"items[{place}].{field}", item.line, {"other": paired.number, **values}
    if declaration.gross_weight != paired.gross_weight:
        weights = {"declared": str(declaration.gross_weight), "paired": str(paired.gross_weight)}
        yield (
            "Z04",
            "gross_weight",
            None,
            {"other": paired.number, "line": "—", "field": "gross_weight", **weights},
        )
