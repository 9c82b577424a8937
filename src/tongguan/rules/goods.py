"""What arrived against what was declared: shortage, surplus, weight, and goods that two declarations quote."""

from collections.abc import Iterator
from decimal import Decimal

from tongguan.facts.declaration import Declaration
from tongguan.facts.evidence import Tally
from tongguan.facts.finding import Finding
from tongguan.rules.sheet import OFF

WEIGHT_SHARE = Decimal("0.03")
"""Difference of weights that is noted; an office's own measure, no law names one."""


def findings(declaration: Declaration, tally: Tally, consequence: dict[str, str]) -> Iterator[Finding]:
    """Findings of the tally; packages and weights only once nothing more will come."""
    for code, field, values in _hits(declaration, tally):
        if consequence[code] != OFF:
            yield Finding(code, consequence[code], field, values=values)


def _hits(declaration: Declaration, tally: Tally) -> Iterator[tuple[str, str, dict[str, str]]]:
    declared, counted = declaration.packages or 0, tally.counted
    if counted and declared:
        count = {"declared": str(declared), "counted": str(counted)}
        if counted > declared:
            yield "G02", "packages", count
        elif counted < declared and tally.complete:
            yield "G01", "packages", count
    if tally.others:
        document = declaration.transport_document
        yield "G03", "transport_document", {"document": document, "others": ", ".join(tally.others)}
    if tally.complete and tally.gross_weight and declaration.gross_weight:
        apart = abs(tally.gross_weight - declaration.gross_weight)
        if apart > declaration.gross_weight * WEIGHT_SHARE:
            weights = {"declared": str(declaration.gross_weight), "weighed": str(tally.gross_weight)}
            yield "G04", "gross_weight", weights
